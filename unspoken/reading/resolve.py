"""Who says each line, and to whom; who thinks what is not said: by rules, from tags, beats, address and turns.

The trained reader takes the place of this module; `resolve` is all that the rest of the reading knows of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from unspoken.reading import english
from unspoken.reading.cues import Reference, Surroundings, Tag
from unspoken.reading.parts import Parts, Quotation
from unspoken.story import Character, Line, Mention, MentionKind, Span

# The probability that the speaker is right, by what tells it.
CONFIDENCE = {"explicit": 0.95, "anaphoric": 0.7, "beat": 0.75, "turn": 0.5}
# How many paragraphs apart the lines of a conversation are, how many people are in it, how many readings are kept.
_REACH, _PARTY, _BEAM = 5, 8, 24

_THIRD = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.I)
_FIRST = re.compile(r"\b(?:I|me|my|mine|myself)\b")
_SECOND = re.compile(r"\b(?:you|your|yours|yourself)\b", re.I)
_ADDRESS = re.compile(
    r"(?:^|[\"“‘'«,;:!?.…—–]\s?)(?:(?:my|dear|dearest|old|poor|you|oh|little|and|well|yes|no|but)\s)*$", re.I
)
_ADDRESSED = re.compile(r"\s?[,.!?;:…—–\"”’»-]|$")
_NAMED_ME = re.compile(r"(?:\bmy name(?:\sis|['’]s|\swas)|\bcall me|\bI am called)\s$", re.I)
# A thought in the first or second person, or a bare answer.
_ANSWER = re.compile(r"(?:yes|no|never|maybe|please|don['’]t|let|oh|okay|damn)\b[^\"“”]{0,40}[.!?…]", re.I)
_OWN = re.compile(r"\b(?:I|I['’](?:m|ll|d|ve)|me|my|mine|we|us|our|you|your|yours)\b")
# Words of the narration's past, which a thought in its own words does without; a 'you' that is anybody.
_PAST = re.compile(r"\b(?:was|were|had|did|could|would|might|[a-z]{2,}ed)\b")
_PAST_YOU = re.compile(r"\b(?:you could|you would|you had|you might|said|asked)\b", re.I)
_THOUGHT = english.THINKING - {"told", "tells", "asked", "asks", "decided", "decides", "remembered", "remembers"}


@dataclass
class Resolution:
    """What the reading found: the cast, the lines and the mentions, in the order that `Story` wants."""

    characters: list[Character]
    lines: list[Line]
    mentions: list[Mention]


@dataclass(eq=False)
class Turn:
    """A quotation, and what there is to know of its speaker."""

    line: Line
    paragraph: int
    scene: int
    tag: Reference | None = None
    beat: Reference | None = None
    addressed: list[Character] = field(default_factory=list)
    named: set[Character] = field(default_factory=set)
    verdict: str = "turn"


class Reading(NamedTuple):
    """The speakers of a conversation up to a turn: that turn's, and the reading of the turns before."""

    score: float
    who: Character | None
    last: Reading | None


def resolve(parts: Parts, quotations: list[Quotation]) -> Resolution:
    """Who says and thinks what. Sets the focalizer of a paragraph where it is plain."""
    return _Resolver(parts, quotations).resolve()


