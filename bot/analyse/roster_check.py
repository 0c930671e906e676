"""Tables of actors → everything that is wrong with them, by file, line and key, and what has grown old.

Stricter than ``roster.build``, which a slip must not keep from briefing: it also finds what the analyser would pass
over in silence. The rules stand in ``roster_rules``; what has the wrong shape is told here, and they never see it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args, get_origin

import msgspec

from bot.analyse import roster
from bot.analyse.actor_tables import Official, Tables, amended, decode, listed, spelled_out
from bot.analyse.roster_book import Book, Fault, Path, Place, Read
from bot.analyse.roster_rules import RULES
from bot.errors import ConfigError

AGE = timedelta(days=365)
"""What is older may well have changed."""

_MISSING = "missing. Say where the rows come from, and of which day they are."
_NO_TEXT = "a key that YAML takes for something else than text. Put it in quotes."


@dataclass(frozen=True, slots=True)
class File:
    """A table as it was read: its name, its decoded YAML, and its keys with their lines, repeated ones included."""

    name: str
    raw: Mapping[str, Any]
    keys: Sequence[tuple[Path, int]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file says of itself."""

    name: str
    source: str
    date: date


@dataclass(frozen=True, slots=True)
class Stock:
    """What tables hold.

    Attributes:
        counts: How many of each kind, by name.
        by_hand: How many of the officials were entered by people.
        sheets: The files.
        old_sheets: Those whose day lies more than a year back.
        old_officials: Officials whose own day does, the oldest first.
    """

    counts: Mapping[str, int]
    by_hand: int
    sheets: tuple[Sheet, ...]
    old_sheets: tuple[Sheet, ...]
    old_officials: tuple[Official, ...]


def faults(files: Sequence[File], today: date) -> list[Fault]:
    """Everything that is wrong, in the order of the files and of their lines; ``today`` is what no row may be later than."""
    misshapen: list[Fault] = []
    book = Book([_sift(file, misshapen) for file in files], today)
    broken = {fault.place for fault in misshapen}
    ruled = (fault for rule in RULES for fault in rule(book) if fault.place not in broken)
    found = list(dict.fromkeys([*misshapen, *ruled])) or list(_refused(files))
    order = {file.name: at for at, file in enumerate(files)}
    return sorted(found, key=lambda fault: (order[fault.place.file], fault.place.line))


def stock(files: Sequence[File], today: date) -> Stock:
    """What tables without faults hold, and what of it is more than a year old."""
    tables = [decode(file.raw) for file in files]
    known = roster.build([file.raw for file in files])
    past = today - AGE
    sheets = [
        Sheet(file.name, " ".join(table.source.split()), table.date)
        for file, table in zip(files, tables, strict=True)
    ]
    # A row without a day of its own has its file's, and is told with it.
    told = {sheet.date for sheet in sheets if sheet.date < past}
    old = [one for one in known.officials if one.as_of < past and (one.by_hand or one.as_of not in told)]
    return Stock(
        counts=_counts(tables, known),
        by_hand=sum(one.by_hand for one in known.officials),
        sheets=tuple(sheets),
        old_sheets=tuple(sheet for sheet in sheets if sheet.date < past),
        old_officials=tuple(sorted(old, key=lambda one: (one.as_of, one.party, one.office))),
    )


def _counts(tables: Sequence[Tables], known: roster.Roster) -> dict[str, int]:
    heads = sum(one.is_head for one in known.officials)
    return {
        "states and territories": len(amended(tables)),
        "bodies": sum(len(table.bodies) for table in tables),
        "organs of states": sum(_count(table.organs) for table in tables),
        "parties and agencies": sum(_count(table.members) for table in tables),
        "armed groups": sum(len(table.groups) for table in tables),
        "heads of state and government": heads,
        "other officials": len(known.officials) - heads,
        "agencies and outlets": len(known.agencies),
        "given names": len(known.given),
        "large cities": len(known.cities),
        "people who served": sum(text.count(";") + 1 for table in tables for text in table.served.values()),
    }


def _count(texts: Mapping[str, str]) -> int:
    return sum(1 for text in texts.values() for _ in listed(text))


def _sift(file: File, found: list[Fault]) -> Read:
    """What of a file has the right shape; the rest is told in ``found``."""
    lines: dict[Path, int] = {}
    for path, line in file.keys:
        if path in lines:
            words = f"given twice, first on line {lines[path]}. Keep one."
            found.append(Fault(Place(file.name, line, ".".join(path)), words))
        lines.setdefault(path, line)
    read = Read(file.name, Tables(source="-", date=date.min), lines)  # stand-ins where the two are missing
    fields = {field.name: field for field in msgspec.structs.fields(Tables)}
    unknown = f"unknown key. Known here: {', '.join(fields)}."
    found += [read.fault((str(key),), unknown) for key in file.raw if key not in fields]
    raw = spelled_out(file.raw)
    for name, field in fields.items():
        if name in raw:
            _set(read, name, field.type, raw[name], found)
        elif field.required:
            found.append(read.fault((name,), _MISSING))
    return read


def _set(read: Read, name: str, shape: Any, value: Any, found: list[Fault]) -> None:
    """Give the table what has the right shape; of a mapping every row that has, and an empty one for each other."""
    if get_origin(shape) is not dict or not isinstance(value, dict):
        good = _shaped(value, shape, read, (name,), found)
        if good is not None:
            setattr(read.table, name, good)
        return
    row = get_args(shape)[1]
    empty = get_origin(row) or row
    good = {}
    for key, one in value.items():
        path = (name, str(key))
        if not isinstance(key, str):  # YAML reads NO as false and 007 as a number
            found.append(read.fault(path, _NO_TEXT))
        shaped = _shaped(one, row, read, path, found)
        good[str(key)] = empty() if shaped is None else shaped
    setattr(read.table, name, good)


def _shaped(value: Any, shape: Any, read: Read, path: Path, found: list[Fault]) -> Any:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        is_row = isinstance(shape, type) and issubclass(shape, msgspec.Struct)
        known = f" Known here: {', '.join(f.name for f in msgspec.structs.fields(shape))}." if is_row else ""
        found.append(read.fault(path, f"{error}.{known}"))
        return None


def _refused(files: Sequence[File]) -> Iterator[Fault]:
    """What the analyser itself would say: nothing that the rules do not say, unless one is missing."""
    try:
        roster.build([file.raw for file in files])
    except ConfigError as error:
        yield Fault(Place(files[-1].name, 1, "all tables"), str(error))
