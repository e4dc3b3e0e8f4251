"""A story in the forms that other tools take. Each format is one small module.

A module has either `chunks(story)`, which gives the text of a file piece by piece, or `save(story, path)`, for forms
that are a folder or not text.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from unspoken import files
from unspoken.story import Story


class ExportError(ValueError):
    """An export that cannot be made. The message is one line: what is wrong and what to do."""


class Form(NamedTuple):
    """One way to write a format: what its files end with, and where it is made."""

    suffix: str
    module: str
    function: str
    text: bool = True


# The first form of a format is the one it has when nothing else is asked for.
FORMATS: dict[str, dict[str, Form]] = {
    "tei": {"xml": Form(".tei.xml", "tei", "chunks")},
    "html": {"html": Form(".read.html", "html", "chunks")},
    "script": {
        "text": Form(".script.txt", "script", "text_chunks"),
        "json": Form(".script.json", "script", "json_chunks"),
        "ssml": Form(".ssml", "script", "ssml_chunks"),
    },
    "fountain": {"fountain": Form(".fountain", "fountain", "chunks")},
    "renpy": {"rpy": Form(".rpy", "renpy", "chunks")},
    "ink": {"ink": Form(".ink", "ink", "chunks")},
    "tables": {
        "csv": Form(".tables", "tables", "save_csv", text=False),
        "parquet": Form(".parquet", "tables", "save_parquet", text=False),
        "duckdb": Form(".duckdb", "tables", "save_duckdb", text=False),
    },
    "annotations": {
        "web": Form(".jsonld", "annotations", "web_chunks"),
        "brat": Form(".brat", "annotations", "save_brat", text=False),
        "spacy": Form(".spacy", "annotations", "save_spacy", text=False),
    },
}
# Other endings that say which form is meant.
_ENDINGS = {".xml": {"script": "ssml"}, ".db": {"tables": "duckdb"}, ".json": {"annotations": "web"}}


def find_form(format: str, path: str | os.PathLike[str] | None = None, form: str | None = None) -> Form:
    """The form of a format that is asked for, or else the one that the path's ending means, or else the first.

    Raises ExportError for a format or form that there is not.
    """
    if format not in FORMATS:
        raise ExportError(f"there is no format '{format}'; there are {', '.join(FORMATS)}")
    forms = FORMATS[format]
    if form is not None:
        if form not in forms:
            raise ExportError(f"'{format}' has no form '{form}'; it has {', '.join(forms)}")
        return forms[form]
    ending = Path(path).suffix.lower() if path is not None else ""
    meant = _ENDINGS.get(ending, {}).get(format)
    return (
        forms[meant] if meant else next((f for f in forms.values() if f.suffix.endswith(ending or "?")), first(forms))
    )


def first(forms: Mapping[str, Form]) -> Form:
    return next(iter(forms.values()))


def export(
    story: Story,
    format: str,
    path: str | os.PathLike[str],
    form: str | None = None,
    voices: Mapping[str, Any] | None = None,
) -> None:
    """Write the story to a file, or to a folder for forms of several files. Raises ExportError, OSError."""
    found = find_form(format, path, form)
    if found.text:
        files.write(path, text_of(story, format, found, voices))
    else:
        _refuse_voices(format, voices)
        _function(found)(story, Path(path))


def text_of(story: Story, format: str, form: Form, voices: Mapping[str, Any] | None = None) -> Iterator[str]:
    """The text of a form that is one text file, piece by piece. `voices` goes with "script" alone."""
    if format == "script":
        chunks: Iterator[str] = _function(form)(story, voices)
        return chunks
    _refuse_voices(format, voices)
    chunks = _function(form)(story)
    return chunks


def _function(form: Form) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(import_module(f"unspoken.exports.{form.module}"), form.function)
    return function


def _refuse_voices(format: str, voices: Mapping[str, Any] | None) -> None:
    if voices is not None:
        raise ExportError(f"voices go with 'script', not with '{format}'")
