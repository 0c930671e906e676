"""Stand-ins for DNS: look-ups with scripted answers, which open no socket.

Each is an ``async (host) -> addresses``, as `bot.acquire.guards.Lookup` asks.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NO_SUCH_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
TRY_AGAIN = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@dataclass
class Names:
    """Fixed answers by name; ``others`` for every other name, None for "there is no such name"."""

    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    others: Sequence[str] | None = None
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        answer = self.answers.get(host, self.others)
        if answer is None:
            raise NO_SUCH_NAME
        return answer


@dataclass
class Rebinding:
    """A name server under an attacker's control: the next answer each time a name is asked, then round again."""

    answers: Sequence[Sequence[str]]
    times_asked: Counter[str] = field(default_factory=Counter)

    async def __call__(self, host: str) -> Sequence[str]:
        answer = self.answers[self.times_asked[host] % len(self.answers)]
        self.times_asked[host] += 1
        return answer


async def silent(_: str) -> Sequence[str]:
    """Give no answer, ever."""
    await asyncio.Event().wait()
    return ()


async def out_of_order(_: str) -> Sequence[str]:
    """Answer as a resolver does that cannot reach its servers."""
    raise TRY_AGAIN
