"""why: why a channel is silent; what became of the article at an address."""

from collections.abc import Iterator
from datetime import datetime

from bot.acquire.identity.urls import host_of, url_key
from bot.brief.message.when import local
from bot.commands import replies_why
from bot.commands.asking import Reply
from bot.commands.desk import Call, Desk
from bot.commands.parse import address
from bot.commands.replies import reply, shown, wrong_use
from bot.commands.replies_channel import alerts_words, coming, quiet_words, severity_words
from bot.deliver.messenger import Scope
from bot.deliver.outbox import gate_key
from bot.deliver.schedule import quiet_until
from bot.store.delivery_records import SubscriptionRecord
from bot.types import Block, Button, Para, State

SLOTS = 6
"""Slots that are told: three days of a channel with two a day."""

STUCK = 3
_UNWELL = (State.UNSURE, State.UNCONFIRMED, State.REFUSED, State.EXPIRED)


def why(desk: Desk, call: Call) -> Reply:
    """Why this channel is silent; with an address, what became of that."""
    if call.args:
        return _of_address(desk, call)
    records = desk.store.subscriptions(call.asker.channel)
    if not records:
        return reply(
            call,
            "Why it is silent: this channel has no subscription",
            (
                Para("So nothing is sent here. A manager subscribes it."),
                Button("Set a digest here", "subscribe everything; severity medium"),
                Button("How to subscribe", "help subscribe"),
            ),
        )
    return reply(call, "Why this channel is silent, or not", _why(desk, call, records))


def _why(desk: Desk, call: Call, records: tuple[SubscriptionRecord, ...]) -> Iterator[Block]:
    channel = call.asker.channel
    tz = records[0].subscription.tz
    if paused := next((one.paused_why for one in records if one.paused_why), ""):
        yield from replies_why.paused(paused)
    ours = {gate_key(scope, channel) for scope in Scope}
    yield from replies_why.gates([gate for gate in desk.store.gates() if gate.key in ours], tz)
    for record in records:
        yield from _standing(record, call.now)
    if muted := len(desk.store.muted(channel)):
        yield Para(f"{muted} {'story is' if muted == 1 else 'stories are'} muted here.")
        yield Button("Muted stories", "mute")
    unwell = desk.store.deliveries(_UNWELL, channel=channel, limit=STUCK)
    yield from replies_why.stuck(unwell, tz)
    yield from replies_why.slots(desk.store.slots(channel, limit=SLOTS))
    yield Button("Latest", "latest")
    yield Button("Sources", "sources")
    yield Button("Status", "status")


def _standing(record: SubscriptionRecord, now: datetime) -> Iterator[Block]:
    one = record.subscription
    until = quiet_until(one, now)
    held = f" · quiet now, until {local(until, one.tz)}" if until else ""
    yield Para(
        f"{one.title}: {severity_words(one)} · alerts {alerts_words(one.alerts)}"
        f" · quiet hours {quiet_words(one.quiet)}{held}"
    )
    yield from list(coming(one, now))[:2]


def _of_address(desk: Desk, call: Call) -> Reply:
    url = address(call.args)
    if not host_of(url):
        return wrong_use(call, "that is no http or https address. Give that of an article.")
    lines = desk.store.why(url_key(url), url)
    if not lines:
        return reply(
            call,
            "No feed has named this address",
            (Para(f"So it was never read: {shown(url)}"), Button("Brief it", f"url {url}")),
        )
    records = desk.store.subscriptions(call.asker.channel)
    tz = records[0].subscription.tz if records else desk.defaults.tz
    return reply(call, "What became of this address", (Para(shown(url)), *replies_why.trace(lines, tz)))
