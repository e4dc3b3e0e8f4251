"""HTML and XHTML: pages saved by a browser, downloads, and the chapters inside an EPUB."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from unspoken.sources.build import PLAIN, Builder, Style, Styles
from unspoken.sources.document import Document
from unspoken.sources.text import add_gutenberg, decode, language_code

ITALIC: Style = ("italic", "")
BOLD: Style = ("bold", "")
SMALLCAPS: Style = ("smallcaps", "")

_STYLE_OF_TAG = {"i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC, "var": ITALIC, "b": BOLD, "strong": BOLD}
_STYLE_OF_CLASS = {"smcap": SMALLCAPS, "smallcaps": SMALLCAPS, "small-caps": SMALLCAPS}
_DROPPED = {
    "script", "style", "noscript", "template", "nav", "button", "select", "label", "textarea", "iframe",
    "object", "audio", "video", "canvas", "svg", "math", "figcaption", "rt", "rp", "title", "datalist", "dialog",
}  # fmt: skip
_DROPPED_CLASSES = {"pagenum", "pageno", "page-number", "fnanchor", "noteref", "backlink", "pagebreak"}
_BLOCKS = {
    "html", "body", "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote",
    "address", "hgroup", "figure", "center", "fieldset", "details", "summary", "legend", "nav", "h1", "h2",
    "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "menu", "table", "thead", "tbody", "tfoot",
    "tr", "caption", "pre",
}  # fmt: skip
_KINDS_OF_MATTER = {
    "cover": {"cover"},
    "title": {"titlepage", "title-page", "halftitlepage", "halftitle", "dedication"},
    "contents": {"toc", "landmarks", "loi", "lot", "page-list", "index", "contents"},
    "licence": {"copyright-page", "imprint", "colophon"},
    "notes": {
        "footnotes", "endnotes", "rearnotes", "footnote", "endnote", "rearnote", "bibliography", "glossary",
        "acknowledgments", "acknowledgements", "contributors", "other-credits", "errata", "foreword", "preface",
        "introduction", "afterword", "transnote", "notes",
    },
}  # fmt: skip
MATTER = {kind: name for name, kinds in _KINDS_OF_MATTER.items() for kind in kinds}
_PAGE_CHROME = {"header": "title", "footer": "notes", "aside": "notes"}

_DEPTH = 1000
_LONG_TAG = re.compile(rb"<([A-Za-z][\w:-]*)[^<>]{4000,}+>")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.I)
_NESTING = re.compile(rb"<(/?)(?!(?:p|br|hr|script|style|title)\b)([A-Za-z][\w:-]*)[^<>]*+>", re.I)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHARSET = re.compile(r"windows-\d+|iso-8859-\d+|koi8-[ru]|gb2312|gbk|gb18030|big5|shift_jis|euc-\w\w|macintosh", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none")
_SELECTOR = re.compile(r"[a-z0-9]*\.[\w-]+")
_SITE_IDS = ("workskin", "preface", "chapters", "storytext", "storycontent")
_STYLE_OF_PROPERTY = {
    "font-style": ITALIC,
    "font-weight": BOLD,
    "font-variant": SMALLCAPS,
    "font-variant-caps": SMALLCAPS,
}
_STYLED = re.compile(r"italic|oblique.*|bold|bolder|[6-9]00|(?:all-)?small-caps")
_PLAIN = re.compile(r"normal|lighter|[1-5]00")


class Change(NamedTuple):
    """What a style sheet's declarations add to and take from the styles of an element."""

    on: Styles
    off: Styles


Sheet = Mapping[str, Change]


class Site(NamedTuple):
    """Where a site keeps the story on its pages. The keys are `tag`, `#id`, `.class`, `tag.class` and `#id tag`
    (a tag whose nearest ancestor with an id is that one)."""

    story: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    matter: Mapping[str, str] = {}
    heading: frozenset[str] = frozenset()
    fields: Mapping[str, str] = {}


