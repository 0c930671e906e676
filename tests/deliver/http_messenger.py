"""A thin messenger to the platform of the tests: every answer becomes the outcome that is surely true of it."""

import json
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

from bot.deliver.messenger import (
    Finding,
    Found,
    Gone,
    Invalid,
    NotNow,
    NotThere,
    Outcome,
    Piece,
    Posted,
    Scope,
    Unreadable,
    Unsure,
)
from bot.types import Channel, Message, Para

GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "restricted_action"})
REVOKED = frozenset({"invalid_auth", "token_revoked", "account_inactive"})
INVALID = frozenset({"invalid_form", "msg_too_long"})


async def _nothing(_: str) -> None:
    """No step is watched."""


class HttpMessenger:
    """Posts to `tests.servers.platform`. ``async with`` opens its connections.

    Args:
        url: Of the platform.
        limit_s: For one request.
        at: Called with the name of each step on the wire.
    """

    platform = "test"

    def __init__(
        self, url: str, *, limit_s: float = 5.0, at: Callable[[str], Awaitable[None]] = _nothing
    ) -> None:
        self._url = url
        self._limit_s = limit_s
        self._at = at

    async def __aenter__(self) -> Self:
        trace = aiohttp.TraceConfig()
        trace.on_connection_create_start.append(self._step("connect"))
        trace.on_request_headers_sent.append(self._step("head"))
        trace.on_request_chunk_sent.append(self._step("request"))
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True, limit=0),
            timeout=aiohttp.ClientTimeout(total=self._limit_s),
            trace_configs=[trace],
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    def _step(self, name: str) -> Callable[[Any, Any, Any], Awaitable[None]]:
        async def noted(_session: Any, context: Any, _told: Any) -> None:
            # Only those of attempts: a look is no step of the fault plan's.
            if context.trace_request_ctx:
                await self._at(name)

        return noted

    def render(self, message: Message, *, plain: bool) -> Sequence[str]:
        """A part for each paragraph."""
        form = "plain" if plain else "rich"
        return [f"{form}: {block.text}" for block in message.blocks if isinstance(block, Para)]

    async def post(self, channel: Channel, piece: Piece) -> Outcome:
        return await self._send("POST", _place(channel), piece)

    async def edit(self, channel: Channel, ref: str, piece: Piece) -> Outcome:
        return await self._send("PUT", f"{_place(channel)}/{ref}", piece)

    async def find(self, channel: Channel, piece: Piece, since: datetime) -> Finding:
        cursor = "0"
        while True:
            try:
                page = await self._page(channel, cursor)
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                return Unreadable(f"the history could not be read: {type(error).__name__}")
            if isinstance(page, Unreadable):
                return page
            for one in page["messages"]:
                if (one["key"], one["number"]) == (piece.key, piece.number):
                    return Found(one["id"])
            newest = max((one["at"] for one in page["messages"]), default=0.0)
            if newest < since.timestamp() and page["messages"]:
                return NotThere()
            if page["is_cut"]:
                return Unreadable("the history does not reach back far enough")
            cursor = page["cursor"]
            if not cursor:
                return NotThere()

    async def _page(self, channel: Channel, cursor: str) -> Any:
        async with self._session.get(self._url + _place(channel), params={"cursor": cursor}) as answer:
            if answer.status == 429:
                return Unreadable("limited", _after(answer))
            if answer.status != 200:
                return Unreadable(f"the history answered {answer.status}")
            told = json.loads(await answer.text())
            if not told["ok"]:
                return Unreadable(told["error"], is_final=told["error"] in GONE)
            return told

    async def _send(self, method: str, path: str, piece: Piece) -> Outcome:
        told = {"key": piece.key, "number": piece.number, "text": piece.payload, "thread": piece.thread}
        try:
            async with self._session.request(
                method, self._url + path, json=told, trace_request_ctx=True
            ) as answer:
                await self._at("headers")
                body = await answer.text()
                await self._at("body")
                return _outcome(answer, body)
        except aiohttp.ClientConnectorError as error:
            # Before a byte of the request was written.
            return NotNow(f"cannot be reached: {type(error).__name__}", scope=Scope.PLATFORM)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return Unsure(f"no whole answer: {type(error).__name__}")


def _outcome(answer: aiohttp.ClientResponse, body: str) -> Outcome:
    if answer.status == 429:
        return NotNow("limited", _after(answer), Scope(json.loads(body)["scope"]))
    if answer.status != 200:
        return Unsure(f"it answered {answer.status}")
    told = json.loads(body)
    error = told.get("error", "")
    if told["ok"]:
        return Posted(told["id"])
    if error in GONE:
        return Gone(error)
    if error in REVOKED:
        return Gone(error, Scope.WORKSPACE)
    return Invalid(error) if error in INVALID else Unsure(error)


def _after(answer: aiohttp.ClientResponse) -> float | None:
    """Seconds to wait, as they came; a date counts from our own clock."""
    words = answer.headers.get("Retry-After")
    if words is None:
        return None
    try:
        return float(words)
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(words)
    except ValueError:
        return math.nan
    return at.astimezone(UTC).timestamp() - time.time()


def _place(channel: Channel) -> str:
    return f"/channels/{channel.workspace}/{channel.id}/messages"
