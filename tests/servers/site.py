"""A web site on loopback whose answers are written byte by byte, so that it can break every rule of HTTP.

    with Site({"/": handler}) as site:
        site.url("/")            # http://127.0.0.1:PORT/
        site.requests            # what was asked, in order

It runs an event loop in a thread of its own, on a port that the system chooses. A handler writes raw bytes and may
stall, cut or reset the connection; whatever it is doing ends when the client goes or the site closes.
"""

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(slots=True)
class Wire:
    """A connection after the head of a request has been read from it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        """Write, and wait until the client has taken most of it."""
        self.writer.write(data)
        await self.writer.drain()

    async def stall(self) -> None:
        """Send nothing more, until the client goes away."""
        while await self.reader.read(4_096):
            pass

    def reset(self) -> None:
        """Break the connection off with RST instead of FIN."""
        peer: socket.socket = self.writer.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


_HANG_UP_S = 2.0  # a net for a client that neither reads nor goes
_TLS_HELLO = b"\x16"  # first byte of a TLS client: a site without TLS hangs up, lest both wait for each other

Handler = Callable[[Request, Wire], Awaitable[None]]


@dataclass
class Site:
    """Serves ``routes`` by path; ``fallback`` serves every other path (by default with a plain 404).

    ``requests`` may be read while the site runs: appending to a list is atomic.
    """

    routes: Mapping[str, Handler]
    fallback: Handler | None = None
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._handling: set[asyncio.Task[None]] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        started = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, sock=self._listener, ssl=self.tls), self._loop
        )
        self._thread = threading.Thread(target=self._loop.run_forever, name="site", daemon=True)
        self._thread.start()
        self._server = started.result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Name a path on this site, by its address or by a ``host`` that a look-up leads here."""
        return f"http://{host}:{self.port}{path}"

    async def _close(self) -> None:
        self._server.close()
        for task in self._handling:
            task.cancel()
        if self._tasks:
            # Those that only wait for their client to hang up are left to it: every client has gone by now.
            await asyncio.wait(self._tasks, timeout=_HANG_UP_S)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._handling.add(task)
        wire = Wire(reader, writer)
        try:
            start = await reader.readexactly(1)
            if start == _TLS_HELLO and self.tls is None:
                return
            request = _read_head(start + await reader.readuntil(b"\r\n\r\n"))
            self.requests.append(request)
            handler = self.routes.get(request.path) or self.fallback or _not_found
            await handler(request, wire)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass  # the client had enough, or the site closes
        finally:
            self._handling.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()
            self._tasks.discard(task)


async def _not_found(_: Request, wire: Wire) -> None:
    await wire.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


def _read_head(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    return Request(method, target, {name.strip().lower(): value.strip() for name, _, value in pairs})
