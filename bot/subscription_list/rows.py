"""One subscription in YAML → a `Subscription`, with every fault in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any, TypeVar

from bot.subscription_list import naming, times
from bot.subscription_list.conditions import KEYS as RULE_KEYS
from bot.subscription_list.conditions import KeyPath, Notes, read_rule, unknown_key
from bot.subscription_list.known import Known
from bot.subscription_list.problems import Problem
from bot.types import Alerts, Channel, Quiet, Rule, Severity, Subscription

OWN_KEYS = (
    "channel", "title", "at", "days", "tz", "quiet", "min_severity", "alerts", "nothing_new", "stories", "chars",
)  # fmt: skip
KEYS = (*OWN_KEYS, *RULE_KEYS)
"""Keys of a subscription; those of its rule stand beside its own."""

STORIES = (1, 30)
CHARS = (500, 40_000)
"""Least and most. Thirty stories are a newspaper; below 500 characters hardly one story fits, 40,000 are ten messages of the
longest kind that a platform takes (`../shared/reference/platforms.md`: Slack, 4,000 advised)."""

_ALERT_KEYS = ("min_severity", "cooldown")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class _Row:
    """One subscription's mapping, where it stands, and where its faults go."""

    raw: Mapping[Any, Any]
    path: KeyPath
    notes: Notes

    def read(self, key: str, reader: Callable[[object], Read | Problem], default: Read) -> Read:
        """The value of a key, or the default where it is missing or wrong."""
        if key not in self.raw:
            return default
        found = reader(self.raw[key])
        if isinstance(found, Problem):
            self.notes.fault((*self.path, key), found.what)
            return default
        return found


def read_subscription(
    name: str, raw: Mapping[Any, Any], path: KeyPath, known: Known, notes: Notes
) -> Subscription:
    """A subscription; worth using only if ``notes`` hold no fault."""
    row = _Row(raw, path, notes)
    for key in raw:
        if key not in KEYS:
            notes.fault((*path, str(key)), unknown_key(key, KEYS))
    if "channel" not in raw:
        notes.fault((*path, "channel"), "missing. Write platform/workspace/channel, such as dir/local/desk.")
    quiet: Quiet | None = row.read("quiet", times.parse_quiet, None)
    slots: tuple[time, ...] = row.read("at", times.parse_times, ())
    alerts = _alerts(row)
    _check_times(row, slots, quiet, alerts)
    made = Subscription(
        name,
        row.read("channel", lambda given: naming.channel(given, known), Channel("", "", "")),
        row.read("title", naming.text, name),
        read_rule(raw, path, known, notes) if raw else Rule(),
        slots,
        row.read("days", times.parse_days, tuple(range(7))),
        row.read("tz", times.parse_zone, "UTC"),
        quiet,
        row.read("min_severity", naming.severity, Severity.NONE),
        alerts,
    )
    return _with_budget(made, row)


def _with_budget(made: Subscription, row: _Row) -> Subscription:
    return replace(
        made,
        nothing_new=row.read("nothing_new", naming.policy, made.nothing_new),
        stories=row.read("stories", lambda given: _whole(given, *STORIES), made.stories),
        chars=row.read("chars", lambda given: _whole(given, *CHARS), made.chars),
    )


def _check_times(row: _Row, slots: tuple[time, ...], quiet: Quiet | None, alerts: Alerts | None) -> None:
    if "at" not in row.raw and "alerts" not in row.raw:
        row.notes.fault(row.path, 'neither at nor alerts, so it posts nothing. Add at: ["08:00"], or alerts.')
    elif "at" not in row.raw and alerts is None:
        row.notes.fault(
            (*row.path, "alerts"), 'no alerts, and no at either: it posts nothing. Add at: ["08:00"].'
        )
    if "days" in row.raw and "at" not in row.raw:
        row.notes.warn((*row.path, "days"), "no effect without at: alerts are posted on every day.")
    for slot in slots:
        if quiet and times.in_quiet(slot, quiet):
            row.notes.warn(
                (*row.path, "at"),
                f"{slot:%H:%M} lies in the quiet hours: that digest is held until {quiet.end:%H:%M}. Move one of them.",
            )


def _alerts(row: _Row) -> Alerts | None:
    """``off``, ``on``, or a mapping."""
    raw = row.raw.get("alerts", False)
    if raw is False or raw == "off":
        return None
    if raw is True or raw == "on":
        return Alerts()
    if not isinstance(raw, dict):
        row.notes.fault((*row.path, "alerts"), "write off, on, or {min_severity: high, cooldown: 6h}.")
        return None
    inner = _Row(raw, (*row.path, "alerts"), row.notes)
    for key in raw:
        if key not in _ALERT_KEYS:
            row.notes.fault((*inner.path, str(key)), unknown_key(key, _ALERT_KEYS))
    usual = Alerts()
    return Alerts(
        inner.read("min_severity", naming.severity, usual.min_severity),
        inner.read("cooldown", times.parse_duration, usual.cooldown_s),
    )


def _whole(given: object, least: int, most: int) -> int | Problem:
    if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most:
        return given
    return Problem(f"{given!r} is out of range. Give a whole number, {least} to {most:,}.")
