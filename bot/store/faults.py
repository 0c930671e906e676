"""What goes wrong inside a database, in our own words: nothing foreign passes this wall.

No message repeats what the database said: that may hold a password or the text of an article.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.errors import StoreError, StoreUnavailable

_LOCKED = "is locked by another program. Let that one finish, or stop it, then try again"
_FULL = "cannot grow: the disk is full. Free some space, then try again; nothing was half-written"
_DENIED = "may not be read or written by this user. Change its permissions, or choose another place"
_DAMAGED = "is damaged. Restore a backup; nothing was changed"
_DISK = "could not be read or written by the disk. Check the disk, then try again"
_GONE = "cannot be reached. Check that the server runs and the address is right, then try again"
_READ_ONLY = (
    "takes no changes now: its server is read-only. Point Sitrep at the primary server, or try again later"
)
_BUSY = "has no room for another connection or no memory left. Try again later"
_SLOW = "did not answer in time. Try again later"
_CROSSED = "was changed by another program at the same moment, again and again. Try again"
_LOGIN = "does not let this user in. Check the user and the password in DATABASE_URL"
_NONE = "does not exist. Create it on the server, or correct DATABASE_URL"
_OTHER = "does not have the form that this Sitrep expects. Run `brief check`, and restore a backup if it finds faults"
_REFUSED = "refused a value. Please report this with the steps that led here"

_SQLITE = {
    5: (_LOCKED, True),  # BUSY
    6: (_LOCKED, True),  # LOCKED
    13: (_FULL, True),
    10: (_DISK, True),  # IOERR
    7: (_BUSY, True),  # NOMEM
    3: (_DENIED, False),  # PERM
    8: (_DENIED, False),  # READONLY
    14: (_DENIED, False),  # CANTOPEN
    23: (_DENIED, False),  # AUTH
    11: (_DAMAGED, False),  # CORRUPT
    26: (_DAMAGED, False),  # NOTADB
    1: (_OTHER, False),  # ERROR: no such table, no such column
    17: (_OTHER, False),  # SCHEMA
}
"""Primary result code (sqlite.org/rescode.html) → what to say, and whether it may be tried again."""

_POSTGRES = {
    "08": (_GONE, True),  # connection exception
    "57P": (_GONE, True),  # operator intervention: shutdown, crash, starting up
    "57014": (_SLOW, True),  # statement cancelled
    "55P03": (_LOCKED, True),  # lock not available
    "40": (_CROSSED, True),  # serialization failure, deadlock
    "25006": (_READ_ONLY, True),
    "53100": (_FULL, True),
    "53": (_BUSY, True),  # insufficient resources
    "58": (_DISK, True),  # system error
    "XX001": (_DAMAGED, False),
    "XX002": (_DAMAGED, False),
    "28": (_LOGIN, False),
    "3D": (_NONE, False),
    "42501": (_DENIED, False),
    "42": (_OTHER, False),
    "3F": (_OTHER, False),
    "22": (_REFUSED, False),
    "23": (_REFUSED, False),
}
"""SQLSTATE or the beginning of one (PostgreSQL manual, appendix A) → likewise; the longest that fits counts."""


_NO_VALUE = (_REFUSED, False)
_BY_KIND: tuple[tuple[type[Exception], tuple[str, bool]], ...] = (
    (PoolTimeoutError, (_BUSY, True)),
    (PermissionError, (_DENIED, False)),
    (OSError, (_DISK, True)),
)

_AT_THE_DOOR = (
    (re.compile(r'database "[^"]*" does not exist'), (_NONE, False)),
    (
        re.compile(r"authentication failed|no password supplied|role \"[^\"]*\" does not exist"),
        (_LOGIN, False),
    ),
)
"""What a server says while a connection is made; the driver gives no SQLSTATE then. Servers that speak another language
are said to be out of reach, which is true as well."""

FOREIGN = (SQLAlchemyError, OSError, UnicodeError, OverflowError)
"""What a driver lets through: SQLAlchemy wraps what drivers say, but not what Python says of a value or a file."""


@contextmanager
def walled(place: str, kinds: tuple[type[Exception], ...] = FOREIGN) -> Iterator[None]:
    """Turn whatever a database or the system raises inside into one of ours.

    Args:
        place: What the message names: a file, or server and database without the password.
        kinds: What to turn.

    Raises:
        StoreError: Or its kind that may be tried again.
    """
    try:
        yield
    except kinds as error:
        raise explain(error, place) from error


def explain(error: BaseException, place: str) -> StoreError:
    """Our error for a foreign one."""
    words, again = _cause(error)
    return (StoreUnavailable if again else StoreError)(f"The database {place} {words}.")


def _cause(error: BaseException) -> tuple[str, bool]:
    if (code := sqlite_code(error)) is not None:
        return _SQLITE.get(code, _NO_VALUE)
    if state := sqlstate(error):
        return next((_POSTGRES[state[:n]] for n in (5, 3, 2) if state[:n] in _POSTGRES), _NO_VALUE)
    if is_lost(error):
        said = str(getattr(error, "orig", ""))
        return next((told for sign, told in _AT_THE_DOOR if sign.search(said)), (_GONE, True))
    return next((told for kind, told in _BY_KIND if isinstance(error, kind)), _NO_VALUE)


def sqlite_code(error: BaseException) -> int | None:
    """SQLite's primary result code; ``None`` if SQLite did not raise it."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's code; ``""`` if the server gave none."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def is_lost(error: BaseException) -> bool:
    """Say whether the connection broke: what was under way is undone, or (at COMMIT) its fate is not known."""
    if not isinstance(error, DBAPIError) or sqlite_code(error) is not None:
        return False
    state = sqlstate(error)
    unnamed = not state and type(error.orig).__name__ in {"OperationalError", "InterfaceError"}
    return error.connection_invalidated or state.startswith(("08", "57P")) or unnamed


def is_passing(error: BaseException) -> bool:
    """Say whether the same transaction may well succeed at once: it was crossed by another, or the connection broke.

    A duplicate key (23505) is one of these: two processes met the same article, and the second try will find it.
    """
    return is_lost(error) or sqlstate(error) in {"40001", "40P01", "23505"}
