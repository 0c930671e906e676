"""Looking again at stories that lie near each other: which are one, which are two. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.analyse.stories.identity import Standing, heir, keeper


@dataclass(frozen=True, slots=True)
class Merge:
    """Two stories are one: the articles of ``from_id`` belong to ``into_id``, and its name leads there."""

    from_id: str
    into_id: str


@dataclass(frozen=True, slots=True)
class Split:
    """Articles of a story belong to another: to one that is there, or to a new one."""

    from_id: str
    moved: tuple[int, ...]
    into_id: str
    is_new: bool


Change = Merge | Split


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story that is looked at again: its number, its story, when it was published."""

    doc: int
    story_id: str
    at: int


def partition(near: Sequence[Sequence[float]], least: float) -> list[list[int]]:
    """Parts whose members are near each other on average: average linkage, cut at ``least``.

    Args:
        near: How near each is to each; symmetric; the diagonal is not read.
        least: Two parts become one if their members are at least so near on average.

    Returns:
        Indexes into ``near``, each part in order, the parts by their first. Quadratic in time (a chain of nearest
        neighbours: F. Murtagh, 1983); ties go to the lower index.
    """
    rows = [list(row) for row in near]
    parts = {index: [index] for index in range(len(rows))}
    open_parts = dict.fromkeys(parts)
    chain: list[int] = []
    while open_parts:
        if not chain:
            chain.append(next(iter(open_parts)))
        last = chain[-1]
        best = _nearest(last, rows[last], open_parts, chain[-2] if len(chain) > 1 else None)
        if best is None or rows[last][best] < least:
            # What is nearest is too far, and joining others brings nothing nearer: this part is whole.
            del open_parts[last]
            chain.clear()
        elif len(chain) > 1 and best == chain[-2]:
            del chain[-2:]
            _join(rows, parts, open_parts, *sorted((last, best)))
        else:
            chain.append(best)
    return sorted(sorted(part) for part in parts.values())


def _nearest(one: int, row: Sequence[float], others: Mapping[int, None], last: int | None) -> int | None:
    """The nearest of the others; the last of the chain before any that is as near, so that the chain ends."""
    most = max((row[other] for other in others if other != one), default=None)
    nearest = [other for other in others if row[other] == most and other != one]
    return None if not nearest else last if last in nearest else min(nearest)


def _join(
    rows: list[list[float]], parts: dict[int, list[int]], others: dict[int, None], kept: int, gone: int
) -> None:
    a, b = len(parts[kept]), len(parts[gone])
    del others[gone]
    for other in others:
        rows[kept][other] = rows[other][kept] = (a * rows[kept][other] + b * rows[gone][other]) / (a + b)
    parts[kept] += parts.pop(gone)


def plan(
    parts: Sequence[Sequence[Member]],
    standings: Mapping[str, Standing],
    leads: Mapping[str, int | None],
    new_id: Callable[[int], str],
) -> tuple[Change, ...]:
    """What makes the parts stories, each name staying where ``identity`` says.

    Args:
        parts: The articles looked at, by what they should be.
        standings: Every story that they are of.
        leads: The article that each of them was posted with.
        new_id: Name of a new story, by its first article.

    Returns:
        Changes in the order in which they are to be made: first splits, then merges.
    """
    homes = _homes(parts, leads)
    changes: list[Change] = []
    for index, part in enumerate(parts):
        named = [standings[story] for story, home in homes.items() if home == index]
        strangers = [one for one in part if homes[one.story_id] != index]
        into = keeper(named).story_id if named else new_id(min(one.doc for one in part))
        is_new = not named
        for story in dict.fromkeys(one.story_id for one in strangers):
            moved = tuple(sorted(one.doc for one in strangers if one.story_id == story))
            changes.append(Split(story, moved, into, is_new))
            is_new = False
        changes += [Merge(one.story_id, into) for one in named if one.story_id != into]
    return tuple(sorted(changes, key=lambda change: isinstance(change, Merge)))


def _homes(parts: Sequence[Sequence[Member]], leads: Mapping[str, int | None]) -> dict[str, int]:
    """The part in which each story keeps its name."""
    homes = {}
    for story in dict.fromkeys(one.story_id for part in parts for one in part):
        pieces = [
            (index, [(one.at, one.doc) for one in part if one.story_id == story])
            for index, part in enumerate(parts)
        ]
        pieces = [piece for piece in pieces if piece[1]]
        homes[story] = pieces[heir([piece for _, piece in pieces], leads.get(story))][0]
    return homes
