"""Two processes on one PostgreSQL: they share the work, and the web sees one polite reader (row D6)."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import pairwise

import pytest

from bot.acquire.polling.rules import JITTER
from bot.store.open import open_store
from tests.long.kills.killing import Polling
from tests.long.kills.oracle import faults, missing, told
from tests.servers.newsweb import Asked, NewsWeb
from tests.servers.postgres import running

FEEDS, EVERY_S, APART_S = 10, 3.0, 0.25
POLLS = 4
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def processes() -> int:
    """How many; ``tests/long/test_four_processes.py`` has four."""
    return 2


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory, processes: int) -> Iterator[list[Asked]]:
    """What the processes asked of a web until they had polled every feed four times and read all it published."""
    folder = tmp_path_factory.mktemp("processes")
    with running() as server, NewsWeb(FEEDS, seed=4) as web, ExitStack() as ends:
        url = server.url(server.fresh())
        given = {"database": url, "port": web.port, "feeds": FEEDS, "interval": EVERY_S, "apart": APART_S}
        options = [word for name, value in given.items() for word in (f"--{name}", str(value))]
        errors = ends.enter_context((folder / "stderr.txt").open("ab"))
        readers = [Polling([*options, "--wait", "--owner", f"reader-{n}"], errors) for n in range(processes)]
        for process in readers:
            process.until("ready")
        for process in readers:
            process.go()
        with open_store(url) as store:
            for round_ in range(POLLS):
                _until(partial(_all_polled, web, round_ + 1))
                for source in web.sources[round_::2]:
                    web.publish(source.number)
            _until(lambda: not missing(store, told(web.final())))
            requests = list(web.log)
            for process in readers:
                process.tell()
            assert [process.ended(10.0) for process in readers] == [0] * processes
            assert faults(store, told(web.final()), {}) == []
        yield requests
        assert (folder / "stderr.txt").read_text() == ""


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def _all_polled(web: NewsWeb, times: int) -> bool:
    return all(source.asked >= times for source in web.sources)


def _by(log: list[Asked], end: str = "", part: str = "") -> dict[str, list[Asked]]:
    """Requests of one kind, by address."""
    found = defaultdict(list)
    for asked in log:
        if asked.target.endswith(end) and part in asked.target:
            found[f"{asked.host}{asked.target}"].append(asked)
    return found


def test_all_take_part(log: list[Asked], processes: int) -> None:
    readers = [asked.headers["user-agent"] for asked in log]
    assert min(readers.count(f"reader-{n}") for n in range(processes)) >= len(log) / (5 * processes)


def test_every_feed_is_polled_once_an_interval_and_no_interval_is_missed(log: list[Asked]) -> None:
    polls = _by(log, end="feed.xml")
    assert len(polls) == FEEDS
    shortest_s = EVERY_S * (1 - JITTER)
    for feed, asked in polls.items():
        gaps = [later.at - earlier.at for earlier, later in pairwise(asked)]
        assert min(gaps) >= shortest_s, feed
        assert max(gaps) < 2 * shortest_s, feed


def test_every_article_is_fetched_once(log: list[Asked]) -> None:
    pages = _by(log, part="/a/")
    assert len(pages) > FEEDS
    assert {page: len(asked) for page, asked in pages.items() if len(asked) > 1} == {}


def test_a_host_that_one_process_has_left_is_not_visited_by_the_other_at_once(log: list[Asked]) -> None:
    hosts = defaultdict(list)
    for asked in log:
        hosts[asked.host].append(asked)
    gaps = [
        later.at - earlier.at
        for visits in hosts.values()
        for earlier, later in pairwise(visits)
        if earlier.headers["user-agent"] != later.headers["user-agent"]
    ]
    assert len(gaps) > FEEDS / 2
    assert min(gaps) >= APART_S
