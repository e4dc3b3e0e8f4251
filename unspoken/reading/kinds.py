"""Tell speech from the other uses of quotation marks: scare quotes, titles, writing, words as words."""

from __future__ import annotations

from typing import Literal

from unspoken.reading import english
from unspoken.reading.parts import Quotation
from unspoken.story import Paragraph

Kind = Literal["speech", "scare", "title", "mention", "written"]

_MARKS = "\"'“”‘’„‟‚‛«»‹›`_* \t\r\n"
_STOPS = (".", "!", "?", ",", ";", ":", "…", "—", "–", "-")


def of(words: str, before: str, after: str, spoken: str = "") -> Kind:
    """What the marks around some words are for.

    `before` and `after` are the narration beside them in their paragraph, `spoken` the speech before that, if any.
    """
    words = words.strip(_MARKS)
    if _is_verse(words):
        return "written"
    before, after = before.rstrip(" \t\r\n_*"), after.lstrip("_*")
    tag = english.TAG.match(after.lstrip(" \t\r\n,—–-"))
    finished = words.endswith(_STOPS)
    short = len(words.split()) <= 4
    capital = not words[:1].islower()
    if tag and (finished or after.startswith((",", "—", "–", "-")) or tag["first"]):
        return "written" if (tag["first"] or tag["verb"]) in english.WRITING else "speech"
    if before.endswith(")") and spoken:
        before = "."
    if english.UNSAID.search(before[-80:]) or (
        before and not spoken and before[-1] not in ",:" and _is_indirect(words)
    ):
        return "mention"
    if before and (before[-1].isalnum() or before[-1] in "'’"):
        return "speech" if _is_said(words, before, spoken, finished, short, capital) else _other(words, before)
    if before.endswith((",", ";", ":", "—", "–", "-")):
        if spoken:
            return "speech"
        if short and not capital and not finished and after.strip():
            return _other(words, before)
        return "written" if english.WRITTEN_CUE.search(before[-80:]) else "speech"
    if finished or not after.strip(_MARKS) or (capital and not short) or not after.lstrip()[:1].islower():
        return "speech"
    return "speech" if english.UTTERANCE.search(after[:40]) else _other(words, before)


def _is_said(words: str, before: str, spoken: str, finished: bool, short: bool, capital: bool) -> bool:
    """Whether words in the middle of a sentence, with no comma before them, are said."""
    near = before[-80:]
    if words.endswith(("!", "?")) and near.endswith("called"):
        return True
    if english.WRITTEN_CUE.search(near) or english.CALLED.search(near) or near.endswith("that") or _is_titled(words):
        return False
    if spoken and (english.TAG.match(before.lstrip(" \t\r\n,")) or not (short or _ends_sentence(spoken))):
        return True
    if capital and finished and (not short or words[-1] in "!?"):
        return True
    last = english.LAST_WORDS.search(near)
    return (
        (capital or not short)
        and last is not None
        and (last[1] in english.SAYING or bool(english.UTTERANCE.search(last[0])))
    )


def _is_indirect(words: str) -> bool:
    return not english.DIRECT.search(words) and bool(english.INDIRECT.search(words))


def _is_verse(words: str) -> bool:
    """Whether some words are lines of verse: three or more, none long, each with a capital, most with a stop."""
    lines = [line.strip(_MARKS) for line in words.splitlines()]
    return (
        len(lines) > 2
        and max(map(len, lines)) < 60
        and all(line[:1].isupper() for line in lines)
        and sum(line.endswith(_STOPS) for line in lines) * 2 > len(lines)
    )


def _ends_sentence(words: str) -> bool:
    return words.rstrip(_MARKS).endswith((".", "!", "?"))


def _other(words: str, before: str) -> Kind:
    near = before[-80:]
    titled = _is_titled(words)
    if english.WRITTEN_CUE.search(near) and not titled:
        return "written"
    if titled or (words[:1].isupper() and english.TITLE_CUE.search(near)):
        return "title"
    if english.NAMING_CUE.search(near) or len(words.split()) > 4:
        return "mention"
    return "scare"


def _is_titled(words: str) -> bool:
    """Whether some words are more than one and written as in a title."""
    capitals = [w[:1].isupper() for w in words.split() if w.lower() not in english.SMALL]
    return len(capitals) > 1 and all(capitals) and not words.endswith(("!", "?"))


def mark_letters(text: str, paragraphs: list[Paragraph], quotations: list[Quotation]) -> None:
    """A letter is writing, from the place and date above its salutation to its signature."""
    starts, ends = {p.start for p in paragraphs}, {p.end for p in paragraphs}
    alone = [q.spans[0].start in starts and q.spans[-1].end in ends for q in quotations]
    joins = [
        alone[k] and alone[k + 1] and not text[q.spans[-1].end : quotations[k + 1].spans[0].start].strip()
        for k, q in enumerate(quotations[:-1])
    ] + [False]
    for k, q in enumerate(quotations):
        if not alone[k] or q.kind == "written":
            continue
        opening = text[q.spans[0].start : min(q.spans[0].end, q.spans[0].start + 100)].strip(_MARKS)
        salutation = english.SALUTATION.match(opening)
        if not salutation:
            if english.WRITTEN_BELOW.search(text[max(0, q.spans[0].start - 120) : q.spans[0].start]):
                q.kind = "written"
            continue
        first = k
        while first and joins[first - 1] and _is_brief(text, quotations[first - 1]):
            first -= 1
        by_itself = salutation.end() == len(opening)
        lead = text[max(0, quotations[first].spans[0].start - 120) : quotations[first].spans[0].start]
        if by_itself or first < k or len(q.spans) > 1 or english.LETTER.search(lead):
            signed = _signed(text, quotations, joins, k)
            if signed or len(q.spans) > 1:
                for letter in quotations[first : (signed or k) + 1]:
                    letter.kind = "written"


def _signed(text: str, quotations: list[Quotation], joins: list[bool], k: int) -> int:
    """The place of the quotation that signs the letter that the k-th opens; 0 where none does."""
    while joins[k]:
        k += 1
        if _is_brief(text, quotations[k]):
            while joins[k] and _is_brief(text, quotations[k + 1]):
                k += 1
            return k
    return 0


def _is_brief(text: str, q: Quotation) -> bool:
    """Whether a quotation could be a signature, a place or a date: a few words, all but small ones with capitals."""
    start, end = q.spans[-1]
    line = text[max(start, text.rfind("\n", start, end)) : end].strip(_MARKS)
    words = line.split()
    if not words or words[-1].endswith(("!", "?")):
        return False
    if english.VALEDICTION.match(line):
        return len(words) <= 8
    return len(words) <= 5 and all(w[0].isupper() or not w[0].isalpha() or w.lower() in english.SMALL for w in words)
