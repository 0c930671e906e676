"""Parts with a title, which are left out where they are empty."""

from collections.abc import Iterable

from bot.types import Block, Fact, Facts, Heading


def section(title: str, blocks: Iterable[Block]) -> Iterable[Block]:
    """Blocks under their title."""
    inside = tuple(blocks)
    return (Heading(title), *inside) if inside else ()


def facts_of(title: str, found: Iterable[Fact]) -> Iterable[Block]:
    """Rows under their title."""
    rows = tuple(found)
    return (Heading(title), Facts(rows)) if rows else ()
