"""`unspoken export`, and `Story.export`: every form, where it is put, and one line for what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree
from small_stories import boat

import unspoken
from unspoken import corrections
from unspoken.cli import main
from unspoken.exports import FORMATS, ExportError, find_form
from unspoken.exports.script import read_text_script

pytestmark = pytest.mark.filterwarnings("ignore:.*no known speaker")
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
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


def test_corrections_are_exported(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("“Where is the letter?” Mara asked.\n\n“Burned,” said Tobin.\n", encoding="utf-8")

    def exported() -> tuple[list[str | None], list[str]]:
        for format in ("tei", "script"):
            assert main(["export", str(path), "--to", format, "--quiet"]) == 0
        root = etree.parse(tmp_path / "letter.tei.xml").getroot()
        names = {p.get(XML_ID): p.findtext("{*}persName") for p in root.iter("{*}person")}
        said = [names[(x.get("who") or "").removeprefix("#")] for x in root.iter("{*}said")]
        script = read_text_script((tmp_path / "letter.script.txt").read_text(encoding="utf-8"))
        return said, [name for name, words in script if "“" in words]

    assert exported() == (["Mara", "Tobin"], ["Mara", "Tobin"])
    story = unspoken.read(path)
    requests: list[dict[str, object]] = [
        {"do": "line", "line": 0, "set": {"speaker": {"new": "Ines"}}},
        {"do": "line", "line": story.lines[1].start, "set": {"kind": "thought"}},
    ]
    corrections.save(path, [corrections.record(story, request) for request in requests])
    assert exported() == (["Ines", "Tobin"], ["Ines", "Tobin, thinking"])
    assert 'aloud="false"' in (tmp_path / "letter.tei.xml").read_text(encoding="utf-8")


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
