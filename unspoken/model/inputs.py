"""What the encoder sees of a text: word pieces, and what an uncased vocabulary cannot show of each token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from unspoken.model import wordpiece
from unspoken.reading.parts import Parts, Quotation

Ints = NDArray[np.int32]

SHAPES = {"other": 0, "lower": 1, "title": 2, "upper": 3, "mixed": 4, "digit": 5}
ZONES = {"narration": 0, "quoted": 1, "opening": 2, "closing": 3}
WINDOW = 512
"""Word pieces in one window of the encoder, its two special pieces counted."""
_LONGEST = 16
"""Word pieces kept of one token."""


@dataclass(slots=True)
class Inputs:
    """Per token (n tokens): its `shape`, its `zone` (in or out of quotation), whether it is `first` of its paragraph,
    whether it is `italic`, the `paragraph` and `quotation` it stands in (-1 for none); and its word pieces:
    `pieces[offsets[k]:offsets[k + 1]]` are token k's."""

    shape: Ints
    zone: Ints
    first: Ints
    italic: Ints
    paragraph: Ints
    quotation: Ints
    pieces: Ints
    offsets: Ints

    def __len__(self) -> int:
        return len(self.shape)


def prepare(parts: Parts, quotations: Sequence[Quotation], words: Sequence[str] | None = None) -> Inputs:
    """The inputs of a text. `words` stands in for the tokens' own texts, one for each (training renames people)."""
    tokens = parts.tokens
    starts = np.array([t.start for t in tokens], np.int64)
    n = len(tokens)
    zone, quotation = np.zeros(n, np.int32), np.full(n, -1, np.int32)
    for number, found in enumerate(quotations):
        for span in found.spans:
            a, b = np.searchsorted(starts, [span.start, span.end])
            if a >= b or found.level:
                continue
            zone[a:b], quotation[a:b] = ZONES["quoted"], number
            zone[a] = ZONES["opening"]
            if b - a > 1 and not tokens[b - 1].text[0].isalnum():
                zone[b - 1] = ZONES["closing"]
    italic = np.zeros(n, np.int32)
    for mark in parts.marks:
        if mark.kind == "italic":
            a, b = np.searchsorted(starts, [mark.start, mark.end])
            italic[a:b] = 1
    paragraph_starts = np.array([p.start for p in parts.paragraphs], np.int64)
    paragraph = (np.searchsorted(paragraph_starts, starts, side="right") - 1).astype(np.int32)
    first = np.ones(n, np.int32)
    first[1:] = paragraph[1:] != paragraph[:-1]
    texts = words if words is not None else [t.text for t in tokens]
    opening = zone == ZONES["opening"]
    split = [
        wordpiece.pieces('"' if opening[k] and not text[0].isalnum() else text)[:_LONGEST]
        for k, text in enumerate(texts)
    ]
    offsets = np.zeros(n + 1, np.int32)
    np.cumsum([len(s) for s in split], out=offsets[1:])
    pieces = np.array([p for s in split for p in s], np.int32)
    shape = np.array([_shape(text) for text in texts], np.int32)
    return Inputs(shape, zone, first, italic, paragraph, quotation, pieces, offsets)


def _shape(text: str) -> int:
    if text.islower():
        return SHAPES["lower"]
    if text.isupper():
        return SHAPES["upper"] if len(text) > 1 else SHAPES["title"]
    if text[0].isupper() and (text.istitle() or text[1:].islower()):
        return SHAPES["title"]
    if text[0].isdigit():
        return SHAPES["digit"]
    return SHAPES["mixed"] if any(c.isalpha() for c in text) else SHAPES["other"]


class Window(NamedTuple):
    """A window by its tokens: the first, the last + 1, the first that is kept, the last that is kept + 1."""

    left: int
    right: int
    keep: int
    end: int


def windows(inputs: Inputs, start: int, end: int, margin: int) -> list[Window]:
    """Cut tokens [start, end) into windows.

    Each holds at most WINDOW - 2 pieces; the kept stretches follow each other without gap, each with up to `margin`
    pieces of context on either side. Cuts prefer the start of a paragraph in the window's last twelfth.
    """
    room = WINDOW - 2
    out = []
    at = start
    while at < end:
        left = max(start, int(np.searchsorted(inputs.offsets, inputs.offsets[at] - margin)))
        base = int(inputs.offsets[left])
        limit = min(end, int(np.searchsorted(inputs.offsets, base + room, side="right")) - 1)
        limit = max(limit, at + 1)
        keep = limit
        if limit < end:
            inner = max(int(np.searchsorted(inputs.offsets, inputs.offsets[limit] - margin)), at + 1)
            opens = np.flatnonzero(inputs.first[at + 1 : inner + 1]) + at + 1
            late = opens[inputs.offsets[opens] - base > room * 11 // 12]
            keep = int(late[-1]) if len(late) else inner
        out.append(Window(left, limit, at, keep))
        at = keep
    return out
