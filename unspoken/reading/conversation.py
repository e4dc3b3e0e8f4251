"""Who speaks in a conversation: the signs of each turn weighed, and the turns of the whole decided together.

A reading of a conversation gives every turn a speaker. Its score is a sum of signs, each times its weight; the weights
are fitted on novels and scenes that tell the answers (training/conversation.py).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from unspoken.story import Character, Line

Chances = Mapping[Character, float]
Who = TypeVar("Who", bound=Character | None)
Signs = dict[str, float]

_BEAM = 24
_FLOOR = 0.01
"""How unlikely the network may call a speaker at most."""
_TEMPERATURE, _SUREST = 1.7, 0.97
"""What makes the chances those of being right, on the development split; and the share of tags by name that are."""
_BREATH = 300
"""Characters of narration between two turns that halve how closely one answers the other."""


@dataclass(eq=False)
class Turn:
    """A quotation, and what there is to know of its speaker.

    `kind` is what tells the speaker: a tag that names them (explicit), a pronoun (anaphoric), a description
    (described), what somebody does beside it (beat), or nothing (turn). `candidates` are those who may be it, with
    the signs for each by themselves; `addressees` is the network's word on whom it is said to.
    """

    line: Line
    paragraph: int
    scene: int
    kind: str = "turn"
    addressed: list[Character] = field(default_factory=list)
    named: set[Character] = field(default_factory=set)
    candidates: dict[Character | None, Signs] = field(default_factory=dict)
    addressees: Chances = field(default_factory=dict)


class Reading(NamedTuple):
    """The speakers of a conversation up to a turn: that turn's, and the reading of the turns before."""

    score: float
    who: Character | None
    last: Reading | None


@cache
def fitted() -> dict[str, float]:
    """The weight of each sign."""
    weights: dict[str, float] = json.loads(files("unspoken.reading").joinpath("conversation.json").read_text("utf8"))
    return weights


def chance_sign(kind: str, chance: float) -> Signs:
    """What the network says of a candidate: its weight depends on what else tells the speaker."""
    return {f"network, {kind}": math.log(max(_FLOOR, chance))}


def following(
    turns: Sequence[Turn], k: int, who: Character | None, last: Character | None, before: Character | None
) -> Signs:
    """The signs of a speaker of turn `k` after those of the two turns before it."""
    if k == 0 or who is None:
        return {}
    turn, previous = turns[k], turns[k - 1]
    if turn.paragraph == previous.paragraph:
        return {"goes on": float(who is last)}
    near = _nearness(previous, turn)
    signs = {"answered": turn.addressees.get(last, 0.0) if last and last is not who else 0.0}
    if who is last:
        signs["again"] = near
    else:
        signs["called"] = float(who in previous.addressed)
        signs["answers"] = previous.addressees.get(who, 0.0)
        if k > 1 and who is before:
            signs["back"] = near * _nearness(turns[k - 2], previous)
    return signs


def _nearness(last: Turn, turn: Turn) -> float:
    """How closely one turn answers another, 0 to 1, by the narration between them."""
    between = turn.line.start - max(last.line.end, last.line.cue.end if last.line.cue else 0)
    return _BREATH / (_BREATH + max(0, between))


def weighed(signs: Signs, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


def likeliest(turns: Sequence[Turn], weights: Mapping[str, float]) -> list[Character | None]:
    """The speakers of one conversation's turns in the best reading of the whole, by beam search."""
    beam = [Reading(0.0, None, None)]
    for k, turn in enumerate(turns):
        scores = {who: weighed(signs, weights) for who, signs in turn.candidates.items()} or {None: 0.0}
        ties: dict[tuple[Character | None, Character | None, bool], float] = {}
        best: dict[tuple[Character | None, Character | None], Reading] = {}
        for reading in beam:
            before = reading.last.who if reading.last else None
            for who, score in scores.items():
                key = (reading.who, who, who is before)
                if key not in ties:
                    ties[key] = weighed(following(turns, k, who, reading.who, before), weights)
                total = reading.score + score + ties[key]
                state = (reading.who, who)
                if state not in best or best[state].score < total:
                    best[state] = Reading(total, who, reading)
        beam = sorted(best.values(), key=lambda reading: -reading.score)[:_BEAM]
    said: list[Character | None] = []
    chosen = beam[0]
    while chosen.last:
        said.append(chosen.who)
        chosen = chosen.last
    return said[::-1]


def decide(turns: Sequence[Turn], weights: Mapping[str, float]) -> None:
    """Give the turns of one conversation their speakers, with how sure each is."""
    for turn, who in zip(turns, likeliest(turns, weights), strict=True):
        turn.line.speaker = who
    for turn, chance in zip(turns, sureness(turns, weights), strict=True):
        turn.line.confidence = chance


def sureness(turns: Sequence[Turn], weights: Mapping[str, float]) -> Iterator[float]:
    """The probability of each turn's speaker, the speakers of the turns around it taken as they are."""
    said = [turn.line.speaker for turn in turns]

    def speaker(k: int) -> Character | None:
        return said[k] if 0 <= k < len(said) else None

    for k, turn in enumerate(turns):
        if said[k] is None:
            yield 0.0
            continue
        scores = {}
        for who, signs in turn.candidates.items():
            score = weighed(signs, weights) + weighed(following(turns, k, who, speaker(k - 1), speaker(k - 2)), weights)
            if k + 1 < len(turns):
                score += weighed(following(turns, k + 1, said[k + 1], who, speaker(k - 1)), weights)
            if k + 2 < len(turns):
                score += weighed(following(turns, k + 2, said[k + 2], said[k + 1], who), weights)
            scores[who] = score / _TEMPERATURE
        yield min(_SUREST, shares(scores)[said[k]])


def shares(scores: Mapping[Who, float]) -> dict[Who, float]:
    """The softmax of the scores."""
    most = max(scores.values(), default=0.0)
    total = sum(math.exp(score - most) for score in scores.values())
    return {who: math.exp(score - most) / total for who, score in scores.items()}
