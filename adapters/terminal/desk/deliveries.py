"""``brief deliveries``, ``resend``, ``confirm``, ``resume``: what is on its way, and what an operator decides about it."""

from collections.abc import Iterator
from typing import Any

from adapters.terminal.news.desk import Desk, clock_time, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell, write
from bot.errors import InputError
from bot.store.outbox_records import DeliveryRecord
from bot.subscription_list import Known, Problem, parse_channel
from bot.types import Channel, State


def show(asked: Asked, desk: Desk) -> int:
    """List deliveries, newest first."""
    options = asked.options
    states = [State(name) for name in options["state"]]
    channel = channel_of(options["channel"]) if options["channel"] else None
    with desk.open_store() as store:
        found = store.deliveries(states, channel=channel, limit=options["limit"])
    if asked.place.as_json:
        write_json(map(record, found))
    elif found:
        write("".join(line for one in found for line in lines(one)))
    elif not asked.place.quiet:
        tell("no such delivery")
    return 0


def resend(asked: Asked, desk: Desk) -> int:
    """Post once more what was not posted, or what nobody knows of."""
    with desk.open_store() as store:
        _known(asked, store.resend(asked.options["key"]), "unconfirmed, refused or expired")
    write(f"{printable(asked.options['key'])} will be posted again.\n")
    return 0


def confirm(asked: Asked, desk: Desk) -> int:
    """Say that an unconfirmed delivery is there."""
    with desk.open_store() as store:
        _known(asked, store.confirm(asked.options["key"]), "unconfirmed")
    write(f"{printable(asked.options['key'])} counts as posted.\n")
    return 0


def resume(asked: Asked, desk: Desk) -> int:
    """Post to a channel again."""
    channel = channel_of(asked.options["channel"])
    with desk.open_store() as store:
        is_new = store.resume_channel(channel)
    write(f"{printable(channel.key)} {'is posted to again' if is_new else 'was not paused'}.\n")
    return 0


def _known(asked: Asked, done: bool, states: str) -> None:
    if not done:
        raise InputError(
            f"{asked.options['key']}: there is no such delivery, or it is not {states}. See brief deliveries."
        )


def channel_of(given: str) -> Channel:
    """A channel by its key.

    Raises:
        InputError: It is none.
    """
    found = parse_channel(given, Known({}, {}, frozenset()))
    if isinstance(found, Problem):
        raise InputError(f"{given}: {found.what}")
    return found


def record(one: DeliveryRecord) -> dict[str, Any]:
    """A delivery as JSON."""
    return {
        "schema": "sitrep.delivery/1",
        "key": one.key,
        "channel": one.channel.key,
        "kind": one.kind,
        "action": one.action,
        "state": one.state,
        "why": one.why,
        "attempts": one.attempts,
        "parts": one.parts,
        "sent": one.sent,
        "due_at": one.due_at,
        "not_before": one.not_before,
        "expires_at": one.expires_at,
        "since": one.since,
    }


def lines(one: DeliveryRecord) -> Iterator[str]:
    """A delivery for a reader."""
    yield f"{one.state} · {printable(one.key)}\n"
    about = "" if one.action == "post" else f" ({one.action})"
    yield f"  {one.kind}{about} for {printable(one.channel.key)} · due {clock_time(one.due_at)} · since {clock_time(one.since)}\n"
    if one.why:
        yield f"  {printable(one.why)}\n"
    if (go_on := remedy(one)) is not None:
        yield f"  {go_on}\n"


def remedy(one: DeliveryRecord) -> str | None:
    """How to go on with one that does not go on by itself."""
    if one.state is State.UNCONFIRMED:
        return f"Look whether it is there. If it is: brief confirm {_quoted(one.key)}. If not: brief resend {_quoted(one.key)}"
    if one.state in (State.REFUSED, State.EXPIRED):
        return f"Once the reason is gone: brief resend {_quoted(one.key)}"
    return None


def _quoted(key: str) -> str:
    """As a shell takes it."""
    shown = printable(key)
    return (
        shown
        if all(char.isalnum() or char in "/-:._" for char in shown)
        else "'" + shown.replace("'", "'\\''") + "'"
    )
