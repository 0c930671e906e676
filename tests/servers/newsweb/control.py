"""The web as a process of its own, told over HTTP what to do: for loops in which its readers are killed.

    python -m tests.servers.newsweb --feeds 20 --seed 1      # prints {"port": …} and serves until its input ends

POST /control/<action> with a JSON object of the arguments of `NewsWeb`'s method of that name: publish, edit, fault,
heal, habits, piece (feed, number, state, is_listed), robots (host, text). GET /control/final, requests, feeds.
"""

import json
from collections.abc import Callable
from typing import Any

from tests.servers.misbehaviour import page
from tests.servers.newsweb.model import Piece
from tests.servers.newsweb.prose import happening
from tests.servers.newsweb.web import NewsWeb
from tests.servers.site import Handler, Request, Wire

_MAX_BODY = 5_000_000
_PREFIX = "/control/"


class ControlledWeb(NewsWeb):
    """A `NewsWeb` with a control channel on its own port."""

    async def _answer(self, request: Request, wire: Wire) -> None:
        if not request.path.startswith(_PREFIX):
            await super()._answer(request, wire)
            return
        try:
            result = self._obey(request, await _body(request, wire))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            await _reply({"error": f"{type(error).__name__}: {error}"}, b"400 Bad Request")(request, wire)
        else:
            await _reply(result, b"200 OK")(request, wire)

    def _obey(self, request: Request, arguments: dict[str, Any]) -> Any:
        action = request.path.removeprefix(_PREFIX)
        asks: dict[str, Callable[[], Any]] = {
            "final": self.final,
            "requests": self.requests,
            "feeds": lambda: [self.url(source.number) for source in self.sources],
        }
        orders: dict[str, Callable[..., Any]] = {
            "publish": self._publish,
            "edit": lambda **given: self._told(self.edit(**given)),
            "fault": self.fault,
            "heal": self.heal,
            "habits": self.habits,
            "piece": self._piece,
            "robots": self._robots,
        }
        return asks[action]() if request.method == "GET" else orders[action](**arguments)

    def _publish(self, feed: int, *, about: str | None = None, **given: Any) -> dict[str, Any]:
        """Publish; pieces of several feeds with the same ``about`` tell the same happening."""
        return self._told(self.publish(feed, told=happening(about) if about else None, **given))

    def _piece(self, feed: int, number: int, **changed: Any) -> dict[str, Any]:
        piece = self.sources[feed].pieces[number]
        for name in changed.keys() & {"state", "is_listed"}:
            setattr(piece, name, changed[name])
        return self._told(piece)

    def _robots(self, host: str, text: str) -> None:
        self.robots[host] = text

    def _told(self, piece: Piece) -> dict[str, Any]:
        url = self.address(self.sources[piece.feed], piece.path)
        return {
            "feed": piece.feed,
            "number": piece.number,
            "url": url,
            "guid": piece.guid,
            "title": piece.now.title,
        }


async def _body(request: Request, wire: Wire) -> dict[str, Any]:
    length = int(request.headers.get("content-length", "0"))
    if not 0 <= length <= _MAX_BODY:
        raise ValueError("too long")
    found = json.loads(await wire.reader.readexactly(length) or b"{}")
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _reply(result: Any, line: bytes) -> Handler:
    async def handle(request: Request, wire: Wire) -> None:
        if line.startswith(b"200"):
            await page(json.dumps(result).encode(), content_type="application/json")(request, wire)
            return
        text = json.dumps(result).encode()
        await wire.send(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (line, len(text), text))

    return handle
