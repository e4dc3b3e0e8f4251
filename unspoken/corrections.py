"""What a person has put right in a reading: kept as data beside the story, and set again on every new reading.

A correction is an answer given: the lines around it that are not sure follow it (`unspoken.reading.follow`).

It is a plain JSON object. It names its place by the words that stand there (`exact`, with the `prefix` and
`suffix` around them, as in the W3C's text quote selector) and its people by name, so that it outlives a new reading,
and an edited manuscript as far as its words survive. `do` says what it does:

| do | with | what |
|---|---|---|
| `line` | `at`, `set` | set a line's `speaker`, `addressees`, `kind`, `form` or `feeling` |
| `mend` | `at`, `spans` | give a line other words |
| `drop` | `at` | this is not a line |
| `add-line` | `spans`, `set` | here is a line |
| `add-character` | `who`, `pronouns` | there is a character of this name |
| `rename` | `who`, `name`, `pronouns` | call a character so |
| `merge` | `who`, `into` | two characters are one |
| `split` | `who`, `name`, `aliases`, `lines` | these names and lines are another character's |
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict, get_args

from unspoken import files
from unspoken.reading.follow import follow
from unspoken.story import Character, Feeling, Form, Kind, Line, Span, Story

FORMAT = "unspoken-corrections"
FORMAT_VERSION = 1
SUFFIX = ".unspoken.json"
CONTEXT = 48  # characters kept on each side of a quoted text
ENOUGH = 36  # characters of a quoted text and its context that must be found again
TAIL = 20  # characters of context on each side that are enough to find words which have changed

Correction = dict[str, Any]


class CorrectionError(ValueError):
    """A correction that cannot be made. Its message is one line for a person."""


class Anchor(TypedDict):
    """A place in a text, by the words that stand there."""

    exact: str
    prefix: str
    suffix: str
    start: int


class Who(TypedDict, total=False):
    """A character, by name; by id where it has no name."""

    id: str
    name: str | None
    narrator: bool


# Keeping


def places(path: str | os.PathLike[str]) -> list[Path]:
    """Where the corrections of a story may be kept: beside it, and in the user's data folder."""
    story = Path(os.path.realpath(path))
    key = hashlib.sha256(os.fsencode(story)).hexdigest()[:16]
    return [story.with_name(story.name + SUFFIX), files.user_folder() / "corrections" / f"{story.name[:80]}-{key}.json"]


def load(path: str | os.PathLike[str]) -> list[Correction]:
    """The corrections of the story in a file, none where it has none. Raises CorrectionError for a damaged file."""
    kept = [place for place in places(path) if place.is_file()]
    if not kept:
        return []
    newest = max(kept, key=lambda place: place.stat().st_mtime_ns)
    try:
        data = json.loads(newest.read_bytes())
        if data["format"] != FORMAT or data["version"] != FORMAT_VERSION:
            raise ValueError(f"format {data['format']}, version {data['version']}")
        corrections = data["corrections"]
        if not all(isinstance(c, dict) and isinstance(c["do"], str) for c in corrections):
            raise TypeError("a correction that is not an object")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorrectionError(f"{newest} does not hold corrections that this release can read ({error})") from error
    return list(corrections)


def save(path: str | os.PathLike[str], corrections: Sequence[Correction]) -> Path:
    """Keep the corrections of the story in a file, whole or not at all; returns the place. Raises OSError."""
    data = {"format": FORMAT, "version": FORMAT_VERSION, "story": Path(path).name, "corrections": list(corrections)}
    document = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    beside, apart = places(path)
    try:
        files.write(beside, document)
        return beside
    except OSError:
        apart.parent.mkdir(parents=True, exist_ok=True)
        files.write(apart, document)
        return apart


# Places by their words


def _fold(text: str) -> str:
    """The text with its curly marks made straight: as long as before, so that offsets hold."""
    for curly, straight in zip("“”„«»‘’\xa0", '"""""\'\' ', strict=True):
        text = text.replace(curly, straight)
    return text


_folded = lru_cache(maxsize=2)(_fold)  # for whole stories


def anchor(text: str, span: Span) -> Anchor:
    """The words at a span and around it."""
    start, end = span
    return Anchor(
        exact=text[start:end],
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
        start=start,
    )


