"""How a process that runs for long is told to end, and to read its configuration anew."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Self

WITHIN_S = 9.0
"""An orderly end takes no longer; then the process is gone, and what it had in hand is given to another when its lease is
over. X1 of the fault plan allows ten seconds."""


class Ending:
    """Ends work in good order when the process is told to, and the process itself if that takes too long.

    The first SIGTERM or Ctrl-C cancels the work. A second Ctrl-C ends the process at once; a second SIGTERM changes
    nothing, for supervisors repeat theirs. Use it around all that the process does, the closing of doors included.

    Args:
        within_s: See ``WITHIN_S``.
        leave: Ends the process with an exit code.
    """

    def __init__(self, *, within_s: float = WITHIN_S, leave: Callable[[int], Any] = os._exit) -> None:
        self.told: signal.Signals | None = None
        self._within_s = within_s
        self._leave = leave
        self._last: threading.Timer | None = None

    async def work(
        self, work: Coroutine[Any, Any, None], *, again: Callable[[], None] | None = None
    ) -> signal.Signals | None:
        """Work until it is done, or until the process is told to end; by which signal. ``again`` is called for SIGHUP."""
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self._end, sign, task)
        if again is not None and hasattr(signal, "SIGHUP"):
            loop.add_signal_handler(signal.SIGHUP, again)
        try:
            await task
        except asyncio.CancelledError:
            if self.told is None:
                raise
        return self.told

    def _end(self, sign: signal.Signals, task: "asyncio.Future[None]") -> None:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if self.told is None:
            self.told = sign
            self._last = threading.Timer(self._within_s, self._leave, (128 + sign,))
            self._last.daemon = True
            self._last.start()
            task.cancel()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._last is not None:
            self._last.cancel()
