"""Which database an address names; nothing here ever shows a password."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError

_ACCEPTED = "Give sqlite:///path/to/file or postgresql://user:password@host/database"
_DRIVER = "postgresql+psycopg"
_POSTGRES = frozenset({"postgresql", "postgres", _DRIVER})  # the second is what hosting services hand out


@dataclass(frozen=True, slots=True)
class Place:
    """A database: its address with our driver, how messages name it, and its file if it is one."""

    url: URL
    name: str
    file: Path | None


def read_url(address: str) -> Place:
    """Read what an operator gave.

    Raises:
        ConfigError: Not an address, a scheme that is not accepted, or SQLite without a file.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        # "from None": the foreign message repeats the address, which may hold a password.
        raise ConfigError(f"DATABASE_URL is not the address of a database. {_ACCEPTED}.") from None
    if url.drivername == "sqlite":
        return _sqlite(url)
    if url.drivername not in _POSTGRES:
        raise ConfigError(f"DATABASE_URL begins with {url.drivername}:, which is not accepted. {_ACCEPTED}.")
    name = f"{url.database or ''} at {url.host or url.query.get('host', 'localhost')}".strip()
    return Place(url.set(drivername=_DRIVER), name, None)


def _sqlite(url: URL) -> Place:
    if url.host or url.query:
        raise ConfigError(f"DATABASE_URL names a host or options for an SQLite file. {_ACCEPTED}.")
    if not url.database or url.database == ":memory:":
        raise ConfigError(f"DATABASE_URL names no file, and a database in memory would forget. {_ACCEPTED}.")
    file = Path(url.database).expanduser()
    return Place(url.set(database=str(file)), str(file), file)
