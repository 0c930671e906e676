"""Targets for ``test_worker.py``: each does, in a real child process, what its name says."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import ConfigError, InputError, NotAnArticle, Reason

Handler = Callable[[bytes], bytes]


def echo(setup: bytes) -> Handler:
    return lambda payload: setup + payload


def process_id(_: bytes) -> Handler:
    return lambda _: str(os.getpid()).encode()


def environment(_: bytes) -> Handler:
    return lambda _: "\n".join(os.environ).encode()


def broken(_: bytes) -> Handler:
    raise RuntimeError("no tables")


def misconfigured(_: bytes) -> Handler:
    raise ConfigError("actors.yaml:3: no name\nactors.yaml:9: no code")


def dying(_: bytes) -> Handler:
    os._exit(3)


def slow_to_start(_: bytes) -> Handler:
    time.sleep(60)
    return bytes


def printing(_: bytes) -> Handler:
    def handle(payload: bytes) -> bytes:
        os.write(1, b"from C\n")
        sys.stdout.write("from Python\n")
        sys.stdout.flush()
        return sys.stdin.read(1).encode() + payload

    return handle


def lying(_: bytes) -> Handler:
    """Writes straight into the pipe of replies, as a subverted child could."""

    def handle(payload: bytes) -> bytes:
        for fd in range(3, 16):
            try:
                os.write(fd, payload)
            except OSError:
                continue
        return b""

    return handle


def misbehaving(_: bytes) -> Handler:
    """Does what the payload names; any other payload comes back."""
    return lambda payload: _DEEDS.get(payload.decode(), lambda: payload)()


def _hang() -> bytes:
    time.sleep(60)
    return b""


def _burn() -> bytes:
    while True:
        pass


def _bloat() -> bytes:
    return bytes(2 * 1024**3)


def _exit() -> bytes:
    os._exit(7)


def _abort() -> bytes:
    os.abort()


def _recurse() -> bytes:
    return _recurse()


def _open_socket() -> bytes:
    socket.socket().close()
    return b""


def _start_process() -> bytes:
    subprocess.run([sys.executable, "-c", ""], check=False)
    return b""


def _fork() -> bytes:
    return str(os.fork()).encode()


def _write_file() -> bytes:
    Path("written-by-a-worker").write_bytes(b"")
    return b""


def _read_file() -> bytes:
    return Path(__file__).read_bytes()[:3]


def _not_an_article() -> bytes:
    raise NotAnArticle("only a\nteaser", reason=Reason.PAYWALL)


def _input_error() -> bytes:
    raise InputError("empty")


def _surprise() -> bytes:
    raise KeyError("a library's bug\nin two lines")


_DEEDS: dict[str, Callable[[], bytes]] = {
    "hang": _hang,
    "burn": _burn,
    "bloat": _bloat,
    "exit": _exit,
    "abort": _abort,
    "recurse": _recurse,
    "open_socket": _open_socket,
    "start_process": _start_process,
    "fork": _fork,
    "write_file": _write_file,
    "read_file": _read_file,
    "not_an_article": _not_an_article,
    "input_error": _input_error,
    "surprise": _surprise,
}
