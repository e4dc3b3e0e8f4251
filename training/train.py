"""Train the reader: `python -m training.train DATA --minilm FOLDER --work FOLDER`.

The first epoch guesses words that are hidden, of novels and scenes, names and pronouns above all (masked words, Devlin
et al. 2019, arXiv:1810.04805). The second learns from scenes, LitBank and the passages with thought: mentions,
coreference, thought. From the third on the novels join in, those of PDNC and others, which tell by their tags alone who
speaks: there the mentions of the narration are those that the network itself has learnt to find. The rate of learning
rises for a moment, holds, and falls to nothing over the last epochs (Hägele et al. 2024, arXiv:2405.18392). A step
learns from two segments, and two processes of one thread each take one of them, which is half as fast again as one
process with two threads. All is written to the work folder every hundred steps; the same command goes on from there.
What is shipped is the running mean of the weights (Polyak and Juditsky 1992).
"""

from __future__ import annotations

import argparse
import copy
import itertools
import math
import os
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F

from training import minds
from training.augment import pronominal, unmarked, untagged
from training.data import NOBODY, Gold, development, load, mention_type
from training.encoder import Config, load_minilm
from training.network import Reader, Weights, chains
from training.ship import ship
from unspoken.model import nodes as N
from unspoken.model import wordpiece
from unspoken.model.inputs import WINDOW
from unspoken.model.network import FEELINGS, KINDS, SPAN_TYPES, WIDEST

MODEL = Path("unspoken/model")
BF16 = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
"""Whether the encoder learns in bf16: a hundred times slower than float32 on a processor that does not know it."""
SEGMENT = 3
"""Full windows of word pieces in one training segment; it is read in windows that are not quite full."""
UNTAGGED = 0.4
"""The share of the tags after a line that training leaves out."""
PRONOMINAL = 0.4
"""The share of the names, where their bearers were just named, that it makes pronouns."""
UNMARKED = 0.12
"""The share of the scenes that training reads without quotation marks."""
BATCH = 2
"""The segments that a step learns from."""
RATES = {"encoder": 1e-4, "heads": 8e-4, "tables": 1e-2}
"""The rates of learning, at their highest."""
WARM = 200
"""The steps over which they rise, in the first epoch and in the second, which has the other heads."""
FALL = 0.4
"""The last part of the steps, over which they fall to nothing."""
SLOW = 0.998
"""How much of the mean of the weights each step keeps."""
KEPT = 100
"""After how many steps all is written down."""
GUESSED, GUESSED_PEOPLE = 0.1, 0.35
"""The share of words, and of names and pronouns, that the first epoch hides to have them guessed."""
HIDDEN = 0.07
"""The share of words that the other epochs hide from the encoder, so that it learns to read from the rest."""


@dataclass
class Segment:
    gold: Gold
    start: int
    end: int


def segments(gold: Gold, offset: int = 0) -> list[Segment]:
    """Cut a document into stretches of at most SEGMENT windows of word pieces, at paragraphs."""
    x = gold.inputs
    room = SEGMENT * (WINDOW - 2) - 100
    opens = np.append(np.flatnonzero(x.first), len(x))
    out, at = [], 0
    if offset:
        at = int(opens[np.searchsorted(x.offsets[opens], offset)]) if x.offsets[-1] > 2 * offset else 0
        if at:
            out.append(Segment(gold, 0, at))
    while at < len(x):
        fits = opens[(opens > at) & (x.offsets[opens] - x.offsets[at] <= room)]
        end = int(fits[-1]) if len(fits) else int(opens[np.searchsorted(opens, at, side="right")])
        out.append(Segment(gold, at, end))
        at = end
    return [s for s in out if x.offsets[s.end] - x.offsets[s.start] <= room + 100]


def renamer(golds: list[Gold]) -> dict[str, list[str]]:
    """All words of names by gender (F, M, ?), to draw new names from."""
    pool = defaultdict(set)
    for g in golds:
        for w, gender in g.renames.items():
            pool[gender].add(w)
    return {k: sorted(v) for k, v in pool.items()}


