"""A web of many feeds on one loopback port: it publishes on command, fails on command, and remembers everything.

    with NewsWeb(feeds=20, seed=1) as web:
        web.url(3)                              # http://news3.example.org:PORT/f/3/feed.xml
        piece = web.publish(3)                  # one more article
        web.fault(3, "status", code=503, retry_after=60)
        web.final()                             # what a perfect reader would have

Each feed has a host of its own, so that a polite reader need not wait its turn; names lead to loopback by
`NewsNames`, and `OnlySite(web.port)` admits the port.
"""

import asyncio
import hashlib
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers.misbehaviour import page, raw, redirect, reset, stall, status
from tests.servers.newsweb.faults import FAULTS, LOGIN, Scene
from tests.servers.newsweb.forms import TYPES, document, paywall
from tests.servers.newsweb.forms import page as article_page
from tests.servers.newsweb.model import Asked, Habits, Piece, Served, Source
from tests.servers.newsweb.newsroom import Newsroom
from tests.servers.site import Handler, Request, Site, Wire

_MOVED_HERE = "moved.xml"


class NewsWeb(Newsroom):
    """A newsroom on the network.

    Args:
        feeds: As in `Newsroom`, to which all other options go.
        folder: Files that ``/raw/<name>`` serves verbatim.
        port: 0 for one that the system chooses.
    """

    def __init__(self, feeds: int = 1, *, folder: Path | None = None, port: int = 0, **options: Any) -> None:
        super().__init__(feeds, **options)
        self._folder, self._wanted_port = folder, port

    def __enter__(self) -> Self:
        self._site = Site({}, fallback=self._answer)
        self._site.__enter__()
        self.port = self._wanted_port or self._site.port
        self._second_door = self._open(self._wanted_port) if self._wanted_port else None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._second_door:
            self._site._loop.call_soon_threadsafe(self._second_door.close)
        self._site.__exit__(kind, error, trace)

    def _open(self, port: int) -> asyncio.Server:
        """Listen on a port that was chosen beforehand, too: a `Site` knows only those that the system chooses."""
        opening = asyncio.start_server(self._site._serve, "127.0.0.1", port, backlog=512)
        return asyncio.run_coroutine_threadsafe(opening, self._site._loop).result()

    async def _answer(self, request: Request, wire: Wire) -> None:
        answer, handler = self._choose(request)
        host = request.headers.get("host", "")
        self.log.append(Asked(time.monotonic(), host, request.target, request.headers, answer))
        await handler(request, wire)

    def _choose(self, request: Request) -> tuple[str, Handler]:
        """Say what happens to a request, and find its handler."""
        head, *rest = request.path.strip("/").split("/")
        if head == "f" and len(rest) > 1 and rest[0].isdigit() and int(rest[0]) < len(self.sources):
            return self._of_source(self.sources[int(rest[0])], rest[1:], request)
        if head == "robots.txt":
            return self._of_robots(request.headers.get("host", "").partition(":")[0])
        if head == "raw" and len(rest) == 1 and self._folder and (self._folder / rest[0]).is_file():
            kind = "application/json" if rest[0].endswith(".json") else "application/xml"
            return "raw", page((self._folder / rest[0]).read_bytes(), content_type=kind)
        if head == "login":
            return "login", page(LOGIN)
        return "404", status(404)

    def _of_robots(self, host: str) -> tuple[str, Handler]:
        if host not in self.robots:
            return "404", status(404)
        return "robots", page(self.robots[host].encode(), content_type="text/plain")

    def _of_source(self, source: Source, path: list[str], request: Request) -> tuple[str, Handler]:
        match path:
            case ["feed.xml"]:
                return self._of_feed(source, request)
            case [name] if name == _MOVED_HERE:
                return self._whole(source, request)
            case ["hop", code, left]:
                onward = f"hop/{code}/{int(left) - 1}" if int(left) > 1 else _MOVED_HERE
                return f"{code}", redirect(f"/f/{source.number}/{onward}", int(code))
            case ["a" | "moved-a", number] if number.isdigit() and int(number) < len(source.pieces):
                return self._of_piece(source, source.pieces[int(number)], is_moved=path[0] == "moved-a")
            case _:
                return "404", status(404)

    def _of_feed(self, source: Source, request: Request) -> tuple[str, Handler]:
        fault = source.planned.popleft() if source.planned else source.fault
        if fault is None:
            return self._whole(source, request)
        source.asked += 1
        other = Source(
            source.number, "other.example.org", source.form, "Bargain Hunter Weekly", Habits(padding=9)
        )
        good = document(source, self.address(source, ""))
        scene = Scene(source, good, document(other, self.address(other, "")), fault.arguments)
        return fault.name, FAULTS[fault.name](scene)

    def _whole(self, source: Source, request: Request) -> tuple[str, Handler]:
        """Serve the feed as it should be, or 304 where the validators allow or the source's habits lie."""
        source.asked += 1
        listed = source.listed()
        body = document(source, self.address(source, ""))
        etag, modified = self._validators(source, body)
        match, since = (request.headers.get(name) for name in ("if-none-match", "if-modified-since"))
        is_same = match == etag if match else bool(since) and since == modified
        if is_same or (match and source.habits.etag == "lie"):
            return "304", raw(b"HTTP/1.1 304 Not Modified\r\n" + _lines(etag, modified) + b"\r\n")
        source.documents += 1
        for piece in listed:
            if piece.shown_first is None:
                piece.shown_first = source.documents
        self._note(self.address(source, request.target), body)
        return "200", page(body, content_type=TYPES[source.form], extra=_lines(etag, modified))

    def _validators(self, source: Source, body: bytes) -> tuple[str | None, str | None]:
        digest = hashlib.sha256(body).hexdigest()[:20]
        etag = {"honest": f'"{digest}"', "lie": '"same"', "churn": f'"{source.asked}"', "none": None}[
            source.habits.etag
        ]
        newest = max(
            (piece.now.updated for piece in source.listed()), default=datetime(2020, 1, 1, tzinfo=UTC)
        )
        if source.habits.modified == "none":
            return etag, None
        if source.habits.modified == "future":
            newest += timedelta(days=3_650)
        return etag, format_datetime(newest.astimezone(UTC), usegmt=True)

    def _of_piece(self, source: Source, piece: Piece, *, is_moved: bool) -> tuple[str, Handler]:
        url = self.address(source, piece.path)
        body = article_page(piece, source.title, url)
        troubles = {
            "embargoed": lambda: status(404),
            "missing": lambda: status(404),
            "gone": lambda: status(410),
            "error": lambda: status(503),
            "paywall": lambda: page(paywall(piece, source.title)),
            "stall": lambda: stall(b""),
            "cut": lambda: reset(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + body
            ),
            "moved": lambda: redirect(f"/f/{source.number}/moved-a/{piece.number}", 301),
        }
        if piece.state in troubles and not (is_moved and piece.state == "moved"):
            return piece.state, troubles[piece.state]()
        self._note(url, body)
        return "200", page(body)

    def _note(self, url: str, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()
        self.bodies.setdefault(digest, body)
        self.served.append(Served(time.monotonic(), url, digest))


def _lines(etag: str | None, modified: str | None) -> bytes:
    pairs = (("ETag", etag), ("Last-Modified", modified))
    return b"".join(f"{name}: {value}\r\n".encode() for name, value in pairs if value)