_ANY = Site(fields={"title": "page", "h1.title": "title", "p.author": "author", "h1": "h1"})
_AO3_DOWNLOAD = Site(
    story=frozenset({"#preface", "#chapters", "#afterword"}),
    dropped=frozenset({".message", ".toc-heading"}),
    matter={"#preface": "header", "#afterword": "notes", ".meta": "notes"},
    heading=frozenset({"h2.heading"}),
    fields={"#preface h1": "title", "#preface .byline": "author", "#preface .tags": "tags"},
)
_AO3_PAGE = Site(
    story=frozenset({"#workskin"}),
    dropped=frozenset({".landmark", ".actions"}),
    matter={".preface": "notes", ".notes": "notes", ".end": "notes"},
    heading=frozenset({"h3.title"}),
    fields={"h2.title": "title", ".byline": "author", "dd.language": "language"},
)
_FANFICTION = Site(
    story=frozenset({"#storytext", "#storycontent"}),
    fields={
        "#profile_top b": "title",
        "#profile_top a": "author",
        "#profile_top .xgray": "about",
        "#chap_select option[selected]": "chapter",
        "#content b": "title",
        "#content a": "author",
    },
)


@dataclass(slots=True, frozen=True)
class _Element:
    """What holds inside an open element; it is the same for all of its children of one tag without attributes."""

    tag: str = ""
    styles: Styles = PLAIN
    shown: bool = True
    kept: bool = True
    verbatim: bool = False
    scope: str = ""
    into: str = ""
    children: dict[str, _Element] = field(default_factory=dict)


class _TooDeep(Exception):
    """Elements are nested deeper than any story needs."""


class _DepthCheck:
    def __init__(self) -> None:
        self._depth = 0

    def start(self, tag: str, attributes: object) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise _TooDeep

    def end(self, tag: str) -> None:
        self._depth -= 1

    def close(self) -> None: ...


