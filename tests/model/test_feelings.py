"""What is felt in a line, by its words."""

from unspoken.model import feelings
from unspoken.model.network import FEELINGS


def score(feeling: str, line: str, told: str = "") -> float:
    return float(feelings.scores(line, told)[FEELINGS.index(feeling)])


def test_words_are_small_and_marks_that_show_feeling_are_kept():
    assert feelings.words("Don’t... STOP, 2 men — *now*!") == ["don't", "…", "stop", "men", "—", "*", "now", "*", "!"]


def test_a_line_says_what_is_felt():
    felt = {
        "shame": "I am so sorry. I didn't think.",
        "love": "I liked you, you idiot. Come and sit by me, give me your hands.",
        "fear": "Please, sir, don't. If they hurt us we can't run.",
        "joy": "Ha! Good, good, happy Christmas!",
    }
    assert {FEELINGS[int(feelings.scores(line, "").argmax())]: line for line in felt.values()} == felt


def test_what_is_told_around_a_line_says_it_too():
    def gain(feeling: str, told: str) -> float:
        return score(feeling, "Come in.", told) - score(feeling, "Come in.")

    assert gain("joy", "Her eyes laugh.") > 0 > gain("neutral", "Her eyes laugh.")
    assert gain("fear", "he whispered") > 0 > gain("anger", "he whispered")


def test_unknown_words_say_nothing():
    assert (feelings.scores("Xyzzy", "plugh") == feelings.scores("", "")).all()
