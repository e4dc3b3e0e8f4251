"""From a file to a story. Each step is a function from what is known so far to one new layer; nothing reaches back.

The steps are imported where they run, so that `import unspoken` and `unspoken --help` are quick.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from unspoken.sources.document import Document
from unspoken.story import Story

# Called with the name of the step that begins and the share of the work that is done, 0 to 1.
Progress = Callable[[str, float], None]


def read(path: str | os.PathLike[str], progress: Progress | None = None, *, corrected: bool = True) -> Story:
    """The reading of the story in a file; "-" is standard input. A story's own JSON is opened as it stands.

    What a person has corrected in this story is set, unless `corrected` is false. Raises SourceError or OSError for a
    file that cannot be read, StoryFormatError for JSON that is not a story, CorrectionError for damaged corrections.
    """
    from unspoken import corrections
    from unspoken.sources import open_document

    _tell(progress, "opening", 0.0)
    if Path(path).suffix.lower() == ".json":
        story = Story.from_json(Path(path).read_bytes())
    else:
        story = read_document(open_document(path), progress)
    return corrections.apply(story, corrections.load(path)) if corrected and os.fspath(path) != "-" else story


def read_text(text: str, *, title: str | None = None, author: str | None = None) -> Story:
    """The reading of a plain text."""
    from unspoken.sources.text import parse

    document = parse(text)
    document.title, document.author = title or document.title, author or document.author
    return read_document(document)


def read_document(document: Document, progress: Progress | None = None) -> Story:
    """The reading of a document that is open."""
    from unspoken.reading import quotes, resolve, segment

    _tell(progress, "finding the parts", 0.05)
    parts = segment.cut(document)
    _tell(progress, "finding what is said", 0.15)
    quotations = quotes.find(parts)
    _tell(progress, "finding who says it", 0.2)
    resolution = resolve.resolve(
        parts, quotations, lambda seen: _tell(progress, "finding who says it", 0.2 + 0.7 * seen)
    )
    _tell(progress, "putting it together", 0.95)
    story = Story(
        text=document.text,
        title=document.title,
        author=document.author,
        language=document.language,
        marks=document.marks,
        chapters=parts.chapters,
        scenes=parts.scenes,
        paragraphs=parts.paragraphs,
        characters=resolution.characters,
        lines=resolution.lines,
        mentions=resolution.mentions,
        entities=resolution.entities,
        events=resolution.events,
    )
    story.notes = _notes(story)
    return story


def _notes(story: Story) -> list[str]:
    if not any(p.role == "prose" for p in story.paragraphs):
        return ["There is no prose in this text."]
    if not any(line.kind == "speech" for line in story.lines):
        return ["No speech was found: nothing in this text is set off as speech by quotation marks or dashes."]
    return []


def _tell(progress: Progress | None, step: str, done: float) -> None:
    if progress:
        progress(step, done)
