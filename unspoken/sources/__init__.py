"""Read a story in any form that people have it in: one plain text, with marks beside it.

`open_document` reads a file, `parse_document` its bytes, `find_files` lists the stories in folders.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from unspoken.sources import docx, epub, html, markdown, text
from unspoken.sources.archive import Archive
from unspoken.sources.document import Document, SourceError

__all__ = ["SUFFIXES", "Document", "SourceError", "find_files", "open_document", "parse_document"]

_LARGEST = 512 << 20
_HTML = {".html", ".htm", ".xhtml", ".xht"}
_MARKDOWN = {".md", ".markdown"}
SUFFIXES = frozenset({".txt", ".text", ".epub", ".docx", ".mhtml", ".mht"} | _HTML | _MARKDOWN)

_REFUSED = [
    (re.compile(rb"\s*%PDF-"), "a PDF, which keeps no paragraphs; convert it to EPUB or DOCX"),
    (re.compile(rb"\s*\{\\rtf"), "an RTF file; save it as DOCX"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Word document (.doc); save it as DOCX"),
    (re.compile(rb"(?s).{60}(?:BOOKMOBI|TEXtREAd)"), "a Kindle book (MOBI, AZW); convert it to EPUB"),
    (re.compile(rb"TPZ|\xeaDRMION|CONT\x02\0"), "a Kindle book (KFX, AZW); convert it to EPUB"),
    (re.compile(rb"ITOLITLS"), "a Microsoft Reader book (LIT); convert it to EPUB"),
    (re.compile(rb"AT&TFORM"), "a DjVu scan; convert it to text"),
    (re.compile(rb"bplist00"), "a Safari web archive; save the page as HTML"),
    (re.compile(rb"\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd"), "a packed archive; unpack it first"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF|II\*\0|MM\0\*"), "a picture or sound; give the text of the story"),
]
_MARKUP = re.compile(
    r"(?:\s|\ufeff|<!--.*?-->)*<(?:!doctype\s+html|\?xml|html|head|body|(?:p|div|h[1-6]|meta|title|section|article)\b)",
    re.I | re.S,
)
_VISIBLE = re.compile(r"[^\s\ufeff\ufffd\0]")
_XML = re.compile(r"[\s\ufeff]*<\?xml", re.I)
_PAGE = re.compile(r"<(?:\w+:)?(?:html|body)\b", re.I)
_SAVED_PAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*content-type:\s*multipart/related", re.I)


def open_document(path: str | os.PathLike[str]) -> Document:
    """Read a story from a file; "-" is standard input. Raises SourceError with one line on what is wrong."""
    if os.fspath(path) == "-":
        return parse_document(sys.stdin.buffer.read(_LARGEST + 1), "-")
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SourceError("this is a folder; give the files in it")
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise SourceError("this is not a file; give a text, Markdown, HTML, EPUB or DOCX file")
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise SourceError("there is no such file; look at how its name is spelled") from error
    except PermissionError as error:
        raise SourceError("you are not allowed to read it; change its permissions") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"it cannot be opened ({reason})") from error
    return parse_document(data, os.fspath(path))


def parse_document(data: bytes, name: str) -> Document:
    """Read a story from the bytes of a file. Its type is told from what is in it, then from its name.

    Raises SourceError with one line on what is wrong.
    """
    if len(data) > _LARGEST:
        raise SourceError(f"it is larger than {_LARGEST >> 20} MB, far more than a story; split it")
    document = _reader(data, Path(name).suffix.lower())(data)
    if not _VISIBLE.search(document.text):
        raise SourceError("there is no text in it" if data else "the file is empty")
    return document


def find_files(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The files to read: each path as it is, each folder as the story files in it and below, chapter2 before chapter10.

    Hidden files, and the folder that a browser saves beside a page, are passed over. Raises SourceError for a folder
    without stories.
    """
    return [file for path in paths for file in (_inside(Path(path)) if os.path.isdir(path) else [Path(path)])]


def natural_key(path: Path) -> list[list[tuple[int, int, str]]]:
    """A key that sorts paths as a person would: part by part, letter case aside, numbers by their value."""
    return [
        [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold()) for piece in re.split(r"(\d+)", part)]
        for part in path.parts
    ]


def _inside(folder: Path) -> list[Path]:
    def fail(error: OSError) -> None:
        raise SourceError(f"the folder cannot be opened ({error.strerror})") from error

    found: list[Path] = []
    for here, folders, files in os.walk(folder, onerror=fail):
        stems = {Path(file).stem for file in files if Path(file).suffix.lower() in _HTML}
        folders[:] = [f for f in folders if not f.startswith(".") and f.removesuffix("_files") not in stems]
        found += [
            Path(here, file) for file in files if not file.startswith(".") and Path(file).suffix.lower() in SUFFIXES
        ]
    if not found:
        raise SourceError(f"there is no story in this folder (looked for {', '.join(sorted(SUFFIXES))})")
    return sorted(found, key=natural_key)


def _reader(data: bytes, suffix: str) -> Callable[[bytes], Document]:
    for pattern, what in _REFUSED:
        if pattern.match(data):
            raise SourceError(f"this is {what}")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archived(Archive(data))
    if _SAVED_PAGE.match(data[:4096]):
        return _saved_page
    head = text.decode(data[:4096]) if data else ""
    if _XML.match(head) and suffix not in _HTML and not _PAGE.search(head):
        raise SourceError("this is XML, but not a web page; convert it to EPUB or HTML")
    if _MARKUP.match(head) and not (suffix in _MARKDOWN and not _PAGE.search(head)):
        return html.read
    if suffix in (".epub", ".docx"):
        raise SourceError(f"this is not {suffix[1:].upper()} inside, whatever its name says; get it again")
    if suffix in _HTML and re.search(r"</?\w", head):
        return html.read
    return markdown.read if suffix in _MARKDOWN else text.read


def _archived(archive: Archive) -> Callable[[bytes], Document]:
    if "META-INF/container.xml" in archive:
        return epub.read
    if "[Content_Types].xml" in archive and any(name in archive for name in ("word/document.xml", "_rels/.rels")):
        return docx.read
    if "mimetype" in archive and b"opendocument" in archive.read("mimetype"):
        raise SourceError("this is an OpenDocument file (ODT); save it as DOCX")
    raise SourceError("this is a zip archive, but neither EPUB nor DOCX; unpack it first")


def _saved_page(data: bytes) -> Document:
    """A page that a browser saved as one file (MHTML)."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return html.read(page if isinstance(page, bytes) else b"")
    raise SourceError("there is no page in this web archive; save the page as HTML")
