"""How long each export of a story takes, in seconds on the clock and on the processors.

The libraries that some forms need are imported first, and their imports counted on their own.

python benchmarks/exports.py STORY.json         the JSON of a reading (unspoken read STORY --json STORY.json)
python benchmarks/exports.py --pdnc FOLDER      a novel of the Project Dialogism Novel Corpus, with its gold lines
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from unspoken import Chapter, Character, Line, Mention, Paragraph, Scene, Span, Story
from unspoken.exports import FORMATS, ExportError, export


def pdnc(folder: Path) -> Story:
    """The story of a novel's folder: text.txt, quotes.jsonl, characters.json."""
    with open(folder / "text.txt", encoding="utf-8", newline="") as file:
        text = file.read()
    cast = {
        c["name"]: Character(f"c{k}", c["name"], c["aliases"], {"F": "she", "M": "he"}.get(c["gender"]))
        for k, c in enumerate(json.loads((folder / "characters.json").read_text(encoding="utf-8")), 1)
    }
    quotes = [json.loads(row) for row in (folder / "quotes.jsonl").read_text(encoding="utf-8").splitlines()]
    lines, mentions = [], []
    for quote in quotes:
        spans = [Span(a, b) for a, b in quote["spans"]]
        to = [cast[name] for name in quote["addressees"] if name in cast]
        lines.append(Line("speech", spans, speaker=cast.get(quote["speaker"]), addressees=to, confidence=1.0))
        mentions += [Mention(a, b, "proper", cast.get(who[0])) for (a, b), who in quote["mentions"] if who]
    paragraphs, start = [], 0
    for piece in text.split("\n\n"):
        if piece.strip():
            paragraphs.append(Paragraph(start, start + len(piece)))
        start += len(piece) + 2
    return Story(
        text,
        title=folder.name,
        chapters=[Chapter(0, len(text))],
        scenes=[Scene(0, len(text))],
        paragraphs=paragraphs,
        characters=list(cast.values()),
        lines=sorted(lines, key=lambda x: x.start),
        mentions=sorted(mentions, key=lambda x: x.start),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("story", nargs="?", type=Path)
    parser.add_argument("--pdnc", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    if (args.story is None) == (args.pdnc is None):
        parser.error("give one of STORY.json and --pdnc FOLDER")
    story = pdnc(args.pdnc) if args.pdnc else Story.from_json(args.story.read_bytes())
    print(f"{len(story.text.split()):,} words, {len(story.lines):,} lines, {len(story.mentions):,} mentions")
    warnings.simplefilter("ignore")
    print(f"{'':22}{'seconds':>10}{'of CPU':>10}")
    for library in ("pyarrow", "duckdb", "spacy"):
        timed(f"importing {library}", partial(import_module, library))
    with tempfile.TemporaryDirectory() as folder:
        for format, forms in FORMATS.items():
            for name, form in forms.items():
                timed(f"{format:12} {name}", partial(export, story, format, Path(folder) / f"story{form.suffix}", name))


def timed(name: str, work: Callable[[], object]) -> None:
    clock, cpu = time.perf_counter(), time.process_time()
    try:
        work()
    except (ExportError, ImportError) as error:
        print(f"{name:22} {error}")
    else:
        print(f"{name:22}{time.perf_counter() - clock:10.2f}{time.process_time() - cpu:10.2f}")


if __name__ == "__main__":
    main()
