"""Messages: what a reader is shown, in blocks that every platform can lay out in its own way."""

from dataclasses import dataclass
from datetime import datetime

from bot.types.news import Basis, Direction, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: level 1 for the message, 2 for its parts."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Para:
    """A line of our own words: labels, never claims. ``tone`` chooses a sign and a colour, ``basis`` backs it."""

    text: str
    tone: Direction | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim: words of the article at ``url``, verbatim."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, what is said of it in the article's own words (``claim``), and a label in ours (``note``)."""

    name: str
    claim: Span | None
    note: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows that belong together, such as the key actors."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link that we build; ``label`` never looks like another address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Time:
    """An instant, shown in the reader's own zone where the platform can."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that we drew, kept by the store: ``picture`` is the hex digest of its PNG; ``alt`` says what it shows."""

    picture: str
    alt: str


@dataclass(frozen=True, slots=True)
class Button:
    """Something to do about what stands above: ``command`` is what a user would type for it."""

    label: str
    command: str


Block = Heading | Para | Quote | Facts | Link | Time | Image | Button


@dataclass(frozen=True, slots=True)
class Message:
    """Platform-neutral blocks in reading order; ``fallback`` is one line for a notification."""

    key: str
    blocks: tuple[Block, ...]
    fallback: str
