"""What the trained network makes of a text: one pass of the encoder, then the mentions, thoughts and feelings that its
heads find, and for every mention, spoken or silent, whom its chain of links comes to.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from unspoken.model import feelings
from unspoken.model import inputs as model_inputs
from unspoken.model import nodes as N
from unspoken.model.inputs import Inputs, Ints
from unspoken.model.mentions import choose
from unspoken.model.mentions import kind as kind_of
from unspoken.model.network import FEELINGS, KINDS, SPAN_TYPES, network
from unspoken.model.nodes import MentionSpan, Nodes, SilentSpan
from unspoken.reading import english, links
from unspoken.reading.parts import Parts, Quotation
from unspoken.story import Character, Entity, EntityType, Event, Feeling, Form, Line, Mention, MentionKind, Span

Chances = dict[Character, float]
"""The probability of each character to be the one; what is missing to 1 is somebody else's or nobody's."""

_THIRD = {3: "he", 4: "she", 5: "they", 6: "it"}
_WITHIN = frozenset(["of", "from", "in", "at", "to", "with", "by", "for", "on", "who", "that", "and"])
"""What a span may not have in it, if its last words are to be a name: 'a gentleman from Carrow'."""
_SHORTEST = 3
"""Tokens in the shortest thought that is only a part of its sentence."""
_BESIDE, _NEXT = 0.1, 0.3
"""How much of a sentence beside a thought, in its paragraph or the next, must seem thought, so that it is one."""
_EVENT = -0.5
"""From what score on a word is an event: where F is best on the development split."""
_PHRASES = 3
"""Of the phrases for a character without a name, so many are told."""
_STOPS = frozenset([",", ";", ":", "—", "–", "--", "…"])
_ENTITY: dict[int, EntityType] = {SPAN_TYPES.index(t): t for t in ("PER", "LOC", "FAC", "GPE", "VEH", "ORG")}


@dataclass(slots=True)
class Sight:
    """The text as the encoder saw it: its inputs, a vector for each token, and what its heads make of them: the scored
    spans of mentions, and each token's chances to be narration, direct or free thought, or speech without marks."""

    parts: Parts
    inputs: Inputs
    starts: list[int]
    words: list[str]
    vectors: NDArray[np.float32]
    spans: list[tuple[int, int, int, float]]
    thoughts: NDArray[np.float32]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last token of some characters; the last is before the first where there are none."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end) - 1

    def chapter(self, at: int) -> int:
        """The number of the chapter that a character is in."""
        return bisect_right(self.parts.chapters, at, key=lambda chapter: chapter.start)


@dataclass(slots=True)
class Web:
    """Every mention, spoken or silent, with its links, and whose it is where that is certain (an index in `people`,
    else -1). `called` and `introduced` are as `weigh` is told."""

    nodes: Nodes
    spans: list[Span]
    linked: links.Links
    certain: NDArray[np.int64]
    people: Sequence[Character]
    called: Mapping[Span, Character]
    introduced: Mapping[int, Character]


@dataclass
class Evidence:
    """Whom the network takes for the speaker or thinker of each line and for its addressee, by where the line starts;
    for each paragraph's focalizer, by where it starts; the mentions with whom they mean; of those without a
    name, by chapter, whom they turn out to be; and what it comes from: the web of mentions, and the character
    that each entity of it is."""

    speakers: dict[int, Chances] = field(default_factory=dict)
    addressees: dict[int, Chances] = field(default_factory=dict)
    focalizers: dict[int, Chances] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    unnamed: list[Character] = field(default_factory=list)
    revealed: dict[tuple[int, Character], Character] = field(default_factory=dict)
    who: dict[int, Character] = field(default_factory=dict)
    web: Web | None = None


def look(parts: Parts, quotations: Sequence[Quotation], progress: Callable[[float], None] | None = None) -> Sight:
    """One pass of the encoder. `progress` is told the share of the text that is seen, 0 to 1."""
    inputs = model_inputs.prepare(parts, [q for q in quotations if q.level == 0])
    net = network()
    return see(parts, inputs, net.encode(inputs, progress))


