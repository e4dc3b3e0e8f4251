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
PLAIN = _words("mr captain colonel major general lieutenant sergeant admiral")
MARRIED = _words("mrs madame frau signora señora senora")
UNMARRIED = _words("miss mademoiselle fraulein fräulein signorina señorita senorita")
NOBLE = _words("sir lord lady baron baroness count countess duke duchess king queen prince princess")
# Titles that go before a given name, some of them before a surname too.
BEFORE_GIVEN = KIN | NOBLE | _words("dame saint don doña master miss fray friar")
FULL_TITLES = {
    "mister": "mr", "dr": "doctor", "capt": "captain", "col": "colonel", "maj": "major", "gen": "general",
    "lt": "lieutenant", "sgt": "sergeant", "prof": "professor", "rev": "reverend", "st": "saint", "mme": "madame",
    "mlle": "mademoiselle", "m": "monsieur",
}  # fmt: skip
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
    xander; alexandra: alex sandra sasha; alfred: alf alfie fred; alice: allie ally; amelia: millie amy; andrew: andy
    drew; ann: annie nan nancy; anne: annie nan; anna: annie; anthony: tony; antonia: toni; archibald: archie; arthur:
    art artie; augusta: gussie; augustus: gus; barbara: babs barb; barnaby: barney; bartholomew: bart; beatrice: bea
    trixie; benedict: ben; benjamin: ben benny; bernard: bernie; bertram: bertie; brian: bri; bridget: biddy bridie;
    caroline: carrie caro lina; cassandra: cass cassie; catherine: cathy kate katie kitty; cecilia: cissy sissy;
    charles: charley charlie chuck; charlotte: lottie charley; christina: chrissie tina; christine: chris chrissie;
    christopher: chris kit; clara: clarrie; clarence: clary; cornelius: neil; daniel: dan danny; david: dave davy
    davie; deborah: deb debbie; dennis: denny; diana: di; dorothea: dot dolly dora thea; dorothy: dot dolly dottie;
    edith: edie; edmund: ned ed eddie; edward: ed eddie ned ted teddy; edwin: ed eddie ned; eleanor: ellie nell nellie
    nora; elizabeth: bess bessie beth betsy betty eliza elsie libby liz liza lizzie lizzy; ellen: nell nellie; emily:
    em emmy millie; emma: em emmy; ernest: ernie; eugene: gene; euphemia: effie phemie; evelyn: evie; ezekiel: zeke;
    florence: flo florrie flossie; frances: fan fanny frankie; francis: frank frankie; franklin: frank; frederick:
    fred freddie freddy fritz; gabriel: gabe; genevieve: jenny; geoffrey: geoff; george: georgie; georgiana: georgie;
    gerald: gerry jerry; gertrude: gertie trudy; gilbert: gil bertie; gregory: greg; gwendolyn: gwen; hannah: nan;
    harold: hal harry; harriet: hattie hatty harry; helen: nell nellie; henrietta: etta hetty hattie; henry: hal hank
    harry; herbert: bert bertie herb; hester: hetty; horatio: horace; hugh: hughie; isaac: ike zak; isabel: bel bell
    belle izzy; isabella: bel bell bella belle izzy; jacob: jake; james: jamie jem jim jimmy; jane: janey jenny;
    janet: jan jenny; jasper: jas; jean: jeannie; jeffrey: jeff; jennifer: jen jenny; jeremiah: jerry jem; jeremy: jem
    jerry; jerome: jerry; jessica: jess jessie; joan: joanie; john: jack jackie johnnie johnny; jonathan: jon jonny;
    jonah: jo joe; joseph: joe joey jo; josephine: jo josie; joshua: josh; judith: judy; julia: jule julie juley;
    julian: jule; katherine: kate kath kathy katie katy kay kit kitty; kathleen: kath kathy; kenneth: ken kenny;
    laura: laurie lolly; laurence: larry laurie; lavinia: vinnie; lawrence: larry laurie; leonard: len lennie leo;
    leonora: nora; leopold: leo; lewis: lew; louis: lou louie; louisa: lou; louise: lou; lucinda: lucy; lucy: lu;
    lydia: liddy; madeleine: maddie; magdalena: lena; margaret: daisy greta madge mag maggie marge margie meg peg
    peggy; marguerite: mags daisy; marianne: nan; maria: mia; martha: marty mattie patty; martin: marty; mary: mamie
    molly polly; matilda: mattie tilda tilly; matthew: mat matt matty; maximilian: max; michael: mick mickey mike
    micky mikey; mildred: millie; millicent: millie; miranda: mandy; montague: monty; nathan: nat nate; nathaniel: nat
    nate; nicholas: nick nicky; nicola: nicky; oliver: ollie noll; olivia: liv livvy ollie; pamela: pam; patience:
    pat; patricia: pat patsy patty tricia; patrick: paddy pat; penelope: pen penny; percival: percy; peter: pete;
    philip: phil pip; phillip: phil pip; philippa: pip pippa; prudence: pru prue; rachel: rach ray; ralph: rafe;
    randolph: randy; raymond: ray; rebecca: becca becky; reginald: reg reggie; richard: dick dickie dickon rich rick;
    robert: bob bobby bert rob robbie robin; roderick: rod roddy; roger: rodge; ronald: ron ronnie; rosalind: ros roz
    rosie; rosamond: rosie; rose: rosie; rudolph: rudy; rufus: rufe; rupert: rupe; samantha: sam; samuel: sam sammy;
    sarah: sally sadie; sebastian: seb; sidney: sid; simon: si; solomon: sol; sophia: sophie sophy; stanley: stan;
    stephen: steve stevie; steven: steve stevie; stuart: stu; susan: sue susie suky; susanna: sue sukey susie;
    tabitha: tabby; terence: terry; theobald: tibby; theodora: dora thea theo; theodore: ted teddy theo; theresa: tess
    terry; thomas: tom tommy; timothy: tim; tobias: toby; valentine: val; veronica: ronnie; victor: vic; victoria:
    vicky tori; vincent: vin vinnie; virginia: ginny; walter: wal wally wat; wilfred: wilf; wilhelmina: mina minnie;
    william: bill billy will willie willy; winifred: win winnie; winston: win; zachary: zach zack
