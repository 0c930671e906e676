"""What the commands about news have at hand: settings, the store, and processes where they are needed."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.terminal.streams import write
from bot.config import Settings
from bot.config_folder import ConfigFolder
from bot.engine import Engine
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What the composition root hands to a command.

    Attributes:
        folder: Where the configuration is.
        settings: Checked.
        open_store: Opens the database, or says why it cannot be.
        open_engine: Starts the two worker processes.
        owner: Names this process.
    """

    folder: ConfigFolder
    settings: Settings
    open_store: Callable[[], Store]
    open_engine: Callable[[], Engine]
    owner: str


def since(asked: float | datetime | None, now: datetime) -> datetime | None:
    """The instant that ``--since`` means: an age in seconds, or a date."""
    return now - timedelta(seconds=asked) if isinstance(asked, float) else asked


def write_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line; datetimes in ISO 8601, UTC."""
    for row in rows:
        write(json.dumps(row, default=_plain, ensure_ascii=False) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(type(value).__name__)


def clock_time(at: datetime | None) -> str:
    """An instant as a reader sees it: day and minute, UTC; ``never`` for none."""
    return at.astimezone(UTC).strftime("%d %b %Y, %H:%M UTC") if at else "never"
