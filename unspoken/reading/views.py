"""What there is to know of whose mind each paragraph is in, laid out for the network of minds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from unspoken.model.minds import CELL, PERSON, PLACE, Stretch
from unspoken.story import Character, Mention

LONGEST = 64
"""Paragraphs in the longest stretch that is decided together."""
MOST = 64
"""People of a stretch who are thought of."""
_LIKELY = 0.02
"""From what chance on, in any paragraph of a stretch, somebody is one of its people."""
_FLOOR = 0.01


@dataclass(eq=False)
class View:
    """A paragraph as the network of minds is told of it: the encoder's `chances` of each person to be its mind; who is
    `mentioned` in its narration, in order, how often with a verb of knowing or feeling (`inner`), how often with
    'himself' or 'herself' after them (`selves`); how much each speaks in it; how many thoughts it has, and of how many
    each is likely to be the thinker (the sum of the chances, `thinks`); the words of its narration; and whether it
    `opens` a scene."""

    chances: Mapping[Character, float]
    mentioned: Sequence[Mention]
    inner: Counter[Character]
    selves: Counter[Character]
    speaks: Counter[Character]
    thoughts: int
    thinks: Mapping[Character, float]
    words: int
    opens: bool


def stretches(chapters: Sequence[int]) -> list[range]:
    """The paragraphs of a text, given by their chapters, in stretches of one chapter and about one length."""
    out: list[range] = []
    for _, some in groupby(range(len(chapters)), key=chapters.__getitem__):
        places = list(some)
        parts = -(-len(places) // LONGEST)
        cuts = [places[0] + len(places) * k // parts for k in range(parts + 1)]
        out += [range(a, b) for a, b in pairwise(cuts)]
    return out


def people_of(views: Sequence[View]) -> list[Character]:
    """Who may be the mind of a stretch's paragraphs, the likeliest and most mentioned first, MOST at most."""
    weight: defaultdict[Character, float] = defaultdict(float)
    for view in views:
        for chances in (view.chances, view.thinks):
            for who, chance in chances.items():
                if chance > _LIKELY:
                    weight[who] += chance
        for mention in view.mentioned:
            if mention.character:
                weight[mention.character] += 1
    return sorted(weight, key=lambda who: -weight[who])[:MOST]


def told(views: Sequence[View], people: Sequence[Character], narrator: Character | None) -> Stretch:
    """What the network of minds is told of a stretch and its people."""
    cells = np.zeros((len(views), len(people) + 1, CELL), np.float32)
    places = np.zeros((len(views), PLACE), np.float32)
    total = Counter(m.character for view in views for m in view.mentioned if m.character)
    every = max(1, total.total())
    for k, view in enumerate(views):
        kinds: defaultdict[Character | None, Counter[str]] = defaultdict(Counter)
        for mention in view.mentioned:
            kinds[mention.character][mention.kind] += 1
        first = view.mentioned[0].character if view.mentioned else None
        nobody = max(0.0, 1 - sum(view.chances.values()))
        for column, who in enumerate((*people, None)):
            chance = view.chances.get(who, 0.0) if who else nobody
            uses = kinds[who] if who else Counter()
            cells[k, column] = [
                chance,
                np.log(max(_FLOOR, chance)),
                min(4, uses.total()) / 2,
                min(4, uses["pronoun"]) / 2,
                min(4, uses["proper"]) / 2,
                min(4, uses["nominal"]) / 2,
                who is not None and who is first,
                view.speaks[who] if who else 0,
                view.thinks.get(who, 0.0) if who else 0.0,
                view.thoughts,
                who is None,
                min(2, view.inner[who]) if who else 0,
                min(2, view.inner.total() - (view.inner[who] if who else 0)),
                min(2, view.selves[who]) if who else 0,
            ]
        places[k] = [np.log1p(view.words) / 5, view.words == 0, view.opens, k == 0, max([0.0, *view.chances.values()])]
    known = np.zeros((len(people) + 1, PERSON), np.float32)
    known[-1, -1] = 1
    for row, who in enumerate(people):
        pronouns = [who.pronouns == "he", who.pronouns == "she", who.pronouns is None]
        known[row, :-1] = [*pronouns, who is narrator, bool(who.name), np.log1p(total[who]), total[who] / every]
    return Stretch(cells, known, places)
