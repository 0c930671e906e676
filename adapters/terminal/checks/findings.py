"""What a check tells: findings, each of a row, with its place in a file where it has one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.config_folder import ConfigFolder
from bot.errors import ConfigError


class Level(StrEnum):
    """How much a finding matters: a fault makes ``brief check`` fail; a warning may be meant; a note says how things are."""

    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        row: Of which check.
        level: How much it matters.
        what: In words, with the remedy where there is something to mend.
        file: Where it stands; ``""`` for nowhere in particular.
        line: Of the file, from 1; 0 for none.
        key: Of the file: dotted; elsewhere what it is about (a channel, a delivery).
    """

    row: str
    level: Level
    what: str
    file: str = ""
    line: int = 0
    key: str = ""

    @property
    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "schema": "sitrep.check/1",
            "row": self.row,
            "ok": self.level is not Level.FAULT,
            "level": self.level,
            "file": self.file or None,
            "line": self.line or None,
            "key": self.key or None,
            "what": self.what,
        }

    @property
    def line_of_text(self) -> str:
        """``FILE:LINE: KEY: what``, as far as there are such."""
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
        key = f"{self.key}: " if self.key else ""
        return f"{place}{key}{self.what}"


@dataclass(frozen=True, slots=True)
class Site:
    """What is checked: a folder of configuration, on a day."""

    folder: ConfigFolder
    today: date


Row = Callable[[Site], Iterable[Finding]]
"""One check of files. It raises ConfigError for what it cannot get over: those are faults, too."""

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<column>\d+:)? (?P<rest>.*)")
_KEY = re.compile(r"(?P<key>\S(?:[^:]|:(?! ))*): (?P<what>.+)")


def note(row: str, what: str, key: str = "") -> Finding:
    """How things are."""
    return Finding(row, Level.NOTE, what, key=key)


def warning(row: str, what: str, key: str = "") -> Finding:
    """What may be meant, or needs a look."""
    return Finding(row, Level.WARNING, what, key=key)


def faults(row: str, error: ConfigError) -> list[Finding]:
    """Every line of a ConfigError as a fault."""
    return [_fault(row, line) for line in str(error).splitlines()]


def _fault(row: str, told: str) -> Finding:
    """``FILE:LINE: KEY: what`` taken apart; with a column behind the line there is no key."""
    place = _PLACE.fullmatch(told)
    if place is None:
        return Finding(row, Level.FAULT, told)
    key = None if place["column"] else _KEY.fullmatch(place["rest"])
    what = key["what"] if key else place["rest"]
    return Finding(row, Level.FAULT, what, place["file"], int(place["line"]), key["key"] if key else "")
