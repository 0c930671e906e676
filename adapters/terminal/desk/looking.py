"""What a look at digests works with: everything is read, nothing is stored or posted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.terminal.desk import wishes as wishing
from adapters.terminal.desk.pictures import Sketches
from adapters.terminal.desk.wishes import Wish, Wishes
from adapters.terminal.news.desk import Desk
from adapters.terminal.streams import tell
from bot.brief.chart import CHART, draw
from bot.brief.digest import Made
from bot.brief.message import of_digest, of_nothing
from bot.deliver import schedule
from bot.outgoing.backtest import Backtest
from bot.outgoing.editor import FIRST, Editor
from bot.outgoing.library import Library
from bot.outgoing.matching import Matcher
from bot.outgoing.past import Past
from bot.store.store import Store
from bot.types import Message, Subscription
from bot.worker import Worker

PLAYED = timedelta(days=7)
"""Before a look into the past so much is played over, so that the channel knows by then what it would have been told."""


@dataclass(frozen=True, slots=True)
class Look:
    """A digest as it would be.

    Attributes:
        made: What it tells, and what it does not.
        message: How it reads; ``None``: nothing would be posted.
    """

    made: Made
    message: Message | None


@dataclass(slots=True)
class Looking:
    """Makes digests to be looked at.

    Attributes:
        store: Open.
        wishes: As the file has them.
        every: Every subscription, those of chats included.
        editor: Of digests of now.
        matcher: Of rules.
        sketches: The pictures.
        desk: Settings.
    """

    store: Store
    wishes: Wishes
    every: tuple[Wish, ...]
    editor: Editor
    matcher: Matcher
    sketches: Sketches
    desk: Desk

    def now(self, wish: Wish, until: datetime | None = None) -> Look:
        """The digest that the subscription would get now, or at a time that is still to come."""
        moment = until or self.store.now()
        since = wish.record.told_until if wish.record else None
        slot = schedule.next_due(wish.subscription, moment - timedelta(microseconds=1))
        edition = self.editor.edit(
            wish.subscription, since=since, until=moment, slot=slot.slot if slot else None
        )
        return Look(Made(edition.digest, edition.misses), edition.message)

    def then(self, subscription: Subscription, at: datetime) -> Look:
        """The digest that it would have got at a time gone by; see `bot.outgoing.backtest` for how faithful that is."""
        test = self.backtest(subscription, at - PLAYED, at - timedelta(microseconds=1))
        slots = schedule.due(subscription, at - timedelta(microseconds=1), at)
        made = test.digest(at, slots[-1].slot if slots else None)
        message = of_digest(made.digest) if made.digest.items else of_nothing(made.digest, made.misses)
        return Look(made, message)

    def backtest(self, subscription: Subscription, since: datetime, until: datetime) -> Backtest:
        """What it would have sent between the two."""
        return Backtest(
            subscription,
            Past(self.store, since - FIRST),
            self.matcher.grounds,
            wishing.weights(self.desk.settings),
            since,
            until,
            self.store.muted(subscription.channel),
        ).run()


@contextmanager
def looking(desk: Desk, *, quiet: bool) -> Iterator[Looking]:
    """Open what a look needs.

    Raises:
        ConfigError, StoreError: The configuration is wrong; the database cannot be used.
    """
    with desk.open_store() as store, Worker(CHART) as charts:
        wishes = wishing.load_with(desk.folder, store)
        matcher, sketches = Matcher(wishes.known.tables), Sketches(store)
        shown = sketches.charts(
            lambda series: draw(charts, series), lambda line: None if quiet else tell(line)
        )
        editor = Editor(store, Library(store), matcher, wishing.weights(desk.settings), shown)
        every = wishing.every(store, wishes.listed)
        yield Looking(store, wishes, every, editor, matcher, sketches, desk)
