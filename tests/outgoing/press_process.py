"""A process that makes and posts what is due, sixty times as fast as in earnest: to be killed, halted, to be many.

    python -m tests.outgoing.press_process --database sqlite:////tmp/x.db --port 8080 --clock 2025-10-26T00:40:00Z@1234.5

All that the product runs is here: the press with its alarm clock, the rounds, the alerts, the courier. Its parent asks for
children on standard input, which need not load anything anew: the line ``start`` starts one and prints ``pid 123``.
"""

import argparse
import asyncio
import logging
import os
import random
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from adapters.terminal.markdown import to_markdown
from adapters.terminal.news.poll import until_told
from bot.brief.digest import Weights
from bot.brief.watches import Tables
from bot.deliver.contract import CourierLimits, Tidings, Trouble
from bot.deliver.courier import Courier
from bot.deliver.messenger import Finding, Piece
from bot.outgoing.newsdesk import make_newsdesk
from bot.outgoing.press import Press, Pressed
from bot.store.open import open_store
from bot.store.store import Store
from bot.types import Channel, Message
from tests.deliver.http_messenger import HttpMessenger

FACTOR = 60.0
"""A minute passes in a second: a slot's minutes, the leases of digests (120 s) and the courier's limits shrink alike."""

SEND_S, LOOK_S, SETTLE_S, LEASE_S = 0.8, 1.6, 1.2, 3.0
"""Seconds of the wall clock: what `tests.deliver.courier_process` takes for 15, 45, 60 and 120."""

TICK_S = 0.25
"""Fifteen seconds of the fast clock, as in earnest. `Press` takes it by the wall clock."""

MOST_CHARS = 3_000
"""Of one part: the platform takes 4,000."""


@dataclass(frozen=True, slots=True)
class Accelerated:
    """A clock that many processes share: aware UTC.

    Attributes:
        base: What it shows at ``start``.
        start: Seconds of the wall clock.
    """

    base: datetime
    start: float

    @classmethod
    def read(cls, words: str) -> Self:
        """Inverse of ``str``."""
        base, _, start = words.partition("@")
        return cls(datetime.fromisoformat(base), float(start))

    def __str__(self) -> str:
        return f"{self.base.isoformat()}@{self.start!r}"

    def __call__(self) -> datetime:
        return (self.base + timedelta(seconds=(time.time() - self.start) * FACTOR)).astimezone(UTC)

    def left_s(self, until: datetime) -> float:
        """Seconds of the wall clock until then."""
        return (until - self()).total_seconds() / FACTOR


class PageMessenger(HttpMessenger):
    """Posts whole messages: the first line by itself, the rest in parts that the platform takes."""

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:  # noqa: ARG002 - both forms are the same
        """Two parts at least, so that a process can die between them."""
        return pages(message)

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:
        """As the platform's; the courier's own limit is told in fast seconds, but waits by the loop's clock."""
        async with asyncio.timeout(LOOK_S):
            return await super().find(channel, piece, since)


def pages(message: Message) -> tuple[str, ...]:
    """The parts of a message."""
    first, _, rest = to_markdown(message, evidence=False).strip().partition("\n\n")
    return (first, *_cut(rest.split("\n\n")))


def _cut(blocks: Sequence[str]) -> Iterator[str]:
    page = ""
    for block in blocks:
        if page and len(page) + len(block) + 2 > MOST_CHARS:
            yield page
            page = ""
        page = f"{page}\n\n{block}" if page else block
    if page:
        yield page


@dataclass(frozen=True, slots=True)
class Order:
    """What a process is told on its command line."""

    database: str
    port: int
    clock: Accelerated
    settle: float


def read(arguments: list[str] | None = None) -> Order:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True, help="of the platform")
    parser.add_argument("--clock", type=Accelerated.read, required=True)
    parser.add_argument("--settle", type=float, default=SETTLE_S, help="seconds of the wall clock")
    return Order(**vars(parser.parse_args(arguments)))


def main() -> None:
    """Start children until standard input ends; then kill them."""
    order = read()
    hatched = []
    for line in sys.stdin:
        if line.strip() == "start":
            hatched.append(_hatch(order))
            _say(f"pid {hatched[-1]}")
    for pid in hatched:  # nobody reaped them: these numbers are still theirs
        os.kill(pid, signal.SIGKILL)


def _hatch(order: Order) -> int:
    """The number of a new child. It stays a zombie when it has died, so that nobody else gets that number."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work(order)
        code = 0
    except Exception as error:  # noqa: BLE001 - else nobody would hear of it
        print(f"a press ended: {error!r}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def owner_of(pid: int) -> str:
    """How the process of that number calls itself."""
    return f"press-{pid}"


def work(order: Order) -> None:
    """Make and post until told to end."""
    # It warns on standard error of a tick that was left out because the one before still ran.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    with open_store(order.database, clock=order.clock) as store:
        asyncio.run(_run(order, store))


async def _run(order: Order, store: Store) -> None:
    owner = owner_of(os.getpid())
    made = make_newsdesk(store, Tables(), Weights(), owner=owner, draw=None, tell=_complain)
    async with PageMessenger(f"http://127.0.0.1:{order.port}", limit_s=SEND_S) as messenger:
        courier = Courier(
            store,
            {messenger.platform: messenger},
            owner=owner,
            clock_mono=lambda: time.monotonic() * FACTOR,
            sleep=lambda seconds: asyncio.sleep(seconds / FACTOR),
            rng=random.Random(os.getpid()),  # noqa: S311 - jitter
            limits=limits(order.settle),
            tell=_hear,
        )
        await until_told(Press(made.rounds, made.alerts, courier, tell=_made, tick_s=TICK_S).run())


def limits(settle_s: float) -> CourierLimits:
    """Of a courier whose clock runs fast; ``settle_s`` by the wall clock."""
    return CourierLimits(
        at_once=16,
        lease_s=LEASE_S * FACTOR,
        send_s=SEND_S * FACTOR,
        look_s=LOOK_S * FACTOR,
        settle_s=settle_s * FACTOR,
        tick_s=0.1 * FACTOR,
        grace_s=0.5,
    )


def _hear(tidings: Tidings) -> None:
    if isinstance(tidings, Trouble):
        _complain(tidings.message)


def _made(news: Pressed | str) -> None:
    if isinstance(news, str):
        _complain(news)


def _complain(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


if __name__ == "__main__":
    main()
