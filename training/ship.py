"""Make the shipped weights from checkpoints: `python -m training.ship DATA unspoken/model CHECKPOINT ...`.

The mean of several checkpoints' weights is better than any of them (Izmailov et al. 2018, arXiv:1803.05407). The
encoder's layers become an OpenVINO graph (encoder.xml, encoder.bin), in eight-bit integers by NNCF's post-training
quantization, whose ranges are taken from every ninth training scene and a stretch of a training novel: on a processor
with VNNI it runs about twice as fast as bf16, and is half as large. The word vectors, one byte a number with a scale a
row, and the heads go into heads.npz; the words of the feelings (training/feelings.py) into feelings.npz.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nncf
import numpy as np
import openvino as ov
import torch
from torch import Tensor, nn

from training import feelings
from training.data import development, scene_text
from training.encoder import Config
from training.network import Reader
from unspoken.model import inputs
from unspoken.model.inputs import WINDOW
from unspoken.model.network import Network, batches
from unspoken.reading import quotes, segment
from unspoken.sources.document import Document

NOVEL, STRETCH = "Persuasion", slice(50_000, 130_000)


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


def mean(checkpoints: list[Path]) -> Reader:
    """The network of the mean of the running means that the checkpoints keep."""
    states = [torch.load(path, weights_only=False)["mean"] for path in checkpoints]
    net = Reader(Config())
    net.load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return net.eval()


def export(net: Reader, folder: Path) -> None:
    """Write the network's encoder, in half precision, and its heads."""
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
        if not name.startswith(("encoder.", "guess")):
            arrays[name] = value.numpy().astype(np.float16)
    np.savez(folder / "heads.npz", **arrays)


def quantize(data: Path, folder: Path) -> None:
    """Make the folder's encoder one of eight-bit integers."""
    network = Network(folder)
    scenes = [p for p in sorted((data / "scenes").glob("*.xml")) if not development(p.stem, "scenes")]
    texts = [scene_text(path)[0] for path in scenes[::9]]
    texts.append((data / "pdnc" / NOVEL / "text.txt").read_text(encoding="utf8")[STRETCH])
    seen = []
    for text in texts:
        parts = segment.cut(Document(text))
        prepared = inputs.prepare(parts, [q for q in quotes.find(parts) if not q.level])
        seen += [network.feed(prepared, some) for some in batches(prepared)]
    graph = ov.Core().read_model(folder / "encoder.xml")
    smooth = nncf.AdvancedSmoothQuantParameters(matmul=0.85)
    small = nncf.quantize(
        graph,
        nncf.Dataset(seen),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(seen),
        advanced_parameters=nncf.AdvancedQuantizationParameters(smooth_quant_alphas=smooth),
    )
    del graph, network
    ov.save_model(small, folder / "small.xml", compress_to_fp16=True)
    for suffix in ("xml", "bin"):
        (folder / f"small.{suffix}").replace(folder / f"encoder.{suffix}")


def ship(data: Path, folder: Path, checkpoints: list[Path]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    export(mean(checkpoints), folder)
    quantize(data, folder)
    feelings.fit(data, folder)
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".xml", ".bin", ".npz"))
    print(f"{size / 1e6:.1f} MB in {folder}", flush=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="the folder that holds pdnc and scenes")
    ap.add_argument("folder", type=Path)
    ap.add_argument("checkpoints", type=Path, nargs="+")
    a = ap.parse_args()
    ship(a.data, a.folder, a.checkpoints)


if __name__ == "__main__":
    main()
