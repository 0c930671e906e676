"""Scores where sentences end against labelled text.

A boundary is the code point behind a sentence's last visible character. The end of the text is one too. Starts are
not scored: what lies between two sentences is white space in every labelled set.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and the offsets of its sentences; ``sentences`` is empty where the file has no labels."""

    id: str
    text: str
    sentences: tuple[Offsets, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of boundaries, and what follows from them (0…1)."""

    both: int
    only_predicted: int
    only_gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted boundaries that are right."""
        return self.both / max(1, self.both + self.only_predicted)

    @property
    def recall(self) -> float:
        """Share of the labelled boundaries that were found."""
        return self.both / max(1, self.both + self.only_gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.both / max(1, 2 * self.both + self.only_predicted + self.only_gold)


def agree(pairs: Iterable[tuple[Labelled, Sequence[Offsets]]]) -> Agreement:
    """Compare labels with predictions, over all texts together."""
    both = only_predicted = only_gold = 0
    for labelled, predicted in pairs:
        gold, found = _ends(labelled.text, labelled.sentences), _ends(labelled.text, predicted)
        both += len(gold & found)
        only_predicted += len(found - gold)
        only_gold += len(gold - found)
    return Agreement(both, only_predicted, only_gold)


def _ends(text: str, sentences: Sequence[Offsets]) -> set[int]:
    return {start + len(text[start:end].rstrip()) for start, end in sentences}


def read_rows(path: Path) -> Iterator[Labelled]:
    """Texts of a JSONL file, or of all in a folder, in the order of their names.

    The text is ``body`` or ``text``; ``sentences`` are [start, end] pairs, or strings that tile it in order.

    Raises:
        ValueError: A labelled sentence is not where it should be in its text.
    """
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            text = row["body"] if "body" in row else row["text"]
            yield Labelled(str(row["id"]), text, tuple(_locate(text, row.get("sentences", []))))


def _locate(text: str, sentences: Sequence[Any]) -> Iterator[Offsets]:
    at = 0
    for sentence in sentences:
        if isinstance(sentence, str):
            start = text.index(sentence, at)
            at = start + len(sentence)
            yield start, at
        else:
            yield int(sentence[0]), int(sentence[1])


def read_marked(path: Path) -> Iterator[Labelled]:
    """Texts of a case file: one a line, ``|`` for a boundary, ``¶`` for a line break, ``#`` for a remark."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield _unmarked(f"{path.name}:{number}", line)


def _unmarked(name: str, line: str) -> Labelled:
    text = ""
    spans: list[Offsets] = []
    for paragraph in line.split("¶"):
        for sentence in paragraph.split("|"):
            start = len(text) + len(sentence) - len(sentence.lstrip())
            text += sentence
            if sentence.strip():
                spans.append((start, start + len(sentence.strip())))
        text += "\n"
    return Labelled(name, text, tuple(spans))
