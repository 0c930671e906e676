"""Which network addresses are the public internet: the rule that every other layer of safe fetching asks."""

import functools
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Protocol

IPAddress = IPv4Address | IPv6Address

# IANA IPv4 Special-Purpose Address Registry (RFC 6890 and its updates), each block whole, also the
# few that are "globally reachable": no news site lives in a relay or AS112 block. Multicast is its own registry.
_SPECIAL_IPV4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers; holds a cloud's metadata service (100.100.100.200)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; holds most clouds' metadata service
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, limited broadcast
        "168.63.129.16/32",  # Azure's platform services: a public number that every Azure machine can reach
    )
)

# Global unicast (RFC 4291, 2.4) minus IANA's IPv6 special registry. Loopback, mapped and compatible
# IPv4, NAT64 (64:ff9b::/96), unique local, link-local and SRv6 lie outside 2000::/3 already.
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_SPECIAL_IPV6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocols: Teredo, ORCHID, benchmarks, ...
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)

# Never any machine's own address (documentation blocks), so being able to bind them tells that binding tells nothing.
_NEVER_OWN: tuple[IPAddress, ...] = (IPv4Address("192.0.2.1"), IPv6Address("2001:db8::1"))

WEB_PORTS = frozenset({80, 443})


class AddressPolicy(Protocol):
    """Where a fetcher may connect. It is a constructor argument; no setting or variable chooses it."""

    def admits_port(self, port: int) -> bool:
        """Say whether a URL may name this port at all."""
        ...

    def admits(self, address: IPAddress, port: int) -> bool:
        """Say whether a socket may be connected there."""
        ...


def is_public(address: IPAddress) -> bool:
    """Say whether an address is ordinary public unicast, by the registries named above."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _SPECIAL_IPV4)
    return (
        address.scope_id is None
        and address in _GLOBAL_IPV6
        and not any(address in block for block in _SPECIAL_IPV6)
    )


def is_own(address: IPAddress) -> bool:
    """Say whether an address belongs to this machine: a socket can be bound to one's own addresses only.

    Asked at each connection rather than listed at start, since addresses change under a long-running bot. Where
    the kernel lets anyone bind anything (``ip_nonlocal_bind``, which routers and balancers set) it answers False.
    """
    return _can_bind(address) and not _binds_anything(address.version)


def _can_bind(address: IPAddress) -> bool:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004 - the IP version
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


@functools.cache
def _binds_anything(version: int) -> bool:
    return any(_can_bind(address) for address in _NEVER_OWN if address.version == version)


@dataclass(frozen=True, slots=True)
class PublicOnly:
    """The policy of a fetcher that is told nothing else: public addresses of other machines, on the web's ports.

    Attributes:
        ports: Ports that a URL may name.
        owns: Tells this machine's own addresses; its public one is no less private to it.
    """

    ports: frozenset[int] = WEB_PORTS
    owns: Callable[[IPAddress], bool] = is_own

    def admits_port(self, port: int) -> bool:
        """See `AddressPolicy`."""
        return port in self.ports

    def admits(self, address: IPAddress, port: int) -> bool:
        """See `AddressPolicy`."""
        return port in self.ports and is_public(address) and not self.owns(address)


public_only = PublicOnly()


def read_ip(text: str) -> IPAddress | None:
    """Read an address in canonical or usual text form; None for anything else (names, ``127.1``, ``0x7f.1``)."""
    try:
        return ip_address(text)
    except ValueError:
        return None
