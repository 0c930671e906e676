"""What a feed holds, and the error for what is none."""

from dataclasses import dataclass

from bot.errors import InputError
from bot.types import Entry

MAX_BYTES = 10_000_000
"""Largest body that is read; what the fetcher lets through (faults-and-safety, safe fetching, layer 5)."""

LIMIT = 500
"""Entries that are handed on, the newest. The longest of 51 real feeds has 1,046; ten in eleven have 120 or fewer."""


class NotAFeed(InputError):
    """The bytes are something else than a feed; the text says what, and names the remedy."""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it was read; plain text, and nothing in it is trusted.

    Attributes:
        title: One line; ``""`` if it has none.
        lang: As the feed gives it (mostly BCP 47); ``""`` if it does not.
        site_url: Absolute http(s) address of the site it belongs to, or ``""``.
        entries: In the order of the feed; the newest ``limit`` of them.
        total: Entries in the document, whether handed on or not; one that was cut in two counts.
        is_cut: The XML broke off; an entry that was cut in two was dropped.
    """

    title: str
    lang: str
    site_url: str
    entries: tuple[Entry, ...]
    total: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page points to. ``type``: the media type that it claims, ``""`` if it claims none."""

    url: str
    title: str
    type: str
