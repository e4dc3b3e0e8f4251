"""Scripts for voices: verbatim, whatever the lines; the unknown are counted; voices are mapped."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from small_stories import EVIL, STORIES, boat, hostile, thinking
from test_tei import words

from unspoken import Character, Line, Mark, Span, Story
from unspoken.exports import ExportError, script
from unspoken.exports.escape import utf8

pytestmark = pytest.mark.filterwarnings("ignore:.*no known speaker")
SSML = {"s": "http://www.w3.org/2001/10/synthesis"}


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Any text with any lines, in and out of order, nested, crossing, empty, out of bounds."""
    letters = st.sampled_from([*'ab “”[]\\\n\r\t"_*<&,\x00\ud800é😀', "_, she thought _"])
    text = "".join(draw(st.lists(letters, max_size=60)))
    cast = [Character(f"c{k}", name) for k, name in enumerate(draw(st.lists(st.text(max_size=6), max_size=3)))]
    spot = st.integers(0, 70)
    span = st.tuples(spot, spot).map(lambda s: Span(*sorted(s)))
    line = st.builds(
        Line,
        st.sampled_from(["speech", "thought"]),
        st.lists(span, min_size=1, max_size=2),
        speaker=st.sampled_from([None, *cast]),
        cue=st.none() | span,
    )
    marks = [Mark(a, b, "italic") for a, b in draw(st.lists(span, max_size=4))]
    return Story(text, marks=marks, characters=cast, lines=draw(st.lists(line, max_size=5)))


@given(stories())
def test_verbatim(story: Story) -> None:
    found = list(script.segments(story))
    assert "".join(s.text for s in found) == story.text
    assert [s.start for s in found] == [0, *(s.end for s in found[:-1])][: len(found)]
    assert all(story.text[s.start : s.end] == s.text for s in found)
    plain = "".join(script.text_chunks(story))
    assert "".join(text for _, text in script.read_text_script(plain)) == utf8(story.text)
    data = json.loads("".join(script.json_chunks(story)))
    assert "".join(s["text"] for s in data["segments"]) == utf8(story.text)
    ssml = etree.fromstring("".join(script.ssml_chunks(story)).encode())
    assert "".join(ssml.itertext()).removesuffix("\n") == words(story.text).removesuffix("\n")


def test_who_reads_what() -> None:
    found = [(s.kind, s.speaker.name if s.speaker else None, s.text.strip()) for s in script.segments(boat())]
    assert found == [
        ("narration", None, "CHAPTER ONE\n\nThe boat"),
        ("speech", "Mara", "“Is it far?”"),
        ("narration", None, "Mara asked softly. Tobin shook his head."),
        ("speech", "Tobin", "“No,”"),
        ("narration", None, "he said,"),
        ("speech", "Tobin", "“not far.”"),
        ("thought", "Mara", "Liar."),
        ("narration", None, "She watched him go.\n\n***"),
        ("speech", "Tobin", "“Who is there?”"),
        ("speech", None, "“Nobody,”"),
        ("narration", None, "said a voice & laughed."),
    ]


def test_a_tag_inside_a_line_is_the_narrators() -> None:
    found = [(s.kind, s.speaker.name if s.speaker else None, s.text.strip()) for s in script.segments(thinking())]
    assert found == [
        ("thought", "Mara", "_Say it now,_"),
        ("narration", None, "she thought."),
        ("thought", "Mara", "_He has to know._"),
        ("thought", "Tobin", "_I_ know, he thought _so_."),
        ("speech", "Tobin", "“Go,”"),
        ("narration", None, "said Tobin,"),
        ("speech", "Tobin", "“home.”"),
    ]


def test_plain_names() -> None:
    names = [name for name, _ in script.read_text_script("".join(script.text_chunks(boat())))]
    assert names[:2] == ["Narrator", "Mara"]
    assert names[6] == "Mara, thinking"
    assert names[9] == "Unknown"


def test_the_unknown_are_counted() -> None:
    with pytest.warns(UserWarning, match="^1 line has no known speaker; 'Unknown' speaks there$"):
        list(script.text_chunks(boat()))


def test_voices() -> None:
    voices = {"captain": "en-Mara", "Narrator": {"gender": "female", "age": 60}}
    root = etree.fromstring("".join(script.ssml_chunks(boat(), voices)).encode())
    heard = [dict(v.attrib) for v in root.findall("s:voice", SSML)]
    assert heard[0] == {"gender": "female", "age": "60"}
    assert heard[1] == {"name": "en-Mara"}
    assert heard[3] == {"gender": "male", "variant": "1"}
    assert [p.text.strip() for p in root.iter("{*}prosody")] == ["Liar."]
    assert root.findall("s:mark", SSML)[1].get("name") == "2-mara-speech"


@pytest.mark.parametrize("voices", [{"Nobody else": "x"}, {"Mara": 3}, {"Mara": {"colour": "red"}}])
def test_wrong_voices(voices: dict[str, object]) -> None:
    with pytest.raises(ExportError):
        list(script.ssml_chunks(boat(), voices))


def test_names_cannot_break_out() -> None:
    story = hostile()
    for name, _ in script.read_text_script("".join(script.text_chunks(story))):
        assert "[" not in name and "\n" not in name
    etree.fromstring("".join(script.ssml_chunks(story, {"c 1\t<": EVIL})).encode())


@pytest.mark.parametrize("name", STORIES)
def test_json(name: str) -> None:
    data = json.loads("".join(script.json_chunks(STORIES[name]())))
    assert sum(v["segments"] for v in data["voices"]) == len(data["segments"])
