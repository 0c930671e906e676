"""SQLAlchemy engines with what each database needs to be told."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from bot.errors import ConfigError
from bot.store.url import Place

LOG_BYTES = 64 * 1024 * 1024
"""To which SQLite's log is cut after it was larger (one large transaction would leave it so for ever)."""

_CACHE_KIB = 16_000
"""Pages that each connection keeps: the inner pages of every index at 100,000 articles, with room (judged)."""


def make_engine(place: Place, lock_s: float) -> Engine:
    """An engine for one database. ``lock_s``: how long to wait for a lock.

    Raises:
        ConfigError: The driver for PostgreSQL is not installed.
    """
    return _sqlite(place, lock_s) if place.file else _postgres(place, lock_s)


def _sqlite(place: Place, lock_s: float) -> Engine:
    """Write-ahead log, foreign keys, and every write transaction with the lock from its beginning.

    ``synchronous=FULL``: a commit is on the disk before it is answered. With ``NORMAL`` a power cut could undo the last
    ones, and what had been marked as sent would be sent again. Measured over 300 commits of 3 kB on a busy
    machine of two cores: 2.3 ms each on average (median 0.4) beside 0.2 ms (median 0.04).
    """
    engine = create_engine(place.url, connect_args={"timeout": lock_s}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: Any) -> None:
        connection.isolation_level = (
            None  # no BEGIN of the driver's own: it would come late and without the lock
        )
        for pragma in (
            "foreign_keys = ON",
            "synchronous = FULL",
            f"journal_size_limit = {LOG_BYTES}",
            f"cache_size = -{_CACHE_KIB}",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sitrep_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(place: Place, lock_s: float) -> Engine:
    """Connections are not tried before each use: `Database` repeats what a broken one could not do, which costs less."""
    try:
        engine = create_engine(place.url, connect_args={"connect_timeout": 10}, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise ConfigError(
            "PostgreSQL needs a driver that is not installed. Run: pip install 'sitrep[postgres]'"
        ) from error

    @event.listens_for(engine, "connect")
    def _set(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = {int(lock_s * 1000)}")
        connection.autocommit = False

    return engine
