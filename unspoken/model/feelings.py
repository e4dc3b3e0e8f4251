"""What is felt in a line by words alone: those in it, and those told around it in its paragraph.

A log-linear model of single words, fitted with every feeling counted alike (training/feelings.py). The network, which
saw mostly lines without a feeling, names the rarer ones better with it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PLACES = ("line", "told")
"""Where words stand: in the line itself, or in what is told around it."""
_WORD = re.compile(r"[a-z']+|[!?…—*]")


def words(text: str) -> list[str]:
    """The words of a text and its marks that show feeling, in small letters."""
    return _WORD.findall(text.lower().replace("’", "'").replace("...", "…"))


def scores(line: str, told: str) -> Floats:
    """The logarithm of each feeling's probability, up to a constant: (feelings,), in the order of network.FEELINGS."""
    weights, bias, columns, rarity = _table()
    score = bias.copy()
    for place, text in zip(PLACES, (line, told), strict=True):
        known = Counter(columns[f"{place} {word}"] for word in words(text) if f"{place} {word}" in columns)
        if known:
            at = np.fromiter(known, np.int64)
            x = (1 + np.log(np.fromiter(known.values(), np.float32))) * rarity[at]
            score += weights[:, at] @ (x / np.linalg.norm(x))
    return score


@cache
def _table() -> tuple[Floats, Floats, dict[str, int], Floats]:
    """Weights (feelings, words), bias (feelings,), the column of each 'line word' or 'told word', and the logarithm of
    how rare each is (words,)."""
    with as_file(files(__package__) / "feelings.npz") as path, np.load(path) as arrays:
        known = arrays["words"].tobytes().decode().split("\n")
        weights, bias, rarity = (arrays[name].astype(np.float32) for name in ("weights", "bias", "rarity"))
    return weights, bias, {word: k for k, word in enumerate(known)}, rarity
