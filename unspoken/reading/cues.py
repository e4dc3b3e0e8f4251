"""The words around quotations: tags that report them ('said Mara'), and beats, what people do beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from unspoken.reading import cast, english, names
from unspoken.reading.parts import Parts, Quotation, rest
from unspoken.story import Character, Span

_REPORTING = english.SAYING | english.THINKING
_VERBS = "|".join(sorted(_REPORTING))
_QUIET = r"(?:[a-z]+ly|had|has|then|only|just|almost|again|also|now|at\slast|never|always|simply|finally)"
_VERB_FIRST = re.compile(
    rf"[\s,—–-]*(?P<start>(?:{_QUIET}\s)*(?P<verb>[a-z]+)(?:\s(?:in|on|out|up|back))?(?:\s(?P<manner>[a-z]+ly))?\s)"
)
_VERB_NEXT = re.compile(
    rf"(?:,[^,.;:!?\"“”]{{1,60}},)?\s(?P<now>(?:was|were|is)\s)?(?P<adverbs>(?:{_QUIET}\s)*)(?P<verb>[a-z]+)\b"
    r"(?:\s(?P<manner>[a-z]+ly)\b)?"
)
_STOP = (
    r"(?!(?:with|in|at|as|to|and|who|whom|after|from|of|on|when|while|but|by|for|had|was|is|that|without|into|\w+ly)\b)"
)
_NOUN = rf"(?:the|an?|another|his|her|my|their|our)(?:\s{_STOP}[a-z]+(?:-[a-z]+)*(?:['’]s(?=\svoice))?)"
_NOUN_AFTER = re.compile(rf"(?P<noun>some(?:one|body)|{_NOUN}{{1,4}})(?=[\s,.;:!?—–-])", re.I)
_NOUN_BEFORE = re.compile(rf"(?P<noun>some(?:one|body)|{_NOUN}{{1,4}}?)\s(?:{_QUIET}\s)*(?P<verb>{_VERBS})\b", re.I)
_DESCRIBED = re.compile(r"the(?:\s[a-z]+(?:-[a-z]+)*){1,3}\s(?=[^\W\d_a-z])")
_THAT_WAS = re.compile(r"\s(?:that|this|it)(?:\s(?:was|is)|['’]s)\s(?:only\s)?", re.I)
_THERE = re.compile(r"[,.;:]|\s(?:at|by|from|in|on|up|down|out|under|behind|across|through)\b")
_GLUE = re.compile(r"[\s,—–-]*(?:(?:and|but|then|so)\s)?")
_LEAD = re.compile(r"(?:(?:the|old|young|little|poor|dear|inner)\s)*", re.I)
_SUBJECT = re.compile(r"\b(?:he|she|I)\b(?!['’])", re.I)
_SUBJECT_OF_YOU = re.compile(r"\b(?:he|she|you)\b(?!['’])", re.I)
FIRST = re.compile(r"\b(?:I|me|my|mine|myself)\b")
SECOND = re.compile(r"\b(?:you|your|yours|yourself)\b", re.I)
# The share of its words from which on a narration is of a 'you'.
_OF_YOU = 0.04
# What a stretch that leads to a quotation ends with, and what a new subject comes after.
_LEADS = re.compile(
    r"(?:[,:—–-]|\b(?:began|begins|continued|continues|went on|goes on)(?: again)?\.|\b[a-z]+(?:ed|id))$"
)
_CLAUSE = re.compile(
    r"(?:;|[—–-]|,?\s(?:and|but|while|when|for|as|till|until))\s?(?:(?:then|at last|even|the|poor)\s)*$"
)
_WHO = re.compile(r",?\swho\b")
_TO_VERB = re.compile(rf"(?:['’]s)?\s(?:{_QUIET}\s)*")
# 'The general' is the one who is named so many times as often as any other.
_DOMINANT = 5
_MANNER = re.compile(r"\b[a-z]+ly\b")


class Reference(NamedTuple):
    """Words that refer to a person: `who` where they tell it, `pronoun` he, she, I or None.

    In a story told of a 'you', that is its I.
    """

    start: int
    end: int
    who: Character | None
    pronoun: str | None


class Tag(NamedTuple):
    """Words that report a line: who, their span, how, and the verb."""

    who: Reference
    cue: Span
    manner: str | None
    verb: str


class Surroundings:
    """The narration around quotations, and the people referred to in it."""

    def __init__(
        self, parts: Parts, quotations: list[Quotation], seen: Mapping[int, float], phrases: Mapping[int, int]
    ) -> None:
        self.text = parts.text
        self.parts = parts
        self.phrases = phrases
        self.prose = [p for p in parts.paragraphs if p.role == "prose"]
        self.starts = [p.start for p in self.prose]
        self.breaks = [p.start for p in parts.paragraphs if p.role != "prose"]
        self.speech = [q for q in quotations if q.kind == "speech" and q.level == 0]
        self.quoted = sorted(span for q in quotations if q.level == 0 for span in q.spans)
        self.quoted_starts = [span.start for span in self.quoted]
        narrated = [self.narration(paragraph.start, paragraph.end) for paragraph in self.prose]
        self.told_words = sum(part.count(" ") for part in narrated)
        first, second = (sum(len(word.findall(part)) for part in narrated) for word in (FIRST, SECOND))
        # Whether the story is told of a 'you' ('You open the door'), and how often its I or its you is named.
        self.of_you = second > max(2 * first, _OF_YOU * self.told_words)
        self.telling = second if self.of_you else first
        self.subject = _SUBJECT_OF_YOU if self.of_you else _SUBJECT
        found = names.find(parts, quotations, seen)
        self.characters, owners = cast.gather(found)
        self.proper = [
            Reference(name.start, name.end, owner, owner.pronouns)
            for name, owner in zip(found, owners, strict=True)
            if owner
        ]
        self.sentence_starts = [s.start for s in parts.sentences]
        self.proper_starts = [r.start for r in self.proper]
        uses = Counter(r.who for r in self.proper)
        self.titled: dict[str, Counter[Character]] = defaultdict(Counter)
        for character in self.characters:
            for title in cast.parse(character.name or "").titles[-1:]:
                if title not in english.KIN:
                    self.titled[title][character] = uses[character]
        self.unnamed: dict[str, Character] = {}
        self.nominals: dict[tuple[int, int], Reference] = {}
        # 'Mother' alone is whoever's mother is meant.
        self.kin = {c for c in self.characters if c.name and {n.lower() for n in (c.name, *c.aliases)} <= english.KIN}

    def certain(self, who: Character | None) -> bool:
        """Whether words that refer to a person tell who it is, as a name does and 'the young lady' does not."""
        return who is not None and who.name is not None and who not in self.kin

    # Where things are.

    def in_quotes(self, at: int) -> bool:
        k = bisect_right(self.quoted_starts, at) - 1
        return k >= 0 and at < self.quoted[k].end

    def paragraph(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def scene(self, at: int) -> int:
        """The number of the stretch between headings and breaks that an offset is in."""
        return bisect_right(self.breaks, at)

    def named(self, start: int, end: int) -> list[Reference]:
        return self.proper[bisect_left(self.proper_starts, start) : bisect_left(self.proper_starts, end)]

    def after(self, span: Span) -> int:
        """Where the narration after a quotation ends: at the next quotation or with the paragraph."""
        k = bisect_left(self.quoted_starts, span.end)
        end = max(span.end, self.prose[self.paragraph(span.end - 1)].end)
        return min(end, self.quoted_starts[k]) if k < len(self.quoted) else end

    def before(self, span: Span) -> int:
        """Where the narration before a quotation begins: after the last quotation or with the paragraph."""
        k = bisect_left(self.quoted_starts, span.start) - 1
        start = min(span.start, self.starts[self.paragraph(span.start)])
        return max(start, min(self.quoted[k].end, span.start)) if k >= 0 else start

    # Tags and beats.

    def person_at(self, at: int, end: int) -> Reference | None:
        """The name or the subject pronoun that begins at an offset, 'the' and the like before it aside."""
        lead = _LEAD.match(self.text, at, end)
        first = lead.end() if lead else at
        k = bisect_left(self.proper_starts, first)
        if k < len(self.proper) and self.proper[k].start == first and self.proper[k].end <= end:
            return self.proper[k]
        if found := self.subject.match(self.text, at, end):
            return Reference(*found.span(), None, english.PRONOUNS.get(found[0].lower(), "I"))
        return None

    def noun(self, start: int, end: int) -> Reference | None:
        """A noun phrase that speaks, whole as the network sees it: the same words are the same person."""
        words = self.text[start:end].lower().split()
        if words[-1] in english.NOT_SPEAKERS and not (words[-1] == "one" and len(words) > 2):
            return None
        pronoun = english.PERSON_NOUNS.get(words[-1]) or english.TITLES.get(words[-1]) or None
        titled = self.titled[words[-1]].most_common(2)
        whole = max(end, self.phrases.get(start, end))
        alone = len(titled) == 1 or (len(titled) == 2 and titled[0][1] > _DOMINANT * titled[1][1])
        if alone and whole == end and words[0] == "the":
            return Reference(start, end, titled[0][0], titled[0][0].pronouns)
        words = self.text[start:whole].lower().split()
        called = " ".join(["the", *words[1:]]) if words[0] in ("a", "an", "the") else " ".join(words)
        key = f"{called} {start}" if words[0] in english.INDEFINITE else called  # every 'someone' is another
        if key not in self.unnamed:
            self.unnamed[key] = Character("", None, [called], pronoun)
        reference = Reference(start, whole, self.unnamed[key], pronoun)
        return self.nominals.setdefault((start, whole), reference)

    def tag_after(self, at: int, end: int) -> Tag | None:
        """The tag that follows a quotation: its subject, its words, its adverb, its verb. 'said Mara', 'Mara said'."""
        text = self.text
        found = _VERB_FIRST.match(text, at, end)
        if found and (found["verb"] in _REPORTING or (found["verb"].endswith("ed") and text[at - 2] != ".")):
            described = _DESCRIBED.match(text, found.end(), end)
            who = self.person_at(described.end() if described else found.end(), end)
            if not who and (phrase := _NOUN_AFTER.match(text, found.end(), end)):
                who = self.noun(*phrase.span("noun"))
            if who and not re.match(r"['’]s\b", text[who.end : who.end + 2]):
                cue = Span(found.start("start"), who.end)
                return Tag(who, cue, found["manner"] or _manner(found["start"]), found["verb"].lower())
        begin = _GLUE.match(text, at, end)
        first = begin.end() if begin else at
        who = self.person_at(first, end)
        verbs = _REPORTING | english.REPORTING_OF_I if who and who.pronoun == "I" else _REPORTING
        if who and (found := _VERB_NEXT.match(text, who.end, end)) and _reports(found, verbs):
            return Tag(who, Span(first, found.end()), found["manner"] or _manner(found["adverbs"]), found["verb"])
        if not who and (phrase := _NOUN_BEFORE.match(text, first, end)) and (who := self.noun(*phrase.span("noun"))):
            return Tag(who, Span(first, phrase.end()), None, phrase["verb"])
        last = self.phrases.get(first, end)
        found = None if who else _VERB_NEXT.match(text, last, end)
        if found and _reports(found, _REPORTING) and (who := self.noun(first, last)):
            return Tag(who, Span(first, found.end()), found["manner"] or _manner(found["adverbs"]), found["verb"])
        return self.tag_of_voice(at, end)

    def tag_of_voice(self, at: int, end: int) -> Tag | None:
        """The tag that tells whose voice was heard: 'That was Mara, at the door'."""
        begin = _THAT_WAS.match(self.text, at, end)
        if not begin:
            return None
        first = begin.end()
        who = self.person_at(first, end)
        if not who and first in self.phrases:
            who = self.noun(first, self.phrases[first])
        if not who or not _THERE.match(self.text, who.end, end):
            return None
        return Tag(who, Span(begin.start() + 1, who.end), None, "")

    def tag_before(self, start: int, end: int) -> Tag | None:
        """The tag that leads to a quotation: 'Brushing away her tears, she raised a fist and yelled, '."""
        start = max(start, self.sentence(end - 1), end - 600)
        clause = self.text[start:end].rstrip()
        if not _LEADS.search(clause):
            return None
        verbs = [m for m in re.finditer(r"\b[a-z]+\b", clause) if m[0] in _REPORTING or m[0] in english.SAYING_NOW]
        if not verbs and not clause.endswith(":"):
            return None
        verb = start + verbs[-1].start() if verbs else end
        people = self.people(start, verb)
        if not people:
            who = self.person_at(start + verbs[-1].end() + 1, end) if verbs else None
        else:
            near = people[-1] if _TO_VERB.fullmatch(self.text, people[-1].end, verb) else None
            # The subject of the last clause: the first person after a conjunction or a semicolon, or before a 'who'.
            heads = [r for r in people if _CLAUSE.search(self.text, start, r.start) or _WHO.match(self.text, r.end)]
            who = near or (heads or people)[-1 if heads else 0]
        if not who:
            return None
        verb_end = start + verbs[-1].end() if verbs else who.end
        cue = Span(min(who.start, verb), max(who.end, verb_end)) if verbs else Span(who.start, who.end)
        return Tag(who, cue, _manner(self.text[verb:end]), verbs[-1][0] if verbs else "")

    def tag_of_label(self, label: Span) -> Tag:
        """The tag that is a speaker's name as a play or a chat sets it: 'DICK: ', 'me: '."""
        if self.text[slice(*label)] == "me":
            return Tag(Reference(*label, None, "I"), label, None, "")
        words = cast.spelling(self.text[slice(*label)])
        key = words.casefold()
        named = (name.who for name in self.named(*label) if name.who)
        called = (c for c in self.characters if key in map(str.casefold, filter(None, (c.name, *c.aliases))))
        who = next(named, None) or next(called, None) or self.unnamed.setdefault(key, Character("", words))
        return Tag(Reference(*label, who, who.pronouns), label, None, "")

    def people(self, start: int, end: int) -> list[Reference]:
        """The names and the subject pronouns of a stretch of text."""
        return sorted([*self.named(start, end), *self.pronouns(start, end, self.subject)], key=lambda r: r.start)

    def beat(self, start: int, end: int) -> Reference | None:
        """The first person of a stretch of narration, who acts in it."""
        people = self.people(start, end)
        return people[0] if people else None

    def sentence(self, at: int) -> int:
        """Where the sentence at an offset begins."""
        k = bisect_right(self.sentence_starts, at) - 1
        return self.sentence_starts[k] if k >= 0 else 0

    def pronouns(self, start: int, end: int, which: re.Pattern[str]) -> Iterable[Reference]:
        for found in which.finditer(self.text, start, end):
            word = found[0].lower()
            yield Reference(*found.span(), None, english.PRONOUNS.get(word, "I"))

    def narration(self, start: int, end: int) -> str:
        """The words of a stretch of text that are in no quotation."""
        first, last = bisect_right(self.quoted_starts, start) - 1, bisect_left(self.quoted_starts, end)
        return rest(self.text, start, end, self.quoted[max(0, first) : last])


def _reports(found: re.Match[str], verbs: frozenset[str]) -> bool:
    """Whether what comes after a subject reports speech: 'said', 'was saying'."""
    return found["verb"] in (english.SAYING_NOW if found["now"] else verbs)


def _manner(words: str) -> str | None:
    found = _MANNER.search(words)
    return found[0] if found and found[0] not in english.NOT_MANNERS else None
