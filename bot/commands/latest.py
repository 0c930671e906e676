"""latest, since: what matters to a channel now, as a digest made for somebody who was told nothing yet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.brief import digest as digests
from bot.brief.changes.events import GRAVITY
from bot.brief.message import of_digest, of_nothing
from bot.commands.asking import Reply
from bot.commands.desk import Call, Desk
from bot.commands.replies import reply, wrong_use
from bot.commands.replies_channel import coming
from bot.store.delivery_records import StoryNews
from bot.subscription_list import Problem, parse_duration
from bot.types import Basis, Block, Button, Dossier, Policy, Rule, Severity, Subscription

LATEST = timedelta(hours=24)
"""What ``latest`` looks back on: what a first digest does."""

WITHOUT = Severity.MEDIUM
"""A channel without subscriptions is shown the stories of all feeds from here on, so that the first look shows news."""

NEXT_STEP = "No subscription here yet: these are the gravest stories of all feeds."


def latest(desk: Desk, call: Call) -> Reply:
    """What matters now. The caller holds the lock of the desk's library."""
    return _told(desk, call, LATEST, "Latest")


def since(desk: Desk, call: Call) -> Reply:
    """What mattered in the last hours or days. The caller holds the lock of the desk's library."""
    back = parse_duration(call.args.removeprefix("last ").replace(" ", ""))
    if isinstance(back, Problem):
        return wrong_use(call, back.what)
    return _told(desk, call, timedelta(seconds=back), f"Since {call.args}")


def _told(desk: Desk, call: Call, back: timedelta, title: str) -> Reply:
    records = desk.store.subscriptions(call.asker.channel)
    mine = tuple(record.subscription for record in records)
    begin = call.now - back
    made = digests.made(
        _together(call, mine, title),
        _candidates(desk, call, mine, begin),
        slot=None,
        since=begin,
        until=call.now,
        weights=desk.weights,
        notes=() if mine else (NEXT_STEP,),
    )
    found = (
        of_digest(made.digest, key=call.key)
        if made.digest.items
        else of_nothing(made.digest, made.misses, key=call.key)
    )
    if found is None:  # the policy explains, so it is never silent
        return reply(call, f"{title}: nothing new", _then(mine, call.now))
    return Reply(
        replace(found, blocks=(*found.blocks, *_then(mine, call.now, is_empty=not made.digest.items)))
    )


def _together(call: Call, mine: Sequence[Subscription], title: str) -> Subscription:
    """A subscription that stands for all of the channel's: its threshold is the lowest, its rule is not asked."""
    first = mine[0] if mine else None
    least = min((one.min_severity for one in mine), key=GRAVITY.__getitem__, default=WITHOUT)
    tz = first.tz if first else call.asker.tz or "UTC"
    return Subscription(
        f"{call.asker.channel.key}/{call.command.name}",
        call.asker.channel,
        title,
        Rule(everything=True),
        tz=tz,
        min_severity=least,
        nothing_new=Policy.EXPLAIN,
        stories=max((one.stories for one in mine), default=6),
    )


def _candidates(
    desk: Desk, call: Call, mine: Sequence[Subscription], begin: datetime
) -> Iterator[digests.Candidate]:
    muted = desk.store.muted(call.asker.channel)
    for news in desk.store.news_since(begin):
        dossier = desk.library.dossier(news.story_id, news.revision)
        if dossier is not None:
            yield digests.Candidate(
                dossier,
                _grounds(desk, mine, dossier),
                None,
                _fresh(news, begin),
                dossier.id in muted,
                tuple,
            )


def _grounds(desk: Desk, mine: Sequence[Subscription], dossier: Dossier) -> tuple[Basis, ...] | None:
    """What the first subscription finds that wants the story; one that finds it too slight does so last of all."""
    if not mine:
        return ()
    graver_first = sorted(mine, key=lambda one: GRAVITY[dossier.severity] < GRAVITY[one.min_severity])
    least = min(GRAVITY[one.min_severity] for one in mine)
    for one in graver_first:
        found = desk.matcher.grounds(one.rule, dossier)
        is_slight = GRAVITY[dossier.severity] < GRAVITY[one.min_severity]
        if found is not None and (not is_slight or GRAVITY[dossier.severity] < least):
            return found
    return None


def _fresh(news: StoryNews, begin: datetime) -> int:
    return sum(at > begin for at in news.first_seen)


def _then(mine: Sequence[Subscription], now: datetime, *, is_empty: bool = True) -> Iterator[Block]:
    """What to do next: subscribe; or, if there was nothing to tell, see when the next digest comes, and why."""
    if not mine:
        yield Button("Set a digest here", "subscribe everything; severity medium")
        yield Button("Help", "help")
    elif is_empty:
        yield from next((list(coming(one, now)) for one in mine if one.slots), [])
        yield Button("Why", "why")
        yield Button("Last three days", "since 3d")
