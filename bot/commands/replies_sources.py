"""Wording of answers about feeds. Addresses of feeds are not shown in chats: an operator's may hold a key."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.acquire.polling import FeedStatus
from bot.store.records import FeedRecord
from bot.types import Block, Fact, Facts, Heading, Para

NAMED = 20
"""Feeds of one kind that are named; the rest is counted. Chosen, not measured."""


def of_feeds(feeds: Sequence[FeedRecord], now: datetime) -> Iterator[Block]:
    """How many feeds there are, how many of them are well, and which are not."""
    if not feeds:
        yield Para(
            "No feeds are read, so there is nothing to tell. The operator adds some: brief feeds add URL"
        )
        return
    well = [one for one in feeds if one.state.status is FeedStatus.OK]
    rest = [one for one in feeds if one.state.status is not FeedStatus.OK]
    yield Para(f"{len(feeds):,} feeds are read; {len(well):,} of them answered well when last asked.")
    yield from _part("Not well", rest, now)
    yield from _part("Well", well, now)


def _part(title: str, feeds: Sequence[FeedRecord], now: datetime) -> Iterator[Block]:
    if not feeds:
        return
    yield Heading(title, 2)
    listed = sorted(feeds, key=lambda one: (one.feed.outlet, one.feed.url))
    yield Facts(tuple(Fact(one.feed.outlet, None, _note(one, now), ()) for one in listed[:NAMED]))
    if (more := len(feeds) - NAMED) > 0:
        yield Para(f"and {more:,} more")


def _note(record: FeedRecord, now: datetime) -> str:
    at = record.state.succeeded_at
    last = f"last read {age(now - at)} ago" if at else "never read yet"
    labels = [label.text for label in record.feed.labels]
    status = [] if record.state.status is FeedStatus.OK else [str(record.state.status)]
    return " · ".join([*status, last, *labels])


def age(passed: timedelta) -> str:
    """Such as "5 minutes", "3 hours", "2 days"; a clock that went back counts as no time."""
    minutes = max(0, int(passed.total_seconds() // 60))
    for size, name in ((1_440, "day"), (60, "hour")):
        if minutes >= size:
            return f"{minutes // size} {name}{'s' * (minutes >= 2 * size)}"
    return f"{minutes} minute{'s' * (minutes != 1)}"
