"""Turns decided together, with weights written out here."""

from __future__ import annotations

import pytest

from unspoken.reading import conversation
from unspoken.reading.conversation import Signs, Turn, decide, fitted, following, sureness
from unspoken.story import Character, Line, Span

MARA, TOBIN, ILSE = (Character(f"c{k}", name) for k, name in enumerate(("Mara", "Tobin", "Ilse"), 1))
WEIGHTS = {"network": 1.0, "back": 2.0, "again": -2.0, "goes on": 3.0, "called": 2.0, "answers": 1.0}


def turn(k: int, paragraph: int | None = None, **chances: float) -> Turn:
    """The k-th turn, in a paragraph of its own unless said, with the network's log chances of those who may speak."""
    people = {"mara": MARA, "tobin": TOBIN, "ilse": ILSE}
    made = Turn(Line("speech", [Span(20 * k, 20 * k + 10)]), k if paragraph is None else paragraph, 0)
    made.candidates = {people[name]: {"network": value} for name, value in chances.items()}
    return made


def speakers(turns: list[Turn]) -> list[str | None]:
    decide(turns, WEIGHTS)
    return [t.line.speaker.name if t.line.speaker else None for t in turns]


def test_turns_alternate_where_nothing_else_tells() -> None:
    turns = [turn(0, mara=0.0, tobin=-1.0), *(turn(k, mara=0.0, tobin=0.0) for k in range(1, 6))]
    assert speakers(turns) == ["Mara", "Tobin"] * 3


def test_what_comes_later_decides_what_came_before() -> None:
    turns = [turn(k, mara=0.0, tobin=0.0) for k in range(3)] + [turn(3, mara=-8.0, tobin=0.0)]
    assert speakers(turns) == ["Mara", "Tobin", "Mara", "Tobin"]
    turns = [turn(k, mara=0.0, tobin=0.0) for k in range(3)] + [turn(3, mara=0.0, tobin=-8.0)]
    assert speakers(turns) == ["Tobin", "Mara", "Tobin", "Mara"]


def test_pieces_of_one_paragraph_are_one_persons() -> None:
    turns = [turn(0, paragraph=0, mara=0.0, tobin=-1.0), turn(1, paragraph=0, mara=0.0, tobin=0.5)]
    assert speakers(turns) == ["Mara", "Mara"]


def test_whoever_is_called_answers() -> None:
    turns = [turn(0, mara=0.0), turn(1, mara=0.0, tobin=0.0, ilse=0.0)]
    turns[0].addressed = [ILSE]
    assert speakers(turns) == ["Mara", "Ilse"]


def test_whom_the_network_takes_for_the_addressee_answers() -> None:
    turns = [turn(0, mara=0.0), turn(1, mara=0.0, tobin=0.0, ilse=0.0)]
    turns[0].addressees = {TOBIN: 0.8, ILSE: 0.1}
    assert speakers(turns) == ["Mara", "Tobin"]


def test_nobody_may_speak() -> None:
    turns = [turn(0, mara=0.0), turn(1), turn(2, mara=0.0, tobin=0.0)]
    assert speakers(turns)[:2] == ["Mara", None]
    assert turns[1].line.confidence == 0.0


@pytest.mark.parametrize("lead", [0.0, 1.0, 3.0])
def test_confidence_is_a_probability_and_grows_with_the_evidence(lead: float) -> None:
    turns = [turn(0, mara=lead, tobin=0.0, ilse=0.0)]
    decide(turns, WEIGHTS)
    assert 1 / 3 - 1e-9 <= turns[0].line.confidence <= 1.0
    more = [turn(0, mara=lead + 1, tobin=0.0, ilse=0.0)]
    decide(more, WEIGHTS)
    assert more[0].line.confidence > turns[0].line.confidence


def test_one_candidate_is_sure() -> None:
    turns = [turn(0, mara=-4.0)]
    decide(turns, WEIGHTS)
    assert 0.95 < next(iter(sureness(turns, WEIGHTS))) < 1.0


def test_narration_between_weakens_the_ties() -> None:
    near, far = [turn(0, mara=0.0), turn(1, mara=0.0)], [turn(0, mara=0.0), turn(100, mara=0.0)]
    assert following(near, 1, MARA, MARA, None)["again"] > following(far, 1, MARA, MARA, None)["again"]


def test_every_fitted_weight_is_a_sign_that_exists() -> None:
    known: set[str] = set()
    two = [turn(0, mara=0.0), turn(1, mara=0.0)]
    for who, last in ((MARA, MARA), (MARA, TOBIN)):
        known |= following([*two, turn(2, mara=0.0)], 2, who, last, MARA).keys()
    known |= following([turn(0, paragraph=0), turn(1, paragraph=0)], 1, MARA, MARA, None).keys()
    assert known <= fitted().keys()
    signs: Signs = conversation.chance_sign("turn", 0.5)
    assert signs.keys() <= fitted().keys()
