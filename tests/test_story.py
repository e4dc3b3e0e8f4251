"""The data model: typed objects that point at each other, and JSON that loses nothing."""

import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspoken import (
    Chapter,
    Character,
    Entity,
    Event,
    Line,
    Mark,
    Mention,
    Paragraph,
    Scene,
    Span,
    Story,
    StoryFormatError,
)

SCHEMA = json.loads(files("unspoken").joinpath("story.schema.json").read_text("utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)

WORDS = "One\n\n“Where?” Mara said.\n\nNot here. “Here.”\n"


def small() -> Story:
    mara = Character("mara", "Mara", ["the captain"], "she")
    tobin = Character("tobin", "Tobin", pronouns="he", narrator=True)
    return Story(
        text=WORDS,
        title="The Letter",
        chapters=[Chapter(0, len(WORDS), "One", "curly")],
        scenes=[Scene(0, len(WORDS))],
        paragraphs=[Paragraph(0, 3, "heading"), Paragraph(5, 25, focalizer=tobin), Paragraph(27, 44)],
        characters=[mara, tobin],
        lines=[
            Line("speech", [Span(5, 13)], speaker=mara, addressees=[tobin], cue=Span(14, 23), confidence=0.9),
            Line("thought", [Span(27, 36)], speaker=tobin),
            Line("speech", [Span(37, 44)], speaker=tobin, addressees=[mara]),
        ],
        mentions=[Mention(14, 18, "proper", mara, 1)],
    )


def test_objects_point_at_each_other():
    story = small()
    first, thought, answer = story.lines
    assert first.text == "“Where?”"
    assert first.speaker.name == "Mara"
    assert [c.name for c in first.addressees] == ["Tobin"]
    assert first.paragraph.focalizer is story.narrator
    assert first.chapter.title == "One" and first.scene is story.scenes[0]
    assert story.text[slice(*first.cue)] == "Mara said"
    assert story.character("the CAPTAIN").lines == [first]
    assert story.narrator.lines == [thought, answer]
    assert story.character("mara").mentions[0].text == "Mara"
    with pytest.raises(KeyError):
        story.character("nobody")


def test_a_turn_parted_by_its_tag_is_one_line():
    text = "“Go,” she said, “now.”"
    story = Story(text, lines=[Line("speech", [Span(0, 5), Span(16, 22)])])
    assert story.lines[0].text == "“Go,” “now.”"
    assert (story.lines[0].start, story.lines[0].end) == (0, 22)


def test_json_is_valid_and_comes_back_the_same():
    story = small()
    document = story.to_json()
    VALID.validate(json.loads(document))
    back = Story.from_json(document)
    assert back.to_json() == document
    assert back.lines[0].speaker is back.characters[0]
    assert back.characters[0].lines == [back.lines[0]]
    assert Story.from_json(document.encode()).to_json() == document
    assert Story.from_json(story.to_json(indent=2)).to_json() == document


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[]", "not a story"),
        ('{"format": "unspoken-story", "version": 999}', "version 999; this release reads version 1"),
        ('{"format": "unspoken-story", "version": 1}', "damaged"),
        (small().to_json().replace('"speaker": "mara"', '"speaker": "nobody"'), "damaged"),
        (small().to_json().replace('"spans": [[5, 13]]', '"spans": [[5]]'), "damaged"),
        (small().to_json().replace('"spans": [[5, 13]]', '"spans": [[5, 1300]]'), "outside the text"),
        (small().to_json().replace('"start": 14', '"start": "14"'), "damaged"),
    ],
)
def test_what_is_not_a_story_is_a_clear_error(document, says):
    with pytest.raises(StoryFormatError, match=says) as caught:
        Story.from_json(document)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"text": None},
        {"lines": [{"kind": "shout"}]},
        {"paragraphs": [{"start": -1, "end": 3, "role": "prose", "focalizer": None, "confidence": 0}]},
        {"characters": [{"id": "", "name": None, "aliases": [], "pronouns": None, "narrator": False}]},
    ],
)
def test_the_schema_refuses_what_is_wrong(change):
    assert not VALID.is_valid(small().to_dict() | change)


def choice(values: object) -> st.SearchStrategy:
    return st.sampled_from(SCHEMA_ENUMS[values])


SCHEMA_ENUMS = {
    "quoting": SCHEMA["properties"]["chapters"]["items"]["properties"]["quoting"]["enum"],
    "role": SCHEMA["properties"]["paragraphs"]["items"]["properties"]["role"]["enum"],
    "mention": SCHEMA["properties"]["mentions"]["items"]["properties"]["kind"]["enum"],
    "entity": SCHEMA["properties"]["entities"]["items"]["properties"]["type"]["enum"],
    "mark": SCHEMA["properties"]["marks"]["items"]["properties"]["kind"]["enum"],
    "line": SCHEMA["$defs"]["line"]["properties"]["kind"]["enum"],
    "form": SCHEMA["$defs"]["line"]["properties"]["form"]["enum"],
    "feeling": SCHEMA["$defs"]["line"]["properties"]["feeling"]["enum"],
}


@st.composite
def stories(draw: st.DrawFn) -> Story:
    text = draw(st.text(max_size=60))
    words = st.none() | st.text(max_size=8)
    ids = draw(st.lists(st.text(min_size=1, max_size=4), max_size=4, unique=True))
    cast = [
        Character(i, draw(words), draw(st.lists(st.text(max_size=5), max_size=2)), draw(words), draw(st.booleans()))
        for i in ids
    ]
    who = st.none() | st.sampled_from(cast) if cast else st.none()
    sure = st.floats(0, 1).map(lambda x: round(x, 4))
    span = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda s: Span(*sorted(s)))

    def layer(make):
        return [make(*draw(span)) for _ in range(draw(st.integers(0, 3)))]

    return Story(
        text=text,
        title=draw(words),
        author=draw(words),
        language=draw(words),
        notes=draw(st.lists(st.text(max_size=9), max_size=2)),
        marks=layer(lambda a, b: Mark(a, b, draw(choice("mark")), draw(st.text(max_size=3)))),
        chapters=layer(lambda a, b: Chapter(a, b, draw(words), draw(choice("quoting")))),
        scenes=layer(Scene),
        paragraphs=layer(lambda a, b: Paragraph(a, b, draw(choice("role")), draw(who), draw(sure))),
        characters=cast,
        lines=[
            Line(
                kind=draw(choice("line")),
                spans=draw(st.lists(span, min_size=1, max_size=3)),
                form=draw(choice("form")),
                speaker=draw(who),
                addressees=draw(st.lists(st.sampled_from(cast), max_size=2)) if cast else [],
                cue=draw(st.none() | span),
                manner=draw(words),
                feeling=draw(choice("feeling")),
                confidence=draw(sure),
            )
            for _ in range(draw(st.integers(0, 3)))
        ],
        mentions=layer(lambda a, b: Mention(a, b, draw(choice("mention")), draw(who), draw(st.none() | st.integers()))),
        entities=layer(lambda a, b: Entity(a, b, draw(choice("entity")))),
        events=layer(Event),
    )


@given(stories())
def test_any_story_goes_through_json_without_loss(story):
    document = story.to_json()
    VALID.validate(json.loads(document))
    back = Story.from_json(document)
    assert back.to_dict() == story.to_dict()
    assert [[x.text for x in c.lines] for c in back.characters] == [[x.text for x in c.lines] for c in story.characters]
