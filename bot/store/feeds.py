"""Feeds: which there are, which are due, and what came of asking them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, update

from bot.acquire.entries import NewEntry, Sighting
from bot.acquire.identity.urls import host_of
from bot.acquire.polling import FeedState, FeedStatus, new_state, revived
from bot.errors import StoreError
from bot.store.items import write_items
from bot.store.leases import held, hosts_of_others, leave, takeable
from bot.store.part import Part
from bot.store.records import FeedRecord, Origin, Polled
from bot.store.schema import feeds, sightings
from bot.types import Feed, FeedLabel

RATE_DAYS = 7
"""Over which ``items_a_day`` is a mean: every weekday once. A feed known for less is counted over the days it is known."""

_STATE = tuple(FeedState.__dataclass_fields__)


class FeedPart(Part):
    """What the store does for feeds."""

    def sync_feeds(self, wanted: Iterable[Feed]) -> None:
        """Make the feeds of origin ``CONFIG`` those of ``wanted``, by address; what is remembered of them stays.

        One that is no longer wanted is marked as removed (its articles stay) and comes back with its state. One that a
        user added and the configuration now lists belongs to the configuration.
        """
        listed = {feed.url: feed for feed in wanted}
        self._db.write(lambda c: _sync(c, listed, self._db.now(c)))

    def add_feed(self, feed: Feed) -> bool:
        """Add a feed for a user. False if it is there already, whoever asked for it; nothing is changed then."""
        return self._db.write(lambda c: _add(c, feed, Origin.USER, self._db.now(c)))

    def rename_feed(self, url: str, **names: str) -> FeedRecord | None:
        """Change ``outlet``, ``family`` or ``region`` of a feed that a user added; the feed as it is then.

        One that is configured stays as it is: `sync_feeds` would undo the change. ``None`` if there is no such feed.
        """
        own = (feeds.c.url == url) & feeds.c.is_removed.is_(False)

        def rename(connection: Connection) -> tuple[FeedRecord, ...]:
            if names:
                connection.execute(update(feeds).where(own, feeds.c.origin == Origin.USER).values(names))
            return _records(connection, self._db.now(connection), own)

        return next(iter(self._db.write(rename)), None)

    def remove_feed(self, url: str) -> bool:
        """Mark a feed as removed, so that it is not asked again; its articles stay. False if there is none.

        One that is configured stays away, too, until `add_feed` brings it back.
        """
        gone = (
            update(feeds)
            .where(feeds.c.url == url, feeds.c.is_removed.is_(False))
            .values(is_removed=True, origin=Origin.USER, lease_owner=None, lease_until=None)
        )
        return bool(self._db.write(lambda c: c.execute(gone).rowcount))

    def revive_feed(self, url: str) -> bool:
        """Ask a feed again at once, as if it were new, also one that is ``GONE`` or failing. False if there is none."""
        return self._db.write(lambda c: _revive(c, url, self._db.now(c)))

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Every feed that is not removed, by address."""
        return self._db.read(lambda c: _records(c, self._db.now(c), feeds.c.is_removed.is_(False)))

    def feed(self, url: str) -> FeedRecord | None:
        """The feed of that address; ``None`` if there is none."""
        found = self._db.read(
            lambda c: _records(c, self._db.now(c), feeds.c.is_removed.is_(False) & (feeds.c.url == url))
        )
        return found[0] if found else None

    def claim_feeds(
        self, owner: str, *, limit: int, lease_s: float, urls: Sequence[str] | None = None
    ) -> tuple[FeedRecord, ...]:
        """Take feeds that are due and that nobody holds, those due longest first.

        Feeds of one host are never with two owners at once, nor is a feed with one owner while another reads entries
        of its host: each process keeps its own distance between two requests to a host.

        Args:
            owner: Names the process, so that `release` can give back what it holds; at most 64 characters.
            limit: At most so many.
            lease_s: After so long somebody else may take them.
            urls: These, due or not, ``GONE`` or not; as far as nobody else holds them.
        """
        return self._db.write(lambda c: _claim(c, owner, limit, lease_s, urls, self._db.now(c)), lock="claim")

    def settle_poll(
        self,
        owner: str,
        url: str,
        state: FeedState,
        entries: Sequence[NewEntry] = (),
        seen: Sequence[Sighting] = (),
        *,
        apart_s: float = 0.0,
    ) -> Polled:
        """Write what came of asking a feed, in one transaction, and give it back.

        Asked for again after an answer that was lost, it changes nothing more: entries are told by their key. For
        ``apart_s`` seconds nobody else is given anything of this host.

        Raises:
            LeaseLost: Somebody else has the feed now; nothing was written.
            StoreError: There is no such feed.
        """

        def settle(connection: Connection) -> Polled:
            now = self._db.now(connection)
            polled, host = _settle(connection, owner, url, state, entries, seen, now)
            leave(connection, owner, [host], now, apart_s)
            return polled

        return self._db.write(settle)


def _sync(connection: Connection, wanted: Mapping[str, Feed], now: datetime) -> None:
    rows = connection.execute(select(feeds.c.url, feeds.c.origin, feeds.c.is_removed))
    there = {row.url: row for row in rows}
    for url, feed in sorted(wanted.items()):
        if url in there and there[url].is_removed and there[url].origin == Origin.USER:
            continue  # a user does not want it, whatever is configured
        if url in there:
            values = _columns(feed) | {"origin": Origin.CONFIG, "is_removed": False}
            connection.execute(update(feeds).where(feeds.c.url == url).values(values))
        else:
            _add(connection, feed, Origin.CONFIG, now)
    for url, row in there.items():
        if row.origin == Origin.CONFIG and url not in wanted:
            connection.execute(
                update(feeds)
                .where(feeds.c.url == url)
                .values(is_removed=True, lease_owner=None, lease_until=None)
            )


