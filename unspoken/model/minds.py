"""Whose mind each paragraph of a stretch is in: a small network sees all its paragraphs and people at once.

Every pair of a paragraph and a person (or nobody) is a cell. A cell looks at the same person in the paragraphs around,
then at the other people in its paragraph: attention along two axes (Ho et al. 2019, arXiv:1912.12180).
training/minds.py is its twin in PyTorch.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np

from unspoken.model.network import Floats, gelu, norm, softmax

Weights = dict[str, Floats]

CELL, PERSON, PLACE = 14, 8, 5
"""How much is told of a paragraph with a person, of a person, of a paragraph."""
DIM, HEADS, LAYERS, REACH = 48, 4, 2, 10
"""The length of a cell's vector; the heads of attention; the layers; the paragraphs apart that are told apart."""


class Stretch(NamedTuple):
    """Paragraphs one after another, and the people who may be their minds, nobody the last of them: what is told of
    each paragraph with each person, (paragraphs, people, CELL), each person, (people, PERSON), and each paragraph,
    (paragraphs, PLACE)."""

    cells: Floats
    people: Floats
    places: Floats


def chances(stretch: Stretch) -> Floats:
    """The probability of each person, and of nobody, to be each paragraph's mind: (paragraphs, people), the mean of
    what the trained networks say."""
    mean: Floats = np.mean([_chances(w, stretch) for w in _networks()], axis=0)
    return mean


def _chances(w: Weights, stretch: Stretch) -> Floats:
    n = len(stretch.places)
    h = _linear(w, "cell", stretch.cells) + _linear(w, "place", stretch.places)[:, None]
    h = h + _linear(w, "person", stretch.people)
    step = np.clip(np.arange(n) - np.arange(n)[:, None], -REACH, REACH) + REACH
    for layer in range(LAYERS):
        along = _attention(w, f"along.{layer}", h.swapaxes(0, 1), w[f"steps.{layer}"][:, step])
        h = h + along.swapaxes(0, 1)
        h = h + _attention(w, f"across.{layer}", h, 0)
        up = gelu(_linear(w, f"inner.{layer}.1", _norm(w, f"inner.{layer}.0", h)))
        h = h + _linear(w, f"inner.{layer}.3", up)
    score = (_linear(w, "score.1", _norm(w, "score.0", h)) + _linear(w, "straight", stretch.cells))[..., 0]
    return softmax(score)


def _attention(w: Weights, name: str, h: Floats, bias: Floats | int) -> Floats:
    """What the vectors of each row, (rows, n, DIM), learn from each other, with a bias (HEADS, n, n) or none."""
    rows, n, _ = h.shape
    qkv = _linear(w, f"{name}.qkv", _norm(w, f"{name}.norm", h)).reshape(rows, n, 3, HEADS, DIM // HEADS)
    q, k, v = qkv.transpose(2, 0, 3, 1, 4)
    looked = softmax(q @ k.swapaxes(-1, -2) * (DIM // HEADS) ** -0.5 + bias) @ v
    return _linear(w, f"{name}.out", looked.transpose(0, 2, 1, 3).reshape(rows, n, DIM))


def _linear(w: Weights, name: str, x: Floats) -> Floats:
    y: Floats = x @ w[f"{name}.weight"].T + w[f"{name}.bias"]
    return y


def _norm(w: Weights, name: str, x: Floats) -> Floats:
    return norm(x, w[f"{name}.weight"], w[f"{name}.bias"])


@cache
def _networks() -> list[Weights]:
    """The trained networks: minds.npz has each array of all of them, (networks, …)."""
    with as_file(files(__package__) / "minds.npz") as path, np.load(path) as arrays:
        every = {name: array.astype(np.float32) for name, array in arrays.items()}
    number = len(every["cell.bias"])
    return [{name: array[k] for name, array in every.items()} for k in range(number)]
