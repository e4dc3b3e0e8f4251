"""Fit the weights of the signs of who speaks: `python -m training.conversation DATA --work FOLDER`.

Begins from unspoken/reading/conversation.json, and moves each weight in turn to where more turns of the training
split's scenes and of some of its novels get the right speaker. Writes the same file.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data import UNKNOWN_SPEAKERS, development, scene_text
from unspoken.reading import conversation, evidence, quotes, segment
from unspoken.reading.conversation import Turn
from unspoken.reading.resolve import Resolver
from unspoken.sources.document import Document
from unspoken.story import Character

NOVELS = ("ThePictureOfDorianGray", "TheManWhoWasThursday", "ARoomWithAView", "Persuasion")
SCENE_WEIGHT = 3.0
"""How many turns of a novel a turn of a scene counts for."""
ROUNDS = 2
LEAST_GAIN = 2e-4
TIES = ("goes on", "again", "called", "answers", "answered", "back")
WEIGHTS = Path("unspoken/reading/conversation.json")

Names = dict[str, set[str]]
"""Each person of the gold -> their names."""


@dataclass
class Case:
    """A document with gold speakers: where each gold line lies, whose it is, and the people's names."""

    document: Document
    lines: list[tuple[int, int, str]]
    names: Names
    mentions: dict[tuple[int, int], str]
    weight: float


def novel(folder: Path) -> Case:
    quoted = [json.loads(line) for line in (folder / "quotes.jsonl").read_text(encoding="utf8").splitlines()]
    people = json.loads((folder / "characters.json").read_text(encoding="utf8"))
    known = [q for q in quoted if q["speaker"] not in UNKNOWN_SPEAKERS]
    return Case(
        Document((folder / "text.txt").read_bytes().decode("utf8")),
        sorted((a, b, q["speaker"]) for q in known for a, b in q["spans"]),
        {p["name"]: {p["name"], *p["aliases"]} for p in people},
        {},
        1.0,
    )


def scene(path: Path) -> Case:
    text, labels = scene_text(path)
    return Case(
        Document(text),
        sorted((s["start"], s["end"], s["who"]) for s in labels["said"] if " " not in s["who"]),
        {c["id"]: set(c["names"].split("|")) for c in labels["cast"]},
        {(m["start"], m["end"]): m["who"] for m in labels["m"] if " " not in m["who"]},
        SCENE_WEIGHT,
    )


def resolver(case: Case, cache: Path) -> Resolver:
    """The document resolved; what the network saw of it is kept in the cache."""
    parts = segment.cut(case.document)
    found = quotes.find(parts)
    if cache.exists():
        inputs, vectors = pickle.loads(cache.read_bytes())
        sight = evidence.see(parts, inputs, vectors)
    else:
        sight = evidence.look(parts, found)
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(pickle.dumps((sight.inputs, sight.vectors)))
    return Resolver(parts, found, sight)


def identities(case: Case, read: Resolver) -> dict[Character, str]:
    """Which person of the gold each character is: the one whom their names lead to, else who their mentions are."""
    owners: dict[str, set[str]] = defaultdict(set)
    for who, names in case.names.items():
        for name in names:
            owners[_plain(name)].add(who)
    people = dict.fromkeys(who for talk in read.conversations for turn in talk for who in turn.candidates)
    people |= dict.fromkeys(who for _, some, _ in read.stretches for who in some)
    out: dict[Character, str] = {}
    for character in filter(None, people):
        votes: Counter[str] = Counter()
        for name in filter(None, {character.name, *character.aliases}):
            found = owners[_plain(name)]
            if len(found) == 1:
                votes[next(iter(found))] += 1 + len(_plain(name).split())
        if votes:
            out[character] = votes.most_common(1)[0][0]
    overlap: Counter[tuple[Character, str]] = Counter()
    for mention in read.weighed.mentions:
        gold = case.mentions.get((mention.start, mention.end))
        if gold and mention.character and mention.character not in out:
            overlap[mention.character, gold] += 1
    for (character, gold), _ in overlap.most_common():
        out.setdefault(character, gold)
    return out


def _plain(name: str) -> str:
    return re.sub(r"[^\w ]", "", re.sub(r"^(the|a|an|my|your)\s+", "", name.strip().lower())).strip()


