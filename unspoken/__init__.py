"""unspoken reads prose fiction as a careful reader does."""

from unspoken.story import Chapter, Character, Line, Mention, Paragraph, Scene, Span, Story, StoryFormatError

__all__ = ["Chapter", "Character", "Line", "Mention", "Paragraph", "Scene", "Span", "Story", "StoryFormatError"]