"""

# Given names of men and of women, from the 1990 census of the United States (public domain) and common in fiction;
# names that both bear are left out.
MEN = _words("""
    aaron abel abraham adam adolfo adolph adrian agustin al alan albert alberto alejandro alex alexander alexei
    alfonso alfred alfredo algernon ali alistair allan allen alonzo alphonso alton alvaro alvin amos andre andres
    andrew andy angelo angus anthony antoine anton antonio archibald archie armand armando arnold arthur arturo
    august augustus aurelio austin avery barnaby barney barry bart bartholomew basil beau ben benito benjamin
    bennie benny bernard bernardo bert bertram bill billy blaine blake bob bobby boris boyd brad bradford bradley
    brady brain brandon brendan brent bret brett brian brock bruce bruno bryan bryant bryce bryon buddy burton
    byron caleb callum calvin cameron carl carlo carlos carlton carmelo carroll carter cary cecil cedric cesar
    chad charles charley charlie chase chester chris christopher chuck clarence clark claude clay clayton clement
    cleveland cliff clifford clifton clint clinton clyde cody colby cole colin collin conrad corey cornelius cory
    coy craig curt curtis cuthbert cyril damian damien damon dan daniel danny dante darin darius darnell darrel
    darrell darren darrin darryl darwin daryl dave david davis delbert delmar demetrius denis dennis denny derek
    derick derrick desmond devin dewayne dewey dexter dick diego dion dmitri domingo dominic dominick donald
    donnell donnie donny donovan doug douglas doyle drew duane dudley dustin dwayne dwight dylan earl earnest
    ebenezer ed eddie eddy edgar edmond edmund eduardo edward edwin efrain elbert eldon eli elias elijah elliot
    elliott ellis elmer elton elvin elvis elwood emanuel emery emil emilio emmanuel emmett enrique eric erick erik
    ernest ernesto ernie ervin erwin esteban ethan euan eugene evan everett fabian federico felipe felix fernando
    fidel finn fitzwilliam floyd forrest francis francisco francois frank franklin fred freddie freddy frederic
    frederick fredrick fritz gabriel galen garland garrett garry gary gavin gene geoffrey george gerald gerard
    gerardo gilbert gilberto giles glen glenn godfrey gonzalo gordon grady graham grant greg gregg gregorio
    gregory grover guillermo gus gustavo guy hal hamish hans hareton harlan harley harold harris harrison harry
    haruto harvey heath heathcliff hector henri henry herbert heriberto herman hiram hiroshi hollis homer horace
    horatio howard hubert hugh hugo humberto humphrey hunter ian ichabod ignacio ira irvin irving irwin isaac
    isaiah isidro ismael issac ivan jack jackson jacob jacques jake jamal james jared jarrod jarvis jason jasper
    javier jay jayson jeff jefferson jeffery jeffrey jeffry jem jerald jeremiah jeremy jermaine jerome jerry jess
    jesse jesus jim jimmy joaquin jo joe joel joesph joey john johnathan johnathon johnny jolyon jon jonathan
    jonathon jordan jorge jose joseph josh joshua juan julian julio julius junior justin karl keith kelvin ken
    kendall kendrick kenji kenneth kenny kent kermit kevin kieran kirby kirk kristopher kurt kurtis kyle lamar
    lamont lance larry laurence lawrence leland leo leon leonard leonardo leroy lester levi lewis liam linwood
    lionel lloyd logan lonnie loren lorenzo louie louis lowell loyd luca lucas lucian luis luke luther lyle
    lysander mack malcolm manuel marc marcel marcelino marco marcos marcus mario mark marlin marlon marshall
    martin marty marvin mason mathew matt matthew maurice mauricio max maxwell maynard melvin merlin merrill micah
    michael micheal michel mickey miguel mike miles millard milton mitchell moises monte monty morris moses murray
    myron nathan nathaniel neal ned neil nelson nestor niall nicholas nick nickolas nicolas nigel nikolai noah noe
    noel nolan norbert norman norris obadiah oliver omar orlando orville oscar otis otto owen pablo patrick paul
    pedro percy peregrine perry pete peter phil philip phillip pierre preston quentin quincy quinton rafael ralph
    ramiro ramon randal randall randolph randy raphael raul ray raymond reed reggie reginald reuben rex reynaldo
    ricardo richard rick rickey rickie ricky rigoberto riley rob robert roberto rocco rocky rod roderick rodger
    rodney rodolfo rodrigo rogelio roger roland rolando romeo ron ronald ronnie roosevelt rory roscoe ross roy
    royce ruben rudolph rudy rufus rupert russel russell rusty ryan salvador salvatore sam sammy samuel sanford
    saul scot scott scotty sean sebastian septimus sergei sergio seth shane shaun shawn sheldon sherlock sherman
    sidney silas simon soames solomon sota spencer stan stanley stefan stephan stephen sterling steve steven
    stewart stuart sylvester takeshi ted teddy terence terrance terrell terrence tertius thaddeus theobald
    theodore thomas thurman tim timmy timothy tobias tobin toby todd tom tomas tommy tony travis trent trenton
    trevor troy truman ty tyler tyrone tyson ulysses uriah van vance vaughn vern vernon vicente victor vince
    vincent virgil vito wade wallace walter ward warren wayne weldon wendell wesley wilbert wilbur wiley wilfred
    wilfredo will willard william williams willis wilson winfred winston wm woodrow xavier zachary
    """)

WOMEN = _words("""
    abby abigail ada addie adela adele adeline adriana adrienne agatha agnes aida aiko aileen aimee aisha alana
    alba alberta alejandra alexandra alexandria alfreda alice alicia aline alisa alisha alison alissa allie
    allison allyson alma alta althea alyce alyson alyssa amalia amanda amber amelia amelie amie amparo amy ana
    anastasia andrea angela angelia angelica angelina angeline angelique angelita angie anita ann anna annabel
    annabelle anne annette annie annis annmarie antoinette antonia anya aoife april arabella araceli araminta
    arlene arline ashlee ashley astrid audra audrey augusta aurelia aurora ava avis barbara barbra beatrice
    beatriz becky belinda benita bernadette bernadine bernice berta bertha bertie beryl bessie beth bethany betsy
    bette bettie betty bettye beulah beverly bianca billie blanca blanche bobbi bobbie bonita bonnie brandi brandy
    brenda briana brianna bridget bridgett bridgette brigitte britney brittany brittney brooke caitlin callie
    camille candace candice cara carissa carla carlene carly carmela carmella carmen carol carole caroline carolyn
    carrie casandra cassandra cassie catalina catherine cathleen cathryn cathy cecelia cecile cecilia cecily
    celeste celia chandra charity charlene charlotte charmaine chasity chelsea cheri cherie cherry cheryl christa
    christi christie christina christine christy chrystal cindy claire clara clare clarice clarissa claudette
    claudia claudine coleen colette colleen concepcion concetta connie constance consuelo cora cordelia corina
    corine corinne cornelia corrine courtney cristina crystal cynthia daisy danielle daphne darcy darla darlene
    dawn deana deanna deanne debbie debora deborah debra deena deidre deirdre delia della delores deloris dena
    denise desiree diana diane diann dianna dianne dina dionne dixie dollie dolly dolores dona donna dora doreen
    doris dorothea dorothy dorthy earlene earline earnestine ebony edith edna edwina effie eileen elaine eleanor
    elena elfride elinor elisa elisabeth elise eliza elizabeth ella ellen elma elnora elodie eloise elsa elsie
    elva elvia elvira emilia emily emma emmeline enid erica ericka erika erin erma erna ernestine esme esmeralda
    esperanza essie estela estella estelle ester esther ethel etta eugenia eula eunice eva evangelina evangeline
    eve faith fannie fanny fay faye felicia felicity fern fiona flora florence florine flossie fran frances
    francesca francine francisca freda freida freya frieda gabriela gabrielle gail gay gayle gena geneva genevieve
    georgette georgia georgiana georgina geraldine gertrude gilda gina ginger gladys glenda glenna gloria goldie
    grace gracie graciela greta gretchen gwen gwendolen gwendolyn haley hallie hana hannah harriet harriett hattie
    hazel heather heidi helen helena helene helga henrietta hester hetty hilary hilda hillary hinata hollie holly
    honoria hope ida ila ilene imelda imogen imogene ina ines inez ingrid irene iris irma isabel isabella isabelle
    isla isolde iva ivy jacklyn jaclyn jacqueline jacquelyn jami jana jane janell janelle janet janette janice
    janie janine janis janna jannie jasmine jayne jeanette jeanie jeanine jeanne jeannette jeannie jeannine jemima
    jenifer jenna jennie jennifer jenny jeri jerri jessica jewel jewell jill jillian jo joan joann joanna joanne
    jocelyn jodi jodie johanna jolene joni josefa josefina josephine josie joy joyce juana juanita judith judy
    julia juliana julianne julie juliet juliette june justine kaitlin kara karen kari karin karina karla karyn
    kate katelyn katharine katherine katheryn kathie kathleen kathrine kathryn kathy katie katina katrina katy
    katya kay kaye kayla keisha kelley kelli kellie kelly kelsey kendra kenya keri kerri kim kimberley kimberly
    kirsten kitty krista kristen kristi kristie kristin kristina kristine kristy krystal lacey ladonna lakeisha
    lakisha lana lara latasha latisha latonya latoya laura laurel lauren lauri laurie lavinia lavonne lawanda lea
    leah leann leanna leanne leigh leila lela lelia lena lenora lenore leola leona leonor leonora lesley lessie
    letha leticia letitia lettice lidia lila lilia lilian liliana lillian lillie lilly lily lina linda lindsay
    lindsey lisa liz liza lizzie lizzy lois lola lolita lora loraine lorena lorene loretta lori lorie lorna
    lorraine lorrie lottie lou louisa louise lourdes luann lucia lucile lucille lucinda lucy luella luisa lula
    lupe luz lydia lynda lynette lynne lynnette mabel mable madeleine madeline madelyn madge mae magdalena maggie
    mai malinda mallory mamie mandy manuela mara marcella marci marcia marcie marcy margaret margarita margery
    margie margo margot margret marguerite mari maria marian mariana marianne maribel maricela marie marietta
    marilyn marina marisa marisol marissa maritza marjorie marla marlene marquita marsha marta martha martina
    marva mary maryann maryanne maryellen marylou matilda mattie maud maude maura maureen mavis maxine may mayra
    meagan megan meghan mei melanie melba melinda melisa melissa melody melva mercedes meredith mia michele
    michelle milagros mildred millicent millie mina mindy minerva minnie miranda miriam mitzi mollie molly mona
    monica monique morag muriel myra myrna myrtle nadia nadine nancy nanette nannie naomi natalia natalie natasha
    nelda nell nellie nettie neva niamh nichole nicole nikki nina nita noemi nola nona nora noreen norma octavia
    odessa ofelia ola olga olive olivia opal ophelia ora paige pam pamela patrica patrice patricia patsy patti
    patty paula paulette pauline pearl pearlie peggy penelope penny persis petra philippa phoebe phyllis polina
    polly primrose priscilla prudence queen rachael rachel rachelle rae ramona randi raquel reba rebecca rebekah
    regina rena renee reva reyna rhea rhoda rhonda rin rita roberta robin robyn rochelle ronda rosa rosalie
    rosalind rosalinda rosalyn rosamond rosanna rosanne rosario rose roseann rosella rosemarie rosemary rosetta
    rosie roslyn rowena roxanne roxie ruby ruth ruthie sabrina sadie sakura sallie sally samantha sandra sandy
    sara sarah sasha saundra savannah selena selina selma serena shana shanna shannon shari sharon sharron shauna
    shawna sheena sheila shelia shelley shelly sheree sheri sherri sherrie sherry sheryl shirley silvia simone
    siobhan socorro sofia sondra sonia sonja sonya sophia sophie sophy stacey staci stacie stacy stefanie stella
    stephanie sue susan susana susanna susanne susie suzanne suzette sybil sylvia tabatha tabitha tamara tameka
    tamera tami tamika tammi tammie tammy tamra tania tanisha tanya tara tasha teresa teri terri terrie tessa
    thelma theodora theresa therese tia tiffany tina tisha toni tonia tonya tracey traci tracie tracy tricia trina
    trisha trudy twila ursula valarie valeria valerie vanessa velma vera verna veronica vicki vickie vicky
    victoria vilma viola violet virgie virginia vivian wanda wendi wendy whitney wilda willa wilma winifred winnie
    yesenia yolanda yuki yvette yvonne zelma zillah
    """)

# Words that open sentences and are not names: counted in novels of the public domain.
OPENERS = _words("""
    to-morrow to-day to-night to-morrow's good-bye good-morning good-night hullo halloa hallo heigh-ho
    about above abroad abruptly absolutely absurd accident according accordingly across add adieu afraid after
    afternoon afterwards again against agreed ah ain alas all allow almost alone along already also although
    altogether always am amid among an and another answer any anybody anyhow anymore anyone anything anyway anywhere
    apparently are aren around art as ask assuredly astonishing at aw away awful awfully ay aye back bad bah be bear
    beautiful beauty because been before behind behold being believe below beneath beside besides best better
    between beware beyond big black bless blood blue books both boy boys bravo breakfast briefly bring broken but by
    call can candy cannot careful certain certainly chapter charming cheer cheers child children christ clear
    clearly clever close cold come coming comrade confound congratulations consequently consider considering
    containing cook correct could couldn courage coward cruel curious curse cut damn dance dark darkness dat day
    dead dear dearest death decidedly delightful depend despite did didn difference dinner directly disgusting do
    does doesn doing don done dost doubtless down dreadful dreams drink drive during dying each eager early easy eat
    egad eh eight either eleven engaged enough entirely ere especially even evening ever every everybody everyone
    everything everywhere evidently exactly excellent except excuse explain fancy fantastic far farewell fear feel
    feeling fetch few fie fifteen fifty finally find finding fine fire first five flowers follow following fool
    fools for forget forgive formerly fortunately forty forward four frankly from fuck fucking full funny further
    gee gentlemen gently get getting girl girls git give glad go gob going gone good goodbye goodness gosh got
    gracious gradually granted gray great green greetings grey guess ha had hadn half hall hand hands hang happily
    happy hard hardly hark has hasn hast have haven having haw he hear hearing heart heavens hell hello help hence
    her here hey hi high him his hist hitherto hmm ho hold holding home honest honestly honour horrible horribly hot
    how however huh hum humph hurry hush idiot idiots if ill imagine immediately impossible in indeed ingenious
    inside instantly instead into is isn it its jesus just keep kill kiss know knowing ladies landlord last lastly
    late lately later lay leave leaving left lemme less let liar lie life light like listen little live living long
    look looking looks lost lots love lovely luckily mad magnificent make making man many marriage married marry
    marvellous marvelous master may maybe me meantime meanwhile mebbe men mercy might mind mine minus mistress mm
    money more moreover morning moss most much music must my name naturally nature naughty nay near nearly neither
    never nevertheless new news next nice night nine no no-one nobody none nonsense nope nor not nothing
    notwithstanding now number obviously occasionally odd of off often oh ok okay old on once one only oops open or
    order other others otherwise ouch ought our out outside over ow pardon part passing patient peace people per
    perfectly perhaps permit personally pink pity please plenty plus pocket politely pooh poor positively possibly
    pray precisely presently pretty priest prithee probably promise pull put putting queer quick quickly quite rain
    rather read ready real really reckon red remember remembering rest returning rich ridiculous right rivers rot
    round rubbish run sad safe said same save say says scarcely seal second secondly see seeing seems send serious
    seriously seven several shake shall shame she shit shore short shortly should show shut shy silence silly since
    sing sit sitting six sixteen sleep slow slowly small so society soft softly solitude some somebody somehow
    someone something sometime sometimes somewhat somewhere soon sorry speak speaking splendid stand standing stay
    steady still stolen stop strange strangely strike stuff stupid such suddenly suppose supposing sure surely sweet
    take taking talk tap tea tears tell ten terrible terrific th tha thank thanks that the their them then there
    therefore thereupon these thet they things think thinking third thirteen thirty this those thou though thought
    three through throughout throw thus thy till time tired to today together tolerable tomorrow tonight too touch
    toward towards traitor trouble true truly trust try turn turning tut twelve twenty twice twilight two typical uh
    um under understand undoubtedly unfortunately ungrateful unless unlikely until up upon upstairs useless veal
    very via wait wake wal walk walking want was wasn watch water we weary weird welcome well were what whatever
    when whenever where whereas whereupon wherever whether which whichever while whilst white who whoa whoever whom
    whose why wild wilt wine wish with within without woman women won wonder wonderful words work worse would wouldn
    wow wretch write wrong ye yea yeah years yep yes yesterday yet yo you your yours youth zero
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
_SAY = """
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
    grin smile frown nod shrug wince grimace beam glare proclaim asseverate
"""
SAYING = _inflected(_SAY)
SAYING_NOW = _words("""
    saying asking adding exclaiming replying calling crying whispering shouting answering observing telling yelling
    screaming muttering murmuring explaining
""")
_THINK = """
    think:thought wonder muse reflect reason decide tell:told realise realize remember remind ask consider
    ponder suppose
"""
THINKING = _inflected(_THINK)
# What an I or a you does: 'I say', 'you wonder'.
REPORTING_OF_I = _words(re.sub(r":\w+", "", _SAY + _THINK))

