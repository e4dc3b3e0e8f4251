"""Accuracy on gold texts: python benchmarks/accuracy.py DATA [--split dev|all] [--only pdnc scenes …]

DATA holds pdnc, scenes, litbank and thoughts; `unmarked` are the scenes without quotation marks around speech, `own`
those of training/unseen. `dev` is the development split, which the shipped weights have not seen: see training/data.py.
The figures are those of `unspoken evaluate`: a table, then every figure of the total.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from pathlib import Path

from unspoken.evaluate import calibration
from unspoken.evaluate.forms import count, figures, read, table
from unspoken.evaluate.gold import find_gold, open_gold
from unspoken.evaluate.measures import Tally

DEV_NOVELS = ("DaisyMiller", "NorthangerAbbey", "TheAwakening", "TheInvisibleMan", "TheSignOfTheFour")
OWN = Path(__file__).parents[1] / "training" / "unseen"
SETS = {
    "pdnc": ("pdnc", Path("pdnc")),
    "scenes": ("scenes", Path("scenes")),
    "thoughts": ("thoughts", Path("thoughts")),
    "litbank": ("litbank", Path("litbank/aligned")),
    "unmarked": ("scenes", Path("scenes")),
    "own": ("scenes", OWN),
}
"""The form of each set's gold, and its folder, under DATA or by itself."""


def development(path: Path) -> bool:
    if path.parent == OWN:
        return True
    digits = "".join(c if c.isdigit() else " " for c in path.stem).split()
    return path.name in DEV_NOVELS if path.is_dir() else bool(digits) and int(digits[0]) % 6 == 0


def without_marks(scenes: list[Path], folder: Path) -> list[Path]:
    """Copies of the scenes with no quotation marks around what is said."""
    for scene in scenes:
        text = re.sub(r"(<said[^>]*>)\s*[“\"‘']", r"\1", scene.read_text(encoding="utf8"))
        (folder / scene.name).write_text(re.sub(r"[”\"’'](</said>)", r"\1", text), encoding="utf8")
    return sorted(folder.glob("*.xml"))


def show(form: str, tallies: dict[str, Tally]) -> None:
    total = figures(form, tallies.values())
    print(table(form, [*((name, figures(form, [t])) for name, t in tallies.items()), ("total", total)]))
    for name, value in total.items():
        group = value if isinstance(value, dict) else {"": value}
        print(f"  {name}:", " ".join(f"{k} {_shown(v)}".strip() for k, v in group.items()))
    if "calibration error" in total:
        for row in calibration.table(Tally.sum(tallies.values())):
            print("  confidence", " ".join(f"{k} {_shown(v)}" for k, v in row.items()))


def _shown(value: float | int | None) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path)
    ap.add_argument("--split", choices=("dev", "all"), default="dev")
    ap.add_argument("--only", nargs="+", choices=SETS, default=[*SETS])
    a = ap.parse_args()
    for name in a.only:
        form, folder = SETS[name]
        paths = [p for p in find_gold(a.data / folder) if a.split == "all" or development(p)]
        print(f"{name}: {len(paths)} texts, split {a.split}", flush=True)
        begun = time.time()
        with tempfile.TemporaryDirectory() as changed:
            golds = map(open_gold, without_marks(paths, Path(changed)) if name == "unmarked" else paths)
            show(form, {gold.name: count(gold, read(gold)) for gold in golds})
        print(f"  {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
