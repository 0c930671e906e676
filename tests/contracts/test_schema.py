"""Tables and migrations agree; addresses of databases are read, and never shown with a password."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.errors import ConfigError, StoreError, StoreUnavailable
from bot.store.migrate import FOLDER
from bot.store.open import open_store
from bot.store.schema import REVISIONS, meta_data
from bot.store.url import read_url
from bot.store.words import PREFIX


def test_the_migrations_make_the_tables_that_the_program_reads(url: str) -> None:
    engine = create_engine(read_url(url).url)
    options = {
        "compare_type": True,
        "include_object": lambda _object, name, *_rest: not str(name).startswith((PREFIX, f"ix_{PREFIX}")),
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, meta_data) == []
    engine.dispose()


def test_every_migration_is_listed_in_its_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    found = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u:secret@h/db", "mysql"),
        ("postgresql+asyncpg://u:secret@h/db", "asyncpg"),
        ("secret", "not the address"),
        ("", "not the address"),
        ("sqlite://", "no file"),
        ("sqlite:///:memory:", "no file"),
        ("sqlite:///x.db?mode=secret", "options"),
        ("sqlite://secret/x.db", "host"),
        ("postgresql://u:secret@h:port/db", "not the address"),
    ],
)
def test_another_address_is_refused_with_those_that_are_accepted(url: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        open_store(url)
    assert "secret" not in str(caught.value).replace("://secret/", "")
    assert "sqlite:///" in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_that_is_not_there_is_named_without_its_password(scheme: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"db at 127\.0\.0\.1 cannot be reached") as caught:
        open_store(f"{scheme}://user:secret@127.0.0.1:1/db", sleep=lambda _: None)
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_said_to_be_missing(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        open_store(postgres_url.replace("@/d", "@/nothing"), sleep=lambda _: None)


def test_a_path_with_a_percent_sign_and_blanks_is_a_path(tmp_path: Path) -> None:
    file = tmp_path / "50% of ü.db"
    with open_store(f"sqlite:///{file}") as store:
        assert store.counts().feeds == 0
    assert file.exists()
