"""Names in sentences by the small model: people, bodies, places, armed groups and other names, each with its weight."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from bot.analyse.encoder.bio import KINDS, TAGS, best_path, spans
from bot.analyse.encoder.wordpiece import Encoded, Word, WordPiece, words

WINDOW = 160
"""Subwords read at once; a longer sentence is cut between words. The network saw 128 in training and has room for 512."""

ROOM = 12_000
"""Subwords read of one text: 1.2 s on one core, and the whole of an article of 8,000 words. A sentence that does not fit
into what is left is not read, so that no text, however it is made, costs more."""

SEAM = 40
"""Words before the end of a window among which a mark is looked for to cut behind."""

BATCH = 256
"""Subwords in one run, padding included: 1,024 took a third more time and 16 MB more."""


_SEAMS = frozenset(",;:—–()")


class Network(Protocol):
    """What runs the weights."""

    def scores(self, ids: np.ndarray, types: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Three (rows, length) arrays of int64 → (rows, length, tags), logits."""


class Tagged(NamedTuple):
    """``text[start:end]`` names a ``kind`` of ``bio.KINDS``; ``weight`` 0…1 is how sure the model is."""

    start: int
    end: int
    kind: str
    weight: float


class Line(NamedTuple):
    """What the model says of one sentence.

    Attributes:
        words: Its words, with offsets into the text.
        weights: (words, kinds): how likely each word belongs to a name of each of ``bio.KINDS``.
        names: In order, without overlap.
    """

    words: list[Word]
    weights: np.ndarray
    names: tuple[Tagged, ...]

    def weight(self, start: int, end: int, kind: str) -> float:
        """How likely the surest word of ``text[start:end]`` belongs to a name of that kind; 0 for no word."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return float(self.weights[first:last, KINDS.index(kind)].max()) if first < last else 0.0


class Tagger:
    """Tags sentences.

    Args:
        network: Runs the weights.
        pieces: Makes the ids that they were trained on.
    """

    def __init__(self, network: Network, pieces: WordPiece) -> None:
        self._network = network
        self._pieces = pieces

    def read(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Line | None]:
        """Tag ``text[start:end]`` for each sentence; ``None`` for one beyond the ``ROOM``. Pure; linear in the text."""
        chosen: dict[int, list[Word]] = {}
        room = ROOM
        for number, (start, end) in enumerate(sentences):
            line = words(text, start, end)
            length = sum(self._pieces.length(word.text) for word in line)
            if length <= room:
                chosen[number] = line
                room -= length
        scores = self.scores([[word.text for word in line] for line in chosen.values()])
        read = {n: _line(line, rows) for (n, line), rows in zip(chosen.items(), scores, strict=True)}
        return [read.get(number) for number in range(len(sentences))]

    def scores(self, sentences: Sequence[Sequence[str]]) -> list[np.ndarray]:
        """For each sentence of words (words, tags), log probabilities."""
        windows = [w for number, line in enumerate(sentences) for w in self._windows(number, line)]
        parts: list[list[np.ndarray]] = [[] for _ in sentences]
        rows = self._run([encoded for _, encoded in windows])
        for (number, _), part in zip(windows, rows, strict=True):
            parts[number].append(part)
        return [np.concatenate(part) if part else np.zeros((0, len(TAGS))) for part in parts]

    def _windows(self, number: int, line: Sequence[str]) -> Iterator[tuple[int, Encoded]]:
        at = 0
        while at < len(line):
            end, room = at, WINDOW
            while end < len(line) and (room := room - self._pieces.length(line[end])) >= 0:
                end += 1
            if end < len(line):
                end = next(
                    (cut for cut in range(end, max(at, end - SEAM), -1) if line[cut - 1] in _SEAMS), end
                )
            yield number, self._pieces.encode(line[at:end])
            at = end

    def _run(self, windows: Sequence[Encoded]) -> list[np.ndarray]:
        """Run all, sentences of like length together."""
        found: dict[int, np.ndarray] = {}
        for batch in _batches(windows):
            arrays = _arrays([windows[number] for number in batch])
            logits = self._network.scores(*arrays)
            logits = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
            for number, rows in zip(batch, logits, strict=True):
                found[number] = rows[windows[number].firsts]
        return [found[number] for number in range(len(windows))]


def _batches(windows: Sequence[Encoded]) -> Iterator[list[int]]:
    batch: list[int] = []
    for number in sorted(range(len(windows)), key=lambda number: len(windows[number].ids)):
        if batch and (len(batch) + 1) * len(windows[number].ids) > BATCH:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _arrays(batch: Sequence[Encoded]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """ids, types and mask, each (rows, longest)."""
    ids, types, mask = np.zeros((3, len(batch), max(len(one.ids) for one in batch)), np.int64)
    for row, one in enumerate(batch):
        length = len(one.ids)
        ids[row, :length], types[row, :length], mask[row, :length] = one.ids, one.types, 1
    return ids, types, mask


def _line(found: list[Word], scores: np.ndarray) -> Line:
    if not found:
        return Line([], np.zeros((0, len(KINDS))), ())
    chances = np.exp(scores)
    weights = chances[:, 1:].reshape(len(found), len(KINDS), 2).sum(-1)
    names = tuple(_tagged(found, weights, span) for span in spans(best_path(scores)))
    return Line(found, weights, names)


def _tagged(found: Sequence[Word], weights: np.ndarray, span: tuple[int, int, str]) -> Tagged:
    first, last, kind = span
    weight = float(weights[first:last, KINDS.index(kind)].mean())
    return Tagged(found[first].start, found[last - 1].end, kind, round(weight, 4))
