"""``brief check``: reads what Sitrep was told to read, and tells every fault of it, or what it holds. Starts no process."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from adapters.terminal.checks import findings
from adapters.terminal.cli import Checking
from adapters.terminal.errors import EXIT
from adapters.terminal.streams import tell, write
from bot.analyse import roster_check
from bot.analyse.actor_tables import Official
from bot.analyse.roster_check import File, Stock
from bot.config import keys, load_yaml
from bot.config_folder import ACTORS, ConfigFolder
from bot.errors import ConfigError

Check = Callable[[ConfigFolder, date], tuple[list[str], str]]
"""A folder and today → faults, a line each, and what to print if there are none."""


def run(asked: Checking, folder: ConfigFolder, today: date) -> int:
    """Check one subject; its faults go to standard error, its report to standard output.

    Returns:
        The exit code: 0, or that of a ConfigError.

    Raises:
        ConfigError: A table is missing.
        OutputError: Standard output takes no more.
    """
    assert asked.subject is not None  # noqa: S101 - everything is checked by `adapters.terminal.checks`
    faults, report = SUBJECTS[asked.subject](folder, today)
    if asked.as_json:
        write(
            "".join(
                f"{json.dumps(row, ensure_ascii=False)}\n" for row in _records(asked.subject, faults, report)
            )
        )
        return EXIT[ConfigError] if faults else 0
    for fault in faults:
        tell(fault)
    if faults:
        return EXIT[ConfigError]
    write(report)
    return 0


def _records(subject: str, faults: list[str], report: str) -> Iterator[dict[str, Any]]:
    """Faults as JSON, or what the report says in its first line."""
    found = [one for fault in faults for one in findings.faults(subject, ConfigError(fault))]
    for one in found or [findings.note(subject, report.partition("\n")[0])]:
        yield one.record


def actors(folder: ConfigFolder, today: date) -> tuple[list[str], str]:
    """The tables of actors, as the analyser reads them."""
    files, faults = _files(folder.tables(ACTORS))
    if not faults:  # a file that cannot be read would make strangers of all who are named in it
        faults = [str(fault) for fault in roster_check.faults(files, today)]
    return faults, "" if faults else "\n".join(_report(files, today)) + "\n"


def _files(paths: tuple[Path, ...]) -> tuple[list[File], list[str]]:
    files, faults = [], []
    for path in paths:
        try:
            files.append(File(str(path), load_yaml(path), tuple(keys(path))))
        except ConfigError as error:
            faults.extend(str(error).splitlines())
    return files, faults


def _report(files: list[File], today: date) -> Iterator[str]:
    stock = roster_check.stock(files, today)
    yield f"Actors: no faults in {len(files)} files."
    yield ""
    width = max(len(f"{count:,}") for count in stock.counts.values())
    for kind, count in stock.counts.items():
        yield f"{count:>{width + 2},}  {kind}"
    yield ""
    for sheet in stock.sheets:
        yield f"{sheet.name}  {sheet.date}"
        yield f"  {sheet.source}"
    yield from _old(stock, today)


def _old(stock: Stock, today: date) -> Iterator[str]:
    yield ""
    if not stock.old_sheets and not stock.old_officials:
        yield f"Nothing is older than a year on {today}."
        return
    yield f"Older than a year on {today}; look it up again, then correct it and set its date:"
    yield from (f"  {sheet.name}  {sheet.date}  (the file)" for sheet in stock.old_sheets)
    yield from (f"  {_row(one)}" for one in stock.old_officials)


def _row(one: Official) -> str:
    return f"{one.as_of}  {one.party}  {one.office}  {one.name}"


SUBJECTS: Mapping[str, Check] = {"actors": actors}
"""By the word that asks for it: those of ``cli.SUBJECTS``, which loads none of this."""
