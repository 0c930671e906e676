"""Which items of a document are new, which have changed, and which were there before we looked: rules only."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.acquire.entries.records import KnownEntry, Limits, NewEntry, Sifted, Sighting, State
from bot.acquire.feeds.document import FeedDocument
from bot.acquire.identity.naming import Named, name_entries
from bot.acquire.identity.urls import host_of, url_key
from bot.types import Feed

_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: the zero of some clock


def clamp(given: datetime | None, now: datetime) -> datetime | None:
    """The part of a date that can be believed: none before 1990, and never later than ``now``."""
    if given is None or given < _OLDEST:
        return None
    return min(given, now)


def wanted(document: FeedDocument, feed: Feed) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys and GUIDs to look up for `sift`: what is known under a key by any feed, under a GUID by this one."""
    named = _named(document, feed)
    guids = dict.fromkeys(one.entry.guid for one in named if one.entry.guid)
    return tuple(one.key for one in named), tuple(guids)


def sift(
    document: FeedDocument,
    known: Iterable[KnownEntry],
    feed: Feed,
    now: datetime,
    limits: Limits | None = None,
    *,
    is_first_poll: bool,
) -> Sifted:
    """Part a document into what is new, what has changed and what is known.

    An item is known under its key; or under its GUID, if this feed showed that with the same title before: the address
    has changed, and what stands there is to be read. A GUID with another title is another article, an address with
    another GUID the same. The order of a document means nothing but that, of items without a date, the first are the
    newest.

    Args:
        document: As the feed was read.
        known: What is known of `wanted`; more does no harm.
        feed: Whose document it is.
        now: Aware UTC.
        limits: ``Limits()`` if not given.
        is_first_poll: The feed had no good poll before: most of what it holds is old.
    """
    limits = limits or Limits()
    pairs = _recognised(_named(document, feed), tuple(known))
    fresh = [one for one, match in pairs.values() if not match]
    stored = _first(fresh, now, limits) if is_first_poll else _later(fresh, now, limits)
    changes = _changes(pairs.values(), now, limits)
    entries = {entry.key: entry for entry in (*stored, *changes)}
    return Sifted(
        new=tuple(reversed(entries.values())),
        sightings=tuple(
            _sighting(*pair, entries, limits) for key, pair in pairs.items() if pair[1] or key in entries
        ),
        n_new=len(stored),
        n_known=sum(bool(match and match.digest) for _, match in pairs.values()),
        n_waiting=len(fresh) - len(stored) + sum(_waits(*pair, entries, limits) for pair in pairs.values()),
    )


def _recognised(
    named: Sequence[Named], known: Sequence[KnownEntry]
) -> dict[str, tuple[Named, KnownEntry | None]]:
    """Each item with what is known of it, under the key that it keeps."""
    by_key = {one.key: one for one in known}
    shown = {one.key for one in named}  # what is here under its own key has not moved
    by_guid = {
        (one.guid, one.title_key): one for one in known if one.guid and one.title_key and one.key not in shown
    }
    pairs: dict[str, tuple[Named, KnownEntry | None]] = {}
    for one in named:
        match = by_key.get(one.key) or by_guid.get((one.entry.guid, one.title_key))
        pairs.setdefault(match.key if match else one.key, (one, match))
    return pairs


def _named(document: FeedDocument, feed: Feed) -> tuple[Named, ...]:
    return name_entries(
        document.entries,
        feed_url=feed.url,
        site_url=document.site_url,
        names=(feed.outlet, document.title),
    )


def _newest_first(named: Sequence[Named], now: datetime) -> list[Named]:
    """By date; an item without one stands where the one before it in the document stands."""
    last = now
    dated: list[tuple[datetime, Named]] = []
    for one in named:
        last = clamp(one.entry.published_at, now) or last
        dated.append((last, one))
    return [one for _, one in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _later(fresh: Sequence[Named], now: datetime, limits: Limits) -> list[NewEntry]:
    """Newest first. What is old is only to be known: it came up because something above it in the feed went."""
    least = now - timedelta(seconds=limits.oldest_s)
    old = {one.key for one in fresh if (date := clamp(one.entry.published_at, now)) and date < least}
    order = _newest_first(fresh, now)
    to_read = [one for one in order if one.key not in old][: limits.items]
    seen = [_entry(one, now, "baseline", is_baseline=True) for one in order if one.key in old]
    return [*(_entry(one, now, "new") for one in to_read), *seen]


def _first(fresh: Sequence[Named], now: datetime, limits: Limits) -> list[NewEntry]:
    """Newest first: a few to be read, the others only to be known."""
    since = now - timedelta(seconds=limits.first_age_s)
    dates = {one.key: clamp(one.entry.published_at, now) for one in fresh}
    undated = [key for key, date in dates.items() if date is None][: limits.first_undated]
    recent = {key for key, date in dates.items() if date and date >= since} | set(undated)
    order = _newest_first(fresh, now)
    read = {one.key for one in [one for one in order if one.key in recent][: limits.first_items]}
    return [_entry(one, now, "new" if one.key in read else "baseline", is_baseline=True) for one in order]


def _changes(
    pairs: Iterable[tuple[Named, KnownEntry | None]], now: datetime, limits: Limits
) -> list[NewEntry]:
    """Known items that are to be read again now."""
    due = [(one, match) for one, match in pairs if match and _is_due(one, match, now, limits)]
    return [_change(one, match, now) for one, match in due[: limits.changes]]


def _change(one: Named, match: KnownEntry, now: datetime) -> NewEntry:
    alias = one.key if one.key != match.key and _has_moved(one, match) else ""
    return replace(_entry(one, now, "new"), key=match.key, is_change=True, alias=alias)


def _is_due(one: Named, match: KnownEntry, now: datetime, limits: Limits) -> bool:
    if not _may_change(match, limits) or not _differs(one, match):
        return False
    return now - match.seen_at >= timedelta(seconds=limits.reread_after_s * 2**match.refetched)


def _differs(one: Named, match: KnownEntry) -> bool:
    return one.digest != match.digest or _has_moved(one, match)


def _has_moved(one: Named, match: KnownEntry) -> bool:
    """Whether the feed gives it another address of its own than the one where it is read."""
    return (
        bool(match.url) and one.key == (own := url_key(one.entry.url)) and own not in {"", url_key(match.url)}
    )


def _may_change(match: KnownEntry, limits: Limits) -> bool:
    return bool(match.digest) and match.is_read and match.refetched < limits.rereads


def _waits(one: Named, match: KnownEntry | None, entries: dict[str, NewEntry], limits: Limits) -> bool:
    """Whether a known item has changed and may be read for it, but not now."""
    return (
        match is not None and match.key not in entries and _may_change(match, limits) and _differs(one, match)
    )


def _sighting(one: Named, match: KnownEntry | None, entries: dict[str, NewEntry], limits: Limits) -> Sighting:
    """A change that is not read yet must still be one at the next poll: the old digest stays."""
    digest = match.digest if match and _waits(one, match, entries, limits) else one.digest
    return Sighting(match.key if match else one.key, one.entry.guid, one.title_key, digest)


def _entry(
    one: Named,
    now: datetime,
    state: State,
    *,
    is_baseline: bool = False,
) -> NewEntry:
    return NewEntry(
        key=one.key,
        entry=one.entry,
        host=host_of(one.entry.url),
        state=state,
        digest=one.digest,
        published_at=clamp(one.entry.published_at, now),
        title_key=one.title_key,
        is_baseline=is_baseline,
    )
