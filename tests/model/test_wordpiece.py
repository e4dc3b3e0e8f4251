from hypothesis import given
from hypothesis import strategies as st

from unspoken.model.wordpiece import UNKNOWN, pieces, vocabulary


def words(token: str) -> list[str]:
    back = {number: word for word, number in vocabulary().items()}
    return [back[number] for number in pieces(token)]


def test_a_known_word_is_one_piece_whatever_its_case():
    assert words("Said") == words("SAID") == ["said"]


def test_a_rare_word_falls_into_the_longest_pieces_that_are_known():
    assert words("unspokenly") == ["unspoken", "##ly"]


def test_accents_and_styles_of_quotation_marks_are_ignored():
    assert pieces("Élan") == pieces("elan")
    assert words("“") == words("«") == ['"']
    assert pieces("don’t") == pieces("don't")


def test_a_sign_that_the_vocabulary_lacks_is_unknown():
    assert pieces("\ue000") == (UNKNOWN,)


@given(st.text(min_size=1))
def test_every_token_has_pieces_of_the_vocabulary(token: str):
    found = pieces(token)
    assert found
    assert set(found) <= set(vocabulary().values())
