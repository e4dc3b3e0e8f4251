"""The encoder: MiniLM-L6-H384 (Wang et al. 2020), a BERT of six post-norm layers, in plain PyTorch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    vocab: int = 30522
    dim: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    dropout: float = 0.1


class Embeddings(nn.Module):
    def __init__(self, c: Config) -> None:
        super().__init__()
        self.words = nn.Embedding(c.vocab, c.dim)
        self.positions = nn.Embedding(c.positions, c.dim)
        self.norm = nn.LayerNorm(c.dim, eps=1e-12)
        self.dropout = nn.Dropout(c.dropout)

    def forward(self, pieces: Tensor, extra: Tensor) -> Tensor:
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        return self.dropout(self.norm(self.words(pieces) + self.positions(positions) + extra))


class Layer(nn.Module):
    def __init__(self, c: Config) -> None:
        super().__init__()
        self.heads = c.heads
        self.qkv = nn.Linear(c.dim, 3 * c.dim)
        self.out = nn.Linear(c.dim, c.dim)
        self.norm1 = nn.LayerNorm(c.dim, eps=1e-12)
        self.up = nn.Linear(c.dim, c.inner)
        self.down = nn.Linear(c.inner, c.dim)
        self.norm2 = nn.LayerNorm(c.dim, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.norm1(x + self.out(a.transpose(1, 2).reshape(b, n, d)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Word pieces (batch, n), an extra vector for each (batch, n, dim), a mask (batch, n) -> (batch, n, dim)."""

    def __init__(self, c: Config) -> None:
        super().__init__()
        self.embeddings = Embeddings(c)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))

    def forward(self, pieces: Tensor, extra: Tensor, mask: Tensor) -> Tensor:
        mask = (mask[:, None, None].float() - 1) * 1e4
        x = self.embeddings(pieces, extra)
        for layer in self.layers:
            x = layer(x, mask)
        return x


def load_minilm(encoder: Encoder, folder: Path) -> None:
    """Fill the encoder with the published weights: `folder` holds model.safetensors and config.json."""
    assert json.loads((folder / "config.json").read_text())["num_hidden_layers"] == len(encoder.layers)
    w = load_file(folder / "model.safetensors")
    w = {k.removeprefix("bert."): v for k, v in w.items()}
    e = "embeddings."
    state = {
        "embeddings.words.weight": w[e + "word_embeddings.weight"],
        "embeddings.positions.weight": w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0],
        "embeddings.norm.weight": w[e + "LayerNorm.weight"],
        "embeddings.norm.bias": w[e + "LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for i in range(len(encoder.layers)):
        for p in ("weight", "bias"):
            at = f"encoder.layer.{i}."
            parts = [w[f"{at}attention.self.{x}.{p}"] for x in ("query", "key", "value")]
            state[f"layers.{i}.qkv.{p}"] = torch.cat(parts)
            state |= {f"layers.{i}.{ours}.{p}": w[f"{at}{theirs}.{p}"] for ours, theirs in names.items()}
    encoder.load_state_dict(state)
