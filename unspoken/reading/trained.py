"""Who is in the story, who says and thinks every line and to whom, whose eyes each paragraph sees with.

One pass of the encoder over the text; light heads find the mentions, the thoughts and the events; names are gathered
into a cast; then every mention, spoken or silent, follows its links to a character.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from unspoken.model import inputs as model_inputs
from unspoken.model import nodes as N
from unspoken.model.inputs import ZONES, Inputs
from unspoken.model.mentions import choose, is_proper
from unspoken.model.network import SPAN_TYPES, network
from unspoken.model.nodes import MentionSpan, Nodes, SilentSpan
from unspoken.reading import cast, drafts, links
from unspoken.reading.drafts import Draft
from unspoken.reading.parts import Parts, Quotation
from unspoken.story import Character, Entity, EntityType, Event, Line, Mention, MentionKind, Span

_TELLING = 0.008
"""The share of I among the words of the narration from which on somebody tells the story."""
_THIRD = {3: "he", 4: "she", 5: "they", 6: "it"}


@dataclass
class Resolution:
    """What the reading found, in the order that `Story` wants. Paragraphs' focalizers are set in the parts."""

    characters: list[Character] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Graph:
    """The text's nodes, the words they stand in, and the phrase of each."""

    parts: Parts
    inputs: Inputs
    nodes: Nodes
    drafts: list[Draft]

    def span(self, node: int) -> Span:
        tokens = self.parts.tokens
        return Span(tokens[self.nodes.start[node]].start, tokens[self.nodes.last[node]].end)

    def phrase(self, node: int) -> str:
        a, b = self.span(node)
        return " ".join(self.parts.text[a:b].split())


def resolve(
    parts: Parts, quotations: Sequence[Quotation], progress: Callable[[float], None] | None = None
) -> Resolution:
    """The whole reading of a text that is cut into parts and whose quotations are found.

    `progress` is told the share of the text that the encoder has seen, 0 to 1.
    """
    if not parts.tokens:
        return Resolution()
    net = network()
    outer = [q for q in quotations if q.level == 0]
    inputs = model_inputs.prepare(parts, outer)
    vectors = net.encode(inputs, progress)
    words = [t.text for t in parts.tokens]
    spans = net.spans(vectors)
    mentions = choose(spans, words)
    found = drafts.find(net, vectors, parts, outer, inputs)
    drafts.find_tags(found, [w.lower() for w in words], inputs, _longest(mentions))
    graph = Graph(parts, inputs, _nodes(inputs, words, mentions, found, parts), found)
    linked = links.score(net, vectors, graph.nodes)
    linked.trust(_told(graph))
    named, known = _cast(graph, linked)
    ends = links.follow(linked, known, len(named))
    resolution = _write(graph, named, ends)
    tokens = parts.tokens
    resolution.entities = sorted(
        (Entity(tokens[a].start, tokens[b].end, _ENTITY[t]) for a, b, t, _ in spans if t in _ENTITY),
        key=lambda e: (e.start, e.end),
    )
    resolution.events = [Event(tokens[k].start, tokens[k].end) for k in np.flatnonzero(net.events(vectors) > 0)]
    return resolution


_ENTITY: dict[int, EntityType] = {SPAN_TYPES.index(t): t for t in ("PER", "LOC", "FAC", "GPE", "VEH", "ORG")}


def _longest(mentions: Sequence[MentionSpan]) -> dict[int, int]:
    """The last token of the longest mention of a person that starts at a token."""
    out: dict[int, int] = {}
    for m in mentions:
        if m.type != N.PLACE:
            out[m.start] = max(m.last, out.get(m.start, -1))
    return out


def _nodes(
    inputs: Inputs, words: Sequence[str], mentions: list[MentionSpan], found: Sequence[Draft], parts: Parts
) -> Nodes:
    """Every mention, spoken or silent."""
    silent = []
    line_of = np.full(len(inputs), -1, np.int32)
    for number, d in enumerate(found):
        quoted = inputs.zone[d.start : d.last + 1] > 0
        line_of[d.start : d.last + 1] = np.where(quoted, number, line_of[d.start : d.last + 1])
        kinds = (N.THINKER,) if d.kind == "thought" else (N.SPEAKER, N.ADDRESSEE)
        silent += [SilentSpan(d.start, d.last, kind, number) for kind in kinds]
    opens = np.append(np.flatnonzero(inputs.first), len(inputs)).tolist()
    for a, b in pairwise(opens):
        if parts.paragraphs[inputs.paragraph[a]].role == "prose":
            silent.append(SilentSpan(a, b - 1, N.EYE, -1))
    return N.build(inputs, [w.lower() for w in words], mentions, silent, line_of)


