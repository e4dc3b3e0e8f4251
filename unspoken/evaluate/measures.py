"""What the scorers have in common: tallies, the overlap of spans, and whose name leads to whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from unspoken.story import Character, Story

FOUND = 0.5
"""A gold span is found where the intersection with a span of the reading is at least this share of their union."""

Figure = float | int | None
Figures = dict[str, Figure | dict[str, Figure]]
"""Figures by name, one level of groups deep. A share is from 0 to 1; None where there was nothing to measure."""

_AROUND = frozenset(" \n\t\r\"'“”‘’«»—-")
_DETERMINER = re.compile(r"^(the|a|an|my|your)\s+")
_NOT_IN_NAMES = re.compile(r"[^\w ]")


class Tally(defaultdict[tuple[str, str], float]):
    """What was counted in a document, by group and name. Tallies of several documents add up."""

    def __init__(self) -> None:
        super().__init__(float)

    @classmethod
    def sum(cls, tallies: Iterable[Tally]) -> Tally:
        total = cls()
        for tally in tallies:
            for key, value in tally.items():
                total[key] += value
        return total

    def count(self, group: str, name: str = "n") -> int:
        return round(self[group, name])

    def share(self, group: str, part: str, whole: str = "n") -> float:
        return ratio(self[group, part], self[group, whole])

    def scores(self, group: str, both: str = "both", found: str = "found", gold: str = "gold") -> dict[str, Figure]:
        """Precision P, recall R and F1 of what was found."""
        precision, recall = self.share(group, both, found), self.share(group, both, gold)
        return {"P": precision, "R": recall, "F": f1(precision, recall)}


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    return ratio(2 * precision * recall, precision + recall)


def trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without white space, quotation marks and dashes at its ends, for the conventions of gold differ."""
    start, end = span
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    return start, end


def overlaps(
    first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int, float]]:
    """The pairs that share characters: index in `first`, index in `second`, characters shared, and their share of both.

    Ordered by the index in `first`, then by the place of the other in the text.
    """
    order = sorted(range(len(second)), key=lambda j: second[j])
    starts = [second[j][0] for j in order]
    longest = max((end - start for start, end in second), default=0)
    for i, (start, end) in enumerate(first):
        for j in order[bisect_left(starts, start - longest) : bisect_left(starts, end)]:
            shared = min(end, second[j][1]) - max(start, second[j][0])
            if shared > 0:
                union = max(end, second[j][1]) - min(start, second[j][0])
                yield i, j, shared, shared / union


def covered(spans: Iterable[tuple[int, int]], size: int) -> NDArray[np.bool_]:
    """Which of the text's characters are in any of the spans: (size,)."""
    inside = np.zeros(size, np.bool_)
    for start, end in spans:
        inside[start:end] = True
    return inside


def plain(name: str) -> str:
    """A name to compare: lower case, no determiner before it, no punctuation."""
    return _NOT_IN_NAMES.sub("", _DETERMINER.sub("", name.strip().lower())).strip()


def lead(gold: Mapping[str, Iterable[str]], story: Story) -> dict[Character | None, str]:
    """Whom the names of the story's characters lead to: each to the gold character it shares most words of names with.

    `gold` maps each character's key, itself a name, to its names. A name that two gold characters share is no evidence.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for key, names in gold.items():
        for name in (key, *names):
            owners[plain(name)].add(key)
    leads: dict[Character | None, str] = {}
    for character in story.characters:
        votes: Counter[str] = Counter()
        for name in (*([character.name] if character.name else []), *character.aliases):
            owner = owners.get(plain(name), ())
            if len(owner) == 1:
                votes.update({key: 1 + len(plain(name).split()) for key in owner})
        if votes:
            leads[character] = votes.most_common(1)[0][0]
    return leads
