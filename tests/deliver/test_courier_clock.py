"""C2: the wall clock jumps while an attempt is under way, and a second courier takes over. D6: several couriers."""

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.deliver.contract import CourierLimits
from bot.deliver.courier import Courier
from bot.deliver.outbox import ENDED
from bot.store.open import open_store
from bot.store.outbox import OutboxPart
from tests.deliver.http_messenger import HttpMessenger
from tests.deliver.making import START, channel, delivery, outbox
from tests.deliver.running import Couriers, faults, until_ended
from tests.servers.platform import Platform

LIMITS = CourierLimits(lease_s=3.0, send_s=0.8, look_s=1.6, settle_s=0.6, tick_s=0.05, grace_s=0.5)
JUMPS_S = (3_600.0, -3_600.0, 86_400.0, -600.0)
PARTS = 3


class Jumping:
    """A wall clock that goes like any other until it is put somewhere else; aware UTC."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self.ahead_s = 0.0

    def __call__(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._begun + self.ahead_s)


@pytest.fixture
def clock() -> Jumping:
    return Jumping()


@pytest.fixture
def box(url: str, clock: Jumping) -> Iterator[OutboxPart]:
    with open_store(url, clock=clock) as store:
        yield outbox(store)


@pytest.mark.parametrize("jump_s", JUMPS_S)
@pytest.mark.parametrize("answer", ["ok", "silence"])
def test_a_clock_that_jumps_between_request_and_answer_makes_no_second_post(
    box: OutboxPart, platform: Platform, clock: Jumping, answer: str, jump_s: float
) -> None:
    """The answer comes after the jump, or never; the other courier believes what the clock says of the lease."""
    platform.plan(script=[{"op": "post", "channel": "T1/C1", "answer": answer, "delay_s": 0.4}])
    # An hour back from now it must be due already; a day on it must not be over.
    due = START - timedelta(hours=2)
    made = [delivery(f"d{n}", PARTS, channel=channel(f"C{n}"), due_at=due) for n in (1, 2)]
    for each in made:
        box.enqueue(each)
    asyncio.run(_two(box, platform, clock, jump_s))
    assert faults(box, platform, made) == []
    assert len(platform.requests("post")) == 2 * PARTS


async def _two(box: OutboxPart, platform: Platform, clock: Jumping, jump_s: float) -> None:
    """One courier; when its first request is on the wire the clock jumps, and another courier begins."""
    on_the_wire = asyncio.Event()

    async def note(step: str) -> None:
        if step == "request" and not on_the_wire.is_set():
            clock.ahead_s = jump_s
            on_the_wire.set()

    async with (
        HttpMessenger(platform.url, at=note) as watched,
        HttpMessenger(platform.url) as other,
        asyncio.timeout(30),
    ):
        first = asyncio.create_task(_courier(box, watched, "a").run())
        await on_the_wire.wait()
        second = asyncio.create_task(_courier(box, other, "b").run())
        while any(one.state not in ENDED for one in await asyncio.to_thread(box.deliveries)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        for task in (first, second):
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)


def _courier(box: OutboxPart, messenger: HttpMessenger, owner: str) -> Courier:
    return Courier(
        box,
        {messenger.platform: messenger},
        owner=owner,
        clock_mono=time.monotonic,
        rng=random.Random(1),  # noqa: S311 - jitter
        limits=LIMITS,
    )


@pytest.mark.parametrize("jump_s", JUMPS_S)
def test_a_process_dies_and_the_clock_jumps_before_the_next_one_looks(
    url: str, platform: Platform, couriers: Couriers, jump_s: float
) -> None:
    """What was sent a moment ago is looked for from before any jump that the margin allows for."""
    due = datetime.now().astimezone() - timedelta(hours=2)
    made = delivery(parts=2, due_at=due)
    with open_store(url) as store:
        outbox(store).enqueue(made)
    couriers.dies("body")
    clock = Jumping()
    clock.ahead_s = (datetime.now().astimezone() - clock()).total_seconds() + jump_s
    with open_store(url, clock=clock) as store:
        box = outbox(store)
        asyncio.run(_one(box, platform))
        assert faults(box, platform, [made]) == []


async def _one(box: OutboxPart, platform: Platform) -> None:
    async with HttpMessenger(platform.url) as messenger, asyncio.timeout(30):
        task = asyncio.create_task(_courier(box, messenger, "b").run())
        while any(one.state not in ENDED for one in await asyncio.to_thread(box.deliveries)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("processes", [2, 3])
def test_several_couriers_share_the_work_and_post_nothing_twice(
    url: str, platform: Platform, couriers: Couriers, processes: int
) -> None:
    """D6: several deliveries of each channel, their order kept."""
    made = [delivery(f"d{n}", 1 + n % 3, channel=channel(f"C{n % 7}")) for n in range(42)]
    platform.plan(script=[{"op": "post", "answer": "rst", "times": 4}])
    with open_store(url) as store:
        box = outbox(store)
        for _ in range(processes):
            couriers.hatch()
        for each in made:
            box.enqueue(each)
        until_ended(box)
        couriers.end()
        assert faults(box, platform, made) == []
    assert len(platform.requests("post")) == sum(1 + n % 3 for n in range(42))
