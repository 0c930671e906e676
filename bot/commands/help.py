"""help: made from the list of commands, so that it cannot lag behind it."""

from collections.abc import Iterator

from bot.commands.asking import Asker, Reply
from bot.commands.desk import Call, Desk
from bot.commands.listing import BY_NAME, COMMANDS, Command
from bot.commands.parse import slip
from bot.commands.permissions import may
from bot.commands.replies import reply, shown, wrong_use
from bot.types import Block, Button, Fact, Facts, Heading, Para

_PARTS = (
    ("Ask", lambda one: not one.is_setup and not one.is_of_story),
    ("About a story (its buttons do the same)", lambda one: one.is_of_story),
    ("Change what this channel gets", lambda one: one.is_setup),
)


def help_(desk: Desk, call: Call) -> Reply:
    """What there is; or one command in full."""
    del desk
    name = call.args.casefold()
    if not name:
        return reply(call, "What you can ask", _all(call.asker))
    command = BY_NAME.get(name)
    if command is not None:
        return reply(call, f"Help: {command.name}", _one(command))
    near = slip(name)
    meant = (Button(f"Did you mean {near}?", f"help {near}"),) if near else ()
    return wrong_use(call, f"there is no command {shown(call.args)}.", *meant)


def _all(asker: Asker) -> Iterator[Block]:
    yield Para(
        "Without any word: what matters to this channel now. An address: that article. Words: a search."
    )
    for title, belongs in _PARTS:
        yield Heading(title, 2)
        yield Facts(tuple(Fact(one.form, None, one.help, ()) for one in COMMANDS if belongs(one)))
        if any(belongs(one) and not may(asker, one) for one in COMMANDS if one.is_setup):
            yield Para("For managers of this channel.")
    yield Button("Latest", "latest")
    yield Button("Status", "status")


def _one(command: Command) -> Iterator[Block]:
    yield Para(command.help)
    yield Para(f"Use: {command.form}")
    if command.example:
        yield Para(f"Such as: {command.example}")
    if command.aliases:
        yield Para(f"Also: {', '.join(command.aliases)}")
    yield Para(f"Who may: {command.who}.")
    yield Button("All commands", "help")
