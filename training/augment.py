"""Texts made harder: a share of the tags left out, so that their lines must be told from the turns around them; names
made pronouns; or all quotation marks left out."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np

from training.data import SPOKEN, Gold
from unspoken.model import wordpiece
from unspoken.model.inputs import SHAPES, ZONES, Inputs
from unspoken.model.nodes import PRONOUN, PROPER
from unspoken.reading import english

NEAR = 100
"""Tokens within which a name must have come before to be made a pronoun."""
LONGEST = 9
"""Tokens in the longest tag that is left out."""
_STOPS = frozenset([".", "!", "?"])
_CLAUSE = frozenset(
    [",", ";", "and", "but", "that", "when", "as", "if", "while", "where", "then", "because", "for", "than", "until"]
)
_TOWARDS = frozenset(
    ["to", "at", "for", "with", "from", "of", "by", "upon", "on", "in", "into", "behind", "beside", "towards", "after"]
)
_FORMS = {"he": ("him", "his"), "she": ("her", "her")}


def untagged(gold: Gold, rng: random.Random, share: float) -> Gold:
    """The document without a share of the tags after a line: '“No,” said Ines. She rose.' becomes '“No,” She rose.'"""
    x = gold.inputs
    keep = np.ones(len(x), bool)
    ends = np.append(np.flatnonzero(x.first)[1:], len(x))
    unmarked = np.zeros(len(x), bool)
    for line in gold.lines:
        if not line.quoted:
            unmarked[line.start : line.last + 1] = True
    for line in gold.lines:
        a, end = line.last + 1, int(ends[np.searchsorted(ends, line.last, side="right")])
        b = next((k + 1 for k in range(a, min(a + LONGEST, end)) if gold.words[k] in _STOPS), end)
        if not line.quoted or not line.speaker or not 1 < b - a <= LONGEST or rng.random() > share:
            continue
        said = any(word.lower() in english.SAYING for word in gold.words[a:b])
        if said and not x.zone[a:b].any() and not unmarked[a:b].any():
            keep[a:b] = False
    return _only(gold, keep) if not keep.all() else gold


def pronominal(gold: Gold, rng: random.Random, share: float) -> Gold:
    """The document with he or she for a share of the names of the narration whose bearer was named a little before:
    'Ines rose. “No,” she said to him.' for 'Ines rose. “No,” said Ines to Dace.'"""
    x = gold.inputs
    named: dict[str, int] = {}
    chosen: dict[tuple[int, int], str] = {}
    keep = np.ones(len(x), bool)
    for m in gold.mentions:
        if m.type != PROPER or not m.known or not m.who or x.zone[m.start]:
            continue
        near = m.start - named.get(m.who, -NEAR) < NEAR
        named[m.who] = m.last
        if near and m.who in gold.pronouns and rng.random() < share:
            word, last = _pronoun(gold, m.start, m.last, gold.pronouns[m.who])
            around = (a <= m.last and b >= m.start and b - a != m.last - m.start for a, b, _ in gold.spans or ())
            if word and (last == m.start or not any(around)):
                chosen[m.start, m.last] = word
                keep[m.start + 1 : last + 1] = False
    if not chosen:
        return gold
    mentions = [
        replace(m, last=m.start, type=PRONOUN, known=False) if (m.start, m.last) in chosen else m for m in gold.mentions
    ]
    spans = gold.spans and [(a, a, "PRON") if (a, b) in chosen else (a, b, kind) for a, b, kind in gold.spans]
    out = _only(replace(gold, mentions=mentions, spans=spans), keep)
    at = np.cumsum(keep) - 1
    new = {int(at[start]): word for (start, _), word in chosen.items()}
    y = out.inputs
    split = [
        np.array(wordpiece.pieces(new[k]), y.pieces.dtype) if k in new else y.pieces[a:b]
        for k, (a, b) in enumerate(itertools.pairwise(y.offsets.tolist()))
    ]
    shape = y.shape.copy()
    for k, word in new.items():
        shape[k] = SHAPES["title" if word[0].isupper() else "lower"]
    offsets = np.concatenate([[0], np.cumsum([len(p) for p in split])]).astype(np.int32)
    return replace(
        out,
        words=[new.get(k, word) for k, word in enumerate(out.words)],
        inputs=replace(y, shape=shape, pieces=np.concatenate(split), offsets=offsets),
    )


def _pronoun(gold: Gold, start: int, last: int, subject: str) -> tuple[str, int]:
    """What may stand for the name from token `start` to `last`, or nothing, and up to where."""
    words = gold.words
    before = words[start - 1].lower() if start else ""
    after = words[last + 1].lower() if last + 1 < len(words) else ""
    opens = bool(gold.inputs.first[start]) or before in _STOPS
    object_, possessive = _FORMS[subject]
    told = before in english.SAYING and start > 1 and gold.inputs.zone[start - 2] > 0
    acts = (opens or before in _CLAUSE) and (after in english.SAYING | english.BEING or after.endswith("ed"))
    if after in ("'s", "’s") and (opens or before in _CLAUSE | _TOWARDS):
        word, last = possessive, last + 1
    elif told or acts:
        word = subject
    elif before in _TOWARDS:
        word = object_
    else:
        return "", last
    return (word.capitalize() if opens else word), last


def unmarked(gold: Gold) -> Gold:
    """The document without quotation marks: what is spoken is told by its words alone."""
    assert gold.thoughts is not None
    x = gold.inputs
    marks = (x.zone == ZONES["opening"]) | (x.zone == ZONES["closing"])
    keep = ~marks | np.array([word[0].isalnum() for word in gold.words])
    thoughts = gold.thoughts.copy()
    for line in gold.lines:
        if line.quoted and line.kind == "speech":
            spoken = slice(line.start, line.last + 1)
            thoughts[spoken][x.zone[spoken] > 0] = SPOKEN
    kept = np.flatnonzero(keep)

    def bare(start: int, last: int) -> tuple[int, int] | None:
        inside = kept[(kept >= start) & (kept <= last)]
        return (int(inside[0]), int(inside[-1])) if len(inside) else None

    lines = [
        replace(line, start=at[0], last=at[1], quoted=False)
        for line in gold.lines
        if line.kind != "other" and (at := bare(line.start, line.last))
    ]
    eyes = [(*at, who) for a, b, who in gold.eyes if (at := bare(a, b))]
    plain = _only(replace(gold, thoughts=thoughts, lines=lines, eyes=eyes), keep)
    y = plain.inputs
    begins = np.diff(y.paragraph, prepend=-1) != 0
    nowhere = np.full_like(y.quotation, -1)
    return replace(
        plain, inputs=replace(y, zone=np.zeros_like(y.zone), quotation=nowhere, first=begins.astype(y.first.dtype))
    )


def _only(gold: Gold, keep: np.ndarray) -> Gold:
    """The document's kept tokens, with the labels that fall on them."""
    x = gold.inputs
    new = np.cumsum(keep) - 1
    lengths = np.diff(x.offsets)
    inputs = Inputs(
        x.shape[keep],
        x.zone[keep],
        x.first[keep],
        x.italic[keep],
        x.paragraph[keep],
        x.quotation[keep],
        x.pieces[np.repeat(keep, lengths)],
        np.concatenate([[0], np.cumsum(lengths[keep])]).astype(np.int32),
    )

    def whole(start: int, last: int) -> bool:
        return bool(keep[start : last + 1].all())

    def moved(spans: list[tuple] | None) -> list[tuple] | None:
        return spans and [(int(new[a]), int(new[b]), rest) for a, b, rest in spans if whole(a, b)]

    return replace(
        gold,
        words=[word for word, kept in zip(gold.words, keep, strict=True) if kept],
        inputs=inputs,
        mentions=[
            replace(m, start=int(new[m.start]), last=int(new[m.last])) for m in gold.mentions if whole(m.start, m.last)
        ],
        lines=[replace(line, start=int(new[line.start]), last=int(new[line.last])) for line in gold.lines],
        spans=moved(gold.spans),
        events=None if gold.events is None else gold.events[keep],
        thoughts=None if gold.thoughts is None else gold.thoughts[keep],
        eyes=[(int(new[a]), int(new[b]), who) for a, b, who in gold.eyes],
    )
