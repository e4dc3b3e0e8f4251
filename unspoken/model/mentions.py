"""From the network's scores of spans to mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from unspoken.model import nodes as N
from unspoken.model.network import SPAN_TYPES, WIDEST
from unspoken.model.nodes import MentionSpan

_SMALL = frozenset(["the", "a", "an", "of", "de", "la", "le", "du", "von", "van", "der", "and", "'s", "’s"])
_PEOPLE = frozenset({"PER", "CHAR", "PRON"})
_STUTTER = re.compile(r"^(\w+)[-–—](?=\1)")


def is_proper(words: Sequence[str]) -> bool:
    """Whether a mention is a name: its head, and all but its particles, begin with a capital ('the Duke of York')."""
    telling = [w for w in words if w.lower() not in _SMALL and w[0].isalnum()]
    return bool(telling) and all(w[0].isupper() for w in telling) and len(telling) <= 5


def kind(words: Sequence[str]) -> int:
    """PROPER, NOMINAL or PRONOUN, from the words of a mention of a person."""
    if len(words) == 1 and _STUTTER.sub("", words[0].lower()) in N.PRONOUN_CLASS:
        return N.PRONOUN
    return N.PROPER if is_proper(words) else N.NOMINAL


def choose(spans: Sequence[tuple[int, int, int, float]], words: Sequence[str]) -> list[MentionSpan]:
    """The mentions among scored spans (first token, last, number in SPAN_TYPES, score), in the order of the text.

    The best go first; a span that crosses one of them is dropped, one inside another stays."""
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for a, b, t, score in spans:
        if (a, b) not in best or score > best[a, b][0]:
            best[a, b] = (score, SPAN_TYPES[t])
    taken: dict[int, list[int]] = defaultdict(list)
    out = []
    for (a, b), (_, name) in sorted(best.items(), key=lambda x: (-x[1][0], x[0])):
        near = ((x, y) for x in range(a - WIDEST, b + 1) for y in taken.get(x, ()))
        if a == b or not any(x < a <= y < b or a < x <= b < y for x, y in near):
            taken[a].append(b)
            of = kind(words[a : b + 1])
            out.append(MentionSpan(a, b, of if name in _PEOPLE or of == N.PRONOUN else N.PLACE))
    return sorted(out, key=lambda m: (m.start, m.last))
