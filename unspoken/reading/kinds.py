"""Tell speech from the other uses of quotation marks: scare quotes, titles, writing, words as words."""

from __future__ import annotations

from typing import Literal

from unspoken.reading import english

Kind = Literal["speech", "scare", "title", "mention", "written"]

_MARKS = "\"'“”‘’„‟‚‛«»‹›`_* \t\r\n"
_STOPS = (".", "!", "?", ",", ";", ":", "…", "—", "–", "-")


def of(words: str, before: str, after: str, spoken: str = "") -> Kind:
    """What the marks around some words are for.

    `before` and `after` are the narration beside them in their paragraph, `spoken` the speech before that, if any.
    """
    words = words.strip(_MARKS)
    before, after = before.rstrip(" \t\r\n_*"), after.lstrip("_*")
    tag = english.TAG.match(after.lstrip(" \t\r\n,—–-"))
    finished = words.endswith(_STOPS)
    short = len(words.split()) <= 4
    capital = not words[:1].islower()
    if tag and (finished or after.startswith((",", "—", "–", "-")) or tag["first"]):
        return "speech"
    if before.endswith(")") and spoken:
        before = "."
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
    if english.WRITTEN_CUE.search(near) or near.endswith("that"):
        return False
    if spoken and not spoken.rstrip(_MARKS).endswith((".", "!", "?")) and not (short and not finished):
        return True
    if capital and finished and (not short or words[-1] in "!?"):
        return True
    last = english.LAST_WORDS.search(near)
    return (
        (capital or not short)
        and last is not None
        and (last[1] in english.SAYING or bool(english.UTTERANCE.search(last[0])))
    )


def _other(words: str, before: str) -> Kind:
    near = before[-80:]
    capitals = [w[:1].isupper() for w in words.split() if w.lower() not in english.SMALL]
    titled = len(capitals) > 1 and all(capitals)
    if english.WRITTEN_CUE.search(near) and not titled:
        return "written"
    if titled or (capitals and all(capitals) and english.TITLE_CUE.search(near)):
        return "title"
    if english.NAMING_CUE.search(near) or len(words.split()) > 4:
        return "mention"
    return "scare"
