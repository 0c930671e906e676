"""A process that runs a courier against the platform of the tests: to be killed, halted, told to end, to be many.

    python -m tests.deliver.courier_process --database sqlite:////tmp/x.db --port 8080

It prints ``at work`` when it begins and ``ended`` after an orderly end. The environment variable ``FAIL_AT`` names a step
at which it kills itself: ``after begin``, ``body``, and ``after begin#3`` for the third time. `STEPS` lists them.

With ``--nest`` it waits for such names on its standard input, runs a child for each and prints ``code -9`` when that has
ended: children need not be loaded anew. The line ``start`` starts one and prints ``pid 123``.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from adapters.terminal.news.poll import until_told
from bot.deliver.contract import CourierLimits, Tidings, Trouble
from bot.deliver.courier import Courier
from bot.deliver.outbox import Change
from bot.store.database import Database
from bot.store.open import open_store
from bot.store.outbox import OutboxPart
from bot.types import Job, Part
from tests.deliver.http_messenger import HttpMessenger

T = TypeVar("T")

STORE_STEPS = tuple(
    f"{when} {step}" for step in ("claim", "freeze", "begin", "settle") for when in ("before", "after")
)
WIRE_STEPS = ("connect", "head", "request", "headers", "body")
STEPS = (*STORE_STEPS, *WIRE_STEPS)
"""Where a process may kill itself."""


class Failpoint:
    """Kills this process at a step."""

    def __init__(self, wanted: str) -> None:
        self._step, _, number = wanted.partition("#")
        self._number = int(number or 1)
        self._seen: Counter[str] = Counter()

    def at(self, step: str) -> None:
        """A step is reached."""
        self._seen[step] += 1
        if step == self._step and self._seen[step] == self._number:
            os.kill(os.getpid(), signal.SIGKILL)

    async def on_wire(self, step: str) -> None:
        """Likewise."""
        self.at(step)


class WatchedOutbox(OutboxPart):
    """The store's outbox, whose steps are told."""

    def __init__(self, database: Database, at: Callable[[str], None]) -> None:
        super().__init__(database)
        self._at = at

    def _within(self, step: str, call: Callable[[], T]) -> T:
        self._at(f"before {step}")
        result = call()
        self._at(f"after {step}")
        return result

    def claim_deliveries(
        self, owner: str, *, platforms: Collection[str], limit: int, lease_s: float
    ) -> tuple[Job, ...]:
        """As the store's; told only where there was something to claim: a tick is no step."""
        taken = super().claim_deliveries(owner, platforms=platforms, limit=limit, lease_s=lease_s)
        if taken:
            self._at("after claim")
        return taken

    def freeze_parts(
        self, owner: str, delivery_id: int, payloads: Sequence[str], *, lease_s: float
    ) -> tuple[Part, ...]:
        """As the store's."""
        freeze = super().freeze_parts
        return self._within("freeze", lambda: freeze(owner, delivery_id, payloads, lease_s=lease_s))

    def begin_part(
        self, owner: str, delivery_id: int, number: int, *, lease_s: float, change: Change | None = None
    ) -> datetime:
        """As the store's."""
        begin = super().begin_part
        return self._within(
            "begin", lambda: begin(owner, delivery_id, number, lease_s=lease_s, change=change)
        )

    def apply_change(self, owner: str, delivery_id: int, change: Change, *, lease_s: float) -> None:
        """As the store's."""
        apply = super().apply_change
        self._within("settle", lambda: apply(owner, delivery_id, change, lease_s=lease_s))


@dataclass(frozen=True, slots=True)
class Order:
    """What a process is told on its command line."""

    database: str
    port: int
    owner: str
    lease: float
    send: float
    settle: float
    at_once: int
    seed: int
    once: bool
    nest: bool


def read(arguments: list[str] | None = None) -> Order:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True, help="of the platform")
    parser.add_argument("--owner", default=f"courier-{os.getpid()}-{time.monotonic_ns()}")
    parser.add_argument("--lease", type=float, default=3.0)
    parser.add_argument("--send", type=float, default=0.8)
    parser.add_argument("--settle", type=float, default=1.2)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--nest", action="store_true")
    return Order(**vars(parser.parse_args(arguments)))


def main() -> None:
    """Run until told to end."""
    order = read()
    if not order.nest:
        work(order)
        return
    hatched = []
    for line in sys.stdin:
        if line.strip() == "start":
            hatched.append(_hatch(order))
            _say(f"pid {hatched[-1]}")
        else:
            status = os.waitpid(_hatch(order, line.strip()), 0)[1]
            _say(f"code {os.waitstatus_to_exitcode(status)}")
    for pid in hatched:  # nobody reaped them: these numbers are still theirs
        os.kill(pid, signal.SIGKILL)


def _hatch(order: Order, fail_at: str = "") -> int:
    """The number of a new child. It stays a zombie when it has died, so that nobody else gets that number."""
    pid = os.fork()
    if pid:
        return pid
    os.environ["FAIL_AT"] = fail_at
    code = 1
    try:
        work(replace(order, owner=f"courier-{os.getpid()}-{time.monotonic_ns()}"))
        code = 0
    finally:
        os._exit(code)


def work(order: Order) -> None:
    """Run a courier until told to end."""
    failpoint = Failpoint(os.environ.get("FAIL_AT", ""))
    with open_store(order.database) as store:
        asyncio.run(_run(order, WatchedOutbox(store._db, failpoint.at), failpoint))
    _say("ended")


async def _run(order: Order, outbox: OutboxPart, failpoint: Failpoint) -> None:
    limits = CourierLimits(
        at_once=order.at_once,
        lease_s=order.lease,
        send_s=order.send,
        look_s=2 * order.send,
        settle_s=order.settle,
        tick_s=0.05,
        grace_s=0.5,
    )
    url = f"http://127.0.0.1:{order.port}"
    async with HttpMessenger(url, limit_s=order.send, at=failpoint.on_wire) as messenger:
        courier = Courier(
            outbox,
            {messenger.platform: messenger},
            owner=order.owner,
            clock_mono=time.monotonic,
            rng=random.Random(order.seed),  # noqa: S311 - jitter
            limits=limits,
            tell=_tell,
        )
        _say("at work")
        await until_told(courier.once() if order.once else courier.run())


def _tell(tidings: Tidings) -> None:
    if isinstance(tidings, Trouble):
        print(tidings.message, file=sys.stderr, flush=True)


def _say(word: str) -> None:
    os.write(1, f"{word}\n".encode())


if __name__ == "__main__":
    main()
