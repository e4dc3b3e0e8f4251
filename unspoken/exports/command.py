"""The command `unspoken export`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unspoken import kept
from unspoken.cli import UserError, add_command, add_fresh, progress_bar
from unspoken.exports import FORMATS, ExportError, Form, export, find_form, text_of
from unspoken.exports.escape import utf8
from unspoken.story import Story
from unspoken.text import clean

if TYPE_CHECKING:
    from unspoken.cli import Commands


def add_export(commands: Commands) -> None:
    parser = add_command(
        commands,
        "export",
        _export,
        "write a story in another form: TEI, a page, a script for voices, a screenplay, a game, tables, annotations",
        "  unspoken export story.epub --to tei                      story.tei.xml, beside story.epub\n"
        "  unspoken export story.json --to html -o story.html       one page to send to an editor\n"
        "  unspoken export story.txt --to script -o story.ssml      SSML; .json and .txt likewise\n"
        "  unspoken export story.txt --to script --voices cast.json --form ssml -o -\n"
        "  unspoken export story.txt --to tables -o story.duckdb    or a folder of CSV (--form csv) or Parquet\n"
        "  unspoken export story.txt --to annotations --form brat   or web, or spacy\n\n"
        'cast.json maps names to voices: {"Mara": "en-GB-SoniaNeural", "Narrator": {"gender": "male"}}',
    )
    parser.add_argument("story", metavar="STORY", help="a story in any form that read takes, or the JSON of a reading")
    parser.add_argument("--to", metavar="FORMAT", required=True, choices=FORMATS, help=", ".join(FORMATS))
    parser.add_argument(
        "-o", metavar="FILE", dest="out", help="where to write: a file or folder, - for standard output"
    )
    forms = "; ".join(f"{name}: {', '.join(forms)}" for name, forms in FORMATS.items() if len(forms) > 1)
    parser.add_argument("--form", help=f"which form of the format ({forms}); else the ending of FILE says")
    parser.add_argument("--voices", metavar="FILE", help="for --to script: a JSON file that maps names to voices")
    add_fresh(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress, and no word of what was written")


def _export(args: argparse.Namespace) -> None:
    try:
        form = find_form(args.to, args.out, args.form)
        out = args.out or _beside(args.story, form)
        if out == "-" and not form.text:
            raise UserError("this form is not one text file; give -o a name")
        if out != "-" and os.path.realpath(out) == os.path.realpath(args.story):
            raise UserError(f"-o {out} would write over the story itself; give another place")
        voices = _voices(args.voices) if args.voices else None
        with progress_bar(args.story, args.quiet) as progress:
            story = kept.read(args.story, progress, fresh=args.fresh)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            _write(story, args, form, out, voices)
    except ExportError as error:
        raise UserError(str(error)) from error
    for warning in caught:
        print(clean(f"unspoken: {args.story}: {warning.message}"), file=sys.stderr)
    if out != "-" and not args.quiet:
        print(clean(f"{args.story}: written to {out}"), file=sys.stderr)


def _write(story: Story, args: argparse.Namespace, form: Form, out: str, voices: dict[str, Any] | None) -> None:
    if out != "-":
        export(story, args.to, out, args.form, voices)
        return
    for chunk in text_of(story, args.to, form, voices):
        sys.stdout.buffer.write(utf8(chunk).encode())


def _beside(story: str, form: Form) -> str:
    """The default place: the story's name with the form's ending, in the story's folder."""
    return f"story{form.suffix}" if story == "-" else str(Path(story).with_suffix("")) + form.suffix


def _voices(path: str) -> dict[str, Any]:
    try:
        voices = json.loads(Path(path).read_bytes())
    except (ValueError, RecursionError) as error:
        raise UserError(f"--voices {path} is not JSON: {error}") from error
    if not isinstance(voices, dict):
        raise UserError(f"--voices {path} should be one object that maps names to voices")
    return voices
