"""A script for voices: the whole text cut into segments, each with the voice that reads it.

Verbatim: the segments joined are the text, every character once and in order.
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from unspoken.exports import ExportError
from unspoken.exports.escape import NARRATOR, UNKNOWN, is_language, labels, slug, utf8, xml, xml_attribute
from unspoken.exports.spans import runs, tags, voiced
from unspoken.story import Character, Line, Story

GENDER = {"she": "female", "he": "male"}
# What a `voice` of SSML 1.1 may say of itself.
VOICE = ("name", "gender", "age", "variant", "languages", "required", "ordering", "onvoicefailure")


@dataclass(slots=True, frozen=True)
class Segment:
    """A stretch of the text and who reads it: `line` is None for narration."""

    start: int
    end: int
    text: str
    line: Line | None = None

    @property
    def kind(self) -> Literal["narration", "speech", "thought"]:
        return self.line.kind if self.line else "narration"

    @property
    def speaker(self) -> Character | None:
        return self.line.speaker if self.line else None


def segments(story: Story) -> Iterator[Segment]:
    """The text in segments. Where lines overlap, the last to begin is read; a tag inside a line is the narrator's.

    White space, and marks with no word between them, go with what they follow.
    """
    items = voiced(story, tags(story))
    start, line, spoken = 0, None, False
    for run in runs(items, len(story.text)):
        now = run.open[-1].thing if run.open else None
        words = story.text[run.start : run.end]
        if now is line or not words.strip() or (now is None and not any(c.isalnum() for c in words)):
            spoken = spoken or bool(words.strip())
            continue
        if spoken:
            end = run.end - len(words.lstrip())
            yield Segment(start, end, story.text[start:end], line)
            start = end
        line, spoken = now, True
    if start < len(story.text):
        yield Segment(start, len(story.text), story.text[start:], line)


def warn_unknown(story: Story) -> None:
    """Warn of the lines that no known speaker has, where there are any."""
    count = sum(line.speaker is None for line in story.lines)
    if count:
        lines = "line has" if count == 1 else "lines have"
        warnings.warn(f"{count} {lines} no known speaker; '{UNKNOWN}' speaks there", stacklevel=3)


def text_chunks(story: Story, voices: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Plain text: `[Name] words`, each segment on a line of its own, as `read_text_script` reads it back."""
    warn_unknown(story)
    called = _Voices(story, voices)
    for segment in segments(story):
        words = re.sub(r"^(?=[\[\\])", r"\\", utf8(segment.text), flags=re.MULTILINE)
        yield f"[{called.title(segment)}] {words}\n"


def read_text_script(script: str) -> list[tuple[str, str]]:
    """The segments of a plain script: each name and its words, which joined are the text."""
    starts = list(re.finditer(r"^\[([^\]\n]*)\] ", script, re.MULTILINE))
    ends = [m.start() - 1 for m in starts[1:]] + [len(script) - 1]
    return [
        (m[1], re.sub(r"^\\(?=[\[\\])", "", script[m.end() : end], flags=re.MULTILINE))
        for m, end in zip(starts, ends, strict=False)
    ]


def json_chunks(story: Story, voices: Mapping[str, Any] | None = None) -> Iterator[str]:
    """JSON: the voices with their share of the text, and the segments in order."""
    warn_unknown(story)
    called = _Voices(story, voices)
    found = list(segments(story))
    count, letters = Counter[str](), Counter[str]()
    for segment in found:
        count[called.name(segment)] += 1
        letters[called.name(segment)] += len(segment.text)
    cast = [
        {"name": name, "segments": n, "characters": letters[name], "voice": called.chosen(name)}
        for name, n in count.items()
    ]
    yield f'{{"title": {_dump(story.title)}, "voices": {_dump(cast)}, "segments": ['
    for k, segment in enumerate(found):
        row = {
            "kind": segment.kind,
            "name": called.name(segment),
            "character": segment.speaker.id if segment.speaker else None,
            "to": [c.id for c in segment.line.addressees] if segment.line else [],
            "manner": segment.line.manner if segment.line else None,
            "feeling": segment.line.feeling if segment.line else None,
            "start": segment.start,
            "end": segment.end,
            "text": segment.text,
        }
        yield (",\n" if k else "\n") + _dump(row)
    yield "\n]}\n"


def ssml_chunks(story: Story, voices: Mapping[str, Any] | None = None) -> Iterator[str]:
    """SSML 1.1: a voice for each segment, thoughts softer and slower; a mark before it names who reads."""
    warn_unknown(story)
    called = _Voices(story, voices)
    language = story.language if is_language(story.language) else "en"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="{language}">'
    for k, segment in enumerate(segments(story), 1):
        name = called.name(segment)
        words = xml(segment.text)
        if segment.kind == "thought":
            words = f'<prosody volume="soft" rate="90%">{words}</prosody>'
        attributes = "".join(f' {key}="{xml_attribute(str(value))}"' for key, value in called.chosen(name).items())
        yield f'<mark name="{k}-{slug(name)}-{segment.kind}"/><voice{attributes}>{words}</voice>'
    yield "</speak>\n"


def _dump(data: Any) -> str:
    return utf8(json.dumps(data, ensure_ascii=False))


class _Voices:
    """What each voice is called, and which voice of a synthesiser it has.

    `voices` maps names (aliases, ids, Narrator, Unknown) to the name of a voice, or to the attributes of one. For the
    others the gender is that of the pronouns, and everyone of a gender has a variant of their own.
    """

    def __init__(self, story: Story, voices: Mapping[str, Any] | None) -> None:
        self.names = labels(story)
        self._chosen = {NARRATOR: {"gender": "neutral", "variant": "1"}, UNKNOWN: {"gender": "neutral", "variant": "2"}}
        variants = Counter({"neutral": 2})
        for character, name in self.names.items():
            gender = GENDER.get(character.pronouns or "", "neutral")
            variants[gender] += 1
            self._chosen[name] = {"gender": gender, "variant": str(variants[gender])}
        for key, voice in (voices or {}).items():
            self._chosen[self._whose(story, key)] = _voice(key, voice)

    def _whose(self, story: Story, key: str) -> str:
        fixed = {name.casefold(): name for name in (NARRATOR, UNKNOWN, *self.names.values())}
        if key.casefold() in fixed:
            return fixed[key.casefold()]
        try:
            return self.names[story.character(key)]
        except KeyError:
            raise ExportError(f"the voices name '{key}', and nobody in this story is called that") from None

    def name(self, segment: Segment) -> str:
        if segment.line is None:
            return NARRATOR
        return self.names.get(segment.line.speaker, UNKNOWN) if segment.line.speaker else UNKNOWN

    def title(self, segment: Segment) -> str:
        return self.name(segment) + (", thinking" if segment.kind == "thought" else "")

    def chosen(self, name: str) -> dict[str, str]:
        return self._chosen[name]


def _voice(key: str, voice: Any) -> dict[str, str]:
    if isinstance(voice, str):
        return {"name": voice}
    if isinstance(voice, dict) and voice.keys() <= set(VOICE):
        return {name: str(value) for name, value in voice.items()}
    raise ExportError(f"the voice of '{key}' should be a name, or an object with some of {', '.join(VOICE)}")
