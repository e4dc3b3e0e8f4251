"""A story as the page shows it: paragraphs cut into runs of words that belong to one line.

Offsets stay in code points; the page never counts in the text, it gets it cut. A line's key is where it starts.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from unspoken.corrections import Corrected
from unspoken.story import Character, Line, Paragraph, Story

Json = dict[str, Any]
Piece = tuple[int, int, Line | str]
STYLES = {"italic": "i", "bold": "b", "smallcaps": "c"}
SIGNS = re.compile(r"[_*]{1,3}")  # what stands around italics and bold in a plain text; the page leaves it out


def whole(corrected: Corrected) -> Json:
    """All that the page needs of a story."""
    story = corrected.story
    return {
        "title": story.title,
        "author": story.author,
        "notes": story.notes,
        "chapters": [{"start": x.start, "title": x.title} for x in story.chapters],
        "scenes": [x.start for x in story.scenes],
        "characters": characters(story),
        "lines": lines(corrected),
        "paragraphs": paragraphs(story, story.paragraphs),
    }


def characters(story: Story) -> list[Json]:
    """The cast, with where each is first and last heard of."""

    def one(c: Character) -> Json:
        places = [x.start for x in (*c.lines[:1], *c.lines[-1:])]
        places += [x.start for x in (*c.mentions[:1], *c.mentions[-1:])]
        return {
            "id": c.id,
            "name": c.name,
            "label": c.label,
            "aliases": c.aliases,
            "pronouns": c.pronouns,
            "narrator": c.narrator,
            "mentions": c.count,
            "first": min(places, default=None),
            "last": max(places, default=None),
        }

    return [one(c) for c in story.characters]


def lines(corrected: Corrected) -> list[Json]:
    return [line(x, x in corrected.fixed) for x in corrected.story.lines]


def line(x: Line, fixed: bool) -> Json:
    return {
        "key": x.start,
        "end": x.end,
        "kind": x.kind,
        "form": x.form,
        "speaker": x.speaker.id if x.speaker else None,
        "to": [c.id for c in x.addressees],
        "feeling": x.feeling,
        "manner": x.manner,
        "confidence": round(x.confidence, 2),
        "fixed": fixed,
    }


def paragraphs(story: Story, wanted: Sequence[Paragraph]) -> list[Json]:
    """Paragraphs, each with its runs: [words, key of the line or null, style letters]; `x` is a sign, not words."""
    starts = [scene.start for scene in story.scenes]
    chapters = [chapter.start for chapter in story.chapters]
    pieces = _pieces(story)
    return [
        {
            "start": p.start,
            "role": p.role,
            "focalizer": p.focalizer.id if p.focalizer else None,
            "chapter": max(bisect_right(chapters, p.start) - 1, 0),
            "scene": max(bisect_right(starts, p.start) - 1, 0),
            "runs": runs,
        }
        for p, runs in zip(wanted, _cut(story.text, wanted, pieces), strict=True)
    ]


def _pieces(story: Story) -> list[Piece]:
    """The spans of lines and the spans of one style, in order of the text."""
    spans: list[Piece] = [(a, b, x) for x in story.lines for a, b in x.spans]
    for mark in story.marks:
        if mark.kind not in STYLES:
            continue
        spans.append((mark.start, mark.end, STYLES[mark.kind]))
        sign = SIGNS.match(story.text, mark.end)
        if sign and story.text.endswith(sign[0], 0, mark.start):
            spans.append((mark.start - len(sign[0]), mark.start, "x"))
            spans.append((*sign.span(), "x"))
    spans.sort(key=lambda piece: piece[:2])
    return spans


def _cut(text: str, wanted: Sequence[Paragraph], pieces: list[Piece]) -> Iterator[list[list[Any]]]:
    """The runs of each paragraph. Of lines one inside another, the inner one has the words."""
    open_pieces: list[Piece] = []
    k = 0
    for p in wanted:
        while k < len(pieces) and pieces[k][0] < p.end:
            open_pieces.append(pieces[k])
            k += 1
        open_pieces = [piece for piece in open_pieces if piece[1] > p.start]
        cuts = sorted({p.start, p.end, *(max(min(x, p.end), p.start) for a, b, _ in open_pieces for x in (a, b))})
        runs = []
        for a, b in itertools.pairwise(cuts):
            over = [(s, x) for s, e, x in open_pieces if s <= a and e >= b]
            inner = max(((s, x.start) for s, x in over if isinstance(x, Line)), default=None)
            style = "".join(sorted({x for _, x in over if isinstance(x, str)}))
            runs.append([text[a:b], inner[1] if inner else None, style])
        yield runs
