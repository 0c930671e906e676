"""The two guards between a vetted URL and a socket: all answers to a name must be public, and so must the peer.

The second is the last layer. It looks at the address that the socket is about to be connected to, whatever
resolver, cache, redirect or library brought it there, so a name that changes its answers (rebinding) gains nothing.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.acquire.networks import AddressPolicy, IPAddress, read_ip

Lookup = Callable[[str], Awaitable[Sequence[str]]]
"""Gives the IP addresses of a host name. Raises ``OSError`` (``socket.gaierror`` for what DNS says)."""

# How getaddrinfo says that there is no such name, or none with an address; other codes mean that it could not ask.
_NO_SUCH_NAME = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)
)
_MAX_CONNECT_ADDRESSES = 8  # all are checked, so many are tried; enough for two families behind a balancer


class BarredAddressError(Exception):
    """A name leads to an address that the policy does not admit, or nowhere; one is not told from the other."""


class LookupFailedError(Exception):
    """The name could not be looked up in time, or at all."""


class BarredSocketError(OSError):
    """A socket was about to be connected where the policy does not admit it."""


async def system_lookup(host: str) -> list[str]:
    """Ask the system's resolver.

    It runs in a daemon thread of its own: ``getaddrinfo`` cannot be stopped, and a pool's thread would be waited for
    at the end of the program, up to half a minute for a dead name server.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(result: list[str] | OSError) -> None:
        if answer.done():  # given up meanwhile
            return
        if isinstance(result, OSError):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    def ask() -> None:
        result: list[str] | OSError
        try:
            result = [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
        except OSError as error:
            result = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result)

    threading.Thread(target=ask, name=f"lookup {host}", daemon=True).start()
    return await answer


class PublicResolver(AbstractResolver):
    """Answers only for names all of whose addresses the policy admits, within ``limit_s`` seconds; no cache."""

    def __init__(self, lookup: Lookup, policy: AddressPolicy, limit_s: float) -> None:
        self._lookup = lookup
        self._policy = policy
        self._limit_s = limit_s

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - both families are asked for and judged
    ) -> list[ResolveResult]:
        """Look a name up.

        Raises:
            BarredAddressError: An answer is not admitted, or the name has none.
            LookupFailedError: No answer in time, or the resolver is out of order.
        """
        addresses = [read_ip(answer) for answer in await self._ask(host)]
        admitted = [
            address for address in addresses if address is not None and self._policy.admits(address, port)
        ]
        if not admitted or len(admitted) < len(addresses):
            raise BarredAddressError(f"{host} has an address that is not public, or none")
        return [_result(host, address, port) for address in dict.fromkeys(admitted)][:_MAX_CONNECT_ADDRESSES]

    async def _ask(self, host: str) -> Sequence[str]:
        try:
            async with asyncio.timeout(self._limit_s):
                return await self._lookup(host)
        except TimeoutError as error:
            raise LookupFailedError(f"no answer about {host} within {self._limit_s:g} s") from error
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_NAME:
                raise BarredAddressError(f"{host} does not exist") from error
            raise LookupFailedError(f"{host}: {error}") from error
        except OSError as error:
            raise LookupFailedError(f"{host}: {error}") from error

    async def close(self) -> None:
        """Hold nothing, release nothing."""


def _result(host: str, address: IPAddress, port: int) -> ResolveResult:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004 - the IP version
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=str(address), port=port, family=family, proto=0, flags=flags)


class GuardedSocket(socket.socket):
    """A socket that refuses to be connected where its policy does not admit."""

    __slots__ = ("_on_close", "_policy")

    def __init__(
        self,
        policy: AddressPolicy,
        family: int,
        kind: int,
        proto: int,
        on_close: Callable[["GuardedSocket"], None] = lambda _: None,
    ) -> None:
        super().__init__(family, kind, proto)
        self._policy = policy
        self._on_close = on_close

    def close(self) -> None:
        """Close as ``socket.close`` does, and say so."""
        super().close()
        self._on_close(self)

    def connect(self, address: Any, /) -> None:
        """Connect as ``socket.connect`` does.

        Raises:
            BarredSocketError: Before anything is sent.
        """
        self._check(address)
        super().connect(address)

    def connect_ex(self, address: Any, /) -> int:
        """Connect as ``socket.connect_ex`` does; raises as `connect`."""
        self._check(address)
        return super().connect_ex(address)

    def _check(self, address: Any) -> None:
        peer = None
        if self.family in (socket.AF_INET, socket.AF_INET6) and self.type == socket.SOCK_STREAM:
            peer = read_ip(address[0])
        if peer is None or not self._policy.admits(peer, address[1]):
            raise BarredSocketError(f"refused to connect to {address}")


class GuardedSockets:
    """The ``socket_factory`` of an aiohttp connector; it knows which of its sockets are still open.

    The connector forgets a connection as soon as it has told it to close, but over TLS that takes a farewell from
    the other side, and an event loop that ends before leaves the socket to the garbage collector.
    """

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._open: set[GuardedSocket] = set()
        self._all_closed = asyncio.Event()

    def __call__(self, info: tuple[Any, ...]) -> socket.socket:
        """Make a socket as ``getaddrinfo`` describes it."""
        family, kind, proto, _, _ = info
        made = GuardedSocket(self._policy, family, kind, proto, self._forget)
        self._open.add(made)
        return made

    def _forget(self, closed: GuardedSocket) -> None:
        self._open.discard(closed)
        if not self._open:
            self._all_closed.set()

    async def close(self, limit_s: float) -> None:
        """Hang up on whoever is still there, and wait until the event loop has closed every socket, ``limit_s`` at most."""
        for left in self._open:
            with contextlib.suppress(OSError):  # was never connected, or is no more
                left.shutdown(socket.SHUT_RDWR)
        self._all_closed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                while self._open:
                    await self._all_closed.wait()
