"""Names of people in a text, told from other words with a capital letter by how the whole text uses them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from unspoken.reading import english
from unspoken.reading.cast import Name
from unspoken.reading.parts import Parts, Quotation

_UPPER = "".join(c for c in map(chr, range(0x250)) if c.isupper())
# A word with a capital letter: not 'I', and not the first half of 'Don't' or 'Ma'am'.
_WORD = rf"(?!I\b)(?:[DLO]['’])?[{_UPPER}][^\W\d_]*(?:[-‐‑][^\W\d_]+)*(?!['’](?!s\b)[^\W\d_])(?![^\W\d_])"
_TITLE = "|".join(sorted(form for t in english.TITLES for form in (t.capitalize(), t.upper())))
_SHORT = "|".join(t.capitalize() for t in (*english.FULL_TITLES, "mr", "mrs", "ms", "messrs"))
_NAME = re.compile(
    rf"\b(?:(?:(?:{_SHORT})\.|{_TITLE})\s)*(?:(?!I\.\s+{_WORD})[{_UPPER}]\.\s?)*{_WORD}"
    rf"(?:\s(?!(?:{_TITLE})\b)(?:(?:{'|'.join(sorted(english.PARTICLES))})\s)*(?:[{_UPPER}]\.\s)?{_WORD})*"
)
# A word with a capital letter that opens no sentence.
_INSIDE = re.compile(rf"(?<=[a-z,;] )[{_UPPER}][^\W\d_]*")
_BEFORE = re.compile(r"(\w+)(,?)\s+(the\s+)?$")
_AFTER = re.compile(r"(['’]s\b)?(,?)\s+(\w+)")
_ITS = re.compile(r"\s[a-z]+\s(?:[a-z]+\s){0,3}its\b")
_PRONOUN = re.compile(r"\b(he|she|himself|herself)\b", re.IGNORECASE)
# A run of more words in capitals is a heading or a shout.
_LONGEST = 12


class _Use(NamedTuple):
    """A run of words with capital letters where it stands; `opens` where it opens a sentence."""

    start: int
    end: int
    words: str
    opens: bool
    quoted: bool


def find(parts: Parts, quotations: Sequence[Quotation], seen: Mapping[int, float]) -> list[Name]:
    """The names of people in the story's prose, in order, with the pronouns that follow them as evidence.

    `seen` is, by where a name may end, what the trained network takes it for: 1 a person, -1 a place or a body.
    """
    lower = Counter(re.findall(r"\b[a-z]+", parts.text))
    uses = _parted(parts.text, list(_uses(parts, quotations, lower, seen)))
    people = _people(parts.text, uses, lower, seen)
    named = [use for use in uses if use.words.casefold() in people]
    ends = [use.start for use in named[1:]] + [len(parts.text)]
    return [
        Name(use.start, use.end, use.words, _pronouns(parts.text[use.end : min(end, use.end + 120)]), use.quoted)
        for use, end in zip(named, ends, strict=False)
    ]


def _uses(
    parts: Parts, quotations: Sequence[Quotation], lower: Counter[str], seen: Mapping[int, float]
) -> Iterator[_Use]:
    spans = sorted(span for q in quotations for span in q.spans)
    starts = [span.start for span in spans]
    text = parts.text
    inside = set(_INSIDE.findall(text))
    for paragraph in parts.paragraphs:
        if paragraph.role != "prose":
            continue
        for match in _NAME.finditer(text, paragraph.start, paragraph.end):
            start, end = match.span()
            opens = _opens(text, paragraph.start, start)
            words = list(re.finditer(r"\S+", match[0]))
            if len(words) > _LONGEST:
                continue
            if len(words) > 1 and words[0][0].casefold() in english.WEEKDAYS:  # 'on Wednesday Ehrling came'
                start = match.start() + words[1].start()
                del words[0]
            strange = opens and not _given(match[0]) and match[0] not in inside and lower[match[0].casefold()] > 0
            alone = len(words) == 1 and seen.get(end, 0.0) > 0 and not strange  # 'Hall', 'May'; but not 'Revenge!'
            while (
                words
                and not alone
                and (strange or _common(words[0][0], lower) if opens else words[0][0].casefold() in english.OPENERS)
            ):
                start = match.start() + words[1].start() if len(words) > 1 else end
                del words[0]
            if not words or words[0][0] == "I":
                continue
            end = match.start() + words[-1].end()
            k = bisect_right(starts, start) - 1
            quoted = k >= 0 and start < spans[k].end
            yield _Use(start, end, " ".join(text[start:end].split()), opens, quoted)


def _parted(text: str, uses: list[_Use]) -> list[_Use]:
    """The runs, those cut in two that only happen to stand together: 'On Monday | Anne', 'told Mrs. Allan | Anne'."""
    counts = Counter(use.words for use in uses)
    found: list[_Use] = []
    for use in uses:
        words = use.words.split()
        for cut in range(1, len(words)):
            left, right = " ".join(words[:cut]), " ".join(words[cut:])
            given = cut == 1 and _given(left)
            if not given and 3 * counts[use.words] <= min(counts[left], counts[right]):
                middle = text.index(words[cut], use.start + len(left))
                found.append(_Use(use.start, middle - 1, left, use.opens, use.quoted))
                found.append(_Use(middle, use.end, right, False, use.quoted))
                break
        else:
            found.append(use)
    return found


def _given(word: str) -> bool:
    return word.casefold() in english.MEN or word.casefold() in english.WOMEN


def _common(word: str, lower: Counter[str]) -> bool:
    """Whether a word that opens a sentence is there as a word, and not as a name."""
    key = word.casefold()
    if key.rstrip(".") in english.TITLES:
        return False
    return key in english.OPENERS or lower[key] > 2


def _opens(text: str, floor: int, at: int) -> bool:
    while at > floor and text[at - 1] in " \n\t\r\"“‘'«([—–-*_":
        if text[at - 1] not in " \n\t\r":
            return True
        at -= 1
    return at <= floor or text[at - 1] in ".!?…:;”’»"


def _people(text: str, uses: list[_Use], lower: Counter[str], seen: Mapping[int, float]) -> set[str]:
    """The runs of words, in lower case, that the text uses as names of people."""
    scores: dict[str, float] = defaultdict(float)
    inside: Counter[str] = Counter()
    votes: dict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    for use in uses:
        key = use.words.casefold()
        vote = seen.get(use.end, 0.0)
        scores[key] += _evidence(text, use) + vote
        votes[key] += vote
        count[key] += 1
        inside[key] += not use.opens
    words: dict[str, float] = defaultdict(float)
    for key, score in scores.items():
        for word in key.split():
            words[word] += score
    people = set()
    for key, score in scores.items():
        parts = key.split()
        heads = [p.rstrip(".") for p in parts]
        titled = heads[0] in english.TITLES
        if ending := re.search(r"[-‐‑]([a-z]+)$", key):
            stem = key[: ending.start()]
            if ending[1] not in english.HONORIFICS and scores.get(stem, 0.0) <= 0:
                continue
            score += 2
        if len(parts) == 1 and heads[0] in english.NOT_PEOPLE:
            continue
        trusted = votes[key] > 0.5 * count[key]
        if not trusted and (heads[-1] in english.PLACES or votes[key] < -0.3 * count[key]):
            continue
        if titled:
            score += 4
        elif _given(heads[0]):
            score += 2
        if len(parts) == 1 and not titled and not trusted and lower[key] > 2 * inside[key]:
            continue
        if len(parts) == 1 and not titled and not inside[key] and score < 1.4:
            continue
        if score > 0 or (score > -2 and len(parts) > 1 and any(words[word] > 2 for word in parts)):
            people.add(key)
    return people


def _evidence(text: str, use: _Use) -> float:
    """How much this use speaks for a person."""
    score = 0.0
    before = _BEFORE.search(text, max(0, use.start - 24), use.start)
    after = _AFTER.match(text, use.end)
    if before:
        word = before[1].casefold()
        titled = use.words.split()[0].casefold().rstrip(".") in english.TITLES
        if word in english.SAYING and not before[2]:
            score += 3
        elif before[3]:
            score -= 0.0 if titled else 1.0
        elif word in english.SEVERAL and use.words.endswith("s"):  # 'two Sikhs'
            score -= 4
        else:
            score += english.PLACE_BEFORE.get(word, 0.0)
    if after:
        verb = after[3]
        if not after[1] and not after[2]:
            score += 3 if verb in english.SAYING else 0.7 if verb.endswith("ed") or verb in english.BEING else 0.0
        score += 0.4 * bool(after[1])
    if _ITS.match(text, use.end):  # 'Sallow lay under its one lamp'
        score -= 3
    if use.quoted and re.match(r"\s*[,.!?…—]", text[use.end : use.end + 3]) and (use.opens or (before and before[2])):
        score += 1
    return score


def _pronouns(after: str) -> dict[str, float]:
    """The first he or she after a name, before the next name."""
    found = _PRONOUN.search(after.split("\n\n")[0])
    return {english.PRONOUNS[found[1].lower()]: 1.0} if found else {}