def see(parts: Parts, inputs: Inputs, vectors: NDArray[np.float32]) -> Sight:
    """The encoder's vectors, (tokens, dim), with the mentions among them."""
    spans = [s for s in network().spans(vectors) if inputs.paragraph[s[0]] == inputs.paragraph[s[1]]]
    starts, words = [t.start for t in parts.tokens], [t.text for t in parts.tokens]
    return Sight(parts, inputs, starts, words, vectors, spans, network().thoughts(vectors))


def judge(sight: Sight, line: Line) -> dict[str, float]:
    """The probabilities that a quotation is speech, thought or something else."""
    chances = network().kind(sight.vectors, *sight.tokens(line.start, line.end))
    return dict(zip(KINDS, chances.tolist(), strict=True))


def feeling(sight: Sight, line: Line, told: str) -> Feeling:
    """What is felt in a line, by the network and by its words and those told around it."""
    chances = network().feeling(sight.vectors, *sight.tokens(line.start, line.end))
    text = sight.parts.text
    said = " ".join(text[span.start : span.end] for span in line.spans)
    return FEELINGS[int((np.log(chances) + feelings.scores(said, told)).argmax())]


def named(sight: Sight) -> dict[int, float]:
    """What the words that end at an offset are taken for: 1 a person, -1 a place or a body."""
    best: dict[int, tuple[float, float]] = {}
    for first, last, t, score in sight.spans:
        if SPAN_TYPES[t] != "PRON" and _WITHIN.isdisjoint(sight.words[first : last + 1]):
            end = sight.parts.tokens[last].end
            best[end] = max(best.get(end, (-math.inf, 0.0)), (score, 1.0 if SPAN_TYPES[t] in ("PER", "CHAR") else -1.0))
    return {end: sign for end, (_, sign) in best.items()}


def phrases(sight: Sight) -> dict[int, int]:
    """Noun phrases for people: where each begins and ends, the likeliest where several begin together."""
    best: dict[int, tuple[float, int]] = {}
    for first, last, t, score in sight.spans:
        if SPAN_TYPES[t] in ("PER", "CHAR") and kind_of(sight.words[first : last + 1]) == N.NOMINAL:
            start, end = sight.parts.tokens[first].start, sight.parts.tokens[last].end
            best[start] = max(best.get(start, (-math.inf, 0)), (score, end))
    return {start: end for start, (_, end) in best.items()}


def entities(sight: Sight) -> list[Entity]:
    tokens = sight.parts.tokens
    found = {(tokens[a].start, tokens[b].end, _ENTITY[t]) for a, b, t, _ in sight.spans if t in _ENTITY}
    return [Entity(*e) for e in sorted(found)]


def events(sight: Sight) -> list[Event]:
    tokens = sight.parts.tokens
    return [Event(tokens[k].start, tokens[k].end) for k in np.flatnonzero(network().events(sight.vectors) > _EVENT)]


def thoughts(sight: Sight) -> list[Line]:
    """Thoughts in the narration: whole sentences where the network takes most of one for thought, or some of it beside
    one that is; else the clauses that are. Sentences of one form that follow each other in a paragraph are one."""
    chance, p, paragraph = sight.thoughts, thinking(sight), sight.inputs.paragraph
    places = unquoted(sight)
    whole = [(p[a : b + 1] > 0.5).mean() > 0.4 for a, b in places]
    found: list[tuple[int, int, Form]] = []
    for k, (a, b) in enumerate(places):
        here = p[a : b + 1]
        near = (_BESIDE if paragraph[places[j][0]] == paragraph[a] else _NEXT for j in beside(places, whole, k))
        if whole[k] or any(here.mean() > least for least in near):
            runs = [(a, b)]
        else:
            runs = clauses(sight.words, a, here > 0.5, _SHORTEST)
        for x, y in runs:
            form: Form = "direct" if chance[x : y + 1, 1].sum() >= chance[x : y + 1, 2].sum() else "free"
            if found and found[-1][1] + 1 == x and found[-1][2] == form and paragraph[found[-1][0]] == paragraph[x]:
                found[-1] = (found[-1][0], y, form)
            else:
                found.append((x, y, form))
    tokens = sight.parts.tokens
    return [Line("thought", [Span(tokens[a].start, tokens[b].end)], form) for a, b, form in found]


