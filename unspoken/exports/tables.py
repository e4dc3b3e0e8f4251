"""Tables of the reading, for statistics: CSV or Parquet files, or one DuckDB file with views for common questions."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from unspoken import files
from unspoken.exports import ExportError
from unspoken.exports.escape import utf8
from unspoken.story import Character, Story


class Table(NamedTuple):
    """A table: its columns with their types (int, float, bool, str), and its rows."""

    columns: dict[str, type]
    rows: Callable[[Story], Iterator[tuple[Any, ...]]]


def _who(character: Character | None) -> str | None:
    return character.id if character else None


def _words(text: str) -> int:
    return len(text.split())


def _chapters(story: Story) -> Iterator[tuple[Any, ...]]:
    for k, x in enumerate(story.chapters, 1):
        yield k, x.title, x.start, x.end, _words(x.text)


def _scenes(story: Story) -> Iterator[tuple[Any, ...]]:
    place = _Places(story)
    for k, x in enumerate(story.scenes, 1):
        yield k, place.chapter(x.start), x.start, x.end, _words(x.text)


def _paragraphs(story: Story) -> Iterator[tuple[Any, ...]]:
    place = _Places(story)
    for k, x in enumerate(story.paragraphs, 1):
        where = place.chapter(x.start), place.scene(x.start)
        yield k, *where, x.role, _who(x.focalizer), x.confidence, x.start, x.end, _words(x.text), x.text


def _characters(story: Story) -> Iterator[tuple[Any, ...]]:
    for x in story.characters:
        spoken = [line for line in x.lines if line.kind == "speech"]
        thought = [line for line in x.lines if line.kind == "thought"]
        yield (
            x.id, x.name, " | ".join(x.aliases), x.pronouns, x.narrator, x.count, len(spoken), len(thought),
            sum(_words(line.text) for line in spoken), sum(_words(line.text) for line in thought),
        )  # fmt: skip


def _lines(story: Story) -> Iterator[tuple[Any, ...]]:
    place = _Places(story)
    for k, x in enumerate(story.lines, 1):
        cue = story.text[x.cue.start : x.cue.end] if x.cue else None
        yield (
            k, place.chapter(x.start), place.scene(x.start), place.paragraph(x.start), x.kind, x.form, _who(x.speaker),
            x.speaker.label if x.speaker else None, " ".join(c.id for c in x.addressees), cue, x.manner, x.feeling,
            x.confidence, x.start, x.end, _words(x.text), x.text,
        )  # fmt: skip


def _addressees(story: Story) -> Iterator[tuple[Any, ...]]:
    for k, line in enumerate(story.lines, 1):
        for character in line.addressees:
            yield k, character.id


def _mentions(story: Story) -> Iterator[tuple[Any, ...]]:
    place = _Places(story)
    for k, x in enumerate(story.mentions, 1):
        yield k, place.chapter(x.start), x.kind, _who(x.character), x.cluster, x.start, x.end, x.text


# In each, the first column (or the id) names the row: rows are counted from 1 in the order of the text.
TABLES = {
    "chapters": Table({"chapter": int, "title": str, "start": int, "end": int, "words": int}, _chapters),
    "scenes": Table({"scene": int, "chapter": int, "start": int, "end": int, "words": int}, _scenes),
    "paragraphs": Table(
        {
            "paragraph": int, "chapter": int, "scene": int, "role": str, "focalizer": str, "confidence": float,
            "start": int, "end": int, "words": int, "text": str,
        },
        _paragraphs,
    ),
    "characters": Table(
        {
            "id": str, "name": str, "aliases": str, "pronouns": str, "narrator": bool, "mentions": int, "lines": int,
            "thoughts": int, "words_said": int, "words_thought": int,
        },
        _characters,
    ),
    "lines": Table(
        {
            "line": int, "chapter": int, "scene": int, "paragraph": int, "kind": str, "form": str, "speaker": str,
            "speaker_name": str, "addressees": str, "cue": str, "manner": str, "feeling": str, "confidence": float,
            "start": int, "end": int, "words": int, "text": str,
        },
        _lines,
    ),
    "addressees": Table({"line": int, "character": str}, _addressees),
    "mentions": Table(
        {
            "mention": int, "chapter": int, "kind": str, "character": str, "cluster": int, "start": int, "end": int,
            "text": str,
        },
        _mentions,
    ),
}  # fmt: skip

VIEWS = {
    "who_talks_to_whom": """
        SELECT s.id AS speaker, coalesce(s.name, s.id) AS speaker_name, t.id AS addressee,
               coalesce(t.name, t.id) AS addressee_name, count(*) AS lines, sum(l.words)::BIGINT AS words
        FROM lines l JOIN addressees a USING (line) JOIN characters s ON s.id = l.speaker
             JOIN characters t ON t.id = a.character
        WHERE l.kind = 'speech' GROUP BY ALL ORDER BY lines DESC, words DESC, speaker, addressee""",
    "share_by_chapter": """
        SELECT l.chapter, l.speaker, any_value(l.speaker_name) AS speaker_name, count(*) AS lines,
               sum(l.words)::BIGINT AS words,
               round(sum(l.words) / sum(sum(l.words)) OVER (PARTITION BY l.chapter), 4) AS share
        FROM lines l WHERE l.kind = 'speech' GROUP BY l.chapter, l.speaker
        ORDER BY l.chapter, words DESC, l.speaker""",
    "said_and_thought": """
        SELECT l.speaker, any_value(l.speaker_name) AS speaker_name,
               count(*) FILTER (l.kind = 'speech') AS lines, count(*) FILTER (l.kind = 'thought') AS thoughts,
               coalesce(sum(l.words) FILTER (l.kind = 'speech'), 0)::BIGINT AS words_said,
               coalesce(sum(l.words) FILTER (l.kind = 'thought'), 0)::BIGINT AS words_thought
        FROM lines l WHERE l.speaker IS NOT NULL GROUP BY l.speaker
        ORDER BY words_said + words_thought DESC, l.speaker""",
}


class _Places:
    """The numbers, counted from 1, of the parts that an offset is in."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.numbers = {
            id(part): k for layer in (story.chapters, story.scenes, story.paragraphs) for k, part in enumerate(layer, 1)
        }

    def chapter(self, offset: int) -> int | None:
        return self.numbers.get(id(self.story.chapter_at(offset)))

    def scene(self, offset: int) -> int | None:
        return self.numbers.get(id(self.story.scene_at(offset)))

    def paragraph(self, offset: int) -> int | None:
        return self.numbers.get(id(self.story.paragraph_at(offset)))