def windows(lengths: list[int], first: np.ndarray) -> list[range]:
    """Tokens, by how many word pieces each has and which are the first of a paragraph, parted into windows of about the
    same length, at paragraphs where one begins near."""
    upto = np.concatenate([[0], np.cumsum(lengths)])
    opens = np.flatnonzero(first)
    count = math.ceil(upto[-1] / (0.8 * (WINDOW - 2))) if upto[-1] > WINDOW - 2 else 1
    cuts = [0]
    for k in range(1, count):
        goal = upto[-1] * k / count
        near = opens[np.abs(upto[opens] - goal) < 0.1 * (WINDOW - 2)]
        cuts.append(int(near[np.abs(upto[near] - goal).argmin()]) if len(near) else int(np.searchsorted(upto, goal)))
    return [range(a, b) for a, b in itertools.pairwise([*cuts, len(lengths)]) if b > a]


def batch(
    s: Segment, rng: random.Random, pool: dict[str, list[str]] | None, hide: np.ndarray
) -> tuple[list[torch.Tensor], torch.Tensor, torch.Tensor]:
    """The encoder's windows of a segment, people renamed in most of them if there is a pool of names; where each
    token's vector will lie; and the word pieces that are hidden, -1 elsewhere. `hide` is each token's chance to be."""
    x, words = s.gold.inputs, s.gold.words[s.start : s.end]
    new: dict[str, str] = {}
    if pool and s.gold.renames and rng.random() < 0.75:
        new = {w: rng.choice(pool[g]) for w, g in s.gold.renames.items() if g in pool}
    split = []
    for k, w in enumerate(words, s.start):
        a, b = x.offsets[k], x.offsets[k + 1]
        split.append(list(wordpiece.pieces(new[w])[:16]) if w in new else x.pieces[a:b].tolist())
    rows = windows([len(p) for p in split], x.first[s.start : s.end])
    at: list[int] = []
    width = max(sum(len(split[j]) for j in r) for r in rows) + 2
    fields = np.zeros((5, len(rows), width), np.int64)
    truth = np.full((len(rows), width), -1)
    mask = np.zeros((len(rows), width), bool)
    for i, r in enumerate(rows):
        n = 1
        fields[0, i, 0] = wordpiece.CLS
        for j in r:
            p = split[j]
            fields[0, i, n : n + len(p)] = p
            if rng.random() < hide[j]:
                fields[0, i, n : n + len(p)] = wordpiece.MASK
                truth[i, n : n + len(p)] = p
            for f, values in enumerate((x.shape, x.zone, x.first, x.italic), 1):
                fields[f, i, n : n + len(p)] = values[s.start + j]
            at.append(i * width + n)
            n += len(p)
        fields[0, i, n] = wordpiece.SEP
        mask[i, : n + 1] = True
    tensors = [torch.from_numpy(f) for f in fields]
    return [*tensors, torch.from_numpy(mask)], torch.tensor(at), torch.from_numpy(truth)


@dataclass
class Graph:
    nodes: N.Nodes
    who: list[str | None]
    clamped: list[bool]


@torch.no_grad()
def silver(net: Reader, x: torch.Tensor, s: Segment) -> list[tuple[int, int]]:
    """A segment's mentions of people as the network finds them, by first and last token; `x` are its tokens."""
    learning = net.training
    net.eval()
    people = [SPAN_TYPES.index(t) for t in ("PER", "CHAR", "PRON")]
    found = (net.spans(x)[people].amax(0) > 0).nonzero().tolist()
    net.train(learning)
    return [(s.start + a, s.start + a + b) for a, b in found if s.start + a + b < s.end]


