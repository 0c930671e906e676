"""Blocks that belong together, for every format: a line with the time it leads to, links side by side, buttons in a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.types import Block, Button, Link, Para, Time


@dataclass(frozen=True, slots=True)
class Led:
    """A line that ends in a colon, and the instant behind it."""

    para: Para
    time: Time


@dataclass(frozen=True, slots=True)
class Links:
    """Two links or more, side by side: each must say where it leads."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Buttons:
    """What can be done about what stands above."""

    buttons: tuple[Button, ...]


Piece = Block | Led | Links | Buttons


def flow(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    """The blocks in their order, with those that belong together as one."""
    return tuple(_led(_rows(blocks)))


def _rows(blocks: Iterable[Block]) -> Iterator[Piece]:
    for kind, group in groupby(blocks, key=type):
        found = tuple(group)
        if kind is Button:
            yield Buttons(tuple(block for block in found if isinstance(block, Button)))
        elif kind is Link and len(found) > 1:
            yield Links(tuple(block for block in found if isinstance(block, Link)))
        else:
            yield from found


def _led(blocks: Iterable[Piece]) -> Iterator[Piece]:
    held: Para | None = None
    for piece in blocks:
        if held is not None and isinstance(piece, Time):
            yield Led(held, piece)
            held = None
            continue
        if held is not None:
            yield held
            held = None
        if isinstance(piece, Para) and piece.text.endswith(":"):
            held = piece
        else:
            yield piece
    if held is not None:
        yield held
