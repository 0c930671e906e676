"""``brief ask``: what a channel's chat would answer, without any platform. Who sits here may do what its managers may."""

from contextlib import AsyncExitStack

import msgspec

from adapters.terminal import interrupts
from adapters.terminal.desk import wishes as wishing
from adapters.terminal.desk.deliveries import channel_of
from adapters.terminal.news.desk import Desk, write_json
from adapters.terminal.news.feeds import opened
from adapters.terminal.news_cli import Asked
from adapters.terminal.render import to_terminal
from adapters.terminal.streams import write
from bot.analyse import roster
from bot.commands import Asker, Commands, Reply, make_desk
from bot.config import load_yaml
from bot.config_folder import ACTORS
from bot.store.store import Store
from bot.types import Briefing


def run(asked: Asked, desk: Desk) -> int:
    """Print the answer; 0, whatever it says."""
    options = asked.options
    asker = Asker(channel_of(options["channel"]), options["user"], is_manager=True)
    with opened(desk) as store:
        reply = interrupts.run(_ask(desk, store, asker, options["text"]))
    if asked.place.as_json:
        blocks = [{"block": type(one).__name__, **msgspec.to_builtins(one)} for one in reply.message.blocks]
        write_json(
            [
                {
                    "schema": "sitrep.reply/1",
                    "is_private": reply.is_private,
                    "fallback": reply.message.fallback,
                    "blocks": blocks,
                }
            ]
        )
    else:
        width, colour = options["width"], options["colour"]
        write(to_terminal(reply.message, width=width, colour=colour, evidence=False))
    return 0


async def _ask(desk: Desk, store: Store, asker: Asker, text: str) -> Reply:
    wishes = wishing.load_with(desk.folder, store)
    wishing.sync(store, wishes.listed)
    known = roster.build(load_yaml(file) for file in desk.folder.tables(ACTORS))
    async with AsyncExitStack() as doors:

        async def brief_url(url: str) -> Briefing:
            engine = await doors.enter_async_context(desk.open_engine())  # for addresses alone
            return await engine.brief_address(url)

        made = make_desk(
            store, wishes.known, known, weights=wishing.weights(desk.settings), brief_url=brief_url
        )
        return await Commands(made).run(asker, text)
