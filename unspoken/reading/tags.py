"""The words that report a line: 'said Mara softly', 'the old man growled', 'she thought'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unspoken.reading import english

_SKIP = frozenset([",", "—", "–", "-", "--", "…", "..."])
_OBJECTS = frozenset(["her", "him", "me", "them", "us", "whom", "herself", "himself", "myself"])


@dataclass(frozen=True, slots=True)
class Tag:
    """A reporting clause, in tokens: the mention that is its subject, the whole clause (last ones included), how."""

    subject: tuple[int, int]
    start: int
    last: int
    manner: str | None


def after(words: Sequence[str], start: int, end: int, mentions: Mapping[int, int], verbs: frozenset[str]) -> Tag | None:
    """The tag that opens the tokens [start, end) after a line. `mentions` gives the last token of the longest mention
    that starts at a token; `words` are in lower case."""
    k = start
    while k < end and words[k] in _SKIP:
        k += 1
    first = k
    k, how = _adverbs(words, k, end)
    if k < end and words[k] in verbs:
        subject, manner = _adverbs(words, k + 1, end, particles=True)
        if subject in mentions and mentions[subject] < end and words[subject] not in _OBJECTS:
            last = mentions[subject]
            close, later = _adverbs(words, last + 1, end)
            return Tag((subject, last), first, max(last, close - 1), how or manner or later)
        return None
    if first in mentions and words[first] not in _OBJECTS:
        last = mentions[first]
        verb, how = _adverbs(words, last + 1, end)
        if verb < end and words[verb] in verbs:
            close, later = _adverbs(words, verb + 1, end)
            return Tag((first, last), first, close - 1, how or later)
    return None


def before(
    words: Sequence[str], start: int, end: int, mentions: Mapping[int, int], verbs: frozenset[str]
) -> Tag | None:
    """The tag that leads to a line: in the sentence [start, end) before it, which a comma or a colon must end."""
    if end - start < 3 or words[end - 1] not in (",", ":"):
        return None
    found = None
    for first, last in mentions.items():
        if start <= first and last < end and words[first] not in _OBJECTS:
            verb, how = _adverbs(words, last + 1, end)
            if verb < end and words[verb] in verbs:
                close, later = _adverbs(words, verb + 1, end)
                found = Tag((first, last), first, close - 1, how or later)
    return found


def _adverbs(words: Sequence[str], k: int, end: int, particles: bool = False) -> tuple[int, str | None]:
    """The first token from k on that is no adverb, auxiliary or (after a verb) particle, and the adverb of manner."""
    manner = None
    quiet = english.QUIET | english.VERB_PARTICLES if particles else english.QUIET
    while k < end and (words[k] in quiet or (words[k].endswith("ly") and len(words[k]) > 4)):
        if words[k].endswith("ly") and words[k] not in english.NOT_MANNERS:
            manner = words[k]
        k += 1
    return k, manner
