"""Fountain: the story as a screenplay. Manner becomes a parenthetical, a thought is spoken as voice-over (V.O.)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unspoken.exports.beats import Beat, beats
from unspoken.exports.escape import UNKNOWN, labels, utf8
from unspoken.exports.script import warn_unknown
from unspoken.story import Character, Story
from unspoken.text import clean

# What a line may begin with and mean more than its words: a transition, a note, a lyric, a heading of a scene.
_SPECIAL = re.compile(r"[^\w\"'“‘«„]")
_HEADING = re.compile(r"(?:int\.?/ext|int|ext|est|i/e)[. ]", re.IGNORECASE)
_PLAIN_CUE = re.compile(r"[A-Z][A-Z0-9 .'’-]*")
JOINER = "\u2060"  # has no width; keeps a line of dialogue from beginning with a mark of Fountain


def chunks(story: Story) -> Iterator[str]:
    """The screenplay, piece by piece."""
    warn_unknown(story)
    names = labels(story)
    yield f"Title: {_words(clean(utf8(story.title or 'Untitled')))}\n"
    if story.author:
        yield f"Author: {_words(clean(utf8(story.author)))}\n"
    for beat in beats(story):
        yield "\n" + _block(beat, names)


def _block(beat: Beat, names: dict[Character, str]) -> str:
    text = _words(beat.text)
    if beat.kind == "chapter":
        return f"# {text}\n"
    if beat.kind == "scene":
        return f".{text.upper()}\n"
    if beat.line is None:
        forced = "!" if _SPECIAL.match(text) or _HEADING.match(text) or text.isupper() else ""
        return f"{forced}{text}\n"
    name = names[beat.line.speaker] if beat.line.speaker else UNKNOWN
    manner = _words(clean(utf8(beat.line.manner or ""))).replace("(", "").replace(")", "")
    return "".join(
        [
            _cue(name),
            " (V.O.)\n" if beat.kind == "thought" else "\n",
            f"({manner})\n" if manner else "",
            JOINER if _SPECIAL.match(text) else "",
            f"{text}\n",
        ]
    )


def _cue(name: str) -> str:
    plain = _words(name.replace("^", "")).upper()
    return plain if _PLAIN_CUE.fullmatch(plain) else f"@{plain}"


def _words(text: str) -> str:
    """The words with Fountain's marks of emphasis escaped, and its notes and comments taken apart."""
    return re.sub(r"([\\*_])", r"\\\1", text).replace("[[", "[ [").replace("]]", "] ]")