def save_csv(story: Story, folder: Path) -> None:
    """A folder with one CSV file for each table (UTF-8, a header, empty for what is not known)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        files.write(folder / f"{name}.csv", _csv(table, story))


def _csv(table: Table, story: Story) -> Iterator[str]:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows(story):
        writer.writerow([_cell(value) for value in row])
        if page.tell() > 1 << 16:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def _cell(value: Any) -> Any:
    """A cell; text that a spreadsheet would run as a formula has an apostrophe before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    return utf8(f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value)


def save_parquet(story: Story, folder: Path) -> None:
    """A folder with one Parquet file for each table. Needs pyarrow."""
    parquet = _need("pyarrow.parquet")
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in TABLES.items():
        sink = io.BytesIO()
        parquet.write_table(_arrow(table, story), sink)
        files.write(folder / f"{name}.parquet", sink.getvalue())


def save_duckdb(story: Story, path: Path) -> None:
    """A DuckDB file with every table, and the views of VIEWS. Needs duckdb and pyarrow. An older file is replaced."""
    duckdb = _need("duckdb")
    draft = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        with duckdb.connect(str(draft)) as base:
            for name, table in TABLES.items():
                base.register("rows", _arrow(table, story))
                base.execute(f"CREATE TABLE {name} AS SELECT * FROM rows")
                base.unregister("rows")
            for name, query in VIEWS.items():
                base.execute(f"CREATE VIEW {name} AS {query}")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _arrow(table: Table, story: Story) -> Any:
    arrow = _need("pyarrow")
    types = {int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_(), str: arrow.string()}
    columns = list(zip(*table.rows(story), strict=True)) or [() for _ in table.columns]
    arrays = [
        arrow.array([utf8(v) if isinstance(v, str) else v for v in column], types[kind])
        for column, kind in zip(columns, table.columns.values(), strict=True)
    ]
    return arrow.table(arrays, names=list(table.columns))


def _need(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise ExportError(f"this form needs {package}: pip install 'unspoken[tables]' (CSV needs nothing)") from None
