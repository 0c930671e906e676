"""Standard output as a platform: what was written cannot be read back, so a doubtful attempt stays in doubt."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from adapters.terminal.messengers.sheet import Sheet, freeze, thaw
from adapters.terminal.render import to_terminal
from adapters.terminal.streams import OutputError, printable, write
from bot.deliver.messenger import Finding, NotNow, Outcome, Piece, Posted, Scope, Unreadable
from bot.types import Channel, Message


class Screen:
    """The stream, once for all platforms; ``fault`` is what ended it."""

    def __init__(self) -> None:
        self.fault: OutputError | None = None
        self.broken = asyncio.Event()
        self._turn = asyncio.Lock()
        self._has_begun = False

    async def show(self, text: str) -> OutputError | None:
        """Write a text of its own, an empty line before it; what was wrong with the stream, if anything was."""
        async with self._turn:
            if self.fault is None:
                try:
                    await asyncio.to_thread(write, "\n" * self._has_begun + text)
                    self._has_begun = True
                except OutputError as error:
                    self.fault = error
                    self.broken.set()
            return self.fault


class StreamMessenger:
    """Posts to standard output.

    Args:
        screen: The stream.
        width: Cells of a line.
        colour: Whether to use ANSI styles.
        platform: Whose messages come here.
    """

    def __init__(self, screen: Screen, *, width: int, colour: bool, platform: str = "dir") -> None:
        self.platform = platform
        self._screen = screen
        self._width = width
        self._colour = colour

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:
        """One part, as a terminal shows it."""
        colour = self._colour and not plain
        return (freeze(Sheet(to_terminal(message, width=self._width, colour=colour, evidence=False))),)

    async def post(self, channel: Channel, piece: Piece) -> Outcome:
        """Write it, headed by its channel; a reply says what it replies to."""
        about = f" · reply to {printable(piece.thread)}" if piece.thread else ""
        return await self._show(channel, about, piece)

    async def edit(self, channel: Channel, ref: str, piece: Piece) -> Outcome:
        """Write it once more: what has gone out stays as it was."""
        return await self._show(channel, f" · in place of {printable(ref)}", piece)

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:  # noqa: ARG002 - it has no memory
        """Nobody can tell."""
        return Unreadable("standard output cannot be read back; look where it went", is_final=True)

    async def _show(self, channel: Channel, about: str, piece: Piece) -> Outcome:
        head = f"==> {printable(channel.key)}{about} <==\n\n"
        fault = await self._screen.show(head + thaw(piece.payload).text)
        return NotNow(str(fault), scope=Scope.PLATFORM) if fault else Posted(piece.key)
