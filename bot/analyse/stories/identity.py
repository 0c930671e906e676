"""Which story keeps its name when two become one, or one becomes two. A posted story always stays itself.

The one place for this rule; pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whose name stays.

    Attributes:
        story_id: The story.
        first_at: When its first article was published; seconds since 1970.
        posted_at: When it was first posted, likewise; ``None``: never.
    """

    story_id: str
    first_at: int
    posted_at: int | None = None


def keeper(standings: Iterable[Standing]) -> Standing:
    """The story whose name stays when they become one; the names of the others lead to it from then on.

    The one posted first; where none was posted, the oldest; ties by name.
    """
    return min(standings, key=_rank)


def _rank(one: Standing) -> tuple[bool, int, int, str]:
    return one.posted_at is None, one.posted_at or 0, one.first_at, one.story_id


def heir(parts: Sequence[Sequence[tuple[int, int]]], lead: int | None) -> int:
    """Which part keeps the name when a story falls apart.

    Args:
        parts: Articles of each part: when published (seconds since 1970), and number.
        lead: The article that the story was posted with; ``None``: never posted.

    Returns:
        Index of the part that holds the lead, else of the one with the earliest article; ties by number.
    """
    for index, part in enumerate(parts):
        if any(doc == lead for _, doc in part):
            return index
    return min(range(len(parts)), key=lambda index: min(parts[index]))
