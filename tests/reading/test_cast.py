"""Names gathered into characters: each list is a book's names in order, each expectation who they turn out to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspoken.reading.cast import Name, gather, parse, same_given


def names_of(words: str | list[str], pronouns: dict[str, str] | None = None) -> list[Name]:
    """Names a sentence apart, from a list or a text with bars."""
    listed = [w.strip() for w in words.split("|")] if isinstance(words, str) else words
    found, at = [], 0
    for name in listed:
        told = (pronouns or {}).get(name)
        found.append(Name(at, at + len(name), name, {told: 1.0} if told else {}))
        at += len(name) + 100
    return found


def who(words: str | list[str], pronouns: dict[str, str] | None = None) -> list[str | None]:
    """For each name, the name of its character."""
    return [owner.name if owner else None for owner in gather(names_of(words, pronouns))[1]]


def grouped(words: str | list[str], pronouns: dict[str, str] | None = None) -> set[frozenset[str]]:
    """The names as sets, one a character."""
    found = names_of(words, pronouns)
    sets: dict[str, set[str]] = {}
    for name, owner in zip(found, gather(found)[1], strict=True):
        if owner:
            sets.setdefault(owner.id, set()).add(name.words)
    return {frozenset(group) for group in sets.values()}


@pytest.mark.parametrize(
    "words",
    [
        "Haruno Sakura | Sakura | Sakura-chan | Haruno",
        "Elizabeth Bennet | Elizabeth | Lizzy | Eliza | Miss Elizabeth | Miss Eliza Bennet",
        "Mr. Darcy | Fitzwilliam Darcy | Darcy | DARCY | Darcy's | MR. DARCY",
        "Aomi Shigure | Captain Shigure | Aomi | Shigure | Captain",
        "Thomas Bertram | Tom | Tom Bertram | Mr. Bertram",
        "William Guppy | Bill | Will | Billy Guppy",
        "Lady Catherine de Bourgh | Lady Catherine",
        "Sir Miles Colbeck | Sir Miles | Colbeck",
        "Dr. Sefako | Doctor Sefako | Sefako",
        "Oduya, E. | Eb Oduya | Eb | Oduya",
        "Antonida Vassilievna Tarassevitcha | Antonida Vassilievna",
        "Little Ambrose | Ambrose",
        "Mary-Ann Poole | Mary-Ann | Miss Poole",
        "Aunt Beryl | Beryl",
        "Jonah Pell | Jonah | Jo",
        "Étienne Chiasson | Étienne | Chiasson’s",
    ],
)
def test_one_person(words: str) -> None:
    assert len(gather(names_of(words))[0]) == 1


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Mr. Bennet | Mrs. Bennet | Elizabeth Bennet | Jane Bennet", 4),
        ("Mrs. Bennet | Miss Bennet", 2),
        ("Mr. Darcy | Darcy | Georgiana Darcy | Miss Darcy", 2),
        ("Sir William Lucas | Lady Lucas | Charlotte Lucas | Miss Lucas | Sir William", 3),
        ("John Knightley | Mrs. John Knightley", 2),
        ("Captain Wentworth | Mr. Wentworth", 2),
        ("Anne Elliot | Anne Steele", 2),
        ("Aunt Jane | Uncle Tom", 2),
        ("Sasuke-kun | Naruto-kun | Sakura-chan", 3),
    ],
)
def test_several_people(words: str, people: int) -> None:
    assert len(gather(names_of(words))[0]) == people


def test_the_usual_title_is_the_elder_brothers() -> None:
    names = (["Mr. Knightley"] * 6 + ["Mr. John Knightley"]) * 6 + ["John Knightley"] * 3
    assert grouped(names) == {frozenset({"Mr. Knightley"}), frozenset({"Mr. John Knightley", "John Knightley"})}


def test_a_full_name_and_title_never_beside_the_short_ones_are_the_same() -> None:
    names = ["Miss Daisy Miller", "Winterbourne", "Miss Miller", "Winterbourne"] * 6
    assert grouped(names) == {frozenset({"Miss Daisy Miller", "Miss Miller"}), frozenset({"Winterbourne"})}


def test_a_full_name_and_title_that_only_introduce_are_the_same() -> None:
    names = ["Mr. Thomas Marvel"] * 4 + ["Mr. Marvel", "Mr. Thomas Marvel"] * 3 + ["Mr. Marvel"] * 40
    assert grouped(names) == {frozenset({"Mr. Thomas Marvel", "Mr. Marvel"})}


def test_mr_and_the_given_name_are_apart_where_they_stand_side_by_side() -> None:
    at_first = ["Mr. Tilney", "Catherine"] * 12
    later = ["Henry Tilney", *["Henry", "Catherine"] * 12]
    assert frozenset({"Mr. Tilney", "Henry", "Henry Tilney"}) in grouped(at_first + later)
    together = ["Henry Tilney", *["Mr. Tilney", "Henry"] * 12]
    assert frozenset({"Mr. Tilney"}) in grouped(together)


def test_miss_and_surname_is_the_eldest() -> None:
    names = "Margaret Schlegel | Miss Schlegel | Margaret | Miss Helen Schlegel | Helen | Miss Schlegel"
    assert grouped(names) == {
        frozenset({"Margaret Schlegel", "Miss Schlegel", "Margaret"}),
        frozenset({"Miss Helen Schlegel", "Helen"}),
    }


def test_a_shared_form_goes_to_the_last_mentioned() -> None:
    names = "Elizabeth Bennet | Miss Bennet | Jane Bennet | Miss Bennet | Elizabeth | Miss Bennet"
    e, j = "Elizabeth Bennet", "Jane Bennet"
    assert who(names) == [e, e, j, j, e, e]
    assert who("Jane Bennet | Mr. Wickham | Jane Fairfax | Jane")[-1] == "Jane Fairfax"


def test_a_family_is_nobody() -> None:
    assert who("Mr. Bennet | the Bennets | Mrs. Bennet | the Miss Bennets") == ["Mr. Bennet", None, "Mrs. Bennet", None]
    assert who("Mr. Collins | Collins") == ["Mr. Collins", "Mr. Collins"]


def test_a_bare_surname_is_the_mans_unless_told() -> None:
    assert who("Mr. Darcy | Miss Darcy | Darcy")[-1] == "Mr. Darcy"
    told = {"Darcy": "she"}
    assert who(["Mr. Darcy", *["Miss Darcy"] * 4, *["Darcy"] * 30], told)[-1] == "Miss Darcy"


def test_pronouns_part_namesakes() -> None:
    told = {"Alex Reed": "she", "Sasha Reed": "he"}
    assert len(grouped(["Alex Reed"] * 40 + ["Sasha Reed"] * 40, told)) == 2


def test_name_aliases_and_pronoun() -> None:
    names = ["Sakura"] * 30 + ["Haruno Sakura"] * 3 + ["Sakura-chan"] * 5 + ["SAKURA"]
    (sakura,), _ = gather(names_of(names, {"Sakura": "she"}))
    assert (sakura.name, sakura.aliases, sakura.pronouns) == ("Haruno Sakura", ["Sakura", "Sakura-chan"], "she")
    (mr,), _ = gather(names_of(["Mr. Pembroke"]))
    assert (mr.name, mr.pronouns) == ("Mr. Pembroke", "he")
    (tove,), _ = gather(names_of(["Tove"]))
    assert tove.pronouns is None


def test_the_most_mentioned_come_first() -> None:
    cast, _ = gather(names_of(["Mara"] * 2 + ["Tobin"] * 5 + ["Ilse"]))
    assert [(c.id, c.name) for c in cast] == [("c1", "Tobin"), ("c2", "Mara"), ("c3", "Ilse")]


def test_parse() -> None:
    assert parse("Mr. JOHN Knightley’s") == (("mr",), ("john", "knightley"), "")
    assert parse("Naruto-kun") == ((), ("naruto",), "kun")
    assert parse("Dr. Martin Sr.") == (("doctor",), ("martin",), "")
    assert parse("Miss King") == (("miss",), ("king",), "")
    assert parse("Mother") == (("mother",), (), "")


def test_same_given() -> None:
    assert same_given("lizzy", "elizabeth") and same_given("eliza", "lizzy") and same_given("t", "thomas")
    assert not same_given("jane", "elizabeth") and not same_given("tom", "tobias")


@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.sampled_from(["Mr. Bennet", "Sir", "the Bennets", "Dr.", "Sakura-kun"]))
    )
)
def test_any_names(words: list[str]) -> None:
    cast, owners = gather(names_of(words))
    assert len(owners) == len(words)
    assert all(owner is None or owner in cast for owner in owners)
    assert all(c.name is not None and c.name not in c.aliases for c in cast)
    assert len({c.id for c in cast}) == len(cast)
