"""Wording of *why*: why a channel is silent, and what became of an address."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bot.brief.message.when import day, local
from bot.store.delivery_records import SlotRecord
from bot.store.outbox_records import DeliveryRecord, GateRecord
from bot.store.records import TraceLine
from bot.types import Block, Button, Heading, Para, State

_STANDS = {
    State.PENDING: "waits to be posted",
    State.UNSURE: "may or may not be posted; that is being looked up",
    State.UNCONFIRMED: "may or may not have been posted; the operator is asked",
    State.REFUSED: "was not taken by the platform",
    State.EXPIRED: "came too late to be posted",
}


def slot_line(record: SlotRecord) -> str:
    """Such as "Monday 2 March 2026, 08:00 · made: 41 read, 6 told: 30 duplicates"."""
    slot = record.slot
    counts = f"{record.read:,} read, {record.told:,} told"
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in record.dropped if count)
    late = ", late" if record.is_late else ""
    what = record.why if record.outcome in {"skipped", "joined"} and record.why else counts
    if what is counts and reasons:
        what = f"{counts}: {reasons}"
    return f"{day(slot.day)}, {slot.at:%H:%M} · {record.outcome}{late} · {what}"


def slots(records: Sequence[SlotRecord]) -> Iterator[Block]:
    """The last digests, newest first, with what became of what was read."""
    yield Heading("The last digests", 2)
    if not records:
        yield Para("None was due yet.")
    for record in records:
        yield Para(slot_line(record))
        if state := _STANDS.get(_state(record.delivery_state) or State.SENT):
            yield Para(f"That message {state}.")


def _state(text: str) -> State | None:
    return State(text) if text in list(State) else None


def stuck(records: Sequence[DeliveryRecord], tz: str) -> Iterator[Block]:
    """Messages that are not where they should be. Why the platform did not take one is the operator's to read."""
    for record in records:
        yield Para(f"The {record.kind} of {local(record.due_at, tz)} {_STANDS[record.state]}.")


def gates(records: Sequence[GateRecord], tz: str) -> Iterator[Block]:
    """The platform asked for a pause."""
    for record in records:
        yield Para(f"The platform asks us to wait until {local(record.until, tz)}.")


def paused(why: str) -> Iterator[Block]:
    """Nothing is posted here at all."""
    yield Para(f"Nothing is posted to this channel: {why}. A manager turns it on again.")
    yield Button("Post here again", "resume")


def trace(lines: Sequence[TraceLine], tz: str) -> Iterator[Block]:
    """What became of an address, step by step. Of the feed that named it only the host: its address may hold a key."""
    for line in lines:
        at = f"{local(line.at, tz)} · " if line.at else ""
        detail = _host(line.detail) if line.stage == "poll" and "://" in line.detail else line.detail
        yield Para(" · ".join(filter(None, (f"{at}{line.stage}", line.outcome, detail))))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
