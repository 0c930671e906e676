"""The text of URLs and the ranges of addresses: what may be asked for at all."""

import ipaddress
import json
import random
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.acquire.addresses import MAX_URL_LENGTH, follow, read_address
from bot.acquire.networks import IPAddress, PublicOnly, is_own, is_public, public_only
from bot.errors import FetchRefused
from tests.acquire.fetch_cases import LISTS, NOT_PUBLIC, ORDINARY, WRITTEN


def refusal(url: str) -> FetchRefused:
    with pytest.raises(FetchRefused) as caught:
        read_address(url, public_only)
    return caught.value


@pytest.mark.parametrize("url", ORDINARY)
def test_an_ordinary_url_passes_and_stays_itself_when_read_again(url: str) -> None:
    address = read_address(url, public_only)
    assert address.url.isascii()
    assert read_address(address.url, public_only) == address


@pytest.mark.parametrize(
    ("given_url", "rebuilt"),
    [
        ("HTTPS://Example.ORG:443", "https://example.org/"),
        ("http://example.org:443/a", "http://example.org:443/a"),
        ("http://example.org./?a=b#c", "http://example.org/?a=b"),
        ("https://Bücher.example.org/é?ü", "https://xn--bcher-kva.example.org/%C3%A9?%C3%BC"),
        ("https://faß.de/", "https://xn--fa-hia.de/"),
        ("https://example.org/100%/%41|[b]", "https://example.org/100%25/%41%7C%5Bb%5D"),
        ("https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111]/"),
    ],
)
def test_a_url_is_rebuilt_from_its_parts(given_url: str, rebuilt: str) -> None:
    assert read_address(given_url, public_only).url == rebuilt


# Written cases whose text is harmless: the fragment and query are no host, and only the answer to a name shows
# where it leads.
_TEXT_PASSES = {"http://example.org#@127.0.0.1/", "http://127.0.0.1.nip.io/"}


@pytest.mark.parametrize("url", [url for url in WRITTEN if url not in _TEXT_PASSES])
def test_a_hostile_url_is_refused_with_the_one_text(url: str) -> None:
    error = refusal(url)
    assert str(error) == FetchRefused.TEXT
    assert error.detail


def test_the_longest_url_passes_and_one_more_character_does_not() -> None:
    start = "https://example.org/"
    longest = start + "a" * (MAX_URL_LENGTH - len(start))
    assert read_address(longest, public_only).url == longest
    assert "2049 characters" in refusal(longest + "a").detail


@given(st.text())
def test_any_text_is_refused_or_rebuilt_so_that_the_http_library_sees_the_same_place(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}", f"http://example.org{text}"):
        try:
            address = read_address(url, public_only)
        except FetchRefused:
            continue
        seen = URL(address.url, encoded=True)
        assert (seen.scheme, seen.raw_host, seen.port, seen.user) == (
            address.scheme,
            address.host,
            address.port,
            None,
        )


@given(st.text(alphabet="019.xXaf:[]@/\\#?%。⓪１\u00ad", max_size=24))
def test_no_spelling_of_an_address_passes_as_another_than_it_is(text: str) -> None:
    try:
        address = read_address(f"http://{text}", public_only)
    except FetchRefused:
        return
    if address.host.replace(".", "").isdigit() or ":" in address.host:
        assert is_public(ip_address(address.host))


class TestFollowing:
    base = read_address("https://example.org/a/b?c", public_only)

    @pytest.mark.parametrize(
        ("location", "url"),
        [
            ("https://www.example.org/", "https://www.example.org/"),
            ("/x", "https://example.org/x"),
            ("x", "https://example.org/a/x"),
            ("../x", "https://example.org/x"),
            ("?x", "https://example.org/a/b?x"),
            ("//example.com/x", "https://example.com/x"),
            ("#top", "https://example.org/a/b?c"),
        ],
    )
    def test_a_location_is_joined_to_where_it_was_met(self, location: str, url: str) -> None:
        assert follow(location, self.base, public_only).url == url

    @pytest.mark.parametrize(
        "location",
        [
            "http://example.org/",
            "file:///etc/passwd",
            "//127.0.0.1/",
            "/\\127.0.0.1/",
            "//[::1",
            "",
            "\x00",
            "a b",
        ],
    )
    def test_a_step_down_or_aside_is_refused(self, location: str) -> None:
        with pytest.raises(FetchRefused, match=r"^Cannot read that page"):
            follow(location, self.base, public_only)

    def test_a_step_up_to_https_is_taken(self) -> None:
        plain = read_address("http://example.org/", public_only)
        assert follow("https://example.org/", plain, public_only).scheme == "https"


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_no_special_address_is_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "8.8.8.8", "1.1.1.1", "100.128.0.1", "2606:4700::1111", "2a00::1"]
)
def test_ordinary_addresses_are_public(text: str) -> None:
    assert is_public(ip_address(text))


def test_every_range_is_at_least_as_strict_as_pythons_own_tables() -> None:
    """Seeded: 20,000 addresses of each family, and the edges of every IPv4 /16."""
    dice = random.Random(1)  # noqa: S311 - wants to repeat
    v4 = [*(dice.getrandbits(32) for _ in range(20_000)), *(block << 16 for block in range(1 << 16))]
    v6 = [dice.getrandbits(125) | 1 << 125 for _ in range(20_000)]
    addresses: list[IPAddress] = [*map(IPv4Address, v4), *map(IPv6Address, v6)]
    lax = [
        address
        for address in addresses
        if is_public(address) and (address.is_private or address.is_multicast)
    ]
    assert not lax
    assert sum(is_public(address) for address in addresses) > len(addresses) * 0.8


def test_a_public_address_of_this_very_machine_is_not_admitted() -> None:
    ours = ipaddress.ip_address("93.184.215.14")
    policy = PublicOnly(owns=lambda address: address == ours)
    assert not policy.admits(ours, 443)
    assert policy.admits(ipaddress.ip_address("93.184.215.15"), 443)


def test_own_addresses_are_known_by_binding_them() -> None:
    assert is_own(IPv4Address("127.0.0.1"))
    assert not is_own(IPv4Address("8.8.8.8"))


@pytest.mark.parametrize("name", ["wpt_urltestdata.jsonl", "idna_v2_sample.jsonl"])
def test_what_passes_has_the_host_that_the_standards_say(name: str) -> None:
    """Truth by web-platform-tests and by Unicode's IdnaTestV2, read where a checkout has them beside it."""
    file = LISTS / "url" / name
    if not file.exists():
        pytest.skip("the hostile lists are not beside this checkout")
    cases = [_truth(json.loads(line)) for line in file.read_text("utf-8").splitlines()]
    passed = 0
    for url, host in cases:
        try:
            address = read_address(url, public_only)
        except FetchRefused:
            continue
        passed += 1
        assert address.host == host, url
    assert passed > 25


def _truth(record: dict[str, str]) -> tuple[str, str | None]:
    if "line" not in record:
        return record["input"], record.get("hostname")
    text = record["line"].split("#")[0].encode("utf-16", "surrogatepass").decode("utf-16")
    fields = [
        field.strip().encode("latin-1", "backslashreplace").decode("unicode_escape")
        for field in text.split(";")
    ]
    source, to_unicode, _, to_ascii, *_ = fields
    return f"http://{source}/", (to_ascii or to_unicode or source).removesuffix(".")
