"""One self-contained HTML page: the story with names in the margin, thoughts apart from speech. It has no script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from unspoken.exports.escape import UNKNOWN, labels, utf8
from unspoken.exports.spans import Item, Run, by_block
from unspoken.story import Character, Line, Mark, Paragraph, Story

SURE = 0.5  # a speaker less likely than this has a question mark
HUES = 10  # the characters with the most lines have a colour of their own, the others share one
TAGS = {"italic": "i", "bold": "b", "smallcaps": "small"}

STYLE = """
.unspoken { --ink: #1c1b19; --paper: #fdfcf9; --faint: #5f5b53; --rule: #d9d4c8; --l: 30%; color: var(--ink);
  background: var(--paper); font: 1.06rem/1.65 Georgia, "Iowan Old Style", "Noto Serif", serif; padding: 1rem; }
.unspoken .u-page { max-width: 48rem; margin: 0 auto; }
.unspoken h1, .unspoken h2 { line-height: 1.25; font-weight: 600; margin: 2rem 0 1rem; }
.unspoken .u-by, .unspoken .u-names, .unspoken table, .unspoken nav, .unspoken footer {
  font-family: system-ui, sans-serif; font-size: .82rem; line-height: 1.45; color: var(--faint); }
.unspoken table { border-collapse: collapse; color: var(--ink); margin: 0 0 2rem; }
.unspoken th, .unspoken td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--rule); }
.unspoken .u-row { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: 0 1.25rem; margin: 0 0 .75rem; }
.unspoken .u-names { margin: .28rem 0 0; padding: 0; list-style: none; text-align: right; overflow-wrap: anywhere; }
.unspoken p { margin: 0; grid-column: 2; white-space: pre-line; overflow-wrap: anywhere; }
.unspoken .u-c { color: hsl(var(--h, 0) var(--s, 60%) var(--l)); }
.unspoken .u-said { font-weight: 500; }
.unspoken .u-thought { font-style: italic; text-decoration: underline dotted; text-underline-offset: .22em; }
.unspoken .u-thought i { font-style: normal; }
.unspoken sup { font: .68em system-ui, sans-serif; padding-right: .1em; }
.unspoken small { font-size: inherit; font-variant: small-caps; }
.unspoken .u-break { text-align: center; color: var(--faint); }
.unspoken .u-matter { color: var(--faint); font-size: .85em; }
@media (max-width: 40rem) { .unspoken .u-row { display: block; } .unspoken .u-names { text-align: left; } 
  .unspoken .u-names li { display: inline; margin-right: 1em; } }
@media (prefers-color-scheme: dark) { .unspoken { --ink: #e9e6df; --paper: #191816; --faint: #aaa59a; --rule: #3d3a34;
  --l: 74%; } }
