"""How well quotations are found: span precision, recall and F against novels and scenes whose speech is marked.

    python benchmarks/spans.py DATA EVAL [NAME ...]

DATA holds `pdnc/` (whole novels) and `scenes/`; EVAL holds `score_quotes.py` and `score_scenes.py`. NAME picks novels.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from unspoken.reading import quotes, segment
from unspoken.sources.document import Document


def lines(text: str) -> list[dict[str, Any]]:
    """The speech found in a text, as the scorers take it."""
    return [
        {"kind": "speech", "spans": [list(span) for span in q.spans], "speaker": None, "addressees": []}
        for q in quotes.find(segment.cut(Document(text)))
        if q.kind == "speech" and not q.level
    ]


def score(found: int, predicted: int, gold: int) -> str:
    precision, recall = found / max(1, predicted), found / max(1, gold)
    return f"{precision:.4f} {recall:.4f} {2 * found / max(1, predicted + gold):.4f}"


def novels(folder: Path, names: list[str], scorer: Any) -> None:
    values = []
    for novel in sorted(p for p in folder.iterdir() if p.is_dir() and (not names or p.name in names)):
        text = (novel / "text.txt").read_text(encoding="utf-8")
        result = scorer.score(novel, {"characters": {}, "lines": lines(text)})
        values.append(result["span_f"])
        print(f"{novel.name:30} {result['span_p']:.4f} {result['span_r']:.4f} {result['span_f']:.4f}")
    if values:
        print(f"{'mean of the novels':44} {sum(values) / len(values):.4f}")


def scenes(folder: Path, scorer: Any) -> None:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(folder.glob("*.xml")):
        text, gold = scorer.plain(path)
        predicted = [(a, b, k) for k, line in enumerate(lines(text)) for a, b in line["spans"]]
        found = len(scorer.pair(text, gold["said"], predicted))
        for key in (gold["attrs"]["quotes"], *(["marked"] if gold["attrs"]["quotes"] != "none" else [])):
            sums[key] += Counter(found=found, predicted=len(predicted), gold=len(gold["said"]))
    for key, n in sorted(sums.items()):
        print(f"{'scenes, ' + key:30} {score(n['found'], n['predicted'], n['gold'])}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("eval", type=Path)
    parser.add_argument("names", nargs="*")
    a = parser.parse_args()
    sys.path.insert(0, str(a.eval))
    print(f"{'':30} P      R      F")
    novels(a.data / "pdnc", a.names, importlib.import_module("score_quotes"))
    scenes(a.data / "scenes", importlib.import_module("score_scenes"))


if __name__ == "__main__":
    main()
