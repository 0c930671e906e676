"""``brief digest``: what the next digests would hold, or what those of days gone by would have held. Nothing is written."""

from collections.abc import Iterator
from datetime import timedelta

from adapters.terminal.desk import telling
from adapters.terminal.desk.local import local_time
from adapters.terminal.desk.looking import Look, Looking, looking
from adapters.terminal.desk.wishes import Wish, chosen, next_at, zone_fault
from adapters.terminal.news.desk import Desk, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell, write
from bot.outgoing.backtest import Backtest, Raised, Sent
from bot.types import Policy, Subscription

INDENT = "  "


def run(asked: Asked, desk: Desk) -> int:
    """Tell it for every subscription, or for those named."""
    with looking(desk, quiet=asked.place.quiet) as sight:
        wishes = chosen(sight.every, asked.options["subscriptions"])
        if not wishes and not asked.place.quiet:
            tell("there are no subscriptions: write some into subscriptions.yaml")
        for number, wish in enumerate(wishes):
            if fault := zone_fault(wish.subscription):
                tell(f"{wish.subscription.id}: {fault}")
                continue
            if number and not asked.place.as_json:
                write("\n")
            if asked.options["backtest"] is not None:
                played(asked, sight, wish)
            else:
                _next(asked, sight, wish)
    return 0


def _next(asked: Asked, sight: Looking, wish: Wish) -> None:
    look = sight.now(wish)
    if asked.place.as_json:
        write_json([telling.record(look.made, is_posted=look.message is not None)])
    else:
        write("".join(_lines(sight, wish, look)))


def _lines(sight: Looking, wish: Wish, look: Look) -> Iterator[str]:
    one = wish.subscription
    at = next_at(one, sight.store.now())
    yield head(one)
    yield f"{INDENT}next digest: {local_time(at, one.tz) if at else 'never; it has no times'}\n"
    if wish.record and wish.record.paused_why:
        yield f"{INDENT}its channel is paused: {printable(wish.record.paused_why)}\n"
    silent = "" if look.message else "; nothing would be posted"
    yield f"{INDENT}if it were made now: {telling.counts(look.made.digest)}{silent}\n"
    yield from (f"{INDENT}{INDENT}{line}\n" for line in telling.stories(look.made))


def head(one: Subscription) -> str:
    """The line that names a subscription."""
    return f"{printable(one.id)} · {printable(one.title)} · {printable(one.channel.key)}\n"


def played(asked: Asked, sight: Looking, wish: Wish) -> int:
    """Tell what a subscription would have sent."""
    now = sight.store.now()
    since = now - timedelta(seconds=asked.options["backtest"])
    test = sight.backtest(wish.subscription, since, now)
    if asked.place.as_json or asked.options.get("form") == "json":
        write_json(
            telling.record(one.made, is_posted=_is_posted(one, wish.subscription)) for one in test.sent
        )
        write_json(telling.raised_records(wish.subscription, test.raised))
    else:
        write("".join(_played(test)))
    return 0


def _played(test: Backtest) -> Iterator[str]:
    one = test.subscription
    silent = sum(not _is_posted(sent, one) for sent in test.sent)
    updates = sum(raised.is_update for raised in test.raised)
    alerts = len(test.raised) - updates
    yield head(one)
    yield (
        f"{INDENT}since {local_time(test.since, one.tz)}: {len(test.sent)} digests"
        f"{f', {silent} of them with nothing to post' if silent else ''}, {alerts} alerts, {updates} updates\n"
    )
    order: list[tuple[object, Sent | Raised]] = [
        *((sent.due.at, sent) for sent in test.sent),
        *((raised.at, raised) for raised in test.raised),
    ]
    for _, what in sorted(order, key=lambda pair: str(pair[0])):
        if isinstance(what, Raised):
            yield f"{INDENT}{telling.alert(what, one)}\n"
            continue
        yield f"{INDENT}digest · {local_time(what.due.at, one.tz)} · {telling.counts(what.made.digest)}\n"
        yield from (f"{INDENT}{INDENT}{line}\n" for line in telling.stories(what.made))


def _is_posted(sent: Sent, one: Subscription) -> bool:
    return bool(sent.made.digest.items) or one.nothing_new is not Policy.SILENT