"""


def chunks(story: Story) -> Iterator[str]:
    """The page, piece by piece."""
    title = _text(story.title or "Untitled")
    language = f' lang="{_text(story.language)}"' if story.language else ""
    yield f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>html {{ color-scheme: light dark; }} body {{ margin: 0; }}{STYLE}"
    yield '.unspoken { min-height: 100vh; box-sizing: border-box; }\n</style>\n</head>\n<body class="unspoken">\n'
    yield f'<main class="u-page">\n<h1 dir="auto">{title}</h1>\n'
    yield f'<p class="u-by" dir="auto">{_text(story.author)}</p>\n' if story.author else ""
    yield from _contents(story)
    yield from _cast(story)
    yield from _paragraphs(story)
    yield '<footer>Upright: said aloud. <span class="u-thought">Italic, dotted line: thought.</span> '
    yield "A question mark: the speaker is not sure. Rest on a line to see whom it is said to.</footer>\n"
    yield "</main>\n</body>\n</html>\n"


def fragment(story: Story, paragraphs: int = 60) -> str:
    """The cast and the first paragraphs, to stand in another page (a notebook)."""
    parts = [f'<style>{STYLE}</style>\n<div class="unspoken"><div class="u-page">\n', *_cast(story)]
    parts += _paragraphs(story, paragraphs)
    left = sum(p.role != "matter" for p in story.paragraphs) - paragraphs
    if left > 0:
        parts.append(
            f"<footer>{left:,} more paragraphs: story.export('html', 'story.html') writes them all.</footer>\n"
        )
    return "".join([*parts, "</div></div>\n"])


def _contents(story: Story) -> Iterator[str]:
    titled = [(k, chapter.title) for k, chapter in enumerate(story.chapters, 1) if chapter.title]
    if len(titled) > 1:
        yield '<nav aria-label="Chapters"><ol>\n'
        for k, name in titled:
            yield f'<li dir="auto"><a class="u-c" style="--s:0%" href="#chapter-{k}">{_text(name)}</a></li>\n'
        yield "</ol></nav>\n"


def _cast(story: Story) -> Iterator[str]:
    speaking = [(character, name) for character, name in labels(story, ()).items() if character.lines]
    if not speaking:
        return
    colours = _colours(story)
    yield "<table>\n<tr><th>Who</th><th>Lines</th><th>Thoughts</th><th>Also called</th></tr>\n"
    for character, name in speaking:
        thoughts = sum(line.kind == "thought" for line in character.lines)
        also = ", ".join(_text(alias) for alias in character.aliases if alias != character.label)
        yield f'<tr><td class="u-c" style="{colours[character]}"><bdi>{_text(name)}</bdi></td>'
        yield f"<td>{len(character.lines) - thoughts}</td><td>{thoughts}</td><td><bdi>{also}</bdi></td></tr>\n"
    yield "</table>\n"


def _paragraphs(story: Story, limit: int | None = None) -> Iterator[str]:
    names, colours = labels(story), _colours(story)
    starts = {chapter.start: k for k, chapter in reversed(list(enumerate(story.chapters, 1)))}
    chapters = sorted(starts)
    items: list[Item[Line | Mark]] = [Item(a, b, line) for line in story.lines for a, b in line.spans]
    items += [Item(mark.start, mark.end, mark, 1) for mark in story.marks if mark.kind in TAGS]
    for k, (block, runs) in enumerate(by_block(story, items)):
        if limit is not None and k >= limit:
            return
        anchors = ""
        while chapters and chapters[0] < block.end:
            anchors += f'<a id="chapter-{starts[chapters.pop(0)]}"></a>'
        yield anchors + _block(story, block, runs, names, colours)


def _block(
    story: Story,
    block: Paragraph,
    runs: list[Run[Line | Mark]],
    names: dict[Character, str],
    colours: dict[Character, str],
) -> str:
    lines = list(dict.fromkeys(i.thing for run in runs for i in run.open if isinstance(i.thing, Line)))
    inside = _inline(story, runs, lines, names, colours)
    if block.role == "heading":
        return f'<h2 dir="auto">{inside}</h2>\n'
    if block.role == "break":
        return f'<p class="u-break">{inside}</p>\n'
    margin = ""
    if lines:
        entries = [
            _margin(line, f"<sup>{k}</sup>" if len(lines) > 1 else "", names, colours)
            for k, line in enumerate(lines, 1)
        ]
        margin = f'<ul class="u-names">{"".join(entries)}</ul>'
    kind = ' class="u-matter"' if block.role == "matter" else ""
    return f'<div class="u-row">{margin}<p{kind} dir="auto">{inside}</p></div>\n'


def _margin(line: Line, number: str, names: dict[Character, str], colours: dict[Character, str]) -> str:
    verb = " <i>thinks</i>" if line.kind == "thought" else ""
    name = f"{number}<bdi>{_name(line, names)}</bdi>{verb}"
    return f'<li class="u-c" style="{_colour(line, colours)}">{name}</li>'


def _colour(line: Line, colours: dict[Character, str]) -> str:
    return colours[line.speaker] if line.speaker else "--s:0%"


def _name(line: Line, names: dict[Character, str]) -> str:
    if line.speaker is None:
        return UNKNOWN
    return _text(names[line.speaker]) + ("?" if line.confidence < SURE else "")


def _inline(
    story: Story,
    runs: list[Run[Line | Mark]],
    lines: list[Line],
    names: dict[Character, str],
    colours: dict[Character, str],
) -> str:
    """The words with a span for each piece of a line, and the file's italics, bold and small capitals."""
    numbers = {line: k for k, line in enumerate(lines, 1)} if len(lines) > 1 else {}
    out: list[str] = []
    before: Line | None = None
    for run in [*runs, None]:
        line = next((i.thing for i in reversed(run.open) if isinstance(i.thing, Line)), None) if run else None
        if line is not before:
            out.append("</span>" if before else "")
            out.append(_opening(line, numbers.get(line), names, colours) if line else "")
            before = line
        if run:
            tags = [TAGS[i.thing.kind] for i in run.open if isinstance(i.thing, Mark)]
            words = _text(story.text[run.start : run.end])
            out.append("".join(f"<{t}>" for t in tags) + words + "".join(f"</{t}>" for t in reversed(tags)))
    return "".join(out).strip()


def _opening(line: Line, number: int | None, names: dict[Character, str], colours: dict[Character, str]) -> str:
    to = ", ".join(_text(names[c]) for c in line.addressees if c in names)
    hint = _name(line, names) + (" thinks" if line.kind == "thought" else f" to {to}" if to else "")
    kind = "thought" if line.kind == "thought" else "said"
    return (
        f'<span class="u-{kind} u-c" style="{_colour(line, colours)}" title="{hint}, {line.confidence:.0%} sure">'
        + (f"<sup>{number}</sup>" if number else "")
    )


def _colours(story: Story) -> dict[Character, str]:
    speaking = sorted((c for c in story.characters if c.lines), key=lambda c: -len(c.lines))
    return {c: f"--h:{k * 137 % 360}" if k < HUES else "--s:0%" for k, c in enumerate(speaking)}


def _text(text: str) -> str:
    return escape(utf8(text).replace("\0", "\ufffd"))
