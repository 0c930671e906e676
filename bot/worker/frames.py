"""What passes through the pipes between a ``Worker`` and its child: a head and a payload."""

import os
import struct
from dataclasses import dataclass
from typing import Literal

from bot.errors import ConfigError, InputError, NotAnArticle, Reason, WorkerError

JOB, READY, REPLY, FAULT = range(4)
"""Kinds: the setup and each payload; the target has returned; an answer; a Fault in JSON."""

_HEAD = struct.Struct(">BII")
"""Kind, number of the job that it belongs to (0: the setup), length of the payload."""

_MAX_LINE, _MAX_FAULTS = 300, 100
"""Characters of an error's line, and lines of a ConfigError: a subverted child must not flood a terminal."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How a child says that a job failed. After a ``WorkerError`` it exits, for its state is unknown."""

    kind: Literal["InputError", "NotAnArticle", "ConfigError", "WorkerError"]
    message: str
    reason: Reason | None = None

    def to_error(self) -> InputError | NotAnArticle | ConfigError | WorkerError:
        """The same error, in the parent, as one line; only a ConfigError lists its faults in lines of their own."""
        if self.kind == "ConfigError":
            return ConfigError("\n".join(_one_line(line) for line in self.message.splitlines()[:_MAX_FAULTS]))
        message = _one_line(self.message)
        if self.kind == "NotAnArticle":
            return NotAnArticle(message, reason=self.reason or Reason.NOT_AN_ARTICLE)
        return InputError(message) if self.kind == "InputError" else WorkerError(message)


def send(pipe: int, kind: int, number: int, payload: bytes) -> None:
    """Write one frame; blocks while the pipe is full."""
    view = memoryview(_HEAD.pack(kind, number, len(payload)) + payload)
    while view:
        view = view[os.write(pipe, view) :]


def send_fault(pipe: int, number: int, fault: Fault) -> None:
    """Write a fault."""
    import msgspec  # noqa: PLC0415 - needed for faults only

    send(pipe, FAULT, number, msgspec.json.encode(fault))


def receive(pipe: int, max_bytes: int) -> tuple[int, int, bytes]:
    """Read one frame: its kind, its number and its payload.

    Raises:
        EOFError: The other side has closed the pipe.
        WorkerError: The frame is longer than ``max_bytes``; it was not read.
    """
    kind, number, size = _HEAD.unpack(_read(pipe, _HEAD.size))
    if size > max_bytes:
        raise WorkerError(f"the worker's reply of {size} bytes is longer than {max_bytes}")
    return kind, number, _read(pipe, size)


def _read(pipe: int, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = os.read(pipe, min(size - len(data), 1 << 20))
        if not chunk:
            raise EOFError("the pipe was closed")
        data += chunk
    return bytes(data)


def to_fault(data: bytes) -> Fault:
    """Decode a fault.

    Raises:
        WorkerError: It is none.
    """
    import msgspec  # noqa: PLC0415

    try:
        return msgspec.json.decode(data, type=Fault)
    except msgspec.MsgspecError as error:
        raise WorkerError(
            "the worker process sent something unexpected and was replaced; try again"
        ) from error


def _one_line(text: str) -> str:
    """Words of one line, without control and bidi characters."""
    printable = (char if char.isprintable() else " " for char in text)
    return " ".join("".join(printable).split())[:_MAX_LINE]
