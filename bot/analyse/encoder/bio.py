"""Tags of words → spans: BIO with a Viterbi path, so that no span begins inside."""

from collections.abc import Sequence
from functools import cache

import numpy as np

KINDS = ("PER", "ORG", "LOC", "ARM", "MISC")
"""People; bodies; places; armed groups that are no state's; other names: elections, events, works, nationalities."""

TAGS = ("O", *(f"{prefix}-{kind}" for kind in KINDS for prefix in "BI"))

_BAN = -1e4


@cache
def _steps(tags: tuple[str, ...]) -> np.ndarray:
    """Log weight of each step from tag to tag: I-x follows B-x or I-x only."""
    allowed = [[not to.startswith("I") or src[1:] == to[1:] for to in tags] for src in tags]
    return np.where(allowed, 0.0, _BAN)


def best_path(weights: np.ndarray, tags: tuple[str, ...] = TAGS) -> list[int]:
    """The heaviest allowed tags.

    Args:
        weights: Shape (words, tags), log probabilities or logits.
        tags: What the columns are, "O" first.
    """
    steps = _steps(tags)
    score = weights[0] + steps[0]  # as behind an "O"
    back = []
    for row in weights[1:]:
        ways = score[:, None] + steps
        back.append(ways.argmax(0))
        score = ways.max(0) + row
    path = [int(score.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def spans(path: Sequence[int], tags: tuple[str, ...] = TAGS) -> list[tuple[int, int, str]]:
    """Tags → ``(first, last exclusive, kind)``; an I without its B begins a span of its own."""
    found: list[tuple[int, int, str]] = []
    for at, number in enumerate(path):
        tag = tags[number]
        if tag == "O":
            continue
        goes_on = tag[0] == "I" and found and found[-1][1] == at and found[-1][2] == tag[2:]
        if goes_on:
            found[-1] = (found[-1][0], at + 1, tag[2:])
        else:
            found.append((at, at + 1, tag[2:]))
    return found
