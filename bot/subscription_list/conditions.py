"""Conditions in YAML → a `Rule`, with every fault in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.subscription_list.known import Known
from bot.subscription_list.naming import MOST, NAMED
from bot.subscription_list.problems import Problem, near, unknown
from bot.types import Rule

KeyPath = tuple[str, ...]
"""The keys above something and its own; for an item of a list its number, from 1."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is wrong with a file, and what is only odd, each with its place."""

    faults: list[tuple[KeyPath, str]] = field(default_factory=list)
    warnings: list[tuple[KeyPath, str]] = field(default_factory=list)

    def fault(self, path: KeyPath, what: str) -> None:
        """Take note of what must be put right."""
        self.faults.append((path, what))

    def warn(self, path: KeyPath, what: str) -> None:
        """Take note of what works, and may not be meant."""
        self.warnings.append((path, what))


MAX_NESTING = 6
"""Rules in rules of one topic or subscription. Nobody could say what deeper ones mean."""

_NESTED = ("any", "all", "not")
POSITIVE = (*NAMED, "everything", "any", "all")
KEYS = (*POSITIVE, "not")
"""Keys of a rule."""


def read_rule(raw: Mapping[Any, Any], path: KeyPath, known: Known, notes: Notes, depth: int = 0) -> Rule:
    """The rule that these conditions make; keys that are none of a rule are left to the caller."""
    if not any(key in raw for key in POSITIVE):
        wanted = ", ".join(POSITIVE)
        notes.fault(
            path, f"no condition that says what is wanted, so it holds for nothing. Give one of {wanted}."
        )
    named = {
        kind: tuple(_values(kind, raw[kind], (*path, kind), known, notes)) for kind in NAMED if kind in raw
    }
    everything = raw.get("everything")
    if "everything" in raw and everything is not True:
        notes.fault((*path, "everything"), "write true, or leave it out.")
    nested = {key: _rules(raw[key], (*path, key), known, notes, depth) for key in _NESTED if key in raw}
    return Rule(
        **named,
        everything=everything is True,
        any=nested.get("any", ()),
        all=nested.get("all", ()),
        none=nested.get("not", ()),
    )


def unknown_key(key: object, keys: tuple[str, ...]) -> str:
    """What to say of a key that nobody knows."""
    meant = near(str(key), keys)
    return f"unknown key. {f'Did you mean {meant}? ' if meant else ''}Known here: {', '.join(keys)}."


def _items(raw: object) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _values(kind: str, raw: object, path: KeyPath, known: Known, notes: Notes) -> Iterator[str]:
    """Values of one condition, each once; a single one needs no list."""
    values = [] if raw is None else _items(raw)
    if not values or len(values) > MOST:
        notes.fault(
            path, f"{len(values)} values. Give 1 to {MOST}, or leave it out; topics can be joined by any."
        )
    seen: set[str] = set()
    for value in values:
        read = NAMED[kind](value, known)
        if isinstance(read, Problem):
            notes.fault(path, read.what)
        elif read in seen:
            notes.fault(path, f"{read} is given twice. Keep one.")
        else:
            seen.add(read)
            yield read
            if kind == "feeds" and known.feeds and read not in known.feeds:
                notes.warn(path, f"{_of_feed(read, known)} It finds nothing before that feed is added.")


def _of_feed(url: str, known: Known) -> str:
    return unknown("feed", url, known.feeds, "It is not in feeds.yaml.").what


def _rules(raw: object, path: KeyPath, known: Known, notes: Notes, depth: int) -> tuple[Rule, ...]:
    """The rules below any, all or not; a single one needs no list."""
    rows = _items(raw)
    if depth >= MAX_NESTING:
        notes.fault(path, f"more than {MAX_NESTING} rules in each other. Make a topic of it.")
        return ()
    if not rows or len(rows) > MOST:
        notes.fault(path, f"{len(rows)} rules. Give 1 to {MOST}, or leave it out.")
    found: list[Rule] = []
    for number, row in enumerate(rows, 1):
        place = (*path, str(number)) if isinstance(raw, list) else path
        if not isinstance(row, dict):
            notes.fault(place, f"expected conditions ({', '.join(KEYS)}).")
            continue
        for key in row:
            if key not in KEYS:
                notes.fault((*place, str(key)), unknown_key(key, KEYS))
        found.append(read_rule(row, place, known, notes, depth + 1))
    return tuple(found)
