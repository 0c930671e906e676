"""Bring a database to the schema of this program, whole or not at all."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import SchemaTooNew, StoreError
from bot.store.database import Database
from bot.store.schema import REVISIONS

FOLDER = Path(__file__).parent / "migrations"
"""Alembic's environment; it travels in the package, so there is no alembic.ini to look for."""


def migrate(database: Database) -> None:
    """Run the migrations that are missing, in one transaction under a lock: a second process waits, then has none left.

    Both databases undo changes of tables with their transaction, so a process that is killed leaves the old schema.

    Raises:
        SchemaTooNew: A newer program has changed this database.
        StoreError: The database is another program's, or cannot be changed.
    """
    if database.read(lambda c: revision(c, database.place)) != REVISIONS[-1]:
        database.write(lambda c: _upgrade(c, database.place), lock="migrate")


def revision(connection: Connection, place: str) -> str | None:
    """The last migration that the database has been through; ``None`` for an empty database.

    Raises:
        SchemaTooNew: It is none that this program knows.
        StoreError: There are tables, but not ours.
    """
    names = inspect(connection).get_table_names()
    found = (
        connection.scalar(text("SELECT version_num FROM alembic_version"))
        if "alembic_version" in names
        else None
    )
    if found is None and "feeds" in names:
        raise StoreError(
            f"The database {place} holds tables of another program. Give Sitrep a database of its own."
        )
    if found is not None and found not in REVISIONS:
        raise SchemaTooNew(
            f"The database {place} was made by a newer Sitrep (schema {found}; this one knows {REVISIONS[-1]}). "
            "Update this Sitrep, or restore a backup from before."
        )
    return found


def _upgrade(connection: Connection, place: str) -> None:
    if revision(connection, place) == REVISIONS[-1]:  # somebody else was faster
        return
    # 0.16 s of processor time (measured) that only a new or an old database need cost.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])
