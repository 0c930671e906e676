"""How far entities and ties agree with labelled ones: half of the characters for an entity, loosely equal names for a tie."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.analyse.belonging import Tie
from bot.analyse.cast import Sort
from tests.quality.ranking import same

Marked = tuple[int, int, Sort]
"""(start, end, what it is)."""

_MARK = re.compile(r"\[([^]]+)\]\((\w+)\)")
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its entities and its ties."""

    text: str
    entities: tuple[Marked, ...]
    ties: tuple[Tie, ...]


@dataclass(slots=True)
class Score:
    """Counts of what was predicted and what is labelled."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def f1(self) -> float:
        """0…1."""
        precision = self.right / self.predicted if self.predicted else 0.0
        recall = self.found / self.labelled if self.labelled else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def cases(file: Path) -> Iterator[Case]:
    """The cases of a file of marked texts."""
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    for block in re.split(r"\n\n+", "\n".join(lines).strip()):
        text, *ties = block.split("\n")
        yield _case(text, [tuple(part.strip() for part in tie.removeprefix(">").split("|")) for tie in ties])


def _case(marked: str, ties: list[tuple[str, ...]]) -> Case:
    plain, past, entities = "", 0, []
    for mark in _MARK.finditer(marked):
        plain += marked[past : mark.start()]
        entities.append((len(plain), len(plain) + len(mark[1]), Sort(mark[2])))
        plain, past = plain + mark[1], mark.end()
    return Case(plain + marked[past:], tuple(entities), tuple(Tie(*tie) for tie in ties))


def count_entities(score: Score, predicted: Sequence[Marked], labelled: Sequence[Marked]) -> None:
    """Add a text: an entity is right where one of its sort shares half of the characters with it (Dice)."""
    score.right += sum(any(_alike(one, other) for other in labelled) for one in predicted)
    score.found += sum(any(_alike(one, other) for other in predicted) for one in labelled)
    score.predicted += len(predicted)
    score.labelled += len(labelled)


def count_ties(score: Score, predicted: Sequence[Tie], labelled: Sequence[Tie]) -> None:
    """Add a text: a tie is right where both of its ends are loosely equal to those of one, in either order."""
    score.right += sum(any(_tied(one, other) for other in labelled) for one in predicted)
    score.found += sum(any(_tied(one, other) for other in predicted) for one in labelled)
    score.predicted += len(predicted)
    score.labelled += len(labelled)


def _alike(one: Marked, other: Marked) -> bool:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return one[2] is other[2] and 2 * shared >= HALF * (one[1] - one[0] + other[1] - other[0])


def _tied(one: Tie, other: Tie) -> bool:
    straight = same(one.member, other.member) and same(one.whole, other.whole)
    return straight or (same(one.member, other.whole) and same(one.whole, other.member))
