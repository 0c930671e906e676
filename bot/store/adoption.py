"""One article at two addresses: what was read at the second becomes the newest version of the first."""

from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, literal, select, update

from bot.store import words
from bot.store.articles import current_version
from bot.store.schema import addresses, document_actors, documents, entries, versions


def adopt(connection: Connection, document_id: int, into: int, now: datetime) -> None:
    """Let the addresses of a document lead to another, and its text, if it is another one, be that one's newest version.

    The document itself stays, without an address, so that what points to it (a trace, a copy) is not lost.
    """
    for table in (addresses, entries):
        own = update(table).where(table.c.document_id == document_id)
        connection.execute(own.values(document_id=into))
    mine, theirs = (_current(connection, one) for one in (document_id, into))
    if mine.text_digest == theirs.text_digest or mine.is_stripped:
        return
    number = theirs.number + 1
    columns = [column for column in versions.c if column.name not in ("document_id", "number", "seen_at")]
    copied = select(literal(into), literal(number), literal(now, versions.c.seen_at.type), *columns).where(
        versions.c.document_id == document_id, versions.c.number == mine.number
    )
    names = ["document_id", "number", "seen_at", *(column.name for column in columns)]
    connection.execute(insert(versions).from_select(names, copied))
    told = {"current_version": number, "severity": mine.severity, "direction": mine.direction}
    connection.execute(update(documents).where(documents.c.id == into).values(told))
    words.replace(connection, into, (theirs.headline, theirs.body), (mine.headline, mine.body))
    _copy_actors(connection, document_id, into)


def _current(connection: Connection, document_id: int) -> Row[tuple[object, ...]]:
    wanted = select(versions).join(documents, current_version()).where(documents.c.id == document_id)
    return connection.execute(wanted).one()


def _copy_actors(connection: Connection, document_id: int, into: int) -> None:
    connection.execute(delete(document_actors).where(document_actors.c.document_id == into))
    own = select(literal(into), document_actors.c.actor_id, document_actors.c.place)
    rows = own.where(document_actors.c.document_id == document_id)
    connection.execute(insert(document_actors).from_select(["document_id", "actor_id", "place"], rows))
