"""Train the networks of minds: `python -m training.minds DATA --work FOLDER`.

It learns whose mind each paragraph is in from scenes that the reader's network has not learnt (training/minds), whose
word it weighs: on its own training scenes the network is nearly always right. Writes unspoken/model/minds.npz.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.conversation import identities, resolver, scene
from training.data import OWN, development, scene_text
from unspoken.model.minds import CELL, DIM, HEADS, LAYERS, PERSON, PLACE, REACH

WEIGHTS = Path("unspoken/model/minds.npz")
EPOCHS, BATCH, RATE, DECAY, DROPOUT = 8, 8, 2e-3, 0.05, 0.2
SEEDS = (1, 2)
"""One network each."""
SHIFTING = 3
"""How often a scene of several minds is learnt for one of a single mind's."""


@dataclass
class Example:
    """A stretch: what is told of it (`unspoken.model.minds.Stretch`), and who is right, (paragraphs, people): nobody in
    a paragraph whose mind is not known, which not all are."""

    cells: Tensor
    people: Tensor
    places: Tensor
    right: Tensor


class Attention(nn.Module):
    """Of each row of vectors, (rows, n, DIM), with a bias (HEADS, n, n) or none."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(DIM)
        self.qkv = nn.Linear(DIM, 3 * DIM)
        self.out = nn.Linear(DIM, DIM)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, h: Tensor, bias: Tensor | int) -> Tensor:
        rows, n, _ = h.shape
        q, k, v = self.qkv(self.norm(h)).view(rows, n, 3, HEADS, DIM // HEADS).permute(2, 0, 3, 1, 4)
        looked = (q @ k.transpose(-1, -2) * (DIM // HEADS) ** -0.5 + bias).softmax(-1) @ v
        return self.dropout(self.out(looked.transpose(1, 2).reshape(rows, n, DIM)))


class Minds(nn.Module):
    """The twin of unspoken/model/minds.py: each person's score to be each paragraph's mind, (paragraphs, people)."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.person, self.place = nn.Linear(CELL, DIM), nn.Linear(PERSON, DIM), nn.Linear(PLACE, DIM)
        self.steps = nn.ParameterList(nn.Parameter(torch.zeros(HEADS, 2 * REACH + 1)) for _ in range(LAYERS))
        self.along = nn.ModuleList(Attention() for _ in range(LAYERS))
        self.across = nn.ModuleList(Attention() for _ in range(LAYERS))
        self.inner = nn.ModuleList(
            nn.Sequential(
                nn.LayerNorm(DIM),
                nn.Linear(DIM, 2 * DIM),
                nn.GELU("tanh"),
                nn.Linear(2 * DIM, DIM),
                nn.Dropout(DROPOUT),
            )
            for _ in range(LAYERS)
        )
        self.score = nn.Sequential(nn.LayerNorm(DIM), nn.Linear(DIM, 1))
        self.straight = nn.Linear(CELL, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Example) -> Tensor:
        h = self.dropout(self.cell(x.cells) + self.place(x.places)[:, None] + self.person(x.people))
        number = torch.arange(len(x.places))
        step = (number - number[:, None]).clamp(-REACH, REACH) + REACH
        for steps, along, across, inner in zip(self.steps, self.along, self.across, self.inner, strict=True):
            h = h + along(h.transpose(0, 1), steps[:, step]).transpose(0, 1)
            h = h + across(h, 0)
            h = h + inner(h)
        return (self.score(h) + self.straight(x.cells))[..., 0]


def examples(path: Path, cache: Path) -> list[Example]:
    """A scene's stretches, as the reader is told of them."""
    case, (_, labels) = scene(path), scene_text(path)
    read = resolver(case, cache)
    read.resolve()
    who_is = identities(case, read)
    gold = {bisect_right(read.starts, p["start"]) - 1: p["pov"] for p in labels["paragraphs"] if p["pov"]}
    out = []
    for some, people, told in read.stretches:
        ids = [*(who_is.get(who) for who in people), "none"]
        right = [[k in gold and who == gold[k] for who in ids] for k in some]
        out.append(Example(*map(torch.from_numpy, told), torch.tensor(right)))
    return out


def load(paths: list[Path], work: Path) -> list[Example]:
    caches = [work / f"{path.parent.name}-{path.stem}.pickle" for path in paths]
    with ProcessPoolExecutor() as pool:
        return [x for some in pool.map(examples, paths, caches, chunksize=8) for x in some if x.right.any()]


def learn(learnt: list[Example], seed: int) -> Minds:
    """The network after EPOCHS over the stretches; each counts by the square root of its paragraphs."""
    torch.set_num_threads(1)  # many small products
    torch.manual_seed(seed)
    order = random.Random(seed)
    shifting = [x for x in learnt if x.right.any(0).sum() > 1]
    every = learnt + shifting * (SHIFTING - 1)
    net = Minds()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(every) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.15)
    for epoch in range(EPOCHS):
        total = 0.0
        order.shuffle(every)
        for at in range(0, len(every), BATCH):
            batch = every[at : at + BATCH]
            counts = sum(float(x.right.any(1).sum()) ** 0.5 for x in batch)
            loss = torch.stack([_loss(net, x) for x in batch]).sum() / counts
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: loss {total * BATCH / len(every):.3f}", flush=True)
    return net.eval()


def _loss(net: Minds, x: Example) -> Tensor:
    known = x.right.any(1)
    chances = net(x).log_softmax(-1)[known]
    return -chances.masked_fill(~x.right[known], -1e4).logsumexp(-1).sum() / known.sum() ** 0.5


@torch.no_grad()
def right_share(nets: list[Minds], judged: list[Example]) -> float:
    """The share of paragraphs of a known mind that get it, by the mean of the networks' chances."""
    count: Counter[bool] = Counter()
    for x in judged:
        chances = torch.stack([net(x).softmax(-1) for net in nets]).mean(0)
        found = x.right.gather(1, chances.argmax(-1, keepdim=True))[:, 0]
        count.update(found[x.right.any(1)].tolist())
    return count[True] / count.total()


def write(nets: list[Minds], path: Path) -> None:
    states = [net.state_dict() for net in nets]
    np.savez(path, **{name: torch.stack([s[name] for s in states]).numpy().astype(np.float16) for name in states[0]})


def train(data: Path, work: Path) -> None:
    """Learn, judge and write the networks; `work` keeps what the reader's network saw of each scene."""
    work.mkdir(parents=True, exist_ok=True)
    if not WEIGHTS.exists():
        write([Minds()], WEIGHTS)
    given = [path for path in sorted((data / "scenes").glob("*.xml")) if development(path.stem, "scenes")]
    learnt = load(sorted((OWN / "minds").glob("*.xml")), work)
    nets = [learn(learnt, seed) for seed in SEEDS]
    for name, paths in (("given", given), ("own", sorted((OWN / "unseen").glob("*.xml")))):
        print(f"{name} scenes: {right_share(nets, load(paths, work)):.3f}", flush=True)
    write(nets, WEIGHTS)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="the folder that holds scenes, to judge by their development split")
    ap.add_argument("--work", type=Path, required=True, help="a folder for what the reader's network saw")
    a = ap.parse_args()
    train(a.data, a.work)


if __name__ == "__main__":
    main()
