"""Who asks, where, and what they get: what every face hands in and takes out."""

from dataclasses import dataclass

from bot.types import Channel, Message


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where; the face fills it in.

    Attributes:
        channel: Where the command was typed; its workspace is the tenant.
        user: Names the user on the platform, within the workspace.
        is_manager: The platform, or the operator's list, lets this user manage the channel.
        is_private: A conversation with this user alone: who writes there manages it.
        tz: IANA name of the user's own zone where the platform tells it, for the first schedule of a channel.
    """

    channel: Channel
    user: str
    is_manager: bool
    is_private: bool = False
    tz: str = ""

    @property
    def tenant(self) -> str:
        """``platform/workspace``; what one tenant does is never shown to another."""
        return f"{self.channel.platform}/{self.channel.workspace}"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer. ``is_private``: only the asker sees it; what changes a channel is seen by all of it."""

    message: Message
    is_private: bool = True
