"""The page in the terminal: the story's parts, its cast, and its opening with each line's speaker beside it."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from unspoken.story import Character, Line, Paragraph, Story
from unspoken.text import clean, squeeze

COLOURS = ["cyan", "magenta", "yellow", "green", "blue", "red", "bright_cyan", "bright_magenta", "bright_yellow"]
CAST = 12  # characters shown
OPENING = 2400  # characters of text shown
PARAGRAPHS = 24  # paragraphs shown
NARROW = 56  # columns below which names stand in the text, not in the margin
SURE = 0.5  # a speaker less likely than this has a question mark
QUOTING = {
    "double": "straight double quotes",
    "curly": "curly double quotes",
    "single": "single quotes",
    "guillemets": "guillemets",
    "dash": "dashes",
}


class _Terminal(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that has seen enough to the command line, where Rich would exit with a failure."""
        raise BrokenPipeError


class _Console(Console):
    """A console that leaves a closed pipe to its caller, and does not end the program."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def show(story: Story, title: str, console: Console | None = None) -> None:
    """Print the page: in colour on a terminal, plain elsewhere."""
    console = console or _Terminal(highlight=False)
    colours = {c: Style(color=colour) for c, colour in zip(story.characters, COLOURS, strict=False)}
    console.print(Text(clean(title), style="bold") if title else Text("(no title)", style="dim"))
    if story.author:
        console.print(Text(f"by {clean(story.author)}"))
    console.print()
    console.print(Text(_parts(story)))
    for note in story.notes:
        console.print(Text(clean(note)))
    if story.characters:
        console.print()
        console.print(_cast(story, colours, console.width))
    paragraphs = _opening(story)
    if paragraphs:
        console.print()
        for paragraph in paragraphs:
            for row in _set(story, paragraph, colours, console):
                console.print(row, no_wrap=True, overflow="ignore", crop=False)
            console.print()
        if any(line.kind == "thought" for line in story.lines):
            console.print(Text("~ marks what is thought and not said.", style="dim"))


def _parts(story: Story) -> str:
    prose = [p for p in story.paragraphs if p.role == "prose"]
    counts = {
        "chapter": len({id(c) for p in prose if (c := story.chapter_at(p.start))}),
        "scene": len({id(s) for p in prose if (s := story.scene_at(p.start))}),
        "paragraph": len(prose),
        "word": sum(len(p.text.split()) for p in prose),
    }
    line = ", ".join(f"{n:,} {noun}{'' if n == 1 else 's'}" for noun, n in counts.items())
    used = Counter(c.quoting for c in story.chapters if c.quoting in QUOTING)
    return f"{line}; speech in {' or '.join(QUOTING[q] for q, _ in used.most_common())}" if used else line


def _cast(story: Story, colours: dict[Character, Style], width: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("cast", no_wrap=True)
    table.add_column("lines", justify="right", no_wrap=True)
    table.add_column("thoughts", justify="right", no_wrap=True)
    if width >= NARROW:
        table.add_column("", no_wrap=True)
        table.add_column("also called", no_wrap=True, style="dim")
    longest = max(12, width // 3)
    cast = [c for c in story.characters if c.name or c.narrator or c.lines]
    for character in cast[:CAST]:
        kinds = Counter(line.kind for line in character.lines)
        name = Text(clean(character.label), style=colours.get(character, Style()))
        name.truncate(longest, overflow="ellipsis")
        aliases = Text(", ".join(clean(alias) for alias in character.aliases if alias != character.label))
        aliases.truncate(width - longest - 26, overflow="ellipsis")
        about = [Text("I" if character.narrator else character.pronouns or ""), aliases]
        table.add_row(name, str(kinds["speech"]), str(kinds["thought"]), *(about if width >= NARROW else []))
    more = len(cast) - CAST
    if more > 0:
        table.add_row(Text(f"and {more} more", style="dim"))
    unknown = Counter(line.kind for line in story.lines if not line.speaker)
    if unknown:
        table.add_row(Text("not known", style="dim"), str(unknown["speech"]), str(unknown["thought"]))
    return table


def _opening(story: Story) -> list[Paragraph]:
    """The first paragraphs of the story; from just before the first line, where that comes late."""
    prose = [p for p in story.paragraphs if p.role in ("prose", "break")]
    first = next((line.start for line in story.lines), 0)
    late = next((k for k, p in enumerate(prose) if p.end > first), 0)
    before = sum(p.end - p.start for p in prose[:late])
    start = 0 if before < OPENING // 2 else late - 1
    shown, size = [], 0
    for paragraph in prose[start : start + PARAGRAPHS]:
        if size > OPENING:
            break
        shown.append(paragraph)
        size += paragraph.end - paragraph.start
    return shown


def _set(story: Story, paragraph: Paragraph, colours: dict[Character, Style], console: Console) -> Iterator[Text]:
    """The rows of a paragraph. Where the speaker changes, the name stands in the margin, or in brackets if narrow."""
    narrow = console.width < NARROW
    margin = 0 if narrow else min(22, console.width // 4)
    rule = "│" if "utf" in console.encoding.lower() else "|"
    text = Text()
    names: list[Text] = []
    for line, piece in _pieces(story, paragraph):
        if line is None:
            text.append(piece)
            continue
        colour = colours.get(line.speaker, Style()) if line.speaker else Style(dim=True)
        name = Text(_name(line), style=colour)
        if not names or names[-1] != name:
            names.append(name)
            if narrow:
                text.append_text(Text.assemble("[", name, "] "))
        style = colour + Style(italic=line.kind == "thought", meta={"name": len(names) - 1})
        text.append(f"~{piece}~" if line.kind == "thought" else piece, style=style)
    rows = list(text.wrap(console, max(console.width, 8) if narrow else min(console.width - margin - 3, 78)))
    for row in rows:
        row.rstrip()
    if narrow:
        yield from rows
        return
    shown = 0
    for number in itertools.count():
        if number >= len(rows) and shown >= len(names):
            break
        row = rows[number] if number < len(rows) else Text()
        name = Text()
        if shown < len(names) and (number >= len(rows) or shown <= max(_names(row), default=-1)):
            name = names[shown].copy()
            shown += 1
        name.truncate(margin, overflow="ellipsis")
        name.pad_left(margin - name.cell_len)
        yield Text.assemble(name, Text(f" {rule} ", style="dim"), row)


def _names(row: Text) -> list[int]:
    """Which of the paragraph's names the row has words of."""
    return [span.style.meta["name"] for span in row.spans if isinstance(span.style, Style) and span.style.meta]


def _pieces(story: Story, paragraph: Paragraph) -> Iterator[tuple[Line | None, str]]:
    """The paragraph cut into what is in a line and what is not, in one row, without the signs of italics."""
    end = min(paragraph.end, paragraph.start + OPENING)
    spans = [
        (max(a, paragraph.start), min(b, end), line)
        for line in story.lines
        for a, b in line.spans
        if a < end and b > paragraph.start
    ]
    signs = {
        offset
        for mark in story.marks
        if mark.kind in ("italic", "bold") and mark.start < end and mark.end > paragraph.start
        for offset in (mark.start - 2, mark.start - 1, mark.end, mark.end + 1)
    }

    def shown(a: int, b: int) -> str:
        return squeeze("".join(c for k, c in enumerate(story.text[a:b], a) if not (c in "_*" and k in signs)))

    at = paragraph.start
    for a, b, line in sorted(spans, key=lambda s: s[:2]):
        if a >= at:
            yield None, shown(at, a)
            yield line, shown(a, b)
            at = b
    yield None, shown(at, end) + (" …" if end < paragraph.end else "")


def _name(line: Line) -> str:
    if line.speaker is None:
        return "?"
    return clean(line.speaker.label) + ("?" if line.confidence < SURE else "")
