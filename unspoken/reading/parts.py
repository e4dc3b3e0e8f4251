"""The story's parts, as the first steps of the reading find them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from unspoken.story import Chapter, Mark, Paragraph, Scene, Span


class Token(NamedTuple):
    """A word or a mark of punctuation. `text` is as it stands in the story."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Parts:
    """A text cut up: chapters, scenes, paragraphs, sentences and tokens, each in order of the text.

    Sentences and tokens lie inside paragraphs (prose and headings; none in matter that is not story);
    a sentence inside a quotation is a sentence of its own.
    """

    text: str
    marks: list[Mark]
    chapters: list[Chapter]
    scenes: list[Scene]
    paragraphs: list[Paragraph]
    sentences: list[Span]
    tokens: list[Token]


@dataclass(slots=True)
class Quotation:
    """Words between quotation marks (or after a dash): the marks are inside the spans.

    Two or more spans where a tag parts one turn, or where a speech runs over paragraphs. `kind` tells what the marks
    are for; only speech becomes a line. `level` is 0, or 1 for a quotation inside another. `label` is the speaker's
    name where the words stand after it, as in a play.
    """

    spans: list[Span]
    kind: Literal["speech", "scare", "title", "mention", "written"] = "speech"
    level: int = 0
    label: Span | None = None


def outside(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """The spans that meet none of those `taken`, which are in order and apart."""

    def free(span: Span) -> bool:
        k = bisect_left(taken, span.end, key=lambda t: t.start)
        return k == 0 or taken[k - 1].end <= span.start

    return [span for span in spans if free(span)]


def rest(text: str, start: int, end: int, taken: Iterable[tuple[int, int]]) -> str:
    """The words from `start` to `end` that stand in none of the spans `taken`, which are in order."""
    pieces, at = [], start
    for a, b in taken:
        pieces.append(text[at : max(at, a)])
        at = max(at, b)
    return " ".join([*pieces, text[at:end]])
