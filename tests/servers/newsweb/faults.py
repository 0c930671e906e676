"""What can go wrong with a feed: by name, each a handler of its own for one request.

`FAULTS` says for each what it is; rows F1 to F9 of the project's fault plan are made of these, of the habits of a
source and of the states of its pieces. F10 (names and TLS) is in `NewsNames` and in the fetcher's own tests.
"""

import asyncio
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.misbehaviour import bomb, header_flood, page, raw, redirect, repeat, reset, stall, status
from tests.servers.newsweb.forms import TYPES
from tests.servers.newsweb.model import Source
from tests.servers.site import Handler, Request, Wire

LOGIN = b"""<!doctype html><html lang="en"><head><title>Sign in</title></head><body><form method="post"
action="/session"><label>E-mail <input name="email"></label><label>Password <input type="password"
name="password"></label><button>Sign in</button></form></body></html>"""
PARKED = b"""<!doctype html><html lang="en"><head><title>This domain is for sale</title></head><body>
<h1>This domain is for sale</h1><p>Related searches: cheap flights, insurance, news feeds.</p></body></html>"""
_OK = b"HTTP/1.1 200 OK\r\n"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fault happens: ``good`` is the document that would be served, ``other`` that of a foreign feed."""

    source: Source
    good: bytes
    other: bytes
    arguments: dict[str, Any]

    @property
    def kind(self) -> str:
        return TYPES[self.source.form]

    def home(self, name: str) -> str:
        return f"/f/{self.source.number}/{name}"


def _move(scene: Scene) -> Handler:
    """Send on, by ``code``, to ``to``; by default where the feed lives on."""
    return redirect(scene.arguments.get("to", scene.home("moved.xml")), scene.arguments.get("code", 301))


def _chain(scene: Scene) -> Handler:
    """Send on by way of ``length`` more redirects of ``code`` (`NewsWeb` plays the hops)."""
    length, code = scene.arguments.get("length", 3), scene.arguments.get("code", 301)
    return redirect(scene.home(f"hop/{code}/{length}"), code)


def _status(scene: Scene) -> Handler:
    """Answer ``code``, with ``retry_after`` as it is given, and a body that is no feed."""
    after = scene.arguments.get("retry_after")
    extra = b"" if after is None else b"Retry-After: %s\r\n" % str(after).encode()
    return status(scene.arguments.get("code", 503), extra)


def _cut_body(scene: Scene) -> Handler:
    half = scene.good[: len(scene.good) // 2]
    return raw(_head(scene, len(scene.good)) + half)


def _wrong_length(scene: Scene) -> Handler:
    """Announce fewer bytes than there are: a document that breaks off, in a complete answer."""
    return raw(_head(scene, len(scene.good) * 2 // 3) + scene.good)


def _cut_item(scene: Scene) -> Handler:
    """Break the XML off within the words of its last item; the answer itself is complete."""
    end = max(scene.good.rfind(mark) for mark in (b"</description>", b"</summary>", b'"summary"', b"<item>"))
    return page(scene.good[: end - 20], content_type=scene.kind)


def _slow(scene: Scene) -> Handler:
    """Be good after ``delay_s`` seconds."""

    async def handle(request: Request, wire: Wire) -> None:
        await asyncio.sleep(scene.arguments.get("delay_s", 1.0))
        await page(scene.good, content_type=scene.kind)(request, wire)

    return handle


def _bomb(scene: Scene) -> Handler:
    return page(bomb(zlib.MAX_WBITS | 16), content_type=scene.kind, coding="gzip")


FAULTS: dict[str, Callable[[Scene], Handler]] = {
    "move": _move,
    "chain": _chain,
    "loop": lambda scene: redirect(scene.source.path, scene.arguments.get("code", 301)),
    "private": lambda scene: redirect("http://10.0.0.1/feed.xml", scene.arguments.get("code", 301)),
    "move-to-login": lambda scene: redirect("/login", scene.arguments.get("code", 301)),
    "status": _status,
    "not-modified": lambda _: raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "cut-body": _cut_body,
    "wrong-length": _wrong_length,
    "cut-item": _cut_item,
    "html": lambda _: page(),
    "html-as-xml": lambda scene: page(content_type=scene.kind),
    "pdf": lambda _: page(b"%PDF-1.7\n%", content_type="application/pdf"),
    "pdf-as-xml": lambda scene: page(b"%PDF-1.7\n%", content_type=scene.kind),
    "login": lambda _: page(LOGIN),
    "parked": lambda _: page(PARKED),
    "other-feed": lambda scene: page(scene.other, content_type=scene.kind),
    "empty": lambda scene: page(b"", content_type=scene.kind),
    "slow": _slow,
    "trickle": lambda scene: repeat(_head(scene, None), b"x", 0.05),
    "stall": lambda _: stall(b""),
    "stall-in-body": lambda scene: stall(_head(scene, len(scene.good)) + scene.good[:100]),
    "endless": lambda scene: repeat(_head(scene, None), b"<item><title>more</title></item>\n" * 500),
    "bomb": _bomb,
    "headers": lambda _: header_flood(),
    "reset": lambda _: reset(b""),
}
"""By name; what each needs from `Fault.arguments` stands at its function."""


def _head(scene: Scene, length: int | None) -> bytes:
    size = b"" if length is None else b"Content-Length: %d\r\n" % length
    return _OK + b"Content-Type: %s\r\n" % scene.kind.encode() + size + b"\r\n"
