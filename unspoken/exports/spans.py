"""Spans that overlap, laid out one after the other: what every form that nests or cuts the text needs."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from unspoken.reading.english import THINKING
from unspoken.story import Line, Paragraph, Span, Story

T = TypeVar("T")


class Item(NamedTuple, Generic[T]):
    """A thing with its place. Where two are open at once, the one of lower `rank` is outside the other."""

    start: int
    end: int
    thing: T
    rank: int = 0


class Run(NamedTuple, Generic[T]):
    """A stretch of text in which nothing opens or closes, and the items that are open in it, outermost first."""

    start: int
    end: int
    open: tuple[Item[T], ...]


def runs(items: Iterable[Item[T]], length: int, cuts: Iterable[int] = ()) -> Iterator[Run[T]]:
    """The whole text, 0 to `length`, in runs that join without a gap; a run also ends at every cut."""
    clipped = [i._replace(start=max(i.start, 0), end=min(i.end, length)) for i in items]
    ordered = sorted((i for i in clipped if i.start < i.end), key=lambda i: (i.start, i.rank, -i.end))
    points = {0, length, *(i.start for i in ordered), *(i.end for i in ordered), *(c for c in cuts if 0 < c < length)}
    opened: list[Item[T]] = []
    waiting = 0
    for start, end in itertools.pairwise(sorted(points)):
        opened = [i for i in opened if i.end > start]
        while waiting < len(ordered) and ordered[waiting].start == start:
            opened.append(ordered[waiting])
            waiting += 1
        opened.sort(key=lambda i: i.rank)
        yield Run(start, end, tuple(opened))


def tags(story: Story) -> dict[Line, list[Span]]:
    """The tags inside lines' own spans, in order: a cue, and 'she thought' upright between the italics of a thought."""
    italics = sorted(Span(m.start, m.end) for m in story.marks if m.kind == "italic")
    found: dict[Line, list[Span]] = {}
    for line in story.lines:
        inside = []
        if line.cue and any(a < line.cue.end and line.cue.start < b for a, b in line.spans):
            after = re.compile(r"[,.;:]*\s*").match(story.text, line.cue.end)
            inside = [Span(line.cue.start, after.end() if after else line.cue.end)]
        if line.kind == "thought":
            inside += [tag for span in line.spans for tag in _upright(story.text, span, italics)]
        if inside:
            found[line] = sorted(inside)
    return found


def _upright(text: str, span: Span, italics: list[Span]) -> Iterator[Span]:
    """The tags between italics, in a span that begins and ends with italics; signs of italics are no part of them."""
    parts = [
        x for x in italics[bisect_left(italics, (span.start,)) : bisect_left(italics, (span.end,))] if x.end <= span.end
    ]
    if not parts or _has_word(text[span.start : parts[0].start]) or _has_word(text[parts[-1].end : span.end]):
        return
    for before, after in itertools.pairwise(parts):
        tag = re.fullmatch(r"([_*]*[,.!?…—–-]?[_*]*)(\s.*\s)[_*]*", text[before.end : after.start], re.DOTALL)
        if not tag or not re.search(r"[,.!?…—–-]$", text[before.start : before.end] + tag[1].strip("_*")):
            continue
        if THINKING.intersection(re.findall("[a-z]+", tag[2])):
            yield Span(before.end + tag.start(2), before.end + tag.end(2))


def _has_word(text: str) -> bool:
    return any(c.isalnum() for c in text)


def voiced(story: Story, apart: Mapping[Line, list[Span]]) -> Iterator[Item[Line]]:
    """What is said or thought in each line: its spans without the tags inside them."""
    for line in story.lines:
        for begun, end in line.spans:
            start = begun
            for a, b in apart.get(line, ()):
                if start < b and a < end:
                    yield Item(start, a, line, begun)
                    start = b
            yield Item(start, end, line, begun)


def blocks(story: Story) -> list[Paragraph]:
    """The paragraphs in order and apart, with prose made of any words that no paragraph holds."""
    found: list[Paragraph] = []
    done = 0

    def add(start: int, end: int, like: Paragraph | None = None) -> None:
        if story.text[start:end].strip():
            block = Paragraph(start, end, like.role, like.focalizer, like.confidence) if like else Paragraph(start, end)
            block.story = story
            found.append(block)

    for paragraph in sorted(story.paragraphs, key=lambda p: p.start):
        start, end = max(paragraph.start, done), min(paragraph.end, len(story.text))
        if start < end:
            add(done, start)
            add(start, end, paragraph)
            done = end
    add(done, len(story.text))
    return found


def by_block(
    story: Story, items: Iterable[Item[T]], skip: frozenset[str] = frozenset()
) -> Iterator[tuple[Paragraph, list[Run[T]]]]:
    """Each block of the story with the runs of its text; blocks of the roles in `skip` are left out."""
    found = blocks(story)
    edges = (edge for block in found for edge in block.span)
    stream = runs(items, len(story.text), edges)
    run = next(stream, None)
    for block in found:
        inside = []
        while run and run.start < block.end:
            if run.start >= block.start:
                inside.append(run)
            run = next(stream, None)
        if block.role not in skip:
            yield block, inside
