"""What a platform can be asked for, and what may come of it. Each face has a Messenger; nothing here knows any of them.

A messenger tries once and tells what it saw; it never tries again by itself, for it cannot know whether it may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.types import Channel, Message


class Scope(StrEnum):
    """How far a platform's refusal reaches."""

    CHANNEL = "channel"
    WORKSPACE = "workspace"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Posted:
    """It is there, under ``ref``. Also: it was there before, or was posted and then deleted by somebody."""

    ref: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Surely not posted; later it may be: the platform limits us, or could not be reached.

    ``after_s``: how long it asks us to wait, ``None`` if it does not say. As it came: the outbox mends what is absurd.
    """

    why: str
    after_s: float | None = None
    scope: Scope = Scope.CHANNEL


@dataclass(frozen=True, slots=True)
class Gone:
    """Surely not posted, nor will it be: no such channel any more, or we may not post there."""

    why: str
    scope: Scope = Scope.CHANNEL


@dataclass(frozen=True, slots=True)
class Invalid:
    """Surely not posted: the platform does not take a message of this form."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody knows whether it was posted."""

    why: str


Outcome = Posted | NotNow | Gone | Invalid | Unsure


@dataclass(frozen=True, slots=True)
class Found:
    """It is there."""

    ref: str


@dataclass(frozen=True, slots=True)
class NotThere:
    """The channel could be read back to the time asked for, and it is not there."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The channel could not be read far enough; ``after_s`` as in `NotNow`. ``is_final``: it never can be."""

    why: str
    after_s: float | None = None
    is_final: bool = False


Finding = Found | NotThere | Unreadable


@dataclass(frozen=True, slots=True)
class Piece:
    """One part to post.

    Attributes:
        key: Of the delivery.
        number: Of the part, from 0.
        payload: As `Messenger.render` gave it.
        thread: Reference of the post to reply to; ``""`` for none.
    """

    key: str
    number: int
    payload: str
    thread: str = ""


class Messenger(Protocol):
    """One platform. Methods never raise what the platform does; a cancelled call ends at once."""

    platform: str

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:
        """The message in parts of a size that the platform takes; the same for the same message, always.

        ``plain``: as plain text, for a platform that did not take the other form. At least one part.
        """
        ...

    async def post(self, channel: Channel, piece: Piece) -> Outcome:
        """Post a part. The platform keeps the piece's key and number with it, so that ``find`` can tell it."""
        ...

    async def edit(self, channel: Channel, ref: str, piece: Piece) -> Outcome:
        """Put a part in the place of an earlier post. Doing so twice is the same as once."""
        ...

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:
        """Look for a part that may have been posted at ``since`` or later (aware UTC)."""
        ...
