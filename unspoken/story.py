"""The story: one unchanged text, and layers of stand-off annotation over it.

Every annotation carries `start` and `end`, character (code point) offsets into `Story.text`, half-open, and
`story.text[start:end]` is exactly what the reader saw. The objects point at each other: `line.speaker.name`,
`character.lines`, `line.paragraph.focalizer`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Literal, NamedTuple, TypeVar

FORMAT = "unspoken-story"
FORMAT_VERSION = 1

Kind = Literal["speech", "thought"]
Form = Literal["direct", "free"]
Feeling = Literal["joy", "love", "sadness", "anger", "fear", "surprise", "disgust", "shame", "neutral"]
MentionKind = Literal["proper", "nominal", "pronoun"]
EntityType = Literal["PER", "LOC", "FAC", "GPE", "VEH", "ORG"]
MarkKind = Literal["italic", "bold", "smallcaps", "heading", "rule", "matter"]
Quoting = Literal["double", "curly", "single", "guillemets", "dash", "none"]
P = TypeVar("P", bound="Part")


class StoryFormatError(ValueError):
    """A JSON document that is not a story, or one of a version that this release does not know."""


class Span(NamedTuple):
    """Character offsets into `Story.text`, half-open."""

    start: int
    end: int


@dataclass(slots=True)
class Mark:
    """What the file showed beside its words: italics, bold, small caps, a heading, a rule, or matter that is not story.

    `name` is the level of a heading ("1" to "6"), or what the matter is (header, licence, contents, cover, notes,
    title); empty for the rest.
    """

    start: int
    end: int
    kind: MarkKind
    name: str = ""


@dataclass(slots=True, eq=False)
class Part:
    """A stretch of the story; knows the story it belongs to."""

    start: int
    end: int
    story: Story = field(init=False, repr=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        return self.story.text[self.start : self.end]


@dataclass(slots=True, eq=False)
class Chapter(Part):
    """From one chapter heading to the next; `title` is the heading's words, None where the chapter has no heading.

    `quoting` is the convention that sets off speech in this chapter.
    """

    title: str | None = None
    quoting: Quoting = "none"


@dataclass(slots=True, eq=False)
class Scene(Part):
    """A stretch of one chapter between breaks."""


@dataclass(slots=True, eq=False)
class Paragraph(Part):
    """One paragraph. `role` tells prose from headings, ornamental breaks, and matter that is not story.

    `focalizer` is the character whose mind the paragraph is in, None for nobody's or not known.
    """

    role: Literal["prose", "heading", "break", "matter"] = "prose"
    focalizer: Character | None = None
    confidence: float = 0.0


@dataclass(slots=True, eq=False)
class Character:
    """One of the cast. `name` is None for someone who is never named; `aliases` are the other names, commonest first.

    `pronouns` is the pronoun that the text uses (he, she, they, it), None where it uses none. `lines` and `mentions`
    are in the order of the text; `count` is the number of mentions.
    """

    id: str
    name: str | None
    aliases: list[str] = field(default_factory=list)
    pronouns: str | None = None
    narrator: bool = False
    lines: list[Line] = field(default_factory=list, init=False, repr=False)
    mentions: list[Mention] = field(default_factory=list, init=False, repr=False)

    @property
    def count(self) -> int:
        return len(self.mentions)

    @property
    def label(self) -> str:
        """What to call the character on a page."""
        return self.name or (self.aliases[0] if self.aliases else "the narrator" if self.narrator else "someone")


@dataclass(slots=True, eq=False)
class Line:
    """A turn of direct speech, or a thought.

    `spans` has the quotation marks in it, and two or more spans where a tag parts the turn. `speaker` is who says or
    thinks it, None where it is not known; `cue` the words that report it ('said Mara'), `manner` how ('softly').
    `confidence` is the probability that the speaker is right.
    """

    kind: Kind
    spans: list[Span]
    form: Form = "direct"
    speaker: Character | None = None
    addressees: list[Character] = field(default_factory=list)
    cue: Span | None = None
    manner: str | None = None
    feeling: Feeling | None = None
    confidence: float = 0.0
    story: Story = field(init=False, repr=False)

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    @property
    def text(self) -> str:
        """The words of the line, its parts joined by a space, the tag between them left out."""
        return " ".join(self.story.text[a:b] for a, b in self.spans)

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph in which the line opens."""
        return self.story.paragraph_at(self.start)

    @property
    def chapter(self) -> Chapter | None:
        return self.story.chapter_at(self.start)

    @property
    def scene(self) -> Scene | None:
        return self.story.scene_at(self.start)