def _silent(nodes: Nodes) -> dict[tuple[int, int], int]:
    """The node of each silent mention, by its first token and its type."""
    return {(int(nodes.start[k]), int(nodes.type[k])): int(k) for k in np.flatnonzero(nodes.type < N.PROPER)}


def _told(graph: Graph) -> list[tuple[int, int]]:
    """Each tagged line's silent node, with the mention that is the tag's subject."""
    nodes = graph.nodes
    silent = _silent(nodes)
    spoken = {(int(nodes.start[k]), int(nodes.last[k])): int(k) for k in np.flatnonzero(nodes.type >= N.PROPER)}
    kind = {"speech": N.SPEAKER, "thought": N.THINKER}
    return [(silent[d.start, kind[d.kind]], spoken[d.tag.subject]) for d in graph.drafts if d.tag]


def _cast(graph: Graph, linked: links.Links) -> tuple[list[Character], NDArray[np.int64]]:
    """The characters with names (and the narrator), and for each node the number of the one it certainly is, or -1."""
    nodes = graph.nodes
    proper = np.flatnonzero(nodes.type == N.PROPER).tolist()
    pronouns = _pronouns(nodes, linked)
    characters, owners = cast.gather([cast.Name(*graph.span(k), graph.phrase(k), pronouns[k]) for k in proper])
    number = {c: i for i, c in enumerate(characters)}
    known = np.full(len(nodes), -1, np.int64)
    for k, owner in zip(proper, owners, strict=True):
        if owner:
            known[k] = number[owner]
    narrated = graph.inputs.zone == ZONES["narration"]
    for d in graph.drafts:
        narrated[d.start : d.last + 1] = False
    telling = np.flatnonzero((nodes.pronoun == 1) & narrated[nodes.start])
    if len(telling) >= 3 and len(telling) > _TELLING * narrated.sum():
        narrator = _narrator(nodes, known, characters)
        narrator.narrator = True
        known[telling] = number.setdefault(narrator, len(number))
    return list(number), known


def _pronouns(nodes: Nodes, linked: links.Links) -> dict[int, dict[str, float]]:
    """How strongly he, she, they and it link straight to each name."""
    out: dict[int, dict[str, float]] = defaultdict(dict)
    for k in np.flatnonzero(nodes.pronoun >= 3):
        word = _THIRD.get(int(nodes.pronoun[k]))
        if word:
            for j, p in zip(linked.to[k].tolist(), linked.chance[k].tolist(), strict=True):
                if p > 0.2 and nodes.type[j] == N.PROPER:
                    out[j][word] = out[j].get(word, 0.0) + p
    return out


def _narrator(nodes: Nodes, known: NDArray[np.int64], characters: list[Character]) -> Character:
    """Who tells the story as I: one of the cast where their name is heard, else somebody new.

    A narrator's own name stands almost only in what others say, and often.
    """
    inside, outside = Counter[int](), Counter[int]()
    for k in np.flatnonzero((nodes.type == N.PROPER) & (known >= 0)):
        quoted = nodes.zone[k] != ZONES["narration"]
        (inside if quoted else outside)[int(known[k])] += 1
    heard = [(n, k) for k, n in inside.items() if n > 2 and outside[k] < 0.1 * n]
    return characters[max(heard)[1]] if heard else Character("", None)


def _write(graph: Graph, named: list[Character], ends: links.Ends) -> Resolution:
    """What the chains came to, as the story's objects."""
    nodes = graph.nodes
    best = [max(e, key=lambda x: e[x], default=-1) for e in ends]
    people = _people(graph, named, best)
    silent = _silent(nodes)

    def sure(node: int) -> float:
        return min(1.0, ends[node].get(best[node], 0.0)) if best[node] in people else 0.0

    lines = []
    for d in graph.drafts:
        node = silent[d.start, N.THINKER if d.kind == "thought" else N.SPEAKER]
        line = Line(d.kind, d.spans, d.form, people.get(best[node]), feeling=d.feeling, confidence=sure(node))
        if d.kind == "speech":
            to = ends[silent[d.start, N.ADDRESSEE]]
            others = [people[e] for e in sorted(to, key=lambda e: -to[e]) if people.get(e) not in (None, line.speaker)]
            line.addressees = others[:1]
        if d.tag:
            tokens = graph.parts.tokens
            line.cue = Span(tokens[d.tag.start].start, tokens[d.tag.last].end)
            line.manner = d.tag.manner
        lines.append(line)
    for k in np.flatnonzero(nodes.type == N.EYE).tolist():
        paragraph = graph.parts.paragraphs[nodes.paragraph[k]]
        paragraph.focalizer, paragraph.confidence = people.get(best[k]), sure(k)
    mentions = _mentions(graph, best, people)
    return Resolution(_ranked(lines, mentions, graph.parts), lines, mentions)


