"""Fine-tune the encoder with its heads for names and signals, and the heads of events."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from bot.analyse.encoder.bio import TAGS
from bot.analyse.encoder.labels import ACTS, MARKS, MODALITIES, ROOTS, SIDES, SIGNALS
from bot.analyse.encoder.wordpiece import SHAPES, Encoded, WordPiece
from bot.analyse.training.asked import LONGEST, UNTOLD, Question, Sentence, questions, stems
from bot.analyse.training.examples import UNMARKED, Example
from bot.analyse.training.network import Encoder, Events, Network, load_base

ROUND = 8
"""Lengths are padded to multiples of it: torch prepares itself anew for every shape it has not met."""

SMOOTHING = 0.05
"""Share of a class's weight that goes to the others (the recipe that the rates are from)."""

RAREST = 3.0
"""A class that is told seldom weighs up to this much more than the mean one."""


PACE = 100
"""Steps between two reports."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    The learning rates, the batches, the warm-up, the clip and the frozen word embeddings are those of a recipe that
    worked on the same base; epochs were chosen on development splits.

    Attributes:
        names_first: Epochs over the sentences with names alone, before any event is told: together from the start, names
            are learnt worse (CrossNER, as trained on: .85 after five epochs of both, .93 alone).
        epochs: Over the event sentences.
        events: Event sentences in a step.
        names: Sentences with names in a step; they are gone through as often as it takes.
        names_share, modality_share, act_share: Weight of these losses beside the others.
    """

    names_first: int = 3
    epochs: int = 6
    events: int = 16
    names: int = 32
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warm_up: float = 0.1
    clip: float = 1.0
    names_share: float = 3.0
    modality_share: float = 0.7
    act_share: float = 0.5
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


Row = TypeVar("Row")


def batches(
    rows: Sequence[Row], lengths: Sequence[int], size: int, chance: random.Random
) -> Iterator[list[Row]]:
    """Shuffled batches of rows of like length, so that little is padding; once through all of them."""
    order = sorted(range(len(rows)), key=lambda at: lengths[at] + chance.random() * 8)
    found = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(found)
    return ([rows[at] for at in batch] for batch in found)