def locate(text: str, at: Anchor) -> Span | None:
    """Where an anchor's words stand in a text that may have changed, None where they are gone.

    Of words that occur more than once, those in the likest context; words that changed are found between their
    unchanged neighbours.
    """
    exact, prefix, suffix = (_fold(words) for words in (at["exact"], at["prefix"], at["suffix"]))
    start, size = at["start"], len(exact)
    if not exact.strip():
        return None
    around = text[max(start - len(prefix), 0) : start + size + len(suffix)]
    if start >= len(prefix) and _fold(around) == prefix + exact + suffix:
        return Span(start, start + size)
    folded = _folded(text)
    found = list(_occurrences(folded, exact)) or [
        Span(*m.span()) for m in re.finditer(r"\s+".join(map(re.escape, exact.split())), folded)
    ]

    def context(span: Span) -> int:
        before, after = folded[max(span.start - 2 * CONTEXT, 0) : span.start], folded[span.end : span.end + 2 * CONTEXT]
        return _alike(_letters(before)[::-1], _letters(prefix)[::-1]) + _alike(_letters(after), _letters(suffix))

    whole = len(_letters(prefix)) + len(_letters(suffix))
    if found:
        best = max(found, key=lambda span: (context(span), -abs(span.start - start)))
        if len(_letters(exact)) + context(best) >= min(ENOUGH, len(_letters(exact)) + whole):
            return best
    head, tail = prefix[-TAIL:].lstrip(), suffix[:TAIL].rstrip()
    if min(len(head), len(tail)) < TAIL // 2:
        return None
    between = (
        Span(opened.end, closed)
        for opened in _occurrences(folded, head)
        if (closed := folded.find(tail, opened.end + 1, opened.end + 2 * size + CONTEXT)) > 0
    )
    return min(between, key=lambda span: abs(span.start - start), default=None)


def _occurrences(text: str, words: str) -> Iterable[Span]:
    at = text.find(words)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _letters(text: str) -> str:
    return "".join(text.split())


