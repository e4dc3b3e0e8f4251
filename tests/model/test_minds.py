import numpy as np

from unspoken.model import minds
from unspoken.model.minds import CELL, PERSON, PLACE, Stretch


def stretch(paragraphs: int, people: int, seed: int = 0) -> Stretch:
    random = np.random.default_rng(seed)
    shapes = ((paragraphs, people, CELL), (people, PERSON), (paragraphs, PLACE))
    return Stretch(*(random.random(shape, np.float32) for shape in shapes))


def test_every_paragraph_has_its_chances():
    for paragraphs, people in ((1, 1), (3, 2), (64, 9)):
        chances = minds.chances(stretch(paragraphs, people))
        assert chances.shape == (paragraphs, people)
        assert (chances >= 0).all() and np.allclose(chances.sum(1), 1, atol=1e-5)


def test_the_order_in_which_people_are_told_changes_nothing():
    told = stretch(12, 5)
    order = np.array([3, 0, 4, 1, 2])
    other = Stretch(told.cells[:, order], told.people[order], told.places)
    assert np.allclose(minds.chances(other), minds.chances(told)[:, order], atol=1e-5)


def test_a_paragraph_is_read_by_those_around_it():
    told = stretch(12, 3)
    sure = told.cells.copy()
    sure[4:7, :, :2] = [0.01, -4.6]
    sure[4:7, 1, :2] = [0.98, 0.0]
    before, after = minds.chances(told), minds.chances(Stretch(sure, told.people, told.places))
    assert (after[[3, 7], 1] > before[[3, 7], 1]).all()
