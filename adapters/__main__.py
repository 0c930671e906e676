"""Composition root: the `brief` command. Here alone the parts are wired together, once, by plain arguments."""

import sys
from typing import TYPE_CHECKING

from adapters.terminal import cli

if TYPE_CHECKING:
    from bot.acquire.fetcher import Fetcher
    from bot.engine import Engine


def wire(config: str | None, sentences: int | None = None, words: int | None = None) -> "Engine":
    """An engine with the settings found by ``bot.config``; its processes are starting.

    Raises:
        ConfigError: A settings or table file is missing or wrong.
    """
    from bot.config import environment_config, load_settings  # `brief --help` needs none of this
    from bot.engine import Engine
    from bot.jobs import Budget

    folder = environment_config(config)
    settings = load_settings(folder)
    budget = Budget(sentences or settings.summary.sentences, words or settings.summary.words)

    def make_fetcher() -> "Fetcher":
        from bot.acquire.fetcher import Fetcher, user_agent  # 0.3 s, for addresses only
        from bot.acquire.page import Limits

        limits = Limits(total_s=settings.fetch.deadline_s)
        return Fetcher(agent=user_agent(settings.fetch.contact or None), limits=limits)

    engine = Engine(folder, settings, make_fetcher, budget=budget)
    engine.start()
    return engine


def start(arguments: cli.Arguments) -> int:
    """Do what the arguments ask; the exit code."""
    from bot.errors import SitrepError

    try:
        engine = wire(arguments.config, arguments.sentences, arguments.words)
    except SitrepError as error:
        from adapters.terminal.app import exit_code

        print(f"brief: {error}", file=sys.stderr)
        return exit_code(error)
    from adapters.terminal import app  # while the processes start

    return app.run(arguments, engine)


def main() -> None:
    """Entry point of the `brief` command."""
    cli.command(start)()


if __name__ == "__main__":
    main()
