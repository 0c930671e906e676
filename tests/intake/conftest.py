"""Stations on fresh databases, which share two worker processes: starting those costs a second."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.config_folder import environment_config
from bot.engine import start_workers
from bot.worker import Worker
from tests.contracts.conftest import made_postgres, made_sqlite, postgres, postgres_url, sqlite_url, url
from tests.intake.station import Clock, Station, station
from tests.servers.newsweb import NewsWeb

__all__ = ["made_postgres", "made_sqlite", "postgres", "postgres_url", "sqlite_url", "url"]

Opens = Callable[..., AbstractContextManager[Station]]


@pytest.fixture(scope="session")
def workers() -> Iterator[tuple[Worker, Worker]]:
    parser, analyser = start_workers(environment_config(None))
    with parser, analyser:
        yield parser, analyser


def opens(database: str, workers: tuple[Worker, Worker]) -> Opens:
    """What opens a station and the web that it reads, on one clock; its arguments are those of `NewsWeb`."""

    @contextmanager
    def at(feeds: int = 1, *, folder: Path | None = None, **of_web: Any) -> Iterator[Station]:
        clock = Clock()
        with (
            NewsWeb(feeds, folder=folder, now=clock, **of_web) as web,
            station(database, web, clock, workers=workers) as one,
        ):
            yield one

    return at


@pytest.fixture
def newsroom(sqlite_url: str, workers: tuple[Worker, Worker]) -> Opens:
    return opens(sqlite_url, workers)


@pytest.fixture
def newsrooms(url: str, workers: tuple[Worker, Worker]) -> Opens:
    """On both databases, one after the other."""
    return opens(url, workers)