# Pronouns of the third person, by the one that names them.
PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she", "herself": "she",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themself": "they",
}  # fmt: skip
# Common verbs after a subject, beside those in -ed.
BEING = _words("""
    was is had has could would did does might stood sat went came saw felt knew thought took gave found made left held
    kept ran rose shook fell drew heard got began lay grew looks turns stands sits goes comes knows thinks takes gives
""")

# Nouns for a person that tell a pronoun, and nouns that speak in a tag and are nobody.
PERSON_NOUNS = {
    noun: pronoun
    for pronoun, nouns in {
        "he": """man boy gentleman lad fellow chap guy husband son nephew grandson father brother uncle grandfather king
            prince lord waiter butler footman policeman coachman porter sailor priest monk host landlord salesman
            fisherman boatman ferryman clergyman vicar""",
        "she": """woman girl lady wife daughter niece granddaughter mother sister aunt grandmother queen
            princess waitress maid housemaid parlourmaid nursemaid hostess landlady widow nun actress governess
            barmaid""",
    }.items()
    for noun in nouns.split()
}
# Descriptions that fit many, and so often stand for somebody whose name is known.
ANYONE = _words("""
    man woman girl boy lady gentleman fellow lad chap guy person husband wife mother father brother sister son daughter
    aunt uncle friend companion visitor guest host hostess child youth stranger other nephew niece cousin grandmother
    grandfather partner lover interlocutor figure creature
""")
STRIKING = _words("""
    alarmed amazed amused angered annoyed astonished baffled bewildered bothered comforted confused delighted
    disappointed disturbed embarrassed frightened hurt infuriated intrigued irritated moved pained pleased puzzled
    reassured relieved scared shocked startled struck stunned surprised terrified touched troubled unsettled worried
""")
# What only its subject can know of: 'she felt'; such verbs point to the mind that a paragraph is in.
INNER = _words("""
    felt feel feels knew know knows known thought think thinks wondered wonder wonders remembered remember remembers
    realised realized realises realizes realise realize noticed notice notices heard hear hears saw see sees watched
    watch watches wanted want wants hoped hope hopes wished wish wishes supposed suppose supposes decided decide decides
    imagined imagine imagines believed believe believes recognised recognized understood understand understands guessed
    guess guesses considered minded expected expect expects meant mean means dreaded dread dreads feared fear fears
    doubted doubt doubts hated hate hates loved love loves missed regretted furious afraid ashamed relieved curious sure
    surprised tempted glad sorry worried
""")
SEVERAL = _words("two three four five six seven several many some few both all these those")
INDEFINITE = _words("someone somebody anyone anybody everyone everybody nobody none people whoever")
NOT_SPEAKERS = _words("""
    voices one other others crowd people men women boys girls children words word answer reply question rest
    both all chorus everyone silence letter note paper book sign moment day night time first last next second
""")

