"""A courier by itself: what our own faults, a store in trouble and slow clocks do to it."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime

import pytest

from bot.deliver.contract import CourierLimits, Progress, Trouble
from bot.deliver.courier import Courier
from bot.deliver.messenger import Finding, Found, NotThere, Outcome, Piece, Posted, Unsure
from bot.deliver.outbox import Change
from bot.errors import StoreError, StoreUnavailable
from bot.store.open import open_store
from bot.store.outbox import OutboxPart
from bot.types import Channel, Job, Message, State
from tests.deliver.making import channel, delivery
from tests.deliver.scaled import Desk, Pace
from tests.servers.platform import Platform


class Wall:
    """A platform in this process: a list of posts, in the order in which they came; some of them raise."""

    platform = "test"

    def __init__(self, *bad: str) -> None:
        self.posts: list[tuple[str, int]] = []
        self.bad = set(bad)

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:
        if "render" in self.bad:
            raise RuntimeError("no form for this")
        return [f"{message.key} {plain}"]

    async def post(self, channel: Channel, piece: Piece) -> Outcome:
        self.posts.append((piece.key, piece.number))
        if piece.key in self.bad:
            raise RuntimeError(channel.id)
        if "unsure" in self.bad:
            self.bad.remove("unsure")
            return Unsure("closed")
        return Posted("r")

    async def edit(self, channel: Channel, ref: str, piece: Piece) -> Outcome:
        del channel, ref, piece
        return Posted("r")

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:
        del channel, since
        return Found("r") if (piece.key, piece.number) in self.posts else NotThere()


class Ailing(OutboxPart):
    """A store's outbox that has troubles, by method: so many calls fail, or take so many seconds."""

    failures: dict[str, int]
    slow: dict[str, float]
    pace: Pace

    def _suffer(self, method: str) -> None:
        self.pace.forward(self.slow.pop(method, 0.0))
        if self.failures.get(method, 0):
            self.failures[method] -= 1
            raise StoreUnavailable(f"{method} failed")

    def claim_deliveries(
        self, owner: str, *, platforms: Collection[str], limit: int, lease_s: float
    ) -> tuple[Job, ...]:
        self._suffer("claim")
        return super().claim_deliveries(owner, platforms=platforms, limit=limit, lease_s=lease_s)

    def begin_part(
        self, owner: str, delivery_id: int, number: int, *, lease_s: float, change: Change | None = None
    ) -> datetime:
        at = super().begin_part(owner, delivery_id, number, lease_s=lease_s, change=change)
        self._suffer("begin")
        return at

    def apply_change(self, owner: str, delivery_id: int, change: Change, *, lease_s: float) -> None:
        self._suffer("settle")
        super().apply_change(owner, delivery_id, change, lease_s=lease_s)


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.fixture
def desk(sqlite_url: str, pace: Pace) -> Iterator[Desk]:
    """What a courier does here is the same on both databases: their own suite is `tests.contracts.test_outbox`."""
    with open_store(sqlite_url, clock=pace) as store:
        box = Ailing(store._db)
        box.failures, box.slow, box.pace = {}, {}, pace
        yield Desk(box, Platform(1), pace)


def ailing(desk: Desk) -> Ailing:
    assert isinstance(desk.box, Ailing)
    return desk.box


def states(desk: Desk) -> dict[str, State]:
    return {one.key: one.state for one in desk.box.deliveries()}


def once(desk: Desk, wall: Wall, **also: object) -> None:
    asyncio.run(desk.courier(wall, **also).once())  # type: ignore[arg-type]


def test_a_messenger_that_raises_is_told_of_and_holds_up_nobody(desk: Desk) -> None:
    wall = Wall("d1")
    for made in (delivery("d1"), delivery("d2", channel=channel("C2"))):
        desk.box.enqueue(made)
    once(desk, wall)
    assert states(desk) == {"d1": State.SENT, "d2": State.SENT}
    assert sorted(wall.posts) == [("d1", 0), ("d2", 0)]
    assert any(isinstance(one, Trouble) and "d1" in one.message for one in desk.told)


