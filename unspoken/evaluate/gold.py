"""Gold: texts with the right reading beside them, in the forms that they are published in.

| gold | on disk |
|---|---|
| `Novel` | a folder of the Project Dialogism Novel Corpus: text.txt, quotes.jsonl, characters.json |
| `Scene` | an XML file with speech, thought, mentions and point of view marked in place |
| `Annotated` | a LitBank document as JSON: text, clusters, entities, events |
| `Passage` | a passage as JSON: text, thoughts |
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

from unspoken.sources import natural_key

FORMS = (
    "a PDNC novel (a folder of text.txt, quotes.jsonl and characters.json), a scene (XML), "
    "a LitBank document or a passage with thoughts (JSON)"
)
NOBODY: frozenset[str | None] = frozenset({"_group", "_unknowable", "_narr", "", None})
"""Speakers and addressees in PDNC that are nobody in particular."""

Span = tuple[int, int]


class GoldError(ValueError):
    """A path that is not gold, or gold that is damaged. Its message is one line."""


@dataclass
class Gold:
    form: ClassVar[str]
    name: str
    text: str


@dataclass
class Quotation:
    """Two spans where a tag parts it. `type` is Explicit, Anaphoric, Implicit or None."""

    spans: list[Span]
    speaker: str | None
    addressees: list[str]
    type: str | None


@dataclass
class Novel(Gold):
    form = "pdnc"
    characters: dict[str, list[str]]
    """Every character's aliases, by name."""
    quotations: list[Quotation]


@dataclass
class Scene(Gold):
    """The labels are those of the scene's elements, each a dictionary of its attributes with `start` and `end`."""

    form = "scenes"
    characters: dict[str, list[str]]
    """Every character's names, by id."""
    said: list[dict[str, Any]]
    thought: list[dict[str, Any]]
    mentions: list[dict[str, Any]]
    paragraphs: list[dict[str, Any]]


@dataclass
class Annotated(Gold):
    """`clusters` are chains of coreference; `entities` and `events` are None where they are not marked."""

    form = "litbank"
    clusters: list[list[Span]]
    entities: list[tuple[int, int, str]] | None
    events: list[Span] | None


@dataclass
class Thought:
    """`who` is what the passage calls the thinker, `form` direct or free; one that is not `sure` does not count."""

    start: int
    end: int
    who: str
    form: str
    sure: bool


@dataclass
class Passage(Gold):
    form = "thoughts"
    thoughts: list[Thought]


def find_gold(path: str | PathLike[str]) -> list[Path]:
    """The gold at a path: a document itself, or the documents in a folder, in order. Raises GoldError for none."""
    path = Path(path)
    if not path.exists():
        raise GoldError("there is no such file or folder")
    inside = [path]
    if path.is_dir() and not _is_novel(path):
        inside = sorted((x for x in path.iterdir() if not x.name.startswith(".")), key=natural_key)
    found = [x for x in inside if _is_novel(x) or (x.suffix.lower() in (".xml", ".json") and x.is_file())]
    if not found:
        raise GoldError(f"there is no gold here of a known form: {FORMS}")
    return found


def open_gold(path: str | PathLike[str]) -> Gold:
    """Read one document of gold; what is in it tells its form. Raises GoldError, OSError."""
    path = Path(path)
    try:
        gold = _open_novel(path) if path.is_dir() else _open_xml(path) if _is_xml(path) else _open_json(path)
        spans = list(_spans(gold))
    except GoldError:
        raise
    except FileNotFoundError as error:
        raise GoldError(f"{Path(error.filename).name} is missing") from error
    except (ET.ParseError, ValueError) as error:
        raise GoldError(f"this cannot be read as gold: {error}") from error
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GoldError(f"this gold is damaged: {type(error).__name__} {error}") from error
    if not all(0 <= start <= end <= len(gold.text) for start, end in spans):
        raise GoldError("this gold is damaged: a span lies outside the text")
    return gold


