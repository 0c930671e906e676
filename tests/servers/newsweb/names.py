"""Stand-in for DNS: every name leads to loopback, but those that are broken (F10)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.servers.names import NO_SUCH_NAME, TRY_AGAIN


@dataclass
class NewsNames:
    """An ``async (host) -> addresses``, as `bot.acquire.guards.Lookup` asks.

    ``broken`` maps a name to ``missing``, ``failing`` (the resolver has no answer), ``silent`` (no answer, ever),
    ``private``, or ``flips`` (public, then private, by turns).
    """

    broken: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        match self.broken.get(host, ""):
            case "missing":
                raise NO_SUCH_NAME
            case "failing":
                raise TRY_AGAIN
            case "silent":
                await asyncio.Event().wait()
            case "private":
                return ("10.0.0.1",)
            case "flips" if self.asked.count(host) % 2 == 0:
                return ("127.0.0.1", "10.0.0.1")
        return ("127.0.0.1",)
