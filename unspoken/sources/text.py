"""Plain text: its encoding, its italics, and Project Gutenberg's header and licence."""

from __future__ import annotations

import codecs
import re

from unspoken.sources.build import in_order
from unspoken.sources.document import Document, SourceError
from unspoken.story import Mark, MarkKind

_BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32), 127})


def _between(mark: str, kind: MarkKind) -> tuple[re.Pattern[str], MarkKind]:
    sign, mark = re.escape(mark[0]), re.escape(mark)
    inside = rf"(?:[^{sign}\r\n]|(?:\r\n|\r|\n)(?![ \t]*[\r\n]))++"
    return re.compile(rf"{mark}(?<![\w{sign}]{mark})(?=[^\s{sign}])({inside})(?<!\s){mark}(?![\w{sign}])"), kind


_EMPHASIS = [_between("_", "italic"), _between("*", "italic"), _between("**", "bold")]

_GUTENBERG_START = re.compile(
    r"^[ \t]*\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]*\*\*\*|^\*END\*? ?THE SMALL PRINT[^\r\n]*", re.M | re.I
)
_GUTENBERG_END = re.compile(
    r"^[ \t]*(?:\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg['’]?s?\b)",
    re.M | re.I,
)
_CREDIT = re.compile(r"\s*(?:E-?text )?(?:produced|prepared|transcribed) by\b(?:[^\r\n]|\r?\n(?![ \t]*\r?\n))*", re.I)
_FIELD = re.compile(
    r"^(title|author|language):[ \t]*([^\r\n]*(?:(?:\r\n|\r|\n)[ \t]+[^\s:][^\r\n:]*(?=[\r\n]))*)", re.M | re.I
)

_LANGUAGES = {
    "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en", "esperanto": "eo",
    "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hungarian": "hu", "indonesian": "id",
    "italian": "it", "japanese": "ja", "korean": "ko", "latin": "la", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr", "vietnamese": "vi",
}  # fmt: skip


def decode(data: bytes, declared: str = "windows-1252") -> str:
    """The text of some bytes: UTF-16 or UTF-32 by its byte order mark, UTF-8 where it is that, else as declared.

    Raises SourceError where the bytes are not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if len(data) - len(data.translate(None, _CONTROLS)) > 8 + len(data) // 100:
        raise SourceError("this is not a text but binary data; give a text, Markdown, HTML, EPUB or DOCX file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        damaged = data.decode("utf-8", "replace")
    broken = damaged.count("\ufffd")
    if len(damaged) - len(damaged.encode("ascii", "ignore")) > 2 * broken:
        return damaged
    return data.decode(declared, "replace")


def read(data: bytes) -> Document:
    """A plain-text file, as `parse` takes its text."""
    return parse(decode(data))


def parse(text: str) -> Document:
    """A plain text, unchanged. Its `_italics_`, `*italics*` and `**bold**` are marked between their signs."""
    document = Document(text, emphasis(text))
    add_gutenberg(document)
    return document


def emphasis(text: str) -> list[Mark]:
    """Marks over the words between `_` or `*` (italic) and between `**` (bold), within a paragraph."""
    return [Mark(*match.span(1), kind) for pattern, kind in _EMPHASIS for match in pattern.finditer(text)]


def add_gutenberg(document: Document) -> None:
    """Mark Project Gutenberg's header and licence, and take title, author and language from the header.

    Puts the document's marks in order.
    """
    text = document.text
    if not any(word in text for word in ("GUTENBERG", "Gutenberg", "SMALL PRINT")):
        document.marks = in_order(document.marks)
        return
    start = _GUTENBERG_START.search(text)
    if start:
        credit = _CREDIT.match(text, start.end())
        document.marks.append(Mark(0, credit.end() if credit else start.end(), "matter", "header"))
        fields: dict[str, str] = {}
        for match in _FIELD.finditer(text, 0, start.start()):
            fields.setdefault(match[1].lower(), " ".join(match[2].split()))
        document.title = fields.get("title") or document.title
        document.author = fields.get("author") or document.author
        document.language = language_code(fields.get("language")) or document.language
    end = _GUTENBERG_END.search(text, start.end() if start else 0)
    if end:
        document.marks.append(Mark(end.start(), len(text), "matter", "licence"))
    document.marks = in_order(document.marks)


def language_code(name: str | None) -> str | None:
    """The code of a language given by its English name ("English" is "en"); None where it is not known."""
    return _LANGUAGES.get((name or "").split(",")[0].strip().lower())
