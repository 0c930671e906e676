"""A proxy in front of a PostgreSQL server that cuts the connection at COMMIT, before or after the server has it."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

COMMIT = b"COMMIT\0"  # as a statement of its own; READ COMMITTED is none


@dataclass
class Cutter:
    """A Unix socket ``.s.PGSQL.5432`` in ``folder`` that leads to the one in ``server``.

    Attributes:
        folder: Where to listen.
        server: Where the real socket lies.
        cuts: What is to happen at the next COMMITs: ``before`` the server got it, or ``after`` it has answered.
        done: Cuts that happened.
    """

    folder: Path
    server: Path
    cuts: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    _ends: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / ".s.PGSQL.5432"))
        self._listener.listen()
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._end(self._listener)
        for end in list(self._ends):
            self._end(end)
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)
        self._threads.append(thread)
        thread.start()

    @staticmethod
    def _end(end: socket.socket) -> None:
        with suppress(OSError):  # the other side was faster
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.server / ".s.PGSQL.5432"))
            self._ends += [client, server]
            answered = threading.Event()
            self._start(self._asks, client, server, answered)
            self._start(self._answers, client, server, answered)

    def _asks(self, client: socket.socket, server: socket.socket, answered: threading.Event) -> None:
        """Client → server."""
        while data := self._read(client):
            if COMMIT in data and self.cuts:
                cut = self.cuts.pop(0)
                if cut == "after":
                    answered.clear()
                    self._cutting = client
                    server.sendall(data)
                    answered.wait(10)
                self.done.append(cut)
                break
            try:
                server.sendall(data)
            except OSError:
                break
        self._end(client)
        self._end(server)

    def _answers(self, client: socket.socket, server: socket.socket, answered: threading.Event) -> None:
        """Server → client; what answers a COMMIT that is to be cut goes nowhere."""
        while data := self._read(server):
            if getattr(self, "_cutting", None) is client:
                answered.set()
                return
            try:
                client.sendall(data)
            except OSError:
                return

    @staticmethod
    def _read(end: socket.socket) -> bytes:
        try:
            return end.recv(65_536)
        except OSError:
            return b""
