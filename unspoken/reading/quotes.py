"""Find what stands between quotation marks or after a dash, by the convention that each chapter keeps."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from unspoken.reading import dashes, english, kinds, scripts
from unspoken.reading.parts import Parts, Quotation, outside
from unspoken.story import Chapter, Paragraph, Quoting, Span

Convention = Literal["double", "single", "guillemets", "dash"]

_MARKS: dict[Convention, re.Pattern[str]] = {
    "double": re.compile(r"[\"“”„‟]"),
    "single": re.compile(r"['‘’‚‛`](?![^\W_])|(?<![^\W_])['‘’‚‛`]"),
    "guillemets": re.compile(r"[«»]"),
}
_NESTED: dict[Convention, Convention] = {
    "double": "single",
    "single": "double",
    "guillemets": "double",
    "dash": "double",
}
_SAID_IN_SINGLES = re.compile(r"[,.!?…—-][_*]?['’](?!\w)")
_OUTER = re.compile(r"[\"“”„‟]|(?<![^\W_])['‘](?=[^\W_])")
_BEFORE_OPEN = re.compile(r"[\s(\[{—–―_*/-]")
_AFTER_CLOSE = re.compile(r"[\s.,;:!?…)\]}—–―_*/-]")
_PASSED = "\"'“”‘’„‟‚‛«»`_*"


def find(parts: Parts) -> list[Quotation]:
    """The quotations of a text. Sets each chapter's `quoting`, and cuts sentences at the borders of speech."""
    text = parts.text
    prose = [p for p in parts.paragraphs if p.role == "prose"]
    starts = [p.start for p in prose]
    within = [prose[bisect_left(starts, c.start) : bisect_left(starts, c.end)] for c in parts.chapters]
    evidence = [_evidence(text, paragraphs) for paragraphs in within]
    usual = sum(evidence, Counter[Convention]())
    quotations: list[Quotation] = []
    for chapter, paragraphs, own in zip(parts.chapters, within, evidence, strict=True):
        convention = _convention(own, usual)
        found = _in_chapter(text, paragraphs, convention) if convention else []
        turns = scripts.spoken(text, paragraphs)
        taken = [span for turn in turns for span in turn.spans]
        found = [*turns, *(q for q in found if len(outside(q.spans, taken)) == len(q.spans))]
        chapter.quoting = _quoting(text, chapter, convention, found)
        quotations += found
    quotations = sorted(quotations + _in_italics(parts, quotations), key=_start)
    parts.sentences = _cut_at_speech(text, parts.sentences, quotations)
    return quotations


def _in_italics(parts: Parts, quotations: list[Quotation]) -> list[Quotation]:
    """Speech in italics, where tags of saying report it ('*True,* said Gheorghe'): minds that speak to each other.

    Where no more than one tag does so, or as many report thoughts, italics are not speech.
    """
    text, paragraphs = parts.text, [p for p in parts.paragraphs if p.role == "prose"]
    starts = [p.start for p in paragraphs]
    outer = sorted(span for q in quotations if not q.level for span in q.spans)
    free: list[tuple[Span, int]] = []
    said = thought = 0
    for mark in parts.marks:
        k = bisect_right(starts, mark.start) - 1
        if mark.kind != "italic" or k < 0 or mark.end > paragraphs[k].end:
            continue
        before = outer[max(0, bisect_right(outer, (mark.start, mark.start)) - 1) :][:1]
        if any(span.start <= mark.start < span.end for span in before) or text[mark.end - 1] not in ",.!?…—-;:":
            continue
        free.append((Span(mark.start, mark.end), k))
        after = _trim_start(text, min(mark.end + (text[mark.end : mark.end + 1] in ("*", "_")), len(text)), len(text))
        tag = english.TAG.match(text, after, paragraphs[k].end)
        verb = (tag["first"] or tag["verb"] or "").lower() if tag else ""
        said += verb in english.SAYING - english.THINKING
        thought += verb in english.THINKING
    if said < 2 or thought >= said:
        return []
    turns: list[Quotation] = []
    last = -1
    for span, k in free:
        if k == last:
            turns[-1].spans.append(span)
        else:
            turns.append(Quotation([span]))
        last = k
    return turns


# --- The convention ---


def _evidence(text: str, paragraphs: list[Paragraph]) -> Counter[Convention]:
    """How much of each convention a chapter shows, in quotations, roughly."""
    found: Counter[Convention] = Counter()
    for p in paragraphs:
        words = text[p.start : p.end]
        double = sum(map(words.count, '"“”„‟'))
        single = 2 * len(_SAID_IN_SINGLES.findall(words))
        if double and single and (outer := _OUTER.search(words)):
            double, single = (0, single) if outer[0] in "'‘" else (double, 0)
        found["double"] += double
        found["single"] += single
        found["guillemets"] += words.count("«") + words.count("»")
        found["dash"] += 2 * bool(dashes.OPENING.match(words))
    return found


