"""Who says each line, and to whom; who thinks what is not said; whose mind each paragraph is in.

The trained network weighs each line by itself (`unspoken.reading.evidence`); tags, beats and address add what they
tell; and the turns of a whole conversation are decided together.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from unspoken.reading import english, evidence
from unspoken.reading.cues import Reference, Surroundings, Tag
from unspoken.reading.parts import Parts, Quotation
from unspoken.story import Character, Entity, Event, Line, Mention, Span

# The share of speakers that are right, by what tells them, on the novels and scenes that the rules were written on.
CONFIDENCE = {"explicit": 0.9, "anaphoric": 0.7, "beat": 0.65, "turn": 0.6}
# How many paragraphs apart the lines of a conversation are, how many people are in it, how many readings are kept.
_REACH, _PARTY, _BEAM = 5, 8, 24
# What the network's word on a speaker weighs, and how unlikely it may call one at most; from when on no line is one.
_WEIGHT, _UNLIKELY, _NO_LINE = 0.5, 0.02, 0.9
# And what it weighs where the tag only describes the speaker: 'said her mother'.
_DESCRIBED = 1.5
_B = [0.0, 0.0]
_V = [0.5, 2.0, 0.02]
_GENERIC = set("""man woman girl boy lady gentleman fellow lad chap guy person husband wife mother father brother sister
 son daughter aunt uncle friend companion visitor guest host hostess child youth stranger other nephew niece cousin
 grandmother grandfather partner lover interlocutor figure creature""".split())
# The least probability of a focalizer that is told.
_SEEN = 0.3

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
    entities: list[Entity] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(eq=False)
class Turn:
    """A quotation, and what there is to know of its speaker."""

    line: Line
    paragraph: int
    scene: int
    tag: Reference | None = None
    beat: Reference | None = None
    addressed: list[Character] = field(default_factory=list)
    calls: list[Span] = field(default_factory=list)
    named: set[Character] = field(default_factory=set)
    verdict: str = "turn"


class Reading(NamedTuple):
    """The speakers of a conversation up to a turn: that turn's, and the reading of the turns before."""

    score: float
    who: Character | None
    last: Reading | None


def resolve(parts: Parts, quotations: list[Quotation], progress: Callable[[float], None] | None = None) -> Resolution:
    """Who says and thinks what, and who is mentioned where. Sets the focalizers of the paragraphs.

    `progress` is told the share of the text that the network has seen, 0 to 1.
    """
    return _Resolver(parts, quotations, evidence.look(parts, quotations, progress)).resolve()


