"""Markdown, by way of HTML."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from unspoken.sources import html
from unspoken.sources.document import Document
from unspoken.sources.text import decode

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.M | re.S)
_FIELD = re.compile(r"^(title|author|lang|language):[ \t]*(.+?)[ \t\r]*$", re.M)


def read(data: bytes) -> Document:
    """CommonMark, with raw HTML in it and YAML's title, author and lang before it.

    Indented paragraphs are prose, not code.
    """
    text = decode(data)
    front = _FRONT_MATTER.match(text)
    fields = {key: value.strip("\"'[]") for key, value in _FIELD.findall(front[1])} if front else {}
    page = MarkdownIt("commonmark").disable("code").render(text[front.end() if front else 0 :])
    document = html.read_page(page)
    document.title = fields.get("title") or document.title
    document.author = fields.get("author") or document.author
    document.language = fields.get("lang") or fields.get("language") or document.language
    return document
