"""Entries: which are to be read, and what came of reading them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select, update

from bot.errors import StoreError
from bot.store.articles import keep
from bot.store.leases import held, hosts_of_others, leave
from bot.store.part import Part
from bot.store.records import Dropped, EntryJob, Kept, Later, Outcome, Settled, TraceLine
from bot.store.schema import entries, feeds, trace
from bot.types import Entry, Feed, FeedLabel


class EntryPart(Part):
    """What the store does for entries."""

    def claim_entries(
        self, owner: str, *, limit: int, lease_s: float, per_host: int | None = None
    ) -> tuple[EntryJob, ...]:
        """Take entries that wait to be read, oldest first. A host's entries go to one owner at a time.

        Every claim counts as an attempt, so that an entry which kills its reader is seen to do so.

        Args:
            owner: As for `FeedPart.claim_feeds`.
            limit: At most so many.
            lease_s: After so long somebody else may take them.
            per_host: At most so many of one host with what the owner holds of it already, so that a feed with many
                items does not keep the others waiting.
        """
        return self._db.write(
            lambda c: _claim(c, owner, limit, lease_s, per_host, self._db.now(c)), lock="claim"
        )

    def settle_entry(
        self,
        owner: str,
        entry_id: int,
        outcome: Outcome,
        lines: Sequence[TraceLine] = (),
        *,
        apart_s: float = 0.0,
    ) -> Settled:
        """Write what came of reading an entry, in one transaction, and give it back.

        ``Kept``: known under any of its addresses → a new version of that document if headline or body differ, else
        nothing but the addresses. Unknown → a new document. Asked for again after an answer that was lost, it changes
        nothing more. For ``apart_s`` seconds nobody else is given anything of this host.

        Raises:
            LeaseLost: Somebody else has the entry now; nothing was written.
            StoreError: There is no such entry.
        """
        return self._db.write(lambda c: _settle(c, owner, entry_id, outcome, lines, self._db.now(c), apart_s))

    def release(self, owner: str, *, apart_s: float = 0.0) -> int:
        """Give back every lease of a process that ends in order; how many those were. ``apart_s`` as in `settle_entry`."""
        return self._db.write(lambda c: _release(c, owner, self._db.now(c), apart_s))


def write_trace(connection: Connection, url_key: str, lines: Sequence[TraceLine], now: datetime) -> None:
    """Append lines for one address."""
    rows = [
        {"url_key": url_key, "at": now, "stage": line.stage, "outcome": line.outcome, "detail": line.detail}
        for line in lines
    ]
    if rows:
        connection.execute(trace.insert(), rows)


def _claim(
    connection: Connection, owner: str, limit: int, lease_s: float, per_host: int | None, now: datetime
) -> tuple[EntryJob, ...]:
    taken = hosts_of_others(connection, owner, now) - {""}
    free = entries.c.lease_until.is_(None) | (entries.c.lease_until <= now)
    due = entries.c.not_before.is_(None) | (entries.c.not_before <= now)
    waiting = select(entries.c.id).where(entries.c.state == "new", free, due, entries.c.host.not_in(taken))
    if per_host is not None:
        turn = func.row_number().over(partition_by=entries.c.host, order_by=entries.c.id)
        turns = waiting.add_columns(turn.label("turn"), entries.c.host).subquery()
        mine = (
            (entries.c.lease_owner == owner)
            & (entries.c.lease_until > now)
            & (entries.c.host == turns.c.host)
        )
        held_now = select(func.count()).where(mine).scalar_subquery()
        soon = (turns.c.turn + held_now <= per_host) | (turns.c.host == "")
        waiting = select(entries.c.id).where(entries.c.id.in_(select(turns.c.id).where(soon)))
    waiting = waiting.order_by(entries.c.id).limit(limit).with_for_update(skip_locked=True)
    ids = [row.id for row in connection.execute(waiting)]
    lease = {"lease_owner": owner, "lease_until": now + timedelta(seconds=lease_s)}
    connection.execute(
        update(entries).where(entries.c.id.in_(ids)).values(lease | {"attempts": entries.c.attempts + 1})
    )
    jobs = select(entries, *_FEED).join(feeds, feeds.c.id == entries.c.feed_id).where(entries.c.id.in_(ids))
    return tuple(_job(row) for row in connection.execute(jobs.order_by(entries.c.id)))


_FEED_COLUMNS = ("url", "outlet", "family", "lang", "every_s", "region", "labels")
_FEED = tuple(feeds.c[name].label(f"feed_{name}") for name in _FEED_COLUMNS)


def _job(row: Row[Any]) -> EntryJob:
    feed = Feed(
        url=row.feed_url,
        outlet=row.feed_outlet,
        family=row.feed_family,
        lang=row.feed_lang,
        every_s=row.feed_every_s,
        region=row.feed_region,
        labels=tuple(FeedLabel(text, source) for text, source in row.feed_labels),
    )
    entry = Entry(
        guid=row.guid,
        url=row.url,
        title=row.title,
        teaser=row.teaser,
        published_at=row.published_at,
        updated_at=row.updated_at,
        content=row.content,
        author=row.author,
    )
    return EntryJob(
        id=row.id,
        key=row.key,
        feed=feed,
        entry=entry,
        published_at=row.told_at,
        first_seen_at=row.first_seen_at,
        attempts=row.attempts,
        is_baseline=row.is_baseline,
        document_id=row.document_id,
        host=row.host,
    )


def _settle(
    connection: Connection,
    owner: str,
    entry_id: int,
    outcome: Outcome,
    lines: Sequence[TraceLine],
    now: datetime,
    apart_s: float,
) -> Settled:
    row = connection.execute(select(entries).where(entries.c.id == entry_id).with_for_update()).one_or_none()
    if row is None:
        raise StoreError(f"There is no entry {entry_id}. Claim entries anew.")
    if row.lease_owner is None and row.settled_by == _seal(owner, outcome):
        return Settled(row.document_id)  # this very outcome is written already
    held(owner, row.lease_owner, f"The article {row.url or row.key}")
    settled = keep(connection, row, outcome, now) if isinstance(outcome, Kept) else Settled(row.document_id)
    values = _outcome_columns(outcome) | {
        "lease_owner": None,
        "lease_until": None,
        "settled_by": _seal(owner, outcome),
        "document_id": settled.document_id,
    }
    connection.execute(update(entries).where(entries.c.id == entry_id).values(values))
    if isinstance(outcome, Later) and outcome.host_until and row.host:
        _pause(connection, row.host, outcome.host_until)
    write_trace(connection, row.key, lines, now)
    leave(connection, owner, [row.host], now, apart_s)
    return settled


def _pause(connection: Connection, host: str, until: datetime) -> None:
    """Nothing that waits of a host is tried before ``until``."""
    waits = (entries.c.host == host) & (entries.c.state == "new") & entries.c.lease_owner.is_(None)
    sooner = entries.c.not_before.is_(None) | (entries.c.not_before < until)
    connection.execute(update(entries).where(waits, sooner).values(not_before=until))


def _outcome_columns(outcome: Outcome) -> dict[str, object]:
    match outcome:
        case Kept():
            return {"state": "kept", "reason": "", "detail": "", "content": "", "not_before": None}
        case Dropped():
            state = "failed" if outcome.is_failure else "dropped"
            told = {"reason": outcome.reason, "detail": outcome.detail}
            return told | {"state": state, "content": "", "not_before": None}
        case Later():
            return {"reason": outcome.reason, "detail": "", "not_before": outcome.not_before}


def _seal(owner: str, outcome: Outcome) -> str:
    """Tells an outcome again that was written before: who settled it, and as what."""
    match outcome:
        case Kept():
            what = outcome.article.id
        case Dropped():
            what = outcome.reason
        case Later():
            what = f"{outcome.reason} {outcome.not_before.isoformat()}"
    return blake2s(f"{owner}\n{what}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def _release(connection: Connection, owner: str, now: datetime, apart_s: float) -> int:
    """A reading that was broken off in order is no attempt: only what ends its process or fails counts."""
    free: dict[str, object] = {"lease_owner": None, "lease_until": None}
    also: tuple[tuple[Table, dict[str, object]], ...] = (
        (feeds, {}),
        (entries, {"attempts": entries.c.attempts - 1}),
    )
    hosts: list[str] = []
    for table, values in also:
        given_back = update(table).where(table.c.lease_owner == owner).values(free | values)
        hosts += connection.scalars(given_back.returning(table.c.host))
    leave(connection, owner, hosts, now, apart_s)
    return len(hosts)
