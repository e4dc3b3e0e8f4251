"""Speech that no mark sets off ('I see, he says.'), in stories that use no marks: told by the network and by tags."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from unspoken.reading import dashes
from unspoken.reading.evidence import Sight, beside, clauses, unmarked_speech, unquoted
from unspoken.reading.parts import Parts, Quotation, outside
from unspoken.story import Span

_LEAST = 3
"""Stretches of speech from which on a story speaks without marks."""
_TAG = 60
"""Characters in the longest tag that parts a turn."""
_SPOKEN, _WHOLE, _BESIDE, _TAGGED = 0.35, 0.7, 0.2, 0.1
"""From what chance on a token is spoken; from what share of such tokens on a sentence is; the mean chance of a sentence
beside one that is, and of words before a tag. Set on the scenes of the development split without their marks."""


def spoken(sight: Sight) -> list[Span]:
    """What is spoken in no quotation marks; nothing where more stands in marks: such a story sets its speech off."""
    chance, inputs, tokens = unmarked_speech(sight), sight.inputs, sight.parts.tokens
    if ((chance > _SPOKEN) & (inputs.zone == 0)).sum() <= (inputs.zone > 0).sum():
        return []
    found: list[tuple[int, int]] = []
    for first, last in _stretches(sight):
        if found and found[-1][1] + 1 == first and inputs.paragraph[found[-1][0]] == inputs.paragraph[first]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return [Span(tokens[first].start, tokens[last].end) for first, last in found]


def _stretches(sight: Sight) -> Iterator[tuple[int, int]]:
    """Spoken sentences and parts of sentences, by first and last token."""
    chance, places = unmarked_speech(sight), unquoted(sight)
    whole = [(chance[a : b + 1] > _SPOKEN).mean() > _WHOLE for a, b in places]
    for k, (a, b) in enumerate(places):
        here = chance[a : b + 1]
        if pieces := _reported(sight, a, b):
            yield from (at for at in pieces if chance[at[0] : at[1] + 1].mean() > _TAGGED)
        elif whole[k]:
            yield a, b
        elif some := clauses(sight.words, a, here > _SPOKEN, 1):
            yield from some
        elif beside(places, whole, k) and here.mean() > _BESIDE:
            yield a, b


def _reported(sight: Sight, first: int, last: int) -> list[tuple[int, int]]:
    """What a tag inside a sentence reports: the words before it, and those after it that go on."""
    text, start, end = sight.parts.text, sight.starts[first], sight.parts.tokens[last].end
    pause, tag = dashes.tag_within(text, start, end)
    if not pause or not tag:
        return []
    after = dashes.resumption(text, tag.end(), end, False)
    pieces = [sight.tokens(start, pause.start()), sight.tokens(after, end)]
    return [(a, b) for a, b in pieces if a <= b]


def added(parts: Parts, quotations: list[Quotation], spoken: Sequence[Span]) -> list[Quotation]:
    """The quotations and what is `spoken`: in a paragraph, what a tag parts is one turn."""
    if len(spoken) < _LEAST:
        return quotations
    starts = [p.start for p in parts.paragraphs]
    turns: list[Quotation] = []
    last = -1
    for span in outside(spoken, sorted(s for q in quotations for s in q.spans)):
        paragraph = bisect_right(starts, span.start)
        if paragraph == last and span.start - turns[-1].spans[-1].end <= _TAG:
            turns[-1].spans.append(span)
        else:
            turns.append(Quotation([span]))
        last = paragraph
    return sorted([*quotations, *turns], key=lambda q: q.spans[0])
