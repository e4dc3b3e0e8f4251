from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspoken.reading import quotes, segment
from unspoken.reading.parts import Parts, Quotation
from unspoken.sources.document import Document


def read(text: str) -> tuple[Parts, list[Quotation]]:
    parts = segment.cut(Document(text))
    return parts, quotes.find(parts)


def speech(text: str) -> list[list[str]]:
    """The pieces of each outer speech."""
    return [[text[a:b] for a, b in q.spans] for q in read(text)[1] if q.kind == "speech" and not q.level]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(q.kind, text[q.spans[0].start : q.spans[-1].end]) for q in read(text)[1] if not q.level]


CONVENTIONS = [
    (
        "double",
        '"Where is it?" said Mara. "You had it."\n\nTobin shrugged.\n\n"Lost," he said.\n\n"When?"',
        [['"Where is it?"', '"You had it."'], ['"Lost,"'], ['"When?"']],
    ),
    (
        "curly",
        "“Don’t,” said Mara, “ask me.”\n\nTobin didn’t.\n\n“’Tis late,” he said.",
        [["“Don’t,”", "“ask me.”"], ["“’Tis late,”"]],
    ),
    (
        "single",
        "‘Don’t go,’ said Mara. ‘The boys’ room is empty, and it isn’t ’em I’m waiting for.’\n\n"
        "The sailors’ songs had ended.\n\n‘’Tis late,’ he said.\n\n‘Rock ’n’ roll,’ she said, ‘is dead.’",
        [
            ["‘Don’t go,’", "‘The boys’ room is empty, and it isn’t ’em I’m waiting for.’"],
            ["‘’Tis late,’"],
            ["‘Rock ’n’ roll,’", "‘is dead.’"],
        ],
    ),
    (
        "single",
        "'Give 'em the girls' coats,' said Mara.\n\n'What's the matter?'\n\n"
        "'Nothin',' said Tobin. 'I'm goin' home.'\n\nThe dogs' dinner was cold.",
        [["'Give 'em the girls' coats,'"], ["'What's the matter?'"], ["'Nothin','", "'I'm goin' home.'"]],
    ),
    (
        "single",
        "''Uggett took 'is 'at an' 'is coat,' said the porter, 'an' 'e went.'\n\n'Did he?'\n\n'He did.'",
        [["''Uggett took 'is 'at an' 'is coat,'", "'an' 'e went.'"], ["'Did he?'"], ["'He did.'"]],
    ),
    (
        "guillemets",
        "« Where is it? » said Mara. « You had it. »\n\nTobin shrugged.\n\n« Lost, » he said.",
        [["« Where is it? »", "« You had it. »"], ["« Lost, »"]],
    ),
    (
        "guillemets",
        "»Where is it?« said Mara. »You had it.«\n\nTobin shrugged.\n\n»Lost,« he said.",
        [["»Where is it?«", "»You had it.«"], ["»Lost,«"]],
    ),
    (
        "dash",
        "—Stand up, she said. Let me see you.\n\nTobin rose.\n\n—Is that the coat? Mara asked.\n\n—It is.\n\n"
        "—Forty years, said Tobin, getting his arm in, I have had this coat. He shook his head.",
        [
            ["—Stand up,", "Let me see you."],
            ["—Is that the coat?"],
            ["—It is."],
            ["—Forty years,", "I have had this coat. He shook his head."],
        ],
    ),
    (
        "dash",
        "– The papers, – says the clerk. She has a badge.\n\n– And the lady, – she says, – where is she?\n\n– At home.",
        [["– The papers,"], ["– And the lady,", "where is she?"], ["– At home."]],
    ),
    ("none", "Where is it, said Mara. You had it. Tobin's coat was on the boys' chair.\n\nLost, he said.", []),
]


@pytest.mark.parametrize(("convention", "text", "expected"), CONVENTIONS)
def test_each_convention(convention: str, text: str, expected: list[list[str]]) -> None:
    parts, _ = read(text)
    assert speech(text) == expected
    assert [c.quoting for c in parts.chapters] == [convention]


