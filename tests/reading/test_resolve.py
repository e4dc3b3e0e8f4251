"""Who says and thinks what, in small texts whose reading is written out beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspoken.reading import quotes, segment
from unspoken.reading.parts import Parts
from unspoken.reading.resolve import Resolution, resolve
from unspoken.sources.document import Document
from unspoken.story import Character, Line, Mark

OPENING = "Mara set down the cup and looked at Tobin. He would not meet her eyes.\n\n"


def read(text: str, marks: list[Mark] | None = None) -> tuple[Parts, Resolution]:
    parts = segment.cut(Document(text, marks or []))
    return parts, resolve(parts, quotes.find(parts))


def label(character: Character | None) -> str | None:
    return character.label if character else None


def said(text: str) -> list[tuple[str, str | None]]:
    """Each spoken line's first words and its speaker."""
    lines = read(text)[1].lines
    return [(words(text, line), label(line.speaker)) for line in lines if line.kind == "speech"]


def thought(text: str, marks: list[Mark] | None = None) -> list[tuple[str, str, str | None]]:
    lines = read(text, marks)[1].lines
    return [(words(text, line), line.form, label(line.speaker)) for line in lines if line.kind == "thought"]


def words(text: str, line: Line) -> str:
    return " ".join(text[a:b] for a, b in line.spans).strip('"“”,')


def only(text: str) -> Line:
    (line,) = read(OPENING + text)[1].lines
    return line


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "manner"),
    [
        ('"Sit down," said Mara.', "Mara", "said Mara", None),
        ('"Sit down," Tobin said.', "Tobin", "Tobin said", None),
        ('"Sit down," Tobin said softly.', "Tobin", "Tobin said softly", "softly"),
        ('"Sit," growled Mara, "down."', "Mara", "growled Mara", None),
        ('Mara laughed and said, "Sit down."', "Mara", "Mara laughed and said", None),
        ('Brushing away the crumbs, Mara answered: "Sit down."', "Mara", "Mara answered", None),
        ('"Sit down," she said.', "Mara", "she said", None),
        ('"Sit down," he whispered.', "Tobin", "he whispered", None),
        ('"Sit down," said the clerk.', "the clerk", "said the clerk", None),
        ('"Sit down," the old porter growled.', "the old porter", "the old porter growled", None),
        ('"Sit down," says Tobin.', "Tobin", "says Tobin", None),
        ('"Sit down," Tobin was saying.', "Tobin", "Tobin was saying", None),
        ('"Sit down," said the tall one.', "the tall one", "said the tall one", None),
        ('"Sit down," asked a child’s voice.', "the child’s voice", "asked a child’s voice", None),
        (
            'Mara met Tobin, who in a low voice said, "Sit down."',
            "Tobin",
            "Tobin, who in a low voice said",
            None,
        ),
        ('"Sit down." That was Tobin, at the stove.', "Tobin", "That was Tobin", None),
        ('"Sit down." Mara pushed the chair across.', "Mara", None, None),
        ('Tobin pushed the chair across. "Sit down."', "Tobin", None, None),
    ],
)
def test_tags_and_beats(text: str, speaker: str, cue: str | None, manner: str | None) -> None:
    line = only(text)
    assert label(line.speaker) == speaker
    assert ((OPENING + text)[slice(*line.cue)] if line.cue else None) == cue
    assert line.manner == manner


def test_two_tags_in_a_paragraph_are_two_turns() -> None:
    assert said(OPENING + '"Sit down," said Mara, and at the same moment Tobin said, "Stand up."') == [
        ("Sit down", "Mara"),
        ("Stand up.", "Tobin"),
    ]
    assert said(OPENING + '"Sit down," said Mara to Tobin, "and eat."') == [('Sit down," "and eat.', "Mara")]


def test_an_unnamed_speaker_has_no_name() -> None:
    _, resolution = read('Mara waited.\n\n"Next," said the clerk.\n\n"Next!" the clerk shouted.\n')
    (clerk,) = {line.speaker for line in resolution.lines}
    assert clerk and clerk.name is None and clerk.aliases == ["the clerk"]


