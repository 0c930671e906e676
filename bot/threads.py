"""Calls that block, from an event loop. A thread cannot be cancelled; whoever started it waits for its end."""

import asyncio
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def whole(call: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """``asyncio.to_thread``, but a task that is cancelled meanwhile ends only when the call has ended.

    A claim that went on behind its task's back would take leases after the process has given back all that it had.
    """
    thread = asyncio.ensure_future(asyncio.to_thread(call, *given, **named))
    try:
        return await asyncio.shield(thread)
    finally:
        await all_over((thread,))


async def all_over(futures: Iterable[asyncio.Future[T]]) -> None:
    """Wait until all have ended, however often this task is cancelled meanwhile; what they raised is theirs."""
    left = list(futures)
    while any(not each.done() for each in left):
        try:
            await asyncio.wait(left)
        except asyncio.CancelledError:  # they cannot end sooner for that
            continue
    for each in left:
        if not each.cancelled():
            each.exception()
