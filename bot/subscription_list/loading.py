"""``subscriptions.yaml`` → topics and subscriptions; every fault at once, by file, line and key. The shape is told there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.brief.watches import loop
from bot.config import keys, load_yaml
from bot.errors import ConfigError
from bot.subscription_list import naming
from bot.subscription_list.conditions import KEYS as RULE_KEYS
from bot.subscription_list.conditions import KeyPath, Notes, read_rule, unknown_key
from bot.subscription_list.known import Known
from bot.subscription_list.problems import Problem
from bot.subscription_list.rows import read_subscription
from bot.types import Rule, Subscription

_TOP = ("topics", "subscriptions")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong or odd in a file: its line, the dotted key (items of lists by number, from 1), and what to do."""

    file: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:"
        return f"{place} {self.key}: {self.what}" if self.key else f"{place} {self.what}"


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What the file asks for, in its order; ``warnings`` tell what works and may not be meant."""

    topics: Mapping[str, Rule] = field(default_factory=dict)
    subscriptions: tuple[Subscription, ...] = ()
    warnings: tuple[Fault, ...] = ()


def load_subscriptions(file: Path, known: Known) -> Subscriptions:
    """Read topics and subscriptions. ``known.topics`` does not count: topics are those of the file.

    Raises:
        ConfigError: With every fault found, each by file, line and key.
    """
    read, faults = check_subscriptions(file, known)
    if faults:
        raise ConfigError("\n".join(map(str, faults)))
    return read


def check_subscriptions(file: Path, known: Known) -> tuple[Subscriptions, tuple[Fault, ...]]:
    """Likewise, with the faults as values, in the order of lines; what was read beside faults is good for nothing but a look."""
    try:
        raw, at = load_yaml(file), tuple(keys(file))
    except ConfigError as error:
        return Subscriptions(), (_unreadable(file, str(error)),)
    notes = Notes(list(_repeated(at)))
    for key in raw:
        if key not in _TOP:
            notes.fault((str(key),), unknown_key(key, _TOP))
    rows = _mapping(raw, "topics", notes)
    with_topics = replace(known, topics=dict.fromkeys(rows, Rule()))
    topics = {key: _topic(key, row, with_topics, notes) for key, row in rows.items()}
    for key in topics:
        if way := loop(key, topics):
            notes.fault(("topics", key), f"leads back to itself ({' → '.join(way)}). Take one of these out.")
    found = _mapping(raw, "subscriptions", notes)
    made = tuple(_subscription(key, row, with_topics, notes) for key, row in found.items())
    lines = dict(reversed(at))
    return (
        Subscriptions(topics, made, _placed(file, notes.warnings, lines)),
        _placed(file, notes.faults, lines),
    )


def _placed(
    file: Path, told: Sequence[tuple[KeyPath, str]], lines: Mapping[KeyPath, int]
) -> tuple[Fault, ...]:
    found = {Fault(str(file), _line(path, lines), _shown(path), what) for path, what in told}
    return tuple(sorted(found, key=lambda fault: (fault.line, fault.key, fault.what)))


def _mapping(raw: Mapping[Any, Any], key: str, notes: Notes) -> dict[str, Any]:
    """What stands below a key at the top, by name; nothing at all is fine."""
    rows = raw.get(key)
    if rows is not None and not isinstance(rows, dict):
        notes.fault((key,), "expected a mapping of names to what each of them is.")
    found: dict[str, Any] = {}
    for name, row in (rows if isinstance(rows, dict) else {}).items():
        read = naming.name(name)
        if isinstance(read, Problem):
            notes.fault((key, str(name)), read.what)
        elif not isinstance(row, dict):
            notes.fault((key, str(name)), "expected a mapping of keys to values.")
        found[str(name)] = row if isinstance(row, dict) else None
    return found


def _topic(name: str, row: Mapping[Any, Any] | None, known: Known, notes: Notes) -> Rule:
    for key in row or ():
        if key not in RULE_KEYS:
            notes.fault(("topics", name, str(key)), unknown_key(key, RULE_KEYS))
    return Rule() if row is None else read_rule(row, ("topics", name), known, notes)


def _subscription(name: str, row: Mapping[Any, Any] | None, known: Known, notes: Notes) -> Subscription:
    scrap = notes if row is not None else Notes()  # that it is no mapping is told already
    return read_subscription(name, row or {}, ("subscriptions", name), known, scrap)


def _line(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Line of a key, or for one that is missing of what should hold it."""
    return lines.get(path) or (_line(path[:-1], lines) if path else 1)


def _shown(path: KeyPath) -> str:
    """A dotted key, fit for one line."""
    key = ".".join(path)
    return key if key.isprintable() else repr(key)


def _repeated(at: Sequence[tuple[KeyPath, int]]) -> Iterator[tuple[KeyPath, str]]:
    seen: dict[KeyPath, int] = {}
    for path, line in at:
        if path in seen:
            yield path, f"given twice, on lines {seen[path]} and {line}. Keep one."
        seen.setdefault(path, line)


def _unreadable(file: Path, message: str) -> Fault:
    """What `load_yaml` says of a file that it cannot read, as a value."""
    rest = message.removeprefix(str(file))
    found = re.match(r":(\d+)(?::\d+)?: ", rest)
    line = int(found[1]) if found else 1
    return Fault(str(file), line, "", rest[found.end() :] if found else rest.removeprefix(": "))