def graph(s: Segment, rng: random.Random, clamp: float, more: list[tuple[int, int]]) -> Graph:
    """The nodes of a segment with their gold, and of `more` mentions, which have none. A share of the names is left
    unclamped, to be resolved like the rest."""
    g, x = s.gold, s.gold.inputs
    lines = np.full(len(x), -1, np.int32)
    silent, who_silent = [], {}
    number = 0
    for line in g.lines:
        if line.start < s.start or line.last >= s.end or line.kind == "other":
            continue
        if line.quoted:
            lines[line.start : line.last + 1] = np.where(x.zone[line.start : line.last + 1] > 0, number, -1)
        if line.kind == "thought":
            silent.append(N.SilentSpan(line.start, line.last, N.THINKER, number))
            who_silent[line.start, N.THINKER] = line.speaker
        else:
            for kind, who in (
                (N.SPEAKER, line.speaker),
                (N.ADDRESSEE, line.addressees[0] if len(line.addressees) == 1 else None),
            ):
                silent.append(N.SilentSpan(line.start, line.last, kind, number))
                who_silent[line.start, kind] = who
        number += 1
    for start, last, who in g.eyes:
        if s.start <= start and last < s.end:
            silent.append(N.SilentSpan(start, last, N.EYE, -1))
            who_silent[start, N.EYE] = who
    mentions, who_mention = [], {}
    seen = set()
    for m in g.mentions:
        if s.start <= m.start and m.last < s.end:
            mentions.append(N.MentionSpan(m.start, m.last, m.type))
            who_mention[m.start, m.last] = (m.who, m.known)
            seen.add((m.start, m.last))
    for start, last in more:
        if (start, last) not in seen:
            mentions.append(N.MentionSpan(start, last, mention_type(g.words, start, last)))
            who_mention[start, last] = (None, False)
    nodes = N.build(x, [w.lower() for w in g.words], mentions, silent, lines)
    who, clamped = [], []
    for k in range(len(nodes)):
        if nodes.type[k] < N.PROPER:
            who.append(who_silent[int(nodes.start[k]), int(nodes.type[k])])
            clamped.append(False)
        else:
            w, known = who_mention[int(nodes.start[k]), int(nodes.last[k])]
            who.append(w)
            clamped.append(known and w is not None and rng.random() < clamp)
    return Graph(nodes, who, clamped)


FEELING_WEIGHT = torch.tensor([0.5 if f == "neutral" else 1.0 for f in FEELINGS])
LINK_WEIGHT = torch.tensor([1.0, 2.0, 1.0, 2.0, 0.5, 0.7, 0.7, 0.4])
"""Of each type of node, in the order of nodes.TYPES."""


def first_nodes(gr: Graph, names: dict[str, int]) -> dict[str, int]:
    """The node that each character begins with: the first in words, or, where nothing names them, the first speaker."""
    first: dict[str, int] = {}
    for types in ((N.PROPER, N.NOMINAL, N.PRONOUN, N.PLACE), (N.SPEAKER,)):
        for k, w in enumerate(gr.who):
            if (
                w is not None
                and w not in first
                and gr.nodes.type[k] in types
                and (types[0] != N.SPEAKER or w not in names)
            ):
                first[w] = k
    return first


