"""Make the shipped weights from a checkpoint: `python -m training.export CHECKPOINT unspoken/model`.

The encoder's layers become an OpenVINO graph in half precision (encoder.xml, encoder.bin); the word vectors, one byte a
number with a scale a row, and the heads go into heads.npz.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import openvino as ov
import torch
from torch import Tensor, nn

from training.encoder import Config
from training.mean import weights
from training.network import Reader
from unspoken.model.inputs import WINDOW


class Body(nn.Module):
    """The encoder without its table of words: summed vectors (b, n, dim) and a mask (b, n) -> vectors (b, n, dim)."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        e = self.encoder.embeddings
        x = e.norm(x + e.positions.weight[:WINDOW])
        bias = (mask[:, None, None] - 1) * 1e4
        for layer in self.encoder.layers:
            x = layer(x, bias)
        return x


def export(net: Reader, folder: Path) -> None:
    net.eval()
    example = (torch.randn(2, WINDOW, 384), torch.ones(2, WINDOW))
    graph = ov.convert_model(Body(net), example_input=example)
    graph.reshape({0: [-1, WINDOW, 384], 1: [-1, WINDOW]})
    ov.save_model(graph, folder / "encoder.xml", compress_to_fp16=True)
    arrays: dict[str, np.ndarray] = {}
    words = net.encoder.embeddings.words.weight.detach().numpy()
    scale = np.abs(words).max(1, keepdims=True) / 127 + 1e-12
    arrays["words"] = np.round(words / scale).astype(np.int8)
    arrays["words.scale"] = scale.astype(np.float16)
    for name, value in net.state_dict().items():
        if not name.startswith("encoder."):
            arrays[name] = value.numpy().astype(np.float16)
    np.savez(folder / "heads.npz", **arrays)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint", type=Path)
    ap.add_argument("folder", type=Path)
    a = ap.parse_args()
    net = Reader(Config())
    net.load_state_dict(weights(a.checkpoint))
    export(net, a.folder)
    print(f"{sum(f.stat().st_size for f in a.folder.glob('*.*')) / 1e6:.1f} MB in {a.folder}")


if __name__ == "__main__":
    main()
