"""Speech without marks: what becomes a turn. Whole stories are read in test_resolve.py."""

from unspoken.reading import segment, unmarked
from unspoken.reading.parts import Quotation, outside
from unspoken.sources.document import Document
from unspoken.story import Span

TEXT = "Shut the door, he says, it’s cold. She shuts it.\n\nAre you staying?\n\nI might, she says. If you want.\n"


def spans(*words: str) -> list[Span]:
    return [Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in words]


def read(spoken: list[Span], quotations: list[Quotation] | None = None) -> list[list[str]]:
    found = unmarked.added(segment.cut(Document(TEXT)), quotations or [], spoken)
    return [[TEXT[a:b] for a, b in quotation.spans] for quotation in found]


def test_a_tag_parts_a_turn_and_a_paragraph_ends_it() -> None:
    spoken = spans("Shut the door,", "it’s cold.", "Are you staying?", "I might,", "If you want.")
    assert read(spoken) == [["Shut the door,", "it’s cold."], ["Are you staying?"], ["I might,", "If you want."]]


def test_a_stretch_or_two_are_no_speech() -> None:
    assert read(spans("Are you staying?", "I might,")) == []


def test_what_stands_in_marks_stays() -> None:
    scare = Quotation(spans("Are you"), "scare")
    spoken = spans("Shut the door,", "it’s cold.", "Are you staying?", "I might,")
    assert read(spoken, [scare]) == [["Shut the door,", "it’s cold."], ["Are you"], ["I might,"]]


def test_outside_is_what_meets_nothing() -> None:
    taken = [Span(5, 8), Span(12, 20)]
    free = [Span(0, 5), Span(8, 12), Span(20, 21)]
    meeting = [Span(4, 6), Span(6, 7), Span(7, 13), Span(0, 30), Span(19, 25)]
    assert outside([*free, *meeting], taken) == free
