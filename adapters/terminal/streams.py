"""The standard streams as a user may leave them: closed, full, gone, or unable to say “ and ▲."""

import os
import sys
from typing import TextIO


class OutputError(Exception):
    """Standard output takes no more; ``str(error)`` says why."""


class ReaderGoneError(OutputError):
    """The reader has gone (``brief … | head``): no fault of anybody's."""


def write(text: str) -> None:
    """Write to standard output, at once.

    Raises:
        OutputError: It is closed or full; ``ReaderGoneError`` if nobody reads any more.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed")
    try:
        _reconfigure(sys.stdout)
        print(text, end="", flush=True)
    except OSError as error:
        raise output_error(error) from error


def output_error(error: OSError) -> OutputError:
    """What a failed write to standard output means; silences it, for it would fail once more at the end."""
    if sys.stdout is not None:
        _silence(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return ReaderGoneError("nobody reads the output")
    return OutputError(f"the output cannot be written: {error.strerror}")


def tell(text: str) -> None:
    """Write a line to standard error; where that cannot be, there is nobody left to tell."""
    if sys.stderr is None:
        return
    try:
        _reconfigure(sys.stderr)
        print(f"brief: {printable(text)}", file=sys.stderr, flush=True)
    except OSError:
        _silence(sys.stderr)


def printable(text: str) -> str:
    """One line, with everything that could drive a terminal shown as an escape: file names are foreign text too."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _reconfigure(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):  # an old locale must not stop a briefing
        stream.reconfigure(errors="backslashreplace")


def _silence(stream: TextIO) -> None:
    """Python flushes once more when it ends, and would complain and change the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
