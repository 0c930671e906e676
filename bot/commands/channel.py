"""status, audit: how a channel stands, and who changed what."""

from collections.abc import Iterator

from bot.acquire.polling import FeedStatus
from bot.commands import replies_audit, replies_channel, replies_why
from bot.commands.asking import Reply
from bot.commands.desk import Call, Desk
from bot.commands.replies import reply
from bot.types import Block, Button, Heading, Para, State

AUDITED = 20
"""Lines of the audit that are shown. Chosen."""

_UNWELL = (State.PENDING, State.UNSURE, State.UNCONFIRMED, State.REFUSED, State.EXPIRED)


def status(desk: Desk, call: Call) -> Reply:
    """What this channel gets, when, and whether all is well."""
    return reply(call, "Status of this channel", _status(desk, call))


def audit(desk: Desk, call: Call) -> Reply:
    """Who changed what in this channel; of no other, whoever asks."""
    found = desk.store.audit(call.asker.tenant, channel=call.asker.channel.id, limit=AUDITED)
    records = desk.store.subscriptions(call.asker.channel)
    tz = records[0].subscription.tz if records else desk.defaults.tz
    return reply(call, "Changes in this channel, newest first", replies_audit.lines(found, tz))


def _status(desk: Desk, call: Call) -> Iterator[Block]:
    channel = call.asker.channel
    records = desk.store.subscriptions(channel)
    if paused := next((one.paused_why for one in records if one.paused_why), ""):
        yield from replies_why.paused(paused)
    if not records:
        yield Para("No subscription: nothing is sent here. A manager subscribes it.")
        yield Button("Set a digest here", "subscribe everything; severity medium")
    for record in sorted(records, key=lambda one: not one.subscription.slots):
        yield from replies_channel.subscription(record, desk.known, desk.defaults.where)
    tz = records[0].subscription.tz if records else desk.defaults.tz
    unwell = desk.store.deliveries(_UNWELL, channel=channel, limit=5)
    if unwell:
        yield Heading("On its way, or lost", 2)
        yield from replies_why.stuck(unwell, tz)
    yield Heading("Sources and readers", 2)
    feeds = desk.store.feeds()
    well = sum(one.state.status is FeedStatus.OK for one in feeds)
    liked, disliked = desk.store.ratings(channel)
    yield Para(f"{well:,} of {len(feeds):,} feeds answered well when last asked.")
    yield Para(f"Stories found useful here: {liked}; not useful: {disliked}.")
    yield Button("Sources", "sources")
    yield Button("Why is it silent?", "why")
