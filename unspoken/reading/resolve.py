"""Who says each line, and to whom; who thinks what is not said; whose mind each paragraph is in.

The trained network weighs each line by itself (`unspoken.reading.evidence`); tags, beats and address add what they
tell; and the turns of a whole conversation are decided together.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from threadpoolctl import threadpool_limits

from unspoken.model import minds
from unspoken.model.minds import Stretch
from unspoken.model.network import Floats
from unspoken.reading import conversation, english, evidence, unmarked, views
from unspoken.reading.conversation import Signs, Turn
from unspoken.reading.cues import FIRST, SECOND, Reference, Surroundings, Tag
from unspoken.reading.parts import Parts, Quotation, outside, rest
from unspoken.story import Character, Entity, Event, Line, Mention, Span

# The share of speakers that are right, by what tells them, on the novels and scenes that the rules were written on.
CONFIDENCE = {"explicit": 0.9, "anaphoric": 0.7, "beat": 0.65, "turn": 0.6}
# How many paragraphs apart the lines of a conversation are, how many people are in it, how many readings are kept.
_REACH, _PARTY = 5, 8
# How many paragraphs before it the one that a tag describes may have come in.
_INTRODUCED_WITHIN = 2
# In how many paragraphs after its first a turn's tag may stand.
_SPOKEN_ON = 2
# From when on a quotation is no line; the least chance of a speaker who is not of the party.
_NO_LINE, _INWARD, _POSSIBLE = 0.9, 0.5, 0.1
# From when on a speaker is sure enough for others to be told by.
_SURE = 0.7
# How unlikely the network may call a thinker at most.
_UNLIKELY = 0.02
# How much likelier it makes an addressee to speak just before or after.
_BESIDE = 0.3
# What it is worth for a thinker to be surely the mind that the paragraph is in, and how much a thought's own words
# tell; what it is worth to speak or think in the paragraph, to act first in it and in the sentence before, not to fit
# the pronoun of the tag, to have spoken just before a thought that opens its paragraph, and to be only spoken of.
_EYES, _ITSELF = 3.0, 1.5
_COMPANY, _ACTS, _LAST_ACTS, _UNLIKE, _SPOKE, _ABSENT = 3.0, 1.0, 1.5, 2.0, 3.0, 3.0

_STRUCK = re.compile(rf"\b(?:{'|'.join(sorted(english.STRIKING))})\s(?:poor\s)?$")
_THIRD = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.I)
_HE = re.compile(r"\b(?:he|she)\b", re.I)
_ADDRESS = re.compile(
    r"(?:^|[\"“‘'«,;:!?.…—–]\s?)(?:(?:my|dear|dearest|old|poor|you|oh|little|and|well|yes|no|but)\s)*$", re.I
)
_ADDRESSED = re.compile(r"\s?[,.!?;:…—–\"”’»-]|$")
# What comes before the name of who introduces themself: “I'm Merv, by the way”; and what after it.
_INTRODUCING = re.compile(
    r"(?:^[\"“‘'«]?|[,;:.!?…—–-]\s?)(?:(?:and|well|hello|hi)\s)?"
    r"(?:I\sam|I['’]m|my\sname(?:\sis|['’]s)|the\sname(?:\sis|['’]s)|(?:I\sam|I['’]m)\scalled)\s$",
    re.I,
)
_INTRODUCED = re.compile(r"\s?[,.!;:…—–\"”’»-](?!s\b)|\s(?:and|of|from|by|here)\b|$")
_NAMED_THEM = re.compile(r"\b(?:his|her)\s(?:[a-z]+\s)?name(?:\s(?:is|was)|['’]s)\s", re.I)
_NAMED_ME = re.compile(r"(?:\bmy name(?:\sis|['’]s|\swas)|\bcall me|\bI am called)\s$", re.I)
# A thought in the first or second person, or a bare answer.
_ANSWER = re.compile(r"(?:yes|no|never|maybe|please|don['’]t|let|oh|okay|damn)\b[^\"“”]{0,40}[.!?…]", re.I)
_OWN = re.compile(r"\b(?:I|I['’](?:m|ll|d|ve)|me|my|mine|we|us|our|you|your|yours)\b")
# Words of the narration's past, which a thought in its own words does without; a 'you' that is anybody.
_PAST = re.compile(r"\b(?:was|were|had|did|could|would|might|[a-z]{2,}ed)\b")
_PAST_YOU = re.compile(r"\b(?:you could|you would|you had|you might|said|asked)\b", re.I)
# How much of such a sentence the network must take for thought.
_VOICED = 0.2
_THOUGHT = english.THINKING - {"told", "tells", "asked", "asks", "decided", "decides", "remembered", "remembers"}
# What goes on with a tag of thought, not with the thought: 'she sighed, willing herself to stay'.
_ASIDE = re.compile(r"\s(?:[a-z]+ing|as|with|while|and|but|when|his|her|their)\b")
# What comes after whoever knows or feels something, or does it to themself: 'Sasuke never thought', 'cursed himself'.
_INNER = re.compile(rf"(?:\s[a-z]+){{0,2}}?\s(?:{'|'.join(sorted(english.INNER))})\b")
_SELVES = re.compile(r"\s[^.!?;\"“”]{0,60}?\b(?:him|her|my|your|them)sel(?:f|ves)\b")
_TO_ONESELF = re.compile(r" (?:my|your|him|her|it|them|our)sel(?:f|ves)\b")


@dataclass
class Resolution:
    """What the reading found: the cast, the lines and the mentions, in the order that `Story` wants."""

    characters: list[Character]
    lines: list[Line]
    mentions: list[Mention]
    entities: list[Entity] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def resolve(parts: Parts, quotations: list[Quotation], progress: Callable[[float], None] | None = None) -> Resolution:
    """Who says and thinks what, and who is mentioned where. Sets the focalizers of the paragraphs.

    `progress` is told the share of the text that the network has seen, 0 to 1.
    """
    # Of many small products, BLAS on several threads makes a slow wait wherever another program runs.
    with threadpool_limits(1, user_api="blas"):
        sight = evidence.look(parts, quotations, progress)
        return Resolver(parts, unmarked.added(parts, quotations, unmarked.spoken(sight)), sight).resolve()


class Resolver(Surroundings):
    """One document's reading; once it is resolved, `conversations` are its turns, each with its signs, and `stretches`
    its paragraphs and who may be their minds."""

    narrator: Character | None = None

    def __init__(self, parts: Parts, quotations: list[Quotation], sight: evidence.Sight) -> None:
        super().__init__(parts, quotations, evidence.named(sight), evidence.phrases(sight))
        self.sight = sight
        self.weighed = evidence.Evidence()
        self.thought_tags: dict[int, Tag] = {}
        self.conversations: list[list[Turn]] = []
        self.stretches: list[tuple[range, list[Character], Stretch]] = []
        self.told = {(r.who, self.scene(r.start)) for r in self.proper if not self.in_quotes(r.start)}
        self.tags: dict[Turn, Reference] = {}
        self.beats: dict[Turn, Reference] = {}
        self.beat_places: dict[Turn, str] = {}
        self.calls: defaultdict[Turn, list[Span]] = defaultdict(list)
        self.introduced: dict[Turn, Reference] = {}
        self.meant: dict[int, Character] = {}
        self.company: defaultdict[int, list[Character]] = defaultdict(list)
        self.last_said: dict[int, Line] = {}
        self.minds: list[tuple[list[Character], Floats]] = []

    def resolve(self) -> Resolution:
        sight = self.sight
        parts = (part for quotation in self.speech for part in self.parted(quotation))
        turns = [turn for part in parts if self.heard(turn := self.turn(part), sight)]
        self.find_narrator(turns)
        thoughts = self.thoughts(sight, turns)
        lines = sorted([turn.line for turn in turns] + thoughts, key=lambda line: line.spans)
        self.weighed = self.weigh(sight, turns, lines)
        means = {Span(m.start, m.end): m.character for m in self.weighed.mentions}
        self.reveal()
        for turn in turns:
            turn.addressed += [who for span in self.calls[turn] if (who := means.get(span))]
        self.meant = self.follow(turns)
        self.conversations = self.talks(turns)
        for talk in self.conversations:
            self.converse(talk)
        before, self.meant = self.meant, self.follow(turns)  # who speaks tells whom a pronoun means
        for talk in self.conversations:
            pointing = [r.start for turn in talk for r in (self.tags.get(turn), self.beats.get(turn)) if r]
            if any(self.meant.get(at) is not before.get(at) for at in pointing):
                self.converse(talk)
        sure = {line.start: line.speaker for line in lines if line.speaker and line.confidence > _SURE}
        self.weighed = evidence.knowing(sight, self.weighed, sure)
        for turn in turns:
            if turn.line.speaker and turn.line.kind == "speech":
                self.company[turn.paragraph].append(turn.line.speaker)
                self.last_said[self.paragraph(turn.line.spans[-1].start)] = turn.line
        for line in thoughts:
            number = self.paragraph(line.start)
            if number in self.last_said and self.last_said[number].start < line.start:
                del self.last_said[number]
        self.focalize(thoughts)
        for line in thoughts:
            self.think(line)
        self.feel(lines)
        mentions = self.mentions(lines)
        characters = self.ranked(lines, mentions)
        return Resolution(characters, lines, mentions, evidence.entities(sight), evidence.events(sight))

    def heard(self, turn: Turn, sight: evidence.Sight) -> bool:
        """Whether the network, too, takes a quotation for a line; if so, whether it is a thought."""
        chance = evidence.judge(sight, turn.line)
        if not sight.inputs.zone[sight.tokens(*turn.line.spans[0])[0]]:  # it was the network that found it, unmarked
            return True
        if chance["thought"] > _INWARD:
            turn.line.kind = "thought"
        return chance["other"] < _NO_LINE

    def weigh(self, sight: evidence.Sight, turns: list[Turn], lines: list[Line]) -> evidence.Evidence:
        """What the network makes of every line, given the names and the tags."""
        references = [r for r in (*self.proper, *self.nominals.values()) if r.who]
        known = {Span(r.start, r.end): r.who for r in references if r.who and self.certain(r.who)}
        called = {Span(r.start, r.end): r.who for r in references if r.who and not self.certain(r.who)}
        tags = {turn.line.start: Span(tag.start, tag.end) for turn, tag in self.tags.items()}
        tags |= {line: Span(tag.who.start, tag.who.end) for line, tag in self.thought_tags.items()}
        names = {turn.line.start: name.who for turn, name in self.introduced.items() if name.who and turn in self.tags}
        proper = {name.start: name.who for name in self.proper if name.who and self.certain(name.who)}
        names |= {m.start(): proper[m.end()] for m in _NAMED_THEM.finditer(self.text) if m.end() in proper}
        people = [c for c in self.characters if c not in self.kin]
        telling = "you" if self.of_you else "i"
        return evidence.weigh(sight, lines, people, known, called, tags, names, self.narrator, telling)

    def feel(self, lines: list[Line]) -> None:
        """What is felt in every line, by its words and by what is told around it in its paragraph."""
        spans = sorted(span for line in lines for span in line.spans)
        starts = [span.start for span in spans]
        for line in lines:
            paragraph = self.prose[self.paragraph(line.start)]
            inside = spans[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
            told = rest(self.text, paragraph.start, paragraph.end, inside)
            line.feeling = evidence.feeling(self.sight, line, told)

    def parted(self, quotation: Quotation) -> list[Quotation]:
        """A quotation, or the turns in it where tags name several people: '“Yes,” said Mara, and Tobin said, “No.”'"""
        if quotation.label or len(quotation.spans) == 1:
            return [quotation]
        parts: list[list[Span]] = []
        named: Character | None = None
        for span in quotation.spans:
            tags = (self.tag_before(self.before(span), span.start), self.tag_after(span.end, self.after(span)))
            told = [tag.who.who for tag in tags if tag and self.certain(tag.who.who)]
            if not parts or (named and told and named is not told[0]):
                parts.append([])
                named = None
            parts[-1].append(span)
            named = told[-1] if told else named
        return [replace(quotation, spans=spans) for spans in parts]

    def turn(self, quotation: Quotation) -> Turn:
        """What the words in and around a quotation say of who speaks and who is spoken to."""
        spans = quotation.spans
        line = Line("speech", list(spans))
        turn = Turn(line, self.paragraph(spans[0].start), self.scene(spans[0].start))
        if quotation.label:
            found: list[Tag | None] = [self.tag_of_label(quotation.label)]
        else:
            # In a story told over many paragraphs, a later tag is of somebody who speaks in that story.
            near = [span for span in spans if self.paragraph(span.start) - turn.paragraph <= _SPOKEN_ON]
            found = [self.tag_after(span.end, self.after(span)) for span in near]
            found.append(self.tag_before(self.before(spans[0]), spans[0].start))
        tags = [tag for tag in found if tag]
        tag = next((tag for tag in tags if self.certain(tag.who.who)), tags[0] if tags else None)
        if not tag and turn.paragraph and self.starts[turn.paragraph] == spans[0].start:
            lead = self.prose[turn.paragraph - 1]
            tag = self.tag_before(lead.start, lead.end) if not self.in_quotes(lead.end - 1) else None
        if tag:
            self.tags[turn], line.cue, line.manner = tag.who, tag.cue, tag.manner
            certain = self.certain(tag.who.who) or tag.who.pronoun == "I"
            turn.kind = "explicit" if certain else "described" if tag.who.who else "anaphoric"
            if tag.verb in english.THINKING - english.SAYING:
                line.kind = "thought"
        else:
            last = spans[-1]
            following = self.beat(last.end, min(self.after(last), last.end + 160))
            leading = self.beat(max(self.before(spans[0]), self.sentence(spans[0].start - 1)), spans[0].start)
            between = self.beat(spans[0].end, spans[1].start) if len(spans) > 1 else None
            for place, beat in (("between", between), ("after", following), ("before", leading)):
                if beat:
                    self.beats[turn], self.beat_places[turn], turn.kind = beat, place, "beat"
                    break
        for span in spans:
            for name in self.named(*span):
                assert name.who
                turn.named.add(name.who)
                if self.introduces(name, span) and turn.kind != "explicit":
                    self.introduced[turn] = name
                if _ADDRESS.search(self.text, max(span.start, name.start - 30), name.start) and _ADDRESSED.match(
                    self.text, name.end, span.end
                ):
                    if self.certain(name.who):
                        turn.addressed.append(name.who)
                    else:
                        self.calls[turn].append(Span(name.start, name.end))
        return turn

    def introduces(self, name: Reference, span: Span) -> bool:
        """Whether the speaker of a quotation gives that name as their own."""
        before = _INTRODUCING.search(self.text[max(span.start, name.start - 40) : name.start])
        return self.certain(name.who) and bool(before and _INTRODUCED.match(self.text, name.end, span.end))

    def reveal(self) -> None:
        """Who introduces themself speaks, and is whom the narration described up to then."""

        def named(reference: Reference) -> Reference:
            chapter = self.sight.chapter(reference.start)
            known = self.weighed.revealed.get((chapter, reference.who)) if reference.who else None
            return reference._replace(who=known) if known else reference

        self.nominals = {at: named(reference) for at, reference in self.nominals.items()}
        self.tags = {turn: named(tag) for turn, tag in self.tags.items()}
        for turn, tag in self.tags.items():
            if turn.kind == "described" and self.certain(tag.who):
                turn.kind = "explicit"
        for turn, name in self.introduced.items():
            self.tags[turn], turn.kind = name, "explicit"
            if name.who:
                self.told.add((name.who, turn.scene))

    # The narrator.

    def find_narrator(self, turns: list[Turn]) -> None:
        """A story told by an 'I', or of a 'you', has that one among its cast, by name where the others use it."""
        told = sum(1 for tag in self.tags.values() if tag.pronoun == "I")
        least = (0.012 if told > 0.03 * len(turns) else 0.03) * self.told_words
        if not self.of_you and (self.telling < least or told + self.telling < 4):
            return
        used = Counter(r.who for r in self.proper if not self.in_quotes(r.start))
        called = Counter(who for turn in turns for who in turn.addressed)
        for reference in self.proper:
            if reference.who and _NAMED_ME.search(self.text, max(0, reference.start - 20), reference.start):
                called[reference.who] += 1 if self.in_quotes(reference.start) else 20
        calls = Counter({who: called[who] - 3 * used[who] for who in called if called[who] > 3 * used[who]})
        most, next_most = [*sorted(calls.values(), reverse=True), 0, 0][:2]
        # By that name others call the narrator: oftener than by anyone else's, by a standard deviation.
        if calls and (most - next_most) ** 2 >= most + next_most:
            self.narrator = calls.most_common(1)[0][0]
        else:
            self.narrator = Character("", None, ["you"] if self.of_you else [])
            self.characters.append(self.narrator)
        self.narrator.narrator = not self.of_you

    # Pronouns.

    def follow(self, turns: list[Turn]) -> dict[int, Character]:
        """Whom each he and she of the narration means: the fitting person most in view."""
        meant: dict[int, Character] = {}
        view: dict[Character, float] = {}
        speakers = [Reference(t.line.start, t.line.start, t.line.speaker, None) for t in turns]
        stream = [*self.proper, *self.nominals.values(), *speakers, *self.pronouns(0, len(self.text), _THIRD)]
        stream.sort(key=lambda r: r.start)
        sentence = -1
        for reference in stream:
            here = self.sentence(reference.start)
            if here != sentence or len(view) > 64:
                view = {who: weight / 2 for who, weight in view.items() if weight > 0.05}
            quoted = self.in_quotes(reference.start)
            who = reference.who
            if not who and reference.pronoun:
                fitting = [c for c in view if c.pronouns in (reference.pronoun, None)]
                who = max(fitting, key=lambda c: view[c] * (1 if c.pronouns else 0.6), default=None)
                if who and not quoted:
                    meant[reference.start] = who
            if who:
                view[who] = view.get(who, 0.0) + (0.3 if quoted else 1.5 if here != sentence else 1.0)
            sentence = here
        return meant

    # Who says it.

    def talks(self, turns: list[Turn]) -> list[list[Turn]]:
        """The turns of each conversation: they stand close to each other in one scene."""
        found: list[list[Turn]] = []
        for turn in turns:
            last = found[-1][-1] if found else None
            if not last or turn.paragraph - last.paragraph > _REACH or turn.scene != last.scene:
                found.append([])
            found[-1].append(turn)
        return found

    def converse(self, turns: list[Turn]) -> None:
        """Give every turn its speaker: the best reading of the conversation as a whole."""
        party = self.party(turns)
        for turn in turns:
            words = self.described_as(turn)
            turn.candidates = {who: self.signs(turn, who, party, words) for who in self.able(turn, party)}
            turn.addressees = self.weighed.addressees.get(turn.line.start, {})
        conversation.decide(turns, conversation.fitted())
        self.address(turns)

    def able(self, turn: Turn, party: Mapping[Character, float]) -> list[Character]:
        """Who may speak: the one that the tag names, else anyone of the party or whom the network thinks of."""
        tag = self.tags.get(turn)
        if turn.kind == "explicit":
            return [who] if tag and (who := tag.who or self.narrator) else []
        wanted = tag.pronoun if tag else None
        chances = self.weighed.speakers.get(turn.line.start, {})
        told = [tag.who] if tag and tag.who else []
        people = dict.fromkeys([*told, *party, *(who for who, chance in chances.items() if chance > _POSSIBLE)])
        return [who for who in people if not wanted or who.pronouns in (wanted, None) or (tag and who is tag.who)]

    def signs(self, turn: Turn, who: Character, party: Mapping[Character, float], words: str | None) -> Signs:
        """What speaks for and against somebody as a turn's speaker, the turns around it aside. `words` is how its tag
        describes them, if it does."""
        tag, beat = self.tags.get(turn), self.beats.get(turn)
        chance = self.weighed.speakers.get(turn.line.start, {}).get(who, 0.0)
        signs = conversation.chance_sign(turn.kind, chance) | {f"party, {turn.kind}": party.get(who, 0.0)}
        if tag and words:
            signs[f"the words: {words}"] = float(who is tag.who)
        elif tag:
            signs["the pronoun"] = float(self.meant.get(tag.start) is who)
        if beat:
            pointed = beat.who or self.meant.get(beat.start) or (self.narrator if beat.pronoun == "I" else None)
            signs[f"a beat {self.beat_places[turn]}"] = float(pointed is who)
            signs["a beat unlike"] = float(beat.pronoun in ("he", "she") and who.pronouns != beat.pronoun)
        signs["only spoken of"] = float(self.only_spoken_of(who, turn.scene))
        signs["spoken to"] = self.weighed.addressees.get(turn.line.start, {}).get(who, 0.0)
        signs["addressed"] = float(who in turn.addressed)
        signs["named"] = float(who in turn.named and who not in turn.addressed)
        return signs

    def described_as(self, turn: Turn) -> str | None:
        """How a turn's tag describes the speaker: as somebody new ('a'), as 'anyone' may be, or by 'a role'."""
        tag = self.tags.get(turn)
        if not tag or turn.kind != "described":
            return None
        words = self.text[tag.start : tag.end].lower().split()
        if "voice" in words:
            return "anyone"
        if words[0] in ("a", "an", "another"):
            return "a"
        return "anyone" if words[-1] in english.ANYONE and not self.just_introduced(tag, words[-1]) else "a role"

    def just_introduced(self, tag: Reference, noun: str) -> bool:
        """Whether a phrase such as 'the girl' takes up 'a small girl' in the few paragraphs before."""
        start = self.starts[max(0, self.paragraph(tag.start) - _INTRODUCED_WITHIN)]
        return bool(
            re.search(rf"\b(?:a|another)\s(?:[a-z-]+\s){{0,3}}{noun}\b", self.narration(start, tag.start), re.I)
        )

    def only_spoken_of(self, who: Character, scene: int) -> bool:
        """Whether a named person is never named by the narration of a scene."""
        return self.certain(who) and (who, scene) not in self.told and who is not self.narrator

    def party(self, turns: list[Turn]) -> dict[Character, float]:
        """Who may speak in a conversation: those named in and shortly before it, from 0 to 1 by how often."""
        first, last = turns[0].paragraph, turns[-1].paragraph
        weights: defaultdict[Character, float] = defaultdict(float)
        lead = self.starts[max(0, first - 6)]
        for reference in self.named(lead, self.prose[last].end):
            assert reference.who
            weights[reference.who] += 1 if self.in_quotes(reference.start) else 3
        for turn in turns:
            tag = self.tags.get(turn)
            if tag and (who := tag.who or self.meant.get(tag.start)):
                weights[who] += 10
            elif tag and tag.pronoun == "I" and self.narrator:
                weights[self.narrator] += 10
            for who, chance in self.weighed.speakers.get(turn.line.start, {}).items():
                weights[who] += 8 * chance
        if self.narrator:
            weights[self.narrator] += 5
        top = sorted(weights.items(), key=lambda x: -x[1])[:_PARTY]
        enough = top[min(1, len(top) - 1)][1] if top else 1  # the two who are most in view are equals
        return {who: min(1.0, n / enough) ** 0.5 for who, n in top}

    def address(self, turns: list[Turn]) -> None:
        """Whom each turn is said to: those it calls by name, else the likeliest of those whom the network thinks of
        and who speak just before and after."""
        for k, turn in enumerate(turns):
            speaker = turn.line.speaker
            called = [who for who in dict.fromkeys(turn.addressed) if who is not speaker]
            chances = defaultdict(float, self.weighed.addressees.get(turn.line.start, {}))
            for side in (reversed(turns[max(0, k - 4) : k]), turns[k + 1 : k + 4]):
                if other := next((t.line.speaker for t in side if t.line.speaker not in (None, speaker)), None):
                    chances[other] += _BESIDE
            likely = max((who for who in chances if who is not speaker), key=lambda who: chances[who], default=None)
            turn.line.addressees = called or ([likely] if likely else [])

    # What is thought.

    def thoughts(self, sight: evidence.Sight, turns: list[Turn]) -> list[Line]:
        """What the narration gives of thought: what the network finds, and what a tag or italics mark as one."""
        spoken = sorted(span for turn in turns for span in turn.line.spans)
        seen = [line for line in evidence.thoughts(sight) if outside(line.spans, spoken)]
        for line in seen:
            line.spans = [span for span in map(self.trimmed, line.spans) if span.end > span.start]
        found = [*(line for line in seen if line.spans), *self.marked(turns)]
        out: list[Line] = []
        for line in sorted(found, key=lambda x: (x.start, x.cue is None)):
            if not out or line.start >= out[-1].end:
                out.append(line)
            elif line.cue and not out[-1].cue:
                whole = out.pop()
                following = bisect_right(self.sentence_starts, line.cue.end)
                onward = self.sentence_starts[following] if following < len(self.sentence_starts) else whole.end
                before = self.trimmed(Span(whole.start, max(whole.start, line.start)))
                after = self.trimmed(Span(min(onward, whole.end), whole.end))
                pieces = [Line("thought", [span], whole.form) for span in (before, after) if span.end > span.start]
                out += sorted([line, *pieces], key=lambda x: x.start)
        for line in out:
            tag = self.tag_after(line.end, self.prose[self.paragraph(line.start)].end) if not line.cue else None
            if tag and self.thinks(tag, line.end):
                line.cue, line.manner = tag.cue, tag.manner
                self.thought_tags[line.start] = tag
        return out

    def marked(self, turns: list[Turn]) -> list[Line]:
        """Sentences of narration in italics, those that a tag reports ('This is the end, she thought.'), and, where
        nobody tells the story as I, those in the first or second person, if the network takes them for thought at all:
        a letter or a play inside a novel is none."""
        thought = evidence.thinking(self.sight)
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
            if self.of_you:
                own = FIRST.search(words)
            first, last = self.sight.tokens(*sentence)
            voiced = (
                (self.of_you or not self.narrator)
                and ((own and not _PAST_YOU.search(words)) or _ANSWER.fullmatch(words))
                and thought[first : last + 1].mean() > _VOICED
            )
            if not tag and not slanted and not voiced:
                continue
            spans = [sentence]
            if tag:
                rest = Span(tag.cue.end + 1, sentence.end)
                spans = [Span(sentence.start, tag.cue.start)]
                aside = _ASIDE.match(self.text, rest.start)
                if self.text[tag.cue.end : rest.start] == "," and rest.end > rest.start + 3 and not aside:
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
        for pause in re.finditer(r"[,?!…—][_*]*\s", self.text[sentence.start : sentence.end]):
            at = sentence.start + pause.end()
            tag = self.tag_after(at - 1, sentence.end)
            if tag and self.thinks(tag, at):
                return tag
        return None

    def thinks(self, tag: Tag, start: int) -> bool:
        """Whether a tag is one of thought: 'she wondered', 'inner Sakura sighed', 'he told himself'."""
        inner = re.search(r"\binner\b", self.text[start : tag.cue.end])
        return tag.verb in _THOUGHT or bool(inner or _TO_ONESELF.match(self.text, tag.cue.end))

    def think(self, line: Line) -> None:
        """Give a thought its thinker, the rather the likelier its paragraph is in their mind."""
        number = self.paragraph(line.start)
        people, shares = self.minds[number]
        chances = dict(zip((*people, None), shares.tolist(), strict=True))
        scores = {who: score + _EYES * chances.get(who, 0.0) for who, score in self.thinkers(line).items()}
        if not scores:
            return
        line.speaker = max(scores, key=lambda who: scores[who])
        line.confidence = min(CONFIDENCE["explicit"], conversation.shares(scores)[line.speaker])
        self.company[number].append(line.speaker)

    def thinkers(self, line: Line) -> dict[Character, float]:
        """Who may think a thought, with a score: the tag's alone, else by the network, by who speaks, thinks and acts
        in the paragraph, and by the people in the thought itself: one's own thoughts name others. A thought that opens
        a paragraph is hardly that of who spoke last."""
        tag = self.thought_tags.get(line.start)
        if tag and (who := tag.who.who) and self.certain(who):
            return {who: 0.0}
        number = self.paragraph(line.start)
        company = self.company[number]
        chances = self.weighed.speakers.get(line.start, {})
        start = self.prose[number].start
        acts = self.actor(start, line.start)
        last_acts = self.actor(max(start, self.sentence(line.start - 2)), line.start)
        last = self.last_said.get(number - 1) if not self.text[start : line.start].strip() else None
        others = [self.prose[number].focalizer, self.narrator, tag.who.who if tag else None, *company, acts, last_acts]
        people = dict.fromkeys([*chances, *filter(None, others)])
        scores = {who: math.log(max(_UNLIKELY, chances.get(who, 0.0))) for who in people}
        scene = self.scene(line.start)
        named = self.named(line.start, line.end)
        telling = _THIRD if line.form == "direct" else _HE
        pronoun = next((r.pronoun for r in self.pronouns(line.start, line.end, telling)), None)
        for who in people:
            about = who in [r.who for r in named]
            if line.form == "direct":
                scores[who] -= _ITSELF * about + _ITSELF * (pronoun is not None and who.pronouns == pronoun)
            else:
                first = bool(named) and named[0].start == line.start
                scores[who] += _ITSELF * (first and named[0].who is who) - _ITSELF * (about and not first)
                scores[who] -= _ITSELF / 2 * (pronoun is not None and who.pronouns not in (pronoun, None))
            scores[who] += _COMPANY * (who in company) + _ACTS * (who is acts) + _LAST_ACTS * (who is last_acts)
            scores[who] -= _ABSENT * self.only_spoken_of(who, scene)
            scores[who] -= _SPOKE * (last is not None and who is last.speaker)
            if tag and tag.who.pronoun in ("he", "she"):
                scores[who] -= _UNLIKE * (who.pronouns not in (tag.who.pronoun, None))
        return scores

    def actor(self, start: int, end: int) -> Character | None:
        """Who acts first in a stretch of narration, or whom something in it strikes: 'her silence shocked Tobin'."""
        for name in self.named(start, end):
            if _STRUCK.search(self.text, start, name.start):
                return name.who
        first = self.beat(start, end)
        return (first.who or self.meant.get(first.start)) if first else None

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
                for pattern, people in ((FIRST, [line.speaker]), (SECOND, line.addressees)):
                    if len(people) == 1 and people[0] and (line.kind == "speech" or pattern is FIRST):
                        said |= {word.span(): people[0] for word in pattern.finditer(self.text, *span)}
        for mention in self.weighed.mentions:
            mention.character = said.get((mention.start, mention.end), mention.character)
        return self.weighed.mentions

    def focalize(self, thoughts: list[Line]) -> None:
        """Each paragraph is in the mind that the network of minds takes for likeliest, the narrator's for nobody's."""
        seen = self.views(thoughts)
        for some in views.stretches([self.sight.chapter(paragraph.start) for paragraph in self.prose]):
            here = seen[some.start : some.stop]
            people = views.people_of(here)
            told = views.told(here, people, self.narrator)
            self.stretches.append((some, people, told))
            for paragraph, shares in zip(self.prose[some.start : some.stop], minds.chances(told), strict=True):
                best = int(shares.argmax())
                self.minds.append((people, shares))
                paragraph.focalizer = people[best] if best < len(people) else self.narrator
                paragraph.confidence = float(shares[best])

    def views(self, thoughts: list[Line]) -> list[views.View]:
        """What there is to know of each paragraph's mind."""
        count: Counter[int] = Counter()
        thinks: defaultdict[int, defaultdict[Character, float]] = defaultdict(lambda: defaultdict(float))
        for line in thoughts:
            number = self.paragraph(line.start)
            count[number] += 1
            for who, share in conversation.shares(self.thinkers(line)).items():
                thinks[number][who] += share
        mentioned: defaultdict[int, list[Mention]] = defaultdict(list)
        inner: defaultdict[int, Counter[Character]] = defaultdict(Counter)
        selves: defaultdict[int, Counter[Character]] = defaultdict(Counter)
        for mention in self.weighed.mentions:
            if not self.in_quotes(mention.start):
                number = self.paragraph(mention.start)
                mentioned[number].append(mention)
                if mention.character:
                    inner[number][mention.character] += bool(_INNER.match(self.text, mention.end))
                    selves[number][mention.character] += bool(_SELVES.match(self.text, mention.end))
        return [
            views.View(
                chances=self.weighed.focalizers.get(paragraph.start, {}),
                mentioned=mentioned[k],
                inner=inner[k],
                selves=selves[k],
                speaks=Counter(self.company[k]),
                thoughts=count[k],
                thinks=thinks[k],
                words=len(self.narration(paragraph.start, paragraph.end).split()),
                opens=k == 0 or self.scene(paragraph.start) > self.scene(self.starts[k - 1]),
            )
            for k, paragraph in enumerate(self.prose)
        ]

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
