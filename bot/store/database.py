"""One database, whichever it is: transactions that are whole, tried again where that is safe, and errors of ours."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreUnavailable
from bot.store.faults import is_lost, is_passing, sqlstate, walled
from bot.store.types import moment

T = TypeVar("T")

PAUSES_S = (0.05, 0.2, 0.8)
"""Before a second, third and fourth try: a deadlock's other side is done in milliseconds, and a server that restarts
takes about a second (judged). Who wants more patience asks again later."""

LOCKS = {
    "migrate": 0x53695401,
    "claim": 0x53695402,
    "place": 0x53695403,
    "tell": 0x53695404,
    "post": 0x53695405,
}
"""Keys of PostgreSQL's advisory locks ("SiT" and a number): one for each thing that only one process may do at once."""


_STARTED = "sitrep_started"
"""Where a connection keeps the time at which its transaction had its lock."""


class Database:
    """An engine with what every transaction needs.

    Args:
        engine: Of `bot.store.engines`.
        place: What messages name; holds no password.
        clock: Outranks the clock of the server and of this machine.
        lock_s: How long to wait for a lock that somebody else holds.
        sleep: Waits so many seconds between two tries.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        place: str,
        clock: Callable[[], datetime] | None = None,
        lock_s: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.engine = engine
        self.place = place
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._clock = clock
        self._lock_s = lock_s
        self._sleep = sleep
        # SQLite has one writer at a time and lets the others poll; threads of one process queue here instead.
        self._turn = threading.Lock()

    def now(self, connection: Connection) -> datetime:
        """The time by which leases are given: one clock for all processes that share the database."""
        if self._clock:
            return self._clock()
        if self.is_sqlite:
            return datetime.now(UTC)
        # A transaction that writes asked for the time when it had its lock, in one go with its number.
        known: datetime | None = connection.info.get(_STARTED)
        return known or moment(connection.scalar(_SERVER_CLOCK) or 0)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on one unchanging view of the database.

        Raises:
            StoreError: See `walled`.
        """
        return self._tried(lambda: self._reading(work))

    def write(self, work: Callable[[Connection], T], *, lock: str = "") -> T:
        """Run ``work`` in one transaction: all of it is written, or nothing.

        ``work`` may run several times, each time after the one before was undone. If the connection breaks at COMMIT,
        the server is asked what became of the transaction before it is tried again.

        Args:
            work: Gets the connection; what it returns is returned.
            lock: One of `LOCKS`, held until the end.

        Raises:
            StoreError: See `walled`.
        """
        return self._tried(lambda: self._writing(work, lock))

    @contextmanager
    def hold(self, lock: str) -> Iterator[Connection]:
        """One transaction for the length of a ``with`` block; undone if the block raises.

        Raises:
            StoreError: See `walled`.
        """
        # What the block itself does with files and texts is its own affair.
        self.read(lambda c: c.execute(_PING))  # replaces connections that a restart of the server has cut
        with walled(self.place, (SQLAlchemyError,)), self._transaction(lock) as (connection, commit):
            yield connection
            commit()

    def _tried(self, once: Callable[[], T]) -> T:
        with walled(self.place):
            for pause_s in PAUSES_S:
                try:
                    return once()
                except DBAPIError as error:
                    if not is_passing(error):
                        raise
                    self._forget(error)
                    self._sleep(pause_s)
            return once()

    def _forget(self, error: DBAPIError) -> None:
        """What cut one connection has cut those in the pool as well: the next try shall not meet them."""
        if is_lost(error):
            self.engine.dispose()

    def _reading(self, work: Callable[[Connection], T]) -> T:
        with self.engine.connect() as connection:
            if self.is_sqlite:
                return work(connection)
            one_view = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            return work(connection.execution_options(**one_view))

    def _writing(self, work: Callable[[Connection], T], lock: str) -> T:
        with self._transaction(lock) as (connection, commit):
            result = work(connection)
            commit()
            return result

    @contextmanager
    def _transaction(self, lock: str) -> Iterator[tuple[Connection, Callable[[], None]]]:
        with self._in_turn(), self.engine.connect() as connection:
            connection.execution_options(sitrep_write=True)  # read by bot.store.engines
            transaction, info = connection.begin(), connection.info  # which a broken one would not give
            number = None if self.is_sqlite else self._start(connection, lock)
            try:
                yield connection, lambda: self._commit(connection, transaction.commit, number)
            finally:
                # What was not committed is undone when the connection is given back.
                info.pop(_STARTED, None)

    def _start(self, connection: Connection, lock: str) -> str:
        """Take a lock, then ask for this transaction's number and the time. PostgreSQL's side of a write."""
        if lock:
            connection.execute(_ADVISORY, {"key": LOCKS[lock]})
        number, at = connection.execute(_START).one()
        connection.info[_STARTED] = moment(at)
        return str(number)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=self._lock_s):
            raise StoreUnavailable(
                f"The database {self.place} is being written by another part of Sitrep for more than "
                f"{self._lock_s:g} s. Try again."
            )
        try:
            yield
        finally:
            self._turn.release()

    def _commit(self, connection: Connection, commit: Callable[[], None], number: str | None) -> None:
        """COMMIT; where its outcome is lost with the connection, find it out by the transaction's number."""
        try:
            commit()
        except DBAPIError as error:
            self._forget(error)
            if number is None or not is_lost(error) or not self._was_committed(number):
                raise
            connection.invalidate()

    def _was_committed(self, number: str) -> bool:
        """What became of a transaction, by the server's own record (it keeps the recent ones)."""
        for pause_s in (*PAUSES_S, *PAUSES_S):
            try:
                with self.engine.connect() as connection:
                    status = connection.scalar(_STATUS, {"number": number})
            except DBAPIError as error:
                if sqlstate(error) == _UNKNOWN_NUMBER:  # another server took over, and never heard of it
                    return False
                if not is_lost(error):
                    raise
                self._forget(error)
                status = None
            if status in {"committed", "aborted"}:
                return bool(status == "committed")
            self._sleep(pause_s)
        raise StoreUnavailable(
            f"The connection to the database {self.place} broke while a change was being written, and it cannot be "
            "found out whether it was. Try again: nothing is written twice."
        )


_SERVER_CLOCK = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
_ADVISORY = text("SELECT pg_advisory_xact_lock(:key)")
_START = text("SELECT pg_current_xact_id()::text, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
_PING = text("SELECT 1")
_STATUS = text("SELECT pg_xact_status(CAST(:number AS xid8))")
_UNKNOWN_NUMBER = "22023"  # invalid_parameter_value: the number lies in the future
