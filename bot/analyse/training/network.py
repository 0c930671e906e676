"""A BERT encoder in plain torch with heads: what is trained, and what is exported to ONNX."""

import json
import math
import struct
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512
"""all-MiniLM-L6-v2 (Wang et al., 2020; reimers and Gurevych, sentence-transformers)."""

LAYERS = 3
"""Of the base model's six, the first. On documents unseen, names lose .008 F1 on CrossNER, .010 on Universal NER and
gain .003 on GUM's news by it; two layers would lose .040, .056 and .030. Half the layers take half the time."""


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


class Encoder(nn.Module):
    """The encoder and the heads that read each word.

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
        """One (batch, length, classes) for each head, in their order; then (batch, length, WIDTH) for ``Events``."""
        hidden = self.encode(ids, types, mask)
        return *(head(self.drop(hidden)) for head in self.heads.values()), hidden


class Events(nn.Module):
    """One more layer, which reads a sentence with the words of one event marked, and its heads.

    Args:
        marks: How many marks a subword can bear, the first for none.
        sides: Classes of the words: whether they name a party.
        heads: Name of each head that reads the whole event → its number of classes.
        dropout: 0…1, in training.
    """

    def __init__(self, marks: int, sides: int, heads: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.mark = nn.Embedding(marks, WIDTH)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layer = Layer(dropout)
        self.drop = nn.Dropout(dropout)
        self.sides = nn.Linear(WIDTH, sides)
        self.heads = nn.ModuleDict({name: nn.Linear(3 * WIDTH, n) for name, n in heads.items()})

    def forward(self, hidden: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """``hidden`` (batch, length, WIDTH), ``marks``, ``mask`` (batch, length) → sides (batch, length, classes), then one (batch, classes) for each head."""
        hide = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        read = self.layer(self.norm(hidden + self.mark(marks)), hide)
        whole = [read[:, 0], _mean(read, mask), _mean(read, (marks > 0).to(mask.dtype))]
        event = self.drop(torch.cat(whole, -1))
        return self.sides(self.drop(read)), *(head(event) for head in self.heads.values())


def _mean(hidden: Tensor, chosen: Tensor) -> Tensor:
    """(batch, length, WIDTH) → (batch, WIDTH) over the chosen places (batch, length); 0 where there is none."""
    weights = chosen[..., None].to(hidden.dtype)
    mean: Tensor = (hidden * weights).sum(1) / weights.sum(1).clamp(min=1)
    return mean


class Network(nn.Module):
    """Both parts."""

    def __init__(self, encoder: Encoder, events: Events) -> None:
        super().__init__()
        self.encoder, self.events = encoder, events


def load_base(network: Network, file: Path) -> None:
    """Fill the encoder with the base model's first layers, the layer of events with the next.

    Every token type begins as the base's type 0.

    Args:
        network: To be filled.
        file: ``model.safetensors`` of all-MiniLM-L6-v2.
    """
    base = _safetensors(file)
    encoder = network.encoder
    own = encoder.state_dict()
    names = {"word": "word_embeddings", "position": "position_embeddings"}
    for mine, its in names.items():
        own[f"{mine}.weight"] = base[f"embeddings.{its}.weight"]
    own["shape.weight"] = base["embeddings.token_type_embeddings.weight"][:1].repeat(
        encoder.shape.num_embeddings, 1
    )
    for part in ("weight", "bias"):
        own[f"norm.{part}"] = base[f"embeddings.LayerNorm.{part}"]
    encoder.load_state_dict(own)
    for number, layer in enumerate([*encoder.layers, network.events.layer]):
        layer.load_state_dict(
            {
                f"{mine}.{part}": base[f"encoder.layer.{number}.{its}.{part}"]
                for mine, its in _LAYER.items()
                for part in ("weight", "bias")
            }
        )


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
