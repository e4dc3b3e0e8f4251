"""Speech that a dash opens, as Joyce and much of Europe set it: what is said, and what is the tag within it."""

from __future__ import annotations

import re

from unspoken.reading import english
from unspoken.story import Paragraph, Span

OPENING = re.compile(r"(?:[—–―]|--+|-(?=\s))\s*(?=[^\W_]|[\"'“‘’¿¡(_*.…])")
_PAUSE = re.compile(r"(?<=[,!?…:;—–-])(?P<dash>\s*[—–―]+)?\s+")
_STOP = re.compile(r"(?P<sign>[,.!?…;:])[.!?…]*\s+|\s*[—–―]+\s*")
_DASH = re.compile(r"\s*[—–―]+\s*")


def spoken(text: str, paragraph: Paragraph) -> list[Span]:
    """The spoken pieces of a paragraph, the first with its dash; empty where no dash opens it."""
    opening = OPENING.match(text, paragraph.start, paragraph.end)
    if not opening:
        return []
    pieces: list[Span] = []
    start, at = paragraph.start, opening.end()
    while True:
        pause, tag = tag_within(text, at, paragraph.end)
        if not pause or not tag:
            pieces.append(Span(start, _without_coda(text, start, paragraph.end) if pieces else paragraph.end))
            break
        pieces.append(Span(start, pause.start()))
        start = at = resumption(text, tag.end(), paragraph.end, bool(pause["dash"]))
        if start >= paragraph.end:
            break
    return pieces


def tag_within(text: str, start: int, end: int) -> tuple[re.Match[str], re.Match[str]] | tuple[None, None]:
    """The first tag that a comma, a dash or the like parts from the words before it, and what parts it."""
    for pause in _PAUSE.finditer(text, start, end):
        tag = english.TAG.match(text, pause.end(), end)
        if tag and (tag["verb"] or tag["first"] or "say") not in english.THINKING - english.SAYING:
            return pause, tag
    return None, None


def resumption(text: str, at: int, end: int, dashed: bool) -> int:
    """Where speech goes on after a tag; the paragraph's end where it does not."""
    if dashed:
        dash = _DASH.search(text, at, end)
        return dash.end() if dash else end
    for stop in _STOP.finditer(text, at, end):
        following = _STOP.search(text, stop.end(), end)
        clause = text[stop.end() : following.end() if following else end]
        if stop["sign"] in (".", "!", "?", "…"):
            return end if english.NARRATED.match(text, stop.end(), end) else stop.end()
        if not stop["sign"] or not english.NARRATED_CLAUSE.match(clause):
            return stop.end()
    return end


def _without_coda(text: str, start: int, end: int) -> int:
    """Where speech that a tag broke into ends: before ', and she went up to the stove'."""
    coda = english.CODA.search(text[start:end])
    return start + coda.start() + 1 if coda else end
