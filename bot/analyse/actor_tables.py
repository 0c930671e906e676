"""What the tables of actors may hold: decoded YAML → checked shapes. ``config/actors.yaml`` explains them to a reader.

Long lists stand in strings (given names, organs, officials), for YAML reads one string in no time and a thousand slowly.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from bot.errors import ConfigError
from bot.types import ActorKind


class State(msgspec.Struct, forbid_unknown_fields=True):
    """A state or territory, or what a later table amends of it."""

    name: str = ""
    also: list[str] = []
    demonyms: list[str] = []
    seats: list[str] = []
    drop: list[str] = []


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """A body or an armed group: other names, whom it belongs to (``of``) or acts as (``party``, ``state``)."""

    also: list[str] = []
    of: str | None = None
    party: str | None = None
    state: str | None = None
    kind: ActorKind = ActorKind.ORGANIZATION
    source: str = ""


class Tables(msgspec.Struct, forbid_unknown_fields=True):
    """One file.

    Attributes:
        source: Where its rows come from, unless a row says so itself.
        date: The day whose knowledge it holds, unless a row says so itself.
        by_hand: Written by people, not by ``config/build_actors.py``.
        states: By ISO 3166-1 alpha-3; a string tells "name | other name; other name | demonyms | seats".
        bodies: By name; ``groups`` are those that are armed. Where there is nothing to tell but other names, a string
            does: "other name; other name".
        organs: By state: "name = other name; name", bodies that act as it.
        members: By state: parties and agencies of it, written alike; they act for themselves.
        agencies: Names of news agencies and outlets.
        swallow: Longer names that hold an alias and mean something else.
        needs: Alias → words one of which a text must hold for it to count.
        given: Given names, parted by spaces.
        leaders: By state: family names of former heads, parted by semicolons.
        heads: By state: rows of its present heads of state and government, see ``Official``.
        officials: By state or name of a body: rows of its other officials.
        cities: By state: its large cities, parted by semicolons.
        served: By state or name of a body: people who held office for it, parted by semicolons.
    """

    source: str
    date: date
    by_hand: bool = False
    states: dict[str, State] = {}
    bodies: dict[str, Body] = {}
    groups: dict[str, Body] = {}
    organs: dict[str, str] = {}
    members: dict[str, str] = {}
    agencies: list[str] = []
    swallow: list[str] = []
    needs: dict[str, list[str]] = {}
    given: str = ""
    leaders: dict[str, str] = {}
    heads: dict[str, str] = {}
    officials: dict[str, str] = {}
    cities: dict[str, str] = {}
    served: dict[str, str] = {}


class Official(msgspec.Struct, frozen=True):
    """Who holds an office, as far as a table knows: it helps to tell who is meant, and never fills in a claim.

    A row is "office | name | family name | since | as of | source"; what follows the name may be left out.

    Attributes:
        party: Code of the state, or name of the body.
        office: As English papers call it.
        name: In full, in the order in which it is said.
        family: The part that is used alone; empty where none is.
        since: First day in office: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; empty if it is not known.
        as_of: The day whose knowledge this is.
        source: Where it can be looked up.
        is_head: Head of the state or of its government.
        by_hand: Entered by people.
    """

    party: str
    office: str
    name: str
    family: str
    since: str
    as_of: date
    source: str
    is_head: bool
    by_hand: bool


ROW = "office | name | family name | since | as of | source"
_MARKS = (1, 5)
"""Bars in a row: what follows the name may be left out."""
_SINCE = re.compile(r"|\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def decode(raw: Mapping[str, object]) -> Tables:
    """Check the shape of one file.

    Raises:
        ConfigError: A key is unknown, missing or of the wrong type.
    """
    try:
        return msgspec.convert(spelled_out(raw), Tables)
    except msgspec.ValidationError as error:
        raise ConfigError(f"actors: {error}") from error


def spelled_out(raw: Mapping[str, object]) -> dict[str, object]:
    """The file with its states, bodies and groups as mappings, where strings told them."""
    found = dict(raw)
    for key, mapping in (("states", _state), ("bodies", _body), ("groups", _body)):
        rows = raw.get(key)
        if isinstance(rows, dict):
            found[key] = {name: mapping(row) if isinstance(row, str) else row for name, row in rows.items()}
    return found


def _state(text: str) -> dict[str, object]:
    name, *lists = text.split("|", 3)
    return {
        "name": name.strip(),
        **dict(zip(("also", "demonyms", "seats"), map(_names, lists), strict=False)),
    }


def _body(text: str) -> dict[str, object]:
    return {"also": _names(text)}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";")] if text.strip() else []


def amended(tables: Sequence[Tables]) -> dict[str, State]:
    """The states of all tables in one; a later name replaces, later lists add."""
    states: dict[str, State] = {}
    for table in tables:
        for code, new in table.states.items():
            old = states.get(code, State())
            states[code] = State(
                name=new.name or old.name,
                also=[*([old.name] if old.name else []), *old.also, *new.also],
                demonyms=old.demonyms + new.demonyms,
                seats=old.seats + new.seats,
                drop=old.drop + new.drop,
            )
    return states


def listed(text: str) -> Iterator[list[str]]:
    """The organs or members of one state: each with its name first, then its other names."""
    for body in text.split(";"):
        names = [name.strip() for name in body.split("=")]
        if any(names):
            yield names


def families(text: str) -> list[str]:
    """Family names of former heads."""
    return [name.strip() for name in text.split(";")]


def officials(table: Tables) -> Iterator[Official]:
    """Every row of a file.

    Raises:
        ConfigError: A row is not one.
    """
    for parties, is_head in ((table.heads, True), (table.officials, False)):
        for party, text in parties.items():
            yield from (official(row, party, table, is_head=is_head) for row in rows(text))


def rows(text: str) -> list[str]:
    """The lines of a string of rows."""
    return [line for line in text.splitlines() if line.strip()]


def official(row: str, party: str, table: Tables, *, is_head: bool) -> Official:
    """Read one row; what it leaves out is the file's.

    Raises:
        ConfigError: It has too few or too many fields, or a date that is none.
    """
    fields = [field.strip() for field in row.split("|")]
    if not _MARKS[0] <= len(fields) - 1 <= _MARKS[1]:
        raise ConfigError(f"actors: {party}: {row.strip()!r} is no row. Write {ROW!r}.")
    office, name, family, since, as_of, source = [*fields, "", "", "", ""][:6]
    if not _SINCE.fullmatch(since):
        raise ConfigError(f"actors: {party}: {since!r} is no day. Write YYYY-MM-DD, YYYY-MM or YYYY.")
    try:
        day = date.fromisoformat(as_of) if as_of else table.date
    except ValueError:
        raise ConfigError(f"actors: {party}: {as_of!r} is no day. Write YYYY-MM-DD.") from None
    return Official(party, office, name, family, since, day, source or table.source, is_head, table.by_hand)
