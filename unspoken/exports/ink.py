"""Ink: the story as a game's script, a knot a chapter, a stitch a scene, and tags for who speaks or thinks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unspoken.exports.beats import beats
from unspoken.exports.escape import UNKNOWN, identifiers, labels, utf8
from unspoken.exports.script import warn_unknown
from unspoken.story import Story
from unspoken.text import clean

# What means more than its words anywhere, and at the beginning of a line: choices, gathers, statements, notes.
_SPECIAL = re.compile(r"[\\#{}\[\]|~<>]|(?<=/)[/*]|^(?=[*+=!&-]|(?:TODO|VAR|CONST|LIST|INCLUDE|EXTERNAL)\b)")


def chunks(story: Story) -> Iterator[str]:
    """The script, piece by piece. The characters are the list `cast`; their lines are tagged with its entries."""
    warn_unknown(story)
    names = labels(story)
    keys = {character: f"c_{key}" for character, key in identifiers(names).items()}
    yield f"# title: {_words(clean(utf8(story.title or 'Untitled')))}\n"
    if story.author:
        yield f"# author: {_words(clean(utf8(story.author)))}\n"
    yield f"LIST cast = {', '.join([*keys.values(), 'unknown'])}\n"
    knots = stitches = 0
    for beat in beats(story):
        if beat.kind == "chapter" or not knots:
            knots += 1
            yield f"-> chapter_{knots}\n\n=== chapter_{knots} ===\n"
        if beat.kind == "chapter":
            yield f"# chapter: {_words(beat.text)}\n"
        elif beat.kind == "scene":
            stitches += 1
            yield f"-> scene_{stitches}\n\n= scene_{stitches}\n"
        elif beat.line is None:
            yield f"{_words(beat.text)}\n"
        else:
            speaker = beat.line.speaker
            name, key = (names[speaker], keys[speaker]) if speaker else (UNKNOWN, "unknown")
            yield f"{_words(name)}: {_words(beat.text)} # {beat.kind} # {key}\n"
    yield "-> END\n"


def _words(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
