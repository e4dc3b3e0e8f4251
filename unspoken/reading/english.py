"""English: the word lists of the reading, all in one place, so that another language can stand beside it."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- Names and the cast ---------------------------------------------------------------------------------------------

# Titles that stand before a name, by the pronoun that they tell ("" where they tell none).
TITLES = {
    title: pronoun
    for pronoun, titles in {
        "he": """mr mister messrs sir lord master baron count duke earl prince king emperor marquis marquess viscount
            monsieur m signor señor senor don herr father brother uncle grandfather grandpa granddad grandad papa dad
            daddy pa monsignor friar fray squire sire abbé pope mynheer""",
        "she": """mrs miss ms lady madam madame mme mademoiselle mlle dame baroness countess duchess princess queen
            empress marchioness signora signorina señora senora señorita senorita doña frau fraulein fräulein mother
            sister aunt auntie aunty grandmother grandma grandmamma granny gran nana mama mamma mum mummy mom mommy ma
            mistress abbess""",
        "": """dr doctor captain capt colonel col major general gen lieutenant lt sergeant sgt corporal private
            commander admiral commodore ensign midshipman constable inspector detective superintendent sheriff deputy
            marshal officer agent professor prof reverend rev bishop archbishop cardinal deacon vicar canon saint st
            president senator governor mayor judge justice chief coach nurse cousin comrade citizen elder magister
            archmage chancellor minister secretary ambassador director cadet trooper warden ranger commissar
            maester mx farmer""",
    }.items()
    for title in titles.split()
}
# Titles of kin, which stand alone as a name and go before a given name.
KIN = _words("""
    father brother uncle grandfather grandpa granddad grandad papa dad daddy pa mother sister aunt auntie aunty
    grandmother grandma grandmamma granny gran nana mama mamma mum mummy mom mommy ma cousin
