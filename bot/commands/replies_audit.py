"""Wording of the audit: what was changed, as the difference of before and after."""

from collections.abc import Iterator, Sequence

import msgspec

from bot.brief.message.when import local
from bot.commands.replies_channel import alerts_words, quiet_words, times_words
from bot.store.delivery_records import AuditLine
from bot.text.cut import cut
from bot.types import Block, Fact, Facts, Para, Subscription

VALUE = 120
"""Characters of a value that are shown. Chosen."""

_DECODER = msgspec.json.Decoder(Subscription)


def lines(audit: Sequence[AuditLine], tz: str) -> Iterator[Block]:
    """The latest changes, newest first."""
    if not audit:
        yield Para("Nothing was changed from this channel yet.")
        return
    rows = (
        Fact(f"{line.verb} {line.subject}", None, f"{_when(line, tz)} · {line.user} · {_what(line)}", ())
        for line in audit
    )
    yield Facts(tuple(rows))


def _when(line: AuditLine, tz: str) -> str:
    return local(line.at, tz) if line.at else "at an unknown time"


def _what(line: AuditLine) -> str:
    before, after = _subscription(line.before), _subscription(line.after)
    if before and after:
        old, new = _fields(before), _fields(after)
        said = (f"{name}: {old[name]} → {new[name]}" for name in old if old[name] != new[name])
        return "; ".join(said) or "as before"
    if before or after:
        return f"new: {after.title}" if after else f"ended: {_title(before)}"
    return f"{_short(line.before) or 'nothing'} → {_short(line.after) or 'nothing'}"


def _subscription(text: str) -> Subscription | None:
    """The subscription that the store wrote down; ``None`` for what is none."""
    try:
        return _DECODER.decode(text)
    except msgspec.MsgspecError:
        return None


def _title(one: Subscription | None) -> str:
    return one.title if one else ""


def _fields(one: Subscription) -> dict[str, str]:
    """What a chat can change, in words."""
    return {
        "digests": times_words(one),
        "alerts": alerts_words(one.alerts),
        "quiet hours": quiet_words(one.quiet),
        "severity": str(one.min_severity),
        "when nothing is new": str(one.nothing_new),
    }


def _short(text: str) -> str:
    return cut(text, VALUE)
