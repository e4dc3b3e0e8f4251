"""unspoken reads prose fiction as a careful reader does: who says every line, and what is thought and not said."""

from unspoken.reading import read, read_text
from unspoken.sources.document import SourceError
from unspoken.story import (
    Chapter,
    Character,
    Entity,
    Event,
    Line,
    Mark,
    Mention,
    Paragraph,
    Scene,
    Span,
    Story,
    StoryFormatError,
)

__version__ = "0.1.0"

__all__ = [
    "Chapter",
    "Character",
    "Entity",
    "Event",
    "Line",
    "Mark",
    "Mention",
    "Paragraph",
    "Scene",
    "SourceError",
    "Span",
    "Story",
    "StoryFormatError",
    "read",
    "read_text",
]