def _add(connection: Connection, feed: Feed, origin: Origin, now: datetime) -> bool:
    removed = connection.scalar(select(feeds.c.is_removed).where(feeds.c.url == feed.url))
    if removed is False:
        return False
    fresh = new_state(feed, now)
    if removed:
        values = _columns(feed) | {"origin": origin, "is_removed": False, "next_poll_at": now}
        connection.execute(update(feeds).where(feeds.c.url == feed.url).values(values))
    else:
        values = _columns(feed) | _state_columns(fresh) | {"origin": origin, "is_removed": False}
        connection.execute(feeds.insert().values(values))
    return True


def _revive(connection: Connection, url: str, now: datetime) -> bool:
    own = feeds.c.is_removed.is_(False) & (feeds.c.url == url)
    found = _records(connection, now, own)
    for record in found:
        values = _state_columns(revived(record.feed, record.state, now))
        connection.execute(update(feeds).where(own).values(values))
    return bool(found)


def _claim(
    connection: Connection,
    owner: str,
    limit: int,
    lease_s: float,
    urls: Sequence[str] | None,
    now: datetime,
) -> tuple[FeedRecord, ...]:
    free = feeds.c.is_removed.is_(False) & (feeds.c.lease_until.is_(None) | (feeds.c.lease_until <= now))
    wanted = feeds.c.next_poll_at <= now if urls is None else feeds.c.url.in_(urls)
    due = (
        select(feeds.c.id, feeds.c.host)
        .where(free, wanted)
        .order_by(feeds.c.next_poll_at, feeds.c.id)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(due).all()
    taken = hosts_of_others(connection, owner, now)
    ids = [row.id for row in takeable(rows, (row.host for row in rows), taken, limit)]
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    connection.execute(update(feeds).where(feeds.c.id.in_(ids)).values(lease))
    found = {record.feed.url: record for record in _records(connection, now, feeds.c.id.in_(ids))}
    order = select(feeds.c.url).where(feeds.c.id.in_(ids)).order_by(feeds.c.next_poll_at, feeds.c.id)
    return tuple(found[url] for url in connection.scalars(order))


def _settle(
    connection: Connection,
    owner: str,
    url: str,
    state: FeedState,
    entries: Sequence[NewEntry],
    seen: Sequence[Sighting],
    now: datetime,
) -> tuple[Polled, str]:
    """What came of it, and the host that was asked."""
    wanted = (
        select(
            feeds.c.id,
            feeds.c.host,
            feeds.c.lease_owner,
            feeds.c.lease_until,
            feeds.c.polled_at,
            feeds.c.body_digest,
        )
        .where(feeds.c.url == url)
        .with_for_update()
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise StoreError(f"There is no feed {url}. Add it first.")
    if row.lease_owner is None and (row.polled_at, row.body_digest) == (state.polled_at, state.body_digest):
        return Polled(0, 0, 0), ""  # this very poll is written already
    held(owner, row.lease_owner, f"The feed {url}")
    values = _state_columns(state) | {"lease_owner": None, "lease_until": None}
    connection.execute(update(feeds).where(feeds.c.id == row.id).values(values))
    return write_items(connection, row.id, entries, seen, now), row.host


def _records(connection: Connection, now: datetime, which: ColumnElement[bool]) -> tuple[FeedRecord, ...]:
    return tuple(_record(row, now) for row in connection.execute(_select(now, which)))


def _select(now: datetime, which: ColumnElement[bool]) -> Select[Any]:
    mine = sightings.c.feed_id == feeds.c.id
    news, oldest = sightings.c.is_first, select(func.min(sightings.c.first_at))
    is_recent = sightings.c.first_at > now - timedelta(days=RATE_DAYS)
    columns = (
        select(func.count()).where(mine, news.is_(True), is_recent).scalar_subquery().label("recent"),
        # Two, so that each is one step in an index.
        oldest.where(mine, news.is_(True)).scalar_subquery().label("oldest_news"),
        oldest.where(mine, news.is_(False)).scalar_subquery().label("oldest_known"),
    )
    return select(feeds, *columns).where(which).order_by(feeds.c.url)


def _record(row: Row[Any], now: datetime) -> FeedRecord:
    feed = Feed(
        url=row.url,
        outlet=row.outlet,
        family=row.family,
        lang=row.lang,
        every_s=row.every_s,
        region=row.region,
        labels=tuple(FeedLabel(text, source) for text, source in row.labels),
    )
    met = min((at for at in (row.oldest_news, row.oldest_known) if at), default=now)
    days = min(max((now - met) / timedelta(days=1), 1.0), RATE_DAYS)
    return FeedRecord(feed, read_state(row), Origin(row.origin), row.recent / days)


def read_state(row: Row[Any]) -> FeedState:
    """What a row of ``feeds`` remembers."""
    values = {name: row._mapping[name] for name in _STATE}  # noqa: SLF001 - SQLAlchemy's public name for it
    return FeedState(**values | {"status": FeedStatus(row.status)})


def _columns(feed: Feed) -> dict[str, object]:
    return {
        "url": feed.url,
        "outlet": feed.outlet,
        "family": feed.family,
        "lang": feed.lang,
        "every_s": feed.every_s,
        "region": feed.region,
        "labels": [[label.text, label.source] for label in feed.labels],
    }


def _state_columns(state: FeedState) -> dict[str, object]:
    return {name: getattr(state, name) for name in _STATE} | {"host": host_of(state.fetch_url)}