def _people(graph: Graph, named: list[Character], best: list[int]) -> dict[int, Character]:
    """The character of each entity: the named, and the unnamed who are referred to twice or say something.

    Within a chapter, those who are called the same ('the clerk') are one."""
    nodes = graph.nodes
    weight: Counter[int] = Counter()
    for k, e in enumerate(best):
        if nodes.type[k] in (N.SPEAKER, N.THINKER, N.EYE):
            weight[e] += 2
        elif nodes.type[k] not in (N.ADDRESSEE, N.PLACE):
            weight[e] += 1
    people = dict(enumerate(named))
    called: dict[tuple[int, str], Character] = {}
    chapters = [c.start for c in graph.parts.chapters]
    for e in sorted(weight):
        first = e - len(named)
        if first < 0 or weight[e] < 2 or nodes.type[first] not in (N.NOMINAL, N.PRONOUN, N.PROPER):
            continue
        if nodes.type[first] == N.PRONOUN:
            people[e] = Character("", None)
            continue
        phrase = graph.phrase(first)
        chapter = int(np.searchsorted(chapters, graph.span(first).start, side="right"))
        key = chapter, _bare(phrase)
        people[e] = called.setdefault(key, Character("", None, [phrase]))
    return people


def _bare(phrase: str) -> str:
    article, _, rest = phrase.lower().partition(" ")
    return rest if rest and article in ("the", "a", "an", "this", "that") else phrase.lower()


def _mentions(graph: Graph, best: list[int], people: dict[int, Character]) -> list[Mention]:
    """The mentions in words; characters learn their pronouns and what else they are called from them."""
    nodes = graph.nodes
    words = [t.text for t in graph.parts.tokens]
    pronouns: dict[Character, Counter[str]] = defaultdict(Counter)
    phrases: dict[Character, Counter[str]] = defaultdict(Counter)
    clusters: dict[int, int] = {}
    out = []
    for k, e in enumerate(best):
        type_ = int(nodes.type[k])
        if type_ < N.PROPER:
            continue
        who = people.get(e) if type_ != N.PLACE else None
        kind: MentionKind = "pronoun" if type_ == N.PRONOUN else "proper" if type_ == N.PROPER else "nominal"
        if type_ == N.PLACE and is_proper(words[nodes.start[k] : nodes.last[k] + 1]):
            kind = "proper"
        cluster = clusters.setdefault(e, len(clusters)) if e >= 0 else None
        out.append(Mention(*graph.span(k), kind, who, cluster))
        if who and kind == "nominal":
            phrases[who][graph.phrase(k)] += 1
        if who and int(nodes.pronoun[k]) in _THIRD:
            pronouns[who][_THIRD[int(nodes.pronoun[k])]] += 1
    for who, counts in pronouns.items():
        word, count = counts.most_common(1)[0]
        if who.pronouns is None or count >= 3:
            who.pronouns = word
    for who, counts in phrases.items():
        if who.name is None:
            who.aliases += [p for p, n in counts.most_common(3) if n > 1 and p not in who.aliases]
    return out


def _ranked(lines: list[Line], mentions: list[Mention], parts: Parts) -> list[Character]:
    """Everybody who appears, in order of how much they say, think and are mentioned; they get their ids."""
    weight: Counter[Character] = Counter()
    for line in lines:
        if line.speaker:
            weight[line.speaker] += 3
        for c in line.addressees:
            weight[c] += 1
    for mention in mentions:
        if mention.character:
            weight[mention.character] += 1
    for paragraph in parts.paragraphs:
        if paragraph.focalizer:
            weight[paragraph.focalizer] += 0
    characters = sorted(weight, key=lambda c: -weight[c])
    for k, c in enumerate(characters, 1):
        c.id = f"c{k}"
    return characters
