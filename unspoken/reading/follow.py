"""How the lines around a corrected one follow it: who speaks next depends on who spoke.

The rates are those of the 18 novels of the Project Dialogism Novel Corpus. The lines' own confidence is the rest of the
evidence, so that any resolver's reading can be followed up.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

from unspoken.story import Character, Line, Story

Speaker = Character | None
REACH = 5  # paragraphs between two lines of one conversation, at most
AROUND = 12  # lines looked at on each side
SURE = 0.85  # a line as sure as this stays as it is, like one with a tag
# How often a line has the speaker of the line before it; and else that of the line before that: by paragraphs between.
RATES = {"same": (0.84, 0.49), "next": (0.05, 0.83), "further": (0.36, 0.57)}


def follow(story: Story, line: Line, was: Speaker, fixed: Collection[Line]) -> list[Line]:
    """Give untagged, unsure lines around a line new speakers, where its change from `was` makes others likelier.

    Returns the lines whose speaker changed. `fixed` are answers given, which stay.
    """
    if line.kind != "speech" or line.speaker is was:
        return []
    talk = _conversation(story, line)
    party = list(dict.fromkeys(who for x in talk for who in (x.speaker, *x.addressees) if who))
    party += [who for who in (was,) if who and who not in party]
    held = {x: x.speaker for x in talk if x in fixed or x.cue or x.confidence >= SURE}
    places = [bisect_right(story.paragraphs, x.start, key=lambda p: p.start) for x in talk]
    before = _likeliest(talk, places, party, {**held, line: was})
    after = _likeliest(talk, places, party, {**held, line: line.speaker})
    changed = []
    for x, old, new in zip(talk, before, after, strict=True):
        if x not in held and x is not line and old is not new and x.speaker is not new:
            x.speaker = new
            changed.append(x)
    for x in (line, *changed):
        _address(talk, x)
    return changed


def _conversation(story: Story, line: Line) -> list[Line]:
    """The speeches of the scene around a line, without a long stretch of narration between them."""
    k = bisect_right(story.lines, line.start, key=lambda x: x.start) - 1
    near = [x for x in story.lines[max(k - 2 * AROUND, 0) : k + 2 * AROUND + 1] if x.kind == "speech"]
    places = {x: bisect_right(story.paragraphs, x.start, key=lambda p: p.start) for x in near}
    at = near.index(line)

    def reach(side: Sequence[Line]) -> list[Line]:
        out, last = list[Line](), line
        for x in side[:AROUND]:
            if abs(places[x] - places[last]) > REACH or x.scene is not line.scene:
                break
            out.append(x)
            last = x
        return out

    return [*reversed(reach(near[:at][::-1])), line, *reach(near[at + 1 :])]


def _likeliest(
    talk: Sequence[Line], places: Sequence[int], party: Sequence[Character], held: Mapping[Line, Speaker]
) -> list[Speaker]:
    """The likeliest speakers of a conversation as a whole, those of some lines given (Viterbi, of second order)."""
    paths: dict[tuple[Speaker, Speaker], tuple[float, list[Speaker]]] = {(None, None): (0.0, [])}
    for k, line in enumerate(talk):
        gap = places[k] - places[k - 1] if k else REACH
        best: dict[tuple[Speaker, Speaker], tuple[float, list[Speaker]]] = {}
        given = held.get(line)
        for who in [given] if given else party:
            own = 0.0 if given else _own(line, who, len(party))
            for (last, last_but_one), (score, path) in paths.items():
                ahead = score + own + _turn(who, last, last_but_one, gap, len(party))
                if (who, last) not in best or best[who, last][0] < ahead:
                    best[who, last] = (ahead, [*path, who])
        paths = best
    return max(paths.values(), key=lambda item: item[0])[1]


def _own(line: Line, who: Character, people: int) -> float:
    """The log probability that a line is someone's, by its reading alone."""
    if line.speaker is None:
        return -math.log(people)
    sure = min(max(line.confidence, 1 / people), 0.99)
    return math.log(sure if who is line.speaker else (1 - sure) / max(people - 1, 1))


def _turn(who: Speaker, last: Speaker, last_but_one: Speaker, gap: int, people: int) -> float:
    """The log probability that someone speaks, by who spoke before."""
    again, back = RATES["same" if gap == 0 else "next" if gap == 1 else "further"]
    if last is None:
        return -math.log(max(people, 1))
    if who is last:
        return math.log(again)
    if last_but_one is None or last_but_one is last:
        return math.log((1 - again) / max(people - 1, 1))
    return math.log((1 - again) * (back if who is last_but_one else (1 - back) / max(people - 2, 1)))


def _address(talk: Sequence[Line], line: Line) -> None:
    """Nobody speaks to himself: a line said to its own speaker is said to the other one of the exchange."""
    line.addressees = [who for who in line.addressees if who is not line.speaker]
    if not line.addressees:
        k = talk.index(line)
        near = [x.speaker for x in [*talk[:k][::-1], *talk[k + 1 :]] if x.speaker and x.speaker is not line.speaker]
        line.addressees = near[:1]
