"""What every format shows alike: signs, times, offsets, rows, and foreign text without what could drive a reader."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from bot.types import Button, Direction, Fact, Span

SIGN = {
    Direction.UP: "▲",
    Direction.DOWN: "▼",
    Direction.MIXED: "▲▼",
    Direction.NEUTRAL: "•",
    Direction.STEADY: "=",
}

_PLAIN = re.compile(r"[\w .,:/@%+=-]*")

CHART, MORE = "[chart]", "› "
PROGRAM = "brief ask"
"""Before a button's command it makes what a terminal takes."""


def instant(at: datetime) -> str:
    """A time for everybody: "2 May 2026, 04:05 UTC"."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def sign(tone: Direction | None) -> str:
    """The sign of a tone, and a space behind it; "" without one."""
    return f"{SIGN[tone]} " if tone else ""


def row_line(row: Fact) -> str:
    """A fact on one line: name, what is said, label."""
    claim = f"“{row.claim.text}” {offsets(row.claim)}" if row.claim else ""
    return " · ".join(part for part in (row.name, claim, row.note) if part)


def offsets(span: Span) -> str:
    """Where the words stand in their article: "[0:44]"."""
    return f"[{span.start}:{span.end}]"


def button_line(button: Button) -> str:
    """A button as something to type."""
    command = button.command
    if not _PLAIN.fullmatch(command):  # a shell would read something else
        command = "'" + command.replace("'", "'\\''") + "'"
    return tame(f"{button.label}: {PROGRAM} {command}")


def host_of(url: str) -> str:
    """The host that an address names; "" if it cannot be told."""
    try:
        return tame(urlsplit(url).hostname or "")
    except ValueError:
        return ""


_WILD = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def tame(text: str) -> str:
    """Without what drives a terminal. Clean text has none of it; but the process that cleaned it met the page."""
    return _WILD.sub("\N{REPLACEMENT CHARACTER}", text)
