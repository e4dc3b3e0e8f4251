"""A story as a play has it: headings, narration and lines one after the other, in plain words.

Quotation marks are gone, and so are tags that say no more than who speaks ('said Mara', 'she said softly'): the name
and the manner stand at the line.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unspoken.exports.escape import utf8
from unspoken.exports.spans import Run, by_block, tags, voiced
from unspoken.story import Chapter, Line, Scene, Span, Story
from unspoken.text import clean

PAIRS = {'"': '"', "“": "”", "‘": "’", "«": "»", "»": "«", "„": "“", "‹": "›", "'": "'", "*": "*"}
ALONE = frozenset('"“”«»„')  # marks that are dropped at one end even where the other end has none
DASHES = "—–―-"


@dataclass(slots=True, frozen=True)
class Beat:
    """One thing that happens on the page. `text` is one line of plain words: a chapter's title, a scene's 'Scene 2'."""

    kind: Literal["chapter", "scene", "narration", "speech", "thought"]
    text: str
    line: Line | None = None


def beats(story: Story) -> Iterator[Beat]:
    """The story's beats in order; matter that is not story is left out."""
    inside = tags(story)
    cues = [(line.cue, line.manner or "") for line in story.lines if line.cue]
    cues = sorted({*cues, *((tag, "") for found in inside.values() for tag in found)})
    items = voiced(story, inside)
    chapter: Chapter | None = None
    scene: Scene | None = None
    chapters = scenes = 0
    opening = False
    for block, runs in by_block(story, items):
        if block.role in ("matter", "break"):
            continue
        now = story.chapter_at(block.start)
        if now is not chapter:
            chapter, scene, scenes, opening = now, None, 0, True
            chapters += 1
            title = clean(utf8((now.title if now else None) or ""))
            if title or len(story.chapters) > 1:
                yield Beat("chapter", title or f"Chapter {chapters}")
        if opening and block.role == "heading" and chapter and chapter.title:
            continue
        opening = False
        here = story.scene_at(block.start)
        if here and here is not scene:
            scene = here
            scenes += 1
            yield Beat("scene", f"Scene {scenes}")
        yield from _paragraph(story, runs, cues)


def _paragraph(story: Story, runs: list[Run[Line]], cues: list[tuple[Span, str]]) -> Iterator[Beat]:
    held: tuple[Line, list[str]] | None = None  # a turn that may go on after its tag
    for line, group in itertools.groupby(runs, key=lambda run: run.open[-1].thing if run.open else None):
        stretch = list(group)
        start, end = stretch[0].start, stretch[-1].end
        if line is None:
            words = _narration(story, start, end, cues)
            if not words:
                if held and re.search("[.!?]", story.text[start:end]):
                    held[1][-1] = _ended(held[1][-1])
                continue
            if held:
                yield _beat(*held)
                words = words[0].upper() + words[1:]
            held = None
            yield Beat("narration", words)
        elif words := _words(story.text[start:end]):
            if held and held[0] is line:
                held[1].append(words)
                continue
            if held:
                yield _beat(*held)
            held = line, [words]
    if held:
        yield _beat(*held)


def _beat(line: Line, parts: list[str]) -> Beat:
    return Beat(line.kind, _ended(" ".join(parts)), line)


def _ended(words: str) -> str:
    """The words with the comma before a tag made the end of a sentence."""
    return words[:-1] + "." if words.endswith(",") else words


def _narration(story: Story, start: int, end: int, cues: list[tuple[Span, str]]) -> str:
    """The words of the narration, none where they are no more than tags."""
    rest, done = "", start
    manners = []
    for (a, b), manner in cues[bisect_left(cues, start, key=lambda cue: cue[0].start) :]:
        if a >= end:
            break
        rest += story.text[done : max(a, done)]
        done = max(b, done)
        manners.append(manner)
    rest += story.text[done:end]
    for manner in manners:
        rest = rest.replace(manner, "", 1)
    if not any(c.isalnum() for c in rest):
        return ""
    return _plain(story.text[start:end]).lstrip(",;. ")


def _words(text: str) -> str:
    """The words of a line without its quotation marks."""
    words = _plain(text)
    if words[:1] in PAIRS and len(words) > 1 and words[-1] == PAIRS[words[0]]:
        words = words[1:-1]
    elif words[:1] in ALONE:
        words = words[1:]
    elif words[-1:] in ALONE:
        words = words[:-1]
    else:
        words = words.lstrip(DASHES)
    return words.strip()


def _plain(text: str) -> str:
    """The text on one line, without the underscores that stand for italics in a plain-text file."""
    return re.sub(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)", "", clean(utf8(text)))