""")
# Titles that one person does not bear at once with a title of another group.
RANKS = {
    title: rank
    for rank, titles in enumerate(
        (
            "mr mister messrs monsieur signor señor senor herr master",
            """captain capt colonel col major general gen lieutenant lt sergeant sgt corporal private commander admiral
            commodore ensign midshipman""",
            "sir lord baron count duke earl marquis marquess viscount prince king",
            "mrs madame mme frau signora señora senora",
            "miss mademoiselle mlle fraulein fräulein signorina señorita senorita",
            "lady baroness countess duchess dame princess queen",
        )
    )
    for title in titles.split()
}
# Words that qualify a name and are no part of it, and words that follow one.
EPITHETS = _words("the old young little poor dear dearest big great good late my our")
SUFFIXES = _words("jr sr junior senior esq esquire ii iii iv md phd")
PARTICLES = _words("de du del della des di da la le van von der den ten ter al bin ibn ben o'")
# Endings after a hyphen that honour a name, by the pronoun that they tell.
HONORIFICS = {
    "kun": "he", "chan": "she", "hime": "she", "san": "", "sama": "", "sensei": "", "senpai": "", "sempai": "",
    "dono": "", "shi": "", "ssi": "", "nim": "", "ji": "", "niisan": "he", "neesan": "she", "oppa": "he",
    "unnie": "she",
}  # fmt: skip

# Short forms of given names: "formal: short short …".
DIMINUTIVES = """
    abigail: abby gail; abraham: abe; adelaide: addie; albert: al bert bertie; alexander: alec alex sandy sasha
    xander; alexandra: alex sandra sasha; alfred: alf alfie fred; alice: allie ally; amelia: millie amy; andrew:
    andy drew; ann: annie nan nancy; anne: annie nan nancy; anna: annie; anthony: tony; antonia: toni; archibald:
    archie; arthur: art artie; augusta: gussie; augustus: gus; barbara: babs barb; barnaby: barney; bartholomew:
    bart; beatrice: bea trixie; benedict: ben; benjamin: ben benny; bernard: bernie; bertram: bertie; brian: bri;
    bridget: biddy bridie; caroline: carrie caro lina; cassandra: cass cassie; catherine: cathy kate katie kitty;
    cecilia: cissy sissy; charles: charley charlie chuck; charlotte: lottie charley; christina: chrissie tina;
    christine: chris chrissie; christopher: chris kit; clara: clarrie; clarence: clary; cornelius: neil; daniel:
    dan danny; david: dave davy davie; deborah: deb debbie; dennis: denny; diana: di; dorothea: dot dolly dora
    thea; dorothy: dot dolly dottie; edith: edie; edmund: ned ed eddie; edward: ed eddie ned ted teddy; edwin: ed
    eddie ned; eleanor: ellie nell nellie nora; elizabeth: bess bessie beth betsy betty eliza elsie libby liz liza
    lizzie lizzy; ellen: nell nellie; emily: em emmy millie; emma: em emmy; ernest: ernie; eugene: gene; euphemia:
    effie phemie; evelyn: evie; ezekiel: zeke; florence: flo florrie flossie; frances: fan fanny frankie; francis:
    frank frankie; franklin: frank; frederick: fred freddie freddy fritz; gabriel: gabe; genevieve: jenny;
    geoffrey: geoff; george: georgie; georgiana: georgie; gerald: gerry jerry; gertrude: gertie trudy; gilbert:
    gil bertie; gregory: greg; gwendolyn: gwen; hannah: nan; harold: hal harry; harriet: hattie hatty harry;
    helen: nell nellie; henrietta: etta hetty hattie; henry: hal hank harry; herbert: bert bertie herb; hester:
    hetty; horatio: horace; hugh: hughie; isaac: ike zak; isabel: bel bell belle izzy; isabella: bel bell bella
    belle izzy; jacob: jake; james: jamie jem jim jimmy; jane: janey jenny; janet: jan jenny; jasper: jas; jean:
    jeannie; jeffrey: jeff; jennifer: jen jenny; jeremiah: jerry jem; jeremy: jem jerry; jerome: jerry; jessica:
    jess jessie; joan: joanie; john: jack jackie johnnie johnny; jonathan: jon jonny; joseph: joe joey jo;
    josephine: jo josie; joshua: josh; judith: judy; julia: jule julie juley; julian: jule; katherine: kate kath
    kathy katie katy kay kit kitty; kathleen: kath kathy; kenneth: ken kenny; laura: laurie lolly; laurence: larry
    laurie; lavinia: vinnie; lawrence: larry laurie; leonard: len lennie leo; leonora: nora; leopold: leo; lewis:
    lew; louis: lou louie; louisa: lou; louise: lou; lucinda: lucy; lucy: lu; lydia: liddy; madeleine: maddie;
    magdalena: lena; margaret: daisy greta madge mag maggie marge margie meg peg peggy; marguerite: mags daisy;
    marianne: nan; maria: mia; martha: marty mattie patty; martin: marty; mary: mamie molly polly; matilda: mattie
    tilda tilly; matthew: mat matt matty; maximilian: max; michael: mick mickey mike micky mikey; mildred: millie;
    millicent: millie; miranda: mandy; montague: monty; nathan: nat nate; nathaniel: nat nate; nicholas: nick
    nicky; nicola: nicky; oliver: ollie noll; olivia: liv livvy ollie; pamela: pam; patience: pat; patricia: pat
    patsy patty tricia; patrick: paddy pat; penelope: pen penny; percival: percy; peter: pete; philip: phil pip;
    phillip: phil pip; philippa: pip pippa; prudence: pru prue; rachel: rach ray; ralph: rafe; randolph: randy;
    raymond: ray; rebecca: becca becky; reginald: reg reggie; richard: dick dickie dickon rich rick; robert: bob
    bobby bert rob robbie robin; roderick: rod roddy; roger: rodge; ronald: ron ronnie; rosalind: ros roz rosie;
    rosamond: rosie; rose: rosie; rudolph: rudy; rufus: rufe; rupert: rupe; samantha: sam; samuel: sam sammy;
    sarah: sally sadie; sebastian: seb; sidney: sid; simon: si; solomon: sol; sophia: sophie sophy; stanley: stan;
    stephen: steve stevie; steven: steve stevie; stuart: stu; susan: sue susie suky; susanna: sue sukey susie;
    tabitha: tabby; terence: terry; theobald: tibby; theodora: dora thea theo; theodore: ted teddy theo; theresa:
    tess terry; thomas: tom tommy; timothy: tim; tobias: toby; valentine: val; veronica: ronnie; victor: vic;
    victoria: vicky tori; vincent: vin vinnie; virginia: ginny; walter: wal wally wat; wilfred: wilf; wilhelmina:
    mina minnie; william: bill billy will willie willy; winifred: win winnie; winston: win; zachary: zach zack