def _convention(own: Counter[Convention], usual: Counter[Convention]) -> Convention | None:
    """The chapter's own convention where it shows plainly, else the whole text's."""
    if not usual:
        return None
    general, _ = usual.most_common(1)[0]
    if not own:
        return None
    chapter, count = own.most_common(1)[0]
    return chapter if count >= 6 and own[general] * 4 < count else general


def _quoting(text: str, chapter: Chapter, convention: Convention | None, found: list[Quotation]) -> Quoting:
    if convention is None or not any(q.kind == "speech" and not q.level for q in found):
        return "none"
    if convention == "double":
        straight = text.count('"', chapter.start, chapter.end)
        curly = text.count("“", chapter.start, chapter.end) + text.count("”", chapter.start, chapter.end)
        return "curly" if curly > straight else "double"
    return convention


# --- Pairing the marks ---


class _Costs(NamedTuple):
    """What it costs to read a mark as one that opens, one that closes, and one that is no quotation mark."""

    open: float
    close: float
    skip: float


_Cost = Callable[[str, int, int, int], _Costs]
_FORGOTTEN, _MISPLACED, _CONTINUED = 3.0, 3.5, 0.3


def _pair(text: str, stretches: Sequence[tuple[int, int]], convention: Convention) -> Iterator[list[Span]]:
    """The quotations of some paragraphs: the cheapest reading of all their marks together (Viterbi, two states).

    A reading pays for each mark that does not look as it is read, and for each mark that its author forgot. Gives each
    quotation's spans, one in each paragraph that it runs through.
    """
    marks_in = [[m.start() for m in _MARKS[convention].finditer(text, a, b)] for a, b in stretches]
    if not any(marks_in):
        return
    costs = _COSTS[convention]
    outside, inside = 0.0, float("inf")
    back: list[tuple[bool, bool]] = []  # for each mark and paragraph end: was it inside before, if outside/inside now
    for k, ((start, end), marks) in enumerate(zip(stretches, marks_in, strict=True)):
        for mark in marks:
            cost = costs(text, start, end, mark)
            reopen = cost.open + (0 if mark == start else _MISPLACED)
            stay_out = outside + min(cost.skip, cost.close + _MISPLACED)
            stay_in = inside + min(cost.skip, reopen)
            opened, closed = outside + cost.open, inside + cost.close
            back.append((closed < stay_out, stay_in <= opened))
            outside, inside = min(closed, stay_out), min(stay_in, opened)
        following = marks_in[k + 1] if k + 1 < len(stretches) else []
        go_on = inside + _going_on(text, end, stretches[k + 1], following) if k + 1 < len(stretches) else float("inf")
        back.append((inside + _FORGOTTEN < outside, True))
        outside, inside = min(outside, inside + _FORGOTTEN), go_on
    yield from _read_back(text, stretches, marks_in, back, costs)


def _going_on(text: str, end: int, following: tuple[int, int], marks: list[int]) -> float:
    """What it costs to take a quotation for not over at a paragraph's end."""
    if marks and marks[0] == following[0]:
        return _CONTINUED
    unfinished = text[end - 1] in ",:;—–-" or text[following[0]].islower()
    return 1.0 if unfinished else _FORGOTTEN


def _read_back(
    text: str,
    stretches: Sequence[tuple[int, int]],
    marks_in: list[list[int]],
    back: list[tuple[bool, bool]],
    costs: _Cost,
) -> Iterator[list[Span]]:
    states = [False]
    for step in reversed(back):
        states.append(step[states[-1]])
    states.reverse()
    at = 0
    spans: list[Span] = []
    for (start, end), marks in zip(stretches, marks_in, strict=True):
        opened = ended = start
        for mark in marks:
            before, after = states[at], states[at + 1]
            at += 1
            cost = costs(text, start, end, mark)
            if after and not before:
                opened = mark
            elif before and not after:
                spans.append(Span(opened, mark + 1))
                yield spans
                spans, ended = [], mark + 1
            elif before and mark != start and cost.open + _MISPLACED < cost.skip:
                yield [*spans, Span(opened, _forgotten_end(text, opened, mark))]
                spans, opened = [], mark
            elif not before and cost.close + _MISPLACED < cost.skip:
                yield [Span(_trim_start(text, ended, mark), mark + 1)]
                ended = mark + 1
        if states[at]:
            spans.append(Span(opened, end if states[at + 1] else _forgotten_end(text, opened, end)))
            if not states[at + 1]:
                yield spans
                spans = []
        at += 1


