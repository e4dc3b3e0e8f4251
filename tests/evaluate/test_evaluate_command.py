"""`unspoken evaluate`: every form of gold, folders, readings made before, and one line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import small_gold

from unspoken.cli import main


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of each form."""
    small_gold.novel(tmp_path / "pdnc" / "Letter")
    for name, make, file in (
        ("scenes", small_gold.scene, "s10.xml"),
        ("scenes", small_gold.scene, "s9.xml"),
        ("litbank", small_gold.litbank, "1_hull.json"),
        ("thoughts", small_gold.passage, "p1.json"),
    ):
        (tmp_path / name).mkdir(exist_ok=True)
        make(tmp_path / name / file)
    return tmp_path


@pytest.fixture
def readings(gold: Path) -> Path:
    folder = gold / "readings"
    folder.mkdir()
    for name, story in (
        ("Letter", small_gold.novel_read()),
        ("s9", small_gold.scene_read()),
        ("s10", small_gold.scene_right()),
        ("1_hull", small_gold.litbank_read()),
        ("p1", small_gold.passage_read()),
    ):
        (folder / f"{name}.json").write_text(story.to_json(), "utf-8")
    return folder


FORMS = ["pdnc", "scenes", "litbank", "thoughts"]


def test_all_forms_from_readings(gold, readings, capsys):
    out = gold / "out.json"
    paths = [str(gold / form) for form in FORMS]
    assert main(["evaluate", *paths, "--readings", str(readings), "--json", str(out)]) == 0
    shown, err = capsys.readouterr()
    assert err == ""
    tables = [table.splitlines() for table in shown.strip().split("\n\n")]
    assert [table[0].split()[0] for table in tables] == FORMS
    assert " ".join(tables[0][1].split()) == "Letter 5 0.769 1.000 0.400 1.000 0.000 0.000 0.600 0.667 0.362"
    assert [row.split()[0] for row in tables[1][1:]] == ["s9", "s10", "total"]
    assert all(len({len(row) for row in table}) == 1 for table in tables)
    report = json.loads(out.read_text("utf-8"))
    assert list(report) == FORMS
    assert [d["name"] for d in report["scenes"]["documents"]] == ["s9", "s10"]
    assert report["pdnc"]["total"]["all"]["named"] == 0.4
    assert report["pdnc"]["calibration"][6] == {"from": 0.6, "to": 0.7, "n": 2, "confidence": 0.625, "right": 0}
    assert "calibration" not in report["litbank"]


def test_the_text_is_read(gold, capsys):
    """A scene as easy as this one is read without fault."""
    assert main(["evaluate", str(gold / "scenes" / "s9.xml"), "--json", "-"]) == 0
    total = json.loads(capsys.readouterr().out)["scenes"]["total"]
    assert total["said"]["n"] == 2 and total["said"]["F"] == 1.0 and total["said"]["explicit"] == 1.0


def test_a_broken_document_does_not_stop_the_others(gold, readings, capsys):
    (gold / "scenes" / "s1.xml").write_text("<scene><text><p>Cut off")
    (gold / "scenes" / "s2.xml").write_text("<html><p>A page.</p></html>")
    (gold / "scenes" / "s3.xml").write_text(small_gold.SCENE, "utf-8")
    (gold / "scenes" / ".s4.xml").write_bytes(b"what a file manager leaves")
    assert main(["evaluate", str(gold / "scenes"), "--readings", str(readings)]) == 2
    shown, err = capsys.readouterr()
    assert [row.split()[0] for row in shown.splitlines()] == ["scenes", "s9", "s10", "total"]
    lines = err.splitlines()
    assert len(lines) == 3
    assert "s1.xml: this cannot be read as gold" in lines[0]
    assert "s2.xml: this XML is not a scene" in lines[1]
    assert "s3.xml: its reading is missing" in lines[2]


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_is_not_gold(gold, readings, capsys):
    (gold / "list.json").write_text("[1, 2]")
    (gold / "empty").mkdir()
    (gold / "story.txt").write_text("Once.")
    damage(gold / "litbank" / "1_hull.json", "[[0, 4,", "[[0, 4000,")
    damage(gold / "thoughts" / "p1.json", '"who"', '"whose"')
    (gold / "pdnc" / "Letter" / "text.txt").unlink()
    wrong = {
        "list.json": "this JSON is not gold of a known form",
        "empty": "there is no gold here of a known form",
        "story.txt": "there is no gold here of a known form",
        "nowhere": "there is no such file or folder",
        "litbank/1_hull.json": "a span lies outside the text",
        "thoughts/p1.json": "this gold is damaged: KeyError 'who'",
        "pdnc/Letter": "text.txt is missing",
    }
    for name, what in wrong.items():
        assert main(["evaluate", str(gold / name), "--readings", str(readings)]) == 2
        shown, err = capsys.readouterr()
        assert shown == "" and len(err.splitlines()) == 1 and what in err and Path(name).name in err


def test_readings_that_do_not_fit(gold, readings, capsys):
    (readings / "Letter.json").write_text(small_gold.scene_read().to_json(), "utf-8")
    assert main(["evaluate", str(gold / "pdnc"), "--readings", str(readings)]) == 2
    assert "the reading is of another text than the gold" in capsys.readouterr().err
    (readings / "Letter.json").write_text("{}")
    assert main(["evaluate", str(gold / "pdnc"), "--readings", str(readings)]) == 2
    assert "this is not a story" in capsys.readouterr().err
    assert main(["evaluate", str(gold / "pdnc"), "--readings", str(gold / "none")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_help_has_examples(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", "--help"])
    assert stop.value.code == 0
    assert "unspoken evaluate pdnc/Emma" in capsys.readouterr().out
