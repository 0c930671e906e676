"""A call of the store that a cancelled task still waits for."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def whole(call: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """``asyncio.to_thread``, but a task that is cancelled meanwhile ends only when the call has ended.

    A thread cannot be cancelled. A claim that went on behind its task's back would take leases after the process has given
    back all that it had.
    """
    thread = asyncio.ensure_future(asyncio.to_thread(call, *given, **named))
    try:
        return await asyncio.shield(thread)
    finally:
        while not thread.done():
            try:
                await asyncio.wait((thread,))
            except asyncio.CancelledError:  # once more: it cannot end sooner for that
                continue
        if not thread.cancelled():
            thread.exception()  # nobody else will ask
