"""Taking turns at a host: never more than a few visits at once, never closer together than a second."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

_TIDY_FROM = 256  # hosts; below that a scan of the table costs more than the table

MAX_APART_S = 30.0
"""Longest distance that a site's Crawl-delay can ask for. Such lines are written for crawlers of whole sites, which
come by the thousand; at ten articles an hour a visit each half minute is a slow reader, and a day's delay (there
are such) a way of saying no that robots.txt has better words for."""


@dataclass(slots=True)
class _Host:
    seats: asyncio.Semaphore
    last_at: float | None = None  # when the last visit started, on the clock of `Turns`
    apart_s: float = 0.0  # what the last visit wants kept after it
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
    async def turn(
        self, host: str, *, follows: bool = False, apart_s: float | None = None
    ) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` and hold it.

        ``follows`` marks a redirect within a host that this visit has been to: it belongs to the same visit, so it
        is counted but need not keep the distance, as with a browser. ``apart_s`` asks for a longer distance than the
        ordinary one before and after this visit, up to `MAX_APART_S`.
        """
        self._forget_quiet_hosts()
        state = self._hosts.setdefault(host, _Host(asyncio.Semaphore(self._at_once)))
        state.visitors += 1
        try:
            async with state.seats:
                if not follows:
                    await self._keep_distance(state, max(self._apart_s, min(apart_s or 0.0, MAX_APART_S)))
                yield
        finally:
            state.visitors -= 1

    async def _keep_distance(self, state: _Host, apart_s: float) -> None:
        now = self._clock()
        due = now if state.last_at is None else state.last_at + max(state.apart_s, apart_s)
        state.last_at, state.apart_s = max(due, now), apart_s
        if due > now:
            await self._sleep(due - now)

    def _forget_quiet_hosts(self) -> None:
        """Keep a long-running table about as small as the time was busy that its distances reach back."""
        if len(self._hosts) < _TIDY_FROM:
            return
        now = self._clock()
        for host in [
            host
            for host, state in self._hosts.items()
            if not state.visitors and (state.last_at is None or state.last_at + MAX_APART_S <= now)
        ]:
            del self._hosts[host]
