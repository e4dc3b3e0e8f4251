"""Readings that are kept: taken where story and release are the same, made again where anything is not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from unspoken import corrections, files, kept, reading
from unspoken.cli import main
from unspoken.story import Story

WORDS = "“Where is the letter?” Mara asked.\n\n“Burned,” said Tobin.\n"


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNSPOKEN_HOME", str(tmp_path / "home"))
    path = tmp_path / "letter.txt"
    path.write_text(WORDS, "utf-8")
    return path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were really read."""
    names: list[str] = []
    read = reading.read

    def counted(path: Any, *arguments: Any, **options: Any) -> Story:
        names.append(Path(path).name)
        return read(path, *arguments, **options)

    monkeypatch.setattr(reading, "read", counted)
    return names


def readings() -> list[Path]:
    return sorted((files.cache_folder() / "readings").iterdir())


def test_a_story_is_read_once(letter: Path, made: list[str]) -> None:
    first, second = kept.read(letter), kept.read(letter)
    assert made == ["letter.txt"]
    assert second.to_json() == first.to_json() == reading.read(letter).to_json()
    assert [line.speaker.name for line in second.lines if line.speaker] == ["Mara", "Tobin"]


def test_it_is_read_again_when_it_should_be(
    letter: Path, made: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept.read(letter)
    kept.read(letter, fresh=True)
    assert len(made) == 2
    letter.write_text(WORDS.replace("Tobin", "Ines"), "utf-8")
    assert [line.speaker.name for line in kept.read(letter).lines if line.speaker] == ["Mara", "Ines"]
    assert len(made) == 3
    (tmp_path / "letter.md").write_bytes(letter.read_bytes())
    kept.read(tmp_path / "letter.md")
    monkeypatch.setattr("unspoken.__version__", "99")
    kept.read(letter)
    assert len(made) == 5
    for place in readings():
        place.write_bytes(place.read_bytes()[:-9])
    assert [line.text for line in kept.read(letter).lines] == ["“Where is the letter?”", "“Burned,”"]
    assert len(made) == 6


def test_corrections_are_set_on_top(letter: Path, made: list[str]) -> None:
    story = kept.read(letter)
    ines = corrections.record(story, {"do": "line", "line": 0, "set": {"speaker": {"new": "Ines"}}})
    corrections.save(letter, [ines])
    names = [
        [line.speaker.label for line in kept.read(letter, corrected=corrected).lines if line.speaker]
        for corrected in (True, False)
    ]
    assert (names, len(made)) == ([["Ines", "Tobin"], ["Mara", "Tobin"]], 1)


def test_those_unused_longest_go_first(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, Path] = {}
    for k, name in enumerate(["Ann", "Bea", "Cal"]):
        letter.write_text(WORDS.replace("Tobin", name), "utf-8")
        kept.read(letter)
        (found[name],) = set(readings()) - set(found.values())
        os.utime(found[name], (k, k))
    letter.write_text(WORDS.replace("Tobin", "Ann"), "utf-8")
    kept.read(letter)  # Ann's is the oldest, but is used now
    monkeypatch.setattr(kept, "LIMIT", 3 * found["Ann"].stat().st_size + 9)
    letter.write_text(WORDS.replace("Tobin", "Dot"), "utf-8")
    kept.read(letter)
    assert found["Bea"] not in readings()
    assert {found["Ann"], found["Cal"]} < set(readings()) and len(readings()) == 3


def test_where_nothing_can_be_kept_it_is_read_all_the_same(letter: Path, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    assert len(kept.read(letter).lines) == 2


def test_export_uses_it(letter: Path, made: list[str]) -> None:
    for form in ("tei", "html"):
        assert main(["export", str(letter), "--to", form, "--quiet"]) == 0
    assert made == ["letter.txt"]
    assert main(["export", str(letter), "--to", "tei", "--quiet", "--fresh"]) == 0
    assert made == ["letter.txt"] * 2


def test_what_is_no_plain_file_is_left_to_the_reader(letter: Path, made: list[str]) -> None:
    json = letter.with_suffix(".json")
    json.write_text(reading.read(letter).to_json(), "utf-8")
    kept.read(json)
    assert main(["export", str(letter.parent), "--to", "tei"]) == 2
    assert main(["export", str(letter.with_name("none.txt")), "--to", "tei"]) == 2
    assert not (files.cache_folder() / "readings").exists()
