"""INSERT … ON CONFLICT, which both databases know and SQLAlchemy spells twice."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, object]],
    *,
    key: Sequence[str],
    change: Sequence[str] = (),
) -> None:
    """Insert ``rows``; of those whose ``key`` is there already, overwrite the columns ``change`` and nothing else.

    Rows go in by their key: two processes that take the same locks in the same order never wait for each other in a ring.
    """
    listed = sorted(rows, key=lambda row: tuple(str(row[name]) for name in key))
    if not listed:
        return
    insert = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
    if change:
        statement = insert.on_conflict_do_update(
            index_elements=key, set_={name: insert.excluded[name] for name in change}
        )
    else:
        statement = insert.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, listed)
