"""The network at run time: the encoder in OpenVINO, the light heads in NumPy.

training/network.py is its twin in PyTorch, and says where the methods come from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files
from typing import Literal

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from unspoken.model import nodes as N
from unspoken.model import wordpiece
from unspoken.model.inputs import WINDOW, Inputs, Ints, windows
from unspoken.model.nodes import TYPES, Nodes
from unspoken.story import Feeling

Floats = NDArray[np.float32]

SPAN_TYPES = ("PER", "FAC", "GPE", "LOC", "VEH", "ORG", "PRON", "CHAR")
LEAST = {"PER": -0.7, "FAC": -1.2, "GPE": -1.2, "LOC": -1.5, "VEH": -2.0, "ORG": -2.0, "PRON": 0.0, "CHAR": -0.3}
"""From what score on a span is a mention of a type: where F is best on the development split."""
FEELINGS: tuple[Feeling, ...] = ("joy", "love", "sadness", "anger", "fear", "surprise", "disgust", "shame", "neutral")
KINDS: tuple[Literal["speech", "thought", "other"], ...] = ("speech", "thought", "other")
WIDEST, RANK, KEY = 20, 32, 64
MARGIN = 24
"""Word pieces of context that a window shares with its neighbours on either side."""
_BATCH = 8
_BLOCK = 128


class Network:
    """The shipped weights, ready to run. One is enough for a process: `network()`."""

    def __init__(self) -> None:
        folder = files(__package__)
        with as_file(folder / "heads.npz") as path, np.load(path) as arrays:
            self._words = arrays["words"]
            self._scale = arrays["words.scale"].astype(np.float32)
            self._w = {
                k: v.astype(np.float32) for k, v in arrays.items() if not k.startswith("words") and k != "words.scale"
            }
        with as_file(folder / "encoder.xml") as graph, as_file(folder / "encoder.bin") as weights:
            core = ov.Core()
            options = {"PERFORMANCE_HINT": "LATENCY", "EXECUTION_MODE_HINT": "PERFORMANCE"}
            self._body = core.compile_model(core.read_model(graph, weights), "CPU", options)

    def encode(self, inputs: Inputs, progress: Callable[[float], None] | None = None) -> NDArray[np.float32]:
        """One pass over the text: a vector for each token (its first word piece's), (tokens, 384)."""
        out = np.zeros((len(inputs), self._words.shape[1]), np.float32)
        todo = windows(inputs, 0, len(inputs), MARGIN)
        for k in range(0, len(todo), _BATCH):
            some = todo[k : k + _BATCH]
            vectors = np.zeros((len(some), WINDOW, self._words.shape[1]), np.float32)
            mask = np.zeros((len(some), WINDOW), np.float32)
            for row, (left, right, _, _) in enumerate(some):
                a, b = inputs.offsets[left], inputs.offsets[right]
                n = int(b - a)
                ids = np.concatenate([[wordpiece.CLS], inputs.pieces[a:b], [wordpiece.SEP]])
                vectors[row, : n + 2] = self._words[ids] * self._scale[ids]
                token = np.repeat(np.arange(left, right), np.diff(inputs.offsets[left : right + 1]))
                special = self._extra(
                    np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1, np.int32), np.zeros(1, np.int32)
                )
                vectors[row, 0] += special[0]
                vectors[row, n + 1 :] += special[0]
                vectors[row, 1 : n + 1] += self._extra(
                    inputs.shape[token], inputs.zone[token], inputs.first[token], inputs.italic[token]
                )
                mask[row, : n + 2] = 1
            result = self._body([vectors, mask])[0]
            for row, (left, _, keep, end) in enumerate(some):
                out[keep:end] = result[row, 1 + inputs.offsets[keep:end] - inputs.offsets[left]]
            if progress:
                progress(min(1.0, (k + len(some)) / len(todo)))
        return out

    def _extra(self, shape: Ints, zone: Ints, first: Ints, italic: Ints) -> Floats:
        w = self._w
        extra: Floats = (
            w["shape.weight"][shape] + w["zone.weight"][zone] + w["first.weight"][first] + w["italic.weight"][italic]
        )
        return extra

    def _linear(self, name: str, x: NDArray[np.floating]) -> Floats:
        y: Floats = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return y

    def spans(self, x: NDArray[np.float32]) -> list[tuple[int, int, int, float]]:
        """Mentions by (first token, last token, number in SPAN_TYPES, score), whose score is over LEAST."""
        t, found = len(SPAN_TYPES), []
        for at in range(0, len(x), _BLOCK):
            n = min(_BLOCK, len(x) - at)
            a = self._linear("span_start", x[at : at + n]).reshape(n, t, RANK + 1)
            b = self._linear("span_end", x[at : at + n + WIDEST - 1]).reshape(-1, t, RANK + 1)
            reach = np.arange(len(b))[None, :] - np.arange(n)[:, None]
            band = (reach >= 0) & (reach < WIDEST)
            for k in range(t):
                score = a[:, k, :RANK] @ b[:, k, :RANK].T / RANK**0.5 + a[:, k, RANK:] + b[:, k, RANK]
                score += self._w["span_width"][k][np.clip(reach, 0, WIDEST - 1)]
                for i, j in zip(*np.nonzero(band & (score > LEAST[SPAN_TYPES[k]])), strict=True):
                    found.append((at + int(i), at + int(j), k, float(score[i, j])))
        return found

    def thoughts(self, x: NDArray[np.float32]) -> Floats:
        """Probability of each token to be narration, direct thought, free indirect thought: (tokens, 3)."""
        return _softmax(self._linear("thought", x))

    def events(self, x: NDArray[np.float32]) -> Floats:
        """Score of each token as the trigger of an event: (tokens,), over -0.5 for yes."""
        score: Floats = self._linear("event", x)[:, 0]
        return score

    def line(self, x: NDArray[np.float32], start: int, last: int) -> tuple[Floats, Floats]:
        """A line's probabilities over KINDS and over FEELINGS, from its first and last token."""
        mean = x[start : last + 1].mean(0)
        v = np.concatenate([x[start], x[last], mean])
        return _softmax(self._linear("kind", v)), _softmax(self._linear("feeling", v))

    def heads(self, x: NDArray[np.float32], nodes: Nodes) -> tuple[Floats, Floats, Floats]:
        """Each node's query and key, (nodes, KEY), and its score of linking to none, (nodes,)."""
        v = np.concatenate([x[nodes.start], x[nodes.last]], -1)
        q, k, none = (np.zeros((len(nodes), KEY), np.float32) for _ in range(3))
        for t in range(len(TYPES)):
            at = nodes.type == t
            rows = slice(t * KEY, (t + 1) * KEY)
            some = v[at]
            q[at] = some @ self._w["query.weight"][rows].T + self._w["query.bias"][rows]
            k[at] = some @ self._w["key.weight"][rows].T + self._w["key.bias"][rows]
            none[at, 0] = some @ self._w["none.weight"][t] + self._w["none.bias"][t]
        return q / KEY**0.5, k, none[:, 0]

    def links(self, q: Floats, none: Floats, k: Floats, a: Nodes, b: Nodes, order_a: Ints, order_b: Ints) -> Floats:
        """Probabilities of each node of `a` to link to each of `b` and, last, to none: (len(a), len(b) + 1)."""
        score = q @ k.T
        for number, feature in enumerate(N.pair_features(a, b, order_a, order_b)):
            score += self._w[f"tables.{number}"][a.type[:, None], feature]
        score[~N.allowed(a, b, order_a, order_b)] = -1e4
        return _softmax(np.concatenate([score, none[:, None]], 1))


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(-1, keepdims=True))
    y: Floats = e / e.sum(-1, keepdims=True)
    return y


@cache
def network() -> Network:
    return Network()
