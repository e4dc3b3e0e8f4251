"""Speakers and addressees of quotations, over whole novels."""

from __future__ import annotations

from collections import Counter

from unspoken.evaluate import calibration
from unspoken.evaluate.assignment import best_pairs
from unspoken.evaluate.gold import NOBODY, Novel
from unspoken.evaluate.measures import FOUND, Figures, Tally, f1, lead, overlaps, ratio, trim
from unspoken.story import Character, Line, Story

KINDS = ("all", "explicit", "anaphoric", "implicit", "unlabelled")
COLUMNS = {
    "quotations": ("all", "n"),
    "span F": ("span_f",),
    "found": ("all", "found"),
    "named": ("all", "named"),
    "explicit": ("explicit", "named"),
    "anaphoric": ("anaphoric", "named"),
    "implicit": ("implicit", "named"),
    "clustered": ("all", "clustered"),
    "addressee": ("addressee",),
    "ECE": ("calibration error",),
}


def count(gold: Novel, story: Story) -> Tally:
    tally = Tally()
    found = _find(gold, story, tally)
    names = lead(gold.characters, story)
    scored = [k for k, quotation in enumerate(gold.quotations) if quotation.speaker not in NOBODY]
    shared: Counter[tuple[Character | None, str]] = Counter()
    for k in scored:
        speaker = found[k].speaker if k in found else None
        if speaker:
            shared[speaker, gold.quotations[k].speaker or ""] += 1
    clusters = best_pairs(shared)
    for k in scored:
        quotation, line = gold.quotations[k], found.get(k)
        named = line is not None and names.get(line.speaker) == quotation.speaker
        clustered = line is not None and clusters.get(line.speaker) == quotation.speaker
        for kind in ("all", (quotation.type or "unlabelled").lower()):
            tally[kind, "n"] += 1
            tally[kind, "found"] += line is not None
            tally[kind, "named"] += named
            tally[kind, "clustered"] += clustered
        wanted = set(quotation.addressees) - NOBODY
        if line and wanted:
            tally["addressee", "n"] += 1
            tally["addressee", "right"] += any(names.get(character) in wanted for character in line.addressees)
        if line:
            calibration.count(tally, line, named)
    return tally


def figures(tally: Tally) -> Figures:
    """Span figures are means over novels; the rest is over all quotations."""
    out: Figures = {f"span_{x}": tally.share("span", x, "novels") for x in "prf"}
    for kind in KINDS:
        if tally[kind, "n"]:
            shares = {name: tally.share(kind, name) for name in ("found", "named", "clustered")}
            out[kind] = {"n": tally.count(kind), **shares}
    out["addressee"] = tally.share("addressee", "right") if tally["addressee", "n"] else None
    out["addressee_n"] = tally.count("addressee")
    out["calibration error"] = calibration.error(tally)
    return out


def _find(gold: Novel, story: Story, tally: Tally) -> dict[int, Line]:
    """The line that answers for each quotation: the one that holds the first of its pieces to be found."""
    lines = [line for line in story.lines if line.kind == "speech"]
    ours = [(trim(gold.text, span), line) for line in lines for span in line.spans]
    ours = [(span, line) for span, line in ours if span[0] < span[1]]
    theirs = [(trim(gold.text, span), k) for k, quotation in enumerate(gold.quotations) for span in quotation.spans]
    theirs = [(span, k) for span, k in theirs if span[0] < span[1]]
    best: dict[int, tuple[float, int]] = {}
    for i, j, _, share in overlaps([span for span, _ in theirs], [span for span, _ in ours]):
        if share >= FOUND and share > best.get(i, (0.0, 0))[0]:
            best[i] = share, j
    found: dict[int, Line] = {}
    for i, (_, j) in best.items():
        found.setdefault(theirs[i][1], ours[j][1])
    hits = len({j for _, j in best.values()})
    precision, recall = ratio(hits, len(ours)), ratio(hits, len(theirs))
    for name, value in zip("prf", (precision, recall, f1(precision, recall)), strict=True):
        tally["span", name] += value
    tally["span", "novels"] += 1
    return found
