"""Accuracy on gold texts: python benchmarks/accuracy.py DATA EVAL [--split dev|all] [--only pdnc scenes …]

DATA holds pdnc, scenes, litbank and thoughts; EVAL the scorers (score_quotes.py and its kin). `dev` is the development
split, which the shipped weights have not seen: see training/data.py.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import unspoken
from unspoken import Story

DEV_NOVELS = ("DaisyMiller", "NorthangerAbbey", "TheAwakening", "TheInvisibleMan", "TheSignOfTheFour")


def development(path: Path) -> bool:
    digits = "".join(c if c.isdigit() else " " for c in path.stem).split()
    return path.name in DEV_NOVELS if path.is_dir() else bool(digits) and int(digits[0]) % 6 == 0


def prediction(story: Story) -> dict[str, Any]:
    """A story as the scorers take it."""
    data = story.to_dict()
    data["characters"] = {c["id"]: [n for n in [c["name"], *c["aliases"]] if n] for c in data["characters"]}
    return data


def pdnc(paths: list[Path], read: Callable[[str], Story], ev: Any) -> None:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for folder in paths:
        p = prediction(read((folder / "text.txt").read_bytes().decode("utf8")))
        p["lines"] = [x for x in p["lines"] if x["kind"] == "speech"]
        r = ev("score_quotes").score(folder, p)
        kinds = [k for k in ("all", "explicit", "anaphoric", "implicit") if k in r]
        print(f"  {folder.name:24} span F {r['span_f']:.3f} named / clustered ", end="")
        print("  ".join(f"{k} {r[k]['named']:.3f} / {r[k]['clustered']:.3f}" for k in kinds), end="")
        print(f"  addressee {r['addressee'] or 0:.3f}", flush=True)
        for k in kinds:
            for m in ("named", "clustered"):
                sums[k][m] += r[k][m] * r[k]["n"]
            sums[k]["n"] += r[k]["n"]
        sums["addressee"]["named"] += (r["addressee"] or 0) * r["addressee_n"]
        sums["addressee"]["n"] += r["addressee_n"]
        sums["span F"]["named"] += r["span_f"]
        sums["span F"]["n"] += 1
    for k, c in sums.items():
        print(f"  {k}: " + " ".join(f"{m} {c[m] / c['n']:.3f}" for m in ("named", "clustered") if m in c))


def scenes(paths: list[Path], read: Callable[[str], Story], ev: Any) -> None:
    scorer = ev("score_scenes")
    counts: Counter[Any] = Counter()
    coref = [scorer.score_one(p, prediction(read(scorer.plain(p)[0])), counts) for p in paths]
    for k, v in scorer.report(counts, coref).items():
        print(f"  {k}: " + (" ".join(f"{a} {b:.3f}" for a, b in v.items()) if isinstance(v, dict) else f"{v:.3f}"))


def thoughts(paths: list[Path], read: Callable[[str], Story], ev: Any) -> None:
    scorer = ev("score_thoughts")
    counts: Counter[Any] = Counter()
    for p in paths:
        gold = json.loads(p.read_text(encoding="utf8"))
        scorer.score_one(gold, read(gold["text"]).to_dict(), counts)
    for k, v in scorer.report(counts).items():
        print(f"  {k}: " + (" ".join(f"{a} {b:.3f}" for a, b in v.items()) if isinstance(v, dict) else f"{v:.3f}"))


def litbank(paths: list[Path], read: Callable[[str], Story], ev: Any) -> None:
    scorer = ev("coref")
    rows, sums = [], {"entities": [0, 0, 0], "events": [0, 0, 0]}
    for p in paths:
        gold = json.loads(p.read_text(encoding="utf8"))
        story = read(gold["text"])
        clusters: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for m in story.mentions:
            if m.cluster is not None:
                clusters[m.cluster].append((m.start, m.end))
        rows.append(
            scorer.conll([[(m[0], m[1]) for m in c] for c in gold["clusters"].values()], list(clusters.values()))
        )
        found = {
            "entities": [(e.start, e.end, e.type) for e in story.entities],
            "events": [(e.start, e.end) for e in story.events],
        }
        for k, sum_ in sums.items():
            for i, v in enumerate(scorer.spans(gold[k], found[k])):
                sum_[i] += v
    for k in ("muc", "b3", "ceafe"):
        print(f"  {k}: " + " ".join(f"{x} {sum(r[k][i] for r in rows) / len(rows):.3f}" for i, x in enumerate("PRF")))
    print(f"  coreference CoNLL F: {sum(r['conll'] for r in rows) / len(rows):.3f}")
    for k, (both, ours, theirs) in sums.items():
        p, r = both / max(1, ours), both / max(1, theirs)
        print(f"  {k}: P {p:.3f} R {r:.3f} F {scorer.f1(p, r):.3f}")


SETS = {
    "pdnc": (pdnc, "pdnc/*"),
    "scenes": (scenes, "scenes/*.xml"),
    "thoughts": (thoughts, "thoughts/*.json"),
    "litbank": (litbank, "litbank/aligned/*.json"),
}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path)
    ap.add_argument("eval", type=Path)
    ap.add_argument("--split", choices=("dev", "all"), default="dev")
    ap.add_argument("--only", nargs="+", choices=SETS, default=list(SETS))
    a = ap.parse_args()
    sys.path.insert(0, str(a.eval))
    for name in a.only:
        score, pattern = SETS[name]
        paths = [p for p in sorted(a.data.glob(pattern)) if a.split == "all" or development(p)]
        print(f"{name}: {len(paths)} texts, split {a.split}", flush=True)
        begun = time.time()
        score(paths, unspoken.read_text, importlib.import_module)
        print(f"  {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()
