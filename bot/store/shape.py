"""Are the tables there, with every column that this program reads?"""

from sqlalchemy import Connection, literal, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.store.faults import is_lost, sqlite_code
from bot.store.schema import meta_data


def lacking(connection: Connection, place: str) -> None:
    """Ask every table for every column, and for no row: a statement each, 3 ms in all (measured on SQLite).

    Raises:
        StoreError: One of them is not there, or cannot be read.
    """
    try:
        for table in meta_data.sorted_tables:
            connection.execute(select(table).where(literal(value=False)))
        connection.execute(text("SELECT 1 FROM document_words WHERE 1 = 0"))
    except SQLAlchemyError as error:
        if is_lost(error) or sqlite_code(error) in _PASSING:
            raise
        raise StoreError(
            f"The database {place} is damaged: its tables are not those that Sitrep made. Restore a backup; "
            "nothing was changed."
        ) from error


_PASSING = {5, 6, 7, 10}  # busy, locked, no memory, disk: say so instead