"""

# Given names of men and of women, from the 1990 census of the United States (public domain) and common in fiction;
# names that both bear are left out.
MEN = _words("""
    Aaron Abel Abraham Adam Adolfo Adolph Adrian Agustin Al Alan Albert Alberto Alejandro Alex Alexander Alexei
    Alfonso Alfred Alfredo Algernon Ali Alistair Allan Allen Alonzo Alphonso Alton Alvaro Alvin Amos Andre Andres
    Andrew Andy Angelo Angus Anthony Antoine Anton Antonio Archibald Archie Armand Armando Arnold Arthur Arturo
    August Augustus Aurelio Austin Avery Barnaby Barney Barry Bart Bartholomew Basil Beau Ben Benito Benjamin
    Bennie Benny Bernard Bernardo Bert Bertram Bill Billy Blaine Blake Bob Bobby Boris Boyd Brad Bradford Bradley
    Brady Brain Brandon Brendan Brent Bret Brett Brian Brock Bruce Bruno Bryan Bryant Bryce Bryon Buddy Burton
    Byron Caleb Callum Calvin Cameron Carl Carlo Carlos Carlton Carmelo Carroll Carter Cary Cecil Cedric Cesar
    Chad Charles Charley Charlie Chase Chester Chris Christopher Chuck Clarence Clark Claude Clay Clayton Clement
    Cleveland Cliff Clifford Clifton Clint Clinton Clyde Cody Colby Cole Colin Collin Conrad Corey Cornelius Cory
    Coy Craig Curt Curtis Cuthbert Cyril Damian Damien Damon Dan Daniel Danny Dante Darin Darius Darnell Darrel
    Darrell Darren Darrin Darryl Darwin Daryl Dave David Davis Delbert Delmar Demetrius Denis Dennis Denny Derek
    Derick Derrick Desmond Devin Dewayne Dewey Dexter Dick Diego Dion Dmitri Domingo Dominic Dominick Donald
    Donnell Donnie Donny Donovan Doug Douglas Doyle Drew Duane Dudley Dustin Dwayne Dwight Dylan Earl Earnest
    Ebenezer Ed Eddie Eddy Edgar Edmond Edmund Eduardo Edward Edwin Efrain Elbert Eldon Eli Elias Elijah Elliot
    Elliott Ellis Elmer Elton Elvin Elvis Elwood Emanuel Emery Emil Emilio Emmanuel Emmett Enrique Eric Erick Erik
    Ernest Ernesto Ernie Ervin Erwin Esteban Ethan Euan Eugene Evan Everett Fabian Federico Felipe Felix Fernando
    Fidel Finn Fitzwilliam Floyd Forrest Francis Francisco Francois Frank Franklin Fred Freddie Freddy Frederic
    Frederick Fredrick Fritz Gabriel Galen Garland Garrett Garry Gary Gavin Gene Geoffrey George Gerald Gerard
    Gerardo Gilbert Gilberto Giles Glen Glenn Godfrey Gonzalo Gordon Grady Graham Grant Greg Gregg Gregorio
    Gregory Grover Guillermo Gus Gustavo Guy Hal Hamish Hans Hareton Harlan Harley Harold Harris Harrison Harry
    Haruto Harvey Heath Heathcliff Hector Henri Henry Herbert Heriberto Herman Hiram Hiroshi Hollis Homer Horace
    Horatio Howard Hubert Hugh Hugo Humberto Humphrey Hunter Ian Ichabod Ignacio Ira Irvin Irving Irwin Isaac
    Isaiah Isidro Ismael Issac Ivan Jack Jackson Jacob Jacques Jake Jamal James Jared Jarrod Jarvis Jason Jasper
    Javier Jay Jayson Jeff Jefferson Jeffery Jeffrey Jeffry Jem Jerald Jeremiah Jeremy Jermaine Jerome Jerry Jess
    Jesse Jesus Jim Jimmy Joaquin Joe Joel Joesph Joey John Johnathan Johnathon Johnny Jolyon Jon Jonathan
    Jonathon Jordan Jorge Jose Joseph Josh Joshua Juan Julian Julio Julius Junior Justin Karl Keith Kelvin Ken
    Kendall Kendrick Kenji Kenneth Kenny Kent Kermit Kevin Kieran Kirby Kirk Kristopher Kurt Kurtis Kyle Lamar
    Lamont Lance Larry Laurence Lawrence Leland Leo Leon Leonard Leonardo Leroy Lester Levi Lewis Liam Linwood
    Lionel Lloyd Logan Lonnie Loren Lorenzo Louie Louis Lowell Loyd Luca Lucas Lucian Luis Luke Luther Lyle
    Lysander Mack Malcolm Manuel Marc Marcel Marcelino Marco Marcos Marcus Mario Mark Marlin Marlon Marshall
    Martin Marty Marvin Mason Mathew Matt Matthew Maurice Mauricio Max Maxwell Maynard Melvin Merlin Merrill Micah
    Michael Micheal Michel Mickey Miguel Mike Miles Millard Milton Mitchell Moises Monte Monty Morris Moses Murray
    Myron Nathan Nathaniel Neal Ned Neil Nelson Nestor Niall Nicholas Nick Nickolas Nicolas Nigel Nikolai Noah Noe
    Noel Nolan Norbert Norman Norris Obadiah Oliver Omar Orlando Orville Oscar Otis Otto Owen Pablo Patrick Paul
    Pedro Percy Peregrine Perry Pete Peter Phil Philip Phillip Pierre Preston Quentin Quincy Quinton Rafael Ralph
    Ramiro Ramon Randal Randall Randolph Randy Raphael Raul Ray Raymond Reed Reggie Reginald Reuben Rex Reynaldo
    Ricardo Richard Rick Rickey Rickie Ricky Rigoberto Riley Rob Robert Roberto Rocco Rocky Rod Roderick Rodger
    Rodney Rodolfo Rodrigo Rogelio Roger Roland Rolando Romeo Ron Ronald Ronnie Roosevelt Rory Roscoe Ross Roy
    Royce Ruben Rudolph Rudy Rufus Rupert Russel Russell Rusty Ryan Salvador Salvatore Sam Sammy Samuel Sanford
    Saul Scot Scott Scotty Sean Sebastian Septimus Sergei Sergio Seth Shane Shaun Shawn Sheldon Sherlock Sherman
    Sidney Silas Simon Soames Solomon Sota Spencer Stan Stanley Stefan Stephan Stephen Sterling Steve Steven
    Stewart Stuart Sylvester Takeshi Ted Teddy Terence Terrance Terrell Terrence Tertius Thaddeus Theobald
    Theodore Thomas Thurman Tim Timmy Timothy Tobias Tobin Toby Todd Tom Tomas Tommy Tony Travis Trent Trenton
    Trevor Troy Truman Ty Tyler Tyrone Tyson Ulysses Uriah Van Vance Vaughn Vern Vernon Vicente Victor Vince
    Vincent Virgil Vito Wade Wallace Walter Ward Warren Wayne Weldon Wendell Wesley Wilbert Wilbur Wiley Wilfred
    Wilfredo Will Willard William Williams Willis Wilson Winfred Winston Wm Woodrow Xavier Zachary
    """)

WOMEN = _words("""
    Abby Abigail Ada Addie Adela Adele Adeline Adriana Adrienne Agatha Agnes Aida Aiko Aileen Aimee Aisha Alana
    Alba Alberta Alejandra Alexandra Alexandria Alfreda Alice Alicia Aline Alisa Alisha Alison Alissa Allie
    Allison Allyson Alma Alta Althea Alyce Alyson Alyssa Amalia Amanda Amber Amelia Amelie Amie Amparo Amy Ana
    Anastasia Andrea Angela Angelia Angelica Angelina Angeline Angelique Angelita Angie Anita Ann Anna Annabel
    Annabelle Anne Annette Annie Annis Annmarie Antoinette Antonia Anya Aoife April Arabella Araceli Araminta
    Arlene Arline Ashlee Ashley Astrid Audra Audrey Augusta Aurelia Aurora Ava Avis Barbara Barbra Beatrice
    Beatriz Becky Belinda Benita Bernadette Bernadine Bernice Berta Bertha Bertie Beryl Bessie Beth Bethany Betsy
    Bette Bettie Betty Bettye Beulah Beverly Bianca Billie Blanca Blanche Bobbi Bobbie Bonita Bonnie Brandi Brandy
    Brenda Briana Brianna Bridget Bridgett Bridgette Brigitte Britney Brittany Brittney Brooke Caitlin Callie
    Camille Candace Candice Cara Carissa Carla Carlene Carly Carmela Carmella Carmen Carol Carole Caroline Carolyn
    Carrie Casandra Cassandra Cassie Catalina Catherine Cathleen Cathryn Cathy Cecelia Cecile Cecilia Cecily
    Celeste Celia Chandra Charity Charlene Charlotte Charmaine Chasity Chelsea Cheri Cherie Cherry Cheryl Christa
    Christi Christie Christina Christine Christy Chrystal Cindy Claire Clara Clare Clarice Clarissa Claudette
    Claudia Claudine Coleen Colette Colleen Concepcion Concetta Connie Constance Consuelo Cora Cordelia Corina
    Corine Corinne Cornelia Corrine Courtney Cristina Crystal Cynthia Daisy Danielle Daphne Darcy Darla Darlene
    Dawn Deana Deanna Deanne Debbie Debora Deborah Debra Deena Deidre Deirdre Delia Della Delores Deloris Dena
    Denise Desiree Diana Diane Diann Dianna Dianne Dina Dionne Dixie Dollie Dolly Dolores Dona Donna Dora Doreen
    Doris Dorothea Dorothy Dorthy Earlene Earline Earnestine Ebony Edith Edna Edwina Effie Eileen Elaine Eleanor
    Elena Elfride Elinor Elisa Elisabeth Elise Eliza Elizabeth Ella Ellen Elma Elnora Elodie Eloise Elsa Elsie
    Elva Elvia Elvira Emilia Emily Emma Emmeline Enid Erica Ericka Erika Erin Erma Erna Ernestine Esme Esmeralda
    Esperanza Essie Estela Estella Estelle Ester Esther Ethel Etta Eugenia Eula Eunice Eva Evangelina Evangeline
    Eve Faith Fannie Fanny Fay Faye Felicia Felicity Fern Fiona Flora Florence Florine Flossie Fran Frances
    Francesca Francine Francisca Freda Freida Freya Frieda Gabriela Gabrielle Gail Gay Gayle Gena Geneva Genevieve
    Georgette Georgia Georgiana Georgina Geraldine Gertrude Gilda Gina Ginger Gladys Glenda Glenna Gloria Goldie
    Grace Gracie Graciela Greta Gretchen Gwen Gwendolen Gwendolyn Haley Hallie Hana Hannah Harriet Harriett Hattie
    Hazel Heather Heidi Helen Helena Helene Helga Henrietta Hester Hetty Hilary Hilda Hillary Hinata Hollie Holly
    Honoria Hope Ida Ila Ilene Imelda Imogen Imogene Ina Ines Inez Ingrid Irene Iris Irma Isabel Isabella Isabelle
    Isla Isolde Iva Ivy Jacklyn Jaclyn Jacqueline Jacquelyn Jami Jana Jane Janell Janelle Janet Janette Janice
    Janie Janine Janis Janna Jannie Jasmine Jayne Jeanette Jeanie Jeanine Jeanne Jeannette Jeannie Jeannine Jemima
    Jenifer Jenna Jennie Jennifer Jenny Jeri Jerri Jessica Jewel Jewell Jill Jillian Jo Joan Joann Joanna Joanne
    Jocelyn Jodi Jodie Johanna Jolene Joni Josefa Josefina Josephine Josie Joy Joyce Juana Juanita Judith Judy
    Julia Juliana Julianne Julie Juliet Juliette June Justine Kaitlin Kara Karen Kari Karin Karina Karla Karyn
    Kate Katelyn Katharine Katherine Katheryn Kathie Kathleen Kathrine Kathryn Kathy Katie Katina Katrina Katy
    Katya Kay Kaye Kayla Keisha Kelley Kelli Kellie Kelly Kelsey Kendra Kenya Keri Kerri Kim Kimberley Kimberly
    Kirsten Kitty Krista Kristen Kristi Kristie Kristin Kristina Kristine Kristy Krystal Lacey Ladonna Lakeisha
    Lakisha Lana Lara Latasha Latisha Latonya Latoya Laura Laurel Lauren Lauri Laurie Lavinia Lavonne Lawanda Lea
    Leah Leann Leanna Leanne Leigh Leila Lela Lelia Lena Lenora Lenore Leola Leona Leonor Leonora Lesley Lessie
    Letha Leticia Letitia Lettice Lidia Lila Lilia Lilian Liliana Lillian Lillie Lilly Lily Lina Linda Lindsay
    Lindsey Lisa Liz Liza Lizzie Lizzy Lois Lola Lolita Lora Loraine Lorena Lorene Loretta Lori Lorie Lorna
    Lorraine Lorrie Lottie Lou Louisa Louise Lourdes Luann Lucia Lucile Lucille Lucinda Lucy Luella Luisa Lula
    Lupe Luz Lydia Lynda Lynette Lynne Lynnette Mabel Mable Madeleine Madeline Madelyn Madge Mae Magdalena Maggie
    Mai Malinda Mallory Mamie Mandy Manuela Mara Marcella Marci Marcia Marcie Marcy Margaret Margarita Margery
    Margie Margo Margot Margret Marguerite Mari Maria Marian Mariana Marianne Maribel Maricela Marie Marietta
    Marilyn Marina Marisa Marisol Marissa Maritza Marjorie Marla Marlene Marquita Marsha Marta Martha Martina
    Marva Mary Maryann Maryanne Maryellen Marylou Matilda Mattie Maud Maude Maura Maureen Mavis Maxine May Mayra
    Meagan Megan Meghan Mei Melanie Melba Melinda Melisa Melissa Melody Melva Mercedes Meredith Mia Michele
    Michelle Milagros Mildred Millicent Millie Mina Mindy Minerva Minnie Miranda Miriam Mitzi Mollie Molly Mona
    Monica Monique Morag Muriel Myra Myrna Myrtle Nadia Nadine Nancy Nanette Nannie Naomi Natalia Natalie Natasha
    Nelda Nell Nellie Nettie Neva Niamh Nichole Nicole Nikki Nina Nita Noemi Nola Nona Nora Noreen Norma Octavia
    Odessa Ofelia Ola Olga Olive Olivia Opal Ophelia Ora Paige Pam Pamela Patrica Patrice Patricia Patsy Patti
    Patty Paula Paulette Pauline Pearl Pearlie Peggy Penelope Penny Persis Petra Philippa Phoebe Phyllis Polina
    Polly Primrose Priscilla Prudence Queen Rachael Rachel Rachelle Rae Ramona Randi Raquel Reba Rebecca Rebekah
    Regina Rena Renee Reva Reyna Rhea Rhoda Rhonda Rin Rita Roberta Robin Robyn Rochelle Ronda Rosa Rosalie
    Rosalind Rosalinda Rosalyn Rosamond Rosanna Rosanne Rosario Rose Roseann Rosella Rosemarie Rosemary Rosetta
    Rosie Roslyn Rowena Roxanne Roxie Ruby Ruth Ruthie Sabrina Sadie Sakura Sallie Sally Samantha Sandra Sandy
    Sara Sarah Sasha Saundra Savannah Selena Selina Selma Serena Shana Shanna Shannon Shari Sharon Sharron Shauna
    Shawna Sheena Sheila Shelia Shelley Shelly Sheree Sheri Sherri Sherrie Sherry Sheryl Shirley Silvia Simone
    Siobhan Socorro Sofia Sondra Sonia Sonja Sonya Sophia Sophie Sophy Stacey Staci Stacie Stacy Stefanie Stella
    Stephanie Sue Susan Susana Susanna Susanne Susie Suzanne Suzette Sybil Sylvia Tabatha Tabitha Tamara Tameka
    Tamera Tami Tamika Tammi Tammie Tammy Tamra Tania Tanisha Tanya Tara Tasha Teresa Teri Terri Terrie Tessa
    Thelma Theodora Theresa Therese Tia Tiffany Tina Tisha Toni Tonia Tonya Tracey Traci Tracie Tracy Tricia Trina
    Trisha Trudy Twila Ursula Valarie Valeria Valerie Vanessa Velma Vera Verna Veronica Vicki Vickie Vicky
    Victoria Vilma Viola Violet Virgie Virginia Vivian Wanda Wendi Wendy Whitney Wilda Willa Wilma Winifred Winnie
    Yesenia Yolanda Yuki Yvette Yvonne Zelma Zillah
    """)

# Words that open sentences and are not names: counted in novels of the public domain.
OPENERS = _words("""
    about above abruptly absolutely according accordingly across add adieu afraid after afterwards again against
    ah ain alas all allow almost alone along already also although altogether always am amid among an and another
    answer any anybody anyhow anymore anyone anything anyway apparently are aren around art as ask at aw away ay
    aye back bad bah be bear beautiful beauty because been before behind behold being believe below beneath beside
    besides best better between beware beyond big black bless blood blue books both boy boys breakfast bring but
    by call can candy cannot certain certainly chapter cheer child children christ clear clearly close cold come
    coming comrade confound consequently consider considering containing cook could couldn cruel curious curse cut
    damn dance dark darkness dat day dead dear dearest death depend despite did didn dinner directly do does doesn
    doing don done dost doubtless down drink drive during each eager early eat egad eh eight either enough ere
    especially even evening ever every everybody everyone everything everywhere evidently exactly except excuse
    explain fancy far farewell fear feel feeling fetch few fie fifteen fifty finally find finding fine fire first
    five follow following for forget forgive fortunately forty four from fuck fucking full funny further gee
    gentlemen get getting girl girls git give glad go gob going gone good goodbye goodness gosh got gracious
    gradually gray great green grey guess ha had hadn half hall hand hands hang happily happy hard hardly hark has
    hasn hast have haven having haw he hear hearing heart heavens hell hello help hence her here hey hi high him
    his hist hitherto hmm ho hold holding home honest honour hot how however huh hum humph hurry hush if ill
    imagine immediately impossible in indeed inside instantly instead into is isn it its jesus just keep kill kiss
    know knowing ladies last lastly late later lay leave leaving left lemme less let lie life light like listen
    little live living long look looking looks lots love luckily make making man many marriage married marry
    master may maybe me meantime meanwhile mebbe men mercy might mind mine minus mistress mm money more moreover
    morning moss most much music must my name naturally nature nay near nearly neither never nevertheless new news
    next nice night nine no no-one nobody none nonsense nope nor not nothing notwithstanding now number
    occasionally of off often oh ok okay old on once one only oops open or other others otherwise ouch ought our
    out outside over ow pardon part passing people per perfectly perhaps permit pink pity please plenty plus
    pocket pooh poor possibly pray precisely presently pretty priest prithee probably promise pull put putting
    quick quickly quite rather read real really reckon red remember remembering rest returning rich right rivers
    round run sad safe said same save say says scarcely seal second secondly see seeing seems send seven several
    shake shall shame she shit shore short shortly should show shut silence silly since sing sit sitting six
    sixteen sleep slowly small so society soft some somebody somehow someone something sometime sometimes somewhat
    somewhere soon sorry speak speaking stand standing stay steady still stop strange strike such suddenly suppose
    supposing sure surely sweet take taking talk tap tea tears tell ten th tha thank thanks that the their them
    then there therefore thereupon these thet they things think thinking thirty this those thou though thought
    three through throughout throw thus thy till time tired to today together too touch toward towards true truly
    trust try turn turning tut twelve twenty twice twilight two uh um under understand undoubtedly unfortunately
    unless until up upon veal very via wait wake wal walk walking want was wasn watch water we weary welcome well
    were what whatever when whenever where whereas whereupon wherever whether which whichever while whilst white
    who whoa whoever whom whose why wild wilt wish with within without woman women won wonder wonderful words work
    worse would wouldn wow write ye yea yeah years yep yes yesterday yet yo you your yours
    """)


def _inflected(verbs: str) -> frozenset[str]:
    """The past and the present, third person, of verbs: regular by the rules, "say:said" as written."""
    forms = set()
    for verb, _, past in (entry.partition(":") for entry in verbs.split()):
        stem = re.sub(r"([^aeiou])y$", r"\1i", verb)
        if not past and re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb):
            past = verb + verb[-1] + "ed"
        forms |= {
            past or stem.removesuffix("e") + "ed",
            stem + ("es" if re.search(r"(i|s|sh|ch|x|go)$", stem) else "s"),
        }
    return frozenset(forms)


# Verbs that report speech, and verbs that report thought.
SAYING = _inflected("""
    say:said ask tell:told speak:spoke answer reply cry exclaim whisper murmur mutter shout yell scream call add
    continue return repeat observe remark declare announce demand enquire inquire respond retort snap growl hiss
    sigh groan moan mumble grumble snarl bark roar bellow shriek squeal squeak gasp breathe pant croak rasp
    drawl purr coo croon chirp pipe chime stammer stutter falter protest object argue insist urge plead beg
    implore entreat suggest propose offer agree concede admit:admitted confess acknowledge explain state note
    comment mention warn caution threaten promise assure swear:swore vow lie joke tease quip:quipped mock jeer scoff
    sneer snort laugh chuckle giggle sob weep:wept wail whimper sniff lament complain interrupt interject
    interpose interpolate correct finish conclude begin:began start resume proceed pursue persist put:put
    break:broke go:went venture hazard echo mimic:mimicked recite read:read sing:sang quote order command
    instruct direct prompt press prod remind reassure comfort soothe coax greet welcome hail thunder boom
    spit:spat ejaculate vociferate rejoin reiterate affirm assert maintain opine reflect muse pronounce prophesy
    predict guess suppose speculate wonder query question counsel advise recommend inform report relate recount
    confide volunteer plough plow blurt babble gabble ramble prattle chatter gush marvel cheer hoot howl holler
    bawl bluster fume rage storm scold chide rebuke reproach admonish apologise apologize thank allow grant
    assent deny:denied contradict counter parry riposte challenge accuse taunt goad splutter sputter cough
    wheeze hiccup choke gulp grunt rumble burble gurgle intone chant trill warble lisp slur twitter simper
    chortle guffaw crow gloat brag boast sign type text whine concur:concurred supply manage stipulate signal
    grin smile frown nod shrug wince grimace beam glare
""")
THINKING = _inflected("""
    think:thought wonder muse reflect reason decide tell:told realise realize remember remind ask consider
    ponder suppose
""")