NOT_MANNERS = _words("only early reply family finally suddenly immediately presently directly instantly")

# --- What is a name -------------------------------------------------------------------------------------------------

# Words with a capital letter that are nobody's name, and the last words of the names of places and bodies.
NOT_PEOPLE = _words("""
    darling dearest sweetheart honey baby dears darlings shh sh january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday christmas
    easter lent michaelmas god gods heaven heavens lord providence christ jesus satan hell devil jove goodness
    almighty nature fate fortune bible english french german italian spanish american russian british irish
    scotch scottish welsh dutch greek roman latin hebrew jew jewish jews christian christians indian indians
    chinese japanese african european asian turkish turk polish swiss swedish norwegian danish hungarian
    austrian prussian parisian london paris rome england france germany italy spain america russia britain
    ireland scotland wales europe asia africa india china japan australia canada egypt greece turkey poland
    switzerland holland belgium austria oxford cambridge edinburgh dublin new-york chicago boston washington
    vienna berlin moscow venice florence naples milan madrid geneva athens petersburg englishman englishmen
    frenchman frenchmen irishman scotchman german germans americans italians russians catholic protestant
    methodist mr mrs miss ms sir madam ma'am sirs mister messrs tv ok o oh ah am pm a i ii iii iv v vi vii viii
    ix x xi xii nobody somebody anybody everybody someone anyone everyone none both others people sahib
""")
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
# Words before the name of a place more than before a person's, and how much they speak against a person.
PLACE_BEFORE = {"in": -2.0, "at": -1.0, "near": -1.0, "into": -1.5, "to": -0.2, "from": -0.2, "this": -1.0}
PLACES = _words("""
    street road lane avenue square park hall house abbey castle court manor lodge cottage farm grange hill hills
    mount mountain mountains valley dale river lake sea ocean bay island islands isle coast bridge church
    cathedral college school university hotel inn hospital club theatre theater station station-house museum
    palace tower gate gardens garden green forest wood woods county shire city town village terrace crescent
    place row company society office bank army navy empire republic states kingdom government parliament embassy
    ministry press gazette times post news review chronicle herald magazine bible testament room table point
    head port
""")

