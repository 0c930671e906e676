"""Both databases, the tables that ship, and a room of commands over a small world of news."""

from pathlib import Path

import pytest

from bot.analyse.roster import Roster, build
from bot.config import load_yaml
from bot.config_folder import ConfigFolder
from bot.store.store import Store
from bot.subscription_list import Known, load_known
from tests.commands.newsroom import Room, make_room, tell
from tests.contracts.conftest import (
    clock,
    made_postgres,
    made_sqlite,
    opened,
    postgres,
    postgres_url,
    sqlite_url,
    store,
    url,
)
from tests.contracts.making import Clock

__all__ = [
    "clock",
    "made_postgres",
    "made_sqlite",
    "opened",
    "postgres",
    "postgres_url",
    "sqlite_url",
    "store",
    "url",
]

CONFIG = Path(__file__).parent.parent.parent / "config"


@pytest.fixture(scope="session")
def known() -> Known:
    return load_known(ConfigFolder(CONFIG))


@pytest.fixture(scope="session")
def roster() -> Roster:
    folder = ConfigFolder(CONFIG)
    return build([load_yaml(file) for file in folder.tables("actors")])


@pytest.fixture
def room(store: Store, clock: Clock, known: Known, roster: Roster) -> Room:
    """A room over two stories."""
    tell(store, clock)
    return make_room(store, clock, known, roster)


@pytest.fixture
def empty_room(store: Store, clock: Clock, known: Known, roster: Roster) -> Room:
    """A room without any news."""
    return make_room(store, clock, known, roster)
