"""Open a store: look, lock, migrate; refuse in clear words rather than begin anew."""

import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, text

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.engines import make_engine
from bot.store.faults import walled
from bot.store.migrate import migrate
from bot.store.shape import lacking
from bot.store.sqlite_file import prepare
from bot.store.store import Store
from bot.store.url import read_url

SMALL_PAGES = 2_000
"""A database of up to so many pages (8 MB) is read in full at start, in 7 ms (measured); a larger one where ``check`` asks for it.
The tables that everything hangs on are read in any case."""

_VITAL = ("alembic_version", "feeds", "meta", "stories")


def open_store(
    url: str,
    *,
    clock: Callable[[], datetime] | None = None,
    lock_s: float = 30.0,
    sleep: Callable[[float], None] = time.sleep,
) -> Store:
    """Open the database at ``url``, make or update its tables, and refuse one that is damaged.

    Args:
        url: ``sqlite:///path`` (relative) or ``sqlite:////path``, or ``postgresql://user:password@host/database``.
        clock: Aware UTC; instead of the server's clock (PostgreSQL) or this machine's (SQLite).
        lock_s: How long to wait for a lock that another process holds.
        sleep: Waits so many seconds before something is tried again.

    Raises:
        ConfigError: The address is not one of these, or the driver is missing.
        SchemaTooNew: A newer Sitrep has been at this database.
        StoreUnavailable: It cannot be reached or is locked; try again later.
        StoreError: It is damaged, another program's, or may not be written. It was not changed.
    """
    place = read_url(url)
    if place.file:
        prepare(place.file)
    database = Database(make_engine(place, lock_s), place=place.name, clock=clock, lock_s=lock_s, sleep=sleep)
    try:
        if place.file:
            database.read(lambda c: _whole(c, place.name))
        migrate(database)
        database.read(lambda c: lacking(c, place.name))
    except BaseException:  # a Ctrl-C, too, leaves no connection open
        with walled(place.name):
            database.engine.dispose()
        raise
    return Store(database)


def _whole(connection: Connection, place: str) -> None:
    """Read what a glance can tell of an SQLite database.

    Raises:
        StoreError: It is damaged.
    """
    pages = connection.scalar(text("PRAGMA page_count")) or 0
    there = set(connection.scalars(text("SELECT name FROM sqlite_master")))
    checks = (
        ["quick_check(1)"] if pages <= SMALL_PAGES else [f"quick_check({t})" for t in _VITAL if t in there]
    )
    for check in checks:
        if list(connection.scalars(text(f"PRAGMA {check}"))) != ["ok"]:
            raise StoreError(f"The database {place} is damaged. Restore a backup; nothing was changed.")
