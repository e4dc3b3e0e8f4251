"""The network: one encoder pass over the text, and light heads that read everything off it.

Spans are scored by a biaffine product of their ends (Yu et al. 2020, arXiv:2005.07150). Links are a softmax over
earlier and nearby nodes, as antecedents are in Lee et al. 2017 (arXiv:1707.07045); what a node comes to is the sum
over all chains of links, which one linear solve gives, so that a link to a pronoun is trained by the name that the
pronoun leads to.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.encoder import Config, Encoder
from unspoken.model.network import FEELINGS, KEY, KINDS, LAYERS, LOOKS, RANK, SPAN_TYPES, WIDEST
from unspoken.model.nodes import FEATURES, NEARBY, TYPES

WIDTH = 128
"""The length of the vector of what nodes learn from each other."""
CHAIN = 0.999
"""How much of a link's probability is passed on: a little is lost, so that a circle of links comes to nothing."""


class Look(nn.Module):
    """A layer in which nodes look at the nodes around them (pre-norm, Xiong et al. 2020, arXiv:2002.04745)."""

    def __init__(self, d: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.norm1 = nn.LayerNorm(d)
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm2 = nn.LayerNorm(d)
        self.up = nn.Linear(d, 4 * d)
        self.down = nn.Linear(4 * d, d)
        # A layer begins as one that changes nothing.
        for part in (self.out, self.down):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        n, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(n, 3, LOOKS, d // LOOKS).permute(1, 2, 0, 3)
        a = (q @ k.transpose(1, 2) * (d // LOOKS) ** -0.5 + bias).softmax(-1) @ v
        x = x + self.dropout(self.out(a.transpose(0, 1).reshape(n, d)))
        return x + self.dropout(self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh")))


class Context(nn.Module):
    """What a node learns from the nodes around it, the turns of a conversation above all: added to its vector."""

    def __init__(self, d: int, dropout: float) -> None:
        super().__init__()
        self.enter = nn.Linear(3 * d, WIDTH)
        self.kinds = nn.Embedding(len(TYPES), WIDTH)
        self.pronoun = nn.Embedding(8, WIDTH)
        self.layers = nn.ModuleList(Look(WIDTH, dropout) for _ in range(LAYERS))
        self.tables = nn.ParameterList(nn.Parameter(torch.zeros(n, LOOKS)) for n in NEARBY.values())
        self.leave = nn.Linear(WIDTH, 2 * d)
        for part in (self.kinds, self.pronoun):
            nn.init.normal_(part.weight, std=0.1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, v: Tensor, mean: Tensor, types: Tensor, pronouns: Tensor, near: Tensor, seen: Tensor) -> Tensor:
        x = self.enter(torch.cat([v, mean], -1)) + self.kinds(types) + self.pronoun(pronouns)
        bias = sum(table[feature] for table, feature in zip(self.tables, near, strict=True)).permute(2, 0, 1)
        bias = bias.masked_fill(~seen, -1e4)
        for layer in self.layers:
            x = layer(x, bias)
        return v + self.leave(x)


class Reader(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        d = config.dim
        self.encoder = Encoder(config)
        self.shape = nn.Embedding(6, d)
        self.zone = nn.Embedding(4, d)
        self.first = nn.Embedding(2, d)
        self.italic = nn.Embedding(2, d)
        for table in (self.shape, self.zone, self.first, self.italic):
            nn.init.normal_(table.weight, std=0.01)
        self.dropout = nn.Dropout(config.dropout)
        self.guess = nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.LayerNorm(d))
        self.guess_bias = nn.Parameter(torch.zeros(config.vocab))
        self.span_start = nn.Linear(d, len(SPAN_TYPES) * (RANK + 1))
        self.span_end = nn.Linear(d, len(SPAN_TYPES) * (RANK + 1))
        self.span_width = nn.Parameter(torch.zeros(len(SPAN_TYPES), WIDEST))
        self.thought = nn.Linear(d, 4)
        self.event = nn.Linear(d, 1)
        self.kind = nn.Linear(3 * d, len(KINDS))
        self.feeling = nn.Linear(3 * d, len(FEELINGS))
        self.context = Context(d, config.dropout)
        self.query = nn.Linear(2 * d, len(TYPES) * KEY)
        self.key = nn.Linear(2 * d, len(TYPES) * KEY)
        self.none = nn.Linear(2 * d, len(TYPES))
        # Mentions and events are rare: begin from 'no'.
        nn.init.constant_(self.span_width, -5.0)
        nn.init.constant_(self.event.bias, -2.0)
        self.tables = nn.ParameterList(nn.Parameter(torch.zeros(len(TYPES), n)) for n in FEATURES.values())

    def encode(
        self, pieces: Tensor, shape: Tensor, zone: Tensor, first: Tensor, italic: Tensor, mask: Tensor
    ) -> Tensor:
        """Word pieces and their tokens' marks, each (windows, n) -> vectors (windows, n, dim)."""
        extra = self.shape(shape) + self.zone(zone) + self.first(first) + self.italic(italic)
        return self.encoder(pieces, extra, mask)

    def words(self, x: Tensor) -> Tensor:
        """Vectors of hidden word pieces (n, dim) -> scores (n, vocabulary) of what they are. For training alone."""
        return F.linear(self.guess(x), self.encoder.embeddings.words.weight, self.guess_bias)

    def spans(self, x: Tensor) -> Tensor:
        """Token vectors (n, dim) -> scores (types, n, WIDEST) of the span from each token over 1 .. WIDEST tokens."""
        n, t = len(x), len(SPAN_TYPES)
        a = self.span_start(self.dropout(x)).view(n, t, RANK + 1)
        b = self.span_end(self.dropout(x)).view(n, t, RANK + 1)
        b = F.pad(b, (0, 0, 0, 0, 0, WIDEST - 1)).unfold(0, WIDEST, 1)
        product = torch.einsum("ntr,ntrw->tnw", a[..., :RANK], b[:, :, :RANK]) / RANK**0.5
        return product + a[..., RANK].T[:, :, None] + b[:, :, RANK].transpose(0, 1) + self.span_width[:, None]

    def line(self, x: Tensor, start: Tensor, last: Tensor) -> tuple[Tensor, Tensor]:
        """Lines by first and last token -> scores of kind (lines, 3) and of feeling (lines, 9)."""
        v = self.dropout(torch.cat([x[start], x[last], means(x, start, last)], -1))
        return self.kind(v), self.feeling(v)

    def links(
        self,
        x: Tensor,
        start: Tensor,
        last: Tensor,
        types: Tensor,
        pronouns: Tensor,
        near: tuple[Tensor, Tensor],
        features: Tensor,
        allowed: Tensor,
    ) -> Tensor:
        """Log-probabilities of each node's links to every node and, last, to none: (nodes, nodes + 1)."""
        n = len(types)
        v = self.dropout(torch.cat([x[start], x[last]], -1))
        v = self.context(v, self.dropout(means(x, start, last)), types, pronouns, *near)
        at = torch.arange(n)
        q = self.query(v).view(n, len(TYPES), KEY)[at, types]
        k = self.key(v).view(n, len(TYPES), KEY)[at, types]
        score = q @ k.T / KEY**0.5
        for table, feature in zip(self.tables, features, strict=True):
            score = score + table[types].gather(1, feature)
        score = score.masked_fill(~allowed, -1e4)
        none = self.none(v)[at, types]
        return torch.cat([score, none[:, None]], 1).log_softmax(-1)


def means(x: Tensor, start: Tensor, last: Tensor) -> Tensor:
    """The mean of the tokens' vectors of each stretch, by its first and last token."""
    total = F.pad(x.cumsum(0), (0, 0, 1, 0))
    return (total[last + 1] - total[start]) / (last + 1 - start)[:, None]


def chains(log_links: Tensor, known: Tensor, names: int) -> Tensor:
    """Where each node's chain of links ends: (nodes, names + nodes) probabilities.

    `known` gives the name (0 .. names - 1) of nodes that are clamped, -1 for the rest; column names + i is 'whoever
    node i is the first mention of'.
    """
    n = len(known)
    links = log_links.exp()
    free = (known < 0).float()[:, None]
    onward = links[:, :n] * free * CHAIN
    ends = torch.zeros(n, names + n)
    ends[known >= 0, known[known >= 0]] = 1.0
    ends = ends + F.pad(torch.diag(links[:, n]) * free, (names, 0))
    return torch.linalg.solve(torch.eye(n) - onward, ends)


@dataclass
class Weights:
    span: float = 1.0
    event: float = 0.5
    thought: float = 1.0
    kind: float = 0.3
    feeling: float = 0.5
    link: float = 1.5
