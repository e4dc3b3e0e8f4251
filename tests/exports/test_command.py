"""`unspoken export`, and `Story.export`: every form, where it is put, and one line for what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_stories import boat

from unspoken.cli import main
from unspoken.exports import FORMATS, ExportError, find_form

pytestmark = pytest.mark.filterwarnings("ignore:.*no known speaker")
FORMS = [(name, form) for name, forms in FORMATS.items() for form in forms]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "boat.json"
    path.write_text(boat().to_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize(("format", "form"), FORMS)
def test_beside_the_story(format: str, form: str, saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if form == "spacy":
        pytest.importorskip("spacy")
    assert main(["export", str(saved), "--to", format, "--form", form]) == 0
    assert saved.with_name("boat" + FORMATS[format][form].suffix).exists()
    assert "written to" in capsys.readouterr().err
    assert json.loads(saved.read_text(encoding="utf-8"))["title"] == "The <Boat>"


def test_standard_output(saved: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", str(saved), "--to", "script", "-o", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.decode().startswith("[Narrator] CHAPTER ONE")
    assert b"1 line has no known speaker" in err


def test_a_plain_story(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“Hello,” said Mara.\n", encoding="utf-8")
    assert main(["export", str(tmp_path / "a.txt"), "--to", "tei", "--quiet"]) == 0
    assert "Hello" in (tmp_path / "a.tei.xml").read_text(encoding="utf-8")


def test_voices(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text('{"Mara": "en-Mara"}', encoding="utf-8")
    out = tmp_path / "x.ssml"
    assert main(["export", str(saved), "--to", "script", "-o", str(out), "--voices", str(tmp_path / "v.json")]) == 0
    assert '<voice name="en-Mara">' in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--to", "script", "--form", "pdf"], "'script' has no form 'pdf'; it has text, json, ssml"),
        (["--to", "tables", "-o", "-"], "not one text file"),
        (["--to", "html", "--voices", "{bad}"], "is not JSON"),
        (["--to", "html", "--voices", "{good}"], "voices go with 'script'"),
        (["--to", "html", "-o", "{story}"], "would write over the story"),
        (["--to", "html", "-o", "{folder}/none/x.html"], "No such file"),
    ],
)
def test_one_line_for_what_is_wrong(
    options: list[str], message: str, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").write_text("{", encoding="utf-8")
    (tmp_path / "good").write_text("{}", encoding="utf-8")
    places = {"bad": tmp_path / "bad", "good": tmp_path / "good", "story": saved, "folder": tmp_path}
    assert main(["export", str(saved), *(option.format(**places) for option in options)]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("format", "path", "form"),
    [
        ("script", "a.ssml", ".ssml"),
        ("script", "a.xml", ".ssml"),
        ("script", "a.json", ".script.json"),
        ("script", "a", ".script.txt"),
        ("tables", "a.DB", ".duckdb"),
        ("tables", "folder", ".tables"),
        ("annotations", "a.spacy", ".spacy"),
    ],
)
def test_the_ending_says_which_form(format: str, path: str, form: str) -> None:
    assert find_form(format, path).suffix == form


def test_story_export(tmp_path: Path) -> None:
    boat().export("fountain", tmp_path / "boat.fountain")
    assert "MARA (V.O.)" in (tmp_path / "boat.fountain").read_text(encoding="utf-8")
    with pytest.raises(ExportError, match="there is no format 'pdf'"):
        boat().export("pdf", tmp_path / "x")