def _forgotten_end(text: str, start: int, end: int) -> int:
    """Where speech ends whose closing mark was forgotten: before its tag, or with the paragraph."""
    pause, _ = dashes.tag_within(text, start, end)
    return pause.start() if pause else _trim_end(text, start, end)


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _trim_start(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _around(text: str, start: int, end: int, mark: int) -> tuple[str, str]:
    """The characters beside a mark, quotation marks passed over; a space at the paragraph's ends."""
    a, b = mark - 1, mark + 1
    while a >= start and a > mark - 4 and text[a] in _PASSED:
        a -= 1
    while b < end and b < mark + 4 and text[b] in _PASSED:
        b += 1
    return text[a] if a >= start else " ", text[b] if b < end else " "


def _cost_of_double(text: str, start: int, end: int, mark: int) -> _Costs:
    before, after = _around(text, start, end, mark)
    sign = text[mark]
    opens = (0.0 if _BEFORE_OPEN.match(before) else 3.0) + (3.0 if after.isspace() and mark > start else 0.0)
    closes = (3.0 if before.isspace() and mark < end - 1 else 0.0) + (0.0 if _AFTER_CLOSE.match(after) else 2.0)
    if mark == start:
        closes += 3.0
    if sign in "„‟":
        return _Costs(0, 6, 6)
    if sign == "“":
        return _Costs(0, 1.5 + closes, 6)
    if sign == "”":
        return _Costs(1.5 + opens, 0, 6)
    return _Costs(opens, closes, 2.0 if before.isdigit() else 4.5)


def _cost_of_single(text: str, start: int, end: int, mark: int) -> _Costs:
    before, after = _around(text, start, end, mark)
    sign = text[mark]
    space_before, space_after = bool(_BEFORE_OPEN.match(before)), bool(_AFTER_CLOSE.match(after))
    if sign in "‚‛`":
        return _Costs(0, 6, 5) if not space_after else _Costs(3, 3, 2)
    if space_before and not space_after:
        word = _word_after(text, mark + 1)
        elided = word.lower() in english.ELISIONS or word[:1].isdigit()
        opens, skip = (1.5 if word[:1].islower() else 0.7, 0.0) if elided else (0.0, 3.0)
        if not elided and word[:1].lower() in tuple("aeiou"):
            skip = 1.2
        if mark == start and elided:
            opens = 0.2
        if sign == "‘":
            opens, skip = 0.0, 1.0 if elided else 4.0
        if sign == "’":
            opens, skip = opens + 2.5, min(skip, 1.0)
        return _Costs(opens, 4 if sign != "‘" else 6, skip)
    if space_after and not space_before:
        if sign == "‘":
            return _Costs(5, 1.5, 3)
        if not before.isalnum():
            return _Costs(5, 0, 4)
        word = _word_before(text, mark).lower()
        following = text[mark + 1 : mark + 3]
        if following[:1] in ",.!?;:" and following:
            return _Costs(5, 0.0, 1.0 if word.endswith("in") or word in english.CLIPPED else 2.5)
        if word.endswith("in") or word in english.CLIPPED:
            return _Costs(5, 1.5, 0.1)
        if word[-1:] in "sxz" and following[1:].islower():
            return _Costs(5, 1.2, 0.3)
        return _Costs(5, 0.2, 2.0)
    dash = before in "—–-―" or after in "—–-―"
    return _Costs(1.0 if dash else 2.0, 0.5 if dash else 1.5, 1.5)


def _cost_of_guillemets(text: str, start: int, end: int, mark: int) -> _Costs:
    before, after = _around(text, start, end, mark)
    inner = text[mark] == "«"
    opens = (0.0 if inner else 1.0) + (0.0 if _BEFORE_OPEN.match(before) else 2.0)
    closes = (1.0 if inner else 0.0) + (0.0 if _AFTER_CLOSE.match(after) else 2.0)
    if before.isspace() == after.isspace():
        opens, closes = (0, 2) if inner else (2, 0)
    return _Costs(opens, closes, 5)


_COSTS: dict[Convention, _Cost] = {
    "double": _cost_of_double,
    "single": _cost_of_single,
    "guillemets": _cost_of_guillemets,
}


def _word_after(text: str, at: int) -> str:
    match = _WORD.match(text, at)
    return match[0] if match else ""


def _word_before(text: str, at: int) -> str:
    match = _WORD_END.search(text[max(0, at - 20) : at])
    return match[0] if match else ""


_WORD = re.compile(r"[^\W_]+")
_WORD_END = re.compile(r"[^\W_]+\Z")


# --- One chapter ---


def _in_chapter(text: str, paragraphs: list[Paragraph], convention: Convention) -> list[Quotation]:
    stretches = [(p.start, p.end) for p in paragraphs]
    nested = _NESTED[convention]
    if convention == "dash":
        outer = [Quotation(spans) for p in paragraphs if (spans := dashes.spoken(text, p))]
    else:
        outer = [Quotation(spans) for spans in _pair(text, stretches, convention)]
    others = [Quotation(spans) for gap in _between(stretches, outer) for spans in _pair(text, [gap], nested)]
    inner = [
        Quotation(spans, level=1) for q in outer for spans in _pair(text, q.spans, nested) if spans[0] != q.spans[0]
    ]
    marked = sorted(others if convention == "dash" else outer + others, key=_start)
    _tell_kinds(text, paragraphs, marked)
    kinds.mark_letters(text, paragraphs, marked)
    return sorted(_join_turns(text, paragraphs, sorted(outer + others, key=_start)) + inner, key=_start)


def _start(q: Quotation) -> tuple[int, int]:
    return q.spans[0].start, q.level


def _between(stretches: list[tuple[int, int]], quotations: list[Quotation]) -> Iterator[tuple[int, int]]:
    """The narration: what the quotations leave of some paragraphs."""
    spans = iter([*(span for q in quotations for span in q.spans), Span(stretches[-1][1], stretches[-1][1])])
    span = next(spans)
    for start, end in stretches:
        while span.start < end:
            if span.start > start:
                yield start, span.start
            start = span.end
            span = next(spans)
        if start < end:
            yield start, end


def _tell_kinds(text: str, paragraphs: list[Paragraph], quotations: list[Quotation]) -> None:
    starts = [p.start for p in paragraphs]
    ended, spoken = 0, ""
    for k, q in enumerate(quotations):
        first, last = q.spans[0], q.spans[-1]
        start = paragraphs[bisect_right(starts, first.start) - 1].start
        end = paragraphs[bisect_right(starts, last.start) - 1].end
        if ended <= start:
            ended, spoken = start, ""
        before = text[ended : first.start]
        if k + 1 < len(quotations):
            end = min(end, quotations[k + 1].spans[0].start)
        q.kind = kinds.of(text[first.start : last.end], before, text[last.end : end], spoken)
        ended, spoken = last.end, text[last.end - 40 : last.end] if q.kind == "speech" else ""


def _join_turns(text: str, paragraphs: list[Paragraph], quotations: list[Quotation]) -> list[Quotation]:
    """The pieces of speech in one paragraph made one quotation, but where their tags name different people."""
    starts = [p.start for p in paragraphs]
    joined: list[Quotation] = []
    turn: Quotation | None = None
    place, teller = -1, ""
    for q in quotations:
        if q.kind != "speech":
            joined.append(q)
            continue
        k = bisect_right(starts, q.spans[-1].start)
        own = _teller(text, q.spans[-1].end, paragraphs[k - 1].end)
        if turn and bisect_right(starts, q.spans[0].start) == place and not _differ(teller, own):
            turn.spans += q.spans
        else:
            joined.append(q)
            turn, teller = q, ""
        place, teller = k, own or teller
    return joined


def _differ(one: str, other: str) -> bool:
    """Whether two tags name two people: two names or two pronouns that are not the same."""
    return bool(one and other) and one != other and (one in english.PRONOUNS) == (other in english.PRONOUNS)


def _teller(text: str, at: int, end: int) -> str:
    """Who the tag after some speech says that it is: a name, or a pronoun; empty where there is none."""
    tag = english.TAG.match(text, _trim_start(text, at, end), end)
    return (tag["who"] or tag["subject"] or "").lower() if tag else ""


def _cut_at_speech(text: str, sentences: list[Span], quotations: list[Quotation]) -> list[Span]:
    """The sentences, cut where speech begins and ends."""
    borders = sorted({at for q in quotations if q.kind == "speech" and not q.level for span in q.spans for at in span})
    pieces: list[Span] = []
    for start, end in sentences:
        inside = borders[bisect_right(borders, start) : bisect_left(borders, end)]
        for a, b in pairwise([start, *inside, end]):
            a, b = _trim_start(text, a, b), _trim_end(text, a, b)
            if a < b:
                pieces.append(Span(a, b))
    return pieces
