"""schedule, alerts, quiet, policy, resume: how and when a channel gets what it asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from bot.commands.asking import Reply
from bot.commands.changing import Own, change, choose, line, own, take_id
from bot.commands.desk import Call, Desk
from bot.commands.replies import reply, wrong_use
from bot.commands.replies_channel import alerts_words, coming, configured, quiet_words, times_words
from bot.subscription_list import (
    Problem,
    parse_days,
    parse_policy,
    parse_quiet,
    parse_severity,
    parse_times,
    parse_zone,
)
from bot.types import Alerts, Block, Button, Para, Subscription

_OFF = frozenset({"off", "none", "never"})
_FILLING = frozenset({"and", "at", "on", "in"})


@dataclass(frozen=True, slots=True)
class Times:
    """What a schedule says; ``None`` where it says nothing, and so nothing changes."""

    slots: tuple[time, ...] | None = None
    days: tuple[int, ...] | None = None
    tz: str | None = None


def schedule(desk: Desk, call: Call) -> Reply:
    """When digests come. Answers with the next three, so that a wrong zone is seen at once."""
    mine = own(desk, call)
    args, named = take_id(call.args, mine)
    if not args:
        return wrong_use(call, "say when, in local time.")
    times = read_times(args)
    if isinstance(times, Problem):
        return wrong_use(call, times.what)
    chosen = choose(desk, call, named, mine, digests_only=True)
    if isinstance(chosen, Reply):
        return chosen

    def changed(one: Subscription) -> Subscription:
        return replace(
            one,
            slots=one.slots if times.slots is None else times.slots,
            days=one.days if times.days is None else times.days,
            tz=times.tz or one.tz,
        )

    after = change(desk, call, chosen, changed)
    return _done(call, f"Digests: {times_words(after[0])}", after, [*_dead(after), *_left(desk, named, mine)])


def alerts(desk: Desk, call: Call) -> Reply:
    """From which severity a story is worth a message of its own, or none at all."""
    mine = own(desk, call)
    args, named = take_id(call.args, mine)
    word = args.lower().removeprefix("from ").removesuffix(" on").strip()
    least = None if word in _OFF else parse_severity(word)
    if isinstance(least, Problem):
        return wrong_use(call, f"{least.what} Or off.")
    chosen = choose(desk, call, named, mine, digests_only=True)
    if isinstance(chosen, Reply):
        return chosen

    def changed(one: Subscription) -> Subscription:
        kept = one.alerts or Alerts()
        return replace(one, alerts=None if least is None else replace(kept, min_severity=least))

    after = change(desk, call, chosen, changed)
    notes = [*_dead(after), *_left(desk, named, mine)]
    return _done(call, f"Alerts: {alerts_words(after[0].alerts)}", (), notes)


def quiet(desk: Desk, call: Call) -> Reply:
    """Hold everything between two local times."""
    mine = own(desk, call)
    args, named = take_id(call.args, mine)
    hours = parse_quiet(args)
    if isinstance(hours, Problem):
        return wrong_use(call, hours.what)
    chosen = choose(desk, call, named, mine, digests_only=False)
    if isinstance(chosen, Reply):
        return chosen
    after = change(desk, call, chosen, lambda one: replace(one, quiet=hours))
    title = f"Quiet hours: {quiet_words(hours)}" + (f" ({after[0].tz})" if hours else "")
    return _done(call, title, after[:1], _left(desk, named, mine))


def policy(desk: Desk, call: Call) -> Reply:
    """What to post when a digest has nothing to tell."""
    mine = own(desk, call)
    args, named = take_id(call.args, mine)
    way = parse_policy(args)
    if isinstance(way, Problem):
        return wrong_use(call, way.what)
    chosen = choose(desk, call, named, mine, digests_only=True)
    if isinstance(chosen, Reply):
        return chosen
    change(desk, call, chosen, lambda one: replace(one, nothing_new=way))
    return _done(call, f"When nothing is new: {way}", (), _left(desk, named, mine))


def resume(desk: Desk, call: Call) -> Reply:
    """Post to this channel again."""
    records = desk.store.subscriptions(call.asker.channel)
    why = next((record.paused_why for record in records if record.paused_why), "")
    if not desk.store.resume_channel(call.asker.channel):
        return reply(call, "This channel is not paused", (Button("Why is it silent?", "why"),))
    desk.store.note(line(call, call.asker.channel.id, f"paused: {why}", "posted to"))
    return reply(
        call,
        "Posting to this channel again",
        (
            Para(
                f"It was paused: {why or 'no reason is known'}. If that is not mended it will be paused again."
            ),
            Button("Why is it silent?", "why"),
        ),
        is_private=False,
    )


def read_times(text: str) -> Times | Problem:
    """Times, days and a zone in any order ("08:00 18:00 weekdays Europe/Kyiv"); "off": no digests."""
    plain = re.sub(r"(?i)\bevery ?day\b", "daily", text)
    plain = re.sub(r"(?<=[A-Za-z])\s*[-–]\s*(?=[A-Za-z])", "-", plain)
    words = [word for word in re.split(r"[,;\s]+", plain) if word and word.lower() not in _FILLING]
    if len(words) == 1 and words[0].lower() in _OFF:
        return Times(slots=())
    at = [word for word in words if word[0].isdigit()]
    days = [word for word in words if word not in at and not isinstance(parse_days(word), Problem)]
    places = [word for word in words if word not in at and word not in days]
    slots = parse_times(" ".join(at)) if at else None
    named = parse_days(" ".join(days)) if days else None
    tz = _zone(places) if places else None
    if isinstance(slots, Problem):
        return slots
    if isinstance(named, Problem):
        return named
    return tz if isinstance(tz, Problem) else Times(slots, named, tz)


def _zone(words: list[str]) -> str | Problem:
    """The zone that these words name; one that nobody knows may be a misspelt day, too."""
    found = parse_zone("_".join(words))
    if isinstance(found, str) or "Did you mean" in found.what:
        return found
    wrong = parse_days(words[0])
    return wrong if isinstance(wrong, Problem) and "Did you mean" in wrong.what else found


def _left(desk: Desk, named: Subscription | None, mine: Own) -> list[Block]:
    """What was not changed along with the rest, for it is configured elsewhere."""
    return [] if named else [Para(configured(one, desk.defaults.where)) for one in mine.config]


def _dead(after: Iterable[Subscription]) -> list[Block]:
    return [
        Para(
            f"{one.title} has neither digests nor alerts now, so it sends nothing. unsubscribe {one.id} ends it."
        )
        for one in after
        if not one.slots and one.alerts is None
    ]


def _done(call: Call, title: str, shown: tuple[Subscription, ...], notes: Iterable[Block]) -> Reply:
    """What was changed, for all of the channel to see; the next digests are those of the first subscription."""
    blocks = [block for one in shown[:1] for block in coming(one, call.now)]
    also = [Para(f"Likewise: {one.title}") for one in shown[1:]]
    return reply(call, title, (*blocks, *also, *notes, Button("Status", "status")), is_private=False)
