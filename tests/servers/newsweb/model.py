"""What a web of feeds holds: sources and their pieces, and the habits that a source can have."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Form = Literal["rss", "atom", "rdf", "json"]
FORMS: tuple[Form, ...] = ("rss", "atom", "rdf", "json")


@dataclass(frozen=True, slots=True)
class Version:
    """What a piece said for a while."""

    title: str
    paragraphs: tuple[str, ...]
    updated: datetime

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(slots=True)
class Piece:
    """An article.

    Attributes:
        path: On this web.
        state: ``live``; ``embargoed`` and ``missing`` answer 404, ``gone`` 410, ``moved`` 301 to another path;
            ``paywall``, ``stall``, ``cut`` and ``error`` as they say.
        versions: Oldest first.
        shown_first: Ordinal of the first whole document of its feed that listed it; 1 is what a first poll meets.
    """

    feed: int
    number: int
    path: str
    guid: str
    author: str
    published: datetime
    versions: list[Version]
    state: str = "live"
    is_listed: bool = True
    shown_first: int | None = None

    @property
    def now(self) -> Version:
        return self.versions[-1]


@dataclass(slots=True)
class Habits:
    """How a source goes about its feed.

    Attributes:
        etag: ``honest`` (of the body), ``churn`` (another one each time), ``lie`` (304 to whoever sends one), ``none``.
        modified: ``honest``, ``future``, ``none``.
        guid: ``stable``, ``churn`` (others each time), ``reused`` (three for all), ``none``.
        link: ``plain`` or ``tracked`` (other parameters each time).
        dates: ``honest``, ``1970``, ``9999``, ``future``, ``zone`` (local time said to be UTC), ``none``.
        order: ``newest``, ``oldest``, ``shuffled`` (anew each time).
        doubled: Every entry stands there twice.
        padding: Entries of old news behind the others.
        shown: Entries that are listed at most, padding apart.
        full_text: Entries carry the whole article.
    """

    etag: str = "honest"
    modified: str = "honest"
    guid: str = "stable"
    link: str = "plain"
    dates: str = "honest"
    order: str = "newest"
    doubled: bool = False
    padding: int = 0
    shown: int = 30
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry of ``faults.FAULTS`` and its arguments."""

    name: str
    arguments: dict[str, Any]


@dataclass(slots=True)
class Source:
    """A feed. ``planned`` faults take one request each, in order; ``fault`` then takes all, until it is healed."""

    number: int
    host: str
    form: Form
    title: str
    habits: Habits
    pieces: list[Piece] = field(default_factory=list)
    planned: deque[Fault] = field(default_factory=deque)
    fault: Fault | None = None
    documents: int = 0
    asked: int = 0

    @property
    def path(self) -> str:
        return f"/f/{self.number}/feed.xml"

    def listed(self) -> list[Piece]:
        """Pieces that the feed lists now, newest first."""
        pieces = [piece for piece in self.pieces if piece.is_listed]
        return pieces[::-1][: self.habits.shown]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: monotonic seconds, what was asked, and by which fault or status it was answered."""

    at: float
    host: str
    target: str
    headers: dict[str, str]
    answer: str


@dataclass(frozen=True, slots=True)
class Served:
    """One whole document that went out, feed or page; its bytes are under ``digest`` in `NewsWeb.bodies`."""

    at: float
    url: str
    digest: str
