"""The platform's HTTP side: posts, edits, history; and what a test asks of it.

::

    POST /channels/{workspace}/{channel}/messages   {"key", "number", "text", "thread"} → {"ok": true, "id": "7"}
    PUT  /channels/{workspace}/{channel}/messages/{id}   likewise
    GET  /channels/{workspace}/{channel}/messages?cursor=   newest first, 15 a page → {"messages", "cursor"}
    POST /reset     forget everything
    POST /plan      see `tests.servers.platform.plan.Plan`
    GET  /final     what is visible, by channel, in its order
    GET  /requests  every request, with its time and what happened to it
"""

import asyncio
import json
import socket
import struct
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from email.utils import formatdate
from typing import Any

from aiohttp import web

from tests.servers.platform.plan import Fault, Plan

PAGE = 15
"""As Slack gives to applications outside its directory."""

MOST_CHARS = 4_000
_STATUS = {"500": 500, "503": 503, "429": 429}


@dataclass
class Shown:
    """A message that everybody sees."""

    id: str
    at: float
    key: str
    number: int
    text: str
    thread: str
    edits: list[str] = field(default_factory=list)


@dataclass
class Asked:
    """A request and what happened to it."""

    at: float
    op: str
    channel: str
    key: str
    number: int
    fault: dict[str, Any]


class Web:
    """The platform."""

    def __init__(self) -> None:
        self.plan = Plan()
        self.shown: dict[str, list[Shown]] = defaultdict(list)
        self.requests: list[Asked] = []
        self._ids = iter(range(1, 10**9))
        self._later: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        """Its routes."""
        app = web.Application()
        place = "/channels/{workspace}/{channel}/messages"
        app.add_routes(
            [
                web.post(place, self._post),
                web.put(place + "/{id}", self._edit),
                web.get(place, self._history),
                web.post("/plan", self._replan),
                web.post("/reset", self._reset),
                web.get("/final", self._final),
                web.get("/requests", self._list),
            ]
        )
        return app

    async def _post(self, request: web.Request) -> web.StreamResponse:
        told, channel = await request.json(), _channel(request)
        fault = self._fault("post", channel, told)
        if refusal := self._refusal(channel, told):
            return _error(refusal)
        number = str(next(self._ids))

        def accept() -> None:
            self.shown[channel].append(
                Shown(number, time.time(), told["key"], told["number"], told["text"], told["thread"])
            )

        return await self._do(request, fault, accept, {"ok": True, "id": number})

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        told, channel = await request.json(), _channel(request)
        fault = self._fault("edit", channel, told)
        found = next((one for one in self.shown[channel] if one.id == request.match_info["id"]), None)
        if refusal := self._refusal(channel, told) or ("" if found else "message_not_found"):
            return _error(refusal)
        assert found

        def accept() -> None:
            found.edits.append(found.text)
            found.text = told["text"]

        return await self._do(request, fault, accept, {"ok": True, "id": found.id})

    async def _do(
        self, request: web.Request, fault: Fault, accept: Callable[[], None], well: dict[str, Any]
    ) -> web.StreamResponse:
        if fault.accept and fault.delay_s and fault.answer != "ok":
            task = asyncio.create_task(_after(fault.delay_s, accept))
            self._later.add(task)
            task.add_done_callback(self._later.discard)
        elif fault.accept:
            await asyncio.sleep(fault.delay_s)
            accept()
        return await _answer(request, fault, well)

    async def _history(self, request: web.Request) -> web.StreamResponse:
        channel = _channel(request)
        fault = self._fault("history", channel, {})
        if refusal := self._refusal(channel, {}):
            return _error(refusal)
        start = int(request.query.get("cursor", "0"))
        until = time.time() - self.plan.lag_s
        told = [one for one in reversed(self.shown[channel]) if one.at <= until]
        page = [asdict(one) for one in told[start : start + PAGE]]
        if fault.answer == "shuffled":
            self.plan.dice.shuffle(page)
        has_more = len(told) > start + PAGE
        is_cut = bool(self.plan.most) and has_more
        cursor = str(start + PAGE) if has_more and not is_cut else ""
        well = {"ok": True, "messages": page, "cursor": cursor, "is_cut": is_cut}
        return await _answer(request, fault, well)

    def _fault(self, op: str, channel: str, told: dict[str, Any]) -> Fault:
        fault = self.plan.fault(op, channel, told.get("text", ""))
        self.requests.append(
            Asked(time.time(), op, channel, told.get("key", ""), told.get("number", -1), asdict(fault))
        )
        return fault

    def _refusal(self, channel: str, told: dict[str, Any]) -> str:
        states = self.plan.states
        gone = states.get(channel.partition("/")[0]) or states.get(channel) or ""
        return gone or ("msg_too_long" if len(told.get("text", "")) > MOST_CHARS else "")

    async def _replan(self, request: web.Request) -> web.Response:
        self.plan.change(await request.json())
        return web.json_response({"ok": True})

    async def _reset(self, _: web.Request) -> web.Response:
        for task in self._later:
            task.cancel()
        self.plan = Plan()
        self.shown.clear()
        self.requests.clear()
        return web.json_response({"ok": True})

    async def _final(self, _: web.Request) -> web.Response:
        if self._later:
            await asyncio.wait(self._later)
        return web.json_response({each: [asdict(one) for one in shown] for each, shown in self.shown.items()})

    async def _list(self, _: web.Request) -> web.Response:
        return web.json_response([asdict(one) for one in self.requests])


async def _after(delay_s: float, accept: Callable[[], None]) -> None:
    await asyncio.sleep(delay_s)
    accept()


def _channel(request: web.Request) -> str:
    return f"{request.match_info['workspace']}/{request.match_info['channel']}"


def _error(name: str) -> web.Response:
    return web.json_response({"ok": False, "error": name}, status=200)


async def _answer(request: web.Request, fault: Fault, well: dict[str, Any]) -> web.StreamResponse:
    body = json.dumps(well).encode()
    match fault.answer:
        case "ok" | "shuffled":
            return web.json_response(well)
        case "empty":
            return web.Response()
        case "429":
            return _too_many(fault)
        case "500" | "503":
            return web.Response(status=_STATUS[fault.answer], text="<html>oh dear</html>")
        case "drop" | "rst" | "half" | "silence":
            return await _broken(request, fault.answer, body)
        case name:
            return _error(name)


def _too_many(fault: Fault) -> web.Response:
    after = fault.retry_after
    if after and after.startswith("date:"):
        after = formatdate(time.time() + float(after[5:]), usegmt=True)
    headers = {} if after is None else {"Retry-After": after}
    return web.json_response(
        {"ok": False, "error": "ratelimited", "scope": fault.scope}, status=429, headers=headers
    )


async def _broken(request: web.Request, how: str, body: bytes) -> web.StreamResponse:
    """Anything but a whole answer."""
    transport = request.transport
    assert transport
    if how == "half":
        transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body[: len(body) // 2])
        )
    if how == "silence":
        while not transport.is_closing():  # noqa: ASYNC110 - a transport has no event to wait for
            await asyncio.sleep(0.02)
    if how == "rst":
        peer = transport.get_extra_info("socket")
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    transport.close()
    return web.Response()
