"""Mentions, spoken and silent, as nodes of one graph, and what is known of each pair before the encoder is asked.

A quotation hides a speaker and an addressee, a thought its thinker, a paragraph the eyes that see it: silent mentions.
The resolver links every node to another (or to none), and so in the end to a character.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from unspoken.model.inputs import ZONES, Inputs, Ints

TYPES = ("eye", "speaker", "addressee", "thinker", "proper", "nominal", "pronoun", "place")
EYE, SPEAKER, ADDRESSEE, THINKER, PROPER, NOMINAL, PRONOUN, PLACE = range(8)

_PRONOUNS = {
    "i": "i me my mine myself",
    "you": "you your yours yourself yourselves thou thee thy thine ye",
    "he": "he him his himself",
    "she": "she her hers herself",
    "they": "they them their theirs themselves themself 'em",
    "it": "it its itself",
    "we": "we us our ours ourselves",
}
PRONOUN_CLASS = {word: k for k, words in enumerate(_PRONOUNS.values(), 1) for word in words.split()}
"""1 for I, 2 you, 3 he, 4 she, 5 they, 6 it, 7 we; 0 stands for any other words."""


@dataclass(slots=True)
class Nodes:
    """Arrays of one entry a node, in the order of the text. `start` and `last` are tokens (the last one included);
    `line` is the number of the line a silent node belongs to or a mention stands in (-1 for none); `turn` the same for
    speech alone, counted over the text; `head` and `name` number the head word and the whole words, case aside."""

    type: Ints
    start: Ints
    last: Ints
    line: Ints
    turn: Ints
    paragraph: Ints
    zone: Ints
    pronoun: Ints
    head: Ints
    name: Ints
    opens: Ints
    closes: Ints

    def __len__(self) -> int:
        return len(self.type)

    def take(self, index: NDArray[np.integer] | slice) -> Nodes:
        return Nodes(*(getattr(self, f.name)[index] for f in fields(self)))


FEATURES = {
    "order": 24,
    "distance": 24,
    "type": 8,
    "turn": 8 * 18,
    "place": 8 * 7 * 2,
    "words": 4 * 3,
    "pronoun": 64,
    "tag": 40,
}
"""The features of a pair of nodes and how many values each has."""


def _column(x: Ints) -> Ints:
    return x[:, None]


def _row(x: Ints) -> Ints:
    return x[None, :]


_HALF, _FAR = 12, 64
_SIZES = np.arange(_FAR + 1)
_STEPS = np.minimum(np.where(_SIZES < 4, _SIZES, 2 + np.log2(np.maximum(_SIZES, 1)) * 1.5), _HALF - 1).astype(np.int32)
_BUCKETS = np.concatenate([_HALF + _STEPS[:0:-1], _STEPS])
_PLACES = np.array([1, 0, 2, 3, 4, 5, 6], np.int32)
"""By how many paragraphs lie between: from two ahead to four back."""


def _log_bucket(x: Ints) -> Ints:
    """Signed logarithmic buckets: 0 .. 2 * _HALF - 1."""
    bucket: Ints = _BUCKETS.take(x + _FAR, mode="clip")
    return bucket


def pair_features(a: Nodes, b: Nodes, order_a: Ints, order_b: Ints) -> Ints:
    """Features of every node of `a` with every node of `b` as its antecedent: (len(FEATURES), len(a), len(b))."""
    c, r = _column, _row
    order = _log_bucket(c(order_a) - r(order_b))
    distance = _log_bucket((c(a.start) - r(b.start)) // 2)
    kind = np.broadcast_to(r(b.type), order.shape)
    step = c(a.turn) - r(b.turn)
    turn = np.where(
        (c(a.turn) < 0) | (r(b.turn) < 0), 17, np.where(c(a.line) == r(b.line), 16, np.clip(step, -4, 11) + 4)
    )
    turn = kind * 18 + turn
    between = c(a.paragraph) - r(b.paragraph)
    place = _PLACES.take(between + 2, mode="clip")
    quoted = (r(b.zone) != ZONES["narration"]).astype(np.int32)
    place = (kind * 7 + place) * 2 + quoted
    return _stacked((order, distance, kind, turn, place, _words(a, b), _pronouns(a, b), _tag(a, b)))


def _words(a: Nodes, b: Nodes) -> Ints:
    """Whether two mentions have the same words, the same head or neither, by the type of the first; 9 to 11 where one
    of them is silent."""
    c, r = _column, _row
    words = np.where(c(a.name) == r(b.name), 2, np.where(c(a.head) == r(b.head), 1, 0))
    words = np.where((c(a.type) < PROPER) | (r(b.type) < PROPER), 3, words)
    words = words * 3 + np.where(c(a.type) == PROPER, 0, np.where(c(a.type) == NOMINAL, 1, 2))
    return words


def _pronouns(a: Nodes, b: Nodes) -> Ints:
    """The two classes of pronoun."""
    pair: Ints = _column(a.pronoun) * 8 + _row(b.pronoun)
    return pair


def _tag(a: Nodes, b: Nodes) -> Ints:
    """How many tokens after (1 to 18) or before (19 to 36) a line a mention in the narration stands; 38 inside it."""
    c, r = _column, _row
    after, before = r(b.start) - c(a.closes), c(a.opens) - r(b.last)
    tag: Ints = np.where(
        (c(a.opens) < 0) | (r(b.type) < PROPER) | (r(b.zone) != ZONES["narration"]),
        39,
        np.where(after > 0, np.minimum(after, 18), np.where(before > 0, 18 + np.minimum(before, 18), 38)),
    )
    return tag


def _stacked(features: tuple[Ints, ...]) -> Ints:
    out = np.empty((len(features), *features[0].shape), np.int32)
    for k, feature in enumerate(features):
        out[k] = feature
    return out


SIGHT = 96
"""How many nodes to either side a node looks at before it is linked."""
NEARBY = {"order": 24, "turn": 20, "types": 64, "words": 12, "pronoun": 64, "tag": 40}
"""The features of a pair of nodes of which one looks at the other, and how many values each has."""


def nearby(a: Nodes, b: Nodes, order_a: Ints, order_b: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """What one node knows of another that it looks at: (len(NEARBY), len(a), len(b)); and whether it looks at all."""
    step = _column(order_a) - _row(order_b)
    turn = np.clip(_column(a.turn) - _row(b.turn), -9, 9) + 9
    turn = np.where((_column(a.turn) < 0) | (_row(b.turn) < 0), 19, turn)
    types = _column(a.type) * len(TYPES) + _row(b.type)
    features = _stacked((_log_bucket(step), turn, types, _words(a, b), _pronouns(a, b), _tag(a, b)))
    return features, np.abs(step) <= SIGHT


def allowed(a: Nodes, b: Nodes, order_a: Ints, order_b: Ints) -> NDArray[np.bool_]:
    """Which pairs may be linked: (len(a), len(b)). A node links back; silent ones also to words near by ahead."""
    c, r = _column, _row
    back = r(order_b) < c(order_a)
    mention = r(b.type) >= PROPER
    same = c(a.paragraph) == r(b.paragraph)
    ahead = ~back & (r(order_b) != c(order_a)) & (c(a.type) < PROPER) & same & mention
    reply = ~back & (c(a.type) == ADDRESSEE) & (r(b.type) == SPEAKER) & (r(b.turn) - c(a.turn) == 1)
    seen = ~back & (c(a.type) == EYE) & same & (r(b.type) != EYE)
    eyes = (r(b.type) == EYE) & (c(a.type) != EYE)
    place = (r(b.type) == PLACE) & (c(a.type) < PROPER)
    ok: NDArray[np.bool_] = (back | ahead | reply | seen) & ~eyes & ~place
    return ok


@dataclass(slots=True)
class MentionSpan:
    """A mention by its tokens: `start`, `last` (included), and its type: PROPER, NOMINAL, PRONOUN or PLACE."""

    start: int
    last: int
    type: int


@dataclass(slots=True)
class SilentSpan:
    """A silent mention's own stretch of tokens: a line's, from its first mark to its last, or a paragraph's."""

    start: int
    last: int
    type: int
    line: int


