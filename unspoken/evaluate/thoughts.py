"""Thought and its thinker, in passages of fiction. Thoughts that are not sure count neither for nor against."""

from __future__ import annotations

import re

import numpy as np

from unspoken.evaluate.gold import Passage, Span
from unspoken.evaluate.measures import FOUND, Figures, Tally, covered, overlaps
from unspoken.story import Character, Story

KINDS = ("all", "direct", "free")
COLUMNS = {
    "thoughts": ("all", "n"),
    "char P": ("char P",),
    "char R": ("char R",),
    "char F": ("char F",),
    "found": ("all", "recall"),
    "who": ("all", "who"),
    "direct": ("direct", "recall"),
    "who ": ("direct", "who"),
    "free": ("free", "recall"),
    "who  ": ("free", "who"),
}

_TITLES = frozenset({
    "mr", "mrs", "miss", "ms", "lady", "lord", "sir", "dr", "the", "a", "an", "old", "young", "little", "colonel",
    "captain", "aunt", "uncle",
})  # fmt: skip


def count(gold: Passage, story: Story) -> Tally:
    tally = Tally()
    size = len(gold.text)
    sure = [t for t in gold.thoughts if t.sure]
    pieces = [(span, line.speaker) for line in story.lines if line.kind == "thought" for span in line.spans]
    # Only what counts is seen: no white space, and nothing in doubt.
    seen = ~np.fromiter(map(str.isspace, gold.text), np.bool_, size)
    seen &= ~covered(((t.start, t.end) for t in gold.thoughts if not t.sure), size)
    wanted = covered(((t.start, t.end) for t in sure), size) & seen
    found = covered((span for span, _ in pieces), size) & seen
    tally["characters", "both"] += int((wanted & found).sum())
    tally["characters", "found"] += int(found.sum())
    tally["characters", "gold"] += int(wanted.sum())
    seen_before = np.concatenate([[0], np.cumsum(seen)])

    def seen_in(start: int, end: int) -> int:
        return int(seen_before[end] - seen_before[start])

    thinkers: dict[int, tuple[int, Character | None]] = {}  # by the piece that has most of the thought
    spans: list[Span] = [(t.start, t.end) for t in sure]
    order = sorted(overlaps(spans, [span for span, _ in pieces]), key=lambda x: x[:2])
    for i, j, _, _ in order:
        (start, end), who = pieces[j]
        shared = seen_in(max(start, sure[i].start), min(end, sure[i].end))
        if shared > thinkers.get(i, (0, None))[0]:
            thinkers[i] = shared, who
    for i, thought in enumerate(sure):
        whole = seen_in(thought.start, thought.end)
        if not whole:
            continue
        hit = int((found[thought.start : thought.end]).sum()) >= FOUND * whole
        thinker = thinkers.get(i, (0, None))[1]
        for kind in ("all", thought.form):
            tally[kind, "n"] += 1
            tally[kind, "hit"] += hit
            tally[kind, "who"] += hit and thinker is not None and _is(thinker, thought.who)
    return tally


def figures(tally: Tally) -> Figures:
    out: Figures = {f"char {key}": value for key, value in tally.scores("characters").items()}
    for kind in KINDS:
        out[kind] = {"n": tally.count(kind), "recall": tally.share(kind, "hit"), "who": tally.share(kind, "who")}
    return out


def _is(character: Character, who: str) -> bool:
    """Whether the character has a word of a name, titles aside, with the gold; for 'I', whether it is the narrator."""
    names = [name for name in (character.name, *character.aliases) if name]
    if who.strip().lower() == "i":
        return character.narrator or any(name.lower() in ("i", "narrator") for name in names)
    wanted = _words(who) or {who.lower()}
    return any(wanted & _words(name) for name in names)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", name.lower())) - _TITLES
