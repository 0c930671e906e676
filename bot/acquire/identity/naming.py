"""What the items of one document are known under; the same item twice is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.acquire.identity.folding import folded
from bot.acquire.identity.titles import title_key
from bot.acquire.identity.urls import is_home, url_key
from bot.types import Entry


@dataclass(frozen=True, slots=True)
class Named:
    """An item of a document with what it is known under.

    Attributes:
        entry: As the feed has it.
        key: `url_key` of its own address, else ``feed:`` and a digest.
        title_key: Of its title.
        digest: Of what the feed says of it.
    """

    entry: Entry
    key: str
    title_key: str
    digest: str


def name_entries(
    entries: Sequence[Entry], *, feed_url: str, site_url: str, names: tuple[str, ...]
) -> tuple[Named, ...]:
    """Name the items of one document, in its order.

    An item is known under its address if it has one of its own: not a home page, and not one that items with other
    titles and GUIDs have as well (posts of a live page, feeds whose items all lead to one page). Else it is known by
    feed, title and date; by its GUID only where it has no date, since feeds make new GUIDs more often than new dates.

    Args:
        entries: Of one document.
        feed_url: Names the feed.
        site_url: The site that the feed says it belongs to; ``""`` if it says none.
        names: What the outlet is called, for `title_key`.

    Returns:
        Each item once: of several with one key, or with one GUID and one title, the first.
    """
    titles = [title_key(entry.title, *names) for entry in entries]
    addresses = _own_addresses(entries, titles, url_key(site_url))
    stamps = {entry.updated_at for entry in entries}
    is_stamped = len(entries) == 1 or len(stamps) > 1  # one time for all is the feed's, not the items'
    found: dict[str, Named] = {}
    guids: set[tuple[str, str]] = set()
    for entry, title, address in zip(entries, titles, addresses, strict=True):
        key = address or _feed_key(feed_url, entry, title)
        said = (entry.guid, title)
        if key in found or (all(said) and said in guids):
            continue
        guids.add(said)
        found[key] = Named(
            entry, key, title, _digest_of_words(entry, title, entry.updated_at if is_stamped else None)
        )
    return tuple(found.values())


def _own_addresses(entries: Sequence[Entry], titles: Sequence[str], home: str) -> list[str]:
    """The key of each item's own address; ``""`` for one that has none."""
    keys = [url_key(entry.url) for entry in entries]
    told: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for key, title, entry in zip(keys, titles, entries, strict=True):
        told.setdefault(key, set()).add(title)
        named.setdefault(key, set()).add(entry.guid)
    shared = {key for key in told if len(told[key]) > 1 and (len(named[key]) > 1 or "" in named[key])}
    return ["" if key in shared or key == home or is_home(key) else key for key in keys]


def _feed_key(feed_url: str, entry: Entry, title: str) -> str:
    when = entry.published_at or entry.updated_at
    last = when.isoformat() if when else entry.guid
    if not title and not last:
        last = _hex(entry.url, entry.teaser, entry.content)
    return f"feed:{_hex(feed_url, title, last)}"


def _digest_of_words(entry: Entry, title: str, updated_at: datetime | None) -> str:
    stamp = updated_at.isoformat() if updated_at else ""
    return _hex(title, " ".join(folded(entry.teaser)), stamp, " ".join(entry.content.split()))


def _hex(*parts: str) -> str:
    """32 hex digits; each part goes behind its length, so that no two rows of parts are the same bytes."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
