"""Tables: the same rows in CSV, Parquet and DuckDB; views that answer; nothing a spreadsheet would run."""

from __future__ import annotations

import builtins
import csv
from pathlib import Path
from typing import Any

import pytest
from small_stories import STORIES, boat, hostile

from unspoken.exports import ExportError, export
from unspoken.exports.tables import TABLES


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_lines(tmp_path: Path) -> None:
    export(boat(), "tables", tmp_path / "out")
    assert {p.stem for p in (tmp_path / "out").iterdir()} == set(TABLES)
    keys = ("line", "chapter", "scene", "kind", "speaker_name", "addressees", "cue", "manner", "words", "text")
    assert [tuple(row[k] for k in keys) for row in rows(tmp_path / "out", "lines")] == [
        ("1", "1", "1", "speech", "Mara", "c2", "Mara asked", "softly", "3", "“Is it far?”"),
        ("2", "1", "1", "speech", "Tobin", "c1", "he said", "", "3", "“No,” “not far.”"),
        ("3", "1", "1", "thought", "Mara", "", "", "", "1", "Liar."),
        ("4", "1", "2", "speech", "Tobin", "", "", "", "3", "“Who is there?”"),
        ("5", "1", "2", "speech", "", "", "", "", "1", "“Nobody,”"),
    ]
    assert [r["focalizer"] for r in rows(tmp_path / "out", "paragraphs")][3] == "c1"
    text = boat().text
    assert all(text[int(m["start"]) : int(m["end"])] == m["text"] for m in rows(tmp_path / "out", "mentions"))


def test_no_formula_reaches_a_spreadsheet(tmp_path: Path) -> None:
    story = hostile()
    story.characters[0].name = "=HYPERLINK(1)"
    export(story, "tables", tmp_path)
    cells = [cell for name in TABLES for row in rows(tmp_path, name) for cell in row.values()]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+", "-", "\t", "\r") and cell]


@pytest.mark.parametrize("name", STORIES)
def test_parquet_is_the_csv(name: str, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(STORIES[name](), "tables", tmp_path / "csv")
    export(STORIES[name](), "tables", tmp_path / "out", form="parquet")

    def cell(value: Any) -> str:
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        return f"'{text}" if isinstance(value, str) and text[:1] in tuple("=+-@\t\r") else text

    for table in TABLES:
        found = parquet.read_table(tmp_path / "out" / f"{table}.parquet").to_pylist()
        assert [{k: cell(v) for k, v in row.items()} for row in found] == rows(tmp_path / "csv", table)


def test_duckdb_views(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    export(boat(), "tables", tmp_path / "boat.duckdb")
    with duckdb.connect(str(tmp_path / "boat.duckdb"), read_only=True) as base:
        talk = base.execute("SELECT speaker_name, addressee_name, lines, words FROM who_talks_to_whom").fetchall()
        share = base.execute("SELECT chapter, speaker_name, lines, share FROM share_by_chapter").fetchall()
        halves = base.execute(
            "SELECT speaker_name, lines, thoughts, words_said, words_thought FROM said_and_thought"
        ).fetchall()
        assert base.execute("SELECT count(*) FROM paragraphs").fetchone() == (7,)
    assert talk == [("Mara", "Tobin", 1, 3), ("Tobin", "Mara", 1, 3)]
    assert share == [(1, "Tobin", 2, 0.6), (1, "Mara", 1, 0.3), (1, None, 1, 0.1)]
    assert halves == [("Tobin", 2, 0, 6, 0), ("Mara", 1, 1, 3, 1)]


@pytest.mark.parametrize("name", STORIES)
def test_duckdb_is_replaced(name: str, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    for _ in range(2):
        export(STORIES[name](), "tables", tmp_path / "x.duckdb")
    assert [p.name for p in tmp_path.iterdir()] == ["x.duckdb"]


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import unspoken.exports.tables as tables

    def missing(name: str) -> Any:
        raise builtins.ImportError(name)

    monkeypatch.setattr(tables, "import_module", missing)
    with pytest.raises(ExportError, match=r"pip install 'unspoken\[tables\]'"):
        export(boat(), "tables", tmp_path / "x.parquet")
