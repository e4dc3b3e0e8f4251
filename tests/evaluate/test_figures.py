"""The figures of each form of gold, worked out by hand; what is right scores 1; ids mean nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import small_gold
from hypothesis import given
from hypothesis import strategies as st

from unspoken import Character, Line, Span, Story
from unspoken.evaluate import calibration
from unspoken.evaluate.coreference import chain_scores, conll
from unspoken.evaluate.forms import count, figures
from unspoken.evaluate.gold import GoldError, open_gold, scene_text
from unspoken.evaluate.measures import Tally, overlaps, plain, trim

FORMS = {
    "pdnc": (small_gold.novel, "novel", small_gold.novel_read, small_gold.novel_right),
    "scenes": (small_gold.scene, "scene.xml", small_gold.scene_read, small_gold.scene_right),
    "litbank": (small_gold.litbank, "document.json", small_gold.litbank_read, lambda: small_gold.litbank_read(True)),
    "thoughts": (small_gold.passage, "passage.json", small_gold.passage_read, lambda: small_gold.passage_read(True)),
}


def tally(form: str, story: Story, folder: Path) -> Tally:
    make, name, _, _ = FORMS[form]
    gold = open_gold(make(folder / name))
    assert gold.form == form
    return count(gold, story)


def scored(form: str, story: Story, folder: Path) -> dict[str, Any]:
    return figures(form, [tally(form, story, folder)])


def test_a_novel(tmp_path):
    f = scored("pdnc", small_gold.novel_read(), tmp_path)
    # Seven pieces in the gold, six found, five of them the same.
    assert f["span_p"] == pytest.approx(5 / 6)
    assert f["span_r"] == pytest.approx(5 / 7)
    assert f["span_f"] == pytest.approx(10 / 13)
    # 'The clerk' leads to nobody, but answers for Tobin more often than Tobin does. The crowd does not count.
    assert f["all"] == pytest.approx({"n": 5, "found": 1.0, "named": 2 / 5, "clustered": 3 / 5})
    assert f["explicit"] == pytest.approx({"n": 2, "found": 1.0, "named": 1.0, "clustered": 1 / 2})
    assert f["anaphoric"] == pytest.approx({"n": 1, "found": 1.0, "named": 0.0, "clustered": 0.0})
    assert f["implicit"] == pytest.approx({"n": 2, "found": 1.0, "named": 0.0, "clustered": 1.0})
    assert (f["addressee"], f["addressee_n"]) == (pytest.approx(2 / 3), 3)
    # 0.95 and 0.85 were right; 0.65 and 0.6, in one bin, were wrong; the line without a speaker claims nothing.
    assert f["calibration error"] == pytest.approx((0.05 + 0.15 + 0.65 + 0.6) / 4)


def test_a_scene(tmp_path):
    f = scored("scenes", small_gold.scene_read(), tmp_path)
    assert f["said"] == pytest.approx(
        {"n": 2, "P": 1, "R": 1, "F": 1, "who": 1, "explicit": 1, "anaphoric": 1, "implicit": 0, "to": 1 / 2}
    )
    # 'lying.' is 6 of the 13 characters of the thought: too little to find it.
    assert f["thought"] == pytest.approx(
        {"n": 1, "P": 0, "R": 0, "F": 0, "who": 0, "direct R": 0, "direct who": 0, "free R": 0, "free who": 0,
         "char F": 12 / 19}
    )  # fmt: skip
    assert f["pov"] == pytest.approx(2 / 3)
    assert f["feeling macro F"] == pytest.approx(1 / 2)  # anger 1, fear 0
    # Two chains of one, read as one of two: MUC 0, B³ 2/3, CEAF-e 4/9.
    assert f["coref conll"] == pytest.approx((2 / 3 + 4 / 9) / 3)
    assert f["calibration error"] == pytest.approx(0.6 / 2)


def test_a_document_of_litbank(tmp_path):
    f = scored("litbank", small_gold.litbank_read(), tmp_path)
    assert f["documents"] == 1
    # Gold links: Mara-She, Hull-Hull. Read: Mara-She and one more.
    assert f["muc"] == pytest.approx({"P": 1 / 2, "R": 1 / 2, "F": 1 / 2})
    # Recall 1, 1, 1/2, 1/2, 1 of five mentions; precision 2/3, 2/3, 1/3, 1, 1.
    assert f["b3"] == pytest.approx({"P": 11 / 15, "R": 4 / 5, "F": 2 * 11 / 15 * 4 / 5 / (11 / 15 + 4 / 5)})
    # Mara's chains are alike by 4/5, one of Hull's by 2/3; Tobin's has none left.
    alike = 4 / 5 + 2 / 3
    assert f["ceafe"] == pytest.approx({"P": alike / 3, "R": alike / 3, "F": alike / 3})
    assert f["conll"] == pytest.approx((f["muc"]["F"] + f["b3"]["F"] + f["ceafe"]["F"]) / 3)
    assert f["entities"] == pytest.approx({"P": 1 / 2, "R": 1 / 4, "F": 1 / 3})
    assert f["events"] == pytest.approx({"P": 2 / 3, "R": 1, "F": 4 / 5})


def test_a_passage(tmp_path):
    f = scored("thoughts", small_gold.passage_read(), tmp_path)
    # Without white space 'Why had he gone?' is 13 characters, 10 found; 'Rain.' 5; 'Mara sat down.', 12, is none.
    assert f["char P"] == pytest.approx(15 / 27)
    assert f["char R"] == pytest.approx(15 / 18)
    assert f["char F"] == pytest.approx(2 / 3)
    assert f["free"] == {"n": 1, "recall": 1.0, "who": 1.0}
    assert f["direct"] == {"n": 1, "recall": 1.0, "who": 0.0}  # 'I' is the narrator, not Mara
    assert f["all"] == {"n": 2, "recall": 1.0, "who": 0.5}


def test_coreference_of_the_reference_example():
    """The example of Pradhan et al. 2014, section 4; a mention that is missed counts as found nowhere."""
    scores = chain_scores(["abc", "defg"], ["ab", "cd", "fghi"])
    assert scores["muc"] == pytest.approx((0.4, 0.4))
    assert scores["b3"] == pytest.approx((1 / 2, 5 / 12))
    assert scores["ceafe"] == pytest.approx((1.3 / 3, 1.3 / 2))


@pytest.mark.parametrize("form", FORMS)
def test_what_is_right_scores_one(form, tmp_path):
    f = scored(form, FORMS[form][3](), tmp_path)
    shares = {
        name: value
        for name, group in f.items()
        for name, value in (group if isinstance(group, dict) else {name: group}).items()
        if name not in ("n", "documents", "addressee_n", "calibration error")
    }
    if form == "scenes":  # no chain has two mentions, nobody speaks without a tag, and nothing is thought directly
        assert shares.pop("coref conll") == pytest.approx(2 / 3)
        for name in ("implicit", "direct R", "direct who"):
            del shares[name]
    assert shares == pytest.approx(dict.fromkeys(shares, 1.0))
    assert f.get("calibration error", 0) == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_story_without_a_line_scores_nothing(form, tmp_path):
    make, name, *_ = FORMS[form]
    gold = open_gold(make(tmp_path / name))
    f = figures(form, [count(gold, Story(gold.text))])
    main = {"pdnc": ("all", "named"), "scenes": ("said", "who"), "litbank": ("b3", "F"), "thoughts": ("all", "who")}
    group, key = main[form]
    assert f[group][key] == 0
    assert f.get("calibration error") is None


@pytest.mark.parametrize("form", FORMS)
def test_ids_mean_nothing(form, tmp_path):
    make, name, read, _ = FORMS[form]
    gold = open_gold(make(tmp_path / name))
    expected = figures(form, [count(gold, read())])
    rng = random.Random(0)
    for _ in range(10):
        data = read().to_dict()
        new = {c["id"]: f"{rng.random()}" for c in data["characters"]} | {None: None}
        for character in data["characters"]:
            character["id"] = new[character["id"]]
        for line in data["lines"]:
            line["speaker"], line["addressees"] = new[line["speaker"]], [new[x] for x in line["addressees"]]
        for paragraph in data["paragraphs"]:
            paragraph["focalizer"] = new[paragraph["focalizer"]]
        shift = rng.randrange(1000)
        for mention in data["mentions"]:
            mention["character"], mention["cluster"] = new[mention["character"]], shift - mention["cluster"]
        assert figures(form, [count(gold, Story.from_dict(data))]) == expected


@given(st.lists(st.integers(0, 5), max_size=12))
def test_chains_agree_with_themselves(numbers):
    chains = [[i for i, n in enumerate(numbers) if n == k] for k in set(numbers)]
    linked = any(len(chain) > 1 for chain in chains)
    scores = chain_scores(chains, chains)
    assert scores["muc"] == (linked, linked)
    assert scores["b3"] == scores["ceafe"] == pytest.approx((float(bool(chains)),) * 2)


@given(st.lists(st.integers(0, 4), max_size=10), st.lists(st.integers(0, 4), max_size=10))
def test_precision_is_the_recall_of_the_other_way_round(one, two):
    a, b = ([[i for i, n in enumerate(x) if n == k] for k in set(x)] for x in (one, two))
    for name, (precision, recall) in chain_scores(a, b).items():
        assert chain_scores(b, a)[name] == pytest.approx((recall, precision))
        assert 0 <= precision <= 1 + 1e-9
    assert conll(a, b) == pytest.approx(conll(b, a))


def test_documents_add_up(tmp_path):
    some, all_ = (tally("pdnc", FORMS["pdnc"][k](), tmp_path / str(k)) for k in (2, 3))
    f = figures("pdnc", [some, all_])
    assert f["all"]["n"] == 10 and f["all"]["named"] == pytest.approx((2 + 5) / 10)
    assert f["span_f"] == pytest.approx((10 / 13 + 1) / 2)
    gold = open_gold(small_gold.litbank(tmp_path / "document.json"))
    some, all_ = (count(gold, small_gold.litbank_read(right)) for right in (False, True))
    f = figures("litbank", [some, all_])
    assert f["documents"] == 2 and f["muc"]["F"] == pytest.approx(3 / 4)
    assert f["entities"]["R"] == pytest.approx(5 / 8)


def test_calibration():
    someone, tally = Character("c", "C"), Tally()
    assert calibration.error(tally) is None
    for confidence, right in [(0.0, False), (0.05, False), (0.95, True), (1.0, True), (0.91, False), (0.5, True)]:
        calibration.count(tally, Line("speech", [Span(0, 1)], speaker=someone, confidence=confidence), right)
    calibration.count(tally, Line("speech", [Span(0, 1)], confidence=0.5), False)
    rows = calibration.table(tally)
    assert [row["n"] for row in rows] == [2, 0, 0, 0, 0, 1, 0, 0, 0, 3]
    assert rows[9] == pytest.approx({"from": 0.9, "to": 1.0, "n": 3, "confidence": 2.86 / 3, "right": 2 / 3})
    assert rows[1]["confidence"] is None
    assert calibration.error(tally) == pytest.approx((0.05 + 0.5 + 0.86) / 6)


def test_spans_names_and_edges():
    assert trim("  “Yes,” ", (0, 9)) == (3, 7)
    assert trim("“”", (0, 2)) in [(0, 0), (2, 2)]
    assert plain(" The Mrs. O’Hara ") == "mrs ohara"
    assert list(overlaps([(0, 10), (20, 30)], [(25, 45), (5, 15), (10, 20), (2, 4)])) == [
        (0, 3, 2, 2 / 10),
        (0, 1, 5, 5 / 15),
        (1, 0, 5, 5 / 25),
    ]


def test_the_text_of_a_scene(tmp_path):
    text, labels = scene_text(small_gold.scene(tmp_path / "s.xml"))
    assert text == small_gold.SCENE_TEXT
    assert [text[m["start"] : m["end"]] for m in labels["m"]] == ["Mara", "he", "They"]
    assert [p["pov"] for p in labels["paragraphs"]] == ["mara", "mara", "none"]


def test_a_reading_of_another_text(tmp_path):
    with pytest.raises(GoldError, match="another text"):
        count(open_gold(small_gold.scene(tmp_path / "s.xml")), Story("Something else."))
