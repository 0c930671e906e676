"""The figures of safe fetching: hostile URLs in all ways, and all trouble under the real limits, each in a process.

    pytest tests/long/test_hostile_fetching.py -s

A minute on two processors. The URL lists are read where a checkout has them beside it.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest

from bot.acquire.page import Limits
from tests.acquire.fetch_cases import ORDINARY, WAYS, WRITTEN, by_rebinding, is_plain, listed, run
from tests.acquire.test_fetch_trouble import measure
from tests.servers.misbehaviour import TROUBLE

_MAX_GROWTH_MB = 64  # the project's bound for one response
_SLACK_S = 2.0  # for processes that share two processors
_AT_ONCE = 6


def test_no_socket_goes_astray() -> None:
    urls = [*WRITTEN, *listed("ssrf", "url")]
    print(f"\n{len(urls)} hostile URLs, of them {len(WRITTEN)} written for this project")
    for way in WAYS:
        tally = run(way, urls)
        print(
            f"{way.__name__}: {tally.tried} fetches, {len(tally.refused)} refused, {tally.failed} failed, "
            f"{tally.pages} pages; {len(tally.peers)} sockets, {len(tally.astray)} astray"
        )
        assert tally.astray == []
        assert tally.peers


def test_no_ordinary_address_is_refused() -> None:
    urls = [*ORDINARY, *(url for url in listed("ssrf", "url") if is_plain(url))]
    for way in WAYS:
        if way is not by_rebinding:  # whose names are hostile, however plain the URL
            tally = run(way, urls)
            print(f"\n{way.__name__}: {len(urls)} ordinary addresses, {len(tally.refused)} refused")
            assert tally.refused == []


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[float, float, str]]:
    """Seconds, growth in MB and outcome of each trouble, alone, under the limits that ship."""
    limits = asdict(Limits())

    def cost(path: str) -> tuple[float, float, str]:
        result = measure([path], limits)
        seconds, what = result["outcomes"][path]
        return seconds, result["growth_mb"], what

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = dict(zip(TROUBLE, pool.map(cost, TROUBLE), strict=True))
    slowest = max(found, key=lambda path: found[path][0])
    largest = max(found, key=lambda path: found[path][1])
    print(
        f"\n{len(found)} kinds of trouble: worst {found[slowest][0]:.1f} s ({slowest}) of {Limits().total_s:g} s, "
        f"worst +{found[largest][1]:.1f} MB ({largest})"
    )
    return found


@pytest.mark.parametrize("path", TROUBLE)
def test_trouble_ends_in_time_and_in_memory(costs: dict[str, tuple[float, float, str]], path: str) -> None:
    seconds, growth_mb, what = costs[path]
    assert seconds <= Limits().total_s + _SLACK_S
    assert growth_mb <= _MAX_GROWTH_MB
    assert what != "page"