def test_a_message_that_cannot_be_rendered_is_refused(desk: Desk) -> None:
    desk.box.enqueue(delivery())
    once(desk, Wall("render"))
    assert states(desk) == {"d1": State.REFUSED}


def test_one_that_must_settle_is_in_nobodys_way(desk: Desk, pace: Pace) -> None:
    wall = Wall("unsure")
    for number in range(5):
        desk.box.enqueue(delivery(f"d{number}", channel=channel(f"C{number}")))
    courier = Courier(
        desk.box,
        {"test": wall},
        owner="a",
        clock_mono=pace.mono,
        sleep=pace.sleep,
        rng=desk.dice,
        limits=CourierLimits(at_once=1),
        tell=desk.told.append,
    )
    asyncio.run(courier.once())
    told = [(one.key, one.state) for one in desk.told if isinstance(one, Progress)]
    assert told[0] == ("d0", State.UNSURE)
    assert told[-1] == ("d0", State.SENT)
    assert {key for key, _ in told[1:-1]} == {f"d{number}" for number in range(1, 5)}
    assert len(wall.posts) == 5


def test_what_was_posted_is_written_when_the_store_is_well_again(desk: Desk) -> None:
    wall = Wall()
    desk.box.enqueue(delivery())
    ailing(desk).failures["settle"] = 4
    once(desk, wall)
    assert states(desk) == {"d1": State.SENT}
    assert wall.posts == [("d1", 0)]


def test_a_store_that_stays_away_leaves_it_to_the_next_one_to_look(desk: Desk, pace: Pace) -> None:
    wall = Wall()
    desk.box.enqueue(delivery())
    ailing(desk).failures["settle"] = 1_000
    once(desk, wall)
    assert states(desk) == {"d1": State.UNSURE}
    ailing(desk).failures.clear()
    pace.forward(121.0)
    once(desk, wall, owner="b")
    assert states(desk) == {"d1": State.SENT}
    assert wall.posts == [("d1", 0)]


@pytest.mark.parametrize("failing", ["begin", "claim"])
def test_nothing_is_posted_that_could_not_be_noted_and_a_courier_goes_on(desk: Desk, failing: str) -> None:
    wall = Wall()
    desk.box.enqueue(delivery())
    ailing(desk).failures[failing] = 2

    async def until_sent() -> None:
        running = asyncio.create_task(desk.courier(wall).run())
        while states(desk)["d1"] is not State.SENT:  # noqa: ASYNC110 - the end of another task's work
            await asyncio.sleep(0.01)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(until_sent())
    assert wall.posts == [("d1", 0)]
    assert any(isinstance(one, Trouble) for one in desk.told)


def test_no_send_begins_when_the_lease_may_end_before_it(desk: Desk, pace: Pace) -> None:
    wall = Wall()
    desk.box.enqueue(delivery())
    ailing(desk).slow["begin"] = 119.9
    once(desk, wall)
    assert wall.posts == []
    assert states(desk) == {"d1": State.PENDING}
    pace.forward(60.0)
    once(desk, wall)
    assert wall.posts == [("d1", 0)]


def test_a_store_that_is_broken_ends_the_courier(desk: Desk) -> None:
    class Broken(Ailing):
        def freeze_parts(self, *_given: object, **_named: object) -> tuple[()]:
            raise StoreError("damaged")

    box = Broken(desk.box._db)
    box.failures, box.slow, box.pace = {}, {}, desk.pace
    desk.box = box
    box.enqueue(delivery())
    with pytest.raises(StoreError, match="damaged"):
        once(desk, Wall())
    assert not any(one.owner for one in box.deliveries())


def test_limits_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(ValueError, match="lease_s"):
        CourierLimits(lease_s=80.0)
