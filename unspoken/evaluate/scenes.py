"""Speech, thought, point of view, feeling and coreference, in scenes where all of it is marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, get_args

from unspoken.evaluate import calibration
from unspoken.evaluate.coreference import conll
from unspoken.evaluate.gold import Scene
from unspoken.evaluate.measures import FOUND, Figures, Tally, covered, f1, lead, overlaps, ratio, trim
from unspoken.story import Character, Feeling, Line, Story

FEELINGS: tuple[str, ...] = get_args(Feeling)
COLUMNS = {
    "said": ("said", "n"),
    "F": ("said", "F"),
    "who": ("said", "who"),
    "explicit": ("said", "explicit"),
    "anaphoric": ("said", "anaphoric"),
    "implicit": ("said", "implicit"),
    "to": ("said", "to"),
    "thoughts": ("thought", "n"),
    "F ": ("thought", "F"),
    "char F": ("thought", "char F"),
    "direct R": ("thought", "direct R"),
    "free R": ("thought", "free R"),
    "who ": ("thought", "who"),
    "pov": ("pov",),
    "feeling": ("feeling macro F",),
    "CoNLL F": ("coref conll",),
    "ECE": ("calibration error",),
}

Label = dict[str, Any]
Piece = tuple[tuple[int, int], Line]
Leads = dict[Character | None, str]
LINE = 3  # a line says as much as three mentions on who a nameless character is


def count(gold: Scene, story: Story) -> Tally:
    tally = Tally()
    said, thought = _pieces(story, "speech"), _pieces(story, "thought")
    speech = _pair(gold.text, gold.said, said)
    thoughts = _pair(gold.text, gold.thought, thought)
    leads = _lead(gold, story, speech)
    _count_lines(tally, "said", "tag", gold.said, said, speech, leads)
    _count_lines(tally, "thought", "form", gold.thought, thought, thoughts, leads)
    for k, label in enumerate(gold.said):
        line = speech.get(k)
        wanted = set(label.get("to", "").split()) - {"?"}
        if wanted:
            tally["said", "to n"] += 1
            tally["said", "to"] += line is not None and any(leads.get(c) in wanted for c in line.addressees)
        if line:
            calibration.count(tally, line, _right(line, label, leads))
    inside = covered(map(_span, gold.thought), len(gold.text))
    found = covered((span for span, _ in thought), len(gold.text))
    tally["characters", "both"] += int((inside & found).sum())
    tally["characters", "found"] += int(found.sum())
    tally["characters", "gold"] += int(inside.sum())
    _count_eyes(tally, gold, story, leads)
    tally["coref", "n"] += 1
    tally["coref", "conll"] += _coreference(gold, story)
    return tally


def figures(tally: Tally) -> Figures:
    """Coreference is the mean over scenes; the rest is over all lines, thoughts and paragraphs."""
    said = {"n": tally.count("said"), **tally.scores("said", gold="n"), "who": tally.share("said", "who")}
    said |= {tag: tally.share(f"said {tag}", "who") for tag in ("explicit", "anaphoric", "implicit")}
    said["to"] = tally.share("said", "to", "to n")
    thought = {"n": tally.count("thought"), **tally.scores("thought", gold="n"), "who": tally.share("thought", "who")}
    for form in ("direct", "free"):
        thought[f"{form} R"] = tally.share(f"thought {form}", "both")
        thought[f"{form} who"] = tally.share(f"thought {form}", "who")
    thought["char F"] = tally.scores("characters")["F"]
    return {
        "said": said,
        "thought": thought,
        "pov": tally.share("pov", "right"),
        "feeling macro F": _feeling(tally),
        "coref conll": tally.share("coref", "conll"),
        "calibration error": calibration.error(tally),
    }


def _pieces(story: Story, kind: str) -> list[Piece]:
    return [(span, line) for line in story.lines if line.kind == kind for span in line.spans]


def _span(label: Label) -> tuple[int, int]:
    return label["start"], label["end"]


def _pair(text: str, gold: Sequence[Label], pieces: Sequence[Piece]) -> dict[int, Line]:
    """Gold labels (by index) and the lines that answer for them: one piece each, the closest pairs first."""
    ours = [trim(text, span) for span, _ in pieces]
    close = [(share, i, j) for i, j, _, share in overlaps([trim(text, _span(x)) for x in gold], ours) if share >= FOUND]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(close, reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return {i: pieces[j][1] for i, j in pairs.items()}


def _lead(gold: Scene, story: Story, speech: dict[int, Line]) -> Leads:
    """Who the characters are in the gold: by their names; the nameless by the lines and mentions they share."""
    leads = lead(gold.characters, story)
    shared: Counter[tuple[Character | None, str]] = Counter()
    for k, line in speech.items():
        shared[line.speaker, gold.said[k]["who"]] += LINE
    singular = {_span(m): m["who"] for m in gold.mentions}
    for mention in story.mentions:
        who = singular.get((mention.start, mention.end))
        if who and " " not in who:
            shared[mention.character, who] += 1
    for (character, who), _ in shared.most_common():
        if character:
            leads.setdefault(character, who)
    return leads


def _right(line: Line | None, label: Label, leads: Leads) -> bool:
    return line is not None and leads.get(line.speaker) in label["who"].split()


def _count_lines(
    tally: Tally,
    layer: str,
    kind: str,
    gold: Sequence[Label],
    pieces: Sequence[Piece],
    pairs: dict[int, Line],
    leads: Leads,
) -> None:
    tally[layer, "found"] += len(pieces)
    for k, label in enumerate(gold):
        line = pairs.get(k)
        for group in (layer, f"{layer} {label.get(kind)}"):
            tally[group, "n"] += 1
            tally[group, "both"] += line is not None
            tally[group, "who"] += _right(line, label, leads)
        if line and "feel" in label:
            tally["feeling gold", label["feel"]] += 1
            tally["feeling found", line.feeling or ""] += 1
            tally["feeling both", label["feel"]] += line.feeling == label["feel"]


def _feeling(tally: Tally) -> float:
    """The mean F1 of the feelings that the gold has, over lines and thoughts that are found."""
    scores = []
    for feeling in FEELINGS:
        both, gold = tally["feeling both", feeling], tally["feeling gold", feeling]
        if gold:
            scores.append(f1(ratio(both, tally["feeling found", feeling]), both / gold))
    return ratio(sum(scores), len(scores))


def _count_eyes(tally: Tally, gold: Scene, story: Story, leads: Leads) -> None:
    """A paragraph's point of view is that of the paragraph of the reading that shares most of it."""
    ours = [p.span for p in story.paragraphs]
    nearest: dict[int, tuple[int, int]] = {}
    for i, j, shared, _ in overlaps([_span(p) for p in gold.paragraphs], ours):
        if shared > nearest.get(i, (0, 0))[0]:
            nearest[i] = shared, j
    for i, paragraph in enumerate(gold.paragraphs):
        if paragraph["pov"] is None:
            continue
        tally["pov", "n"] += 1
        if i in nearest:
            focalizer = story.paragraphs[nearest[i][1]].focalizer
            tally["pov", "right"] += (leads.get(focalizer) if focalizer else "none") == paragraph["pov"]


def _coreference(gold: Scene, story: Story) -> float:
    """The CoNLL F1 of the mentions of characters, those of several at once left out."""
    theirs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for m in gold.mentions:
        if " " not in m["who"]:
            theirs[m["who"]].append(_span(m))
    plural = {_span(m) for m in gold.mentions if " " in m["who"]}
    ours: dict[Character, list[tuple[int, int]]] = defaultdict(list)
    for mention in story.mentions:
        if mention.character and (mention.start, mention.end) not in plural:
            ours[mention.character].append((mention.start, mention.end))
    return conll(list(theirs.values()), list(ours.values()))
