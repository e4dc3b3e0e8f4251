"""The mean of several checkpoints' weights: `python -m training.mean OUT CHECKPOINT ...`.

It is better than any of them (Izmailov et al. 2018, arXiv:1803.05407). Of a checkpoint that keeps a running mean of its
own, that is taken.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def weights(path: Path) -> dict[str, torch.Tensor]:
    state = torch.load(path, weights_only=False)
    found: dict[str, torch.Tensor] = state.get("mean", state["net"])
    return found


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    a = ap.parse_args()
    states = [weights(path) for path in a.checkpoints]
    torch.save({"net": {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}}, a.out)


if __name__ == "__main__":
    main()
