"""The best one-to-one pairing, against trying every one."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from unspoken.evaluate.assignment import best_pairs

SIZE = 5


def brute_force(weights: dict[tuple[int, int], float]) -> float:
    return max(sum(weights.get((i, j), 0) for i, j in enumerate(p)) for p in permutations(range(SIZE)))


cells = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))


@given(st.dictionaries(cells, st.integers(1, 9) | st.floats(1e-3, 1), max_size=SIZE * SIZE))
def test_as_good_as_the_best_of_all(weights):
    pairs = best_pairs(weights)
    assert len(set(pairs.values())) == len(pairs)
    assert all(pair in weights for pair in pairs.items())
    assert abs(sum(weights[pair] for pair in pairs.items()) - brute_force(weights)) < 1e-9


def test_a_row_gives_way():
    # Greedy would take a-1 and leave b with nothing.
    assert best_pairs({("a", 1): 5, ("a", 2): 4, ("b", 1): 4}) == {"a": 2, "b": 1}
    # One row too many: the cheapest is left alone.
    assert best_pairs({("a", 1): 1, ("b", 1): 3, ("c", 1): 2}) == {"b": 1}
    assert best_pairs({}) == {}


def test_many_chains():
    """Two thousand rows and columns, a few weights to a row: no square of them is laid out."""
    n = 2000
    weights = {(i, (i * 7 + k * k) % n): 1 + (i * 31 + k * 17) % 10 for i in range(n) for k in range(3)}
    pairs = best_pairs(weights)
    assert len(set(pairs.values())) == len(pairs) > n * 0.8
