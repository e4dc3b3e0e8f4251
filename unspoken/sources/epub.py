"""EPUB 2 and 3: the spine's documents in order, with what is not story marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from unspoken.sources import html
from unspoken.sources.archive import Archive
from unspoken.sources.build import PLAIN, Builder, Styles
from unspoken.sources.document import Document, SourceError
from unspoken.sources.text import add_gutenberg, decode
from unspoken.story import Mark

_PAGES = {"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"}
_FONT_OBFUSCATION = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
_FILE_NAME = re.compile(
    r"(?P<cover>cover|jacket)|(?P<title>title[-_ ]?page|half[-_ ]?title|dedication)|(?P<contents>toc|nav|contents)"
    r"|(?P<licence>copyright|colophon|imprint|uncopyright|licen[cs]e)"
    r"|(?P<notes>end[-_ ]?notes|foot[-_ ]?notes|notes|about[-_ ]?the[-_ ]?author|acknowledge?ments|also[-_ ]?by)"
)
_HEADING = re.compile(
    r"(?P<contents>(?:table of )?contents)|(?P<licence>copyright|colophon|imprint|uncopyright|licen[cs]e)"
    r"|(?P<title>dedication)|(?P<notes>notes|endnotes|footnotes|acknowledge?ments|bibliography|transcriber['’]s notes?"
    r"|about the authors?|also by .{1,60}|by the same author|praise for .{1,60})",
    re.I,
)
_RIGHTS = re.compile(r"copyright|©|\(c\)", re.I)
_PUBLISHER = re.compile(r"all rights reserved|isbn|published by|first published|edition|licen[cs]e", re.I)
_TITLE_PAGE_LENGTH, _RIGHTS_PAGE_LENGTH = 400, 5000


@dataclass
class _Package:
    """What the package document says. Paths are from the archive's root."""

    pages: list[tuple[str, bool]] = field(default_factory=list)
    sheets: dict[str, html.Change] = field(default_factory=dict)
    matter: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    title: str | None = None
    author: str | None = None
    language: str | None = None


def read(data: bytes) -> Document:
    """An EPUB. Cover, title page, contents, notes and licence are marked as matter, by what the book says of its
    parts, by their file names, and by what is in them."""
    archive = Archive(data)
    package = _package(archive)
    builder = Builder()
    found: list[Mark] = []
    for number, (path, linear) in enumerate(package.pages):
        first = len(builder.paragraphs)
        name = package.matter.get(path) or _by_name(path) or ("" if linear else "notes")
        inside: Styles = frozenset({("matter", name)}) if name else PLAIN
        html.parse(decode(archive.read(path)), builder, sheet=package.sheets, inside=inside)
        paragraphs = builder.paragraphs[first:]
        if not paragraphs:
            continue
        words = builder.texts[first:]
        name = name or _by_content(words, package.title if number < 4 else None)
        if name:
            found.append(Mark(paragraphs[0].start, paragraphs[-1].end, "matter", name))
        for label in package.labels.get(path, []):
            found += _label(label, words, [Mark(*span, "heading", "2") for span in paragraphs[:3]])
    document = builder.document(package.title, package.author, package.language)
    document.marks += found
    add_gutenberg(document)
    return document


def _package(archive: Archive) -> _Package:
    container = _xml(archive.read("META-INF/container.xml"))
    path = next((unquote(e.get("full-path", "")) for e in container.iter("{*}rootfile")), "")
    if not path:
        raise SourceError("the EPUB is damaged: it does not say where its book is; get it again or convert it anew")
    _refuse_locked(archive)
    book = _xml(archive.read(path))
    folder = dirname(path)
    package = _Package()
    package.title = _text(book, "title")
    package.author = ", ".join(_texts(book, "creator")) or None
    package.language = _text(book, "language")

    items: dict[str, str] = {}
    for item in book.iter("{*}item"):
        href = _path(folder, item.get("href", ""))
        kind = item.get("media-type", "").lower()
        if kind in _PAGES or (not kind and re.search(r"\.x?html?$", href)):
            items[item.get("id", "")] = href
        if kind == "text/css" and href in archive:
            package.sheets |= html.parse_sheet(decode(archive.read(href)))
        if "nav" in item.get("properties", "").split():
            package.matter[href] = "contents"
            _navigation(archive, href, package)
        elif kind == "application/x-dtbncx+xml" and href in archive:
            _ncx(archive, href, package)
    for reference in book.iter("{*}reference"):
        name = html.MATTER.get(reference.get("type", "").lower().removeprefix("other."))
        if name:
            package.matter.setdefault(_path(folder, reference.get("href", "")), name)
    spine = {
        items[e.get("idref", "")]: e.get("linear") != "no" for e in book.iter("{*}itemref") if e.get("idref") in items
    }
    package.pages = [(page, linear) for page, linear in spine.items() if page in archive]
    if spine and not package.pages:
        raise SourceError("the EPUB is damaged: the parts of its book are missing; get it again or convert it anew")
    if not spine:
        raise SourceError("the EPUB is damaged: its book has no parts; get it again or convert it anew")
    return package


