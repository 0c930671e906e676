"""What lets a fetcher read a site on loopback, and what lets a test see where sockets go."""

import socket
from dataclasses import dataclass, field
from ipaddress import IPv6Address, IPv6Network, ip_address
from types import TracebackType
from typing import Any, Self

import pytest

from bot.acquire.networks import IPAddress


@dataclass(frozen=True, slots=True)
class OnlySite:
    """An address policy that admits one test site on loopback and nothing else in the world."""

    port: int

    def admits_port(self, port: int) -> bool:
        return port == self.port

    def admits(self, address: IPAddress, port: int) -> bool:
        return str(address) == "127.0.0.1" and port == self.port


async def at_once(_: float) -> None:
    """Take the place of sleep where a test does not care about distances in time."""


@dataclass
class WireTap:
    """Notes where every socket of this process is about to be connected, and lets none leave the machine.

    It sits below everything under test, in `socket.socket.connect`. IPv4 connections are led to a site on
    loopback instead, so that conversations go on; IPv6 ones are refused.
    """

    site_port: int
    peers: list[str] = field(default_factory=list)
    _patch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def __enter__(self) -> Self:
        connect = socket.socket.connect
        peers, site = self.peers, ("127.0.0.1", self.site_port)

        def tapped(self: socket.socket, address: Any, /) -> None:
            peers.append(address[0])
            if self.family != socket.AF_INET:
                raise ConnectionRefusedError("tapped: IPv6 stops here")
            connect(self, site)

        self._patch.setattr(socket.socket, "connect", tapped)
        self._patch.setattr(socket.socket, "connect_ex", _no_second_door)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patch.undo()

    @property
    def astray(self) -> list[str]:
        """Peers that are not public."""
        return [peer for peer in self.peers if not _is_public(peer)]


def _no_second_door(self: socket.socket, address: Any, /) -> int:
    raise AssertionError(f"connect_ex of {self} to {address}: the tap does not see this way out")


def _is_public(peer: str) -> bool:
    """Judge by Python's own tables, not by those under test; they lack transition addresses and one cloud's."""
    address = ip_address(peer)
    if isinstance(address, IPv6Address) and (address.sixtofour or address.teredo or address not in _UNICAST):
        return False
    return address.is_global and not address.is_multicast and peer != "168.63.129.16"


_UNICAST = IPv6Network("2000::/3")
