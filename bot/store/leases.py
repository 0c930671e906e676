"""Who holds what: leases, and hosts that are left to one process at a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, select, union

from bot.errors import LeaseLost
from bot.store.schema import entries, feeds, visits
from bot.store.upsert import upsert

Row = TypeVar("Row")


def hosts_of_others(connection: Connection, owner: str, now: datetime) -> set[str]:
    """Hosts that another owner is asking right now, for feeds or for pages, or has left a moment ago."""
    held = [
        select(table.c.host).where(table.c.lease_until > now, table.c.lease_owner != owner)
        for table in (feeds, entries)
    ]
    left = select(visits.c.host).where(visits.c.until > now, visits.c.owner != owner)
    return set(connection.scalars(union(*held, left)))


def leave(connection: Connection, owner: str, hosts: Iterable[str], now: datetime, apart_s: float) -> None:
    """Keep all other owners away from ``hosts`` for so many seconds.

    Each process keeps its own distance between two visits to a host; this keeps it from one process to the next.
    """
    until = now + timedelta(seconds=apart_s)
    rows = [{"host": host, "owner": owner, "until": until} for host in set(hosts) - {""}] if apart_s else []
    upsert(connection, visits, rows, key=("host",), change=("owner", "until"))


def takeable(rows: Iterable[Row], hosts: Iterable[str], taken: set[str], limit: int) -> list[Row]:
    """The first ``limit`` of ``rows`` whose host (``hosts`` in the same order) is not taken; ``""`` never is."""
    free = (row for row, host in zip(rows, hosts, strict=True) if not host or host not in taken)
    return [row for _, row in zip(range(limit), free, strict=False)]


def held(owner: str, holder: str | None, what: str) -> None:
    """Make sure that a lease is still good.

    One that ran out is good until somebody else has taken what it was for: the work is done, and nobody else did it.

    Raises:
        LeaseLost: Somebody else has it, or it was given back.
    """
    if holder != owner:
        raise LeaseLost(
            f"{what} is no longer this process's: it took too long, or gave it back. Its result is dropped; "
            "nothing needs to be done."
        )


def batches(values: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """``values`` in parts that fit into one statement on both databases."""
    return (values[at : at + size] for at in range(0, len(values), size))