def test_someone_is_somebody_else_every_time() -> None:
    _, resolution = read(OPENING + '"Sit down!" cried someone.\n\n"Stand up!" shouted someone.\n')
    first, second = (line.speaker for line in resolution.lines)
    assert first and second and first is not second
    assert first.name is None and first.aliases == ["someone"]


def test_a_described_speaker_is_the_whole_phrase() -> None:
    text = (
        "The man in the tie folded his newspaper. The man with the dog did not look up.\n\n"
        "“Is this seat taken?” asked the man with the dog.\n\n“It is,” said the man in the tie.\n"
    )
    assert said(text) == [("Is this seat taken?", "the man with the dog"), ("It is", "the man in the tie")]


def test_the_girl_is_the_one_who_has_just_come_in() -> None:
    text = OPENING + "Behind them a small girl in a red hat leaned down to the goat.\n\n“Hush,” said the girl.\n"
    assert said(text) == [("Hush", "the girl")]


def test_who_gives_a_name_was_meant_before() -> None:
    text = (
        "A young man in a wet coat came in and shut the door.\n\n“Mrs. Oduya?” said the young man.\n\n"
        "“No,” said Mara. “Who are you?”\n\n“I’m Merv,” said the young man. “You sent for a boat.”\n\n"
        "“Where is it?” said Mara.\n\n“By the steps,” said the young man.\n"
    )
    assert [speaker for _, speaker in said(text)] == ["Merv", "Mara", "Merv", "Mara", "Merv"]
    assert [c.label for c in read(text)[1].characters if c.label != "Mrs. Oduya"] == ["Merv", "Mara"]


def test_whose_name_the_narration_tells_was_meant_before() -> None:
    text = (
        "The woman at the desk did not look up.\n\n“Next,” said the woman at the desk. Her name was Ottoline, and she "
        "had been there since six.\n\n“I have a ticket,” said Jonas.\n\n“Everyone has a ticket,” said Ottoline.\n"
    )
    assert [speaker for _, speaker in said(text)] == ["Ottoline", "Jonas", "Ottoline"]
    assert [c.label for c in read(text)[1].characters] == ["Ottoline", "Jonas"]


def test_a_name_that_is_not_the_speakers_own() -> None:
    assert said(OPENING + "“If I’m Tobin, who are you?” said the clerk.") == [
        ("If I’m Tobin, who are you?", "the clerk"),
    ]


def test_turns_alternate() -> None:
    text = OPENING + (
        '"Where is the letter?" Mara said.\n\n"What letter?"\n\n"You know what letter."\n\n'
        '"I burned it," said Tobin.\n\n'
        '"You burned it."\n\n"This morning."\n'
    )
    assert said(text) == [
        ("Where is the letter?", "Mara"),
        ("What letter?", "Tobin"),
        ("You know what letter.", "Mara"),
        ("I burned it", "Tobin"),
        ("You burned it.", "Mara"),
        ("This morning.", "Tobin"),
    ]


def test_the_one_who_is_called_is_not_the_one_who_speaks() -> None:
    text = OPENING + '"Go home, Tobin."\n\n"Not yet."\n\n"Mara, please."\n'
    lines = read(text)[1].lines
    assert [label(line.speaker) for line in lines][:2] == ["Mara", "Tobin"]
    assert label(lines[2].speaker) != "Mara"
    assert [label(who) for who in lines[0].addressees] == ["Tobin"]
    assert [label(who) for who in lines[1].addressees] == ["Mara"]


def test_the_narrator() -> None:
    text = (
        "I met Tobin at the gate. He was late, and I told him so, since I had been cold for an hour.\n\n"
        '"You are early, Ilse," he said.\n\n"I am never early," I said.\n\nI took my bag and we went in.\n\n'
        '"Ilse, the key," Tobin said.\n\n"I have it," I said.\n'
    )
    parts, resolution = read(text)
    assert [label(line.speaker) for line in resolution.lines] == ["Tobin", "Ilse", "Tobin", "Ilse"]
    assert [c.name for c in resolution.characters if c.narrator] == ["Ilse"]
    assert all(p.focalizer and p.focalizer.narrator for p in parts.paragraphs)
    first = next(m for m in resolution.mentions if (m.start, m.end) == (0, 1))
    assert first.character and first.character.narrator