@dataclass(slots=True, eq=False)
class Mention(Part):
    """A reference in words: a name, a noun phrase or a pronoun. `cluster` numbers the chain of coreference it is in."""

    kind: MentionKind = "proper"
    character: Character | None = None
    cluster: int | None = None


@dataclass(slots=True, eq=False)
class Entity(Part):
    """A name or noun phrase of a person, place, building, vehicle or organisation, as LitBank marks them."""

    type: EntityType = "PER"


@dataclass(slots=True, eq=False)
class Event(Part):
    """The trigger of an event that really happens in the story (realis), as LitBank marks them."""


@dataclass(eq=False)
class Story:
    """The whole result: the text, unchanged, and what the reading found in it.

    All lists are in the order of the text, characters in order of how much they say, think and are mentioned.
    `notes` says in sentences what a person should know of the reading ('No quotation marks were found.').
    """

    text: str
    title: str | None = None
    author: str | None = None
    language: str | None = None
    marks: list[Mark] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    characters: list[Character] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        parts: Iterable[Sequence[Part]] = (
            self.chapters, self.scenes, self.paragraphs, self.mentions, self.entities, self.events,
        )  # fmt: skip
        for layer in parts:
            for part in layer:
                part.story = self
        for line in self.lines:
            line.story = self
        self.link()

    def link(self) -> None:
        """Fill each character's `lines` and `mentions` again, after speakers or mentions have changed."""
        for character in self.characters:
            character.lines, character.mentions = [], []
        for line in self.lines:
            if line.speaker:
                line.speaker.lines.append(line)
        for mention in self.mentions:
            if mention.character:
                mention.character.mentions.append(mention)

    @property
    def narrator(self) -> Character | None:
        return next((c for c in self.characters if c.narrator), None)

    def character(self, name: str) -> Character:
        """The character of this id, name or alias, letter case aside. Raises KeyError where there is none."""
        wanted = name.casefold()
        for keys in (lambda c: [c.id], lambda c: [c.name or ""], lambda c: c.aliases):
            for character in self.characters:
                if any(key.casefold() == wanted for key in keys(character)):
                    return character
        raise KeyError(name)

    def chapter_at(self, offset: int) -> Chapter | None:
        return _at(self.chapters, offset)

    def scene_at(self, offset: int) -> Scene | None:
        return _at(self.scenes, offset)

    def paragraph_at(self, offset: int) -> Paragraph | None:
        return _at(self.paragraphs, offset)

    def to_dict(self) -> dict[str, Any]:
        """The story as plain data, as docs/json.md describes it."""

        def who(character: Character | None) -> str | None:
            return character.id if character else None

        return {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "title": self.title,
            "author": self.author,
            "language": self.language,
            "notes": self.notes,
            "characters": [
                {"id": c.id, "name": c.name, "aliases": c.aliases, "pronouns": c.pronouns, "narrator": c.narrator}
                for c in self.characters
            ],
            "lines": [
                {
                    "kind": x.kind,
                    "form": x.form,
                    "spans": [list(s) for s in x.spans],
                    "speaker": who(x.speaker),
                    "addressees": [c.id for c in x.addressees],
                    "cue": list(x.cue) if x.cue else None,
                    "manner": x.manner,
                    "feeling": x.feeling,
                    "confidence": round(x.confidence, 4),
                }
                for x in self.lines
            ],
            "chapters": [
                {"start": x.start, "end": x.end, "title": x.title, "quoting": x.quoting} for x in self.chapters
            ],
            "scenes": [{"start": x.start, "end": x.end} for x in self.scenes],
            "paragraphs": [
                {
                    "start": x.start,
                    "end": x.end,
                    "role": x.role,
                    "focalizer": who(x.focalizer),
                    "confidence": round(x.confidence, 4),
                }
                for x in self.paragraphs
            ],
            "mentions": [
                {"start": x.start, "end": x.end, "kind": x.kind, "character": who(x.character), "cluster": x.cluster}
                for x in self.mentions
            ],
            "entities": [{"start": x.start, "end": x.end, "type": x.type} for x in self.entities],
            "events": [{"start": x.start, "end": x.end} for x in self.events],
            "marks": [{"start": x.start, "end": x.end, "kind": x.kind, "name": x.name} for x in self.marks],
            "text": self.text,
        }

    def to_json(self, indent: int | None = None) -> str:
        """The story as a JSON document, which `Story.from_json` reads back without loss."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def export(
        self, format: str, path: str | PathLike[str], form: str | None = None, voices: Mapping[str, Any] | None = None
    ) -> None:
        """Write the story in another format, as `unspoken.exports` describes it. Raises ExportError, OSError."""
        from unspoken.exports import export

        export(self, format, path, form, voices)

    def show(self) -> None:
        """Show the story: its picture in a notebook, its page elsewhere."""
        from unspoken.exports.notebook import show

        show(self)

    def _repr_html_(self) -> str:
        from unspoken.exports.html import fragment

        return fragment(self)

    @classmethod
    def from_dict(cls, data: Any) -> Story:
        """A story from the plain data of `to_dict`. Raises StoryFormatError where it is not one."""
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise StoryFormatError(f'this is not a story: "format" should be "{FORMAT}"')
        if data.get("version") != FORMAT_VERSION:
            raise StoryFormatError(
                f"this story is of format version {data.get('version')}; this release reads version {FORMAT_VERSION}"
            )
        try:
            return _from_dict(data)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise StoryFormatError(f"this story is damaged: {type(error).__name__} {error}") from error

    @classmethod
    def from_json(cls, document: str | bytes) -> Story:
        """A story from the JSON document of `to_json`. Raises StoryFormatError where it is not one."""
        try:
            data = json.loads(document)
        except (ValueError, RecursionError) as error:
            raise StoryFormatError(f"this is not JSON: {error}") from error
        return cls.from_dict(data)


def _at(parts: list[P], offset: int) -> P | None:
    """The part that holds the offset. Parts are in order and do not overlap."""
    k = bisect_right(parts, offset, key=lambda p: p.start) - 1
    return parts[k] if k >= 0 and offset < parts[k].end else None


def _from_dict(data: dict[str, Any]) -> Story:
    cast = {
        c["id"]: Character(c["id"], c["name"], c["aliases"], c["pronouns"], c["narrator"]) for c in data["characters"]
    }

    def who(key: str | None) -> Character | None:
        return None if key is None else cast[key]

    story = Story(
        text=data["text"],
        title=data["title"],
        author=data["author"],
        language=data["language"],
        marks=[Mark(x["start"], x["end"], x["kind"], x["name"]) for x in data["marks"]],
        chapters=[Chapter(x["start"], x["end"], x["title"], x["quoting"]) for x in data["chapters"]],
        scenes=[Scene(x["start"], x["end"]) for x in data["scenes"]],
        paragraphs=[
            Paragraph(x["start"], x["end"], x["role"], who(x["focalizer"]), x["confidence"]) for x in data["paragraphs"]
        ],
        characters=list(cast.values()),
        lines=[
            Line(
                kind=x["kind"],
                spans=[Span(a, b) for a, b in x["spans"]],
                form=x["form"],
                speaker=who(x["speaker"]),
                addressees=[cast[key] for key in x["addressees"]],
                cue=Span(*x["cue"]) if x["cue"] else None,
                manner=x["manner"],
                feeling=x["feeling"],
                confidence=x["confidence"],
            )
            for x in data["lines"]
        ],
        mentions=[
            Mention(x["start"], x["end"], x["kind"], who(x["character"]), x["cluster"]) for x in data["mentions"]
        ],
        entities=[Entity(x["start"], x["end"], x["type"]) for x in data["entities"]],
        events=[Event(x["start"], x["end"]) for x in data["events"]],
        notes=data["notes"],
    )
    size = len(story.text)
    layers: Iterable[Iterable[Part | Mark]] = (
        story.chapters, story.scenes, story.paragraphs, story.mentions, story.entities, story.events, story.marks,
    )  # fmt: skip
    spans = [(x.start, x.end) for layer in layers for x in layer]
    spans += [span for line in story.lines for span in (*line.spans, *([line.cue] if line.cue else []))]
    if not all(0 <= start <= end <= size for start, end in spans):
        raise ValueError("a span lies outside the text")
    return story
