"""Build one plain text, and the marks beside it, from the pieces of a marked-up file."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from unspoken.sources.document import Document
from unspoken.story import Mark, MarkKind, Span

Style = tuple[MarkKind | Literal["link"], str]
Styles = frozenset[Style]
PLAIN: Styles = frozenset()

_WHITE = " \t\r\n\f"
_SPACES = re.compile(f"[{_WHITE}]+")
_ORDER = {"matter": 0, "heading": 1}
_CONTENTS = re.compile(r"(?:table of )?contents|chapters|index", re.IGNORECASE)


class _Run(NamedTuple):
    text: str
    styles: Styles
    verbatim: bool = False


_BREAK = _Run("\v", PLAIN)


class Builder:
    """Takes words, line breaks and paragraph ends in order, and gives a `Document`.

    Paragraphs are parted by one blank line, by two where the file had an empty paragraph between them. Each word comes
    with the styles that hold for it; a mark runs for as long as its style goes on, and ends with the paragraph unless
    it is matter. `paragraphs` and their `texts` tell what has been built so far.
    """

    def __init__(self) -> None:
        self.paragraphs: list[Span] = []
        self.texts: list[str] = []
        self._marks: list[Mark] = []
        self._pieces: list[str] = []
        self._length = 0
        self._links: list[Span] = []
        self._matter: dict[Style, Span] = {}
        self._runs: list[_Run] = []
        self._gap = self._ended_by_break = False

    def words(self, text: str, styles: Styles = PLAIN) -> None:
        """Add words; white space from the source's layout becomes one space, soft hyphens go."""
        self._runs.append(_Run(_SPACES.sub(" ", text).replace("\xad", ""), styles))

    def verbatim(self, text: str, styles: Styles = PLAIN) -> None:
        """Add words whose spaces and line ends are meant."""
        self._runs.append(_Run(text, styles, True))

    def line_break(self) -> None:
        """End the line; a second break in a row ends the paragraph, a third leaves a gap."""
        last = next((run for run in reversed(self._runs) if run.text.strip(_WHITE)), None)
        if last is None:
            self._gap |= self._ended_by_break
        elif last is _BREAK:
            self.end_paragraph()
            self._ended_by_break = True
        else:
            self._runs.append(_BREAK)

    def gap(self) -> None:
        """Note an empty paragraph."""
        self._gap = True

    def rule(self, styles: Styles = PLAIN) -> None:
        """Add a horizontal rule, as a paragraph of its own."""
        self.end_paragraph()
        self.words("***", styles | {("rule", "")})
        self.end_paragraph()

    def end_paragraph(self) -> None:
        runs, self._runs = self._runs, []
        if not any(run.text.strip() for run in runs if run is not _BREAK):
            return
        self._ended_by_break = False
        if self.paragraphs:
            self._put("\n\n\n" if self._gap else "\n\n")
        self._gap = False
        begin = end = self._length
        first = len(self._pieces)
        white = ""
        since: dict[Style, int] = {}
        for run in runs:
            if run is _BREAK:
                white = "\n"
                continue
            text, styles, verbatim = run
            rest = text.lstrip(_WHITE)
            if rest is not text:
                lead = text[: len(text) - len(rest)]
                white = white + lead if verbatim else white or lead
            if not rest:
                continue
            body = rest.rstrip(_WHITE)
            if white and end > begin:
                self._put(white)
            white = rest[len(body) :]
            if since.keys() != styles:
                for style in [style for style in since if style not in styles]:
                    self._close(style, since.pop(style), end)
                for style in styles:
                    since.setdefault(style, self._length)
            self._put(body)
            end = self._length
        for style, start in since.items():
            self._close(style, start, end)
        self.paragraphs.append(Span(begin, end))
        self.texts.append("".join(self._pieces[first:]))
        self._pieces[first:] = self.texts[-1:]

    def document(self, title: str | None = None, author: str | None = None, language: str | None = None) -> Document:
        """What was built. Nothing may be added after."""
        self.end_paragraph()
        text = "".join(self._pieces)
        self._marks += [Mark(start, end, "matter", name) for (_, name), (start, end) in self._matter.items()]
        self._mark_contents(text)
        return Document(text, in_order(self._marks), title, author, language)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _close(self, style: Style, start: int, end: int) -> None:
        kind, name = style
        if kind == "link":
            self._links.append(Span(start, end))
        elif kind != "matter":
            self._marks.append(Mark(start, end, kind, name))
        else:
            earlier = self._matter.get(style)
            if earlier and self.paragraphs and earlier.end == self.paragraphs[-1].end:
                start = earlier.start
            elif earlier:
                self._marks.append(Mark(earlier.start, earlier.end, "matter", name))
            self._matter[style] = Span(start, end)

    def _mark_contents(self, text: str) -> None:
        """Mark three or more paragraphs in a row that are links for the most part as a table of contents."""
        run: list[int] = []
        link = 0
        for number, (start, end) in enumerate([*self.paragraphs, Span(self._length, self._length)]):
            linked = 0
            while link < len(self._links) and self._links[link].start < end:
                linked += self._links[link].end - self._links[link].start
                link += 1
            if linked * 2 > end - start:
                run.append(number)
                continue
            if len(run) >= 3:
                first = run[0]
                if first and _CONTENTS.fullmatch(text[slice(*self.paragraphs[first - 1])].strip(" .:")):
                    first -= 1
                self._marks.append(
                    Mark(self.paragraphs[first].start, self.paragraphs[run[-1]].end, "matter", "contents")
                )
            run = []


def in_order(marks: list[Mark]) -> list[Mark]:
    """The marks in order of the text, the longer first where two begin together.

    Goes without what says nothing: a mark given twice, bold in a heading, a heading or other matter in matter.
    """
    kept: list[Mark] = []
    matter = heading = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, _ORDER.get(mark.kind, 2), mark.kind, mark.name)):
        if mark.kind == "matter":
            if mark.end <= matter:
                continue
            matter = mark.end
        elif mark.kind == "heading":
            if mark.end <= matter or mark.end <= heading:
                continue
            heading = mark.end
        elif mark.kind == "bold" and mark.end <= heading:
            continue
        if not kept or mark != kept[-1]:
            kept.append(mark)
    return kept
