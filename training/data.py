"""The data sets, read from their folders into documents with gold labels on our own tokens and quotations.

Offsets are kept: a label counts where its characters fall on our tokens. See ../docs/training.md for where each data
set is published.
"""

from __future__ import annotations

import json
import pickle
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from unspoken.evaluate.gold import scene_text
from unspoken.model import inputs as model_inputs
from unspoken.model.inputs import Inputs
from unspoken.model.mentions import kind as kind_of
from unspoken.model.nodes import NOMINAL, PLACE, PRONOUN, PRONOUN_CLASS, PROPER
from unspoken.reading import quotes, segment
from unspoken.reading.cues import Surroundings
from unspoken.reading.parts import Parts
from unspoken.sources.document import Document

OWN = Path(__file__).parent
"""Where the scenes and the marks of thought that come with the code lie: those in `scenes` are all for training, those
in `unseen` to judge by only."""
NOBODY = "_nobody"
"""Gold of a node that stands for no character at all; None is a node whose gold is not known."""

DEV_NOVELS = ("DaisyMiller", "NorthangerAbbey", "TheAwakening", "TheInvisibleMan", "TheSignOfTheFour")
UNKNOWN_SPEAKERS = {"_group", "_unknowable", "_narr", "", None}


@dataclass
class GoldMention:
    start: int
    last: int
    type: int
    who: str | None
    known: bool = False
    """A name that the cast would know: clamped to its character."""


@dataclass
class GoldLine:
    start: int
    last: int
    kind: str | None
    quoted: bool
    speaker: str | None = None
    addressees: tuple[str, ...] = ()
    feeling: str | None = None


@dataclass
class Gold:
    """A document: its tokens as the encoder sees them, and whichever labels its data set has (None for none)."""

    name: str
    source: str
    words: list[str]
    inputs: Inputs
    mentions: list[GoldMention] = field(default_factory=list)
    lines: list[GoldLine] = field(default_factory=list)
    spans: list[tuple[int, int, str]] | None = None
    span_types: tuple[str, ...] = ()
    events: np.ndarray | None = None
    thoughts: np.ndarray | None = None
    eyes: list[tuple[int, int, str | None]] = field(default_factory=list)
    pronouns: dict[str, str] = field(default_factory=dict)
    """Of people, he or she where that is told."""
    renames: dict[str, str] = field(default_factory=dict)
    """Words of people's names -> F, M or ? for the gender that they show."""


