"""The one-to-one pairing of greatest weight (the assignment problem), exact, over the pairs that weigh anything."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

A = TypeVar("A", bound=Hashable)
B = TypeVar("B", bound=Hashable)


def best_pairs(weights: Mapping[tuple[A, B], float]) -> dict[A, B]:
    """Pair each row with at most one column, and each column with at most one row, so that the weights add up most.

    `weights` maps (row, column) to a weight above 0; pairs that are not in it weigh nothing. The Hungarian method with
    shortest augmenting paths (Jonker and Volgenant 1987) on a sparse matrix: memory is linear in the pairs.
    """
    columns: dict[A, list[tuple[B, float]]] = defaultdict(list)
    for (row, column), weight in weights.items():
        columns[row].append((column, weight))
    # The dual: row_price[r] + column_price[c] is never below the weight of the two, and equal to it for pairs.
    row_price = {row: max(weight for _, weight in ways) for row, ways in columns.items()}
    column_price: dict[B, float] = defaultdict(float)
    column_of: dict[A, B] = {}
    row_of: dict[B, A] = {}
    order = itertools.count()
    for root in columns:
        reached: dict[A, float] = {root: 0.0}  # rows, by what it costs to free a place for the root there
        settled: dict[B, float] = {}
        nearest: dict[B, float] = {}
        came_from: dict[B, A] = {}
        heap: list[tuple[float, int, B]] = []
        row, cost = root, 0.0
        loser, limit = root, row_price[root]  # the row that is cheapest to leave alone
        end: B | None = None
        while True:
            for column, weight in columns[row]:
                way = cost + row_price[row] + column_price[column] - weight
                if column not in settled and way < min(limit, nearest.get(column, math.inf)):
                    nearest[column], came_from[column] = way, row
                    heapq.heappush(heap, (way, next(order), column))
            while heap and heap[0][2] in settled:
                heapq.heappop(heap)
            if not heap or heap[0][0] >= limit:
                break
            cost, _, column = heapq.heappop(heap)
            if column not in row_of:
                end, limit = column, cost
                break
            settled[column] = cost
            row = row_of[column]
            reached[row] = cost
            if cost + row_price[row] < limit:
                loser, limit = row, cost + row_price[row]
        for row, way in reached.items():
            row_price[row] -= limit - way
        for column, way in settled.items():
            column_price[column] += limit - way
        if end is None:
            end = column_of.pop(loser, None)
        while end is not None:  # each row on the path hands its column on
            row = came_from[end]
            row_of[end] = row
            previous = column_of.get(row)
            column_of[row] = end
            end = previous
    return column_of