# --- Parts and quotations -------------------------------------------------------------------------------------------

# Words whose full stop does not end a sentence.
ABBREVIATIONS = _words("""
    mr mrs ms messrs mssrs dr drs st mt sr jr esq rev revd hon prof capt col gen lt lieut sgt sergt cpl pvt adm cmdr
    gov supt insp msgr mme mlle maj bros ltd ave blvd viz vs cf ibid nos vol vols chap
""")
# Words that lost their first letters, and stand after an apostrophe.
ELISIONS = _words("""
    em tis twas twere twill twould tisn twasn twouldn twixt tween til till cause cos cuz coz bout round neath ere un im
    er ave ow ard ome ouse ead eart ell elp old ole opes ope orse ours ud ull ar ooman gainst fore way nuff nother
    spect scuse sides low pon cept stead m ye n is ad ed as imself isself appen adn asn avin ave eard ungry appy undred
    andsome igh nt t d s ll re ve lowed mongst nough spose pears less stid gin clar tain kase bacca baccy taint
""")
# Words that lose their last letters before an apostrophe, beside those in -in' and plurals.
CLIPPED = _words("o an th wi ol mo fo de t ha y d i thro tho altho wid lil po yo mos jes las ole fa ca ba")


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_ONES = _any("one two three four five six seven eight nine")
_TEENS = _any("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = _any("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINAL = _any("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth thirtieth last
""")
_ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])"
_NUMBER = rf"(?:\d{{1,3}}|{_ROMAN}|(?:{_TENS}[- ])?{_ORDINAL}|{_TENS}(?:[- ]{_ONES})?|{_TEENS}|{_ONES})\b"
_DIVISION = _any("chapter chap part book volume vol section canto stave letter act scene episode phase adventure")
_PREFACE = _any("prologue epilogue preface introduction foreword afterword interlude intermezzo postscript coda")
# A heading by its words: a division with its number, a preface or a close, a number alone.
HEADING = re.compile(
    rf"(?i:{_DIVISION}\.?\s+(?:the\s+)?{_NUMBER}(?:\s*\Z|\.?\s*\n|\s*[.:,)–—-]|\s+(?-i:(?=[A-Z“‘\"'])))"
    rf"|(?:the\s+)?{_ORDINAL}\s+{_DIVISION}\b\.?\s*(?:\Z|\n|[:–—-])"
    rf"|(?-i:(?=[A-Z])){_PREFACE}\s*(?:\.?\Z|\n|[:–—-])"
    rf"|(?-i:(?=[A-Z]))(?:{_TENS}[- ])?(?:{_TENS}|{_TEENS}|{_ONES})\Z"
    rf"|[-\s_*.\[(—–]*(?:\d{{1,3}}|{_ROMAN})[-\s_*.:\])—–]*\Z)"
)
# A number and a title: 'I. A Scandal in Bohemia'.
NUMBERED_TITLE = re.compile(rf"(?:{_ROMAN}|\d{{1,3}})(?:\s*[.:)–—-])?\s+(?=\S)")
CONTENTS = re.compile(r"(?i:(?:table\s+of\s+)?contents|list\s+of\s+(?:illustrations|chapters)|chapters)\W*\Z")
BYLINE = re.compile(r"(?i:(?:a\s+(?:novel|story|romance|tale)\s+)?(?:written\s+)?by):?\s+(\S[^\n]{0,80})")
CLOSE = re.compile(r"(?i:(?:the\s+)?end|finis|fin|to\s+be\s+continued)\W*\Z|(?i:the\s+end\s+of)\b")
# Words that stay small in a title.
SMALL = _words("a an and as at but by de for from in into la le nor of on or out over than the to up upon with vs")
# Before a quotation: that it is a word or a name as such, a title, or writing.
NAMING_CUE = re.compile(
    r"(?i:\b(?:words?|names?|terms?|phrases?|expressions?|nicknames?|syllables?|letters?|(?<!so-)call(?:ed|s|ing)?|named|as|than|"
    r"nicknamed|termed|dubbed|christened|known|is|was|spell(?:ed|s|ing)?|mean(?:s|t|ing)?|pronounc\w+|a|an|no|another|went)\W*\Z)"
)
TITLE_CUE = re.compile(
    r"(?i:\b(?:sang|sing|sings|singing|sung|hum(?:s|med|ming)?|whistl\w+|play(?:s|ed|ing)|entitled|titled|novel|poem|poems|"
    r"song|book|ballad|hymn|tune|film|movie|opera|picture|painting|essay|story|article|newspaper|magazine|ship|boat|called)"
    r"(?:\s+(?:of|the|from|by|on|in))?\W*\Z)"
)
WRITTEN_CUE = re.compile(
    r"(?i:\b(?:read|reads|reading|wrote|writes|written|write|writing|inscribed|inscription|inscriptions|printed|scrawled|"
    r"scribbled|painted|stamped|engraved|carved|lettered|labell?ed|label|headed|headline|heading|signed|sign|signs|"
    r"telegram|telegraphed|wired|cabled|texted|typed|postscript|motto|epitaph|placard|notice|caption|legend|letter|letters|"
    r"note|notes|message|paper|envelope|card|page|document|advertisement|paragraph|plate|poster|brass|report|file|"
    r"as\s+follows|ran|runs|thus)(?:\s+[\w’']+){0,3}[\s:,;.—–-]*\Z)"
)
# How a letter begins; `\Z` for a line of its own.
SALUTATION = re.compile(
    r"(?i:(?:(?:my|to)\s+)?(?:(?:own|very|dearest,)\s+)*(?:dear(?:est)?|beloved|darling|honou?red))(?:\s[\w.’'-]+){1,5}"
    r"(?:[,:;.]?\s?(?:—|–|--)|[,:.]?\s*\Z|[,:]\s*\n)"
    r"|(?i:sir|madam|gentlemen)(?:[,:]?\s?(?:—|–|--)|[,:]\s*\n)"
)
VALEDICTION = re.compile(r"(?i:yours?\b|your['’]s\b|i\s+(?:am|remain)\b|believe\s+me\b|(?:affectionately|sincerely)\b)")
LETTER = re.compile(r"(?i:\b(?:letter|note|telegram|message|epistle|wrote|written|as\s+follows|thus|purpose)\b)")
# What stands at the end of a paragraph before writing that is given in a paragraph of its own.
WRITTEN_BELOW = re.compile(
    r"(?i:\b(?:letter|note|wrote|written|writing|handwriting|paper|page|paragraph|inscription|message|telegram|song|sang|sung|"
    r"sing|singing|poem|verse|verses|advertisement|headed|followed|following|as\s+follows|purpose|ran|opened|headline)\b"
    r"[^.!?\"”]{0,70}[:—–-]+\s*\Z)"
)
# What stands before words that could have been said and were not.
UNSAID = re.compile(
    r"(?i:\b(?:seem(?:ed|s|ing)?\s+to|as\s+(?:much\s+as|if|though)\s+to|as\s+who\s+should|(?:would|might|could|should)\s+have|"
    r"no\s+power\s+(?:of|to)|temptation\s+to|(?:almost|half)\s+ready\s+to|(?:longed|wanted|wished|tempted|inclined)\s+to|almost)"
    r"\s+(?:say|said|saying|answer(?:ed)?|exclaim(?:ed)?|cry|cried|ask(?:ed)?|reply|replied|express(?:ed)?)(?:\s+to\s\w+)?"
    r"[\s,:;—–-]*\Z)"
)
WRITING = _words("wrote writes typed types texted texts scribbled scrawled telegraphed wired")
# Words before a quotation without a comma that still say that it is a name.
CALLED = re.compile(
    r"(?i:\b(?:called|named|nicknamed|entitled|titled|termed|dubbed|(?:the|these|those)\s+words?|name))\Z"
)
_NAME = r"(?:(?:Mrs?|Ms|Dr|St|Mme|Mlle|Capt|Col|Rev|[A-Z])\.|[A-Z][\w'’-]*)"
_SUBJECT = (
    r"(?:(?:I|he|she|it|they|we|you|who)\b"
    r"|(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Oo]ur|[Tt]heir|[Yy]our|[Ii]ts|one|another|some|both)\s"
    r"(?:[\w'’-]+\s){0,3}?[\w'’-]+"
    rf"|(?:(?:miss|old|young|little|poor)\s)?{_NAME}(?:\s(?:(?:of|de|the|von|van)\s)?{_NAME}){{0,3}})"
)
_VERB = "(?:" + "|".join(sorted(SAYING | THINKING | WRITING)) + ")"
_QUIETLY = r"(?:(?:\w+ly|had|has|then|only|just|almost|again|also|now|at\slast|still|even|never)\s+)"
# Words that report speech or thought: 'said Mara', 'she softly said'.
TAG = re.compile(
    rf"{_QUIETLY}?(?P<first>{_VERB})\b(?:\s(?:\w+ly|out|back|again|up|on|in|at\slast))?\s(?P<who>{_SUBJECT})"
    r"|(?:I|you|we|they)\s(?:say|ask|tell|answer|reply|call|whisper)\b"
    rf"|(?:[Aa]nd\s)?(?P<subject>{_SUBJECT}),?\s{_QUIETLY}{{0,2}}(?P<verb>{_VERB})\b"
)
# What goes on in the narration after a tag, where no mark tells it from speech.
NARRATED_CLAUSE = re.compile(
    r"(?!.*\b(?:I|you|your|me|my|we|us|our)\b)(?:who|which|whose|and|as|with|without|his|her|their|into|from|through|over|"
    r"under|across|not|still|half|\w+ing|\w+ed|\w+ly)\b",
    re.DOTALL,
)
NARRATED = re.compile(
    r"(?!(?:[^.!?…]|\.(?=\w))*(?:\b(?:you|your|we|our|is|are|am|will|can|must)\b|\w['’](?:t|s|re|ll|ve|m)\b|[?]))"
    r"(?!My\b)(?:I|He|She|They|It|His|Her|Their|The|An?|Then|[A-Z][\w'’-]+)\s(?:[^.!?…]*?\s)??"
    r"(?:was|were|had|did|went|came|took|sat|stood|put|gave|got|ran|fell|felt|saw|heard|said|made|turned|held|drew|rose|"
    r"\w{2,}ed)\b"
)
CODA = re.compile(
    r",\s(?=and\s(?:he|she|they|I)\s\w+(?:ed|went|came|took|sat|stood|put|gave|got|ran|fell|felt|saw)?\b)"
)
# Indirect speech, which the older novelists set in quotation marks: third person and past tense throughout.
DIRECT = re.compile(
    r"(?i:\b(?:i|me|my|mine|myself|we|us|our|ours|you|your|yours|thou|thee|thy|is|are|am|isn|aren|has|(?<!uld\s)(?<!might\s)have|do|does|don|will|"
    r"won|shall|can|may|must|let|pray|sir|madam|ma)\b|\w['’](?:s|m|re|ve|ll|t)\b)"
)
INDIRECT = re.compile(
    r"(?i:\b(?:he|she|they|his|her|their|him|them)\b)(?:.*)\b(?:was|were|had|would|could|should|did|might)\b"
    r"|\b(?:was|were|had|would|could|should|did|might)\b(?:.*)(?i:\b(?:he|she|they|his|her|their|him|them)\b)",
    re.DOTALL,
)
# Words for an utterance: 'came the reply', 'was his answer'.
UTTERANCE = re.compile(
    r"(?i:\b(?:reply|answer|response|retort|rejoinder|cry|shout|call|exclamation|greeting|question|whisper|voice|remark|"
    r"comment|observation|order|command)s?\b)"
)
LAST_WORDS = re.compile(r"([^\W\d_]+)(?:\s(?:out|of|back|in|up|on|again|\w+ly))?\Z")

# --- tags ---------------------------------------------------------------------------------------------------------
# What may stand between a subject and its verb of saying, and after such a verb.
QUIET = _words(
    "had has have then only just almost again also now at last never always simply even quite still did would"
)
VERB_PARTICLES = _words("in on out up back")
