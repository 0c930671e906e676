"""So many jobs side by side, and never one forgotten: what one of them raises ends all, and is raised."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self


class Side:
    """``async with Side(4) as side: … side.start(job())``; leaving it waits for all. At most so many run at once.

    Args:
        at_once: Jobs side by side.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._running: set[asyncio.Task[None]] = set()

    async def room(self) -> int:
        """Wait until there is room for a job, and say for how many; 1 or more."""
        while len(self._running) >= self._at_once:
            await self._one_ends()
        return self._at_once - len(self._running)

    async def idle(self) -> bool:
        """Wait until a job has ended. False, at once, if none runs."""
        if not self._running:
            return False
        await self._one_ends()
        return True

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        """Start a job."""
        self._running.add(asyncio.create_task(job))

    async def _one_ends(self) -> None:
        done, self._running = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while self._running and error is None:
                await self._one_ends()
        finally:
            left, self._running = self._running, set()
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
