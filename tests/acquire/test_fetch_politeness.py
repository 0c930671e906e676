"""Turns at a host, on a clock that only sleeping moves."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.acquire import politeness
from bot.acquire.politeness import Turns


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def run(scene: Callable[[Turns, Clock], Coroutine[Any, Any, None]]) -> Clock:
    clock = Clock()
    asyncio.run(scene(Turns(2, 1.0, clock, clock.sleep), clock))
    return clock


def test_visits_to_one_host_start_a_second_apart() -> None:
    async def scene(turns: Turns, clock: Clock) -> None:
        starts = []
        for _ in range(3):
            async with turns.turn("example.org"):
                starts.append(clock.now)
        assert starts == [100.0, 101.0, 102.0]

    assert run(scene).slept == [1.0, 1.0]


def test_time_that_has_passed_anyway_is_not_waited_again() -> None:
    async def scene(turns: Turns, clock: Clock) -> None:
        for _ in range(2):
            async with turns.turn("example.org"):
                clock.now += 5.0

    assert run(scene).slept == []


def test_other_hosts_do_not_wait() -> None:
    async def scene(turns: Turns, clock: Clock) -> None:
        for host in ("example.org", "example.com", "example.net"):
            async with turns.turn(host):
                clock.now += 0.0

    assert run(scene).slept == []


def test_a_redirect_within_a_host_does_not_keep_the_distance() -> None:
    async def scene(turns: Turns, clock: Clock) -> None:
        async with turns.turn("example.org"):
            clock.now += 0.1
        async with turns.turn("example.org", follows=True):
            clock.now += 0.1

    assert run(scene).slept == []


def test_a_third_visit_waits_until_one_of_two_has_ended() -> None:
    async def scene(turns: Turns, clock: Clock) -> None:
        inside: list[int] = []
        most = 0
        gates = [asyncio.Event() for _ in range(3)]

        async def visit(number: int) -> None:
            nonlocal most
            async with turns.turn("example.org"):
                inside.append(number)
                most = max(most, len(inside))
                await gates[number].wait()
                inside.remove(number)

        visits = [asyncio.create_task(visit(number)) for number in range(3)]
        for _ in range(10):
            await asyncio.sleep(0)
        assert inside == [0, 1]
        for gate in gates:
            gate.set()
        await asyncio.gather(*visits)
        assert most == 2
        assert clock.now == 102.0

    run(scene)


def test_a_visit_that_fails_gives_its_seat_back() -> None:
    async def fail(turns: Turns, clock: Clock) -> None:
        async with turns.turn("example.org"):
            clock.now += 1.0
            raise OSError

    async def scene(turns: Turns, clock: Clock) -> None:
        for _ in range(3):
            with pytest.raises(OSError, match=r"^$"):
                await fail(turns, clock)

    assert run(scene).now == 103.0


def test_hosts_long_left_alone_are_forgotten() -> None:
    async def scene(turns: Turns, clock: Clock) -> None:
        for number in range(politeness._TIDY_FROM * 4):
            async with turns.turn(f"host{number}.example.org"):
                clock.now += 2.0
        assert len(turns._hosts) <= politeness._TIDY_FROM

    run(scene)
