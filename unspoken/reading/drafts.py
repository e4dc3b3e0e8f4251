"""Lines before anybody is known to say them: speech and thought in quotation marks, thought without, and their tags."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspoken.model.inputs import ZONES, Inputs
from unspoken.model.network import FEELINGS, KINDS, Floats, Network
from unspoken.reading import english, tags
from unspoken.reading.parts import Parts, Quotation
from unspoken.story import Feeling, Form, Kind, Span

_SAYING = frozenset(english.SAYING)
_THINKING = frozenset(english.THINKING)
_SHORTEST = 3
"""Tokens in the shortest thought that is only a part of its sentence."""


@dataclass(slots=True)
class Draft:
    """A line by its first and last token and its spans; `tag` is the clause that reports it."""

    start: int
    last: int
    spans: list[Span]
    kind: Kind
    form: Form
    feeling: Feeling
    tag: tags.Tag | None = None


def find(
    net: Network, vectors: NDArray[np.float16], parts: Parts, quotations: Sequence[Quotation], inputs: Inputs
) -> list[Draft]:
    """All lines in the order of the text. A quotation is a line where the network takes it for speech or thought."""
    starts = [t.start for t in parts.tokens]
    found = []
    for q in quotations:
        a, b = bisect_left(starts, q.spans[0].start), bisect_left(starts, q.spans[-1].end) - 1
        if a > b:
            continue
        chance, feeling = net.line(vectors, a, b)
        kind = KINDS[int(chance.argmax())]
        if kind != "other" and (q.kind == "speech" or chance[0] > 0.8):
            found.append(Draft(a, b, list(q.spans), kind, "direct", _feeling(feeling)))
    for a, b, form in thoughts(net.thoughts(vectors), parts, inputs):
        _, feeling = net.line(vectors, a, b)
        span = Span(parts.tokens[a].start, parts.tokens[b].end)
        found.append(Draft(a, b, [span], "thought", form, _feeling(feeling)))
    return sorted(found, key=lambda d: d.start)


def _feeling(chance: Floats) -> Feeling:
    return FEELINGS[int(chance.argmax())]


def thoughts(chance: Floats, parts: Parts, inputs: Inputs) -> list[tuple[int, int, Form]]:
    """Thoughts in the narration, by first and last token: whole sentences where the network takes most of one for
    thought, else the stretch of it that is. `chance` is of narration, direct and free thought, (tokens, 3)."""
    starts = [t.start for t in parts.tokens]
    p = 1 - chance[:, 0]
    out: list[tuple[int, int, Form]] = []
    for s in parts.sentences:
        a, b = bisect_left(starts, s.start), bisect_left(starts, s.end)
        if a >= b or inputs.zone[a:b].any() or p[a:b].max() < 0.5:
            continue
        here = p[a:b] > 0.5
        if p[a:b].mean() > 0.5 and here.mean() > 0.75:
            runs = [(a, b - 1)]
        else:
            edges = np.flatnonzero(np.diff(np.concatenate([[0], here, [0]])))
            runs = [
                (a + int(i), a + int(j) - 1) for i, j in zip(edges[::2], edges[1::2], strict=True) if j - i >= _SHORTEST
            ]
        for x, y in runs:
            form: Form = "direct" if chance[x : y + 1, 1].sum() >= chance[x : y + 1, 2].sum() else "free"
            last = out[-1] if out else None
            if last and last[1] + 1 == x and last[2] == form and inputs.paragraph[last[0]] == inputs.paragraph[x]:
                out[-1] = (last[0], y, form)
            else:
                out.append((x, y, form))
    return out


def find_tags(drafts: Sequence[Draft], words: Sequence[str], inputs: Inputs, mentions: Mapping[int, int]) -> None:
    """Set each line's tag: after one of its pieces, in the same paragraph, or before it.

    `words` are the tokens in lower case; `mentions` gives the last token of the longest mention starting at a token."""
    narrated = inputs.zone == ZONES["narration"]
    edges = sorted(x for d in drafts for x in (d.start, d.last + 1))
    for d in drafts:
        verbs = _SAYING if d.kind == "speech" else _THINKING | _SAYING
        gaps = _gaps(d, narrated, edges, inputs)
        for a, b in gaps:
            d.tag = d.tag or tags.after(words, a, b, mentions, verbs)
        if not d.tag:
            a = d.start
            while a > 0 and narrated[a - 1] and not inputs.first[a] and words[a - 1] not in ".!?":
                a -= 1
            near = {k: mentions[k] for k in range(a, d.start) if k in mentions}
            d.tag = tags.before(words, a, d.start, near, verbs)


def _gaps(d: Draft, narrated: NDArray[np.bool_], edges: list[int], inputs: Inputs) -> list[tuple[int, int]]:
    """The stretches of narration that follow a piece of the line, to the end of the paragraph or the next line."""
    out = []
    k = d.start
    while k <= d.last + 1 and k < len(narrated):
        if k > d.start and narrated[k] and (k == d.last + 1 or not narrated[k - 1]) and not inputs.first[k]:
            end = k
            limit = edges[bisect_left(edges, k + 1)] if bisect_left(edges, k + 1) < len(edges) else len(narrated)
            while end < limit and narrated[end] and (end == k or not inputs.first[end]):
                end += 1
            out.append((k, end))
            k = end
        k += 1
    return out
