"""How long the page's server takes to answer corrections in a long story, and to undo them, in milliseconds.

python benchmarks/corrections.py STORY                 STORY repeated until it has 200,000 words
python benchmarks/corrections.py STORY --words 50000

STORY is a story in any form, or the JSON of a reading. It is read once, and the reading is repeated.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

import unspoken
from unspoken.story import Story
from unspoken.web.server import app
from unspoken.web.shelf import Shelf

TOKEN = "benchmark"
PORT = 8000
LAYERS = ("chapters", "scenes", "paragraphs", "mentions", "entities", "events", "marks")


def repeated(story: Story, times: int) -> Story:
    """The story told so many times over, by the same people."""
    one = story.to_dict()
    size = len(story.text) + 2
    many = {**one, "text": "\n\n".join([story.text] * times), "lines": [], **{layer: [] for layer in LAYERS}}
    for by in range(0, times * size, size):
        for layer in LAYERS:
            many[layer] += [{**x, "start": x["start"] + by, "end": x["end"] + by} for x in one[layer]]
        many["lines"] += [
            {**x, "spans": [[a + by, b + by] for a, b in x["spans"]], "cue": x["cue"] and [c + by for c in x["cue"]]}
            for x in one["lines"]
        ]
    return Story.from_dict(many)


def timed(name: str, requests: list[Callable[[], Any]]) -> None:
    """Make the requests, and print the median and the worst of their times."""
    clock, cpu = [], []
    for request in requests:
        begun = time.perf_counter(), time.process_time()
        answer = request()
        clock.append(1000 * (time.perf_counter() - begun[0]))
        cpu.append(1000 * (time.process_time() - begun[1]))
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.text}")
    print(f"{name:12}{statistics.median(clock):10.0f}{max(clock):10.0f}{statistics.median(cpu):10.0f}{max(cpu):10.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("story", type=Path)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--corrections", type=int, default=20)
    args = parser.parse_args()
    one = unspoken.read(args.story, corrected=False)
    story = repeated(one, -(-args.words // max(len(one.text.split()), 1)))
    print(f"{len(story.text.split()):,} words, {len(story.lines):,} lines, {len(story.mentions):,} mentions")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UNSPOKEN_HOME"] = folder
        path = Path(folder) / "story.json"
        path.write_text(story.to_json(), "utf-8")
        shelf = Shelf(Path(folder), lambda path, progress: story)
        client = TestClient(app(shelf, TOKEN, PORT), f"http://127.0.0.1:{PORT}", cookies={f"unspoken-{PORT}": TOKEN})
        place = f"/stories/{shelf.add(path)}"
        while client.get(place).json()["state"] == "reading":
            time.sleep(0.05)
        chance = random.Random(1)
        asked = [
            {"do": "line", "line": line.start, "set": {"speaker": chance.choice(story.characters[:9]).id}}
            for line in chance.sample(story.lines, args.corrections)
        ]
        print(f"{'':12}{'median':>10}{'worst':>10}{'CPU':>10}{'worst':>10}")
        timed("correct", [lambda x=x: client.post(f"{place}/corrections", json=x) for x in asked])  # type: ignore[misc]
        timed("undo", [lambda: client.post(f"{place}/undo")] * len(asked))
        timed("make again", [lambda: client.post(f"{place}/redo")] * len(asked))


if __name__ == "__main__":
    main()