def link_loss(net: Reader, vectors: torch.Tensor, base: int, gr: Graph, whole: bool) -> tuple[torch.Tensor, Counter]:
    """The loss of where the chains end; where the `whole` graph has gold, also of each link by itself."""
    nodes = gr.nodes
    n = len(nodes)
    order = np.arange(n, dtype=np.int32)
    features = torch.from_numpy(N.pair_features(nodes, nodes, order, order)).long()
    ok = torch.from_numpy(N.allowed(nodes, nodes, order, order))
    start = torch.from_numpy(nodes.start - base).long()
    last = torch.from_numpy(nodes.last - base).long()
    types = torch.from_numpy(nodes.type).long()
    pronouns = torch.from_numpy(nodes.pronoun).long()
    near, seen = N.nearby(nodes, nodes, order, order)
    looks = torch.from_numpy(near).long(), torch.from_numpy(seen)
    log_links = net.links(vectors, start, last, types, pronouns, looks, features, ok)
    names = {w: k for k, w in enumerate(dict.fromkeys(w for w, c in zip(gr.who, gr.clamped, strict=True) if c))}
    known = torch.tensor([names[w] if c else -1 for w, c in zip(gr.who, gr.clamped, strict=True)])
    first = first_nodes(gr, names)
    ends = chains(log_links, known, len(names))
    columns = torch.zeros_like(ends, dtype=torch.bool)
    use = []
    for k, w in enumerate(gr.who):
        if w is None or gr.clamped[k] or (w != NOBODY and w not in first and w not in names):
            continue
        use.append(k)
        if w == NOBODY:
            columns[k, len(names) + k] = True
        if w in first:
            columns[k, len(names) + first[w]] = True
        if w in names:
            columns[k, names[w]] = True
    stats: Counter = Counter()
    if not use:
        return torch.zeros(()), stats
    at = torch.tensor(use)
    p = (ends[at] * columns[at]).sum(-1).clamp(1e-6, 1.0)
    weight = LINK_WEIGHT[types[at]]
    right = columns[at].gather(1, ends[at].argmax(-1, keepdim=True))[:, 0]
    for t in range(len(N.TYPES)):
        stats[N.TYPES[t], "n"] += int((types[at] == t).sum())
        stats[N.TYPES[t], "ok"] += int(right[types[at] == t].sum())
    total = -(p.log() * weight).sum()
    if whole:
        ids = {w: k for k, w in enumerate(dict.fromkeys(gr.who))}
        who = torch.tensor([ids[w] for w in gr.who])
        named = torch.tensor([w is not None and w != NOBODY for w in gr.who])
        same = (who[:, None] == who[None]) & ok & named[:, None]
        target = torch.cat([same, ~same.any(1, keepdim=True)], 1)[at]
        direct = (log_links[at].exp() * target).sum(-1).clamp(1e-6, 1.0)
        total = total - 0.5 * (direct.log() * weight).sum()
    return total / weight.sum().clamp(min=8.0), stats


def loss(
    net: Reader, s: Segment, rng: random.Random, pool: dict[str, list[str]] | None, w: Weights
) -> tuple[torch.Tensor, Counter]:
    """A segment's whole loss, and what was right in it."""
    g = s.gold
    hide = np.full(s.end - s.start, HIDDEN if net.training else 0.0)
    fields, at, _ = batch(s, rng, pool, hide)
    x = encode(net, fields).flatten(0, 1)[at]
    stats: Counter = Counter()
    total = torch.zeros(())
    if g.spans is not None:
        types = [SPAN_TYPES.index(t) for t in g.span_types]
        target = torch.zeros(len(SPAN_TYPES), len(x), WIDEST)
        for a, b, t in g.spans:
            if s.start <= a and b < s.end and b - a < WIDEST:
                target[SPAN_TYPES.index(t), a - s.start, b - a] = 1
        scores = net.spans(x)[types]
        target = target[types]
        total = total + w.span * F.binary_cross_entropy_with_logits(
            scores, target, reduction="sum"
        ) / target.sum().clamp(min=20)
        guess = scores > 0
        stats["span", "tp"] += int((guess & (target > 0)).sum())
        stats["span", "p"] += int(guess.sum())
        stats["span", "g"] += int(target.sum())
    if g.events is not None:
        target = torch.from_numpy(g.events[s.start : s.end]).float()
        score = net.event(net.dropout(x))[:, 0]
        total = total + w.event * F.binary_cross_entropy_with_logits(
            score, target, reduction="sum"
        ) / target.sum().clamp(min=20)
        for k, v in (("tp", (score > 0) & (target > 0)), ("p", score > 0), ("g", target > 0)):
            stats["event", k] += int(v.sum())
    if g.thoughts is not None:
        target = torch.from_numpy(g.thoughts[s.start : s.end]).long()
        target[torch.from_numpy(g.inputs.zone[s.start : s.end]) > 0] = -1
        if (target >= 0).any():
            score = net.thought(net.dropout(x))
            total = total + w.thought * 3 * F.cross_entropy(score, target, ignore_index=-1)
            guess = score.argmax(-1)
            for k, v in (("tp", (guess > 0) & (target > 0)), ("p", (guess > 0) & (target >= 0)), ("g", target > 0)):
                stats["thought", k] += int(v.sum())
    inside = [x for x in g.lines if s.start <= x.start and x.last < s.end]
    if inside:
        start = torch.tensor([x.start - s.start for x in inside])
        last = torch.tensor([x.last - s.start for x in inside])
        kind, feeling = net.line(x, start, last)
        kinds = torch.tensor([KINDS.index(y.kind) if y.kind and y.quoted else -1 for y in inside])
        feels = torch.tensor([FEELINGS.index(y.feeling) if y.feeling in FEELINGS else -1 for y in inside])
        for name, score, target, weight in (("kind", kind, kinds, w.kind), ("feeling", feeling, feels, w.feeling)):
            if (target >= 0).any():
                rarity = FEELING_WEIGHT if name == "feeling" else None
                total = total + weight * F.cross_entropy(score, target, rarity, ignore_index=-1)
                stats[name, "n"] += int((target >= 0).sum())
                stats[name, "ok"] += int((score.argmax(-1) == target)[target >= 0].sum())
    gr = graph(s, rng, 0.85 if net.training else 1.0, silver(net, x, s) if g.source in WITHOUT_MENTIONS else [])
    if len(gr.nodes):
        linked, more = link_loss(net, x, s.start, gr, g.source in ("scenes", "own", "litbank"))
        total = total + w.link * linked
        stats += more
    return total, stats