def build(
    inputs: Inputs, words: list[str], mentions: list[MentionSpan], silent: list[SilentSpan], lines: Ints
) -> Nodes:
    """All nodes of a text in order. `words` are the tokens' texts, lower case; `lines` gives each token's line or -1.

    Lines are numbered in the order of the text, speech and thought together; a turn is a line that has a speaker node.
    """
    speech = sorted({s.line for s in silent if s.type == SPEAKER})
    turn_of = {line: k for k, line in enumerate(speech)}
    rows = []
    heads: dict[str, int] = {}
    for s in silent:
        opens = closes = -1
        if s.type in (SPEAKER, ADDRESSEE, THINKER):
            opens, closes = s.start, s.last
        turn = turn_of.get(s.line, -1) if s.type in (SPEAKER, ADDRESSEE) else -1
        rows.append(
            (
                s.start,
                s.type,
                s.last,
                s.line,
                turn,
                int(inputs.paragraph[s.start]),
                ZONES["narration"],
                0,
                -1,
                -1,
                opens,
                closes,
            )
        )
    for m in mentions:
        text = " ".join(words[m.start : m.last + 1])
        head = heads.setdefault(words[m.last], len(heads))
        name = heads.setdefault(text, len(heads))
        pronoun = PRONOUN_CLASS.get(text, 0)
        line = int(lines[m.start])
        rows.append(
            (m.start, m.type, m.last, line, turn_of.get(line, -1), int(inputs.paragraph[m.start]),
             int(inputs.zone[m.start]), pronoun, head, name, -1, -1)
        )  # fmt: skip
    rows.sort()
    table = np.array(rows, np.int32).reshape(-1, 12).T
    # Rows sort by where a node starts and then by its type; Nodes has the type first.
    return Nodes(table[1], table[0], *table[2:])
