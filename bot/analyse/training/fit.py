"""Fine-tune the encoder and its names head."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from bot.analyse.encoder.bio import TAGS
from bot.analyse.encoder.wordpiece import SHAPES, Encoded, WordPiece
from bot.analyse.training.examples import UNMARKED, Example
from bot.analyse.training.network import Network, load_base

LONGEST = 128
"""Subwords of a sentence in training; the rest of a longer one is left out (3 in 1,000)."""

ROUND = 8
"""Lengths are padded to multiples of it: torch prepares itself anew for every shape it has not met."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    The learning rates, the batch, the warm-up, the clip and the frozen word embeddings are those of a recipe that
    worked on the same base; epochs were chosen on development splits.
    """

    epochs: int = 4
    batch: int = 32
    encoder_rate: float = 1.2e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warm_up: float = 0.1
    clip: float = 1.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """An encoded sentence; for each subword the bits of the tags that it may bear, 0 where it opens no word."""

    encoded: Encoded
    tags: list[int]


def encode(example: Example, pieces: WordPiece) -> Item:
    """An example as the network reads it."""
    encoded = pieces.encode(example.words)
    of_words = ["O"] * len(example.words)
    for first, last, kind in example.spans:
        of_words[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    tags = [0] * len(encoded.ids)
    for place, tag in zip(encoded.firsts, of_words, strict=True):
        tags[place] = _bits(tag, UNMARKED[example.source])
    ids, types, firsts = encoded
    return Item(Encoded(ids[:LONGEST], types[:LONGEST], firsts), tags[:LONGEST])


def _bits(tag: str, unmarked: Mapping[str, str]) -> int:
    """The tag itself, and those that this set would have marked in the same way."""
    same = {tag}
    for kind, mark in unmarked.items():
        same |= {f"{p}-{kind}" for p in "BI" if tag in {mark, f"{p}-{mark}"}}
    return sum(1 << TAGS.index(one) for one in same)


def batches(items: Sequence[Item], size: int, chance: random.Random) -> list[list[Item]]:
    """Shuffled batches of sentences of like length, so that little is padding."""
    order = sorted(items, key=lambda item: len(item.encoded.ids) + chance.random() * 8)
    found = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(found)
    return found


def padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    """Rows of unlike length → (rows, longest, rounded up to ``ROUND``)."""
    longest = -(-max(map(len, rows)) // ROUND) * ROUND
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def tensors(items: Sequence[Item]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """ids, types, mask, tags, each (batch, length)."""
    ids = padded([item.encoded.ids for item in items], 0)
    types = padded([item.encoded.types for item in items], 0)
    mask = padded([[1] * len(item.encoded.ids) for item in items], 0)
    return ids, types, mask, padded([item.tags for item in items], 0)


def new_network(base: Path) -> Network:
    """The base model with fresh token types and a fresh head."""
    network = Network(SHAPES, {"names": len(TAGS)})
    load_base(network, base)
    with torch.no_grad():
        network.shape.weight += torch.randn_like(network.shape.weight) * 0.02
    network.word.weight.requires_grad_(requires_grad=False)
    return network


def fit(
    network: Network, items: Sequence[Item], recipe: Recipe, tell: Callable[[str], None] = lambda _: None
) -> None:
    """Train in place. The same recipe, items, threads and torch give the same weights."""
    chance = random.Random(recipe.seed)  # noqa: S311 - shuffles, and the same each time
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [
                    p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("heads")
                ]
            },
            {"params": network.heads.parameters(), "lr": recipe.head_rate},
        ],
        lr=recipe.encoder_rate,
        weight_decay=recipe.decay,
    )
    steps = recipe.epochs * -(-len(items) // recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps, recipe.warm_up))
    network.train()
    for epoch in range(recipe.epochs):
        losses = []
        for batch in batches(items, recipe.batch, chance):
            ids, types, mask, tags = tensors(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):  # 1.6 times as fast as whole floats
                (scores,) = network(ids, types, mask)
            loss = marginal_loss(scores.float(), tags)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), recipe.clip)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        tell(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}")
    network.eval()


def marginal_loss(scores: Tensor, bits: Tensor) -> Tensor:
    """Mean of −log of the probability of all tags that a word may bear: sets that mark less teach nothing wrong.

    Args:
        scores: (batch, length, tags).
        bits: (batch, length), one bit for each tag; 0 leaves the place out.
    """
    places = bits > 0
    scores, bits = scores[places], bits[places]
    may = (bits[:, None] >> torch.arange(len(TAGS))) & 1 > 0
    total = scores.logsumexp(-1)
    return (total - scores.masked_fill(~may, -torch.inf).logsumexp(-1)).mean()


def _rate(step: int, steps: int, warm_up: float) -> float:
    warm = max(1, round(steps * warm_up))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))
