"""What every source gives: one plain text, and what the file showed beside its words."""

from __future__ import annotations

from dataclasses import dataclass, field

from unspoken.story import Mark


class SourceError(Exception):
    """A file that cannot be read. Its message is one line for a person: what is wrong and what to do."""


@dataclass(slots=True)
class Document:
    """A file, opened: its text, its marks (offsets into the text, in order), and what it says of itself.

    For a plain-text file `text` is the decoded content, unchanged (line ends, byte order mark and all).
    """

    text: str
    marks: list[Mark] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    language: str | None = None