def encode(net: Reader, fields: list[torch.Tensor]) -> torch.Tensor:
    """The vectors of a batch's windows."""
    with torch.autocast("cpu", torch.bfloat16, enabled=BF16):
        return net.encode(*fields).float()


def words_loss(net: Reader, s: Segment, rng: random.Random, pool: dict[str, list[str]]) -> tuple[torch.Tensor, Counter]:
    """The loss of the words that are hidden in a segment, names and pronouns above all, and how many were guessed."""
    hide = np.full(s.end - s.start, GUESSED)
    people = [k for m in s.gold.mentions if m.type == N.PROPER for k in range(m.start, m.last + 1)]
    people += [k for k in range(s.start, s.end) if s.gold.words[k].lower() in N.PRONOUN_CLASS]
    hide[[k - s.start for k in people if s.start <= k < s.end]] = GUESSED_PEOPLE
    fields, _, truth = batch(s, rng, pool, hide)
    hidden = truth >= 0
    scores = net.words(encode(net, fields)[hidden])
    stats = Counter({("word", "n"): len(scores), ("word", "ok"): int((scores.argmax(-1) == truth[hidden]).sum())})
    return F.cross_entropy(scores, truth[hidden]), stats


def report(stats: Counter) -> str:
    out = []
    for name in dict.fromkeys(k[0] for k in stats):
        if stats[name, "n"]:
            out.append(f"{name} {stats[name, 'ok'] / stats[name, 'n']:.3f}")
        elif stats[name, "g"] or stats[name, "p"]:
            out.append(f"{name} F {2 * stats[name, 'tp'] / max(1, stats[name, 'p'] + stats[name, 'g']):.3f}")
    return "  ".join(out)


@torch.no_grad()
def validate(net: Reader, golds: list[Gold]) -> dict[str, Counter]:
    """What is right where mentions and quotation marks are given, by data set; of a novel, in every fifth segment."""
    net.eval()
    by: dict[str, Counter] = defaultdict(Counter)
    for g in golds:
        for s in segments(g)[:: 5 if g.source == "pdnc" else 1]:
            _, stats = loss(net, s, random.Random(0), None, Weights())
            by[g.source] += stats
    net.train()
    return by


