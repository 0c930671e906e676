"""Composition root: the `brief` command. Here alone the parts are wired together, once, by plain arguments."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from adapters.terminal.cli import Arguments, Checking
    from adapters.terminal.news.desk import Desk
    from adapters.terminal.news_cli import Asked, Place
    from bot.acquire.fetcher import Fetcher
    from bot.config import Settings
    from bot.engine import Engine
    from bot.store.store import Store

EXIT_OUTPUT, EXIT_INTERRUPTED = 8, 130


def wire(config: str | None, sentences: int | None = None, words: int | None = None) -> "Engine":
    """An engine with the settings found by ``bot.config``; its processes are starting.

    Raises:
        ConfigError: A settings or table file is missing or wrong.
    """
    from bot.config_folder import environment_config  # `brief --help` needs none of this
    from bot.engine import Engine, start_workers
    from bot.errors import ConfigError
    from bot.jobs import Budget

    folder = environment_config(config)
    workers = start_workers(folder)  # first of all: what follows is done while they start
    try:
        from bot.config import load_settings

        settings = load_settings(folder)
    except ConfigError:
        for worker in workers:
            worker.close()
        raise
    budget = Budget(
        sentences or settings.summary.sentences, words or settings.summary.words, settings.model.lede
    )

    return Engine(workers, settings, lambda: public_fetcher(settings), budget=budget)


def public_fetcher(settings: "Settings") -> "Fetcher":
    """The door to the public internet."""
    from bot.acquire.fetcher import Fetcher, user_agent  # 0.3 s, for addresses only
    from bot.acquire.page import Limits

    limits = Limits(total_s=settings.fetch.deadline_s)
    return Fetcher(agent=user_agent(settings.fetch.contact or None), limits=limits)


def wire_desk(place: "Place", make_fetcher: "Callable[[Settings], Fetcher]" = public_fetcher) -> "Desk":
    """What the commands about news work with; the store and the processes open when a command asks for them.

    Raises:
        ConfigError: A settings file is missing or wrong.
    """
    import os
    import secrets
    import socket

    from adapters.terminal.news.desk import Desk
    from bot.config import load_settings
    from bot.config_folder import environment_config
    from bot.engine import Engine, start_workers

    folder = environment_config(place.config)
    settings = load_settings(folder)

    def open_engine() -> "Engine":
        return Engine(start_workers(folder), settings, lambda: make_fetcher(settings))

    owner = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
    return Desk(folder, settings, lambda: open_database(place.data), open_engine, owner)


def open_database(data: str | None) -> "Store":
    """The database that ``DATABASE_URL`` names, else ``sitrep.db`` in the data folder.

    Raises:
        StoreError: It cannot be opened.
    """
    import os

    from bot.errors import StoreError
    from bot.store.open import open_store

    if url := os.environ.get("DATABASE_URL"):
        return open_store(url)
    file = database_file(data)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{file.parent}: the data folder cannot be made ({error.strerror}). Name another one: --data FOLDER."
        ) from error
    return open_store(f"sqlite:///{file}")


def database_file(data: str | None) -> "Path":
    """Where the database is, or would be, without ``DATABASE_URL``."""
    import os
    from pathlib import Path

    if (named := data or os.environ.get("SITREP_DATA")) is None:
        import platformdirs

        named = platformdirs.user_data_dir("sitrep", appauthor=False)
    return Path(named) / "sitrep.db"


def existing_database(data: str | None) -> "Store | None":
    """Likewise, but none is made where there is none.

    Raises:
        StoreError: It cannot be opened.
    """
    import os

    is_there = os.environ.get("DATABASE_URL") or database_file(data).exists()
    return open_database(data) if is_there else None


def start(arguments: "Arguments | Checking | Asked") -> int:
    """Do what the arguments ask; the exit code."""
    from adapters.terminal.cli import Checking
    from adapters.terminal.news_cli import Asked
    from bot.errors import SitrepError

    try:
        if isinstance(arguments, Checking):
            return check(arguments, _today())
        if isinstance(arguments, Asked):
            return work_of(arguments)(arguments, wire_desk(arguments.place))
        engine = wire(arguments.config, arguments.sentences, arguments.words)
    except SitrepError as error:
        from adapters.terminal.errors import complain, exit_code

        complain("", error)
        return exit_code(error)
    from adapters.terminal import app  # while the processes start

    return app.run(arguments, engine)


def work_of(asked: "Asked") -> "Callable[[Asked, Desk], int]":
    """What does a command about news or digests; loads that alone.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed while it loaded.
    """
    from adapters.terminal.interrupts import raise_noted

    work: Callable[[Asked, Desk], int]
    match asked.words:
        case "preview":
            from adapters.terminal.desk.preview import run as work
        case "digest":
            from adapters.terminal.desk.digest import run as work
        case "run":
            from adapters.terminal.desk.run import run as work
        case "ask":
            from adapters.terminal.desk.ask import run as work
        case "deliveries":
            from adapters.terminal.desk.deliveries import show as work
        case "resend":
            from adapters.terminal.desk.deliveries import resend as work
        case "confirm":
            from adapters.terminal.desk.deliveries import confirm as work
        case "resume":
            from adapters.terminal.desk.deliveries import resume as work
        case _:
            from adapters.terminal.news.commands import run as work
    raise_noted()
    return work


def check(asked: "Checking", today: "date") -> int:
    """Check one subject, or everything, in the folder found by ``bot.config_folder``; no process starts. The exit code.

    Raises:
        ConfigError: The folder, or a file that it needs, is not there.
    """
    from bot.config_folder import environment_config

    folder = environment_config(asked.config)
    if asked.subject is not None:
        from adapters.terminal import check as checks

        return checks.run(asked, folder, today)
    from adapters.terminal.checks import everything

    return everything.run(asked, folder, today, lambda: existing_database(asked.data))


def _today() -> "date":
    """The user's day: a row of it is not of a day to come."""
    from datetime import datetime

    return datetime.now().astimezone().date()


def main() -> None:
    """Entry point of the `brief` command."""
    try:
        code = _guarded()
    except KeyboardInterrupt:  # a second one, or one that a child took on its way into a session of its own
        code = EXIT_INTERRUPTED
    sys.exit(code)


def _guarded() -> int:
    """Run the command; what a user does to its streams or by Ctrl-C becomes an exit code."""
    try:
        from adapters.terminal.interrupts import note

        note()
        from adapters.terminal import cli
        from adapters.terminal.streams import OutputError, ReaderGoneError, tell

        try:
            return cli.run(start)
        except ReaderGoneError:
            return 0
        except OutputError as error:
            tell(str(error))
            return EXIT_OUTPUT
    except KeyboardInterrupt:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        return EXIT_INTERRUPTED


if __name__ == "__main__":
    main()
