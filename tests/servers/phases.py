"""Which steps of a process are under way, seen from outside: counters in a file that both sides map.

Whoever kills a process reads there what was hit, and can wait for a step in order to hit it.
"""

import mmap
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

STEPS = (
    *("open", "sync_feeds", "claim_feeds", "fetch_feed", "parse_feed", "known", "settle_poll"),
    *("claim_entries", "fetch_page", "parse_page", "analyse", "settle_entry", "placing", "retain"),
    *("idle", "release"),
)
"""From the start of a process to its orderly end."""

_PAIR = struct.Struct("II")  # under way now; begun so far


class Phases:
    """Counters of one process.

    Args:
        file: Shared with whoever looks; ``None``: nobody does.
        entered: Called with the name of each step as it begins, in the thread that does it.
    """

    def __init__(self, file: Path | None = None, entered: Callable[[str], None] = lambda _: None) -> None:
        size = _PAIR.size * len(STEPS)
        self._map = _mapped(file, size) if file else mmap.mmap(-1, size)
        self._lock = threading.Lock()
        self._entered = entered

    def clear(self) -> None:
        """Begin anew, for another process."""
        self._map[:] = bytes(len(self._map))

    def under_way(self) -> tuple[str, ...]:
        """Steps that have begun and not ended."""
        return tuple(step for at, step in enumerate(STEPS) if self._pair(at)[0])

    def begun(self, step: str) -> int:
        """How often a step began."""
        return self._pair(STEPS.index(step))[1]

    @contextmanager
    def within(self, step: str) -> Iterator[None]:
        """Note that a step is under way."""
        at = STEPS.index(step)
        self._add(at, 1, 1)
        try:
            self._entered(step)
            yield
        finally:
            self._add(at, -1, 0)

    def watch(self, owner: object, method: str, step: str) -> None:
        """Note every call of a method that blocks."""
        call: Callable[..., Any] = getattr(owner, method)

        def noted(*given: Any, **named: Any) -> Any:
            with self.within(step):
                return call(*given, **named)

        setattr(owner, method, noted)

    def watch_async(self, owner: object, method: str, step: str) -> None:
        """Note every call of a coroutine function."""
        call: Callable[..., Awaitable[Any]] = getattr(owner, method)

        async def noted(*given: Any, **named: Any) -> Any:
            with self.within(step):
                return await call(*given, **named)

        setattr(owner, method, noted)

    def watch_block(self, owner: object, method: str, step: str) -> None:
        """Note every ``with`` block that a method opens."""
        call: Callable[..., AbstractContextManager[Any]] = getattr(owner, method)

        @contextmanager
        def noted(*given: Any, **named: Any) -> Iterator[Any]:
            with self.within(step), call(*given, **named) as inner:
                yield inner

        setattr(owner, method, noted)

    def _pair(self, at: int) -> tuple[int, int]:
        return _PAIR.unpack_from(self._map, at * _PAIR.size)

    def _add(self, at: int, now: int, ever: int) -> None:
        with self._lock:
            under_way, begun = self._pair(at)
            _PAIR.pack_into(self._map, at * _PAIR.size, under_way + now, begun + ever)


def _mapped(file: Path, size: int) -> mmap.mmap:
    if not file.exists():
        file.write_bytes(bytes(size))
    with file.open("r+b") as opened:
        return mmap.mmap(opened.fileno(), size)