REPEATS = {
    "scenes": 2.0,
    "own": 0.5,
    "thoughts": 0.3,
    "litbank": 1.0,
    "pdnc": 0.2,
    "novels": 0.1,
    "goemotions": 0.1,
}
"""How often an epoch goes through each data set; ours are many, and by one hand."""
TO_GUESS = {"scenes": 1.0, "own": 1.0, "pdnc": 0.3, "novels": 0.3}
"""The same of the first epoch, which guesses hidden words."""
WITHOUT_MENTIONS = ("pdnc", "novels")
"""The data sets that have names alone in the narration."""


def epoch(golds: list[Gold], repeats: dict[str, float], rng: random.Random) -> list[Segment]:
    """One epoch's segments, shuffled: each data set's share, of novels only where people speak. Of novels without
    labels a share is read, whole."""
    out = []
    for g in golds:
        repeat = repeats.get(g.source, 0.0)
        if g.source == "novels" and rng.random() > repeat:
            continue
        for _ in range(math.ceil(repeat)):
            changed = pronominal(untagged(g, rng, UNTAGGED), rng, PRONOMINAL)
            if g.source in ("scenes", "own") and rng.random() < UNMARKED:
                changed = unmarked(changed)
            found = segments(changed, rng.randrange(0, 1200))
            if g.source in WITHOUT_MENTIONS:
                starts = np.array([x.start for x in changed.lines if x.speaker])
                found = [s for s in found if ((starts >= s.start) & (starts < s.end)).sum() >= 3]
            share = 1.0 if g.source == "novels" else min(1.0, repeat)
            out += rng.sample(found, int(len(found) * share + rng.random()))
    rng.shuffle(out)
    return out


def steps(todo: list[Segment]) -> list[list[Segment]]:
    """An epoch's segments as its steps', each of segments of about the same length, so that no process waits long."""
    near = BATCH * 20
    out = []
    for k in range(0, len(todo), near):
        some = sorted(todo[k : k + near], key=lambda s: s.end - s.start)
        out += [some[i : i + BATCH] for i in range(0, len(some), BATCH)]
    random.Random(len(todo)).shuffle(out)
    return out


def share(gradients: list[torch.Tensor]) -> None:
    """Make each gradient the sum of all processes'."""
    flat = torch.cat([g.flatten() for g in gradients])
    dist.all_reduce(flat)
    for g, whole in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        g.copy_(whole.view_as(g))


