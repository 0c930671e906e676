"""Wording that all commands share: how an answer is put together, and how one is refused."""

from collections.abc import Iterable

from bot.commands.asking import Reply
from bot.commands.desk import Call
from bot.commands.limits import Full
from bot.commands.listing import Command
from bot.commands.permissions import WHO
from bot.text.cut import cut
from bot.types import Block, Button, Heading, Message, Para, Time

TITLE = 80
"""Characters of what a user typed that an answer repeats."""


def reply(call: Call, title: str, blocks: Iterable[Block] = (), *, is_private: bool = True) -> Reply:
    """An answer under its title."""
    return Reply(message(call.key, title, blocks), is_private)


def message(key: str, title: str, blocks: Iterable[Block] = ()) -> Message:
    """A message under its title."""
    return Message(key, (Heading(title, 1), *blocks), title)


def shown(text: str) -> str:
    """What a user typed, short enough to be repeated."""
    return cut(text, TITLE)


def not_allowed(call: Call) -> Reply:
    """The asker may not use the command; the answer names who may."""
    return reply(
        call,
        f"Not changed: {call.command.name} is for managers",
        (
            Para(f"Who may: {WHO}. Ask one of them."),
            *searching(call),
            Button("What everyone may do", "help"),
        ),
    )


def wrong_use(call: Call, why: str, *buttons: Button) -> Reply:
    """The arguments do not fit; the answer says what would, and offers the search for the same words."""
    about = [Para(why[:1].upper() + why[1:]), Para(f"Use: {call.command.form}")]
    if call.command.example:
        about.append(Para(f"Such as: {call.command.example}"))
    helps = Button("Help", f"help {call.command.name}")
    return reply(call, f"Not done: {call.command.name}", (*about, *buttons, *searching(call), helps))


def searching(call: Call) -> tuple[Button, ...]:
    """The words may have been meant as words."""
    if not call.args or call.command.name == "help":
        return ()
    return (Button("Search for these words instead", f"search {call.command.name} {call.args}"),)


def no_story(call: Call) -> Reply:
    """No story has that id; it may never have been one, or be of long ago."""
    return reply(
        call,
        "There is no such story",
        (
            Para(
                "Its id is unknown here, or the story is no longer kept. Search for its words, or look at the latest."
            ),
            Button("Latest", "latest"),
        ),
    )


def too_often(call_key: str, command: Command, full: Full) -> Message:
    """A limit is reached; says whose, and when to come back."""
    whose = {
        "user": "You asked very often within a minute",
        "tenant": "This workspace or server asked very often within a minute",
    }.get(full.whose, "Very many people ask at the moment")
    what = " for addresses" if full.is_of_urls else ""
    return message(
        call_key,
        "Please wait a moment",
        (Para(f"{whose}{what}, so {command.name} was not done. Ask again at:"), Time(full.until)),
    )


def trouble(key: str, why: str) -> Message:
    """Something is wrong that the asker can hear of but not mend."""
    return message(key, "That did not work", (Para(why),))
