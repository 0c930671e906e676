"""Column types: what a plain column would lose or refuse."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, SmallInteger, Text
from sqlalchemy.types import TypeDecorator

from bot.types import Severity

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Key = BigInteger().with_variant(Integer, "sqlite")
"""An id: 64 bits on both. SQLite numbers rows by itself in a column of exactly this name only."""

_SEVERITIES = tuple(Severity)  # in order of gravity, as bot.types lists them
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def micros(moment: datetime) -> int:
    """Microseconds since 1970, exactly (a float would round)."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """Inverse of `micros`."""
    return EPOCH + timedelta(microseconds=value)


class Moment(TypeDecorator[datetime]):
    """An instant as integer microseconds; comes back as aware UTC on both databases (SQLite's own comes back naive)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetimes only: subtracting a naive one raises TypeError."""
        del dialect
        return None if value is None else micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Aware UTC."""
        del dialect
        return None if value is None else moment(value)


class Words(TypeDecorator[str]):
    """Foreign text. NUL and lone surrogates, which one database or the other refuses, become U+FFFD.

    One for one, so that offsets into the text stay true.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Text that both databases can hold."""
        del dialect
        return value if value is None else storable(value)


def storable(text: str) -> str:
    """``text`` as `Words` stores it."""
    return text if text.isascii() and "\x00" not in text else _UNSTORABLE.sub("\ufffd", text)


class Rank(TypeDecorator[Severity]):
    """A severity as 0…4, so that databases can compare."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: Severity | None, dialect: Dialect) -> int | None:
        """Place in the order of gravity."""
        del dialect
        return None if value is None else _SEVERITIES.index(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Severity | None:
        """The severity at that place."""
        del dialect
        return None if value is None else _SEVERITIES[value]
