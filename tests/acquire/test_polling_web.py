"""Polling over real sockets: each fault of a feed server, and what is remembered of it."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2s

import pytest

from bot.acquire.feeds.document import FeedDocument
from bot.acquire.feeds.parse import parse
from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits, NotModified
from bot.acquire.polling import (
    FeedState,
    FeedStatus,
    Good,
    Outcome,
    decide,
    failed,
    is_other,
    new_state,
    unchanged,
    validators,
)
from bot.acquire.polling.rules import DAY_S
from bot.errors import FetchError, InputError
from bot.types import Feed
from tests.servers.loopback import OnlySite, at_once
from tests.servers.newsweb import NewsNames, NewsWeb

QUICK = Limits(total_s=1.0, dns_s=0.2, grace_s=0.2)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
RSS, ATOM, RDF, JSON = range(4)


@dataclass
class Reader:
    """Polls one feed of a web whenever it is due, on a clock of its own, and keeps what it met."""

    web: NewsWeb
    number: int = RSS
    names: NewsNames = field(default_factory=NewsNames)
    titles: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.feed = Feed(self.web.url(self.number), "News", "news", every_s=900.0)
        self.state = new_state(self.feed, START)

    def poll(self, times: int = 1) -> FeedState:
        """Poll so many times, if it may be polled at all."""
        asyncio.run(self._poll(times))
        return self.state

    @property
    def wait_s(self) -> float:
        assert self.state.next_poll_at is not None
        assert self.state.polled_at is not None
        return (self.state.next_poll_at - self.state.polled_at).total_seconds()

    async def _poll(self, times: int) -> None:
        async with Fetcher(
            policy=OnlySite(self.web.port), limits=QUICK, sleep=at_once, lookup=self.names
        ) as fetcher:
            for _ in range(times):
                if self.state.next_poll_at is None:
                    return
                outcome, document = await self._ask(fetcher)
                if isinstance(outcome, Good) and document and not is_other(self.state, outcome):
                    self.titles += [
                        entry.title for entry in document.entries if entry.title not in self.titles
                    ]
                self.outcomes.append(outcome)
                self.state = decide(self.feed, self.state, outcome, self.state.next_poll_at, 0.0)

    async def _ask(self, fetcher: Fetcher) -> tuple[Outcome, FeedDocument | None]:
        etag, modified = validators(self.state)
        try:
            answer = await fetcher.refetch(self.state.fetch_url, etag=etag, last_modified=modified)
            digest = "" if isinstance(answer, NotModified) else blake2s(answer.body).hexdigest()
            same = unchanged(self.state, answer, digest)
            if same or isinstance(answer, NotModified):
                assert same
                return same, None
            document = parse(answer.body, answer.content_type, answer.charset, answer.url)
        except (FetchError, InputError) as error:
            return failed(error), None
        known = sum(entry.title in self.titles for entry in document.entries)
        good = Good(
            title=document.title,
            site_url=document.site_url,
            etag=answer.etag,
            last_modified=answer.last_modified,
            digest=digest,
            moved_to=answer.moved_to,
            n_new=len(document.entries) - known,
            n_known=known,
            is_cut=document.is_cut,
        )
        return good, document


def answers(web: NewsWeb) -> list[str]:
    return [asked.answer for asked in web.log]


class TestCaches:
    """F1."""

    @pytest.mark.parametrize("number", [RSS, ATOM, RDF, JSON])
    def test_what_has_not_changed_costs_a_304(self, number: int) -> None:
        with NewsWeb(4) as web:
            reader = Reader(web, number)
            reader.poll(3)
            assert answers(web) == ["200", "304", "304"]
            web.publish(number)
            reader.poll(2)
            assert answers(web)[3:] == ["200", "304"]
        assert len(reader.titles) == 4

    @pytest.mark.parametrize(
        ("habits", "expected"),
        [
            ({"etag": "none"}, ["200", "304", "304"]),
            ({"etag": "none", "modified": "none"}, ["200", "200", "200"]),
            ({"etag": "churn", "modified": "none"}, ["200", "200", "200"]),
            ({"etag": "none", "modified": "future"}, ["200", "304", "304"]),
        ],
        ids=["date only", "nothing", "lying etag", "date from the future"],
    )
    def test_whatever_a_server_says_of_its_document_there_is_nothing_new(
        self, habits: dict[str, str], expected: list[str]
    ) -> None:
        with NewsWeb() as web:
            web.habits(0, **habits)
            reader = Reader(web)
            state = reader.poll(3)
            assert answers(web) == expected
        assert (state.status, state.good_polls, state.changed_at) == (FeedStatus.OK, 3, START)
        assert [type(outcome).__name__ for outcome in reader.outcomes] == ["Good", "Unchanged", "Unchanged"]

    def test_a_cache_that_says_304_for_ever_hides_news_for_a_day_at_most(self) -> None:
        with NewsWeb() as web:
            web.habits(0, etag="lie")
            reader = Reader(web)
            reader.poll()
            web.publish(0)
            reader.poll(94)
            assert len(reader.titles) == 3
            reader.poll()
            assert len(reader.titles) == 4

    def test_a_304_that_nobody_asked_for_is_a_failure(self) -> None:
        with NewsWeb() as web:
            web.fault(0, "not-modified", times=1)
            assert Reader(web).poll().error


class TestMoves:
    """F2."""

    @pytest.mark.parametrize(
        ("fault", "arguments", "is_moved"),
        [
            ("move", {"code": 301}, True),
            ("move", {"code": 308}, True),
            ("chain", {"code": 301, "length": 4}, True),
            ("move", {"code": 302}, False),
            ("move", {"code": 303}, False),
            ("move", {"code": 307}, False),
            ("chain", {"code": 302, "length": 4}, False),
        ],
    )
    def test_a_permanent_one_is_remembered_from_the_third_good_poll(
        self, fault: str, arguments: dict[str, int], is_moved: bool
    ) -> None:
        with NewsWeb() as web:
            web.fault(0, fault, **arguments)
            reader = Reader(web)
            home, moved = web.url(0), web.address(web.sources[0], "/f/0/moved.xml")
            assert [reader.poll().fetch_url for _ in range(2)] == [home, home]
            assert reader.poll().fetch_url == (moved if is_moved else home)
            reader.poll()
        assert reader.state.status == FeedStatus.OK
        assert len(reader.titles) == 3

    @pytest.mark.parametrize("fault", ["private", "loop", "move-to-login"])
    def test_one_to_nowhere_is_a_failure_and_leaves_nothing(self, fault: str) -> None:
        with NewsWeb() as web:
            reader = Reader(web)
            before = reader.poll()
            web.fault(0, fault)
            state = reader.poll(4)
            web.heal(0)
            healed = reader.poll()
        assert (state.status, state.fetch_url, state.moved_to) == (FeedStatus.FAILING, before.fetch_url, "")
        assert state.error
        assert "10.0.0.1" not in state.error
        assert (healed.status, healed.error, healed.failures) == (FeedStatus.OK, "", 0)


class TestRefusals:
    """F3."""

    def test_410_is_asked_once_and_never_again(self) -> None:
        with NewsWeb() as web:
            web.fault(0, "status", code=410)
            reader = Reader(web)
            state = reader.poll(9)
            assert len(web.log) == 1
        assert (state.status, state.next_poll_at) == (FeedStatus.GONE, None)
        assert "for good" in state.error

    @pytest.mark.parametrize("code", [401, 403, 404])
    def test_no_is_taken_for_an_answer_and_asked_about_daily(self, code: int) -> None:
        with NewsWeb() as web:
            web.fault(0, "status", code=code)
            reader = Reader(web)
            state = reader.poll(5)
        assert state.status == FeedStatus.FAILING
        assert f"HTTP {code}" in state.error
        assert DAY_S * 0.9 <= reader.wait_s <= DAY_S

    @pytest.mark.parametrize("code", [429, 503])
    @pytest.mark.parametrize(
        ("after", "wait_s"), [("7200", 7_200.0), ("999999", DAY_S), ("1", 900.0), ("soon", 900.0)]
    )
    def test_retry_after_is_obeyed(self, code: int, after: str, wait_s: float) -> None:
        with NewsWeb() as web:
            web.fault(0, "status", code=code, retry_after=after)
            reader = Reader(web)
            reader.poll()
        assert reader.wait_s == wait_s


class TestJunk:
    """F4, F8, F9: nothing of it is taken for news, and one good answer heals."""

    @pytest.mark.parametrize(
        "fault",
        [
            *("cut-body", "reset", "stall", "stall-in-body", "trickle", "endless", "bomb", "headers"),
            *("html", "html-as-xml", "pdf", "pdf-as-xml", "login", "parked", "empty", "other-feed"),
        ],
    )
    @pytest.mark.parametrize("number", [RSS, JSON])
    def test_it_is_a_failure_and_then_forgotten(self, fault: str, number: int) -> None:
        with NewsWeb(4) as web:
            reader = Reader(web, number)
            before = reader.poll()
            web.fault(number, fault, times=2)
            web.publish(number)
            failing = reader.poll(2)
            assert (failing.failures, len(reader.titles)) == (2, 3)
            assert (
                replace(
                    failing,
                    **{
                        name: getattr(before, name)
                        for name in ("next_poll_at", "polled_at", "error_at", "error", "failures")
                    },
                )
                == before
            ), "all else is as it was"
            healed = reader.poll()
        assert (healed.status, healed.error) == (FeedStatus.OK, "")
        assert len(reader.titles) == 4

    @pytest.mark.parametrize("fault", ["cut-item", "wrong-length"])
    def test_a_document_that_breaks_off_in_a_complete_answer_hides_nothing_for_long(self, fault: str) -> None:
        with NewsWeb() as web:
            web.fault(0, fault, times=1)
            reader = Reader(web)
            reader.poll()
            titles = {piece.now.title for piece in web.sources[0].pieces}
            assert set(reader.titles) < titles, "the last entry is not taken by half"
            reader.poll()
            assert set(reader.titles) == titles

    @pytest.mark.parametrize("how", ["missing", "failing", "silent", "private", "flips"])
    def test_a_name_that_does_not_lead_there_is_a_failure(self, how: str) -> None:
        """F10."""
        with NewsWeb() as web:
            reader = Reader(web, names=NewsNames({"news0.example.org": how}))
            reader.poll(2)
            reader.names.broken.clear()
            state = reader.poll()
        assert [bool(getattr(outcome, "message", "")) for outcome in reader.outcomes] == (
            [False, True, False] if how == "flips" else [True, True, False]
        )
        assert state.status == FeedStatus.OK


def test_a_slow_feed_is_waited_for() -> None:
    with NewsWeb() as web:
        web.fault(0, "slow", delay_s=0.3)
        assert Reader(web).poll().status == FeedStatus.OK


def test_200_feeds_are_asked_once_each_and_none_waits_for_those_that_stall() -> None:
    """F9: each feed is polled as if it were alone, though a tenth of them give no answer at all."""
    with NewsWeb(200, articles=1) as web:
        for number in range(0, 200, 10):
            web.fault(number, "stall")
        readers = [Reader(web, number) for number in range(200)]
        done: list[int] = []

        async def poll(reader: Reader) -> None:
            await reader._poll(1)
            done.append(reader.number)

        async def all_of_them() -> None:
            await asyncio.gather(*map(poll, readers))

        asyncio.run(all_of_them())
        assert len(web.log) == 200
    stalled = {number for number in range(200) if number % 10 == 0}
    assert {reader.number for reader in readers if reader.state.error} == stalled
    assert set(done[180:]) == stalled, "every other feed was read before the first of them was given up"
