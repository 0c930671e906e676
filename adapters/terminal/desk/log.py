"""The log of a process that runs for long: lines on standard error, which must never hold up what they tell of.

A thread of its own writes them. So a full disk, a closed stream and a reader that sleeps cost lines, never posts; what
could not be written is counted, and said when writing works again.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import UTC, datetime

from adapters.terminal.streams import printable

SAME_S = 60.0
"""The same line is written at most once in so long; the next one says how often it came meanwhile."""

MOST = 600
"""Lines in `SAME_S`, of all kinds: a log that grows by ten lines a second is read by nobody."""

WAITING = 1_000
"""Lines that wait for the thread; more are left out and counted."""

KNOWN = 1_000
"""Lines that are remembered as written."""

Put = Callable[[str], None]


class Log:
    """Takes lines from any thread, at once.

    Args:
        put: Writes a line; may raise OSError or ValueError, and may take long.
        quiet: Leave out what is no trouble.
        clock: Monotonic seconds.
        now: For the time that each line begins with; aware UTC.
    """

    def __init__(
        self,
        put: Put,
        *,
        quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._put = put
        self._quiet = quiet
        self._clock = clock
        self._now = now
        self._room = threading.Condition()
        self._lines: deque[str] = deque()
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._window, self._count, self._lost = clock(), 0, 0
        self._is_closed = False
        self._thread = threading.Thread(target=self._write, daemon=True, name="log")
        self._thread.start()

    def note(self, text: str) -> None:
        """Say what is done, unless quiet."""
        if not self._quiet:
            self.trouble(text)

    def trouble(self, text: str) -> None:
        """Say what is wrong."""
        with self._room:
            again = self._again(text)
            if again is None or not self._has_room():
                return
            more = f" (and {again:,} times since it was last said)" if again else ""
            self._lines.append(f"{self._now():%Y-%m-%dT%H:%M:%SZ} {printable(text)}{more}")
            self._room.notify()

    def close(self, within_s: float = 1.0) -> None:
        """Write what waits, but not for longer than that."""
        with self._room:
            self._is_closed = True
            self._room.notify()
        self._thread.join(within_s)

    def _again(self, text: str) -> int | None:
        """How often a line came since it was last written; ``None``: it must not be written yet."""
        now = self._clock()
        at, count = self._seen.pop(text, (None, 0))
        if at is not None and now - at < SAME_S:
            self._seen[text] = (at, count + 1)
            return None
        self._seen[text] = (now, 0)
        if len(self._seen) > KNOWN:
            self._seen.popitem(last=False)
        return count

    def _has_room(self) -> bool:
        now = self._clock()
        if now - self._window >= SAME_S:
            self._window, self._count = now, 0
        self._count += 1
        if self._count > MOST or len(self._lines) >= WAITING:
            self._lost += 1
            return False
        if self._lost:
            self._lines.append(f"{self._now():%Y-%m-%dT%H:%M:%SZ} {self._lost:,} lines were left out")
            self._lost = 0
        return True

    def _write(self) -> None:
        while True:
            with self._room:
                while not self._lines and not self._is_closed:
                    self._room.wait()
                if not self._lines:
                    return
                line = self._lines.popleft()
            try:
                self._put(f"brief: {line}\n")
            except (OSError, ValueError):  # full, gone, closed: the next line may get through
                with self._room:
                    self._lost += 1
