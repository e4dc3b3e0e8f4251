"""Word documents (DOCX): paragraphs with their headings, italics, bold and small capitals."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from unspoken.sources.archive import Archive
from unspoken.sources.build import PLAIN, Builder, Style, Styles
from unspoken.sources.document import Document, SourceError
from unspoken.sources.html import BOLD, ITALIC, SMALLCAPS
from unspoken.sources.text import add_gutenberg

_STYLE_OF_PROPERTY: dict[str, Style] = {"i": ITALIC, "b": BOLD, "smallCaps": SMALLCAPS}
_OFF = {"0", "false", "off", "none"}
_LEFT_OUT = {"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "drawing", "object", "instrText"}
_CONTENTS = re.compile(r"(?:toc|contents|index)[ _-]?(?:heading|\d+)")
_TITLE_PAGE = {"title", "subtitle", "author", "date"}
_NO_BREAK_HYPHEN = "\u2011"


@dataclass(slots=True)
class _Look:
    """What a style gives: the styles of its words, its name in lower case, its heading level, a border."""

    styles: Styles = PLAIN
    name: str = ""
    level: str = ""
    ruled: bool = False


def read(data: bytes) -> Document:
    """A Word document as it reads with all changes accepted, without notes, comments, page headers and pictures."""
    archive = Archive(data)
    main = _main(archive)
    looks, language = _looks(archive, posixpath.join(posixpath.dirname(main), "styles.xml"))
    builder = Builder()
    look, styles, begun = _Look(), PLAIN, False
    said: dict[str, list[str]] = {}
    walk = etree.iterwalk(_xml(archive.read(main)), events=("start", "end"))
    for event, element in walk:
        tag = _tag(element)
        if event == "end":
            if tag == "p":
                before = len(builder.texts)
                builder.end_paragraph()
                if len(builder.texts) > before:
                    said.setdefault(look.name, []).append(builder.texts[-1])
                    begun |= look.name not in _TITLE_PAGE
                elif look.ruled:
                    builder.rule()
                else:
                    builder.gap()
        elif tag == "p":
            look = _paragraph(element, looks, begun)
        elif tag == "r":
            run = _child(element, "rPr")
            if run is not None and _is_on(run, "vanish"):
                walk.skip_subtree()
            styles = _run(run, look, looks)
        elif tag in _LEFT_OUT:
            walk.skip_subtree()
        elif tag == "pict":
            look.ruled |= any(_attribute(shape, "hr") for shape in element)
            walk.skip_subtree()
        elif tag == "t":
            builder.verbatim(re.sub(r"[\t\r\n]", " ", element.text or ""), styles)
        elif tag in ("br", "cr"):
            if _attribute(element, "type") in ("", "textWrapping"):
                builder.line_break()
        elif tag in ("tab", "tc"):
            builder.words(" ")
        elif tag == "noBreakHyphen":
            builder.words(_NO_BREAK_HYPHEN, styles)

    core = _xml(archive.read("docProps/core.xml")) if "docProps/core.xml" in archive else None

    def field(name: str, *fallbacks: str) -> str | None:
        value = core.findtext(f".//{{*}}{name}") if core is not None else None
        shown = (" ".join(said[style]) for style in fallbacks if style in said)
        return " ".join((value or next(shown, "")).split()) or None

    document = builder.document(field("title", "title"), field("creator", "author"), field("language") or language)
    add_gutenberg(document)
    return document


def _paragraph(element: etree._Element, looks: dict[str, _Look], begun: bool) -> _Look:
    """The look of a paragraph, from its style and its own properties."""
    own = _child(element, "pPr")
    base = looks.get(_value(own, "pStyle") or "", looks.get("", _Look()))
    level = _level(own) or base.level
    ruled = base.ruled or _child(own, "pBdr") is not None
    styles = base.styles
    if _CONTENTS.fullmatch(base.name):
        styles |= {("matter", "contents")}
    elif base.name in _TITLE_PAGE and not begun:
        styles |= {("matter", "title")}
    elif level or base.name == "title":
        styles = (styles - {BOLD}) | {("heading", level or "1")}
    return _Look(styles, base.name, level, ruled)


def _run(run: etree._Element | None, paragraph: _Look, looks: dict[str, _Look]) -> Styles:
    """The styles of a run: its character style turns round what the paragraph gives, its own properties decide."""
    styles = paragraph.styles ^ looks.get(_value(run, "rStyle") or "-", _Look()).styles
    on, off = _properties(run)
    return (styles - off) | on


def _looks(archive: Archive, path: str) -> tuple[dict[str, _Look], str | None]:
    """The looks of the named styles, by their ids ("" is the default for paragraphs), and the document's language."""
    if path not in archive:
        return {}, None
    root = _xml(archive.read(path))
    elements = {_attribute(element, "styleId"): element for element in root.iterfind("{*}style")}
    looks: dict[str, _Look] = {}
    for key in elements:
        chain: list[str] = []
        link: str | None = key
        while link in elements and link not in looks and link not in chain:
            chain.append(link)
            link = _value(elements[link], "basedOn")
        look = looks.get(link or "", _Look())
        for name in reversed(chain):
            element = elements[name]
            properties = _child(element, "pPr")
            on, off = _properties(_child(element, "rPr"))
            look = looks[name] = _Look(
                (look.styles - off) | on,
                (_value(element, "name") or "").lower(),
                _level(properties) or look.level,
                look.ruled or _child(properties, "pBdr") is not None,
            )
    for key, element in elements.items():
        if _attribute(element, "type") == "paragraph" and _attribute(element, "default") in ("1", "true"):
            looks[""] = looks[key]
    return looks, next((_attribute(e, "val") or None for e in root.iterfind("{*}docDefaults//{*}lang")), None)


def _level(properties: etree._Element | None) -> str:
    """The heading level that an outline level gives: "1" to "6", "" for body text."""
    level = _value(properties, "outlineLvl") or ""
    return str(min(int(level), 5) + 1) if re.fullmatch("[0-8]", level) else ""


def _properties(run: etree._Element | None) -> tuple[Styles, Styles]:
    """The styles that run properties turn on, and those that they turn off."""
    named = {name: style for name, style in _STYLE_OF_PROPERTY.items() if _child(run, name) is not None}
    on = frozenset(style for name, style in named.items() if _is_on(run, name))
    return on, frozenset(named.values()) - on


def _is_on(run: etree._Element | None, name: str) -> bool:
    return _child(run, name) is not None and _value(run, name) not in _OFF


def _main(archive: Archive) -> str:
    """The path of the document's main part."""
    if "_rels/.rels" in archive:
        for relation in _xml(archive.read("_rels/.rels")):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(f"{{*}}{name}")


def _value(element: etree._Element | None, name: str) -> str | None:
    child = _child(element, name)
    return None if child is None else _attribute(child, "val")


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, "" where it is missing."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def _tag(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _xml(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise SourceError("the DOCX is damaged: it declares entities, which no word processor does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(
            "the DOCX is damaged: a part of it is not XML; open it in its program and save again"
        ) from error