class _Resolver(Surroundings):
    narrator: Character | None = None

    def __init__(self, parts: Parts, quotations: list[Quotation], sight: evidence.Sight) -> None:
        super().__init__(parts, quotations, evidence.named(sight))
        self.sight = sight
        self.weighed = evidence.Evidence()
        self.thought_tags: dict[int, Tag] = {}

    def resolve(self) -> Resolution:
        sight = self.sight
        turns = [turn for quotation in self.speech if self.heard(turn := self.turn(quotation), sight)]
        self.find_narrator(turns)
        thoughts = self.thoughts(sight, turns)
        lines = sorted([turn.line for turn in turns] + thoughts, key=lambda line: line.spans)
        self.weighed = self.weigh(sight, turns, lines)
        means = {Span(m.start, m.end): m.character for m in self.weighed.mentions}
        for turn in turns:
            turn.addressed += [who for span in turn.calls if (who := means.get(span))]
        for _ in range(2):  # who speaks tells whom a pronoun means, and the other way about
            meant = self.follow(turns, {})
            self.decide(turns, meant)
        for line in thoughts:
            self.think(line)
        mentions = self.mentions(lines)
        self.focalize()
        characters = self.ranked(lines, mentions)
        return Resolution(characters, lines, mentions, evidence.entities(sight), evidence.events(sight))

    def heard(self, turn: Turn, sight: evidence.Sight) -> bool:
        """Whether the network, too, takes a quotation for a line; if so, its feeling, and whether it is a thought."""
        chance, turn.line.feeling = evidence.judge(sight, turn.line)
        if chance["thought"] > 0.5:
            turn.line.kind = "thought"
        return chance["other"] < _NO_LINE

    def weigh(self, sight: evidence.Sight, turns: list[Turn], lines: list[Line]) -> evidence.Evidence:
        """What the network makes of every line, given the names and the tags."""
        references = [r for r in (*self.proper, *self.nominals) if r.who]
        known = {Span(r.start, r.end): r.who for r in references if r.who and self.certain(r.who)}
        called = {Span(r.start, r.end): r.who for r in references if r.who and not self.certain(r.who)}
        tags = {turn.line.start: Span(turn.tag.start, turn.tag.end) for turn in turns if turn.tag}
        tags |= {line: Span(tag.who.start, tag.who.end) for line, tag in self.thought_tags.items()}
        people = [c for c in self.characters if c not in self.kin]
        return evidence.weigh(sight, lines, people, known, called, tags, self.narrator)

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
                    if self.certain(name.who):
                        turn.addressed.append(name.who)
                    else:
                        turn.calls.append(Span(name.start, name.end))
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
            turn.line.confidence = self.sure(turn, chosen.who) if chosen.who else 0.0
            chosen = chosen.last
        self.address(turns)

    def sure(self, turn: Turn, who: Character) -> float:
        """The probability that a speaker is right: what the kind of evidence is good for, and what the network says."""
        chance = self.weighed.speakers.get(turn.line.start, {}).get(who, 0.0)
        return 0.5 * CONFIDENCE[turn.verdict] + 0.5 * min(1.0, chance)

    def able(self, turn: Turn, party: Mapping[Character, float]) -> list[Character]:
        """Who may speak: the one that the tag names, else anyone of the party."""
        if turn.tag and (self.certain(turn.tag.who) or turn.tag.pronoun == "I"):
            turn.verdict = "explicit"
            return [who] if (who := turn.tag.who or self.narrator) else []
        turn.verdict = "anaphoric" if turn.tag else "beat" if turn.beat else "turn"
        wanted = turn.tag.pronoun if turn.tag else None
        return [who for who in party if not wanted or who.pronouns in (wanted, None)]

    def fits(
        self, turn: Turn, who: Character, meant: Mapping[int, Character], party: Mapping[Character, float]
    ) -> float:
        chance = self.weighed.speakers.get(turn.line.start, {}).get(who, 0.0)
        described = turn.tag is not None and turn.tag.who is not None and not self.certain(turn.tag.who)
        weight = _DESCRIBED if described else _WEIGHT
        score = party.get(who, 0.0) + weight * math.log(max(_UNLIKELY, chance))
        if described and turn.tag:
            return score + (self.bonus(turn.tag) if who is turn.tag.who else 0.0)
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

    def bonus(self, tag: Reference) -> float:
        words = self.text[tag.start:tag.end].lower().split()
        if words[0] in ("a", "an", "another"): return 9.0
        return _B[0] if words[-1] in _GENERIC else _B[1]

    def party(self, turns: list[Turn], meant: Mapping[int, Character]) -> dict[Character, float]:
        """Who may speak in a conversation: those named in and shortly before it, weighed by how often."""
        first, last = turns[0].paragraph, turns[-1].paragraph
        weights: defaultdict[Character, float] = defaultdict(float)
        lead = self.starts[max(0, first - 6)]
        for reference in self.named(lead, self.prose[last].end):
            assert reference.who
            weights[reference.who] += 1 if self.in_quotes(reference.start) else 3
        for turn in turns:
            if turn.tag and (who := turn.tag.who or meant.get(turn.tag.start)):
                weights[who] += 10
            elif turn.tag and turn.tag.pronoun == "I" and self.narrator:
                weights[self.narrator] += 10
            for who, chance in self.weighed.speakers.get(turn.line.start, {}).items():
                weights[who] += 8 * chance
        if self.narrator:
            weights[self.narrator] += 5
        top = sorted(weights.items(), key=lambda x: -x[1])[:_PARTY]
        enough = top[min(1, len(top) - 1)][1] if top else 1  # the two who are most in view are equals
        return {who: 1.5 * min(1.0, n / enough) ** 0.5 for who, n in top}

    def address(self, turns: list[Turn]) -> None:
        """Whom each turn is said to: the one it calls by name, else the other one of the exchange."""
        for k, turn in enumerate(turns):
            called = [who for who in dict.fromkeys(turn.addressed) if who is not turn.line.speaker]
            near = [*reversed(turns[max(0, k - 4) : k]), *turns[k + 1 : k + 4]]
            others = [t.line.speaker for t in near if t.line.speaker and t.line.speaker is not turn.line.speaker]
            weighed = self.weighed.addressees.get(turn.line.start, {})
            likely = [who for who in sorted(weighed, key=lambda c: -weighed[c]) if who is not turn.line.speaker]
            turn.line.addressees = called or others[:1] or likely[:1]

    # What is thought.

    def thoughts(self, sight: evidence.Sight, turns: list[Turn]) -> list[Line]:
        """What the narration gives of thought: what the network finds, and what a tag or italics mark as one."""
        found = [*evidence.thoughts(sight), *self.marked(turns)]
        out: list[Line] = []
        for line in sorted(found, key=lambda x: (x.start, x.cue is None)):
            if not out or line.start >= out[-1].end:
                out.append(line)
            elif line.cue and not out[-1].cue and line.start <= out[-1].start:
                out[-1] = line
        for line in out:
            _, line.feeling = evidence.judge(sight, line)
            tag = self.tag_after(line.end, self.prose[self.paragraph(line.start)].end) if not line.cue else None
            if tag and (tag.verb in _THOUGHT or re.search(r"\binner\b", self.text[line.end : tag.cue.end])):
                line.cue, line.manner = tag.cue, tag.manner
                self.thought_tags[line.start] = tag
        return out

    def marked(self, turns: list[Turn]) -> list[Line]:
        """Sentences of narration in italics, those that a tag reports ('This is the end, she thought.'), and, where
        nobody tells the story as I, those in the first or second person."""
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
            own = _OWN.search(self.text, sentence.start, tag.cue.start if tag else sentence.end)
            words = self.text[sentence.start : sentence.end]
            voiced = not self.narrator and ((own and not _PAST_YOU.search(words)) or _ANSWER.fullmatch(words))
            if not tag and not slanted and not voiced:
                continue
            spans = [sentence]
            if tag:
                rest = Span(tag.cue.end + 1, sentence.end)
                spans = [Span(sentence.start, tag.cue.start)]
                if self.text[tag.cue.end : rest.start] == "," and rest.end > rest.start + 3:
                    spans.append(rest)
            spans = [span for span in map(self.trimmed, spans) if span.end > span.start]
            if not spans:
                continue
            narrated = tag and not own and _PAST.search(self.text, sentence.start, tag.cue.start)
            line = Line("thought", spans, "free" if narrated else "direct")
            if tag:
                line.cue, line.manner = tag.cue, tag.manner
                self.thought_tags[line.start] = tag
            found.append(line)
        return found

    def thought_tag(self, sentence: Span) -> Tag | None:
        """The tag of a thought without marks: 'This is the end, she thought', 'Who cares, inner Sakura sighed'."""
        for pause in re.finditer(r"[,?!…—]\s", self.text[sentence.start : sentence.end]):
            at = sentence.start + pause.end()
            tag = self.tag_after(at - 1, sentence.end)
            if tag and (tag.verb in _THOUGHT or re.search(r"\binner\b", self.text[at : tag.cue.end])):
                return tag
        return None

    def think(self, line: Line) -> None:
        """Give a thought its thinker: the tag's, else the network's likeliest."""
        tag = self.thought_tags.get(line.start)
        chances = self.weighed.speakers.get(line.start, {})
        likely = max(chances, key=lambda c: chances[c], default=None)
        told = tag is not None and self.certain(tag.who.who)
        line.speaker = tag.who.who if tag and told else likely or (tag.who.who if tag else None) or self.narrator
        if line.speaker:
            line.confidence = CONFIDENCE["explicit"] if told else min(1.0, chances.get(line.speaker, 0.3))

    def trimmed(self, span: Span) -> Span:
        words = self.text[span.start : span.end]
        return Span(
            span.start + len(words) - len(words.lstrip(" \n*_")), span.end - len(words) + len(words.rstrip(" \n*_,"))
        )

    # The rest.

    def mentions(self, lines: list[Line]) -> list[Mention]:
        """The network's mentions; I and you in a line are its speaker and its one addressee."""
        said: dict[tuple[int, int], Character | None] = {}
        for line in lines:
            for span in line.spans:
                for pattern, people in ((_FIRST, [line.speaker]), (_SECOND, line.addressees)):
                    if len(people) == 1 and people[0] and (line.kind == "speech" or pattern is _FIRST):
                        said |= {word.span(): people[0] for word in pattern.finditer(self.text, *span)}
        for mention in self.weighed.mentions:
            mention.character = said.get((mention.start, mention.end), mention.character)
        return self.weighed.mentions

    def focalize(self) -> None:
        """Each paragraph is in the mind that the network sees it with, and mostly in the same as the one before: the
        likeliest way through the whole (Viterbi 1967). Where nobody is likely, it is the narrator's."""
        best: dict[Character | None, tuple[float, tuple[Any, ...]]] = {}
        for k, paragraph in enumerate(self.prose):
            chances: dict[Character | None, float] = dict(self.weighed.focalizers.get(paragraph.start, {}))
            chances[None] = 1 - sum(chances.values())
            scene = k == 0 or bisect_right(self.breaks, paragraph.start) != bisect_right(self.breaks, self.starts[k - 1])
            change = _V[0] if scene else _V[1]
            top = max(best.values(), key=lambda x: x[0], default=(0.0, ()))
            now: dict[Character | None, tuple[float, tuple[Any, ...]]] = {}
            for who in dict.fromkeys([*best, *chances]):
                stay = best.get(who, (-math.inf, ()))
                path = stay if stay[0] > top[0] - change else (top[0] - change, top[1])
                now[who] = (path[0] + math.log(max(_V[2], chances.get(who, 0.0))), (who, path[1]))
            floor = max(x[0] for x in now.values()) - 30
            best = {who: x for who, x in now.items() if x[0] > floor}
        path = max(best.values(), key=lambda x: x[0], default=(0.0, ()))[1]
        for paragraph in reversed(self.prose):
            who, path = path
            chance = self.weighed.focalizers.get(paragraph.start, {}).get(who, 0.0) if who else 0.0
            paragraph.focalizer, paragraph.confidence = who, min(1.0, chance)
            if not who and self.narrator:
                paragraph.focalizer, paragraph.confidence = self.narrator, 0.5

    def ranked(self, lines: list[Line], mentions: list[Mention]) -> list[Character]:
        """The cast in the order of how much they say, think and are mentioned, numbered."""
        weight = Counter(m.character for m in mentions)
        for line in lines:
            weight.update([line.speaker] * 2)
        everyone = list(dict.fromkeys([*self.characters, *self.unnamed.values(), *self.weighed.unnamed]))
        spoken = {id(who) for who in weight if who}
        spoken |= {id(who) for line in lines for who in line.addressees}
        spoken |= {id(paragraph.focalizer) for paragraph in self.prose if paragraph.focalizer}
        cast_ = sorted((c for c in everyone if id(c) in spoken or c.narrator), key=lambda c: -weight[c])
        numbers = {id(c): k for k, c in enumerate(cast_, 1)}
        for mention in mentions:
            if mention.character:
                mention.cluster = numbers[id(mention.character)]
            elif mention.cluster is not None:
                mention.cluster += len(numbers) + 1
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
