from collections import Counter

import numpy as np

from unspoken.reading.views import LONGEST, MOST, View, people_of, stretches, told
from unspoken.story import Character, Mention

MARA, TOBIN = Character("c1", "Mara", pronouns="she"), Character("c2", "Tobin", pronouns="he")


def test_stretches_hold_every_paragraph_once_and_end_with_their_chapter():
    chapters = [0] * 3 + [1] * 200 + [2] * 64 + [5]
    found = stretches(chapters)
    assert [k for some in found for k in some] == list(range(len(chapters)))
    assert all(len({chapters[k] for k in some}) == 1 and len(some) <= LONGEST for some in found)
    assert [len(some) for some in found] == [3, 50, 50, 50, 50, 64, 1]
    assert stretches([]) == []


def test_what_is_told_of_a_paragraph_and_its_people():
    mentioned = [Mention(0, 4, "proper", MARA), Mention(10, 13, "pronoun", MARA), Mention(20, 25, "proper", TOBIN)]
    views = [
        View(
            {MARA: 0.75},
            mentioned,
            Counter({MARA: 3}),
            Counter({TOBIN: 1}),
            Counter({TOBIN: 2}),
            2,
            {MARA: 1.5, TOBIN: 0.5},
            40,
            True,
        ),
        View({}, [], Counter(), Counter(), Counter(), 0, {}, 0, False),
    ]
    people = people_of(views)
    assert people == [MARA, TOBIN]
    known = told(views, people, None)
    first = known.cells[0]
    assert first[:, 0].tolist() == [0.75, 0, 0.25]  # the encoder's chances; the rest is nobody's
    assert first[:, 2].tolist() == [1, 0.5, 0]  # mentions, by halves
    assert first[:, 6].tolist() == [1, 0, 0]  # mentioned first
    assert first[:, 7].tolist() == [0, 2, 0]  # speaks
    assert first[:, 8].tolist() == [1.5, 0.5, 0]  # thinks
    assert first[:, 11].tolist() == [2, 0, 0]  # knows or feels
    assert first[:, 12].tolist() == [0, 2, 2]  # others do
    assert first[:, 13].tolist() == [0, 1, 0]  # 'himself'
    assert known.cells[1, :, 0].tolist() == [0, 0, 1]
    assert known.places[:, 1:4].tolist() == [[0, 1, 1], [1, 0, 0]]
    assert np.allclose(known.people[:, 6], [2 / 3, 1 / 3, 0])


def test_of_a_crowd_only_those_most_in_view_are_thought_of():
    crowd = [Character(f"c{k}", f"Name{k}") for k in range(500)]
    mentioned = [Mention(0, 1, "proper", who) for who in crowd] + [Mention(0, 1, "proper", crowd[499])] * 2
    view = View({crowd[77]: 0.9}, mentioned, Counter(), Counter(), Counter(), 0, {}, 9, True)
    people = people_of([view])
    assert people[:2] == [crowd[499], crowd[77]] and len(people) == MOST
