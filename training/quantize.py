"""Make the shipped encoder one of eight-bit integers: `python -m training.quantize DATA unspoken/model`.

Post-training quantization with NNCF, whose ranges are taken from every ninth training scene and a stretch of a training
novel. On a processor with VNNI it runs about twice as fast as bf16, and is half as large.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nncf
import openvino as ov

from training.data import development, scene_text
from unspoken.model import inputs
from unspoken.model.network import batches, network
from unspoken.reading import quotes, segment
from unspoken.sources.document import Document

NOVEL, STRETCH = "Persuasion", slice(50_000, 130_000)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("data", type=Path, help="the folder that holds pdnc and scenes")
    ap.add_argument("folder", type=Path, help="where encoder.xml and encoder.bin lie, and will lie")
    a = ap.parse_args()
    scenes = [p for p in sorted((a.data / "scenes").glob("*.xml")) if not development(p.stem, "scenes")]
    texts = [scene_text(path)[0] for path in scenes[::9]]
    texts.append((a.data / "pdnc" / NOVEL / "text.txt").read_text(encoding="utf8")[STRETCH])
    seen = []
    for text in texts:
        parts = segment.cut(Document(text))
        prepared = inputs.prepare(parts, [q for q in quotes.find(parts) if not q.level])
        seen += [network().feed(prepared, some) for some in batches(prepared)]
    graph = ov.Core().read_model(a.folder / "encoder.xml")
    smooth = nncf.AdvancedSmoothQuantParameters(matmul=0.5)
    small = nncf.quantize(
        graph,
        nncf.Dataset(seen),
        model_type=nncf.ModelType.TRANSFORMER,
        subset_size=len(seen),
        advanced_parameters=nncf.AdvancedQuantizationParameters(smooth_quant_alphas=smooth),
    )
    del graph
    ov.save_model(small, a.folder / "small.xml", compress_to_fp16=True)
    for suffix in ("xml", "bin"):
        (a.folder / f"small.{suffix}").replace(a.folder / f"encoder.{suffix}")


if __name__ == "__main__":
    main()