@dataclass
class Page:
    """The state of reading one page into a builder; lxml calls `start`, `end` and `data` as it parses."""

    builder: Builder
    site: Site = _ANY
    sheet: dict[str, Change] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    inside: Styles = PLAIN

    def __post_init__(self) -> None:
        self._open = [_Element(styles=self.inside, kept=not self.site.story)]
        self._before: list[int] = []
        self._heard: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._listen()
        parent = self._open[-1]
        tag = tag.rpartition(":")[2].lower()
        if attributes:
            attributes = dict(attributes)
            element = self._element(parent, tag, attributes)
        else:
            element = parent.children.get(tag) or self._element(parent, tag, {})
            if element.into == parent.into:
                parent.children[tag] = element
        shown = element.shown and element.kept
        if shown and tag in _BLOCKS:
            self.builder.end_paragraph()
        self._open.append(element)
        self._before.append(len(self.builder.texts))
        if not shown:
            return
        if tag in _BLOCKS:
            if not parent.kept and self.fields.get("chapter"):
                self._chapter(self.fields["chapter"])
        elif tag == "br":
            self.builder.line_break()
        elif tag == "hr":
            self.builder.rule(element.styles)
        elif tag in ("td", "th"):
            self.builder.words(" ", element.styles)
        elif tag == "img" and len(attributes.get("alt", "").strip()) == 1:
            self.builder.words(attributes["alt"].strip(), element.styles)

    def end(self, tag: str) -> None:
        self._listen()
        element, before = self._open.pop(), self._before.pop()
        if element.shown and element.kept and element.tag in _BLOCKS:
            self.builder.end_paragraph()
            if element.tag == "p" and len(self.builder.texts) == before:
                self.builder.gap()

    def data(self, text: str) -> None:
        self._heard.append(text)

    def close(self) -> None:
        self._listen()
        self.builder.end_paragraph()

    def _listen(self) -> None:
        """Take in the words since the last tag."""
        if not self._heard:
            return
        text = "".join(self._heard)
        self._heard.clear()
        element = self._open[-1]
        if element.into:
            self.fields[element.into] += text
        if element.tag == "style":
            self.sheet |= parse_sheet(text)
        elif element.shown and element.kept:
            add = self.builder.verbatim if element.verbatim else self.builder.words
            add(text, element.styles)

    def _element(self, parent: _Element, tag: str, attributes: Mapping[str, str]) -> _Element:
        classes = attributes.get("class", "").lower().split()
        ident = attributes.get("id", "")
        keys = {tag, f"#{ident}", f"{parent.scope} {tag}"}
        for name in classes:
            keys |= {f".{name}", f"{tag}.{name}", f"{parent.scope} .{name}"}
        if tag == "option" and "selected" in attributes:
            keys.add(f"{parent.scope} option[selected]")
        if tag in ("html", "body", "meta"):
            self._head(tag, attributes)

        kinds = {
            kind.removeprefix("doc-")
            for kind in (attributes.get("epub:type", "") + " " + attributes.get("role", "")).lower().split()
        }
        new_field = next((name for key, name in self.site.fields.items() if key in keys), "")
        if new_field and new_field not in self.fields:
            self.fields[new_field] = ""
        else:
            new_field = ""
        css = attributes.get("style", "").lower()
        return _Element(
            tag=tag,
            styles=self._styles(parent, tag, classes, kinds, keys, css),
            shown=parent.shown
            and (tag not in _DROPPED or (tag == "nav" and bool(kinds & MATTER.keys())))
            and not keys & self.site.dropped
            and not (_DROPPED_CLASSES & (kinds | set(classes)))
            and "hidden" not in attributes
            and attributes.get("title") not in ("header", "footer")
            and not _HIDDEN.search(css),
            kept=parent.kept or bool(keys & self.site.story),
            verbatim=parent.verbatim or tag == "pre",
            scope=f"#{ident}" if ident else parent.scope,
            into=new_field or parent.into,
        )

    def _styles(
        self, parent: _Element, tag: str, classes: list[str], kinds: set[str], keys: set[str], css: str
    ) -> Styles:
        on: set[Style] = set()
        off: set[Style] = set()
        if tag in _STYLE_OF_TAG:
            on.add(_STYLE_OF_TAG[tag])
        elif re.fullmatch("h[1-6]", tag):
            on.add(("heading", tag[1]))
        elif tag == "a":
            on.add(("link", ""))
        elif tag == "p" and parent.tag == "hgroup":
            on |= {("heading", "6")}
        on |= {_STYLE_OF_CLASS[name] for name in classes if name in _STYLE_OF_CLASS}
        for key in (f".{name}" for name in classes):
            for change in (self.sheet.get(key), self.sheet.get(tag + key)):
                if change:
                    on, off = (on - change.off) | change.on, (off - change.on) | change.off
        if css:
            change = _declared(css)
            on, off = (on - change.off) | change.on, (off - change.on) | change.off
        styles = (parent.styles - off) | on
        if keys & self.site.heading:
            return frozenset(s for s in styles if s[0] != "matter")
        if any(kind == "matter" for kind, _ in styles):
            return styles
        name = next((self.site.matter[key] for key in sorted(keys) if key in self.site.matter), None)
        if not name and tag in _BLOCKS:
            name = next((MATTER[kind] for kind in sorted(kinds) if kind in MATTER), None)
            if not name and tag in ("div", "section", "ul", "ol", "table", "p", "aside"):
                name = next((MATTER[c] for c in classes if c in ("toc", "footnotes", "footnote", "transnote")), None)
            if not name and parent.tag == "body":
                name = _PAGE_CHROME.get(tag)
        return styles | {("matter", name)} if name else styles

    def _head(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "meta":
            language = attributes.get("xml:lang") or attributes.get("lang")
            if language:
                self.fields.setdefault("lang", language)
        else:
            name = attributes.get("name", "").lower().removeprefix("dc.").removeprefix("dcterms.")
            name = {"creator": "author", "title": "title"}.get(name, name)
            if name in ("author", "title") and attributes.get("content"):
                self.fields.setdefault(name, attributes["content"])

    def _chapter(self, name: str) -> None:
        """Put the chapter's name, which the site shows in a menu, above the story."""
        self.builder.words(re.sub(r"^\d+\.\s*", "", name.strip()), self._open[-1].styles | {("heading", "2")})
        self.builder.end_paragraph()


def read(data: bytes) -> Document:
    """An HTML page. Its encoding is told from a byte order mark, from its bytes, or from what it declares."""
    declared = _DECLARED.search(data[:4096])
    charset = declared[1].decode("ascii") if declared else ""
    known = _CHARSET.fullmatch(charset) and charset.lower() != "iso-8859-1"
    return read_page(decode(data, charset) if known else decode(data))


def read_page(text: str) -> Document:
    """An HTML page, decoded."""
    builder = Builder()
    site = _site(text)
    fields = parse(text, builder, site=site)
    language = fields.get("lang")
    if site in (_AO3_PAGE, _AO3_DOWNLOAD):
        tags = re.search(r"Language:\s*([^\n]+)", fields.get("tags", ""))
        language = language_code(fields.get("language") or (tags[1] if tags else None)) or language
    elif site is _FANFICTION:
        about = fields.get("about", "").split(" - ")
        language = (language_code(about[1]) if len(about) > 1 else None) or language
    title = fields.get("title") or fields.get("page") or fields.get("h1") if site is _ANY else fields.get("title")
    author = re.sub(r"^\s*by\s+", "", fields.get("author", ""))
    document = builder.document(_line(title), _line(author), _line(language))
    add_gutenberg(document)
    return document


def parse(
    text: str, builder: Builder, *, site: Site = _ANY, sheet: Sheet | None = None, inside: Styles = PLAIN
) -> dict[str, str]:
    """Add a page to the builder; gives what the page says of itself (title, author, lang …).

    `sheet` is what outside style sheets declare, `inside` the styles that hold for the whole page.
    """
    data = text.lstrip("\ufeff").replace("\0", "").encode("utf-8", "replace")
    data = _LONG_TAG.sub(rb"<\1>", _DOCTYPE.sub(b"", data[:4096]) + data[4096:])
    if data.count(b"<") > _DEPTH:
        try:
            _feed(data, _DepthCheck(), 1 << 16)
        except _TooDeep:
            data = _NESTING.sub(lambda tag: b"<p>" if tag[1].decode().lower() in _BLOCKS else b"", data)
    page = Page(builder, site, dict(sheet or {}), inside=inside)
    _feed(data, page, 1 << 20)
    return page.fields


def parse_sheet(text: str) -> dict[str, Change]:
    """What a style sheet declares for classes (`.name`, `tag.name`), as far as it is italic, bold or small capitals."""
    sheet: dict[str, Change] = {}
    for block in text.lower().split("}"):
        selectors, _, declarations = block.rpartition("{")
        change = _declared(declarations)
        if change.on or change.off:
            for selector in selectors.rpartition("{")[2].split(","):
                if _SELECTOR.fullmatch(selector.strip()):
                    sheet[selector.strip()] = change
    return sheet


def _declared(css: str) -> Change:
    on: set[Style] = set()
    off: set[Style] = set()
    for declaration in css.split(";"):
        name, _, value = declaration.partition(":")
        value = value.replace("!important", "").strip()
        style = _STYLE_OF_PROPERTY.get(name.strip())
        if style and _STYLED.fullmatch(value):
            on.add(style)
        elif style and _PLAIN.fullmatch(value):
            off.add(style)
    return Change(frozenset(on), frozenset(off))


def _site(text: str) -> Site:
    ids = {name for name in _SITE_IDS if name in text and re.search(rf"""\bid\s*=\s*["']?{name}\b""", text)}
    if "workskin" in ids:
        return _AO3_PAGE
    if {"preface", "chapters"} <= ids and "archiveofourown.org" in text:
        return _AO3_DOWNLOAD
    return _FANFICTION if ids & {"storytext", "storycontent"} else _ANY


def _feed(data: bytes, target: Page | _DepthCheck, chunk: int) -> None:
    """Parse, so many bytes at a time: what the target raises comes out at the end of each."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=target)  # type: ignore[arg-type]
    for start in range(0, len(data), chunk):
        parser.feed(data[start : start + chunk])
    if data.strip():
        parser.close()


def _line(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
