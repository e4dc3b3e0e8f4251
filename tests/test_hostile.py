"""Nothing breaks the reading: whatever the text, every offset is valid and the same text reads the same."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unspoken
from unspoken import Story, cli

POEM = """The sea is calm tonight.
The tide is full, the moon lies fair
Upon the straits; on the French coast the light
Gleams and is gone; the cliffs of England stand,
Glimmering and vast, out in the tranquil bay.
"""
PLAY = """ACT I

SCENE I. A room.

ALGERNON. Did you hear what I was playing, Lane?

LANE. I didn't think it polite to listen, sir.

[Exit LANE.]
"""
CODE = '''def say(words: str = "hello") -> None:
    """Say 'it'."""
    print(f"{words!r}, she said")  # "why?"
'''
TEXTS = {
    "empty": "",
    "one word": "Word",
    "a mark": "“",
    "only marks": "“”\"'" * 50,
    "white space": " \t\n\r\n\u3000\u00a0\n",
    "byte order mark": "\ufeff“Hi,” said Ann.",
    "CRLF": "“Hi,” said Ann.\r\n\r\n“Ho,” said Ben.\r\n",
    "lone CR": "“Hi,” said Ann.\r\r“Ho,” said Ben.\r",
    "other line ends": "“Hi,” said Ann.\u2028“Ho,”\u2029said\x0bBen.\x0c\x85",
    "NULs": "“Hi,” said\x00 Ann.\n\n\x00\x00\n\n“Ho,” said Ben.",
    "emoji": "“👩‍👩‍👧‍👦🏳️‍🌈!” said 🦊.\n\n🤷 “e\u0301\u0301\u0301,” said Zoe\u0308.",
    "right to left": "«לא,» אמרה שרה.\n\n\u202e“No,” said Sarah.\u202c\n\n“لا” قالت.",
    "lone surrogate": "“Hi \ud800,” said Ann.",
    "poem": POEM,
    "play": PLAY,
    "code": CODE,
    "one name": "Ann " * 1000,
    "open marks": "“Hi, " * 600,
    "apostrophes": "'tis the dogs' 'n' " * 200,
    "nested": "“‘" * 500 + "”’" * 500,
    "breaks": "***\n\n" * 1000,
    "headings": "CHAPTER I\n\n" * 1000,
    "short paragraphs": "“No.”\n\n" * 400,
    "underscores": "_ _a_ __ *b* " * 300,
    "one long word": "a" * 300_000,
}


def check(story: Story) -> None:
    """Every offset is inside the text, parts are in order and apart, and all that is pointed at is there."""
    size = len(story.text)
    for layer in (story.chapters, story.scenes, story.paragraphs, story.mentions, story.entities, story.events):
        assert all(0 <= x.start <= x.end <= size for x in layer)
        assert [x.start for x in layer] == sorted(x.start for x in layer)
    for parts in (story.chapters, story.scenes, story.paragraphs):
        assert all(a.end <= b.start for a, b in pairwise(parts))
    assert all(0 <= mark.start <= mark.end <= size for mark in story.marks)
    assert [line.start for line in story.lines] == sorted(line.start for line in story.lines)
    for line in story.lines:
        assert all(0 <= a < b <= size for a, b in line.spans) and line.spans == sorted(line.spans)
        assert line.cue is None or 0 <= line.cue.start < line.cue.end <= size
        assert 0 <= line.confidence <= 1
        assert line.speaker is None or line.speaker in story.characters
        assert all(c in story.characters for c in line.addressees)
    assert len({c.id for c in story.characters}) == len(story.characters)
    document = story.to_json()
    assert Story.from_json(document).to_json() == document


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_has_a_reading(name):
    story = unspoken.read_text(TEXTS[name])
    assert story.text == TEXTS[name]
    check(story)


def test_what_has_no_speech_has_no_spoken_lines_and_says_so():
    for name in ("empty", "one word", "poem"):
        story = unspoken.read_text(TEXTS[name])
        assert not [line for line in story.lines if line.kind == "speech"] and len(story.notes) == 1


@pytest.mark.parametrize("ends", ["CRLF", "lone CR"])
def test_line_ends_change_nothing(ends):
    lines = unspoken.read_text(TEXTS[ends]).lines
    assert [(x.text, x.speaker.name) for x in lines] == [("“Hi,”", "Ann"), ("“Ho,”", "Ben")]


def test_one_endless_paragraph():
    text = "Mara looked up. “Is it you?” said Tobin, who was late, and she laughed at him. " * 1_000
    story = unspoken.read_text(text)
    assert len(story.text) > 75_000 and len(story.paragraphs) == 1
    assert sum(len(line.spans) for line in story.lines if line.kind == "speech") == 1_000
    check(story)


MARKS = "“ ” \" ' ’ ‘ « » — – - . , ? ! … _ * # *** \x00 \ufeff é 🦊 א"
WORDS = "I she he they you said asked thought knew looked Mara Tobin O'Neill Mr. Mrs. Bennet CHAPTER old man the"
pieces = st.sampled_from(
    [*MARKS.split(" "), *WORDS.split(), *" \n\r\t", "\n\n", "\r\n", "CHAPTER I\n\n", "the old man"]
)
texts = st.text(max_size=300) | st.lists(pieces, max_size=80).map("".join) | st.lists(pieces, max_size=80).map(" ".join)


@given(texts)
def test_any_text_has_a_reading_and_the_same_one_twice(text):
    story = unspoken.read_text(text)
    assert story.text == text
    check(story)
    assert unspoken.read_text(text).to_json() == story.to_json()


@given(st.binary(max_size=400) | texts.map(lambda t: t.encode()) | texts.map(lambda t: t.encode("utf-16")))
def test_any_bytes_are_read_or_refused_in_one_line(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "story.txt"
    path.write_bytes(data)
    try:
        check(unspoken.read(path))
    except unspoken.SourceError as error:
        assert str(error) and "\n" not in str(error)


@pytest.mark.parametrize(
    "data",
    [b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(5000), b"\x00" * 100_000],
    ids=["program", "picture", "zeros"],
)
def test_a_binary_file_is_refused_in_one_line(data, tmp_path, capsys):
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    assert cli.main(["read", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and str(path) in err


def test_an_empty_file_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "story.txt"
    path.write_bytes(b"")
    assert cli.main(["read", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and str(path) in err


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"empty", "white space", "lone surrogate"}))
def test_the_command_reads_them_too(name, tmp_path, capsys):
    path = tmp_path / "story.txt"
    path.write_bytes(TEXTS[name].encode())
    out = tmp_path / "out.json"
    assert cli.main(["read", str(path), "--lines", "--json", str(out), "--quiet"]) == 0
    assert json.loads(out.read_bytes())["text"] == TEXTS[name]
    rows = capsys.readouterr().out.split("\n")[:-1]
    assert all(row.count("\t") == 4 for row in rows)
    assert cli.main(["read", str(out)]) == 0
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x00\x1b\u202e")
    assert len(shown.splitlines()) < 200
