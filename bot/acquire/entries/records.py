"""What sifting takes and gives; what it gives is what a store keeps of a feed's items."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.types import Entry

State = Literal["new", "baseline"]
"""``new``: to be read. ``baseline``: met at a first poll and only to be known from then on, never read."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An item of a feed that was not known, or (``is_change``) that is known and is to be read again.

    Attributes:
        key: Names the article: `identity.urls.url_key` of its address, or ``feed:`` and a digest.
        entry: As the feed has it.
        host: Of the address, lower case, with its port if that is unusual; ``""`` without an address.
        state: What is to become of it.
        digest: Hex digest of what the feed says of it; another one says that the article may have changed.
        published_at: The feed's date as far as it can be believed (`clamp`), aware UTC.
        title_key: `identity.titles.title_key` of its title.
        is_baseline: Met at a feed's first poll: for searches and stories, never for an alert. Of a change it says nothing.
        is_change: ``key`` is known already: it is to be put up for reading once more.
        alias: Key of the address that the feed has put in place of the one that it was known under; ``""`` for none.
    """

    key: str
    entry: Entry
    host: str
    state: State
    digest: str
    published_at: datetime | None = None
    title_key: str = ""
    is_baseline: bool = False
    is_change: bool = False
    alias: str = ""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What is remembered of an article, as one feed sees it.

    Attributes:
        key: As in `NewEntry`.
        guid: As this feed last gave it; ``""`` if this feed gave none or has not shown the article.
        title_key: As this feed last had it; ``""`` likewise.
        digest: As in the last `Sighting` by this feed; ``""`` if it has not shown the article.
        refetched: How often it was put up for reading again.
        seen_at: When it was last put up for reading, the first time included; aware UTC. A sighting does not move it.
        is_read: False for what was only seen at a first poll.
        url: Where it is read; ``""`` if another feed showed it first, whose business that is.
    """

    key: str
    guid: str
    title_key: str
    digest: str
    refetched: int
    seen_at: datetime
    is_read: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A known or new article in this document; to be kept for each feed and article, the latest one.

    Attributes:
        key: As in `NewEntry`, or that of the `KnownEntry` that it was recognised as.
        guid: As the document gives it.
        title_key: As the document gives it.
        digest: What the next poll is to compare with.
    """

    key: str
    guid: str
    title_key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one poll may put up for reading.

    Attributes:
        items: New ones, the newest. What is left over is new again at the next poll.
        oldest_s: What is dated longer ago is no news, wherever it turns up: a week, so that a feed that was down over
            a long weekend loses nothing.
        first_items: At a feed's first poll, the newest.
        first_age_s: At a first poll older ones are not read.
        first_undated: At a first poll so many without a date are taken for fresh, the first in the document.
        changes: Known ones that have changed.
        rereads: How often one article is put up for reading again, ever.
        reread_after_s: Since it was last put up, at least; twice as long after each time.
    """

    items: int = 500
    oldest_s: float = 7 * 86_400.0
    first_items: int = 10
    first_age_s: float = 86_400.0
    first_undated: int = 3
    changes: int = 50
    rereads: int = 3
    reread_after_s: float = 1_800.0


@dataclass(frozen=True, slots=True)
class Sifted:
    """What one poll brings.

    Attributes:
        new: To be stored, the oldest first: to be read, seen only, or to be read again.
        sightings: Of every article that is known or stored now, in the order of the document.
        n_new: Articles that were not known, whether they are to be read or not.
        n_known: Articles that this feed has shown before.
        n_waiting: New ones beyond the limit, and changes that have to wait for their time: while there are any, the
            same document has more to bring, and the next poll must not be content with "not modified".
    """

    new: tuple[NewEntry, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    n_new: int = 0
    n_known: int = 0
    n_waiting: int = 0
