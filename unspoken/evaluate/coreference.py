"""Coreference (MUC, B³, CEAF-e and their mean, the CoNLL F1), entities and events, as LitBank marks them.

A mention counts where its span is exactly a gold one; singletons count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from unspoken.evaluate.assignment import best_pairs
from unspoken.evaluate.gold import Annotated
from unspoken.evaluate.measures import Figures, Tally, f1, ratio
from unspoken.story import Story

MEASURES = ("muc", "b3", "ceafe")
COLUMNS = {
    "MUC F": ("muc", "F"),
    "B³ F": ("b3", "F"),
    "CEAF-e F": ("ceafe", "F"),
    "CoNLL F": ("conll",),
    "entities P": ("entities", "P"),
    "R": ("entities", "R"),
    "F": ("entities", "F"),
    "events P": ("events", "P"),
    "R ": ("events", "R"),
    "F ": ("events", "F"),
}

M = TypeVar("M", bound=Hashable)
Chains = Sequence[Sequence[M]]


def count(gold: Annotated, story: Story) -> Tally:
    tally = Tally()
    clusters: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for mention in story.mentions:
        if mention.cluster is not None:
            clusters[mention.cluster].append(mention.span)
    tally["documents", "n"] += 1
    for name, (precision, recall) in chain_scores(gold.clusters, list(clusters.values())).items():
        for key, value in zip("PRF", (precision, recall, f1(precision, recall)), strict=True):
            tally[name, key] += value
    if gold.entities is not None:
        _count_spans(tally, "entities", gold.entities, {(x.start, x.end, x.type) for x in story.entities})
    if gold.events is not None:
        _count_spans(tally, "events", gold.events, {x.span for x in story.events})
    return tally


def figures(tally: Tally) -> Figures:
    """Coreference figures are means over documents; entities and events are counted over all."""
    documents = tally["documents", "n"]
    out: Figures = {"documents": tally.count("documents")}
    for name in MEASURES:
        out[name] = {key: ratio(tally[name, key], documents) for key in "PRF"}
    out["conll"] = ratio(sum(tally[name, "F"] for name in MEASURES) / len(MEASURES), documents)
    for name in ("entities", "events"):
        if (name, "gold") in tally:
            out[name] = tally.scores(name)
    return out


def conll(gold: Chains[M], found: Chains[M]) -> float:
    """The mean of the three F1, 0 to 1, of chains of mentions."""
    return sum(f1(*scores) for scores in chain_scores(gold, found).values()) / len(MEASURES)


def chain_scores(gold: Chains[M], found: Chains[M]) -> dict[str, tuple[float, float]]:
    """Precision and recall by each of MEASURES."""
    gold = [list(dict.fromkeys(chain)) for chain in gold if chain]
    found = [list(dict.fromkeys(chain)) for chain in found if chain]
    alike = _likeness(gold, found)
    return {
        "muc": (_links_kept(found, gold), _links_kept(gold, found)),
        "b3": (_company_kept(found, gold), _company_kept(gold, found)),
        "ceafe": (ratio(alike, len(found)), ratio(alike, len(gold))),
    }


def _count_spans(tally: Tally, name: str, gold: Iterable[Hashable], found: set[M]) -> None:
    wanted = set(gold)
    tally[name, "both"] += len(wanted & found)
    tally[name, "found"] += len(found)
    tally[name, "gold"] += len(wanted)


def _links_kept(key: Chains[M], response: Chains[M]) -> float:
    """MUC: of the links that hold the key's chains together, the share that the response has."""
    where = _where(response)
    parts = [len({where[m] for m in chain if m in where}) + sum(m not in where for m in chain) for chain in key]
    kept = sum(len(chain) - n for chain, n in zip(key, parts, strict=True))
    return ratio(kept, sum(len(chain) - 1 for chain in key))


def _company_kept(key: Chains[M], response: Chains[M]) -> float:
    """B³: of those in a mention's chain in the key, the share that the response has with it, on average."""
    where, holders = _where(response), _holders(response)
    kept = 0.0
    for chain in key:
        shared = Counter(j for mention in chain for j in holders.get(mention, ()))
        kept += sum(shared[where[mention]] for mention in chain if mention in where) / len(chain)
    return ratio(kept, sum(len(chain) for chain in key))


def _likeness(gold: Chains[M], found: Chains[M]) -> float:
    """CEAF-e: how alike the chains are under the best one-to-one pairing, each pair 0 to 1."""
    holders = _holders(found)
    shared = Counter((i, j) for i, chain in enumerate(gold) for mention in chain for j in holders.get(mention, ()))
    alike = {(i, j): 2 * n / (len(gold[i]) + len(found[j])) for (i, j), n in shared.items()}
    return sum(alike[pair] for pair in best_pairs(alike).items())


def _where(chains: Chains[M]) -> dict[M, int]:
    return {mention: i for i, chain in enumerate(chains) for mention in chain}


def _holders(chains: Chains[M]) -> dict[M, list[int]]:
    """The chains that each mention is in: one, but for faulty gold or readings."""
    holders: dict[M, list[int]] = defaultdict(list)
    for i, chain in enumerate(chains):
        for mention in chain:
            holders[mention].append(i)
    return holders
