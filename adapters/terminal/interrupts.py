"""Ctrl-C while the program loads: what is raised inside an import can be lost.

Callbacks of Python's import system drop exceptions, and so do some modules in C while they load: of 400 processes that
were interrupted within their first half second, one went on as if nothing had been said. Inside an import it is
therefore only noted, and raised when the work is about to begin.
"""

import signal
from collections.abc import Coroutine
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


class _Noting:
    """A handler that raises ``KeyboardInterrupt`` at once outside of imports, and within them the second time."""

    was_struck = False
    is_quiet = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        again, self.was_struck = self.was_struck, True
        if again or not (self.is_quiet or _imports(frame)):
            signal.default_int_handler(number, frame)


def note() -> None:
    """Note a Ctrl-C from now on, unless somebody else sees to it. Call it in the main thread."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _Noting())


def raise_noted() -> None:
    """Raise ``KeyboardInterrupt`` if one was noted."""
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, _Noting) and handler.was_struck:
        raise KeyboardInterrupt


def run(work: Coroutine[Any, Any, T]) -> T:
    """``asyncio.run``, unless Ctrl-C was pressed already.

    Raises:
        KeyboardInterrupt: It was, now or before.
    """
    import asyncio  # noqa: PLC0415 - `brief --help` needs no loop

    handler = signal.getsignal(signal.SIGINT)
    if not isinstance(handler, _Noting):
        return asyncio.run(work)
    handler.is_quiet = True  # a loop that is half made complains loudly
    with asyncio.Runner() as runner:
        runner.get_loop()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the Runner replaces no other
        if handler.was_struck:
            work.close()
            raise KeyboardInterrupt
        return runner.run(work)


def _imports(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
