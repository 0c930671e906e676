"""Hostile and ordinary URLs, and the three ways in which they are tried on a fetcher.

The large lists lie outside the repository, where a checkout has them beside it; `WRITTEN` holds cases of the same
kinds that always run.
"""

import asyncio
import json
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from bot.acquire.fetcher import Fetcher
from bot.errors import FetchError, FetchRefused
from tests.servers.loopback import WireTap, at_once
from tests.servers.misbehaviour import page, redirect
from tests.servers.names import Rebinding
from tests.servers.site import Request, Site, Wire

LISTS = Path(__file__).parents[3] / "shared" / "hostile"

PUBLIC = "93.184.215.14"
NOT_PUBLIC = (  # first line to last: ours and private; clouds and documentation; the rest of IPv4; IPv6
    *("127.0.0.1", "169.254.169.254", "10.0.0.1", "172.16.5.4", "192.168.1.1", "100.100.100.200"),
    *("168.63.129.16", "192.0.0.192", "198.18.0.1", "203.0.113.9"),
    *("0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255"),  # noqa: S104 - nothing is bound
    *("::1", "::", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "fd00:ec2::254"),
    *("fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1"),
)

WRITTEN = (
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://127.0.0.1./",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/metadata",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1%25lo]/",
    "http://[fd00:ec2::254]/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://router/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://1.0.0.127.in-addr.arpa/",
    "http://127.0.0.1.nip.io/",
    "http://user@127.0.0.1/",
    "http://example.org@127.0.0.1/",
    "http://example.org:80@127.0.0.1/",
    "http://127.0.0.1@example.org/",
    "http://127.0.0.1:80\\@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://127.0.0.1#@example.org/",
    "http://127.0.0.1?@example.org/",
    "http://example.org#@127.0.0.1/",
    "http://127.0.0.1 .example.org/",
    "http://127.0.0.1\t.example.org/",
    "http://127.0.0.1\r\nHost: example.org/",
    "http://127.0.0.1\x00.example.org/",
    "http://exam\u200bple.org/",
    "http://example.org\u202e/",
    "http://example.org:22/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:080/",
    "http://example.org:80:80/",
    "http:///example.org/",
    "http:/127.0.0.1/",
    "http:127.0.0.1",
    "//127.0.0.1/",
    "///127.0.0.1/",
    "/\\127.0.0.1/",
    "\\\\127.0.0.1\\",
    "https:127.0.0.1",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/_",
    "ftp://example.org/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "jar:http://127.0.0.1!/",
    "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun/",
    "http://\ud800.example.org/",
    "http://" + "a" * 64 + ".example.org/",
    "http://example.org/" + "a" * 2_048,
    "http://[::1",
    "http://::1/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://xn--a.com/",
    "http://a_b.example.org/",
    "",
    " ",
    "http://",
)

ORDINARY = (
    "http://example.org/",
    "https://example.org/",
    "HTTPS://WWW.Example.ORG/World/Story?id=7&page=2#top",
    "https://www.example.org/2025/06/22/a-long-headline-of-a-story-that-goes-on/index.html",
    "https://news.example.co.uk/world-europe-12345678",
    "https://feeds.example.com/rss/world.xml?edition=int",
    "https://example.org/feed/atom/",
    "http://example.org:80/a",
    "https://example.org:443/a",
    "https://example.org./a",
    "https://example.org?utm_source=feed",
    "https://example.org/a%20b/%E2%82%AC",
    "https://example.org/100%/story",
    "https://example.org/мир/новости?дата=1",
    "https://bücher.example.org/",
    "https://президент.рф/новости",
    "https://xn--bcher-kva.example.org/",
    "https://r3---sn-abc.example.org/",
    "https://example.org/a;b=c/(d)/e'f,g~h!i$j*k+l@m:n",
    "https://example.org/path//with///slashes/../and/./dots",
    "https://example.org/?url=http://127.0.0.1/&next=//10.0.0.1",
    "https://example.org/archive/[2025]|{a}",
    "https://t.co/abc",
    "https://1news.co.nz/",
    "http://93.184.215.14/",
    "https://9.9.9.9/status",
)
"""Addresses as news sites, feeds and shortened links have them: none may be refused."""

