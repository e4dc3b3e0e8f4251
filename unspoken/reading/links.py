"""Links between mentions, spoken and silent, and where each chain of links ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspoken.model.inputs import Ints
from unspoken.model.network import Floats, Network
from unspoken.model.nodes import Nodes

REACH = 500
"""Nodes back to which a node may link."""
_AHEAD = 60
_BLOCK = 256
_KEEP = 24
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

    with ThreadPoolExecutor() as pool:
        list(pool.map(fill, range(0, n, _BLOCK)))
    return links


def follow(links: Links, known: NDArray[np.int64], names: int) -> Ends:
    """Where each node's chain of links ends. Entities 0 .. names - 1 are the known characters (`known` gives a node's
    own, -1 where it has none); names + k is whoever node k is the first mention of."""
    n = len(known)
    out: Ends = []
    for at in range(0, n, _BLOCK):
        end = min(n, at + _BLOCK)
        inner = np.zeros((end - at, end - at))
        columns: dict[int, int] = {}
        ends: list[tuple[int, int, float]] = []
        for row in range(end - at):
            entity, chance = (
                (int(known[at + row]), 1.0) if known[at + row] >= 0 else (names + at + row, links.none[at + row])
            )
            ends.append((row, columns.setdefault(entity, len(columns)), float(chance)))
        rows, place = np.nonzero((links.chance[at:end] >= 1e-3) & (known[at:end, None] < 0))
        to, chances = links.to[at + rows, place], links.chance[at + rows, place]
        here = (to >= at) & (to < end)
        np.add.at(inner, (rows[here], to[here] - at), chances[here])
        back = to < at
        for row, j, p in zip(rows[back].tolist(), to[back].tolist(), chances[back].tolist(), strict=True):
            ends += [(row, columns.setdefault(e, len(columns)), p * q) for e, q in out[j].items()]
        target = np.zeros((end - at, len(columns)))
        for row, column, p in ends:
            target[row, column] += p
        solved = np.linalg.solve(np.eye(end - at) - _PASSED_ON * inner, target)
        entities = np.array(list(columns), np.int64)
        top = np.argsort(-solved, axis=1)[:, :8]
        for row, best in zip(solved, top, strict=True):
            out.append({int(entities[c]): float(row[c]) for c in best if row[c] > 0.01})
    return out