def test_the_convention_may_change_between_chapters() -> None:
    one = "\n\n".join(f'"The lamp is out," said Mara. "Light number {k}."' for k in range(5))
    two = "\n\n".join(f"—The lamp is lit, said Tobin. That is number {k}." for k in range(5))
    three = "\n\n".join(f"‘The lamps’ oil is low,’ said Mara. ‘Can {k}.’" for k in range(5))
    text = f"CHAPTER I\n\n{one}\n\nCHAPTER II\n\n{two}\n\nCHAPTER III\n\n{three}"
    parts, found = read(text)
    assert [c.quoting for c in parts.chapters] == ["double", "dash", "single"]
    assert [len(q.spans) for q in found] == [2] * 15


def test_curly_and_straight_marks_together() -> None:
    assert speech('“Come in," she said. "Sit down.”\n\n"I will,” he said.\n\n”Good,” said Mara.') == [
        ['“Come in,"', '"Sit down.”'],
        ['"I will,”'],
        ["”Good,”"],
    ]


def test_a_speech_that_runs_over_paragraphs_is_one_quotation_with_a_span_in_each() -> None:
    text = '"It began in May.\n\n"By June it was over.\n\n"That is all," said Mara. "Go home."\n\n"I will."'
    assert speech(text) == [
        ['"It began in May.', '"By June it was over.', '"That is all,"', '"Go home."'],
        ['"I will."'],
    ]
    text = "‘It began in May.\n\n‘By June it was over.’\n\n‘So?’ said Mara."
    assert speech(text) == [["‘It began in May.", "‘By June it was over.’"], ["‘So?’"]]


@pytest.mark.parametrize(
    ("forgotten", "said"),
    [
        ('"Come in, she said.', '"Come in,'),
        ('Come in," she said.', 'Come in,"'),
        ('"Come in, said Mara. "Sit."', '"Come in,'),
        ('"Come in.', '"Come in.'),
    ],
)
def test_a_forgotten_mark_spoils_its_own_paragraph_alone(forgotten: str, said: str) -> None:
    text = f'{forgotten}\n\nHe came in.\n\n"Sit," she said. He sat.\n\nNobody spoke.\n\n"Well?" he said.'
    assert speech(text)[0][0] == said
    assert speech(text)[1:] == [['"Sit,"'], ['"Well?"']]


def test_a_stray_mark_does_not_invert_the_chapter() -> None:
    text = 'The plank was 6" wide.\n\n"Narrow," said Mara. He nodded.\n\nIt was" odd.\n\n"Yes," he said. She left.'
    assert speech(text)[0] == ['"Narrow,"']
    assert speech(text)[-1] == ['"Yes,"']


def test_nested_quotations_have_level_one() -> None:
    text = "\"She said, 'I won't go,' and I said, 'Don't, then.'\""
    assert [(q.level, text[slice(*q.spans[0])]) for q in read(text)[1]] == [
        (0, text),
        (1, "'I won't go,'"),
        (1, "'Don't, then.'"),
    ]
    text = "‘He told me “never”,’ said Mara. ‘I believed him.’\n\n‘Oh,’ he said."
    assert [(q.level, text[slice(*q.spans[0])]) for q in read(text)[1]][:2] == [
        (0, "‘He told me “never”,’"),
        (1, "“never”"),
    ]


def test_speech_is_told_from_other_uses_of_the_marks() -> None:
    spoken = '"Yes," said Mara.\n\n"No," he said.\n\n'
    for expected, kind in [
        ('The so-called "experts" had gone home.', "scare"),
        ('The council called the proof "immaterial," and went home.', "scare"),
        ('She was reading a book called "The Lamp and the Sea" by the fire.', "title"),
        ('He hummed "The Ride of the Valkyries" all morning.', "title"),
        ('He said the word "forever" again and wrote it down.', "mention"),
        ('The sign over the door read "No dogs after dark."', "written"),
        ('"Where are you," she wrote. He looked at the screen.', "written"),
        ('He shouted "Stop!" and ran.', "speech"),
        ('Then came a voice. "Stop there."', "speech"),
        ('"Go home—" He turned.', "speech"),
        ('"Good," was the answer.', "speech"),
        ('She looked as much as to say, "Who asked you?"', "mention"),
        ('He was too busy. "He was afraid that they would have a bad drive." They left.', "mention"),
        ('Then he read out the following verse:\n\n"The lamp is low,"', "written"),
    ]:
        assert [k for k, _ in kinds(spoken + expected)][2:] == [kind], expected


