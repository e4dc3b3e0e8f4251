"""The `unspoken` command: parses, calls, prints. Each subcommand is one function that adds its parser.

Exit status: 0; 2 for a file that cannot be read or written, or a wrong option; 1 for a bug; 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import io
import itertools
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

from unspoken import __version__, files
from unspoken.corrections import CorrectionError
from unspoken.reading import Progress, read
from unspoken.sources.document import SourceError
from unspoken.story import Story, StoryFormatError
from unspoken.text import clean

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class UserError(Exception):
    """Something the person who called can put right. Its message is one line: what is wrong and what to do."""


def main(argv: list[str] | None = None) -> int:
    """Run the command with these arguments (those of the process where None) and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows "?" instead of failing
    args = _parser().parse_args(argv)
    try:
        status = guard(partial(args.run, args), args.debug)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("unspoken: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python flushes once more at exit: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def guard(run: Callable[[], int | None], debug: bool, name: str | None = None) -> int:
    """Run a piece of work and turn its failure into one line on standard error and an exit status."""
    try:
        return run() or 0
    except BrokenPipeError:
        raise
    except (UserError, SourceError, StoryFormatError, CorrectionError) as error:
        return _complain(name, str(error), 2)
    except OSError as error:
        return _complain(name or error.filename, error.strerror or str(error), 2)
    except Exception as error:
        if debug:
            traceback.print_exc()
        what = f"this is a bug in unspoken ({type(error).__name__}: {error})"
        return _complain(name, f"{what}; please report it with what --debug prints", 1)


def _complain(name: str | None, what: str, status: int) -> int:
    print(clean(f"unspoken: {name}: {what}" if name else f"unspoken: {what}"), file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    from unspoken.evaluate.command import add_evaluate
    from unspoken.exports.command import add_export

    parser = argparse.ArgumentParser(
        prog="unspoken",
        description="Reads prose fiction as a careful reader does: who is in it, who says every line and to whom, "
        "and what is thought and not said.",
        epilog="'unspoken COMMAND --help' shows a command's options and examples.",
    )
    parser.add_argument("--version", action="version", version=f"unspoken {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_read(commands)
    add_open(commands)
    add_export(commands)
    add_evaluate(commands)
    return parser


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int | None], about: str, examples: str
) -> argparse.ArgumentParser:
    """A subcommand with its examples; `run` gets the parsed arguments and returns the exit status (None is 0)."""
    parser = commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of a bug")
    parser.set_defaults(run=run)
    return parser


def add_read(commands: Commands) -> None:
    parser = add_command(
        commands,
        "read",
        _read,
        "read stories, and show who is in them, who says every line and what is thought",
        "  unspoken read story.epub                    the page in the terminal\n"
        "  unspoken read story.docx --json story.json  the whole reading, as JSON\n"
        "  unspoken read story.txt --lines             one line a row, for a spreadsheet or a script\n"
        "  unspoken read novels/ --json readings/      every story in a folder, one JSON file each\n"
        "  cat story.txt | unspoken read - --json -    from standard input to standard output",
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="text, Markdown, HTML, EPUB or DOCX; a folder of them; the JSON of a reading; - for standard input",
    )
    parser.add_argument(
        "--json",
        metavar="OUT",
        help="write the reading as JSON: to a file, to a folder (one file a story), or - for standard output "
        "(one story a line)",
    )
    parser.add_argument(
        "--lines",
        action="store_true",
        help="print one line a row, parted by tabs: chapter, kind, speaker, to, text (the file first, for several)",
    )
    parser.add_argument("--quiet", action="store_true", help="no page and no progress: only what was asked for")


def _read(args: argparse.Namespace) -> int:
    from unspoken.sources import find_files

    if args.json == "-" and args.lines:
        raise UserError("--json - and --lines both write to standard output; give --json a file")
    if args.lines and isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # rows are data, whatever the console's letters
    paths: list[str] = []

    def add(name: str) -> None:
        paths.extend(map(str, find_files([name])))

    statuses = [guard(partial(add, name), args.debug, name) for name in args.files]
    several = len(args.files) > 1 or any(os.path.isdir(name) for name in args.files)
    targets = _json_targets(args.json, paths, several)
    for path, target in zip(paths, targets, strict=True):
        statuses.append(guard(partial(_read_one, args, path, target, several), args.debug, path))
    return 1 if 1 in statuses else max(statuses)


def _read_one(args: argparse.Namespace, path: str, target: Path | None, several: bool) -> None:
    story = read_with_bar(path, args.quiet)
    if args.json == "-":
        sys.stdout.buffer.write((story.to_json() + "\n").encode("utf-8", "surrogatepass"))
    elif target:
        files.write(target, story.to_json() + "\n")
        if not args.quiet:
            print(clean(f"{path}: {summary(story)}, written to {target}"), file=sys.stderr)
    if args.lines:
        for row in _rows(story):
            print("\t".join([path, *row] if several else row))
    elif not args.json and not args.quiet:
        from unspoken import page

        page.show(story, story.title or ("" if path == "-" else Path(path).stem))


def add_open(commands: Commands) -> None:
    parser = add_command(
        commands,
        "open",
        _open,
        "open a story in the browser, to see who speaks and thinks, and to correct it",
        "  unspoken open story.epub    the page, on this story\n"
        "  unspoken open               the first page: drop a file, or take a story opened lately\n"
        "  unspoken open story.docx --no-browser --port 8000",
    )
    parser.add_argument("file", metavar="STORY", nargs="?", help="a story in any form that `unspoken read` takes")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; any that is free where not given")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    add_fresh(parser)


def add_fresh(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="read the story again, even where its reading was kept")


def _open(args: argparse.Namespace) -> None:
    from unspoken.web.server import serve

    path = Path(args.file) if args.file else None
    if path and not path.is_file():
        raise UserError(f"{path}: {'this is a folder; give one story' if path.is_dir() else 'there is no such file'}")
    if not 0 <= args.port < 2**16:
        raise UserError(f"--port {args.port}: a port is a number from 0 to 65535")
    serve(path, args.port, not args.no_browser, args.fresh)


def read_with_bar(path: str, quiet: bool = False) -> Story:
    """Read a story, with a bar on standard error while it takes."""
    with progress_bar(path, quiet) as progress:
        return read(path, progress)


@contextmanager
def progress_bar(label: str, quiet: bool = False) -> Iterator[Progress | None]:
    """A bar on standard error, where that is a terminal; gives what to call with each step."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    with progress.Progress(
        progress.TextColumn(clean(label), markup=False),
        progress.BarColumn(),
        progress.TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, done: bar.update(task, description=step, completed=done)


def summary(story: Story) -> str:
    """How much is in a story: '3 characters, 41 lines, 7 thoughts'."""
    thoughts = sum(line.kind == "thought" for line in story.lines)
    counts = {"character": len(story.characters), "line": len(story.lines) - thoughts, "thought": thoughts}
    return ", ".join(f"{n:,} {noun}{'' if n == 1 else 's'}" for noun, n in counts.items())


def _json_targets(out: str | None, paths: list[str], several: bool) -> list[Path | None]:
    """Where each story's JSON goes. Into a folder, each is named after its file; names that meet are told apart."""
    if out is None or out == "-":
        return [None] * len(paths)
    folder = Path(out)
    if not (several or out.endswith(("/", os.sep)) or folder.is_dir()):
        targets = [folder]
    else:
        folder.mkdir(parents=True, exist_ok=True)
        targets, taken = [], set[str]()
        for path in map(Path, paths):
            base = "standard-input" if str(path) == "-" else path.name
            names = itertools.chain([Path(base).stem, base], (f"{base}-{k}" for k in itertools.count(2)))
            name = next(n for n in names if n.casefold() not in taken)
            taken.add(name.casefold())
            targets.append(folder / f"{name}.json")
    inputs = {os.path.realpath(path) for path in paths}
    for target in targets:
        if os.path.realpath(target) in inputs:
            raise UserError(f"--json {out} would write over {target}, which is to be read; give another place")
    return list(targets)


def _rows(story: Story) -> Iterator[list[str]]:
    """The lines as rows of chapter (counted from 1), kind, speaker, to, text; unknown is empty."""
    number = {chapter: k for k, chapter in enumerate(story.chapters, 1)}
    for line in story.lines:
        chapter = line.chapter
        cells = [
            str(number[chapter]) if chapter else "",
            line.kind,
            line.speaker.label if line.speaker else "",
            ", ".join(c.label for c in line.addressees),
            line.text,
        ]
        yield [clean(cell) for cell in cells]