def test_a_narrator_without_a_name() -> None:
    text = (
        'I met Tobin at the gate. I was cold, and I said so.\n\n"Cold?" he asked.\n\n"My feet," I said. I showed him.\n'
    )
    _, resolution = read(text)
    assert [label(line.speaker) for line in resolution.lines] == ["Tobin", "the narrator"]


def test_a_story_told_of_a_you() -> None:
    text = (
        "You put the key down where your mother will see it. The kettle is on; you can hear it.\n\n"
        "“Where have you been?” Tobin asks.\n\n"
        "“Out,” you say, and you hang your coat on the wrong hook.\n\n"
        "He looks at you for as long as it takes the kettle to boil."
    )
    parts, resolution = read(text)
    assert [label(line.speaker) for line in resolution.lines] == ["Tobin", "you"]
    assert [label(p.focalizer) for p in parts.paragraphs] == ["you"] * 4
    assert not any(c.narrator for c in resolution.characters)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This is the end, Mara thought.", [("This is the end", "direct", "Mara")]),
        ("Don't look back, Tobin, she thought as she ran.", [("Don't look back, Tobin", "direct", "Mara")]),
        ("So he lied, thought Mara.", [("So he lied", "free", "Mara")]),
        ("Who cares, inner Mara sighed.", [("Who cares", "direct", "Mara")]),
        ("Who cares, inner Mara sighed, willing her hand to be still.", [("Who cares", "direct", "Mara")]),
        ("Don't look back, Mara told herself.", [("Don't look back", "direct", "Mara")]),
        ("Tobin stood still. What was she thinking?", [("What was she thinking?", "free", "Tobin")]),
        ("Mara said nothing. Her silence shocked Tobin. What did she mean?", [("What did she mean?", "free", "Tobin")]),
        ("Mara took the knife and thought of the sea.", []),
    ],
)
def test_thoughts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert thought(OPENING + text) == expected


def test_a_thought_beside_what_is_said() -> None:
    text = OPENING + 'Yes. "No," Tobin replied softly. I want to stay. "There is nothing for me here."'
    assert {who for _, who in said(text)} == {"Tobin"}
    assert {words_ for words_, _, _ in thought(text)} == {"Yes.", "I want to stay."}


def test_a_thought_that_opens_a_paragraph_is_not_the_last_speakers() -> None:
    text = OPENING + (
        "Tobin looked at the floor.\n\n"
        '"You never wrote," said Mara.\n\nHow could I have written?\n\n"I had no paper," said Tobin.'
    )
    assert [x for x in thought(text) if "written" in x[0]] == [("How could I have written?", "direct", "Tobin")]


def test_a_letter_is_nobodys_thought() -> None:
    text = OPENING + (
        "The letter was from her brother. She opened it and read what he had to say.\n\n"
        "My dear Mara, I am well and so is the dog. I hope that you will come to us in May. I shall meet the train. "
        "Your affectionate brother, Edwin.\n\nShe put it in the drawer.\n"
    )
    assert not any("dog" in words or "train" in words for words, _, _ in thought(text))


def test_the_thought_after_a_line_is_its_speakers() -> None:
    text = (
        "Tobin held the door for her. Mara did not move.\n\n"
        "“Go on,” he said. Please go. Please, before I change my mind.\n\n“I am going,” Mara said.\n"
    )
    assert thought(text) == [("Please go. Please, before I change my mind.", "direct", "Tobin")]


def test_italics_are_thought() -> None:
    words_ = "Not again."
    text = OPENING + f"Mara put her coat on. {words_}"
    mark = Mark(len(text) - len(words_), len(text), "italic")
    assert thought(text, [mark]) == [(words_, "direct", "Mara")]


def test_a_tag_inside_a_thought() -> None:
    said_ = "_Say it now,_ she thought. _He has his hands full and he cannot look at you._"
    text = OPENING + f"Mara put her coat on. {said_}"
    found = [(words_.strip("_"), who) for words_, _, who in thought(text)]
    assert found == [("Say it now", "Mara"), ("He has his hands full and he cannot look at you.", "Mara")]


