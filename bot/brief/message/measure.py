"""How much text a message shows."""

from collections.abc import Iterable

from bot.types import Block, Button, Fact, Facts, Heading, Image, Link, Para, Quote


def size(blocks: Iterable[Block]) -> int:
    """Characters of text that a reader sees; addresses, offsets, times and what backs a label are not counted."""
    return sum(map(_size, blocks))


def _size(block: Block) -> int:
    match block:
        case Heading(text) | Para(text):
            return len(text)
        case Quote(span):
            return len(span.text)
        case Facts(rows):
            return sum(map(_row_size, rows))
        case Link(label) | Button(label):
            return len(label)
        case Image(_, alt):
            return len(alt)
    return 0


def _row_size(row: Fact) -> int:
    return len(row.name) + len(row.note) + (len(row.claim.text) if row.claim else 0)