def scene_text(path: str | PathLike[str]) -> tuple[str, dict[str, list[dict[str, Any]]]]:
    """A scene's plain text and its labels by character offsets."""
    root = ET.parse(path).getroot()
    out: list[str] = []
    length = 0
    labels: dict[str, list[dict[str, Any]]] = {k: [] for k in ("said", "thought", "m", "q", "paragraphs")}
    labels["cast"] = [dict(c.attrib) for c in root.iter("character")]

    def put(s: str) -> None:
        nonlocal length
        out.append(s)
        length += len(s)

    def walk(e: ET.Element) -> None:
        start = length
        put(e.text or "")
        for child in e:
            walk(child)
            put(child.tail or "")
        if e.tag in labels:
            labels[e.tag].append({"start": start, "end": length, **e.attrib})

    for k, p in enumerate(x for x in root.find("text") or () if x.tag in ("p", "break")):
        if k:
            put("\n\n")
        if p.tag == "break":
            put("***")
            continue
        start = length
        walk(p)
        labels["paragraphs"].append({"start": start, "end": length, "pov": p.get("pov")})
    return "".join(out), labels


def _is_novel(path: Path) -> bool:
    return (path / "quotes.jsonl").is_file()


def _is_xml(path: Path) -> bool:
    return path.suffix.lower() == ".xml"


def _open_novel(folder: Path) -> Novel:
    text = (folder / "text.txt").read_bytes().decode()
    people = json.loads((folder / "characters.json").read_bytes())
    rows = [json.loads(row) for row in (folder / "quotes.jsonl").read_bytes().splitlines() if row.strip()]
    quotations = [
        Quotation([(a, b) for a, b in row["spans"]], row["speaker"], row.get("addressees") or [], row.get("type"))
        for row in rows
    ]
    return Novel(folder.resolve().name, text, {p["name"]: list(p["aliases"]) for p in people}, quotations)


def _open_xml(path: Path) -> Scene:
    text, labels = scene_text(path)
    if not labels["paragraphs"]:
        raise GoldError("this XML is not a scene: it has no <text> with paragraphs")
    if any("who" not in x for layer in ("said", "thought", "m") for x in labels[layer]):
        raise GoldError("this scene is damaged: a <said>, <thought> or <m> does not tell who")
    cast = {c["id"]: c["names"].split("|") for c in labels["cast"]}
    return Scene(path.stem, text, cast, labels["said"], labels["thought"], labels["m"], labels["paragraphs"])


def _open_json(path: Path) -> Gold:
    data = json.loads(path.read_bytes())
    if isinstance(data, dict) and isinstance(data.get("text"), str):
        if "clusters" in data:
            return _annotated(path.stem, data)
        if "thoughts" in data:
            thoughts = [
                Thought(t["start"], t["end"], t["who"], t["form"], t.get("sure", True)) for t in data["thoughts"]
            ]
            return Passage(path.stem, data["text"], thoughts)
    raise GoldError("this JSON is not gold of a known form: it should have a text, and clusters or thoughts")


def _annotated(name: str, data: dict[str, Any]) -> Annotated:
    clusters = [[(m[0], m[1]) for m in chain] for chain in data["clusters"].values()]
    entities = [(a, b, kind) for a, b, kind in data["entities"]] if "entities" in data else None
    events = [(a, b) for a, b in data["events"]] if "events" in data else None
    return Annotated(name, data["text"], clusters, entities, events)


def _spans(gold: Gold) -> Iterable[Span]:
    match gold:
        case Novel():
            yield from (span for quotation in gold.quotations for span in quotation.spans)
        case Annotated():
            yield from (span for chain in gold.clusters for span in chain)
            yield from ((a, b) for a, b, _ in gold.entities or ())
            yield from gold.events or ()
        case Passage():
            yield from ((x.start, x.end) for x in gold.thoughts)
