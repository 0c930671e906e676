"""The one set of commands that every face offers.

::

    commands = Commands(make_desk(store, known, roster, brief_url=engine.brief_address))
    reply = await commands.run(Asker(channel, "U1", is_manager=False), "actor Ada Roe")

``listing`` says which commands there are, ``parse`` which one is meant, ``permissions`` who may, ``limits`` how often;
``run`` does it. What each does is in a file per group, what it says in ``replies_*``.
"""

from bot.commands.asking import Asker, Reply
from bot.commands.desk import Defaults, Desk, make_desk
from bot.commands.limits import Limits
from bot.commands.listing import COMMANDS, Command, Who
from bot.commands.run import Commands

__all__ = [
    "COMMANDS",
    "Asker",
    "Command",
    "Commands",
    "Defaults",
    "Desk",
    "Limits",
    "Reply",
    "Who",
    "make_desk",
]