def _refuse_locked(archive: Archive) -> None:
    if "META-INF/encryption.xml" in archive:
        methods = {
            e.get("Algorithm", "") for e in _xml(archive.read("META-INF/encryption.xml")).iter("{*}EncryptionMethod")
        }
        if methods - _FONT_OBFUSCATION:
            raise SourceError("the EPUB is locked (DRM), so its text cannot be read; get it without the lock")


def _navigation(archive: Archive, path: str, package: _Package) -> None:
    """Take landmarks and chapter names from an EPUB 3 navigation document."""
    if path not in archive:
        return
    page = etree.fromstring(archive.read(path), etree.HTMLParser(no_network=True))
    if page is None:
        return
    for link in page.iter("a"):
        target = _path(dirname(path), link.get("href", ""))
        kinds = (link.get("epub:type") or "").split()
        name = next((html.MATTER[kind] for kind in kinds if kind in html.MATTER), None)
        if name and "#" not in link.get("href", ""):
            package.matter.setdefault(target, name)
        if not kinds:
            package.labels.setdefault(target, []).append("".join(map(str, link.itertext())))


def _ncx(archive: Archive, path: str, package: _Package) -> None:
    """Take chapter names from an EPUB 2 table of contents."""
    for point in _xml(archive.read(path)).iter("{*}navPoint"):
        content = point.find("{*}content")
        label = point.findtext("{*}navLabel/{*}text")
        if content is not None and label:
            package.labels.setdefault(_path(dirname(path), content.get("src", "")), []).append(label)


def _by_name(path: str) -> str:
    stem = re.sub(r"\.\w+$", "", path.rpartition("/")[2]).lower()
    match = _FILE_NAME.fullmatch(re.sub(r"^[\d_-]+|[\d_-]+$", "", stem))
    return match.lastgroup or "" if match else ""


def _by_content(paragraphs: list[str], title: str | None) -> str:
    text = "\n".join(paragraphs)
    heading = _HEADING.fullmatch(paragraphs[0].strip(" .:"))
    if heading:
        return heading.lastgroup or ""
    if len(text) < _RIGHTS_PAGE_LENGTH and _RIGHTS.search(text) and _PUBLISHER.search(text):
        return "licence"
    short = len(text) < _TITLE_PAGE_LENGTH and len(paragraphs) < 8
    return "title" if title and short and _bare(title) in map(_bare, paragraphs) else ""


def _label(label: str, paragraphs: list[str], marks: list[Mark]) -> list[Mark]:
    """Heading marks for the opening paragraphs whose words together are what the table of contents calls the part."""
    wanted, said = _bare(label), ""
    for count, words in enumerate(paragraphs[: len(marks)], 1):
        said += _bare(words)
        if said and said == wanted:
            return marks[:count]
    return []


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _path(folder: str, href: str) -> str:
    return normpath(join(folder, unquote(href.partition("#")[0])))


def _texts(book: etree._Element, name: str) -> list[str]:
    found = [" ".join((e.text or "").split()) for e in book.iter(f"{{*}}{name}")]
    return [text for text in found if text]


def _text(book: etree._Element, name: str) -> str | None:
    return next(iter(_texts(book, name)), None)


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise SourceError("the EPUB is damaged: its list of parts is not XML; get it again or convert it anew")
    return root
