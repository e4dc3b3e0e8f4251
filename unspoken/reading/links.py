"""Links between mentions, spoken and silent, and where each chain of links ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspoken.model.inputs import Ints
from unspoken.model.network import Floats, Network, in_threads
from unspoken.model.nodes import Nodes

REACH = 500
"""Nodes back to which a node may link."""
_AHEAD = 60
_BLOCK = 256
_KEEP, _ENDS = 24, 8
_LEAST, _FAINT = 0.01, 1e-4
"""How likely an end must be to be kept, and a way to one to be followed."""
_PASSED_ON = 0.999
_TRUST = 0.95
"""What a tag's own word is given of the probability of its line's links."""

Ends = list[dict[int, float]]
"""For each node, the probability of each entity that its chain may end at."""


@dataclass(slots=True)
class Links:
    """Each node's likeliest links: `to` (nodes, _KEEP) with `chance`, and the chance of `none`, (nodes,)."""

    to: Ints
    chance: Floats
    none: Floats

    def trust(self, node: int, mention: int) -> None:
        """Lean on a tag: `node` is its line's silent mention, `mention` the one that the tag names."""
        self.chance[node] *= 1 - _TRUST
        self.none[node] *= 1 - _TRUST
        place = int(self.chance[node].argmin())
        self.to[node, place], self.chance[node, place] = mention, _TRUST


def score(net: Network, vectors: NDArray[np.float32], nodes: Nodes) -> Links:
    """The network's links for all nodes, block by block: time and memory grow linearly with the text."""
    n = len(nodes)
    query, key, none = net.heads(vectors, nodes)
    order = np.arange(n, dtype=np.int32)
    links = Links(np.zeros((n, _KEEP), np.int32), np.zeros((n, _KEEP), np.float32), np.zeros(n, np.float32))

    def fill(at: int) -> None:
        end = min(n, at + _BLOCK)
        left, right = max(0, at - REACH), min(n, end + _AHEAD)
        a, b = nodes.take(slice(at, end)), nodes.take(slice(left, right))
        p = net.links(query[at:end], none[at:end], key[left:right], a, b, order[at:end], order[left:right])
        width = min(_KEEP, right - left)
        top = np.argpartition(-p[:, :-1], width - 1, axis=1)[:, :width]
        links.none[at:end] = p[:, -1]
        links.to[at:end, :width] = top + left
        links.chance[at:end, :width] = np.take_along_axis(p[:, :-1], top, 1)

    in_threads(fill, range(0, n, _BLOCK))
    return links


def follow(links: Links, known: NDArray[np.int64], names: int) -> Ends:
    """Where each node's chain of links ends. Entities 0 .. names - 1 are the known characters (`known` gives a node's
    own, -1 where it has none); names + k is whoever node k is the first mention of."""
    n = len(known)
    entities, chances = np.zeros((n, _ENDS), np.int64), np.zeros((n, _ENDS), np.float32)
    for at in range(0, n, _BLOCK):
        end = min(n, at + _BLOCK)
        own = np.arange(at, end)
        certain = known[at:end] >= 0
        rows, place = np.nonzero((links.chance[at:end] >= 1e-3) & ~certain[:, None])
        to, chance = links.to[at + rows, place], links.chance[at + rows, place]
        here, back = (to >= at) & (to < end), to < at
        inside = _table(rows[here], to[here] - at, chance[here], end - at, end - at)
        row = np.concatenate([own - at, rows[back].repeat(_ENDS)])
        entity = np.concatenate([np.where(certain, known[at:end], names + own), entities[to[back]].ravel()])
        onward = chance[back, None] * chances[to[back]]
        straight = np.concatenate([np.where(certain, 1, links.none[at:end]), onward.ravel()])
        some = straight >= min(_FAINT, straight.max())
        row, straight = row[some], straight[some]
        seen, column = np.unique(entity[some], return_inverse=True)
        target = _table(row, column, straight, end - at, len(seen))
        solved = np.linalg.solve(np.eye(end - at, dtype=np.float32) - _PASSED_ON * inside, target)
        best = np.argpartition(-solved, min(_ENDS, len(seen)) - 1, axis=1)[:, :_ENDS]
        entities[at:end, : best.shape[1]] = seen[best]
        share = np.take_along_axis(solved, best, 1)
        chances[at:end, : best.shape[1]] = np.where(share > _LEAST, share, 0)
    return [
        {e: p for e, p in zip(some, shares, strict=True) if p}
        for some, shares in zip(entities.tolist(), chances.tolist(), strict=True)
    ]


def _table(
    rows: NDArray[np.integer], columns: NDArray[np.integer], values: NDArray[np.floating], height: int, width: int
) -> Floats:
    """A matrix, (height, width), with each value added at its row and column."""
    return np.bincount(rows * width + columns, values, height * width).astype(np.float32).reshape(height, width)
