"""Hostile URLs, judged by where sockets go: directly, by redirect, and by names that change their answers.

Where a checkout has the large lists beside it, all of them are tried too (8 s for 3,547 URLs in three ways).
"""

import asyncio
from ipaddress import ip_address

import pytest

from bot.acquire.fetcher import Fetcher
from bot.acquire.guards import GuardedSocket, Lookup
from bot.acquire.networks import IPAddress, public_only
from bot.errors import FetchRefused
from tests.acquire.fetch_cases import (
    NOT_PUBLIC,
    ORDINARY,
    PUBLIC,
    WAYS,
    WRITTEN,
    Way,
    by_redirect,
    directly,
    is_plain,
    listed,
    run,
)
from tests.servers.loopback import WireTap, at_once
from tests.servers.misbehaviour import page
from tests.servers.names import Names
from tests.servers.site import Site

_LISTED = listed("ssrf", "url")


class AdmitAll:
    """The policy of someone who has switched the guard off."""

    def admits_port(self, port: int) -> bool:
        return port > 0

    def admits(self, address: IPAddress, port: int) -> bool:
        return bool(address) and self.admits_port(port)


@pytest.mark.parametrize("way", WAYS)
def test_no_socket_goes_astray(way: Way) -> None:
    urls = [*WRITTEN, *_LISTED]
    tally = run(way, urls)
    assert tally.astray == []
    assert tally.peers, "some hosts are public, so that the tap must have seen sockets"
    assert tally.tried >= len(urls)


@pytest.mark.parametrize("way", [directly, by_redirect])
def test_ordinary_addresses_are_not_refused(way: Way) -> None:
    plain = [url for url in _LISTED if is_plain(url)]
    tally = run(way, [*ORDINARY, *plain])
    assert tally.refused == []
    assert len(tally.peers) >= tally.tried


@pytest.mark.parametrize("way", [directly, by_redirect])
def test_ordinary_addresses_give_their_page(way: Way) -> None:
    urls = [url.replace("https:", "http:", 1).replace("HTTPS:", "http:", 1) for url in ORDINARY]
    tally = run(way, urls)
    assert tally.pages == len(urls)


def test_the_tap_sees_what_a_fetcher_without_guard_would_do() -> None:
    """The proof that the tests above can fail."""

    async def visit() -> None:
        async with Fetcher(policy=AdmitAll(), sleep=at_once) as fetcher:
            await fetcher.fetch("http://127.1.2.3/")

    with Site({}, fallback=page()) as site, WireTap(site.port) as tap:
        asyncio.run(visit())
    assert tap.astray == ["127.1.2.3"]


@pytest.mark.parametrize("address", NOT_PUBLIC)
@pytest.mark.parametrize("others", [[], [PUBLIC], ["2606:4700::1111"]])
def test_one_address_that_is_not_public_spoils_a_name(address: str, others: list[str]) -> None:
    assert _visit_of("http://name.example.org/", Names(others=[*others, address])) == []


def test_an_answer_that_is_no_address_spoils_a_name() -> None:
    assert _visit_of("http://name.example.org/", Names(others=[PUBLIC, "127.1"])) == []


def test_a_name_without_addresses_and_one_that_does_not_exist_read_like_a_private_one() -> None:
    assert _visit_of("http://name.example.org/", Names(others=[])) == []
    assert _visit_of("http://name.example.org/", Names(others=None)) == []


def _visit_of(url: str, lookup: Lookup) -> list[str]:
    """Expect a refusal, and give the peers of all sockets."""

    async def visit() -> None:
        async with Fetcher(lookup=lookup, sleep=at_once) as fetcher:
            await fetcher.fetch(url)

    with WireTap(site_port=9) as tap, pytest.raises(FetchRefused, match=r"^Cannot read that page"):
        asyncio.run(visit())
    return tap.peers


class TestTheLastLayer:
    """The socket itself looks at its peer, whoever asks it to connect."""

    @pytest.mark.parametrize("text", [text for text in NOT_PUBLIC if "%" not in text])
    def test_it_goes_nowhere_but_to_public_addresses(self, text: str) -> None:
        family = 2 if ip_address(text).version == 4 else 10
        with GuardedSocket(public_only, family, 1, 0) as guarded:
            with pytest.raises(OSError, match="refused to connect"):
                guarded.connect((text, 80))
            with pytest.raises(OSError, match="refused to connect"):
                guarded.connect_ex((text, 80))

    def test_it_does_not_look_names_up(self) -> None:
        with (
            GuardedSocket(public_only, 2, 1, 0) as guarded,
            pytest.raises(OSError, match="refused to connect"),
        ):
            guarded.connect(("localhost", 80))

    def test_it_refuses_a_port_that_is_not_the_webs(self) -> None:
        with (
            GuardedSocket(public_only, 2, 1, 0) as guarded,
            pytest.raises(OSError, match="refused to connect"),
        ):
            guarded.connect((PUBLIC, 22))

    def test_a_fetcher_that_was_led_there_all_the_same_refuses_with_the_one_text(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Were the resolver's judgement lost, the socket's would stand."""
        monkeypatch.setattr("bot.acquire.guards.PublicResolver.resolve", _led_astray)
        assert _visit_of("http://name.example.org/", Names()) == []


async def _led_astray(_: object, host: str, port: int = 0, **_family: object) -> list[dict[str, object]]:
    return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]