def padded(rows: Sequence[Sequence[int]], fill: int, length: int = 0) -> Tensor:
    """Rows of unlike length → (rows, longest or ``length``, rounded up to ``ROUND``)."""
    longest = -(-max(length, *map(len, rows)) // ROUND) * ROUND
    return torch.tensor([[*row, *[fill] * (longest - len(row))] for row in rows])


def inputs(encoded: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor]:
    """ids, types, mask, each (batch, length)."""
    ids, types = padded([one.ids for one in encoded], 0), padded([one.types for one in encoded], 0)
    return ids, types, padded([[1] * len(one.ids) for one in encoded], 0)


def new_network(base: Path) -> Network:
    """The base model with fresh token types and fresh heads."""
    encoder = Encoder(SHAPES, {"names": len(TAGS), "signals": len(SIGNALS)})
    heads = {"roots": len(ROOTS), "acts": len(ACTS), "modalities": len(MODALITIES)}
    network = Network(encoder, Events(MARKS, len(SIDES), heads))
    load_base(network, base)
    with torch.no_grad():
        encoder.shape.weight += torch.randn_like(encoder.shape.weight) * 0.02
    encoder.word.weight.requires_grad_(requires_grad=False)
    return network


def fit(
    network: Network,
    names: Sequence[Item],
    events: Sequence[Sentence],
    recipe: Recipe,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Train in place. The same recipe, sentences, threads and torch give the same weights."""
    chance = random.Random(recipe.seed)  # noqa: S311 - shuffles, and the same each time
    losses = Losses(events, recipe)
    named = _endless(names, [len(item.encoded.ids) for item in names], recipe.names, chance)
    told = _endless(events, [len(sentence.encoded.ids) for sentence in events], recipe.events, chance)

    def both() -> Tensor:
        batch = next(told)
        asked = [(row, q) for row, s in enumerate(batch) for q in questions(s, losses.told, chance)]
        by_name = losses.names(network, next(named))
        return recipe.names_share * by_name + losses.events(network, batch, asked)

    alone = recipe.names_first * -(-len(names) // recipe.names)
    _descend(network, recipe, alone, lambda: losses.names(network, next(named)), tell)
    _descend(network, recipe, recipe.epochs * -(-len(events) // recipe.events), both, tell)
    network.eval()


def _descend(
    network: Network, recipe: Recipe, steps: int, loss: Callable[[], Tensor], tell: Callable[[str], None]
) -> None:
    """So many steps down the loss of a batch, from a cold start to a standstill."""
    optimizer, schedule = _optimizer(network, recipe, steps)
    network.train()
    told: list[float] = []
    for step in range(1, steps + 1):
        found = loss()
        optimizer.zero_grad()
        found.backward()
        nn.utils.clip_grad_norm_(network.parameters(), recipe.clip)
        optimizer.step()
        schedule.step()
        told.append(found.item())
        if step % PACE == 0 or step == steps:
            tell(f"step {step} of {steps}: loss {np.mean(told):.4f}")
            told.clear()


def _optimizer(
    network: Network, recipe: Recipe, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    fresh = ("encoder.heads", "events.heads", "events.sides", "events.mark")
    named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    body = [p for name, p in named if not name.startswith(fresh)]
    heads = [p for name, p in named if name.startswith(fresh)]
    optimizer = torch.optim.AdamW(
        [{"params": body}, {"params": heads, "lr": recipe.head_rate}],
        lr=recipe.encoder_rate,
        weight_decay=recipe.decay,
    )
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, steps, recipe.warm_up)
    )


def _endless(
    rows: Sequence[Row], lengths: Sequence[int], size: int, chance: random.Random
) -> Iterator[list[Row]]:
    while rows:
        yield from batches(rows, lengths, size, chance)


class Losses:
    """Losses of one training: rare roots and modalities weigh more."""

    def __init__(self, events: Sequence[Sentence], recipe: Recipe) -> None:
        self.told = stems(events)
        self._recipe = recipe
        told = [event for sentence in events for event, _ in sentence.events]
        self._roots = _rarity([ROOTS.index(e.root) for e in told if e.root], len(ROOTS))
        self._roots[0] = 1.0
        self._modalities = _rarity([MODALITIES.index(e.modality) for e in told], len(MODALITIES))

    def names(self, network: Network, items: Sequence[Item]) -> Tensor:
        """Of the tags of names."""
        ids, types, mask = inputs([item.encoded for item in items])
        with torch.autocast("cpu", dtype=torch.bfloat16):  # 1.6 times as fast as whole floats
            scores, *_ = network.encoder(ids, types, mask)
        return marginal_loss(scores.float(), padded([item.tags for item in items], 0))

    def events(
        self, network: Network, batch: Sequence[Sentence], asked: Sequence[tuple[int, Question]]
    ) -> Tensor:
        """Of signals, and of what is asked: each question with the row of its sentence in the batch."""
        ids, types, mask = inputs([sentence.encoded for sentence in batch])
        rows, length = torch.tensor([row for row, _ in asked]), ids.shape[1]
        marks = padded([q.marks for _, q in asked], 0, length)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            _, signals, hidden = network.encoder(ids, types, mask)
            sides, roots, acts, modalities = network.events(hidden[rows], marks, mask[rows])
        recipe = self._recipe
        return (
            _loss(signals, padded([s.signals for s in batch], UNTOLD))
            + _loss(sides, padded([q.sides for _, q in asked], UNTOLD, length))
            + _loss(roots, torch.tensor([q.root for _, q in asked]), self._roots, SMOOTHING)
            + recipe.act_share * _loss(acts, torch.tensor([q.act for _, q in asked]), None, SMOOTHING)
            + recipe.modality_share
            * _loss(modalities, torch.tensor([q.modality for _, q in asked]), self._modalities, SMOOTHING)
        )


def _loss(scores: Tensor, classes: Tensor, weights: Tensor | None = None, smoothing: float = 0.0) -> Tensor:
    """Cross entropy over all places whose class is told; 0 where none is."""
    if not (classes != UNTOLD).any():
        return scores.sum() * 0.0
    flat = scores.float().flatten(0, -2)
    return nn.functional.cross_entropy(
        flat, classes.flatten(), weights, ignore_index=UNTOLD, label_smoothing=smoothing
    )


def _rarity(classes: Sequence[int], count: int) -> Tensor:
    """Weight of each class: the square root of how much rarer it is than the mean one."""
    told = np.bincount(classes, minlength=count) + 1.0
    return torch.tensor(np.minimum(np.sqrt(told.mean() / told), RAREST), dtype=torch.float32)


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
