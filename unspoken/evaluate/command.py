"""The command `unspoken evaluate`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unspoken import files
from unspoken.cli import UserError, add_command, guard, progress_bar
from unspoken.story import Story
from unspoken.text import clean

if TYPE_CHECKING:
    from unspoken.cli import Commands
    from unspoken.evaluate.gold import Gold
    from unspoken.evaluate.measures import Tally

Results = dict[str, list[tuple[Path, str, "Tally"]]]
"""By form of gold: the documents' paths, names and tallies."""


def add_evaluate(commands: Commands) -> None:
    parser = add_command(
        commands,
        "evaluate",
        _evaluate,
        "read texts with gold labels, and print how much of the gold the reading got right",
        "  unspoken evaluate pdnc/Emma                       a novel of PDNC: its quotations and their speakers\n"
        "  unspoken evaluate pdnc/ scenes/ --json out.json   whole folders; every figure, and the calibration\n"
        "  unspoken evaluate litbank/                        LitBank documents: coreference, entities, events\n"
        "  unspoken evaluate pdnc/ --readings readings/      score readings/Emma.json …, and read nothing again",
    )
    parser.add_argument(
        "gold",
        metavar="GOLD",
        nargs="+",
        help="a PDNC novel's folder, a scene (XML), a LitBank document or a passage with thoughts (JSON); "
        "a folder of them",
    )
    parser.add_argument("--readings", metavar="DIR", help="a folder of readings: for every document NAME, NAME.json")
    parser.add_argument("--json", metavar="OUT", help="write all figures as JSON: to a file, or - for standard output")
    parser.add_argument("--quiet", action="store_true", help="no table and no progress: only what was asked for")


def _evaluate(args: argparse.Namespace) -> int:
    from unspoken.evaluate.gold import GoldError, find_gold

    if args.readings and not Path(args.readings).is_dir():
        raise UserError(f"--readings {args.readings}: there is no such folder")
    paths: list[Path] = []

    def add(name: str) -> None:
        try:
            paths.extend(find_gold(name))
        except GoldError as error:
            raise UserError(str(error)) from error

    statuses = [guard(partial(add, name), args.debug, name) for name in args.gold]
    results: Results = defaultdict(list)
    for k, path in enumerate(paths, 1):
        part = f"{path.name} ({k} of {len(paths)})" if len(paths) > 1 else path.name
        statuses.append(guard(partial(_one, args, path, part, results), args.debug, str(path)))
    if results and not args.quiet and args.json != "-":
        print(_tables(results))
    if args.json and results:
        document = json.dumps(_report(results), ensure_ascii=False, indent=1) + "\n"
        if args.json == "-":
            sys.stdout.buffer.write(document.encode("utf-8", "surrogatepass"))
        else:
            files.write(args.json, document)
    return 1 if 1 in statuses else max(statuses)


def _one(args: argparse.Namespace, path: Path, label: str, results: Results) -> None:
    from unspoken.evaluate.forms import count, read
    from unspoken.evaluate.gold import GoldError, open_gold

    try:
        gold = open_gold(path)
        if args.readings:
            story = _reading(Path(args.readings), gold)
        else:
            with progress_bar(label, args.quiet) as progress:
                story = read(gold, progress)
        results[gold.form].append((path, gold.name, count(gold, story)))
    except GoldError as error:
        raise UserError(str(error)) from error


def _reading(folder: Path, gold: Gold) -> Story:
    path = folder / f"{gold.name}.json"
    if not path.is_file():
        raise UserError(f"its reading is missing: {path}")
    return Story.from_json(path.read_bytes())


def _report(results: Results) -> dict[str, Any]:
    """For every form: `documents` and `total` with their figures; `calibration` where the gold has speakers."""
    from unspoken.evaluate import calibration
    from unspoken.evaluate.forms import figures
    from unspoken.evaluate.measures import Tally

    report: dict[str, Any] = {}
    for form, rows in results.items():
        tallies = [tally for _, _, tally in rows]
        report[form] = {
            "documents": [
                {"path": str(path), "name": name, "figures": figures(form, [tally])} for path, name, tally in rows
            ],
            "total": figures(form, tallies),
        }
        if "calibration error" in report[form]["total"]:
            report[form]["calibration"] = calibration.table(Tally.sum(tallies))
    return report


def _tables(results: Results) -> str:
    from unspoken.evaluate.forms import figures, table

    out = []
    for form, rows in results.items():
        shown = [(clean(name), figures(form, [tally])) for _, name, tally in rows]
        total = figures(form, [tally for _, _, tally in rows])
        out.append(table(form, [*shown, (f"total of {len(rows)}", total)]))
    return "\n\n".join(out)
