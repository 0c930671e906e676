"""The works of one process: what makes digests and alerts and posts them, put together anew when the wishes change."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.terminal.desk.log import Log
from adapters.terminal.desk.wishes import Wishes, weights
from adapters.terminal.news.desk import Desk
from bot.brief.chart import draw
from bot.deliver.contract import CourierLimits, Progress, Tidings
from bot.deliver.courier import Courier
from bot.deliver.messenger import Messenger
from bot.outgoing.newsdesk import make_newsdesk
from bot.outgoing.press import Press, Pressed
from bot.store.store import Store
from bot.types import State
from bot.worker import Worker

FILES = CourierLimits(lease_s=30.0, send_s=5.0, look_s=5.0, settle_s=1.0)
"""A file is written by the process that posts it or not at all: nothing is under way once that is dead, and one that
merely slept writes the same file again. So little need settle, and after a crash another process goes on in half a
minute."""

STREAM = CourierLimits(lease_s=7_300.0, send_s=3_600.0, settle_s=1.0)
"""Who reads standard output may stop for a while (a pager does), and a post that was given up could not be looked for."""


@dataclass(frozen=True, slots=True)
class Works:
    """What stays the same while wishes change.

    Attributes:
        desk: Settings and the name of the process.
        store: Open.
        messengers: By platform.
        limits: How long to wait for what.
        charts: The process that draws; it starts when the first chart is asked for.
        log: Hears of everything.
    """

    desk: Desk
    store: Store
    messengers: Mapping[str, Messenger]
    limits: CourierLimits
    charts: Worker
    log: Log

    def press(self, wishes: Wishes, number: int) -> Press:
        """The press for these wishes; ``number`` tells it apart from the one before."""
        owner = f"{self.desk.owner}:{number}"
        made = make_newsdesk(
            self.store,
            wishes.known.tables,
            weights(self.desk.settings),
            owner=owner,
            draw=lambda series: draw(self.charts, series),
            tell=self.log.trouble,
        )
        courier = Courier(
            self.store,
            self.messengers,
            owner=owner,
            clock_mono=monotonic,
            rng=random.Random(),  # noqa: S311 - jitter, not secrets
            limits=self.limits,
            tell=self._hear,
        )
        return Press(made.rounds, made.alerts, courier, tell=self._made)

    def _hear(self, tidings: Tidings) -> None:
        if not isinstance(tidings, Progress):
            self.log.trouble(tidings.message)
        elif tidings.state is State.SENT:
            self.log.note(f"{tidings.key} posted to {tidings.channel.key}")
        elif tidings.state is not State.PENDING or tidings.why:
            self.log.trouble(f"{tidings.key} for {tidings.channel.key}: {tidings.state}: {tidings.why}")

    def _made(self, news: Pressed | str) -> None:
        if isinstance(news, str):
            self.log.trouble(news)
        else:
            self.log.note(told(news))


def told(made: Pressed) -> str:
    """What a tick made, in words."""
    digests, alerts = made.digests, made.alerts
    late = f" ({digests.late} late)" if digests.late else ""
    counts = {
        f"{digests.made} digest{'s' * (digests.made != 1)}{late}": digests.made,
        f"{digests.silent} with nothing to post": digests.silent,
        f"{digests.skipped} skipped": digests.skipped,
        f"{alerts.alerts} alert{'s' * (alerts.alerts != 1)}": alerts.alerts,
        f"{alerts.updates} update{'s' * (alerts.updates != 1)}": alerts.updates,
        f"{alerts.held} held": alerts.held,
    }
    return "made: " + (", ".join(words for words, count in counts.items() if count) or "nothing")


def monotonic() -> float:
    """Seconds that never go back, and go on while the machine sleeps where the system can tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)
