"""Whether `line.confidence` means what it says: the expected calibration error of the speakers."""

from __future__ import annotations

from typing import Any

from unspoken.evaluate.measures import Tally, ratio
from unspoken.story import Line

BINS = 10


def count(tally: Tally, line: Line, right: bool) -> None:
    """Count a line that answers for a gold one, if it names a speaker."""
    if line.speaker:
        group = _group(min(int(line.confidence * BINS), BINS - 1))
        tally[group, "n"] += 1
        tally[group, "confidence"] += line.confidence
        tally[group, "right"] += right


def error(tally: Tally) -> float | None:
    """The mean difference, over lines, of the confidence and the share right in their bin; None for no lines."""
    groups = [_group(k) for k in range(BINS)]
    lines = sum(tally[g, "n"] for g in groups)
    return sum(abs(tally[g, "confidence"] - tally[g, "right"]) for g in groups) / lines if lines else None


def table(tally: Tally) -> list[dict[str, Any]]:
    """The bins of equal width: `from`, `to`, lines `n`, their mean `confidence` and the share that is `right`."""
    rows: list[dict[str, Any]] = []
    for k in range(BINS):
        group = _group(k)
        n = tally.count(group)
        means = {m: ratio(tally[group, m], n) if n else None for m in ("confidence", "right")}
        rows.append({"from": k / BINS, "to": (k + 1) / BINS, "n": n, **means})
    return rows


def _group(k: int) -> str:
    return f"confidence {k}"
