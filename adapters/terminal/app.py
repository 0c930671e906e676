"""Briefs every source in turn: briefings to standard output, progress and errors to standard error, an exit code."""

import asyncio
import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from adapters.terminal import interrupts, record, render
from adapters.terminal.cli import Arguments
from adapters.terminal.errors import complain, exit_code
from adapters.terminal.streams import printable, tell, write
from bot.acquire.sources import Source, read_file, read_stream
from bot.analyse.escalation import is_flag
from bot.brief.briefing import KEY_ACTORS
from bot.brief.message import of_briefing
from bot.errors import InputError, SitrepError
from bot.text.clean import MAX_CHARS
from bot.types import Briefing

if TYPE_CHECKING:
    from bot.engine import Engine

T = TypeVar("T")

AT_ONCE = 4
"""Sources read side by side: enough to hide a slow server, few enough to be polite."""

BETWEEN = {"json": "", "markdown": "\n---\n\n", "terminal": "\n\n"}
"""What parts one briefing from the next."""

CUT = f"longer than {MAX_CHARS:,} characters; only so much of it was read."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: a briefing, or an error."""

    source: str
    result: Briefing | SitrepError


def run(arguments: Arguments, engine: "Engine") -> int:
    """Brief every source on the standard streams; the exit code is 0, or that of the first source that failed.

    Raises:
        OutputError: Standard output takes no more.
    """
    return interrupts.run(_run(arguments, engine))


async def _run(arguments: Arguments, engine: "Engine") -> int:
    room = asyncio.Semaphore(AT_ONCE)
    code, printed = 0, False
    told: set[str] = set()
    async with engine:
        tasks = [asyncio.create_task(_attempt(source, engine, room)) for source in arguments.sources]
        for number, task in enumerate(tasks, 1):
            outcome = await task
            if len(tasks) > 1 and not arguments.quiet:
                tell(f"{number} of {len(tasks)}: {outcome.source}")
            if isinstance(outcome.result, SitrepError):
                code = code or exit_code(outcome.result)
                complain(outcome.source, outcome.result)
            elif not arguments.quiet:
                _remark(outcome.source, outcome.result, told)
            if text := _text(outcome, arguments):
                write(BETWEEN[arguments.form] * printed + text)
                printed = True
    return code


def _remark(source: str, briefing: Briefing, told: set[str]) -> None:
    """Say what a reader would not guess: a text that was cut, and, once, what was missing to read it with."""
    if briefing.articles[0].is_cut:
        tell(f"{source}: {CUT}")
    for note in briefing.notes:
        if note not in told:
            tell(note)
            told.add(note)


async def _attempt(source: str, engine: "Engine", room: asyncio.Semaphore) -> Outcome:
    async with room:
        try:
            if is_address(source):
                return Outcome(source, await engine.brief_address(source))
            local = await _patiently(lambda: _read(source))
            return Outcome(source, await asyncio.to_thread(engine.brief_source, local))
        except SitrepError as error:
            return Outcome(source, error)


async def _patiently(read: Callable[[], T]) -> T:
    """Read in a thread that does not hold the program back: a terminal or a FIFO may never come to an end."""
    done: Future[T] = Future()

    def work() -> None:
        try:
            done.set_result(read())
        except Exception as error:  # noqa: BLE001 - it is raised again where the result is awaited
            done.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return await asyncio.wrap_future(done)


def is_address(source: str) -> bool:
    """Whether a source is an address, of whatever scheme; all else but ``-`` is a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source) is not None


def _read(source: str) -> Source:
    if source == "-":
        if sys.stdin is None:
            raise InputError("standard input: closed.")
        # Not sys.stdin: Python would wait at its end for the lock of a stream that a thread is still reading.
        return read_stream(open(sys.stdin.fileno(), "rb", closefd=False))
    if not source:
        raise InputError("'': an empty source. Give an address, a file, or - for standard input.")
    if source.lower().startswith("www.") and not Path(source).exists():
        raise InputError(f"{source}: there is no such file. For the address, give https://{source}")
    return read_file(Path(source))


def _text(outcome: Outcome, arguments: Arguments) -> str:
    """What a source adds to standard output."""
    result = outcome.result
    if isinstance(result, SitrepError):
        is_json = arguments.form == "json"
        return record.of_error(outcome.source, result, exit_code(result)) if is_json else ""
    if arguments.form == "json":
        return record.of_briefing(outcome.source, result)
    message = of_briefing(result, is_flag=is_flag, key_actors=KEY_ACTORS)
    several, name = len(arguments.sources) > 1, printable(outcome.source)
    if arguments.form == "markdown":
        head = f"Source: {render.escape(name)}\n\n" if several else ""
        return head + render.to_markdown(message, evidence=arguments.evidence)
    head = f"==> {name} <==\n\n" if several else ""
    return head + render.to_terminal(
        message, width=arguments.width, colour=arguments.colour, evidence=arguments.evidence
    )
