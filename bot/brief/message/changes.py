"""How changes read: a line for each, then its words, those from before first."""

from collections.abc import Iterable, Mapping

from bot.brief.message.layout import section
from bot.brief.message.words import NEW
from bot.types import Basis, Block, Change, Para, Quote

NEWS = "What is new"
"""Heads what has changed since the story was last looked at."""


def of_changes(changes: Iterable[Change], urls: Mapping[str, str]) -> tuple[Block, ...]:
    """Lay out what is new: a line for each change, then its words, those from before first.

    Args:
        changes: In the order in which they are shown.
        urls: Where each article was read, by its id; an article that is not there is quoted without a link.

    Returns:
        A heading and its blocks; none without changes.
    """
    return tuple(section(NEWS, (block for change in changes for block in _change(change, urls))))


def change_line(change: Change) -> str:
    """A change on one line: "Figures · killed: 12 → 17"."""
    line = f"{NEW[change.kind]} · {change.label}"
    return line if change.after else f"{line} · taken back"


def _change(change: Change, urls: Mapping[str, str]) -> Iterable[Block]:
    yield Para(change_line(change), basis=tuple(Basis("before", span) for span in change.before))
    yield from (Quote(span, urls.get(span.article_id, "")) for span in (*change.before, *change.after))
