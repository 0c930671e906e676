"""Both databases, fresh for each test; a clock that moves when it is told to."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.open import open_store
from bot.store.store import Store
from tests.contracts.making import Clock
from tests.servers.postgres import Postgres, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def made_postgres(postgres: Postgres) -> str:
    """A database with our tables, to be copied."""
    name = postgres.fresh()
    open_store(postgres.url(name)).close()
    return name


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Likewise."""
    file = tmp_path_factory.mktemp("made") / "made.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def postgres_url(postgres: Postgres, made_postgres: str) -> Iterator[str]:
    name = postgres.fresh(made_postgres)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(made_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(made_sqlite, tmp_path / 'store.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a database with our tables and nothing in them."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    found: str = request.getfixturevalue(name)
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(url: str, clock: Clock) -> Iterator[Callable[[], Store]]:
    """Opens the same database as often as it is asked: as many processes do."""
    stores: list[Store] = []

    def again() -> Store:
        stores.append(open_store(url, clock=clock))
        return stores[-1]

    yield again
    for each in stores:
        each.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    return opened()