def _alike(a: str, b: str) -> int:
    """The length of what two strings begin with alike."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


# Making a correction from what a person asks for


def record(story: Story, request: Any) -> Correction:
    """A correction as it is kept, from one that names lines by their start, spans by offsets and characters by id.

    Raises CorrectionError where the request does not fit the story.
    """
    if not isinstance(request, dict):
        raise CorrectionError("A correction is an object.")
    make = _Recorder(story, request)
    actions: dict[str, Callable[[], Correction]] = {
        "line": lambda: {"at": make.line(), "set": make.settings()},
        "mend": lambda: {"at": make.line(), "spans": make.spans()},
        "drop": lambda: {"at": make.line()},
        "add-line": lambda: {"spans": make.spans(), "set": make.settings()},
        "add-character": lambda: {"who": Who(name=make.name()), **make.pronouns()},
        "rename": lambda: {"who": make.who("who"), "name": make.name(), **make.pronouns()},
        "merge": lambda: {"who": make.who("who"), "into": make.who("into")},
        "split": lambda: {
            "who": make.who("who"), "name": make.name(), "aliases": make.aliases(), "lines": make.lines()
        },
    }  # fmt: skip
    do = request.get("do")
    if not isinstance(do, str) or do not in actions:
        raise CorrectionError(f"There is no correction {do!r}.")
    return {"do": do, **actions[do]()}


@dataclass
class _Recorder:
    story: Story
    request: dict[str, Any]

    def line(self) -> Anchor:
        return self._anchor_line(self.request.get("line"))

    def lines(self) -> list[Anchor]:
        starts = self.request.get("lines", [])
        return [self._anchor_line(start) for start in starts] if isinstance(starts, list) else []

    def _anchor_line(self, start: object) -> Anchor:
        line = next((x for x in self.story.lines if x.start == start), None)
        if line is None:
            raise CorrectionError("There is no such line any more.")
        return anchor(self.story.text, Span(line.start, line.end))

    def spans(self) -> list[Anchor]:
        match self.request.get("spans"):
            case [*pairs] if pairs:
                spans = []
                for pair in pairs:
                    match pair:
                        case [int(a), int(b)] if 0 <= a < b <= len(self.story.text):
                            spans.append(_trim(self.story.text, Span(a, b)))
                        case _:
                            raise CorrectionError("A line needs words that stand in the text.")
                spans.sort()
                if any(a.end > b.start for a, b in itertools.pairwise(spans)) or any(a >= b for a, b in spans):
                    raise CorrectionError("A line needs words, each of them once.")
                return [anchor(self.story.text, span) for span in spans]
        raise CorrectionError("A line needs words.")

    def settings(self) -> dict[str, Any]:
        asked = self.request.get("set", {})
        out: dict[str, Any] = {}
        for key, choices in (("kind", get_args(Kind)), ("form", get_args(Form)), ("feeling", get_args(Feeling))):
            if key in asked:
                if asked[key] not in choices and not (key == "feeling" and asked[key] is None):
                    raise CorrectionError(f"{asked[key]!r} is not a {key} of a line.")
                out[key] = asked[key]
        if "speaker" in asked:
            out["speaker"] = None if asked["speaker"] is None else self._who(asked["speaker"])
        if "addressees" in asked:
            out["addressees"] = [self._who(key) for key in asked["addressees"]]
        return out

    def who(self, key: str) -> Who:
        return self._who(self.request.get(key))

    def _who(self, key: object) -> Who:
        if isinstance(key, dict) and isinstance(key.get("new"), str) and key["new"].strip():
            return Who(name=_squeezed(key["new"]))
        character = next((c for c in self.story.characters if c.id == key), None)
        if character is None:
            raise CorrectionError("There is no such character any more.")
        return Who(id=character.id, name=character.name, narrator=character.narrator)

    def name(self) -> str:
        name = self.request.get("name")
        if not isinstance(name, str) or not name.strip():
            raise CorrectionError("A character needs a name.")
        return _squeezed(name)

    def pronouns(self) -> dict[str, str]:
        pronouns = self.request.get("pronouns")
        return {"pronouns": pronouns} if pronouns in ("he", "she", "they", "it") else {}

    def aliases(self) -> list[str]:
        aliases = self.request.get("aliases", [])
        return [a for a in aliases if isinstance(a, str)] if isinstance(aliases, list) else []


def _squeezed(name: str) -> str:
    return " ".join(name.split())[:200]


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(span.end - (len(words) - len(words.rstrip())), start))


# Setting corrections on a story


@dataclass
class Corrected:
    """A story with its corrections set; the lines that a person has decided; the corrections that found no place."""

    story: Story
    fixed: set[Line] = field(default_factory=set)
    lost: list[Correction] = field(default_factory=list)

    def set(self, correction: Correction) -> bool:
        """Set one correction on the story, in place. False, and kept as lost, where its words or people are gone.

        `Story.link` is left to the caller, once for many.
        """
        try:
            done = _ACTIONS[correction["do"]](self, correction)
        except (KeyError, TypeError, ValueError):
            done = False
        if not done:
            self.lost.append(correction)
        return done

    def snapshot(self) -> Callable[[], None]:
        """A function that puts everything back as it is now, however many corrections are set after."""
        story, fixed, lost = self.story, set(self.fixed), list(self.lost)
        changing: list[tuple[list[Any], tuple[str, ...]]] = [
            (story.characters, ("name", "aliases", "pronouns", "narrator")),
            (story.lines, ("spans", "kind", "form", "speaker", "addressees", "feeling", "confidence")),
            (story.mentions, ("character",)),
            (story.paragraphs, ("focalizer",)),
        ]
        kept = [
            (layer, list(layer), {name: [getattr(part, name) for part in layer] for name in names})
            for layer, names in changing
        ]

        def restore() -> None:
            for layer, parts, fields in kept:
                layer[:] = parts
                for name, values in fields.items():
                    for part, value in zip(parts, values, strict=True):
                        setattr(part, name, value)
            self.fixed, self.lost = fixed, lost
            story.link()

        return restore

    def _line(self, c: Correction) -> bool:
        line = self._line_at(c["at"])
        if line is None:
            span = locate(self.story.text, c["at"])
            if span is None:
                return False
            line = self._insert([span])
        was = line.speaker
        self._settle(line, c["set"])
        if "speaker" in c["set"]:
            addressees = line.addressees
            follow(self.story, line, was, self.fixed)
            if "addressees" in c["set"]:
                line.addressees = addressees
        return True

    def _mend(self, c: Correction) -> bool:
        line, spans = self._line_at(c["at"]), self._spans(c["spans"])
        if line is None or not spans:
            return False
        line.spans = spans
        self.story.lines.sort(key=lambda x: x.start)
        self._settle(line, {})
        return True

    def _drop(self, c: Correction) -> bool:
        line = self._line_at(c["at"])
        if line is None:
            return locate(self.story.text, c["at"]) is not None  # there already is no line at these words
        self.story.lines.remove(line)
        self.fixed.discard(line)
        return True

    def _add_line(self, c: Correction) -> bool:
        spans = self._spans(c["spans"])
        if not spans:
            return False
        line = next((x for x in self.story.lines if x.spans == spans), None) or self._insert(spans)
        self._settle(line, c["set"])
        return True

    def _add_character(self, c: Correction) -> bool:
        character = self._who(c["who"])
        character.pronouns = c.get("pronouns", character.pronouns)
        return True

    def _rename(self, c: Correction) -> bool:
        character = self._find(c["who"])
        if character is None:
            return False
        names = [n for n in [character.name, *character.aliases] if n and n != c["name"]]
        character.name, character.aliases = c["name"], names
        character.pronouns = c.get("pronouns", character.pronouns)
        return True

    def _merge(self, c: Correction) -> bool:
        gone, kept = self._find(c["who"]), self._find(c["into"])
        if gone is None or kept is None or gone is kept:
            return False
        names = [kept.name, *kept.aliases, gone.name, *gone.aliases]
        kept.aliases = [n for n in dict.fromkeys(names) if n and n != kept.name]
        kept.pronouns = kept.pronouns or gone.pronouns
        kept.narrator = kept.narrator or gone.narrator
        for line in self.story.lines:
            line.speaker = kept if line.speaker is gone else line.speaker
            if gone in line.addressees:
                line.addressees = list(dict.fromkeys(kept if x is gone else x for x in line.addressees))
        for paragraph in self.story.paragraphs:
            paragraph.focalizer = kept if paragraph.focalizer is gone else paragraph.focalizer
        for mention in self.story.mentions:
            mention.character = kept if mention.character is gone else mention.character
        self.story.characters.remove(gone)
        return True

    def _split(self, c: Correction) -> bool:
        old, aliases = self._find(c["who"]), set(c["aliases"])
        if old is None:
            return False
        new = self._add(c["name"])
        new.aliases = [a for a in old.aliases if a in aliases and a != new.name]
        old.aliases = [a for a in old.aliases if a not in aliases and a != new.name]
        if old.name in aliases | {new.name}:
            old.name, old.aliases = next(iter(old.aliases), None), old.aliases[1:]
        names = aliases | {new.name}
        moved = [m for m in self.story.mentions if m.character is old and m.text in names]
        for mention in moved:
            mention.character = new
        starts = [m.start for m in moved]
        for line in self.story.lines:
            if line.speaker is old and line.cue:
                named = bisect_left(starts, line.cue.start) < bisect_left(starts, line.cue.end)
                line.speaker = new if named else old
        for at in c["lines"]:
            if line_at := self._line_at(at):
                self._settle(line_at, {"speaker": Who(id=new.id, name=new.name)})
        return True

    def _settle(self, line: Line, settings: dict[str, Any]) -> None:
        """Set a line's answers exactly: what a person has said is certain."""
        line.kind = settings.get("kind", line.kind)
        line.form = settings.get("form", line.form) if line.kind == "thought" else "direct"
        line.feeling = settings.get("feeling", line.feeling)
        if "speaker" in settings:
            line.speaker = self._who(settings["speaker"]) if settings["speaker"] else None
            line.confidence = 1.0
        if "addressees" in settings:
            line.addressees = [self._who(who) for who in settings["addressees"]]
        self.fixed.add(line)

    def _insert(self, spans: list[Span]) -> Line:
        line = Line("speech", spans)
        line.story = self.story
        k = bisect_left(self.story.lines, line.start, key=lambda x: x.start)
        self.story.lines.insert(k, line)
        return line

    def _spans(self, anchors: list[Anchor]) -> list[Span]:
        spans = sorted({span for at in anchors if (span := locate(self.story.text, at))})
        return [] if any(a.end > b.start for a, b in itertools.pairwise(spans)) else spans

    def _line_at(self, at: Anchor) -> Line | None:
        """The line that shares most of its words with the anchored ones, at least half."""
        span = locate(self.story.text, at)
        if span is None:
            return None

        def shared(line: Line) -> float:
            both = min(line.end, span.end) - max(line.start, span.start)
            return both / (max(line.end, span.end) - min(line.start, span.start))

        k = bisect_left(self.story.lines, span.end, key=lambda x: x.start)
        best = max(self.story.lines[max(k - 8, 0) : k], key=shared, default=None)
        return best if best and shared(best) >= 0.5 else None

    def _find(self, who: Who) -> Character | None:
        """The character of this name, the one with the same id first; without a name, the narrator or the id."""
        cast, name = self.story.characters, who.get("name")
        same_id = [c for c in cast if c.id == who.get("id")]
        if name:
            named = [c for c in cast if c.name == name]
            aliased = [c for c in cast if name in c.aliases]
            candidates = [c for c in same_id if c in named or c in aliased] + named + aliased
        elif who.get("narrator"):
            candidates = [c for c in cast if c.narrator]
        else:
            candidates = [c for c in same_id if not c.name]
        return candidates[0] if candidates else None

    def _who(self, who: Who) -> Character:
        """The character, added to the cast where there is none: a person has said that there is one."""
        found = self._find(who)
        if found is None:
            found = self._add(who.get("name"))
            found.narrator = bool(who.get("narrator"))
        return found

    def _add(self, name: str | None) -> Character:
        taken = {c.id for c in self.story.characters}
        key = next(k for n in itertools.count(1) if (k := f"added-{n}") not in taken)
        character = Character(key, name)
        self.story.characters.append(character)
        return character


