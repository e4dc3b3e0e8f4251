"""Speech as plays and chats set it: a name, a colon, the words. 'DICK: (Touchily) Why should I?'"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from unspoken.reading import english
from unspoken.reading.parts import Quotation
from unspoken.story import Paragraph, Span

LABEL = re.compile(
    r"[_*]*(?P<name>[^\W\d_][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){0,3})[_*]*(?:\s[(\[][^()\[\]]{1,80}[)\]])?[_*]*:[_*]*\s+"
)
"""A name and a colon before what that one says."""
# What the stage is told and nobody says.
_DIRECTION = re.compile(r"\s*(?:\([_*][^()]*[_*]\)|\[[^\[\]]*\])\s*|^\([^()]*\)\s*")
_LEAST = 4
"""Labelled paragraphs in a chapter from which on it has speech of this kind."""
_APART = 3
"""Paragraphs between one labelled paragraph and another at most."""


def spoken(text: str, paragraphs: Sequence[Paragraph]) -> list[Quotation]:
    """The turns among a chapter's paragraphs: those that begin with a name and a colon, where two people or more do so
    twice or more near each other."""
    found = [(k, label, p.end) for k, p in enumerate(paragraphs) if (label := LABEL.match(text, p.start, p.end))]
    names = Counter(label["name"].casefold() for _, label, _ in found)
    people = {name for name, n in names.items() if n > 1} - (english.OPENERS - {"me"}) - english.WEEKDAYS
    labels = [
        (k, label, end) for k, label, end in found if label["name"].casefold() in people or label["name"].isupper()
    ]
    near = [
        (label, end)
        for at, (k, label, end) in enumerate(labels)
        if (at and k - labels[at - 1][0] <= _APART) or (at + 1 < len(labels) and labels[at + 1][0] - k <= _APART)
    ]
    if len(people) < 2 or len(near) < _LEAST:
        return []
    turns = [Quotation(_words(text, label.end(), end), label=Span(*label.span("name"))) for label, end in near]
    return [turn for turn in turns if turn.spans]


def _words(text: str, start: int, end: int) -> list[Span]:
    """What is said between two places, without what the stage is told."""
    words = text[start:end].rstrip()
    borders = [0, *(border for direction in _DIRECTION.finditer(words) for border in direction.span()), len(words)]
    pieces = zip(borders[::2], borders[1::2], strict=True)
    return [Span(start + a, start + b) for a, b in pieces if re.search(r"\w", words[a:b])]
