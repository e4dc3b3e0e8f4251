"""Readings kept between runs, so that a story which has not changed is not read twice."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import unspoken
from unspoken import corrections, files, reading
from unspoken.reading import Progress
from unspoken.story import Story, StoryFormatError

LIMIT = 256 * 2**20  # bytes of all readings kept; those unused longest go first


def read(
    path: str | os.PathLike[str], progress: Progress | None = None, *, corrected: bool = True, fresh: bool = False
) -> Story:
    """As `unspoken.read`, but a reading that was kept is taken, unless `fresh` is true, and a new one is kept."""
    place = None if Path(path).suffix.lower() == ".json" else _place(path)
    if place is None:
        return reading.read(path, progress, corrected=corrected)
    story = None if fresh else _kept(place)
    if story is None:
        story = reading.read(path, progress, corrected=False)
        if _place(path) == place:  # the file has not changed meanwhile
            _keep(place, story)
    return corrections.apply(story, corrections.load(path)) if corrected else story


def _place(path: str | os.PathLike[str]) -> Path | None:
    """The file for the reading of a story, named after its name, its bytes and this release; None for no plain file."""
    if os.fspath(path) == "-" or not Path(path).is_file():  # a pipe can be read only once
        return None
    try:
        with open(path, "rb") as file:
            key = hashlib.file_digest(file, "sha256")
    except OSError:
        return None
    key.update(os.fsencode(Path(path).name))
    key.update(_release().encode())
    return files.cache_folder() / "readings" / f"{key.hexdigest()}.json"


def _release() -> str:
    """The version, and the sizes and times of the package's files: rules and weights change between versions, too."""
    own = sorted(p for p in Path(unspoken.__file__).parent.rglob("*") if p.suffix != ".pyc" and p.is_file())
    stats = [p.stat() for p in own]
    return repr([unspoken.__version__, *((s.st_size, s.st_mtime_ns) for s in stats)])


def _kept(place: Path) -> Story | None:
    try:
        story = Story.from_json(place.read_bytes())
        os.utime(place)
    except (OSError, StoryFormatError):
        return None
    return story


def _keep(place: Path, story: Story) -> None:
    """Keep a reading, and drop those beyond the limit. A folder that cannot be written keeps nothing."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        files.write(place, story.to_json())
        total = 0
        for stat, old in sorted(((p.stat(), p) for p in place.parent.iterdir()), key=lambda x: -x[0].st_mtime_ns):
            total += stat.st_size
            if total > LIMIT:
                old.unlink(missing_ok=True)
    except OSError:
        return