def learn(rank: int, a: argparse.Namespace) -> None:
    """One of the processes that learn together: all hold the same weights, each takes its share of every step."""
    if a.workers > 1:
        torch.set_num_threads(1)
        dist.init_process_group("gloo", init_method=a.meeting, rank=rank, world_size=a.workers)
    golds = load(a.data, a.work / "documents.pickle")
    train = [g for g in golds if a.all or not development(g.name, g.source)]
    dev = [g for g in golds if development(g.name, g.source)]
    torch.manual_seed(a.seed)
    net = Reader(Config())
    load_minilm(net.encoder, a.minilm)
    net.encoder.embeddings.words.requires_grad_(False)
    parts: dict[str, list[torch.nn.Parameter]] = {part: [] for part in RATES}
    for name, p in net.named_parameters():
        if p.requires_grad:
            parts["tables" if "tables." in name else "encoder" if name.startswith("encoder.") else "heads"].append(p)
    opt = torch.optim.AdamW([{"params": parts[part]} for part in RATES], weight_decay=0.01, fused=True)
    pool = renamer(train)
    mean = copy.deepcopy(net)
    learnt = [p for p in net.parameters() if p.requires_grad]
    slow = [p for p in mean.parameters() if p.requires_grad]
    done, past = 0, 0
    if (a.work / "latest.pt").exists():
        state = torch.load(a.work / "latest.pt")
        net.load_state_dict(state["net"])
        mean.load_state_dict(state["mean"])
        opt.load_state_dict(state["opt"])
        done, past = state["at"]
        if not rank:
            print(f"going on in epoch {done} after step {past}", flush=True)

    def keep(k: int, i: int) -> None:
        state = {"net": net.state_dict(), "mean": mean.state_dict(), "opt": opt.state_dict(), "at": (k, i)}
        torch.save(state, a.work / "unfinished.pt")
        (a.work / "unfinished.pt").replace(a.work / "latest.pt")

    for k in range(done, a.epochs):
        docs = [g for g in train if k != 1 or g.source not in WITHOUT_MENTIONS]
        todo = steps(epoch(docs, REPEATS if k else TO_GUESS, random.Random(f"{a.seed}/{k}")))
        if k == 1 and (k > done or not past):  # the heads begin now, and Adam with them, which knows nothing of theirs
            net.load_state_dict(mean.state_dict())
            opt.state.clear()
        stats: Counter = Counter()
        begun, seen = time.time(), 0
        for i, together in enumerate(todo):
            if k == done and i < past:
                continue
            rng = random.Random(f"{a.seed}/{k}/{i}/{rank}")
            torch.manual_seed(rng.randrange(2**31))
            part = (k + i / len(todo)) / a.epochs
            rate = min((i + 1) / WARM if k < 2 else 1.0, (1 - part) / FALL)
            for group, highest in zip(opt.param_groups, RATES.values(), strict=True):
                group["lr"] = rate * highest
            for s in together[rank :: a.workers]:
                value, more = loss(net, s, rng, pool, Weights()) if k else words_loss(net, s, rng, pool)
                seen += int(s.gold.inputs.offsets[s.end] - s.gold.inputs.offsets[s.start])
                if torch.isfinite(value) and value.requires_grad:
                    (value / BATCH).backward()
                    stats += more
                    stats["loss", "ok"] += float(value.detach())
                    stats["loss", "n"] += 1
            for p in learnt:
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
            if a.workers > 1:
                share([p.grad for p in learnt if p.grad is not None])
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            opt.step()
            opt.zero_grad(set_to_none=True)
            with torch.no_grad():
                torch._foreach_lerp_(slow, learnt, 1 - SLOW)
            if i % 50 == 49 and not rank:
                speed = a.workers * seen / (time.time() - begun)
                print(f"epoch {k} {i + 1}/{len(todo)} {speed:.0f} pieces/s  {report(stats)}", flush=True)
                stats.clear()
            if i % KEPT == KEPT - 1 and not rank:
                keep(k, i + 1)
        right = validate(mean, dev[rank :: a.workers] if k else [])
        if a.workers > 1:
            everyone: list[dict[str, Counter]] = [{}] * a.workers
            dist.all_gather_object(everyone, right)
            sources = dict.fromkeys(itertools.chain(*everyone))
            right = {source: sum((r.get(source, Counter()) for r in everyone), Counter()) for source in sources}
        if not rank:
            torch.save({"mean": mean.state_dict()}, a.work / f"epoch-{k:02}.pt")
            keep(k + 1, 0)
            print(f"epoch {k} done in {time.time() - begun:.0f} s", flush=True)
            for source, figures in right.items():
                print(f"  {source}: {report(figures)}", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="the folder that holds pdnc, scenes, litbank, thoughts and goemotions")
    ap.add_argument("--minilm", type=Path, required=True, help="MiniLM's folder: model.safetensors, config.json")
    ap.add_argument("--work", type=Path, required=True, help="a folder for the cache and the checkpoints")
    ap.add_argument("--epochs", type=int, default=7)
    ap.add_argument("--ship", action="store_true", help="write unspoken/model in the end, with its networks of minds")
    ap.add_argument("--workers", type=int, default=min(BATCH, os.cpu_count() or 1), help="processes, 1 or 2")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--all", action="store_true", help="train on the development split too")
    a = ap.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    load(a.data, a.work / "documents.pickle")
    if a.workers > 1:
        meeting = a.work / "meeting"
        meeting.unlink(missing_ok=True)
        a.meeting = meeting.absolute().as_uri()
        mp.spawn(learn, (a,), a.workers)
    else:
        learn(0, a)
    if a.ship:
        ship(a.data, MODEL, [a.work / f"epoch-{a.epochs - 1:02}.pt"])
        minds.train(a.data, a.work / "minds")


if __name__ == "__main__":
    main()
