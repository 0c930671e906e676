"""What subscriptions may speak of: states, regions, codes of events, feeds, topics; read from the tables of `config/`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.brief.watches import Tables, words
from bot.config import keys, load_yaml
from bot.config_folder import ConfigFolder
from bot.errors import ConfigError
from bot.types import Rule

PLATFORMS = frozenset({"dir", "slack", "discord"})
"""Faces that post; ``dir`` is a directory or standard output."""


@dataclass(frozen=True, slots=True)
class Known:
    """What may be named.

    Attributes:
        states: ISO 3166-1 alpha-3 → its names, the usual one first.
        regions: Name → codes of its states.
        codes: ``ROOT`` and ``ROOT.mode`` (PLOVER).
        feeds: Addresses of feeds; empty: not known, so none is doubted.
        topics: Name → rule.
        platforms: First part of a channel.
    """

    states: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, frozenset[str]]
    codes: frozenset[str]
    feeds: frozenset[str] = frozenset()
    topics: Mapping[str, Rule] = field(default_factory=dict)
    platforms: frozenset[str] = PLATFORMS

    @property
    def tables(self) -> Tables:
        """What `bot.brief.watches.compile` takes."""
        return Tables(self.topics, self.regions)


def load_known(folder: ConfigFolder, feeds: Iterable[str] = ()) -> Known:
    """Read the tables; ``feeds`` are the addresses of feeds that are known otherwise. 30 ms.

    Raises:
        ConfigError: A table is missing or wrong.
    """
    states = load_states(folder.file("actors-states.yaml"), folder.file("actors.yaml"))
    regions = load_regions(folder.file("regions.yaml"), states)
    return Known(states, regions, load_codes(folder.file("plover.yaml")), frozenset(feeds))


def load_states(*files: Path) -> dict[str, tuple[str, ...]]:
    """Codes of states and their names, from tables of actors; a later one may rename a state, and add names and states."""
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        for code, row in load_yaml(file)["states"].items():
            name, also = _names(row)
            had = found.get(code, ())
            first = (name,) if name else had[:1]
            found[code] = tuple(dict.fromkeys((*first, *had, *also)))
    return found


def load_codes(file: Path) -> frozenset[str]:
    """PLOVER roots and modes, from ``plover.yaml``."""
    roots: Mapping[str, Mapping[str, Any]] = load_yaml(file)["roots"]
    modes = (f"{root}.{mode}" for root, row in roots.items() for mode in row.get("modes", ()))
    return frozenset([*roots, *modes])


def load_regions(file: Path, states: Iterable[str]) -> dict[str, frozenset[str]]:
    """Regions and the codes of their states.

    Raises:
        ConfigError: With every fault found, each by file, line and key.
    """
    rows = load_yaml(file).get("regions")
    if not isinstance(rows, dict):
        raise ConfigError(f"{file}:1: regions: expected a mapping of names to codes of states.")
    lines = {path[-1]: line for path, line in keys(file)}
    faults = [
        f"{file}:{lines.get(str(name), 1)}: regions.{name}: {what}"
        for name, row in rows.items()
        for what in _region_faults(name, row, frozenset(states))
    ]
    if faults:
        raise ConfigError("\n".join(faults))
    return {name: frozenset(row.split()) for name, row in rows.items()}


def names_of(states: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Folded words of a name → the codes of the states that bear it."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for code, names in states.items():
        for name in {words(each) for each in names}:
            found[name] = (*found.get(name, ()), code)
    return found


def _names(row: object) -> tuple[str, list[str]]:
    """The name and the other names in a row of a table of states; see config/actors.yaml."""
    if isinstance(row, str):
        name, also = ([*row.split("|"), ""])[:2]
        return name.strip(), [each.strip() for each in also.split(";") if each.strip()]
    if isinstance(row, dict):
        return str(row.get("name", "")), [str(each) for each in row.get("also", ())]
    return "", []


def _region_faults(name: object, row: object, states: frozenset[str]) -> Iterator[str]:
    if not isinstance(name, str) or not isinstance(row, str) or not row.split():
        yield "expected codes of states, parted by blanks."
        return
    strange = [code for code in row.split() if code not in states]
    if strange:
        yield f"unknown states: {', '.join(strange)}. Take them out, or add them to actors.yaml."
