"""Which function does which command about news; each loads only what it needs."""

from collections.abc import Callable
from importlib import import_module

from adapters.terminal.interrupts import raise_noted
from adapters.terminal.news.desk import Desk
from adapters.terminal.news_cli import Asked

_HERE = "adapters.terminal.news"
_WHERE = {
    "feeds add": ("feeds", "add"),
    "feeds remove": ("feeds", "remove"),
    "feeds list": ("feeds", "show"),
    "feeds import": ("feeds", "take_in"),
    "feeds export": ("feeds", "hand_out"),
    "feeds check": ("feeds", "check"),
    "poll": ("poll", "run"),
    "stories": ("stories", "run"),
    "search": ("search", "run"),
    "why": ("why", "run"),
    "export": ("export", "run"),
}


def run(asked: Asked, desk: Desk) -> int:
    """Do it; the exit code.

    Raises:
        SitrepError: It cannot be done.
        OutputError: Standard output takes no more.
        KeyboardInterrupt: Ctrl-C was pressed while it loaded.
    """
    module, name = _WHERE[asked.words]
    work: Callable[[Asked, Desk], int] = getattr(import_module(f"{_HERE}.{module}"), name)
    raise_noted()
    return work(asked, desk)
