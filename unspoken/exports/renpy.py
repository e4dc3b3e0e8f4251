"""Ren'Py: the story as a visual novel's script, every character declared, and once more for what they think."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator

from unspoken.exports.beats import beats
from unspoken.exports.escape import UNKNOWN, identifiers, labels, utf8
from unspoken.exports.script import warn_unknown
from unspoken.story import Character, Story
from unspoken.text import clean

# In a string: what ends it, what escapes, and what begins a tag, a value or a ruby text.
_IN_STRING = str.maketrans({"\\": "\\\\", '"': '\\"', "%": "\\%", "[": "[[", "{": "{{", "【": "【【"})


def chunks(story: Story) -> Iterator[str]:
    """The script, piece by piece."""
    warn_unknown(story)
    names = labels(story)
    keys = {character: f"c_{key}" for character, key in identifiers(names).items()}
    speaking = [character for character in names if character.lines]
    yield f"# {clean(utf8(story.title or 'Untitled'))}\n\n"
    for k, character in enumerate(speaking):
        yield from _declare(keys[character], names[character], k, len(speaking))
    yield from _declare("unknown", UNKNOWN, None, 0)
    yield "\nlabel start:\n"
    chapters = scenes = 0
    for beat in beats(story):
        if beat.kind == "chapter":
            chapters += 1
            yield f"\nlabel chapter_{chapters}:\n    # {beat.text}\n"
        elif beat.kind == "scene":
            scenes += 1
            yield f"\nlabel scene_{scenes}:\n"
        else:
            yield f'    {_speaker(beat.line.speaker, keys, beat.kind) if beat.line else ""}"{_string(beat.text)}"\n'
    yield "\n    return\n"


def _declare(key: str, name: str, k: int | None, of: int) -> Iterator[str]:
    """A character who speaks, and the same one thinking: in italics."""
    red, green, blue = colorsys.hls_to_rgb(k / of, 0.75, 0.6) if k is not None else (0.8, 0.8, 0.8)
    color = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
    yield f'define {key} = Character("{_name(name)}", color="{color}")\n'
    yield f"define {key}_thinks = Character(kind={key}, what_italic=True)\n"


def _speaker(speaker: Character | None, keys: dict[Character, str], kind: str) -> str:
    key = keys[speaker] if speaker else "unknown"
    return f"{key}_thinks " if kind == "thought" else f"{key} "


def _string(text: str) -> str:
    return text.translate(_IN_STRING)


def _name(name: str) -> str:
    """A name inside a Python string; labels have no brackets."""
    return name.replace("\\", "\\\\").replace('"', '\\"')