def answers(case: Case, read: Resolver) -> dict[Turn, str]:
    """Whose each turn is, where the gold tells: the gold line that covers most of its first span."""
    out: dict[Turn, str] = {}
    for talk in read.conversations:
        for turn in talk:
            start, end = turn.line.spans[0]
            best = max(case.lines, key=lambda x: min(x[1], end) - max(x[0], start), default=None)
            if best and min(best[1], end) - max(best[0], start) > 0.5 * (end - start):
                out[turn] = best[2]
    return out


@dataclass
class Problem:
    """A conversation, who is right in each turn where the gold tells, and what a turn counts for."""

    talk: list[Turn]
    right: list[set[Character] | None]
    weight: float


def problems(case: Case, read: Resolver) -> Iterator[Problem]:
    who_is, given = identities(case, read), answers(case, read)
    for talk in read.conversations:
        right = [{c for c in t.candidates if c and who_is.get(c) == given[t]} if t in given else None for t in talk]
        if any(right) and any(len(t.candidates) > 1 for t in talk):
            yield Problem(talk, right, case.weight)


def score(found: Sequence[Problem], weights: Mapping[str, float]) -> float:
    """The share of turns that the weights give a right speaker."""
    ok = n = 0.0
    for problem in found:
        for who, right in zip(conversation.likeliest(problem.talk, weights), problem.right, strict=True):
            if right is not None:
                n += problem.weight
                ok += problem.weight * (who in right)
    return ok / n


def climb(found: Sequence[Problem], weights: dict[str, float]) -> dict[str, float]:
    """The weights, each moved as far as more turns come out right: one round of coordinate ascent."""
    names = {name for problem in found for turn in problem.talk for s in turn.candidates.values() for name in s}
    names |= {name for problem in found for name in TIES}
    best = score(found, weights)
    for name in sorted(names):
        old = weights.get(name, 0.0)
        for step in (0.3, -0.3, 1.0, -1.0):
            new = {**weights, name: round(old + step, 2)}
            if (now := score(found, new)) > best + LEAST_GAIN:
                best, weights = now, new
        print(f"{name} {old} -> {weights.get(name, 0.0)}: {best:.4f}", flush=True)
    return weights


def right_share(cases: Sequence[Case], read: Sequence[Resolver]) -> tuple[float, Counter[str], Counter[str]]:
    """The share of turns whose speaker is right, and the counts by kind: right, all."""
    ok: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for case, r in zip(cases, read, strict=True):
        who_is = identities(case, r)
        for turn, gold in answers(case, r).items():
            n[turn.kind] += 1
            ok[turn.kind] += turn.line.speaker is not None and who_is.get(turn.line.speaker) == gold
    return ok.total() / max(1, n.total()), ok, n


def report(label: str, cases: Sequence[Case], read: Sequence[Resolver]) -> None:
    share, ok, n = right_share(cases, read)
    print(f"{label}: {share:.4f}  " + "  ".join(f"{k} {ok[k] / n[k]:.3f} of {n[k]}" for k in sorted(n)), flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="the folder that holds pdnc and scenes")
    ap.add_argument("--work", type=Path, required=True, help="a folder for what the network saw")
    ap.add_argument("--look", action="store_true", help="only judge the weights as they are")
    a = ap.parse_args()
    sets: dict[str, tuple[list[Case], list[Path]]] = {k: ([], []) for k in ("train", "novels", "scenes")}
    for folder in sorted((a.data / "pdnc").iterdir()):
        split = "novels" if development(folder.name, "pdnc") else "train" if folder.name in NOVELS else None
        if split:
            sets[split][0].append(novel(folder))
            sets[split][1].append(a.work / f"{folder.name}.pickle")
    for path in sorted((a.data / "scenes").glob("*.xml")):
        split = "scenes" if development(path.stem, "scenes") else "train"
        sets[split][0].append(scene(path))
        sets[split][1].append(a.work / f"{path.stem}.pickle")

    def resolve(split: str) -> list[Resolver]:
        out = [resolver(case, cache) for case, cache in zip(*sets[split], strict=True)]
        for r in out:
            r.resolve()
        return out

    for k in range(0 if a.look else ROUNDS):
        read = resolve("train")
        report(f"round {k}, training", sets["train"][0], read)
        found = [p for case, r in zip(sets["train"][0], read, strict=True) for p in problems(case, r)]
        weights = climb(found, dict(conversation.fitted()))
        WEIGHTS.write_text(json.dumps(dict(sorted(weights.items())), indent=1) + "\n", encoding="utf8")
        conversation.fitted.cache_clear()
    for split in ("novels", "scenes"):
        report(split, sets[split][0], resolve(split))


if __name__ == "__main__":
    main()
