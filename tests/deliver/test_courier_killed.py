"""P1: a courier is killed at every step, of every part; the next one goes on, and each part is there once."""

import pytest

from bot.store.outbox import OutboxPart
from bot.types import State
from tests.deliver.courier_process import STEPS, WIRE_STEPS
from tests.deliver.making import channel, delivery
from tests.deliver.running import Couriers, faults, until_ended
from tests.servers.platform import Platform

PARTS = 3
OF_EACH_PART = ("before begin", "after begin", *WIRE_STEPS)
ONCE = tuple(step for step in STEPS if step not in {*OF_EACH_PART, "before claim"})
POINTS = (*ONCE, *(f"{step}#{number}" for step in OF_EACH_PART for number in range(1, PARTS + 1)))
"""Before a claim there is nothing to lose."""


def test_a_process_may_die_at_any_step_and_every_part_is_there_once(
    box: OutboxPart, couriers: Couriers, platform: Platform
) -> None:
    made = []
    for number, point in enumerate(POINTS):
        # Each in a channel of its own: what one process left is not in the way of the next one.
        made.append(delivery(f"d{number}", PARTS, channel=channel(f"C{number}")))
        box.enqueue(made[-1])
        couriers.dies(point)
    couriers.start()
    couriers.start()
    until_ended(box)
    assert faults(box, platform, made) == []
    assert couriers.errors() == ""


@pytest.mark.parametrize("step", ["after freeze", "body"])
def test_what_was_frozen_is_posted_though_the_message_is_rendered_otherwise_now(
    box: OutboxPart, couriers: Couriers, platform: Platform, step: str
) -> None:
    """P9: the delivery's own text counts, not what came in later; the platform shows what was frozen."""
    made = delivery(parts=2)
    box.enqueue(made)
    couriers.dies(step)
    assert not box.enqueue(delivery(parts=4))
    before = box.delivery_parts("d1")
    couriers.start("--once")
    couriers.start()
    until_ended(box)
    assert faults(box, platform, [made]) == []
    assert [part.payload for part in box.delivery_parts("d1")][: len(before)] == [p.payload for p in before]


def test_told_to_end_a_courier_gives_everything_back(
    box: OutboxPart, couriers: Couriers, platform: Platform
) -> None:
    platform.plan(script=[{"op": "post", "accept": True, "answer": "silence", "times": 0}])
    box.enqueue(delivery())
    process = couriers.start()
    while not platform.requests("post"):
        pass
    assert couriers.tell(process) == 0
    record = box.delivery("d1")
    assert record is not None
    assert (record.state, record.owner) == (State.UNSURE, "")
    platform.plan(script=[])
    couriers.start()
    until_ended(box)
    assert faults(box, platform, [delivery()]) == []
