"""Briefs every source in turn: briefings to standard output, progress and errors to standard error, an exit code."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from adapters.terminal import record, render
from adapters.terminal.cli import Arguments
from bot.acquire.parsing import is_cut
from bot.acquire.sources import Source, read_file, read_stream
from bot.analyse.escalation import is_flag
from bot.brief.briefing import KEY_ACTORS
from bot.brief.message import of_briefing
from bot.errors import ConfigError, FetchError, InputError, NotAnArticle, SitrepError, WorkerError
from bot.text.clean import MAX_CHARS
from bot.types import Briefing

if TYPE_CHECKING:
    from bot.engine import Engine

EXIT_FAULT, EXIT_INTERRUPTED = 1, 130
EXIT: dict[type[SitrepError], int] = {
    InputError: 3,
    FetchError: 4,
    NotAnArticle: 5,
    WorkerError: 6,
    ConfigError: 7,
}
"""Documented in the README; a class covers its subclasses."""

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


def exit_code(error: SitrepError) -> int:
    """The documented code of an error."""
    return next((code for kind, code in EXIT.items() if isinstance(error, kind)), EXIT_FAULT)


def run(arguments: Arguments, engine: "Engine") -> int:
    """Brief every source on the standard streams; the exit code is 0, or that of the first source that failed."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an old locale cannot say “ or ▲; it must not stop a briefing
            stream.reconfigure(errors="backslashreplace")
    try:
        return asyncio.run(_run(arguments, engine, sys.stdout, sys.stderr))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`brief … | head`). Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


async def _run(arguments: Arguments, engine: "Engine", out: TextIO, err: TextIO) -> int:
    room = asyncio.Semaphore(AT_ONCE)
    code, printed = 0, False
    async with engine:
        tasks = [asyncio.create_task(_attempt(source, engine, room)) for source in arguments.sources]
        for number, task in enumerate(tasks, 1):
            outcome = await task
            if len(tasks) > 1 and not arguments.quiet:
                print(f"brief: {number} of {len(tasks)}: {outcome.source}", file=err, flush=True)
            if isinstance(outcome.result, SitrepError):
                code = code or exit_code(outcome.result)
                print(complaint(outcome.source, outcome.result), file=err, flush=True)
            elif is_cut(outcome.result.articles[0]) and not arguments.quiet:
                print(f"brief: {outcome.source}: {CUT}", file=err, flush=True)
            if text := _text(outcome, arguments):
                print(BETWEEN[arguments.form] * printed + text, end="", file=out, flush=True)
                printed = True
    return code


async def _attempt(source: str, engine: "Engine", room: asyncio.Semaphore) -> Outcome:
    async with room:
        try:
            if is_address(source):
                return Outcome(source, await engine.brief_address(source))
            local = await asyncio.to_thread(_read, source)
            return Outcome(source, await asyncio.to_thread(engine.brief_source, local))
        except SitrepError as error:
            return Outcome(source, error)


def is_address(source: str) -> bool:
    """Whether a source is a web address; all else but ``-`` is a path."""
    return source.lower().startswith(("http://", "https://"))


def _read(source: str) -> Source:
    return read_stream(sys.stdin.buffer) if source == "-" else read_file(Path(source))


def _text(outcome: Outcome, arguments: Arguments) -> str:
    """What a source adds to standard output."""
    result = outcome.result
    if isinstance(result, SitrepError):
        is_json = arguments.form == "json"
        return record.of_error(outcome.source, result, exit_code(result)) if is_json else ""
    if arguments.form == "json":
        return record.of_briefing(outcome.source, result)
    message = of_briefing(result, is_flag=is_flag, key_actors=KEY_ACTORS)
    if arguments.form == "markdown":
        return render.to_markdown(message, evidence=arguments.evidence)
    return render.to_terminal(
        message, width=arguments.width, colour=arguments.colour, evidence=arguments.evidence
    )


def complaint(source: str, error: SitrepError) -> str:
    """An error on one line; it names the source once."""
    words = " ".join(str(error).split())
    named = words.startswith(source) or source == "-"
    return f"brief: {words}" if named else f"brief: {source}: {words}"
