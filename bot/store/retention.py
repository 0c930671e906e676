"""Retention: texts are kept for as long as the operator allows; what names them stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from bot.store import words
from bot.store.delivery_retention import thin_deliveries, thin_pictures, thin_users
from bot.store.part import Part
from bot.store.records import Retained
from bot.store.schema import documents, entries, sightings, trace, versions

CHUNK = 200
"""Texts taken away in one transaction: readers and writers get their turn between two (judged)."""


class RetentionPart(Part):
    """What the store forgets."""

    def retain(self, text_days: float, go_on: Callable[[], bool] = lambda: True) -> Retained:
        """Take away what was stored more than ``text_days`` days ago.

        - Of articles the text, the analysis and the sketch. Headline, address, dates, actors, severity and fingerprint
          stay, so that the same article is not taken for a new one; its headline can still be searched for. What
          waits for its place among the stories waits with its text.
        - Messages that were posted or given up, with what they told, slots and pictures; who changed or judged what after
          a month.
        - Settled entries that no feed has shown since then and that no feed's last document holds, so that a feed that
          was quiet for long does not bring back as news what it listed all the time; and lines of trace.

        In many short transactions, as long as ``go_on`` says so; what was done stays done if it is cut short.
        """
        now = self._db.read(self._db.now)
        border = now - timedelta(days=text_days)
        works = (
            *(
                (work, border)
                for work in (_strip, _thin_entries, _thin_trace, thin_deliveries, thin_pictures)
            ),
            (thin_users, now),
        )
        done = [0] * len(works)
        for place, (work, at) in enumerate(works):
            while go_on() and (count := self._db.write(lambda c, work=work, at=at: work(c, at))):  # type: ignore[misc]
                done[place] += count
        texts, entry_rows, lines, *rest = done
        return Retained(texts, entry_rows, lines, sum(rest))


def _strip(connection: Connection, border: Any) -> int:
    old = (
        select(versions.c.document_id, versions.c.number, versions.c.headline, versions.c.body)
        .add_columns((versions.c.number == documents.c.current_version).label("is_current"))
        .join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.is_stripped.is_(False), versions.c.seen_at < border, documents.c.seq.is_not(None))
        .limit(CHUNK)
        .with_for_update()
    )
    rows = connection.execute(old).all()
    for row in rows:
        _strip_one(connection, row)
    return len(rows)


def _strip_one(connection: Connection, row: Row[Any]) -> None:
    if row.is_current:
        words.replace(connection, row.document_id, (row.headline, row.body), (row.headline, ""))
    own = (versions.c.document_id == row.document_id) & (versions.c.number == row.number)
    bare = {"body": "", "analysis": b"", "sketch": b"", "dateline": None, "is_stripped": True}
    connection.execute(update(versions).where(own).values(bare))


def _thin_entries(connection: Connection, border: Any) -> int:
    own = sightings.alias()
    last = select(func.max(own.c.seen_at)).where(own.c.feed_id == sightings.c.feed_id).scalar_subquery()
    shown = select(sightings.c.entry_id).where(
        sightings.c.entry_id == entries.c.id,
        # A document that has not changed writes no sightings: what the last one held still stands.
        (sightings.c.seen_at >= border) | (sightings.c.seen_at >= last),
    )
    old = (
        select(entries.c.id)
        .where(
            entries.c.state != "new",
            entries.c.seen_at < border,
            entries.c.lease_owner.is_(None),
            ~shown.exists(),
        )
        .limit(CHUNK)
    )
    ids = list(connection.scalars(old))
    connection.execute(delete(entries).where(entries.c.id.in_(ids)))
    return len(ids)


def _thin_trace(connection: Connection, border: Any) -> int:
    ids = list(connection.scalars(select(trace.c.id).where(trace.c.at < border).limit(CHUNK)))
    connection.execute(delete(trace).where(trace.c.id.in_(ids)))
    return len(ids)
