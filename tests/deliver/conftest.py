"""A platform, and both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.open import open_store
from bot.store.outbox import OutboxPart
from tests.contracts.conftest import (
    made_postgres,
    made_sqlite,
    postgres,
    postgres_url,
    sqlite_url,
    url,
)
from tests.deliver.making import outbox
from tests.deliver.running import Couriers
from tests.servers.platform import Platform, running_platform

__all__ = ["made_postgres", "made_sqlite", "postgres", "postgres_url", "sqlite_url", "url"]


@pytest.fixture(scope="session")
def running() -> Iterator[Platform]:
    with running_platform() as started:
        yield started


@pytest.fixture
def platform(running: Platform) -> Platform:
    """A platform that knows of nothing."""
    running.reset()
    return running


@pytest.fixture
def box(url: str) -> Iterator[OutboxPart]:
    with open_store(url) as store:
        yield outbox(store)


@pytest.fixture
def couriers(url: str, platform: Platform, tmp_path: Path) -> Iterator[Couriers]:
    made = Couriers(url, platform.port, tmp_path)
    yield made
    made.end()
