"""A line that somebody typed → a Reply: the one door of all faces.

In this order: the text is read, the asker's permission is looked at, the use is counted, the command is done. A command that
may not be used is counted, too: a refusal costs work. What an article says is only ever shown, never read as a command.
"""

import asyncio
import time
from collections.abc import Callable, Mapping

from bot.commands import channel, finding, help, judging, latest, settings, story, subscribing, why  # noqa: A004 - named for its command
from bot.commands.address import Addresses
from bot.commands.asking import Asker, Reply
from bot.commands.desk import Call, Desk, Work
from bot.commands.limits import Full, Gate, Limits
from bot.commands.listing import Command
from bot.commands.parse import Asked, parse
from bot.commands.permissions import may
from bot.commands.replies import not_allowed, too_often, trouble
from bot.errors import SitrepError, StoreError, StoreUnavailable

WORK: Mapping[str, Work] = {
    "latest": latest.latest,
    "search": finding.search,
    "actor": finding.actor,
    "dyad": finding.dyad,
    "since": latest.since,
    "why": why.why,
    "more": story.more,
    "sources": story.sources,
    "evidence": story.show_sentence,
    "mute": judging.mute,
    "unmute": judging.unmute,
    "useful": judging.useful,
    "useless": judging.useless,
    "subscribe": subscribing.subscribe,
    "unsubscribe": subscribing.unsubscribe,
    "schedule": settings.schedule,
    "watch": subscribing.watch,
    "alerts": settings.alerts,
    "quiet": settings.quiet,
    "policy": settings.policy,
    "resume": settings.resume,
    "status": channel.status,
    "audit": channel.audit,
    "help": help.help_,
}
"""What does each command; ``url`` alone waits for the network and is done by `Addresses`."""

_EDITING = frozenset({"latest", "since"})
_NOT_NOW = "The database cannot be used at the moment. Nothing was changed. Ask again in a minute."
_BROKEN = (
    "The database cannot be used as it is. Nothing was changed. The operator finds out more with: brief check"
)


class Commands:
    """Does what users ask. For one event loop.

    Args:
        desk: What the commands have at hand.
        limits: How often they may be used.
        monotonic: Seconds, never going back; left out, this machine's. Asked from threads, too.
    """

    def __init__(
        self, desk: Desk, limits: Limits | None = None, *, monotonic: Callable[[], float] | None = None
    ) -> None:
        ticking = monotonic or time.monotonic
        self._desk = desk
        self._gate = Gate(desk.store, limits or Limits(), ticking)
        self._addresses = Addresses(desk.brief_url, ticking)
        self._editing = asyncio.Lock()  # the library and the matcher are for one thread at a time
        self._changing = asyncio.Lock()  # a change reads what it changes

    async def run(self, asker: Asker, text: str) -> Reply:
        """Answer a line.

        Args:
            asker: Who asks, and where.
            text: As typed, or as a button has it, without the word that calls us (``/brief``).

        Returns:
            Always an answer that a user can do something with. A fault of ours that has no words (no `SitrepError`) is
            raised, for the face to log.
        """
        key = f"reply/{asker.channel.key}"
        try:
            asked = parse(text)
            full = await self._enter(asker, asked.command)
            if full is not None:
                return Reply(too_often(key, asked.command, full))
            return await self._do(asker, asked)
        except StoreUnavailable:
            return Reply(trouble(key, _NOT_NOW))
        except StoreError:
            return Reply(trouble(key, _BROKEN))
        except SitrepError as error:
            return Reply(trouble(key, str(error)))

    async def _enter(self, asker: Asker, command: Command) -> Full | None:
        is_url = command.name == "url"
        known = self._gate.known(asker, is_url=is_url)
        return known or await asyncio.to_thread(self._gate.enter, asker, is_url=is_url)

    async def _do(self, asker: Asker, asked: Asked) -> Reply:
        now = await asyncio.to_thread(self._desk.store.now)
        call = Call(asker, asked.command, asked.args, now, asked.near)
        if not may(asker, asked.command):
            return not_allowed(call)
        if asked.command.name == "url":
            return await self._addresses.url(call)
        work = WORK[asked.command.name]
        if asked.command.name in _EDITING:
            async with self._editing:
                return await asyncio.to_thread(work, self._desk, call)
        if asked.command.is_setup:
            async with self._changing:
                return await asyncio.to_thread(work, self._desk, call)
        return await asyncio.to_thread(work, self._desk, call)
