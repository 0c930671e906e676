"""Taking turns at a host: never more than a few visits at once, never closer together than a second."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_TIDY_FROM = 256  # hosts; below that a scan of the table costs more than the table


@dataclass(slots=True)
class _Host:
    seats: asyncio.Semaphore
    next_at: float  # on the clock of `Turns`
    visitors: int = 0  # inside or waiting


class Turns:
    """Who may visit which host when.

    Args:
        at_once: Visits to one host at the same time.
        apart_s: Seconds between the starts of two visits to one host.
        clock: Monotonic seconds.
        sleep: Waits so many seconds on that clock.
    """

    def __init__(
        self,
        at_once: int,
        apart_s: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._at_once = at_once
        self._apart_s = apart_s
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, follows: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` and hold it.

        ``follows`` marks a redirect within a host that this visit has been to: it belongs to the same visit, so it
        is counted but need not keep the distance, as with a browser.
        """
        self._forget_quiet_hosts()
        state = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._at_once), self._clock()))
        state.visitors += 1
        try:
            async with state.seats:
                if not follows:
                    await self._keep_distance(state)
                yield
        finally:
            state.visitors -= 1

    async def _keep_distance(self, state: _Host) -> None:
        start_at = max(state.next_at, self._clock())
        state.next_at = start_at + self._apart_s
        if (wait_s := start_at - self._clock()) > 0:
            await self._sleep(wait_s)

    def _forget_quiet_hosts(self) -> None:
        """Keep a long-running table about as small as its last second was busy."""
        if len(self._hosts) < _TIDY_FROM:
            return
        now = self._clock()
        for host in [
            host for host, state in self._hosts.items() if not state.visitors and state.next_at <= now
        ]:
            del self._hosts[host]
