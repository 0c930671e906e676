"""The text of a URL: the first layer of safe fetching. It opens nothing and looks nothing up.

A URL that passes is *rebuilt* from its parts, so that whoever parses it next sees the same host as this file did;
the fetcher checks that its HTTP library agrees. What browsers mend (tabs, backslashes, ``127.1``, user-info) is
refused here instead: mending is where two parsers part ways.
"""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin

from bot.acquire.networks import AddressPolicy, read_ip
from bot.errors import FetchRefused

MAX_URL_LENGTH = 2_048
"""Characters; what sitemaps, old browsers and proxies agree on (project rule, safe fetching, layer 1)."""

_PARTS = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#]+)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?", re.IGNORECASE
)
_AUTHORITY = re.compile(
    r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::(?P<port>[1-9][0-9]{0,4}))?", re.IGNORECASE
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")  # letters, digits, hyphens (STD 3, RFC 1123 2.1)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAX_NAME_LENGTH = 253  # RFC 1035 2.3.4, without the final dot

# Names that never lead to a public site: special use (RFC 6761, 6762, 7686, 8375, 9476), ICANN's .internal (2024)
# and the names ICANN withheld because private networks use them (home, corp, mail); the rest are vendors' habits.
_PRIVATE_SUFFIXES = frozenset(
    (
        *("alt", "arpa", "corp", "example", "home", "internal", "intranet", "invalid"),
        *("lan", "local", "localdomain", "localhost", "mail", "onion", "private", "test"),
    )
)

# Controls, format characters (zero-width, bidi), lone surrogates, private use; every kind of space.
_BARRED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"})

# RFC 3986 pchar, "/" and "?" stay; so does a percent sign, which `_encode` has vetted before.
_SAFE = "/?:@!$&'()*+,;=-._~%"
_DEFAULT_PORT = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """A URL that passed.

    Attributes:
        url: Rebuilt: ASCII, lower-case scheme and host, no user-info, no default port, no fragment.
        scheme: ``http`` or ``https``.
        host: A name in its ASCII form, or an IP address without brackets.
        port: 1 to 65535, also where the URL leaves it out.
    """

    url: str
    scheme: str
    host: str
    port: int


def read_address(text: str, policy: AddressPolicy) -> Address:
    """Check and rebuild what someone gave as a URL.

    Raises:
        FetchRefused: Not a plain http or https URL of a public place.
    """
    try:
        return _read(text, policy)
    except _BarredError as barred:
        raise FetchRefused(url=text, detail=str(barred)) from None


def follow(location: str, base: Address, policy: AddressPolicy) -> Address:
    """Check and rebuild the target of a redirect, which may be relative to where it was met.

    Raises:
        FetchRefused: As `read_address`; and for a step from https down to http.
    """
    try:
        _check_characters(location)
        target = _read(_join(base.url, location), policy)
    except _BarredError as barred:
        raise FetchRefused(url=base.url, detail=f"redirect: {barred}") from None
    if base.scheme == "https" and target.scheme == "http":
        raise FetchRefused(url=base.url, detail="redirect from https to http")
    return target


class _BarredError(Exception):
    """Why a URL does not pass; for the operator's log."""


def _read(text: str, policy: AddressPolicy) -> Address:
    _check_characters(text)
    parts = _PARTS.fullmatch(text)
    if not parts:
        raise _BarredError("not an http or https URL")
    authority = _AUTHORITY.fullmatch(parts["authority"])
    if not authority:
        raise _BarredError("user-info, escapes or an odd port in the host part")
    scheme = parts["scheme"].lower()
    port = int(authority["port"] or _DEFAULT_PORT[scheme])
    if not policy.admits_port(port):
        raise _BarredError(f"port {port}")
    host = _read_host(authority["host"], port, policy)
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port == _DEFAULT_PORT[scheme] else f":{port}"
    rest = _encode(parts["path"] or "/") + _encode(parts["query"] or "")
    return Address(f"{scheme}://{shown_host}{shown_port}{rest}", scheme, host, port)


def _join(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError as error:  # brackets that enclose no IPv6 address
        raise _BarredError(str(error)) from None


def _check_characters(text: str) -> None:
    if not 0 < len(text) <= MAX_URL_LENGTH:
        raise _BarredError(f"{len(text)} characters")
    for character in text:
        if character == "\\" or unicodedata.category(character) in _BARRED_CATEGORIES:
            raise _BarredError(f"character U+{ord(character):04X}")


def _read_host(text: str, port: int, policy: AddressPolicy) -> str:
    """Give the host in ASCII: an admitted IP address in canonical form, or a name with a public suffix."""
    if text.startswith("["):
        address = read_ip(text[1:-1])
        if not isinstance(address, IPv6Address) or not policy.admits(address, port):
            raise _BarredError("IPv6 address that is not public")
        return str(address)
    name = _to_ascii(text)
    labels = name.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):  # WHATWG URL 3.5, "ends in a number": an IPv4 address or nothing
        address = read_ip(name)
        if address is None or not policy.admits(address, port):
            raise _BarredError("IPv4 address that is not public or not in its plain form")
        return str(address)
    _check_name(labels)
    return ".".join(labels)


def _check_name(labels: list[str]) -> None:
    if len(labels) < 2 or sum(map(len, labels)) + len(labels) - 1 > _MAX_NAME_LENGTH:  # noqa: PLR2004 - name.suffix
        raise _BarredError("host name with one label, or too long")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise _BarredError("host name with other than letters, digits and hyphens")
    if labels[-1] in _PRIVATE_SUFFIXES:
        raise _BarredError(f"private suffix .{labels[-1]}")


def _to_ascii(name: str) -> str:
    """Apply UTS 46 and IDNA 2008; plain ASCII names skip it, since ``r3---sn.…`` is in use and breaks no rule of DNS."""
    if name.isascii() and "xn--" not in name.lower():
        return name.lower()  # others are left to UTS 46: Python would lower a last Σ to ς
    import idna  # noqa: PLC0415 - its tables cost 12 ms, which a plain name need not pay

    try:
        return idna.encode(name, uts46=True, std3_rules=True, transitional=False).decode("ascii")
    except UnicodeError:
        raise _BarredError("host name that IDNA does not allow") from None


def _encode(part: str) -> str:
    """Percent-encode what may not stand in a path or query; what is encoded stays as it is."""
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE)