def thinking(sight: Sight) -> NDArray[np.float32]:
    """Probability of each token to be thought, direct or free: (tokens,)."""
    chance: NDArray[np.float32] = sight.thoughts[:, 1:3].sum(1)
    return chance


def unmarked_speech(sight: Sight) -> NDArray[np.float32]:
    """Probability of each token to be spoken though it stands in no quotation marks: (tokens,)."""
    chance: NDArray[np.float32] = sight.thoughts[:, 3]
    return chance


def unquoted(sight: Sight) -> list[tuple[int, int]]:
    """The sentences without quotation, by first and last token."""
    told = (sight.tokens(s.start, s.end) for s in sight.parts.sentences)
    return [(a, b) for a, b in told if a <= b and not sight.inputs.zone[a : b + 1].any()]


def beside(places: Sequence[tuple[int, int]], whole: Sequence[bool], k: int) -> list[int]:
    """The sentences that are whole and touch this one."""
    around = (j for j in (k - 1, k + 1) if 0 <= j < len(places) and whole[j])
    return [j for j in around if places[k][1] + 1 == places[j][0] or places[j][1] + 1 == places[k][0]]


def clauses(words: Sequence[str], start: int, thought: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """The clauses of a sentence, by first and last token, that are thought (or spoken) for the most part, of `least`
    tokens."""
    if not thought.any():
        return []
    stops = [k for k in range(len(thought)) if words[start + k] in _STOPS or k == len(thought) - 1]
    out, at = [], 0
    for stop in stops:
        if stop - at + 1 >= least and thought[at : stop + 1].mean() > 0.6:
            out.append((start + at, start + stop))
        at = stop + 1
    return out


def weigh(
    sight: Sight,
    lines: Sequence[Line],
    people: Sequence[Character],
    known: Mapping[Span, Character],
    called: Mapping[Span, Character],
    tags: Mapping[int, Span],
    introduced: Mapping[int, Character],
    narrator: Character | None,
    telling: str,
) -> Evidence:
    """Follow every mention's links to the people. `known` are references whose character is certain; `called` has, for
    words like 'the clerk', who it is where they lead to nobody else; `tags` gives, by where a line starts, the
    reference that its tag names as speaker; `introduced`, by the same, whose name its speaker gives, and by where a
    pronoun starts, whose name its name is said to be; `telling` is what the narration calls its narrator, 'i' or
    'you'."""
    nodes = _nodes(sight, lines, [*known, *called, *tags.values()])
    spans = [_span(sight, nodes, k) for k in range(len(nodes))]
    silent = {(spans[k].start, int(nodes.type[k])): int(k) for k in np.flatnonzero(nodes.type < N.PROPER)}
    spoken = {(int(nodes.start[k]), int(nodes.last[k])): int(k) for k in np.flatnonzero(nodes.type >= N.PROPER)}
    linked = links.score(network(), sight.vectors, nodes)
    for line in lines:
        node = silent.get((line.start, N.THINKER if line.kind == "thought" else N.SPEAKER))
        mention = spoken.get(sight.tokens(*tags[line.start])) if line.start in tags else None
        if node is not None and mention is not None:
            linked.trust(node, mention)
    number = {c: i for i, c in enumerate(people)}
    certain = np.full(len(nodes), -1, np.int64)
    for span, who in known.items():
        if (at := sight.tokens(*span)) in spoken and who in number:
            certain[spoken[at]] = number[who]
    if narrator:
        certain[_telling(sight, nodes, lines, N.PRONOUN_CLASS[telling])] = number[narrator]
    return _conclude(sight, Web(nodes, spans, linked, certain, people, called, introduced))


def knowing(sight: Sight, evidence: Evidence, speakers: Mapping[int, Character]) -> Evidence:
    """The same followed anew, with the speakers of some lines known, by where they start: what they say of I and you,
    and what is told around them, leads to them for certain."""
    assert evidence.web
    web = replace(evidence.web, certain=evidence.web.certain.copy())
    number = {character: entity for entity, character in reversed(evidence.who.items())}
    for k in np.flatnonzero(web.nodes.type == N.SPEAKER).tolist():
        speaker = speakers.get(web.spans[k].start)
        if speaker in number:
            web.certain[k] = number[speaker]
    return _conclude(sight, web, evidence)


def _nodes(sight: Sight, lines: Sequence[Line], references: Iterable[Span]) -> Nodes:
    """Every mention, spoken or silent: the network's, and the references that are known already."""
    taken = {at for at in (sight.tokens(*span) for span in references) if at[0] <= at[1]}
    given = [MentionSpan(a, b, kind_of(sight.words[a : b + 1])) for a, b in sorted(taken)]
    covered = np.zeros(len(sight.inputs), bool)
    for m in given:
        covered[m.start : m.last + 1] = True
    found = [m for m in choose(sight.spans, sight.words) if (m.start, m.last) not in taken]
    found = [m for m in found if m.type != N.PROPER or not covered[m.start : m.last + 1].any()]
    silent = []
    line_of: Ints = np.full(len(sight.inputs), -1, np.int32)
    for number, line in enumerate(lines):
        a, b = sight.tokens(line.start, line.end)
        quoted = sight.inputs.zone[a : b + 1] > 0
        line_of[a : b + 1] = np.where(quoted, number, line_of[a : b + 1])
        kinds = (N.THINKER,) if line.kind == "thought" else (N.SPEAKER, N.ADDRESSEE)
        silent += [SilentSpan(a, b, kind, number) for kind in kinds]
    opens = np.append(np.flatnonzero(sight.inputs.first), len(sight.inputs)).tolist()
    for a, b in pairwise(opens):
        if sight.parts.paragraphs[sight.inputs.paragraph[a]].role == "prose":
            silent.append(SilentSpan(a, b - 1, N.EYE, -1))
    return N.build(sight.inputs, [w.lower() for w in sight.words], given + found, silent, line_of)


def _span(sight: Sight, nodes: Nodes, k: int) -> Span:
    tokens = sight.parts.tokens
    return Span(tokens[nodes.start[k]].start, tokens[nodes.last[k]].end)


def _telling(sight: Sight, nodes: Nodes, lines: Sequence[Line], pronoun: int) -> NDArray[np.intp]:
    """The nodes of the narration's I or you, by its class of pronoun: outside all lines."""
    narrated = sight.inputs.zone == 0
    for line in lines:
        a, b = sight.tokens(line.start, line.end)
        narrated[a : b + 1] = False
    return np.flatnonzero((nodes.pronoun == pronoun) & narrated[nodes.start])


def _conclude(sight: Sight, web: Web, before: Evidence | None = None) -> Evidence:
    nodes, spans, people = web.nodes, web.spans, web.people
    ends = links.follow(web.linked, web.certain, len(people))
    best = [max(e, key=lambda x: e[x], default=-1) for e in ends]
    who, revealed = (before.who, before.revealed) if before else _cast(sight, web, best)
    unnamed = [c for c in dict.fromkeys(who.values()) if c not in set(people)]
    out = Evidence(unnamed=unnamed, revealed=revealed, who=who, web=web)
    layers = {N.SPEAKER: out.speakers, N.THINKER: out.speakers, N.ADDRESSEE: out.addressees, N.EYE: out.focalizers}
    clusters: dict[int, int] = {}
    pronouns: dict[Character, Counter[str]] = defaultdict(Counter)
    for k, entity in enumerate(best):
        type_ = int(nodes.type[k])
        if type_ < N.PROPER:
            chances: Chances = defaultdict(float)
            for e, p in ends[k].items():
                if e in who:
                    chances[who[e]] += p
            layers[type_][spans[k].start] = dict(chances)
        elif entity in who and type_ != N.PLACE and (pronoun := _THIRD.get(int(nodes.pronoun[k]))):
            pronouns[who[entity]][pronoun] += 1
    for character, counts in pronouns.items():
        word, count = counts.most_common(1)[0]
        if character.pronouns is None or (count >= 4 and count > 0.6 * counts.total()):
            character.pronouns = word
    for k in np.flatnonzero(nodes.type >= N.PROPER).tolist():
        entity, type_ = best[k], int(nodes.type[k])
        pronoun = _THIRD.get(int(nodes.pronoun[k]))
        if pronoun in ("he", "she") and entity in who and who[entity].pronouns != pronoun:
            fitting = [e for e in ends[k] if e in who and who[e].pronouns == pronoun]
            entity = max(fitting, key=lambda e: ends[k][e], default=entity)
        kind: MentionKind = "pronoun" if type_ == N.PRONOUN else "nominal"
        if type_ == N.PROPER or (type_ == N.PLACE and sight.words[nodes.last[k]][0].isupper()):
            kind = "proper"
        start = int(nodes.start[k])
        if type_ == N.PROPER and start and sight.words[start - 1].lower() == "the":
            start -= 1
        cluster = clusters.setdefault(entity, len(clusters)) if entity >= 0 else None
        whom = who.get(entity) if type_ != N.PLACE else None
        out.mentions.append(Mention(sight.starts[start], spans[k].end, kind, whom, cluster))
    return out


def _cast(
    sight: Sight, web: Web, best: list[int]
) -> tuple[dict[int, Character], dict[tuple[int, Character], Character]]:
    """The character that each entity is, and which of those without a name in a chapter is given one there."""
    names = len(web.people)
    unnamed = _unnamed(sight, web.nodes, web.spans, best, web.called, names)
    able = (web.nodes.type == N.SPEAKER) | (web.nodes.type == N.PRONOUN)
    meant = {web.spans[k].start: best[k] for k in np.flatnonzero(able).tolist()}
    revealed: dict[tuple[int, Character], Character] = {}
    for at, name in sorted(web.introduced.items()):
        if (entity := meant.get(at, -1)) in unnamed:
            revealed.setdefault((sight.chapter(at), unnamed[entity]), name)
    who = dict(enumerate(web.people))
    for entity, character in unnamed.items():
        who[entity] = revealed.get((sight.chapter(web.spans[entity - names].start), character), character)
    return who, revealed


def _unnamed(
    sight: Sight,
    nodes: Nodes,
    spans: list[Span],
    best: list[int],
    called: Mapping[Span, Character],
    names: int,
) -> dict[int, Character]:
    """Characters without a name: whoever is referred to twice, or by a phrase and speaks, thinks or sees. Those called
    the same ('the clerk') in one chapter are one."""
    weight: Counter[int] = Counter()
    words: Counter[int] = Counter()
    phrases: dict[int, Counter[str]] = defaultdict(Counter)
    given: dict[int, Counter[Character]] = defaultdict(Counter)
    for k, entity in enumerate(best):
        if entity < names:
            continue
        type_ = int(nodes.type[k])
        if type_ in (N.SPEAKER, N.THINKER, N.EYE):
            weight[entity] += 2
        elif type_ not in (N.ADDRESSEE, N.PLACE):
            weight[entity] += 1
            words[entity] += 1
        if type_ in (N.PROPER, N.NOMINAL):
            phrases[entity][" ".join(sight.parts.text[slice(*spans[k])].split())] += 1
            if spans[k] in called:
                given[entity][called[spans[k]]] += 1
    out: dict[int, Character] = {}
    alike: dict[tuple[int, str], Character] = {}
    for entity in sorted(weight):
        first = entity - names
        type_ = int(nodes.type[first])
        if given[entity]:
            character = given[entity].most_common(1)[0][0]
        elif weight[entity] < 2 or type_ not in (N.PROPER, N.NOMINAL, N.PRONOUN):
            continue
        elif type_ == N.PRONOUN:
            if words[entity] < 2:
                continue
            character = Character("", None)
        else:
            phrase = _bare(" ".join(sight.parts.text[slice(*spans[first])].split()))
            if phrase in english.INDEFINITE:
                continue
            character = alike.setdefault((sight.chapter(spans[first].start), phrase), Character("", None))
        out[entity] = character
        known = {_bare(alias) for alias in character.aliases}
        for phrase, _ in phrases[entity].most_common(_PHRASES):
            if _bare(phrase) not in known:
                character.aliases.append(phrase)
                known.add(_bare(phrase))
    return out


def _bare(phrase: str) -> str:
    article, _, rest = phrase.lower().partition(" ")
    return rest if rest and article in ("the", "a", "an", "this", "that") else phrase.lower()
