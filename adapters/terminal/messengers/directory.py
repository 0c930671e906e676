"""A directory as a platform: a folder for each channel, a file for each part of a message.

The name of a file comes from the key of its message, and a file appears whole or not at all (written beside, then renamed).
So `find` is exact, posting twice makes one file, and any number of processes may share the directory.
"""

import asyncio
import os
import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from adapters.terminal.html import to_html
from adapters.terminal.messengers import names
from adapters.terminal.messengers.sheet import Sheet, freeze, thaw
from adapters.terminal.render import to_markdown, to_terminal
from bot.deliver.messenger import Finding, Found, NotNow, NotThere, Outcome, Piece, Posted, Unreadable
from bot.errors import StoreError
from bot.types import Channel, Message

WIDTH = 80
"""Cells of plain text: the classical terminal."""

TEXT, PAGE = ".md", ".html"

_NAME = re.compile(r"[A-Za-z0-9-]{1,80}\.\d{1,4}(\.reply-[A-Za-z0-9-]{1,80}\.\d{1,4})?")


class DirectoryMessenger:
    """Posts into a directory.

    Args:
        root: The directory; made when something is posted.
        picture: The PNG of a picture by its digest, for the documents.
        platform: Whose messages come here.
    """

    def __init__(self, root: Path, picture: Callable[[str], bytes | None], *, platform: str = "dir") -> None:
        self.platform = platform
        self._root = root
        self._picture = picture

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:
        """One part: a file may be of any size."""
        if plain:
            sheet = Sheet(to_terminal(message, width=WIDTH, colour=False, evidence=False))
        else:
            sheet = Sheet(
                to_markdown(message, evidence=False), to_html((message,), picture=self._picture_or_none)
            )
        return (freeze(sheet),)

    async def post(self, channel: Channel, piece: Piece) -> Outcome:
        """Write the files of a part, unless they are there."""
        name = _name(piece)
        return await asyncio.to_thread(self._write, self._folder(channel), name, piece.payload)

    async def edit(self, channel: Channel, ref: str, piece: Piece) -> Outcome:
        """Write over the files of an earlier part; somebody who reads sees the old ones or the new ones."""
        return await asyncio.to_thread(self._over, self._folder(channel), _own(ref), piece.payload)

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:  # noqa: ARG002 - names do not age
        """Whether the part's file is there."""
        return await asyncio.to_thread(self._look, self._folder(channel), _name(piece))

    def _folder(self, channel: Channel) -> Path:
        return self._root.joinpath(*names.path(channel))

    def _look(self, folder: Path, name: str) -> Finding:
        try:
            return Found(name) if _is_there(folder / f"{name}{TEXT}") else NotThere()
        except OSError as error:
            return Unreadable(_why(folder, error))

    def _write(self, folder: Path, name: str, payload: str) -> Outcome:
        try:
            if _is_there(folder / f"{name}{TEXT}"):
                return Posted(name)
        except OSError as error:
            return NotNow(_why(folder, error))
        return self._over(folder, name, payload)

    def _over(self, folder: Path, name: str, payload: str) -> Outcome:
        """Write, whatever stands there."""
        try:
            sheet = thaw(payload)
            folder.mkdir(parents=True, exist_ok=True)
            if sheet.page:
                _put(folder / f"{name}{PAGE}", sheet.page)
            _put(folder / f"{name}{TEXT}", sheet.text)  # the last: by this one a part is found
        except OSError as error:
            # Whatever failed, the text has not got its name: giving it is the last thing that is done.
            return NotNow(_why(folder, error))
        return Posted(name)

    def _picture_or_none(self, digest: str) -> bytes | None:
        """A picture that cannot be read now is no reason to lose the message; its alternative text stands there."""
        try:
            return self._picture(digest)
        except StoreError:
            return None


def _name(piece: Piece) -> str:
    """A reply stands beside what it replies to: ``PARENT.reply-OWN``, where the parent is a file of ours."""
    own = f"{names.stem(piece.key)}.{piece.number}"
    return f"{_own(piece.thread)}.reply-{own}" if piece.thread else own


def _own(ref: str) -> str:
    """The name that a reference is; one that another messenger gave is made a name."""
    return ref if _NAME.fullmatch(ref) else f"{names.stem(ref)}.0"


def _is_there(file: Path) -> bool:
    """As ``Path.exists``, but what cannot be known raises OSError."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _put(file: Path, text: str) -> None:
    """Write a file so that it is there whole, also after a power cut, or not at all."""
    beside = file.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("wb") as out:
            out.write(text.encode("utf-8", "backslashreplace"))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _why(folder: Path, error: OSError) -> str:
    return f"{folder}: cannot be written ({error.strerror or error})"