def test_a_letter_is_writing() -> None:
    text = (
        'Then she read the letter:\n\n"Howards End, Tuesday."\n\n"Dearest Meg,"\n\n"It is not what we expected."\n\n'
        '"Your loving"\n\n"Helen."\n\n"Well!" said Mara. "What a letter."'
    )
    assert [k for k, _ in kinds(text)] == ["written"] * 5 + ["speech"]


def test_single_quotes_outside_double_ones() -> None:
    text = "\"Come in,\" said Mara. 'Why me?' thought Tobin. The 'lamp' was a candle.\n\n\"I will,\" he said."
    assert kinds(text) == [
        ("speech", '"Come in,"'),
        ("speech", "'Why me?'"),
        ("scare", "'lamp'"),
        ("speech", '"I will,"'),
    ]


def test_two_people_in_one_paragraph_are_two_quotations() -> None:
    assert speech('"Yes," said Mara. "No," said Tobin.\n\n"Then go," said Mara, "and stay away," she added.') == [
        ['"Yes,"'],
        ['"No,"'],
        ['"Then go,"', '"and stay away,"'],
    ]


def test_sentences_are_cut_at_the_borders_of_speech() -> None:
    text = '"Why? Who knows!" he said. Mara asked, "Mr. Bell?" and left. She liked the "old" house.'
    assert [text[a:b] for a, b in read(text)[0].sentences] == [
        '"Why?',
        'Who knows!"',
        "he said.",
        "Mara asked,",
        '"Mr. Bell?"',
        "and left.",
        'She liked the "old" house.',
    ]


HOSTILE = [
    "",
    "word",
    "\x00\x00",
    '"',
    "'" * 999,
    '"' * 1001,
    "“”" * 500,
    "»«" * 50,
    "—",
    "—\n\n—\n\n—",
    '😀 "👩‍👩‍👧" e\u0301 "\u0301"',
    "قال: «نعم»، ثم قال: «لا».",
    "ROMEO. He jests at scars that never felt a wound.\nJULIET. Ay me!\nROMEO. She speaks.",
    "def f(x):\n    return \"it's\" + 'a \"test\"' # don't\n" * 20,
    "Tiger, tiger, burning bright\nIn the forests of the night,\n\nWhat immortal hand\nCould frame thy 'symmetry'?",
]


def check(text: str) -> None:
    parts, found = read(text)
    assert parts.text == text
    prose = [(p.start, p.end) for p in parts.paragraphs if p.role == "prose"]
    for q in found:
        assert q.spans
        for a, b in q.spans:
            assert any(s <= a < b <= e for s, e in prose)
        assert all(x.end <= y.start for x, y in pairwise(q.spans))
    for level in (0, 1):
        spans = sorted(s for q in found if q.level == level for s in q.spans)
        assert all(x.end <= y.start for x, y in pairwise(spans))
    assert [q.spans[0].start for q in found] == sorted(q.spans[0].start for q in found)
    assert all(a < b for a, b in parts.sentences)
    assert all(x.end <= y.start for x, y in pairwise(parts.sentences))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    check(text)


words = st.sampled_from(
    [*"\"'“”‘’«»—-–.,!?…*_\n\r\t \f\x00", "\n\n", " said Mara", "He ", "dogs'", "Dear Sir,", "I", "é", "ه"]
)


@given(st.lists(words, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "piece", ['"', "'", "‘’", ".", ". ", '." ', "a", "a ", "— ", "—a, he said. ", "a\n", "- \n\n", "«"]
)
def test_long_texts_take_linear_time(piece: str) -> None:
    read(piece * (40_000 // len(piece)))


def test_there_are_no_quotations_in_matter() -> None:
    text = '***\n\n"THE END"\n\nTHE END\n'
    parts, found = read(text)
    assert [p.role for p in parts.paragraphs] == ["break", "prose", "matter"]
    assert [text[q.spans[0].start : q.spans[0].end] for q in found] == ['"THE END"']
