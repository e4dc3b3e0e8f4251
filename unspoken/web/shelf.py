"""The stories that a person has open, and those opened lately."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from unspoken import corrections, files
from unspoken.corrections import Corrected, Correction, CorrectionError
from unspoken.reading import Progress
from unspoken.sources.document import SourceError
from unspoken.story import Character, Story, StoryFormatError
from unspoken.text import clean
from unspoken.web import view

Read = Callable[[Path, Progress], Story]
Json = dict[str, Any]
RECENT = 24  # stories kept in the list
QUICK = 20  # corrections that are taken back without setting all others again
UNREAD = (-1, -1)


@dataclass
class Desk:
    """One story on the desk: read in a thread of its own, then corrected."""

    path: Path
    read: Read
    step: str = ""
    done: float = 0.0
    error: str | None = None
    base: Story | None = None
    corrected: Corrected | None = None
    made: list[Correction] = field(default_factory=list)
    undone: list[Correction] = field(default_factory=list)
    back: deque[Callable[[], None]] = field(default_factory=partial(deque, maxlen=QUICK))  # to before each correction
    stamp: tuple[int, int] | None = UNREAD
    lock: threading.RLock = field(default_factory=threading.RLock)

    def open(self) -> None:
        """Begin to read the story where it has not been read, or its file has changed since. Does not wait."""
        with self.lock:
            stamp = _stamp(self.path)
            if self.stamp == stamp:
                return
            self.stamp, self.error, self.corrected, self.step, self.done = stamp, None, None, "", 0.0
            threading.Thread(target=self._read, args=[stamp], daemon=True, name=f"reading {self.path.name}").start()

    def _read(self, stamp: tuple[int, int] | None) -> None:
        def progress(step: str, done: float) -> None:
            self.step, self.done = step, done

        failure: str | None = None
        try:
            story, made = self.read(self.path, progress), corrections.load(self.path)
            corrected = corrections.correct(story, made)
        except (SourceError, StoryFormatError, CorrectionError) as error:
            failure = str(error)
        except OSError as error:
            failure = f"The file cannot be read: {error.strerror or error}."
        except Exception as error:
            failure = f"This is a bug in unspoken ({type(error).__name__}: {error}); please report it."
        with self.lock:
            if stamp != self.stamp:
                return  # the file has changed meanwhile, and is being read again
            self.error = clean(failure) if failure else None
            if not failure:
                self.base, self.corrected, self.made = story, corrected, made
                self.back.clear()
                gc.freeze()  # a novel is many objects: looking them all over would hold up each correction

    def correct(self, request: Any) -> Json:
        """Make a correction, keep it, and say what changed. Raises CorrectionError, OSError."""
        with self.lock:
            now = self._fresh()
            correction = corrections.record(now.story, request)
            corrections.save(self.path, [*self.made, correction])
            self.undone.clear()
            return self._set(now, correction)

    def undo(self) -> Json:
        """Take the last correction back. Raises CorrectionError where there is none."""
        with self.lock:
            before = _Shown(self._fresh())
            if not self.made:
                raise CorrectionError("There is nothing to undo.")
            corrections.save(self.path, self.made[:-1])
            self.undone.append(self.made.pop())
            if self.back:
                self.back.pop()()
            else:
                assert self.base
                self.corrected = corrections.correct(self.base, self.made)
            return self._changes(before)

    def redo(self) -> Json:
        """Make the correction that was taken back last. Raises CorrectionError where there is none."""
        with self.lock:
            now = self._fresh()
            if not self.undone:
                raise CorrectionError("There is nothing to make again.")
            corrections.save(self.path, [*self.made, self.undone[-1]])
            return self._set(now, self.undone.pop())

    def _set(self, now: Corrected, correction: Correction) -> Json:
        before = _Shown(now)
        self.back.append(now.snapshot())
        now.set(correction)
        now.story.link()
        self.made.append(correction)
        return self._changes(before)

    def show(self) -> Json:
        """The story as the page shows it, or how far its reading is, or why it could not be read."""
        with self.lock:
            if self.error:
                self.stamp = UNREAD  # who asks again wants it tried again
                return {"state": "failed", "name": self.path.name, "error": self.error}
            if not self.corrected:
                return {"state": "reading", "name": self.path.name, "step": self.step, "done": self.done}
            return {"state": "ready", "name": self.path.name, **view.whole(self._fresh()), **self._edits()}

    def _fresh(self) -> Corrected:
        """The story with what its file of corrections says now: another window or command may have added to it."""
        if not self.corrected or not self.base:
            raise CorrectionError("The story is still being read.")
        made = corrections.load(self.path)
        if made != self.made:
            self.made, self.corrected = made, corrections.correct(self.base, made)
            self.back.clear()
        return self.corrected

    def _edits(self) -> Json:
        assert self.corrected
        return {
            "made": len(self.made),
            "undone": len(self.undone),
            "lost": [_described(c) for c in self.corrected.lost],
        }

    def _changes(self, before: _Shown) -> Json:
        assert self.corrected
        story, after = self.corrected.story, _Shown(self.corrected)
        old, new = before.lines, after.lines
        changed = {k for k in old.keys() | new.keys() if old.get(k) != new.get(k)}
        keys = sorted(changed)
        lines = {line.start: line for line in story.lines if line.start in changed}
        cut = [(old[k][0] if k in old else (), new[k][0] if k in new else ()) for k in keys]
        spans = {span for was, now in cut if was != now for span in (*was, *now)}
        recut = [
            p
            for p, was, now in zip(story.paragraphs, before.minds, after.minds, strict=True)
            if was != now or any(a < p.end and p.start < b for a, b in spans)
        ]
        return {
            "lines": {k: view.line(lines[k], lines[k] in self.corrected.fixed) if k in lines else None for k in keys},
            "paragraphs": view.paragraphs(story, recut) if recut else [],
            "characters": view.characters(story),
            **self._edits(),
        }


class _Shown:
    """What the page shows of the lines at one moment, to be compared with another: the spans of each, then the rest."""

    def __init__(self, corrected: Corrected) -> None:
        self.lines = {
            x.start: (
                tuple(x.spans),
                (x.kind, x.form, _mind(x.speaker), x.feeling, x.confidence, x in corrected.fixed),
                tuple([c.id for c in x.addressees]),
            )
            for x in corrected.story.lines
        }
        self.minds = [_mind(p.focalizer) for p in corrected.story.paragraphs]


def _mind(character: Character | None) -> str | None:
    return character.id if character else None


def _described(correction: Correction) -> str:
    """A correction in words, for the list of those that found no place."""
    at = correction.get("at") or next(iter(correction.get("spans") or []), None)
    words = at["exact"] if at else (correction.get("who") or {}).get("name") or ""
    return f"{correction['do']}: {clean(words)[:120]}"


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


class Shelf:
    """The stories opened lately, kept in one folder; dropped files are kept there too."""

    def __init__(self, folder: Path, read: Read) -> None:
        self.folder, self.read = folder, read
        self.desks: dict[str, Desk] = {}
        self.lock = threading.Lock()

    def add(self, path: Path) -> str:
        """Put a file on the shelf, and return the key that stands for it in addresses."""
        path = Path(os.path.abspath(path))
        key = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
        with self.lock:
            self.desks.setdefault(key, Desk(path, self.read))
            self._keep([{"key": key, "path": str(path), "opened": int(time.time())}, *self._others(key)])
        return key

    def drop(self, name: str, data: bytes) -> str:
        """Keep a file that was dropped on the page, under its own name, and put it on the shelf."""
        base = clean(Path(name.replace("\\", "/")).name)[-120:].lstrip(".") or "story.txt"
        path = self.folder / "dropped" / hashlib.sha256(data).hexdigest()[:12] / base
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, data)
        return self.add(path)

    def desk(self, key: str) -> Desk | None:
        """The desk of a story on the shelf, None for a key that stands for none."""
        with self.lock:
            if key not in self.desks:
                entry = next((e for e in self._load() if e["key"] == key), None)
                if entry is None:
                    return None
                self.desks[key] = Desk(Path(entry["path"]), self.read)
            return self.desks[key]

    def forget(self, key: str) -> None:
        """Take a story off the shelf. Its file and its corrections stay."""
        with self.lock:
            self.desks.pop(key, None)
            self._keep(self._others(key))

    def recent(self) -> list[Json]:
        """The stories opened lately, the latest first."""
        with self.lock:
            return [
                {"key": e["key"], "name": Path(e["path"]).name, "folder": str(Path(e["path"]).parent),
                 "opened": e["opened"], "there": Path(e["path"]).is_file()}
                for e in self._load()
            ]  # fmt: skip

    def _others(self, key: str) -> list[Json]:
        return [e for e in self._load() if e["key"] != key]

    def _load(self) -> list[Json]:
        try:
            entries = json.loads((self.folder / "recent.json").read_bytes())
            return [e for e in entries if {"key", "path", "opened"} <= e.keys()]
        except (OSError, ValueError, TypeError, AttributeError):
            return []

    def _keep(self, entries: list[Json]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        files.write(self.folder / "recent.json", json.dumps(entries[:RECENT], ensure_ascii=False, indent=1))
