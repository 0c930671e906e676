"""What runs in processes of its own in the tests of faults: ``python -m tests.contracts.fault_targets NAME URL …``."""

import os
import signal
import sqlite3
import sys
import threading
import time

from sqlalchemy import Connection, event

from bot.errors import StoreError
from bot.store import migrate
from bot.store.open import open_store
from tests.contracts.making import publish


def hold(path: str) -> None:
    """Hold SQLite's lock until somebody writes a line to us."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    print("held", flush=True)
    sys.stdin.readline()
    connection.execute("ROLLBACK")
    connection.close()


def migrate_and_die(url: str, statements: str) -> None:
    """Kill ourselves after so many statements of the migration."""
    left = int(statements)
    upgrade = migrate._upgrade

    def watched(connection: Connection, place: str) -> None:
        @event.listens_for(connection.engine, "after_cursor_execute")
        def _count(*_: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        upgrade(connection, place)

    migrate._upgrade = watched
    open_store(url)


def write_and_die(url: str, count: str) -> None:
    """Bring articles in and die without closing, so that the log stays."""
    store = open_store(url)
    for number in range(int(count)):
        publish(store, f"x{number}", f"Body {number}.", host=f"h{number}.example")
        print(number, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def start_when_told(url: str) -> None:
    """Open a database at the same moment as others; say how that went."""
    print("ready", flush=True)
    sys.stdin.readline()
    with open_store(url) as store:
        print(store.counts().feeds, flush=True)


def open_without_rights(url: str, known: str) -> None:
    """As a user without rights (root becomes one), open a database, and say in one line why that cannot be done."""
    open_store(known).close()  # loads what that user may not read
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        open_store(url).close()
    except StoreError as error:
        print(f"{type(error).__name__}: {error}")
    else:
        print("opened")


def wait_for_lock(url: str, seconds: str) -> None:
    """Write with so much patience; say what came of it and how long it took."""
    begun = time.monotonic()
    store = open_store(url, lock_s=float(seconds))
    readers = [threading.Thread(target=store.counts) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        publish(store, "a", "Body.")
        said = "written"
    except StoreError as error:
        said = f"{type(error).__name__}: {error}"
    print(f"{time.monotonic() - begun:.2f} {said}")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
