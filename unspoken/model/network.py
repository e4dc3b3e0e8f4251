"""The network at run time: the encoder in OpenVINO, the light heads in NumPy.

training/network.py is its twin in PyTorch, and says where the methods come from.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple, TypeVar

import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino import opset13 as op

from unspoken.model import nodes as N
from unspoken.model import wordpiece
from unspoken.model.inputs import WINDOW, Inputs, Ints, Window, windows
from unspoken.model.nodes import SIGHT, TYPES, Nodes
from unspoken.story import Feeling

Floats = NDArray[np.float32]
Result = TypeVar("Result")

SPAN_TYPES = ("PER", "FAC", "GPE", "LOC", "VEH", "ORG", "PRON", "CHAR")
LEAST = {"PER": -0.7, "FAC": -1.2, "GPE": -1.2, "LOC": -1.5, "VEH": -2.0, "ORG": -2.0, "PRON": 0.0, "CHAR": -0.3}
"""From what score on a span is a mention of a type: where F is best on the development split."""
FEELINGS: tuple[Feeling, ...] = ("joy", "love", "sadness", "anger", "fear", "surprise", "disgust", "shame", "neutral")
KINDS: tuple[Literal["speech", "thought", "other"], ...] = ("speech", "thought", "other")
WIDEST, RANK, KEY = 20, 32, 64
"""Tokens in the longest mention; the lengths of what a span's ends, and what a link's, are scored by."""
LOOKS, LAYERS = 4, 4
"""Of what nodes learn from each other: the heads of attention, the layers."""
MARGIN = 16
"""Word pieces of context that a window shares with its neighbours on either side."""
_BATCH = 4
_BLOCK, _CHUNK, _LOOK = 32, 4096, 64


class Network:
    """A folder's weights, ready to run; the shipped ones, unless told. One is enough for a process: `network()`."""

    def __init__(self, folder: Traversable | None = None) -> None:
        folder = folder or files(__package__)
        with as_file(folder / "heads.npz") as path, np.load(path) as arrays:
            self._words = arrays["words"]
            self._scale = arrays["words.scale"].astype(np.float32)
            self._w = {
                k: v.astype(np.float32) for k, v in arrays.items() if not k.startswith("words") and k != "words.scale"
            }
        with as_file(folder / "encoder.xml") as graph, as_file(folder / "encoder.bin") as weights:
            core = ov.Core()
            body = core.read_model(graph, weights)
            if not _exact_in_integers(core):
                _keep_floats(body)
            options = {"PERFORMANCE_HINT": "THROUGHPUT", "EXECUTION_MODE_HINT": "PERFORMANCE"}
            self._body = core.compile_model(body, "CPU", options)

    def encode(self, inputs: Inputs, progress: Callable[[float], None] | None = None) -> NDArray[np.float32]:
        """One pass over the text: a vector for each token (its first word piece's), (tokens, 384)."""
        out = np.zeros((len(inputs), self._words.shape[1]), np.float32)
        todo = batches(inputs)
        # Not `ov.AsyncInferQueue`: its threads call back into Python, and can hang or end the process as it closes.
        at_once: int = self._body.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        requests = [self._body.create_infer_request() for _ in range(min(at_once, len(todo)))]

        def take(k: int) -> None:
            request = requests[k % len(requests)]
            request.wait()
            result = request.get_output_tensor(0).data
            for row, (left, _, keep, end) in enumerate(todo[k]):
                out[keep:end] = result[row, 1 + inputs.offsets[keep:end] - inputs.offsets[left]]
            if progress:
                progress((k + 1) / len(todo))

        for k, some in enumerate(todo):
            fed = self.feed(inputs, some)
            if k >= len(requests):
                take(k - len(requests))
            requests[k % len(requests)].start_async(fed)
        for k in range(len(todo) - len(requests), len(todo)):
            take(k)
        return out

    def feed(self, inputs: Inputs, some: list[Window]) -> tuple[Floats, Floats]:
        """What the encoder is given for some windows: vectors (windows, WINDOW, 384), mask (windows, WINDOW)."""
        vectors = np.zeros((len(some), WINDOW, self._words.shape[1]), np.float32)
        mask = np.zeros((len(some), WINDOW), np.float32)
        zero = np.zeros(1, np.int32)
        special = self._extra(zero, zero, zero, zero)[0]
        for row, (left, right, _, _) in enumerate(some):
            a, b = inputs.offsets[left], inputs.offsets[right]
            n = int(b - a)
            ids = np.concatenate([[wordpiece.CLS], inputs.pieces[a:b], [wordpiece.SEP]])
            vectors[row, : n + 2] = self._words[ids] * self._scale[ids]
            token = np.repeat(np.arange(left, right), np.diff(inputs.offsets[left : right + 1]))
            vectors[row, 0] += special
            vectors[row, n + 1 :] += special
            vectors[row, 1 : n + 1] += self._extra(
                inputs.shape[token], inputs.zone[token], inputs.first[token], inputs.italic[token]
            )
            mask[row, : n + 2] = 1
        return vectors, mask

    def _extra(self, shape: Ints, zone: Ints, first: Ints, italic: Ints) -> Floats:
        w = self._w
        extra: Floats = (
            w["shape.weight"][shape] + w["zone.weight"][zone] + w["first.weight"][first] + w["italic.weight"][italic]
        )
        return extra

    def _linear(self, name: str, x: NDArray[np.floating]) -> Floats:
        y: Floats = x @ self._w[f"{name}.weight"].T
        y += self._w[f"{name}.bias"]
        return y

    def spans(self, x: NDArray[np.float32]) -> list[tuple[int, int, int, float]]:
        """Mentions by (first token, last token, number in SPAN_TYPES, score), whose score is over LEAST."""
        types, wide = len(SPAN_TYPES), _BLOCK + WIDEST - 1
        least = np.array([LEAST[kind] for kind in SPAN_TYPES], np.float32)
        reach = np.arange(wide) - np.arange(_BLOCK)[:, None]
        over = self._w["span_width"][:, np.clip(reach, 0, WIDEST - 1)] - least[:, None, None]
        over[:, (reach < 0) | (reach >= WIDEST)] = -np.inf

        def found(at: int) -> list[tuple[int, int, int, float]]:
            n = min(_CHUNK, len(x) - at)
            blocks = -(-n // _BLOCK)
            a = np.zeros((blocks * _BLOCK, types, RANK + 2), np.float32)
            b = np.zeros((blocks * _BLOCK + WIDEST - 1, types, RANK + 2), np.float32)
            starts = self._linear("span_start", x[at : at + n]).reshape(n, types, RANK + 1)
            ends = self._linear("span_end", x[at : at + n + WIDEST - 1]).reshape(-1, types, RANK + 1)
            a[:n, :, :RANK], a[:n, :, RANK], a[:n, :, -1] = starts[:, :, :RANK] / RANK**0.5, starts[:, :, RANK], 1
            a[n:, :, RANK] = b[:, :, -1] = -1e9
            b[: len(ends), :, :RANK], b[:, :, RANK], b[: len(ends), :, -1] = ends[:, :, :RANK], 1, ends[:, :, RANK]
            reached = np.lib.stride_tricks.sliding_window_view(b, wide, 0)[::_BLOCK]
            score = a.reshape(blocks, _BLOCK, types, RANK + 2).transpose(0, 2, 1, 3) @ reached + over
            block, kind, i, j = np.nonzero(score > 0)
            value = score[block, kind, i, j] + least[kind]
            first = at + block * _BLOCK
            return list(zip(*(v.tolist() for v in (first + i, first + j, kind, value)), strict=True))

        return [span for some in in_threads(found, range(0, len(x), _CHUNK)) for span in some]

    def thoughts(self, x: NDArray[np.float32]) -> Floats:
        """Probability of each token to be narration, direct thought, free indirect thought, or speech without marks:
        (tokens, 4)."""
        return softmax(self._linear("thought", x))

    def events(self, x: NDArray[np.float32]) -> Floats:
        """Score of each token as the trigger of an event: (tokens,), over -0.5 for yes."""
        score: Floats = self._linear("event", x)[:, 0]
        return score

    def kind(self, x: Floats, start: int, last: int) -> Floats:
        """A line's probabilities over KINDS, from its first and last token."""
        return softmax(self._linear("kind", _whole(x, start, last)))

    def feeling(self, x: Floats, start: int, last: int) -> Floats:
        """A line's probabilities over FEELINGS, from its first and last token."""
        return softmax(self._linear("feeling", _whole(x, start, last)))

    def heads(self, x: NDArray[np.float32], nodes: Nodes) -> tuple[Floats, Floats, Floats]:
        """Each node's query and key, (nodes, KEY), and its score of linking to none, (nodes,)."""
        v = self._context(x, nodes)
        q, k, none = (np.zeros((len(nodes), KEY), np.float32) for _ in range(3))

        def project(t: int) -> None:
            at = nodes.type == t
            rows = slice(t * KEY, (t + 1) * KEY)
            some = v[at]
            q[at] = (some @ self._w["query.weight"][rows].T + self._w["query.bias"][rows]) / KEY**0.5
            k[at] = some @ self._w["key.weight"][rows].T + self._w["key.bias"][rows]
            none[at, 0] = some @ self._w["none.weight"][t] + self._w["none.bias"][t]

        in_threads(project, range(len(TYPES)))
        return q, k, none[:, 0]

    def _context(self, x: Floats, nodes: Nodes) -> Floats:
        """Each node's vector, (nodes, 768), with what it learns from the nodes around it."""
        w, n = self._w, len(nodes)
        v = np.empty((n, 2 * x.shape[1]), np.float32)
        h = np.empty((n, w["context.enter.bias"].size), np.float32)

        def enter(at: int) -> None:
            here = slice(at, at + _LOOK)
            some = nodes.take(here)
            v[here] = np.concatenate([x[some.start], x[some.last]], -1)
            h[here] = self._linear("context.enter", np.concatenate([v[here], _means(x, some)], -1))
            h[here] += w["context.kinds.weight"][some.type] + w["context.pronoun.weight"][some.pronoun]

        def leave(at: int) -> None:
            here = slice(at, at + _LOOK)
            v[here] += self._linear("context.leave", h[here])

        in_threads(enter, range(0, n, _LOOK))
        single = [w[f"context.tables.{number}"].T for number in range(len(N.NEARBY))]
        tables = [
            (first[:, :, None] + second[:, None]).reshape(LOOKS, -1)
            for first, second in zip(single[::2], single[1::2], strict=True)
        ]
        around = in_threads(lambda at: _around(nodes, at, tables), range(0, n, _LOOK))
        for layer in range(LAYERS):
            h = self._look_around(f"context.layers.{layer}", h, around)
        in_threads(leave, range(0, n, _LOOK))
        return v

    def _look_around(self, name: str, h: Floats, around: list[Around]) -> Floats:
        """One layer of attention from each node to those in its SIGHT: (nodes, dim) to the same."""
        n, dim = h.shape
        qkv = np.empty((n, 3 * dim), np.float32)
        q, k, y = qkv.reshape(n, 3, LOOKS, dim // LOOKS).transpose(1, 2, 0, 3)
        after = np.empty_like(h)

        def project(at: int) -> None:
            here = slice(at, at + _LOOK)
            qkv[here] = self._linear(f"{name}.qkv", self._norm(f"{name}.norm1", h[here]))

        def look(number: int) -> None:
            a, b, bias = around[number]
            score = q[:, a] @ k[:, b].swapaxes(1, 2)
            score *= (dim // LOOKS) ** -0.5
            score += bias
            looked = (softmax(score) @ y[:, b]).swapaxes(0, 1).reshape(-1, dim)
            here = h[a] + self._linear(f"{name}.out", looked)
            up = gelu(self._linear(f"{name}.up", self._norm(f"{name}.norm2", here)))
            after[a] = here + self._linear(f"{name}.down", up)

        in_threads(project, range(0, n, _LOOK))
        in_threads(look, range(len(around)))
        return after

    def _norm(self, name: str, x: Floats) -> Floats:
        return norm(x, self._w[f"{name}.weight"], self._w[f"{name}.bias"])

    def links(self, q: Floats, none: Floats, k: Floats, a: Nodes, b: Nodes, order_a: Ints, order_b: Ints) -> Floats:
        """Probabilities of each node of `a` to link to each of `b` and, last, to none: (len(a), len(b) + 1)."""
        score = q @ k.T
        for number, feature in enumerate(N.pair_features(a, b, order_a, order_b)):
            table = self._w[f"tables.{number}"]
            score += table.ravel().take(feature + a.type[:, None] * table.shape[1])
        score[~N.allowed(a, b, order_a, order_b)] = -1e4
        return softmax(np.concatenate([score, none[:, None]], 1))


def _exact_in_integers(core: ov.Core) -> bool:
    """Whether this processor sums products of eight-bit integers without loss: before VNNI, each pair of products is
    cut off at 16 bits, and integers are slower than float32 besides."""
    most, weight, length = np.float32(255), np.int8(127), 64
    x = op.parameter([1, length], np.float32)
    rounded = op.fake_quantize(x, *(op.constant(end) for end in (np.float32(0), most) * 2), 256)
    weights = op.convert(op.constant(np.full((length, 1), weight)), np.float32)
    total = op.matmul(rounded, op.multiply(weights, op.constant(np.float32(1))), False, False)
    found = core.compile_model(ov.Model([total], [x]), "CPU")(np.full((1, length), most))[0]
    return bool(found.item() == most * weight * length)


def _keep_floats(body: ov.Model) -> None:
    """Take out of a graph what rounds its vectors to integers: it then runs in floating point."""
    for node in body.get_ops():
        if node.get_type_name() == "FakeQuantize":
            node.output(0).replace(node.input_value(0))


class Around(NamedTuple):
    """A block of nodes, the nodes about it, and how much the ones look at the others for what they know of them, the
    same in every layer: (LOOKS, block, about)."""

    block: slice
    about: slice
    bias: Floats


def _around(nodes: Nodes, at: int, tables: list[Floats]) -> Around:
    """`tables` weigh what two nodes know of each other, two features of NEARBY to a table: (LOOKS, values)."""
    n = len(nodes)
    a, b = slice(at, min(n, at + _LOOK)), slice(max(0, at - SIGHT), min(n, at + _LOOK + SIGHT))
    order_a, order_b = (np.arange(some.start, some.stop, dtype=np.int32) for some in (a, b))
    near, seen = N.nearby(nodes.take(a), nodes.take(b), order_a, order_b)
    sizes = np.array(list(N.NEARBY.values())[1::2], np.int32)
    pairs = near[::2] * sizes[:, None, None] + near[1::2]
    bias: Floats = sum(table.take(pair, 1) for table, pair in zip(tables, pairs, strict=True))
    bias[:, ~seen] = -1e4
    return Around(a, b, bias)


def batches(inputs: Inputs) -> list[list[Window]]:
    """The windows of a whole text, by what goes through the encoder together."""
    every = windows(inputs, 0, len(inputs), MARGIN)
    return [every[k : k + _BATCH] for k in range(0, len(every), _BATCH)]


def in_threads(work: Callable[[int], Result], over: range) -> list[Result]:
    """What `work` makes of each number, on all cores."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, over))


def _whole(x: Floats, start: int, last: int) -> Floats:
    """What a line's kind and feeling are told from: its first token, its last and the mean of all."""
    return np.concatenate([x[start], x[last], x[start : last + 1].mean(0)])


def norm(x: Floats, weight: Floats, bias: Floats) -> Floats:
    """Layer normalization (Ba et al. 2016)."""
    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    y: Floats = centred / scale * weight + bias
    return y


def softmax(x: Floats) -> Floats:
    """The softmax over the last axis."""
    y: Floats = x - x.max(-1, keepdims=True)
    np.exp(y, out=y)
    y /= y.sum(-1, keepdims=True)
    return y


def _means(x: Floats, nodes: Nodes) -> Floats:
    """The mean of the tokens' vectors of each node, (nodes, 384): for a few nodes near each other."""
    token = np.arange(nodes.start.min(), nodes.last.max() + 1)
    inside = (token >= nodes.start[:, None]) & (token <= nodes.last[:, None])
    mean: Floats = inside.astype(np.float32) @ x[token[0] : token[-1] + 1] / inside.sum(1, np.float32, keepdims=True)
    return mean


def gelu(x: Floats) -> Floats:
    """x times the normal distribution's share below it, nearly (Hendrycks and Gimpel 2016)."""
    y: Floats = 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))
    return y


@cache
def network() -> Network:
    return Network()
