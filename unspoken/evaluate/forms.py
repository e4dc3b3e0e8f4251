"""The forms of gold: for each, how a reading is compared with it, and what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from unspoken.evaluate import coreference, quotations, scenes, thoughts
from unspoken.evaluate.gold import Annotated, Gold, GoldError, Novel, Passage, Scene
from unspoken.evaluate.measures import Figures, Tally
from unspoken.reading import Progress, read_document
from unspoken.sources.text import parse
from unspoken.story import Story


@dataclass(frozen=True)
class Form:
    """A form of gold: how a reading is compared with it, and which figures a table shows (head -> where)."""

    count: Callable[[Any, Story], Tally]
    figures: Callable[[Tally], Figures]
    columns: Mapping[str, tuple[str, ...]]


FORMS = {
    Novel.form: Form(quotations.count, quotations.figures, quotations.COLUMNS),
    Scene.form: Form(scenes.count, scenes.figures, scenes.COLUMNS),
    Annotated.form: Form(coreference.count, coreference.figures, coreference.COLUMNS),
    Passage.form: Form(thoughts.count, thoughts.figures, thoughts.COLUMNS),
}


def read(gold: Gold, progress: Progress | None = None) -> Story:
    """The reading of the gold's text, which is all of the gold that the reader sees."""
    return read_document(parse(gold.text), progress)


def count(gold: Gold, story: Story) -> Tally:
    """Compare a story with the gold. Raises GoldError where the story is of another text."""
    if story.text != gold.text:
        raise GoldError("the reading is of another text than the gold")
    return FORMS[gold.form].count(gold, story)


def figures(form: str, tallies: Iterable[Tally]) -> Figures:
    """The figures of one or several documents of a form, taken together."""
    return FORMS[form].figures(Tally.sum(tallies))


def table(form: str, rows: Iterable[tuple[str, Figures]]) -> str:
    """The rows as a table: their names, then the form's main figures."""
    columns = FORMS[form].columns
    cells = [[form, *map(str.strip, columns)]]
    cells += [[name, *(_cell(row, path) for path in columns.values())] for name, row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in cells
    )


def _cell(row: Figures, path: tuple[str, ...]) -> str:
    value: Any = row
    for key in path:
        value = value.get(key) if value is not None else None
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
