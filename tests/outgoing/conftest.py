"""Databases with our tables and nothing in them; a clock that moves when it is told to."""

from collections.abc import Iterator

import pytest

from tests.contracts.conftest import (
    clock,
    made_postgres,
    made_sqlite,
    postgres,
    postgres_url,
    sqlite_url,
    url,
)
from tests.contracts.making import Clock
from tests.outgoing.newsroom import Desk, desk

__all__ = ["clock", "made_postgres", "made_sqlite", "postgres", "postgres_url", "sqlite_url", "url"]


@pytest.fixture
def one(sqlite_url: str, clock: Clock) -> Iterator[Desk]:
    """A process of its own."""
    with desk(sqlite_url, clock) as made:
        yield made
