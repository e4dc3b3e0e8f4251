"""Text from a story, made fit to show on a line."""

from __future__ import annotations

import re

# Control characters, and the marks that override the direction of writing, would steer the terminal that shows them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def squeeze(text: str) -> str:
    """The text with each run of white space made one space, and no control characters."""
    return re.sub(r"\s+", " ", _CONTROL.sub("", text))


def clean(text: str) -> str:
    """The text on one line, with nothing around it."""
    return squeeze(text).strip()