_ACTIONS = {
    "line": Corrected._line,
    "mend": Corrected._mend,
    "drop": Corrected._drop,
    "add-line": Corrected._add_line,
    "add-character": Corrected._add_character,
    "rename": Corrected._rename,
    "merge": Corrected._merge,
    "split": Corrected._split,
}


def correct(story: Story, corrections: Iterable[Correction]) -> Corrected:
    """A copy of the story with the corrections set, in their order."""
    corrected = Corrected(_copy(story))
    for correction in corrections:
        corrected.set(correction)
    corrected.story.link()
    return corrected


def apply(story: Story, corrections: Sequence[Correction]) -> Story:
    """The story as corrected; the one given is left as it is. A note says how many corrections found no place."""
    if not corrections:
        return story
    corrected = correct(story, corrections)
    if lost := len(corrected.lost):
        which = "One correction no longer finds its" if lost == 1 else f"{lost} corrections no longer find their"
        corrected.story.notes.append(f"{which} place in the text.")
    return corrected.story


def _copy(story: Story) -> Story:
    """A story whose people, lines, mentions and points of view can change without changing the one given."""
    twins = {c: Character(c.id, c.name, list(c.aliases), c.pronouns, c.narrator) for c in story.characters}

    def twin(character: Character | None) -> Character | None:
        return None if character is None else twins[character]

    def same(part: Any, **changes: Any) -> Any:
        other = object.__new__(type(part))
        for slot in type(part).__dataclass_fields__:
            if slot != "story":
                setattr(other, slot, getattr(part, slot))
        for key, value in changes.items():
            setattr(other, key, value)
        return other

    return replace(
        story,
        notes=list(story.notes),
        characters=list(twins.values()),
        lines=[
            same(x, spans=list(x.spans), speaker=twin(x.speaker), addressees=[twins[c] for c in x.addressees])
            for x in story.lines
        ],
        mentions=[same(x, character=twin(x.character)) for x in story.mentions],
        paragraphs=[same(x, focalizer=twin(x.focalizer)) for x in story.paragraphs],
        chapters=[same(x) for x in story.chapters],
        scenes=[same(x) for x in story.scenes],
        entities=[same(x) for x in story.entities],
        events=[same(x) for x in story.events],
    )
