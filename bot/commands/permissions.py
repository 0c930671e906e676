"""Who may do what; decided here alone. Faces may hide what a user may not do, but never allow it."""

from bot.commands.asking import Asker
from bot.commands.listing import Command, Who

WHO = "the managers of this channel: those who administer the workspace or server, and those whom they entrusted with it"
"""As a refusal names them."""


def may(asker: Asker, command: Command) -> bool:
    """Whether the asker may use the command. A conversation with the asker alone is managed by the asker."""
    return command.who is Who.EVERYONE or asker.is_manager or asker.is_private