def test_a_story_without_quotation_marks() -> None:
    text = (
        "Bettina set the pot down between them.\n\nIt will be cold by now, said Ansel.\n\n"
        "Then drink it cold, she said.\n\nHe poured. The window had gone dark behind her and somebody was shutting "
        "the gate.\n\nWhere will you go? asked Bettina.\n\nTo my brother, said Ansel. He has a room.\n"
    )
    lines = read(text)[1].lines
    assert [" ".join(text[a:b] for a, b in line.spans).rstrip(",") for line in lines if line.kind == "speech"] == [
        "It will be cold by now",
        "Then drink it cold",
        "Where will you go?",
        "To my brother, He has a room.",
    ]
    assert [label(line.speaker) for line in lines if line.kind == "speech"] == ["Ansel", "Bettina", "Bettina", "Ansel"]


def test_a_quoted_thought() -> None:
    line = read(OPENING + '"He is lying," thought Mara.')[1].lines[-1]
    assert (line.kind, label(line.speaker)) == ("thought", "Mara")


def test_places_and_openers_are_nobody() -> None:
    text = OPENING + (
        "They had come from Lisbon in March. In Lisbon it never snowed. Tomorrow she would go back to Lisbon.\n\n"
        '"Nowhere is warm," Mara said. "Nothing."\n\nSilence. Then the English clock struck, and God knew the hour.\n'
    )
    assert [c.name for c in read(text)[1].characters] == ["Mara", "Tobin"]


def test_what_has_an_its_is_a_place() -> None:
    text = OPENING + 'Sallow lay under its one lamp.\n\n"Nowhere is warm," Mara said.\n'
    assert "Sallow" not in [c.name for c in read(text)[1].characters]


def test_a_word_that_the_story_has_in_small_letters_too_is_no_name() -> None:
    text = OPENING + '"Revenge," said Mara. "Always."\n\n"What has revenge ever got you? Nothing!" Tobin cried.\n'
    assert [c.name for c in read(text)[1].characters] == ["Mara", "Tobin"]


def test_pronouns() -> None:
    text = (
        'Mara knew the road. She had walked it with Tobin when he was small.\n\n"I remember you," Tobin said to her.\n'
    )
    _, resolution = read(text)
    found = {(text[m.start : m.end], m.start): label(m.character) for m in resolution.mentions}
    assert found["She", text.index("She")] == "Mara"
    assert found["he", text.index("he was")] == "Tobin"
    assert found["I", text.index("I remember")] == "Tobin"


def test_nobody_is_known() -> None:
    (line,) = read('"Who is there?"\n')[1].lines
    assert line.speaker is None and line.confidence == 0


def test_no_prose() -> None:
    for text in ("", "\n", "***"):
        resolution = read(text)[1]
        assert not (resolution.characters or resolution.lines or resolution.mentions)


PIECES = [
    "Mara", "Tobin", "Mr. Bell", "the Bells", " said ", "she thought", "I ", '"', "“", "”", "’", ", ", ". ", "? ",
    "\n\n",
    "\n", "***", "you", "his wife", "the clerk", "Yes.", "inner ", "—", "…", "'s", "É", "\r\n", "\u2028", "\x00",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join))
def test_any_text(text: str) -> None:
    parts, resolution = read(text)
    cast = resolution.characters
    assert len({c.id for c in cast}) == len(cast)
    assert [line.spans for line in resolution.lines] == sorted(line.spans for line in resolution.lines)
    for line in resolution.lines:
        assert line.speaker is None or line.speaker in cast
        assert all(who in cast for who in line.addressees)
        assert 0 <= line.confidence <= 1
        for start, end in [*line.spans, *([line.cue] if line.cue else [])]:
            assert 0 <= start < end <= len(text)
    for mention in resolution.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.character is None or mention.character in cast
    for paragraph in parts.paragraphs:
        assert paragraph.focalizer is None or paragraph.focalizer in cast
