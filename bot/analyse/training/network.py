"""A BERT encoder in plain torch with heads: what is trained, and what is exported to ONNX."""

import json
import math
import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, POSITIONS = 384, 12, 6, 1536, 30522, 512
"""all-MiniLM-L6-v2 (Wang et al., 2020; reimers and Gurevych, sentence-transformers)."""


class Layer(nn.Module):
    """Self-attention and feed-forward, each added to its input and normalised."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """``hidden`` (batch, length, WIDTH), ``mask`` (batch, 1, 1, length): 0 to read, large negative to hide."""
        query, key, value = (self._split(f(hidden)) for f in (self.query, self.key, self.value))
        weights = torch.matmul(query, key.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS) + mask
        read = torch.matmul(self.drop(weights.softmax(-1)), value).permute(0, 2, 1, 3).contiguous()
        merged = read.view(read.shape[0], read.shape[1], WIDTH)
        hidden = self.norm1(hidden + self.drop(self.out(merged)))
        inner = self.down(nn.functional.gelu(self.up(hidden)))
        normed: Tensor = self.norm2(hidden + self.drop(inner))
        return normed

    def _split(self, flat: Tensor) -> Tensor:
        return flat.view(flat.shape[0], flat.shape[1], HEADS, WIDTH // HEADS).permute(0, 2, 1, 3)


class Network(nn.Module):
    """The encoder and its heads.

    Args:
        types: How many token types: word shapes and openings.
        heads: Name of each head → its number of classes.
        dropout: 0…1, in training.
    """

    def __init__(self, types: int, heads: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.shape = nn.Embedding(types, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, classes) for name, classes in heads.items()})

    def encode(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """ids, types, mask (batch, length), mask 1 where there is a subword → (batch, length, WIDTH)."""
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        hidden = self.drop(self.norm(self.word(ids) + self.position(places) + self.shape(types)))
        hide = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, hide)
        return hidden

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """One (batch, length, classes) for each head, in their order."""
        hidden = self.encode(ids, types, mask)
        return tuple(head(self.drop(hidden)) for head in self.heads.values())


def load_base(network: Network, file: Path) -> None:
    """Fill the encoder with the base model's weights; every token type begins as the base's type 0.

    Args:
        network: To be filled.
        file: ``model.safetensors`` of all-MiniLM-L6-v2.
    """
    base = _safetensors(file)
    own = network.state_dict()
    names = {"word": "word_embeddings", "position": "position_embeddings"}
    for mine, its in names.items():
        own[f"{mine}.weight"] = base[f"embeddings.{its}.weight"]
    own["shape.weight"] = base["embeddings.token_type_embeddings.weight"][:1].repeat(
        network.shape.num_embeddings, 1
    )
    for part in ("weight", "bias"):
        own[f"norm.{part}"] = base[f"embeddings.LayerNorm.{part}"]
        for number in range(LAYERS):
            for mine, its in _LAYER.items():
                own[f"layers.{number}.{mine}.{part}"] = base[f"encoder.layer.{number}.{its}.{part}"]
    network.load_state_dict(own)


_LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def _safetensors(file: Path) -> dict[str, Tensor]:
    """Read the format: a length, a JSON header, and raw little-endian numbers."""
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    found = {}
    for name, entry in json.loads(raw[8 : 8 + length]).items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(raw[start:end], "<f4").reshape(entry["shape"])
        found[name] = torch.from_numpy(array.copy())
    return found
