"""``brief check``: every fault of every file at once; then, if the database can be opened, how things stand there."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import groupby

from adapters.terminal.checks import files, standing
from adapters.terminal.checks.findings import Finding, Level, Site, note
from adapters.terminal.cli import Checking
from adapters.terminal.desk import wishes as wishing
from adapters.terminal.desk.wishes import Wish
from adapters.terminal.errors import EXIT
from adapters.terminal.news.desk import write_json
from adapters.terminal.streams import printable, tell, write
from bot.config_folder import ConfigFolder
from bot.errors import ConfigError, StoreError
from bot.store.store import Store

Wishes = tuple[Wish, ...]


def run(asked: Checking, folder: ConfigFolder, today: date, open_store: Callable[[], Store | None]) -> int:
    """Tell it: faults on standard error, or, as JSON, everything on standard output.

    Args:
        asked: How.
        folder: What is checked.
        today: The user's day.
        open_store: The database; ``None``: there is none yet, and a check makes none.

    Returns:
        0; 7 if there is any fault in a file; 9 if there is none but the database cannot be used.

    Raises:
        OutputError: Standard output takes no more.
    """
    found = list(files.look(Site(folder, today)))
    is_faulty = any(one.level is Level.FAULT for one in found)
    code = 0
    try:
        found += _standing(folder, open_store)
    except ConfigError as error:  # DATABASE_URL
        found.append(Finding("database", Level.FAULT, str(error)))
    except StoreError as error:
        found.append(Finding("database", Level.FAULT, str(error)))
        code = EXIT[StoreError]
    if asked.as_json:
        write_json(one.record for one in found)
    else:
        for one in found:
            if one.level is Level.FAULT:
                tell(one.line_of_text)
        write("".join(_lines(found)))
    is_faulty = is_faulty or (not code and any(one.level is Level.FAULT for one in found))
    return EXIT[ConfigError] if is_faulty else code


def _standing(folder: ConfigFolder, open_store: Callable[[], Store | None]) -> list[Finding]:
    store = open_store()
    if store is None:
        there = note("database", "there is none yet; brief run or brief poll makes it")
        return [there, *standing.planned(_listed(folder), datetime.now(UTC))]
    with store:
        now = store.now()
        wishes = _wishes(folder, store)
        return [
            note("database", f"{store.place}: it can be used"),
            *standing.planned(wishes, now),
            *standing.stored(store, now),
        ]


def _wishes(folder: ConfigFolder, store: Store) -> Wishes:
    """Those of the file; where it is faulty, as they were last read from it."""
    try:
        return wishing.every(store, wishing.load_with(folder, store).listed)
    except ConfigError:
        return tuple(Wish(record.subscription, record) for record in store.subscriptions())


def _listed(folder: ConfigFolder) -> Wishes:
    try:
        return tuple(Wish(one, None) for one in wishing.load(folder).listed.subscriptions)
    except ConfigError:  # told by the row of that file
        return ()


def _lines(found: list[Finding]) -> Iterator[str]:
    """All but the faults, row by row."""
    shown = [one for one in found if one.level is not Level.FAULT]
    for name, row in groupby(shown, key=lambda one: one.row):
        yield f"{name}\n"
        for one in row:
            sign = "! " if one.level is Level.WARNING else ""
            yield f"  {sign}{printable(one.line_of_text)}\n"
