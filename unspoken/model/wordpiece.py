"""Word pieces: the vocabulary of the encoder (uncased BERT), applied to tokens that are already cut.

The greedy longest-match of Wu et al. 2016 (arXiv:1609.08144), as in BERT, word by word with a memory.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

CLS, SEP, UNKNOWN, MASK = 101, 102, 100, 103
_LONGEST_WORD = 100
_PARTS = re.compile(r"[^\W_]+|[\W_]")
_SAME = str.maketrans("‘’‚‛`´“”„‟«»‹›–―‒", "''''''\"\"\"\"\"\"''———")


@cache
def vocabulary() -> dict[str, int]:
    """Word piece -> its number."""
    words = files(__package__).joinpath("vocab.txt").read_text(encoding="utf8").split("\n")
    return {word: number for number, word in enumerate(words) if word}


@lru_cache(maxsize=200_000)
def pieces(word: str) -> tuple[int, ...]:
    """The numbers of a token's word pieces, at least one. Case, accents and styles of quotation marks are ignored."""
    plain = unicodedata.normalize("NFD", word.translate(_SAME).lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = [number for part in _PARTS.findall(plain) if not part.isspace() for number in _part(part)]
    return tuple(found) or (UNKNOWN,)


def _part(part: str) -> list[int]:
    known = vocabulary()
    if len(part) > _LONGEST_WORD:
        return [UNKNOWN]
    found, start = [], 0
    while start < len(part):
        for end in range(len(part), start, -1):
            number = known.get(("##" if start else "") + part[start:end])
            if number is not None:
                found.append(number)
                start = end
                break
        else:
            return [UNKNOWN]
    return found