class _Resolver(Surroundings):
    narrator: Character | None = None

    def resolve(self) -> Resolution:
        turns = [self.turn(quotation) for quotation in self.speech]
        self.find_narrator(turns)
        for _ in range(2):  # who speaks tells whom a pronoun means, and the other way about
            meant = self.follow(turns, {})
            self.decide(turns, meant)
        thoughts = self.thoughts(turns, meant)
        pronouns = self.follow(
            turns, {turn.tag.start: turn.line.speaker for turn in turns if turn.tag and turn.line.speaker}
        )
        lines = sorted([turn.line for turn in turns] + thoughts, key=lambda line: line.spans)
        mentions = self.mentions(lines, pronouns)
        self.focalize(thoughts)
        return Resolution(self.ranked(lines, mentions), lines, mentions)

    def turn(self, quotation: Quotation) -> Turn:
        """What the words in and around a quotation say of who speaks and who is spoken to."""
        spans = quotation.spans
        line = Line("speech", list(spans))
        turn = Turn(line, self.paragraph(spans[0].start), bisect_right(self.breaks, spans[0].start))
        tag = None
        for span in spans:
            tag = tag or self.tag_after(span.end, self.after(span))
        for span in spans[:1]:
            tag = tag or self.tag_before(self.before(span), span.start)
            if not tag and turn.paragraph and self.starts[turn.paragraph] == span.start:
                lead = self.prose[turn.paragraph - 1]
                tag = self.tag_before(lead.start, lead.end) if not self.in_quotes(lead.end - 1) else None
        if tag:
            turn.tag, line.cue, line.manner = tag.who, tag.cue, tag.manner
            if tag.verb in english.THINKING - english.SAYING:
                line.kind = "thought"
        else:
            last = spans[-1]
            following = self.beat(last.end, min(self.after(last), last.end + 160))
            leading = self.beat(max(self.before(spans[0]), self.sentence(spans[0].start - 1)), spans[0].start)
            between = self.beat(spans[0].end, spans[1].start) if len(spans) > 1 else None
            turn.beat = between or following or leading
        for span in spans:
            for name in self.named(*span):
                assert name.who
                turn.named.add(name.who)
                if _ADDRESS.search(self.text, max(span.start, name.start - 30), name.start) and _ADDRESSED.match(
                    self.text, name.end, span.end
                ):
                    turn.addressed.append(name.who)
        return turn

    # The narrator.

    def find_narrator(self, turns: list[Turn]) -> None:
        """A story told by an 'I' has the narrator among its cast, by name where the others use it."""
        told = sum(1 for t in turns if t.tag and t.tag.pronoun == "I")
        narrated = [self.narration(paragraph.start, paragraph.end) for paragraph in self.prose]
        words = sum(part.count(" ") for part in narrated)
        first = sum(len(_FIRST.findall(part)) for part in narrated)
        if first < (0.012 if told > 0.03 * len(turns) else 0.03) * words or told + first < 4:
            return
        used = Counter(r.who for r in self.proper if not self.in_quotes(r.start))
        called = Counter(who for turn in turns for who in turn.addressed)
        for reference in self.proper:
            if reference.who and _NAMED_ME.search(self.text, max(0, reference.start - 20), reference.start):
                called[reference.who] += 1 if self.in_quotes(reference.start) else 20
        likely = max(called, key=lambda who: called[who] - 3 * used[who], default=None)
        if likely and called[likely] > 3 * used[likely]:
            self.narrator = likely
        else:
            self.narrator = Character("", None)
            self.characters.append(self.narrator)
        self.narrator.narrator = True

    # Pronouns.

    def follow(self, turns: list[Turn], known: Mapping[int, Character]) -> dict[int, Character]:
        """Whom each he and she of the narration means: the fitting person most in view. `known` are answers given."""
        meant: dict[int, Character] = {}
        view: dict[Character, float] = {}
        speakers = [Reference(t.line.start, t.line.start, t.line.speaker, None) for t in turns]
        stream = [*self.proper, *self.nominals, *speakers, *self.pronouns(0, len(self.text), _THIRD)]
        stream.sort(key=lambda r: r.start)
        sentence = -1
        for reference in stream:
            here = self.sentence(reference.start)
            if here != sentence or len(view) > 64:
                view = {who: weight / 2 for who, weight in view.items() if weight > 0.05}
            quoted = self.in_quotes(reference.start)
            who = reference.who or known.get(reference.start)
            if not who and reference.pronoun:
                fitting = [c for c in view if c.pronouns in (reference.pronoun, None)]
                who = max(fitting, key=lambda c: view[c] * (1 if c.pronouns else 0.6), default=None)
                if who and not quoted:
                    meant[reference.start] = who
            elif who and not reference.who:
                meant[reference.start] = who
            if who:
                view[who] = view.get(who, 0.0) + (0.3 if quoted else 1.5 if here != sentence else 1.0)
            sentence = here
        return meant

    # Who says it.

    def decide(self, turns: list[Turn], meant: Mapping[int, Character]) -> None:
        """Give every turn its speaker: the best reading of each conversation as a whole."""
        start = 0
        for k in range(1, len(turns) + 1):
            last = turns[k - 1]
            if k == len(turns) or turns[k].paragraph - last.paragraph > _REACH or turns[k].scene != last.scene:
                self.converse(turns[start:k], meant)
                start = k

    def converse(self, turns: list[Turn], meant: Mapping[int, Character]) -> None:
        party = self.party(turns, meant)
        beam = [Reading(0.0, None, None)]
        for k, turn in enumerate(turns):
            scores: dict[Character | None, float] = {
                who: self.fits(turn, who, meant, party) for who in self.able(turn, party)
            }
            best: dict[tuple[Character | None, Character | None], Reading] = {}
            for reading in beam:
                for who, score in (scores or {None: 0.0}).items():
                    total = reading.score + score + _follows(turns, k, reading, who)
                    state = (reading.who, who)
                    if state not in best or best[state].score < total:
                        best[state] = Reading(total, who, reading)
            beam = sorted(best.values(), key=lambda reading: -reading.score)[:_BEAM]
        chosen: Reading | None = beam[0]
        for turn in reversed(turns):
            assert chosen
            turn.line.speaker = chosen.who
            turn.line.confidence = CONFIDENCE[turn.verdict] if chosen.who else 0.0
            chosen = chosen.last
        self.address(turns)

    def able(self, turn: Turn, party: Mapping[Character, float]) -> list[Character]:
        """Who may speak: the one that the tag names, else anyone of the party."""
        if turn.tag and (turn.tag.who or turn.tag.pronoun == "I"):
            turn.verdict = "explicit"
            return [who] if (who := turn.tag.who or self.narrator) else []
        turn.verdict = "anaphoric" if turn.tag else "beat" if turn.beat else "turn"
        wanted = turn.tag.pronoun if turn.tag else None
        return [who for who in party if not wanted or who.pronouns in (wanted, None)]

    def fits(
        self, turn: Turn, who: Character, meant: Mapping[int, Character], party: Mapping[Character, float]
    ) -> float:
        score = party.get(who, 0.0)
        for reference, weight in ((turn.tag, 2.0), (turn.beat, 2.5)):
            if reference:
                pointed = (
                    reference.who or meant.get(reference.start) or (self.narrator if reference.pronoun == "I" else None)
                )
                score += weight * (pointed is who)
                if reference.pronoun in ("he", "she") and who.pronouns != reference.pronoun:
                    score -= 1
        if who in turn.addressed:
            score -= 5
        elif who in turn.named:
            score -= 2
        return score

    def party(self, turns: list[Turn], meant: Mapping[int, Character]) -> dict[Character, float]:
        """Who may speak in a conversation: those named in and shortly before it, weighed by how often."""
        first, last = turns[0].paragraph, turns[-1].paragraph
        weights: Counter[Character] = Counter()
        lead = self.starts[max(0, first - 6)]
        for reference in self.named(lead, self.prose[last].end):
            assert reference.who
            weights[reference.who] += 1 if self.in_quotes(reference.start) else 3
        for turn in turns:
            if turn.tag and (who := turn.tag.who or meant.get(turn.tag.start)):
                weights[who] += 10
            elif turn.tag and turn.tag.pronoun == "I" and self.narrator:
                weights[self.narrator] += 10
        if self.narrator:
            weights[self.narrator] += 5
        top = weights.most_common(_PARTY)
        enough = top[min(1, len(top) - 1)][1] if top else 1  # the two who are most in view are equals
        return {who: 1.5 * min(1.0, n / enough) ** 0.5 for who, n in top}

    def address(self, turns: list[Turn]) -> None:
        """Whom each turn is said to: the one it calls by name, else the other one of the exchange."""
        for k, turn in enumerate(turns):
            called = [who for who in dict.fromkeys(turn.addressed) if who is not turn.line.speaker]
            near = [*reversed(turns[max(0, k - 4) : k]), *turns[k + 1 : k + 4]]
            others = [t.line.speaker for t in near if t.line.speaker and t.line.speaker is not turn.line.speaker]
            turn.line.addressees = called or others[:1]

    # What is thought.

    def thoughts(self, turns: list[Turn], meant: Mapping[int, Character]) -> list[Line]:
        """What the narration gives of thought: tagged or in italics, else in the first or second person, or asked."""
        said: dict[int, list[Turn]] = {}
        for turn in turns:
            said.setdefault(turn.paragraph, []).append(turn)
        italics = [mark for mark in self.parts.marks if mark.kind == "italic"]
        italic_starts = [mark.start for mark in italics]
        found: list[Line] = []
        for sentence in self.parts.sentences:
            paragraph = self.paragraph(sentence.start)
            if self.in_quotes(sentence.start) or not self.prose or sentence.start >= self.prose[paragraph].end:
                continue
            tag = self.thought_tag(sentence)
            k = bisect_right(italic_starts, sentence.start + 1) - 1
            slanted = k >= 0 and italics[k].end >= sentence.end - 1
            form = self.thought_form(sentence, tag, slanted)
            if not form:
                continue
            spans = [sentence]
            if tag:
                rest = Span(tag.cue.end + 1, sentence.end)
                spans = [Span(sentence.start, tag.cue.start)]
                if self.text[tag.cue.end] == "," and rest.end > rest.start + 3:
                    spans.append(rest)
            spans = [span for span in map(self.trimmed, spans) if span.end > span.start]
            if not spans:
                continue
            who = self.thinker(sentence, tag, said.get(paragraph, []), meant, found)
            last = found[-1] if found else None
            joined = last and last.speaker is who and last.form == form and not last.cue and not tag
            if (
                last
                and joined
                and not self.text[last.end : sentence.start].strip(" ")
                and paragraph == self.paragraph(last.start)
            ):
                last.spans[-1] = Span(last.spans[-1].start, spans[0].end)
                continue
            sure = 0.8 if tag else 0.6
            found.append(
                Line("thought", spans, form, who, cue=tag.cue if tag else None, confidence=sure if who else 0.0)
            )
        return found

    def thought_tag(self, sentence: Span) -> Tag | None:
        """The tag of a thought without marks: 'This is the end, she thought', 'Who cares, inner Sakura sighed'."""
        for pause in re.finditer(r"[,?!…—]\s", self.text[sentence.start : sentence.end]):
            at = sentence.start + pause.end()
            tag = self.tag_after(at - 1, sentence.end)
            if tag and (tag.verb in _THOUGHT or re.search(r"\binner\b", self.text[at : tag.cue.end])):
                return tag
        return None

    def thought_form(self, sentence: Span, tag: Tag | None, slanted: bool) -> Literal["direct", "free"] | None:
        words = self.text[sentence.start : sentence.end]
        own = _OWN.search(self.text, sentence.start, tag.cue.start if tag else sentence.end)
        if tag:
            return "direct" if own or not _PAST.search(words[: tag.cue.start - sentence.start]) else "free"
        if slanted:
            return "direct"
        if self.narrator:
            return "free" if words.endswith("?") and not own else None
        if (own and not _PAST_YOU.search(words)) or _ANSWER.fullmatch(words):
            return "direct"
        return "free" if words.endswith(("?", "?!")) else None

    def thinker(
        self, sentence: Span, tag: Tag | None, said: list[Turn], meant: Mapping[int, Character], earlier: list[Line]
    ) -> Character | None:
        """Whose thought it is: the tag's, else the speaker's beside it, else the last to act before it."""
        if tag:
            return tag.who.who or (self.narrator if tag.who.pronoun == "I" else meant.get(tag.who.start))
        if self.narrator:
            return self.narrator
        near = [turn for turn in said if turn.line.speaker]
        if near:
            return min(near, key=lambda turn: abs(turn.line.start - sentence.start)).line.speaker
        paragraph = self.prose[self.paragraph(sentence.start)]
        for start, end in ((paragraph.start, sentence.start), (sentence.end, paragraph.end)):
            acting = self.beat(start, end)
            if acting and (who := acting.who or meant.get(acting.start)):
                return who
        return earlier[-1].speaker if earlier else None

    def trimmed(self, span: Span) -> Span:
        words = self.text[span.start : span.end]
        return Span(
            span.start + len(words) - len(words.lstrip(" \n*_")), span.end - len(words) + len(words.rstrip(" \n*_,"))
        )

    # The rest.

    def mentions(self, lines: list[Line], meant: Mapping[int, Character]) -> list[Mention]:
        """Names, noun phrases in tags, and pronouns: I and you in a line are its speaker and its one addressee."""
        found: dict[tuple[int, int], tuple[MentionKind, Character]] = {}
        for reference in self.nominals:
            if reference.who:
                found[reference.start, reference.end] = ("nominal", reference.who)
        for at, who in meant.items():
            word = _THIRD.match(self.text, at)
            if word:
                found[word.span()] = ("pronoun", who)
        for line in lines:
            for span in line.spans:
                for pattern, people in ((_FIRST, [line.speaker]), (_SECOND, line.addressees)):
                    if len(people) == 1 and people[0]:
                        for word in pattern.finditer(self.text, *span):
                            found.setdefault(word.span(), ("pronoun", people[0]))
        if self.narrator:
            for paragraph in self.prose:
                for word in _FIRST.finditer(self.text, paragraph.start, paragraph.end):
                    if not self.in_quotes(word.start()):
                        found.setdefault(word.span(), ("pronoun", self.narrator))
        for reference in self.proper:
            if reference.who:
                found[reference.start, reference.end] = ("proper", reference.who)
        return [
            Mention(*span, kind=kind, character=who) for span, (kind, who) in sorted(found.items(), key=lambda i: i[0])
        ]

    def focalize(self, thoughts: list[Line]) -> None:
        """A paragraph is in the mind of the one who thinks in it, or of the one who tells the story."""
        for paragraph in self.prose:
            if self.narrator:
                paragraph.focalizer, paragraph.confidence = self.narrator, 0.9
        for thought in thoughts:
            if not self.narrator and thought.speaker:
                paragraph = self.prose[self.paragraph(thought.start)]
                paragraph.focalizer, paragraph.confidence = thought.speaker, 0.7

    def ranked(self, lines: list[Line], mentions: list[Mention]) -> list[Character]:
        """The cast in the order of how much they say, think and are mentioned, numbered."""
        weight = Counter(m.character for m in mentions)
        for line in lines:
            weight.update([line.speaker] * 2)
        everyone = [*self.characters, *self.unnamed.values()]
        spoken = {id(who) for who in weight if who}
        cast_ = sorted((c for c in everyone if id(c) in spoken or c.narrator), key=lambda c: -weight[c])
        numbers = {id(c): k for k, c in enumerate(cast_, 1)}
        for index, mention in enumerate(mentions):
            mention.cluster = numbers.get(id(mention.character), index)
        for character in cast_:
            character.id = f"c{numbers[id(character)]}"
        return cast_


def _follows(turns: list[Turn], k: int, reading: Reading, who: Character | None) -> float:
    """How well a speaker follows those before: turns alternate, and a paragraph is one person's."""
    if k == 0 or who is None:
        return 0.0
    turn, last = turns[k], turns[k - 1]
    if turn.paragraph == last.paragraph:
        return 3.0 if who is reading.who else 0.0
    score = 1.5 * (who in last.addressed and who is not reading.who)
    if who is reading.who:
        score -= 2.5 * _nearness(last, turn)
    elif k > 1 and reading.last and who is reading.last.who:
        score += 1.2 * _nearness(last, turn) * _nearness(turns[k - 2], last)
    return score


def _nearness(last: Turn, turn: Turn) -> float:
    """How closely one turn answers another, 0 to 1, by the narration between them."""
    between = turn.line.start - max(last.line.end, last.line.cue.end if last.line.cue else 0)
    return 300 / (300 + max(0, between))