_PLAIN = re.compile(
    r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?::80|:443)?(?:[/?#][!$-;=?-Z_a-z~#]*)?"
)
_PLAIN_BARRED = re.compile(
    r"\.(local|localhost|internal|test|example|invalid|arpa|onion|nip\.io)(?![a-z.])|\.nip\.io"
)


def listed(*folders: str) -> list[str]:
    """Every URL of the hostile lists, in their order; empty where the lists are absent."""
    files = [file for folder in folders for file in sorted((LISTS / folder).glob("*.jsonl"))]
    return [
        url
        for file in files
        for line in file.read_text("utf-8").splitlines()
        for url in _urls(json.loads(line))
    ]


def _urls(record: dict[str, str]) -> Iterable[str]:
    if "line" in record:  # a line of Unicode's IdnaTestV2: the source is its first field, with escapes
        source = re.sub(
            r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), record["line"].split(";")[0]
        )
        return [f"http://{source.strip()}/"]
    return [record["url"] if "url" in record else record["input"]]


def is_plain(url: str) -> bool:
    """Say by a pattern of its own whether a URL is so plain that refusing it would be a fault."""
    return bool(_PLAIN.fullmatch(url)) and not _PLAIN_BARRED.search(url)


def _spoken_of(url: str) -> str:
    """The address that a URL speaks of, as the laxest of readers would have it, unless public; else one of a list."""
    host = re.sub(r"^[a-z]*:?/*", "", url.strip()).partition("/")[0].rpartition("@")[2].partition(":")[0]
    try:
        address = socket.inet_ntoa(socket.inet_aton(host.partition(" ")[0]))
    except (OSError, ValueError):
        address = PUBLIC
    return NOT_PUBLIC[len(url) % len(NOT_PUBLIC)] if ip_address(address).is_global else address


@dataclass
class Tally:
    """What became of URLs: how many gave a page, which were refused, how many failed otherwise, and all peers."""

    tried: int = 0
    pages: int = 0
    refused: list[str] = field(default_factory=list)
    failed: int = 0
    peers: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)


@dataclass
class Trial:
    """One fetcher that may go to public addresses only, on a machine whose sockets are tapped.

    ``guide`` says where the site, which plays every public host, redirects the readers of a path; its other paths
    hold an ordinary page.
    """

    fetcher: Fetcher
    names: Rebinding
    guide: dict[str, str]
    tally: Tally

    async def try_one(self, url: str, *, first: str | None = None) -> None:
        """Fetch ``url``, or ``first`` on its behalf. Whatever is raised that is not ours fails the test."""
        self.tally.tried += 1
        try:
            await self.fetcher.fetch(url if first is None else first)
            self.tally.pages += 1
        except FetchRefused:
            self.tally.refused.append(url)
        except FetchError:
            self.tally.failed += 1


async def directly(trial: Trial, url: str, number: int) -> None:  # noqa: ARG001 - the ways have one shape
    """Hand the URL to the fetcher."""
    await trial.try_one(url)


async def by_redirect(trial: Trial, url: str, number: int) -> None:
    """Start at an ordinary page that redirects to the URL."""
    trial.guide[f"/{number}"] = url
    await trial.try_one(url, first=f"http://start{number}.example.org/{number}")


async def by_rebinding(trial: Trial, url: str, number: int) -> None:
    """Ask names that are public at first, and then have the address that the URL speaks of, alone or among others.

    The site sends every reader on to the same place once more, so that a second and a third look-up are made. The
    names are one of ours, which stands in for URLs whose text is refused, and the URL's own.
    """
    trial.names.answers = [[PUBLIC], [_spoken_of(url)], [PUBLIC, _spoken_of(url)]]
    ours = f"http://flip{number}.example.org/again"
    trial.guide["/again"] = ours
    await trial.try_one(url, first=ours)
    await trial.try_one(url, first=ours)
    for _ in trial.names.answers:
        await trial.try_one(url)


Way = Callable[[Trial, str, int], Awaitable[None]]
WAYS: tuple[Way, ...] = (directly, by_redirect, by_rebinding)


def run(way: Way, urls: Iterable[str]) -> Tally:
    """Try every URL in one way."""
    guide: dict[str, str] = {}

    async def show_the_way(request: Request, wire: Wire) -> None:
        target = guide.get(request.path)
        await (page() if target is None else redirect(target))(request, wire)

    async def visit() -> Tally:
        names = Rebinding([[PUBLIC]])
        async with Fetcher(lookup=names, sleep=at_once) as fetcher:
            trial = Trial(fetcher, names, guide, Tally())
            for number, url in enumerate(urls):
                await way(trial, url, number)
        return trial.tally

    with Site({}, fallback=show_the_way) as site, WireTap(site.port) as tap:
        tally = asyncio.run(visit())
    tally.peers, tally.astray = tap.peers, tap.astray
    return tally