class Tokens:
    """Characters to tokens."""

    def __init__(self, parts: Parts) -> None:
        self.starts = np.array([t.start for t in parts.tokens], np.int64)
        self.ends = np.array([t.end for t in parts.tokens], np.int64)

    def cover(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last token that the characters touch."""
        a = int(np.searchsorted(self.ends, start, side="right"))
        b = int(np.searchsorted(self.starts, end)) - 1
        return (a, b) if a <= b else None

    def exact(self, start: int, end: int) -> tuple[int, int] | None:
        found = self.cover(start, end)
        if found and self.starts[found[0]] == start and self.ends[found[1]] == end:
            return found
        return None


def _open(text: str) -> tuple[Parts, list[quotes.Quotation], Tokens, Inputs]:
    parts = segment.cut(Document(text))
    found = [q for q in quotes.find(parts) if not q.level]
    return parts, found, Tokens(parts), model_inputs.prepare(parts, found)


def _gold(name: str, source: str, parts: Parts, inputs: Inputs) -> Gold:
    return Gold(name, source, [t.text for t in parts.tokens], inputs)


def mention_type(words: list[str], start: int, last: int) -> int:
    """PROPER, NOMINAL or PRONOUN, from a mention's own words."""
    return kind_of(words[start : last + 1])


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    inter = min(a[1], b[1]) - max(a[0], b[0])
    return inter / (max(a[1], b[1]) - min(a[0], b[0])) if inter > 0 else 0.0


def _match_lines(
    found: list[quotes.Quotation],
    gold: Iterable[tuple[list[tuple[int, int]], GoldLine]],
    tokens: Tokens,
    missing: str | None,
) -> list[GoldLine]:
    """Give each of our quotations the labels of the gold line it overlaps most; `missing` is the kind of the rest."""
    gold_list = list(gold)
    gold_spans = sorted((a, b, k) for k, (spans, _) in enumerate(gold_list) for a, b in spans)
    starts = [a for a, _, _ in gold_spans]
    lines = []
    for q in found:
        best, label = 0.3, None
        for a, b in q.spans:
            lo = max(0, int(np.searchsorted(starts, a)) - 3)
            for x, y, k in gold_spans[lo : lo + 8]:
                score = _overlap((a, b), (x, y))
                if score > best:
                    best, label = score, gold_list[k][1]
        cover = tokens.cover(q.spans[0].start, q.spans[-1].end)
        if cover is None:
            continue
        line = GoldLine(*cover, missing, True)
        if label:
            line = GoldLine(*cover, label.kind, True, label.speaker, label.addressees, label.feeling)
        lines.append(line)
    return lines


def _alias_pattern(aliases: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(aliases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(a).replace(r"\ ", r"\s+") for a in ordered) + r")(?!\w)")


_TITLES = set(
    [
        "mr",
        "mrs",
        "miss",
        "ms",
        "dr",
        "sir",
        "lady",
        "lord",
        "captain",
        "colonel",
        "aunt",
        "uncle",
        "the",
        "a",
        "an",
        "old",
        "young",
        "of",
        "little",
        "major",
        "general",
        "count",
        "duke",
        "doctor",
        "professor",
        "rev",
        "reverend",
        "father",
        "mother",
        "brother",
        "sister",
        "master",
        "madame",
        "monsieur",
        "mademoiselle",
        "judge",
        "king",
        "queen",
        "and",
        "de",
        "von",
        "la",
        "le",
    ]
)


_GENDERS = {"he": "M", "she": "F"}


def _renames(people: Iterable[tuple[str, str]]) -> dict[str, str]:
    """People as (name, gender) -> the words of their names that may be exchanged for others of the same gender."""
    out: dict[str, str] = {}
    for name, gender in people:
        words = [w for w in re.findall(r"[^\W\d_]+", name)]
        titled = bool(words) and words[0].lower() in _TITLES
        for k, w in enumerate(words):
            if w[0].isupper() and len(w) > 2 and w.lower() not in _TITLES:
                given = k == 0 and not titled
                out[w] = gender if given and gender in ("F", "M") else out.get(w, "?")
    return out


def read_pdnc(folder: Path) -> Gold:
    """A novel of the Project Dialogism Novel Corpus: `folder` holds text.txt, quotes.jsonl and characters.json."""
    text = (folder / "text.txt").read_bytes().decode("utf8")
    quoted = [json.loads(line) for line in (folder / "quotes.jsonl").read_text(encoding="utf8").splitlines()]
    people = json.loads((folder / "characters.json").read_text(encoding="utf8"))
    parts, found, tokens, inputs = _open(text)
    gold = _gold(folder.name, "pdnc", parts, inputs)

    def line(q: dict) -> GoldLine:
        who = None if q["speaker"] in UNKNOWN_SPEAKERS else q["speaker"]
        to = tuple(a for a in q["addressees"] or () if a not in UNKNOWN_SPEAKERS)
        return GoldLine(0, 0, "speech", True, who, to)

    gold.lines = _match_lines(found, [([tuple(s) for s in q["spans"]], line(q)) for q in quoted], tokens, "other")
    owners: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for alias in {person["name"], *person["aliases"]}:
            if len(alias) > 1 and alias.lower() not in PRONOUN_CLASS:
                owners[alias].add(person["name"])
    labelled: dict[tuple[int, int], GoldMention] = {}
    for q in quoted:
        for (a, b), who in q["mentions"]:
            at = tokens.exact(a, b)
            if at and len(who) == 1 and who[0] not in UNKNOWN_SPEAKERS:
                kind = mention_type(gold.words, *at)
                labelled[at] = GoldMention(*at, kind, who[0], kind == PROPER)
    for m in _alias_pattern(owners).finditer(text):
        at = tokens.exact(*m.span())
        names = owners.get(re.sub(r"\s+", " ", m.group()))
        if at and names and at not in labelled:
            kind = mention_type(gold.words, *at)
            who = next(iter(names)) if len(names) == 1 else None
            labelled[at] = GoldMention(*at, kind, who, kind == PROPER and who is not None)
    gold.mentions = sorted(labelled.values(), key=lambda m: (m.start, m.last))
    gold.pronouns = {p["name"]: he for p in people for he, gender in _GENDERS.items() if p["gender"] == gender}
    gold.renames = _renames((a, p["gender"]) for p in people for a in {p["name"], *p["aliases"]})
    return gold


def read_novel(path: Path) -> Gold:
    """A novel without labels: who speaks is told by the tags that name somebody ('said Mara'), and of mentions there
    are the names alone, gathered by the rules of unspoken/reading."""
    parts, found, tokens, inputs = _open(path.read_text(encoding="utf8"))
    gold = _gold(path.stem, "novels", parts, inputs)
    around = Surroundings(parts, found, {}, {})
    ids = {who: f"{k} {who.name}" for k, who in enumerate(around.characters) if around.certain(who)}
    for q in found:
        if at := tokens.cover(q.spans[0].start, q.spans[-1].end):
            told = [around.tag_after(span.end, around.after(span)) for span in q.spans]
            told.append(around.tag_before(around.before(q.spans[0]), q.spans[0].start))
            speakers = {ids[tag.who.who] for tag in told if tag and tag.who.who in ids}
            gold.lines.append(GoldLine(*at, None, True, speakers.pop() if len(speakers) == 1 else None))
    for name in around.proper:
        if (at := tokens.exact(name.start, name.end)) and name.who in ids:
            gold.mentions.append(GoldMention(*at, PROPER, ids[name.who], True))
    gold.pronouns = {key: who.pronouns for who, key in ids.items() if who.pronouns in ("he", "she")}
    gold.renames = _renames(
        (name, _GENDERS.get(who.pronouns or "", "?")) for who in ids for name in {who.name or "", *who.aliases}
    )
    return gold


SPOKEN = 3
"""The class of a token that is spoken and stands in no quotation marks; 1 and 2 are thought, direct and free."""


def read_scene(path: Path, source: str = "scenes") -> Gold:
    """A scene with gold speech, thought, mentions and point of view, as scenes-README.md describes it."""
    text, labels = scene_text(path)
    parts, found, tokens, inputs = _open(text)
    gold = _gold(path.stem, source, parts, inputs)
    turns: dict[str, list[dict]] = defaultdict(list)
    for k, s in enumerate(labels["said"]):
        turns[s.get("turn") or f"#{k}"].append(s)

    def line(x: dict, kind: str) -> GoldLine:
        to = tuple(t for t in x.get("to", "").split() if t != "?")
        who = x["who"].split()
        return GoldLine(0, 0, kind, True, who[0] if len(who) == 1 else None, to, x.get("feel"))

    given = [([(s["start"], s["end"]) for s in turn], line(turn[0], "speech")) for turn in turns.values()]
    given += [([(t["start"], t["end"])], line(t, "thought")) for t in labels["thought"]]
    gold.lines = _match_lines(found, given, tokens, "other")
    gold.thoughts = np.zeros(len(gold.words), np.int32)
    for t in labels["thought"]:
        at = tokens.cover(t["start"], t["end"])
        if not at:
            continue
        gold.thoughts[at[0] : at[1] + 1] = 1 if t["form"] == "direct" else 2
        if not any(x.quoted and x.start <= at[0] and at[1] <= x.last for x in gold.lines):
            x = line(t, "thought")
            gold.lines.append(GoldLine(*at, "thought", False, x.speaker, (), x.feeling))
    for turn in turns.values():
        pieces = [at for s in turn if (at := tokens.cover(s["start"], s["end"]))]
        if pieces and not any(x.start <= pieces[0][0] <= x.last for x in gold.lines):
            x = line(turn[0], "speech")
            gold.lines.append(
                GoldLine(pieces[0][0], pieces[-1][1], "speech", False, x.speaker, x.addressees, x.feeling)
            )
            for first, last in pieces:
                gold.thoughts[first : last + 1] = SPOKEN
    gold.lines.sort(key=lambda x: x.start)
    gold.spans, gold.span_types = [], ("CHAR", "PRON")
    for m in labels["m"]:
        at = tokens.exact(m["start"], m["end"])
        if not at:
            continue
        kind = mention_type(gold.words, *at)
        gold.spans.append((*at, "PRON" if kind == PRONOUN else "CHAR"))
        who = m["who"].split()
        gold.mentions.append(
            GoldMention(*at, kind, who[0] if len(who) == 1 else None, kind == PROPER and len(who) == 1)
        )
    gold.mentions.sort(key=lambda m: (m.start, m.last))
    for p in labels["paragraphs"]:
        at = tokens.cover(p["start"], p["end"])
        if at:
            gold.eyes.append((*at, NOBODY if p["pov"] == "none" else p["pov"]))
    gold.pronouns = {c["id"]: c["pronouns"] for c in labels["cast"] if c["pronouns"] in ("he", "she")}
    gold.renames = _renames(
        (n, _GENDERS.get(c["pronouns"], "?")) for c in labels["cast"] for n in c["names"].split("|")
    )
    return gold


def read_litbank(path: Path) -> Gold:
    """A LitBank document aligned to its natural text: entities, coreference, events, quotations."""
    data = json.loads(path.read_text(encoding="utf8"))
    parts, found, tokens, inputs = _open(data["text"])
    gold = _gold(path.stem, "litbank", parts, inputs)
    gold.spans, gold.span_types = [], ("PER", "FAC", "GPE", "LOC", "VEH", "ORG", "PRON")
    for a, b, kind in data["entities"]:
        at = tokens.exact(a, b)
        if at:
            gold.spans.append((*at, kind))
    seen = set()
    for cluster, mentions in data["clusters"].items():
        for a, b, kind, form in mentions:
            at = tokens.exact(a, b)
            if not at or at in seen:
                continue
            seen.add(at)
            if form == "PRON":
                gold.spans.append((*at, "PRON"))
            type_ = PRONOUN if form == "PRON" else PLACE if kind != "PER" else PROPER if form == "PROP" else NOMINAL
            gold.mentions.append(GoldMention(*at, type_, cluster, type_ == PROPER))
    gold.mentions.sort(key=lambda m: (m.start, m.last))
    by_name = Counter(data["clusters"].keys())
    given = []
    for a, b, who in data["quotes"]:
        given.append(([(a, b)], GoldLine(0, 0, "speech", True, who if who in by_name else None)))
    gold.lines = _match_lines(found, given, tokens, None)
    gold.events = np.zeros(len(gold.words), np.int32)
    for a, b in data["events"]:
        at = tokens.cover(a, b)
        if at:
            gold.events[at[0] : at[1] + 1] = 1
    people = [
        (data["text"][a:b], "?")
        for c in data["clusters"].values()
        for a, b, kind, form in c
        if form == "PROP" and kind == "PER"
    ]
    gold.renames = _renames(people)
    return gold


def read_thoughts(path: Path) -> Gold:
    """A passage with thought marked and its thinker named."""
    return _thoughts(path.stem, json.loads(path.read_text(encoding="utf8")))


def read_own_thoughts(path: Path, root: Path) -> Gold:
    """The same of our own marks, which leave the text in the data folder `root`."""
    data = json.loads(path.read_text(encoding="utf8"))
    text = (root / data["source"]).read_bytes().decode("utf8")
    return _thoughts(path.stem, {**data, "text": text[data["start"] : data["end"]]})


def _thoughts(name: str, data: dict) -> Gold:
    parts, found, tokens, inputs = _open(data["text"])
    gold = _gold(name, "thoughts", parts, inputs)
    gold.thoughts = np.zeros(len(gold.words), np.int32)
    given = []
    for t in data["thoughts"]:
        at = tokens.cover(t["start"], t["end"])
        if not at:
            continue
        label = (1 if t["form"] == "direct" else 2) if t.get("sure", True) else -1
        gold.thoughts[at[0] : at[1] + 1] = label
        given.append(([(t["start"], t["end"])], GoldLine(*at, "thought", False, t["who"])))
    gold.lines = _match_lines(found, given, tokens, "speech")
    for x in gold.lines:
        if x.kind == "speech":
            x.speaker = None
    quoted = [(x.start, x.last) for x in gold.lines if x.kind == "thought"]
    for _, x in given:
        if not any(a <= x.start and x.last <= b for a, b in quoted):
            gold.lines.append(x)
    gold.lines.sort(key=lambda x: x.start)
    whos = {t["who"] for t in data["thoughts"]}
    surnames = {w: who for who in whos for w in re.findall(r"[^\W\d_]+", who) if w.lower() not in _TITLES and w != "I"}
    for k, word in enumerate(gold.words):
        if word in surnames:
            start = (
                k - 1
                if k and gold.words[k - 1].rstrip(".").lower() in _TITLES and gold.words[k - 1][0].isupper()
                else k
            )
            gold.mentions.append(GoldMention(start, k, PROPER, surnames[word], True))
        elif word in ("I", "me", "my", "myself") and "I" in whos and inputs.zone[k] == 0:
            gold.mentions.append(GoldMention(k, k, PRONOUN, "I"))
    return gold


_FEELING_OF = {
    "joy": "joy amusement excitement gratitude optimism pride relief",
    "love": "love caring",
    "sadness": "sadness grief disappointment",
    "anger": "anger annoyance",
    "fear": "fear nervousness",
    "surprise": "surprise",
    "disgust": "disgust",
    "shame": "embarrassment remorse",
    "neutral": "neutral",
}
"""Our feelings, and the emotions of GoEmotions that are each of them; the rest are left out."""
_COMMENTS = 30
_MOST_OF_A_FEELING = 1500


def read_goemotions(path: Path) -> list[Gold]:
    """GoEmotions' comments of one clear feeling, each in quotation marks, thirty to a document."""
    names = (path.parent / "labels.txt").read_text(encoding="utf8").split()
    ours = {names.index(n): feeling for feeling, given in _FEELING_OF.items() for n in given.split()}
    by: dict[str, list[str]] = defaultdict(list)
    for row in path.read_text(encoding="utf8").splitlines():
        comment, labels, _ = row.split("\t")
        feelings = {ours.get(int(k)) for k in labels.split(",")}
        feeling = feelings.pop()
        comment = comment.replace("[NAME]", "Alex").replace("[RELIGION]", "Christian").strip()
        if feeling and not feelings and not re.search(r'["“”«»\[]', comment):
            by[feeling].append(comment)
    rng = random.Random(0)
    chosen = [(c, f) for f, cs in by.items() for c in rng.sample(cs, min(len(cs), _MOST_OF_A_FEELING))]
    rng.shuffle(chosen)
    out = []
    for k in range(0, len(chosen), _COMMENTS):
        text, given = "", []
        for comment, feeling in chosen[k : k + _COMMENTS]:
            start = len(text)
            text += f"“{comment}”"
            given.append(([(start, len(text))], GoldLine(0, 0, None, True, None, (), feeling)))
            text += "\n\n"
        parts, found, tokens, inputs = _open(text)
        gold = _gold(f"goemotions-{k // _COMMENTS}", "goemotions", parts, inputs)
        gold.lines = _match_lines(found, given, tokens, None)
        out.append(gold)
    return out


def development(name: str, source: str) -> bool:
    """Whether a document is of the development split: fixed novels; every sixth scene, passage and LitBank document."""
    if source == "pdnc":
        return name in DEV_NOVELS
    if source in ("goemotions", "own"):
        return False
    if source == "novels" and _title(name).startswith(tuple(map(str.lower, DEV_NOVELS))):
        return True
    number = re.findall(r"\d+", name)
    return bool(number) and int(number[0]) % 6 == 0


def _title(name: str) -> str:
    """A file's name as PDNC's folders are called, in small letters."""
    return re.sub(r"^\d+_|_", "", name).lower()


READERS = {
    "pdnc": (read_pdnc, "pdnc/*/"),
    "scenes": (read_scene, "scenes/*.xml"),
    "litbank": (read_litbank, "litbank/aligned/*.json"),
    "thoughts": (read_thoughts, "thoughts/*.json"),
}


def load(root: Path, cache: Path | None = None) -> list[Gold]:
    """All documents under the data folder, in order, and our own scenes and marks. `cache` keeps them between runs."""
    if cache and cache.exists():
        return pickle.loads(cache.read_bytes())
    out = []
    for reader, pattern in READERS.values():
        for path in sorted(root.glob(pattern)):
            out.append(reader(path))
            print(out[-1].source, out[-1].name, len(out[-1].words), flush=True)
    out += [read_scene(path, "own") for path in sorted(OWN.glob("scenes/*.xml"))]
    known = tuple(g.name.lower() for g in out if g.source == "pdnc" and g.name not in DEV_NOVELS)
    for path in sorted((root / "novels").glob("*.txt")):
        if not _title(path.stem).startswith(known) and not development(path.stem, "novels"):
            out.append(read_novel(path))
            print(out[-1].source, out[-1].name, len(out[-1].words), flush=True)
    out += [read_own_thoughts(path, root) for path in sorted(OWN.glob("thoughts/*.json"))]
    out += read_goemotions(root / "goemotions" / "train.tsv")
    if cache:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps(out))
    return out
