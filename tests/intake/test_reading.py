"""Reading one entry where something breaks: the store, our own code, or whoever wrote the feed."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.acquire.robots import Verdict
from bot.engine import Engine
from bot.errors import StoreUnavailable
from bot.intake.outcomes import ATTEMPTS
from bot.intake.read import Reader
from bot.store.records import Dropped, EntryJob, Kept, Later
from bot.types import Entry, Feed

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
FEED = Feed("https://news.example.org/feed", "Paper", "Paper Group")
TEXT = "<p>" + "Troops from Chad crossed into Sudan on Tuesday, officials said. " * 12 + "</p>"
JOB = EntryJob(
    id=1,
    key="https://news.example.org/a",
    feed=FEED,
    entry=Entry("g", "https://news.example.org/a", "Troops cross into Sudan", "Teaser.", NOW, content=TEXT),
    published_at=NOW,
    first_seen_at=NOW,
    attempts=1,
    is_baseline=False,
    document_id=None,
    host="news.example.org",
)


class NoRobots:
    """Bars every page, so that nothing is fetched."""

    async def allowed(self, _: str) -> Verdict:
        return Verdict(allowed=False)


@pytest.fixture
def reader(engine: Engine) -> Reader:
    robots: Any = NoRobots()
    return Reader(engine, robots, lambda: NOW)


def outcome(reader: Reader, job: EntryJob) -> Any:
    return asyncio.run(reader.read(job)).outcome


def test_the_full_text_of_a_feed_is_read_where_it_lies(reader: Reader) -> None:
    kept = outcome(reader, JOB)
    assert isinstance(kept, Kept)
    assert (kept.article.outlet, kept.article.family) == ("Paper", "Paper Group")
    assert kept.article.body.startswith("Troops from Chad")


@pytest.mark.parametrize(
    ("feed", "own"),
    [
        ("https://www.news.example.org/feed", True),
        ("https://feeds.news.example.org/feed", True),
        ("https://example.org/feed", True),
        ("https://blog.other.org/feed", False),
        ("https://evil-news.example.org/feed", False),
    ],
)
def test_a_feed_speaks_for_its_own_site_only(reader: Reader, feed: str, own: bool) -> None:
    found = outcome(reader, replace(JOB, feed=replace(FEED, url=feed)))
    assert isinstance(found, Kept) is own
    assert own or found.reason == "robots"


def test_a_store_that_is_gone_for_a_moment_is_not_the_article_s_fault(engine: Engine) -> None:
    def gone() -> datetime:
        raise StoreUnavailable("The database cannot be reached.")

    robots: Any = NoRobots()
    with pytest.raises(StoreUnavailable):
        outcome(Reader(engine, robots, gone), JOB)


def test_a_fault_of_ours_costs_one_article(engine: Engine) -> None:
    class Broken:
        async def allowed(self, _: str) -> Verdict:
            raise KeyError("slip")

    robots: Any = Broken()
    page = replace(JOB, entry=replace(JOB.entry, content=""))
    reader = Reader(engine, robots, lambda: NOW)
    assert isinstance(outcome(reader, page), Later)
    dropped = outcome(reader, replace(page, attempts=2))
    assert isinstance(dropped, Dropped)
    assert "fault in Sitrep itself (KeyError" in dropped.detail


def test_what_was_begun_too_often_is_not_begun_again(reader: Reader) -> None:
    dropped = outcome(reader, replace(JOB, attempts=ATTEMPTS + 1))
    assert isinstance(dropped, Dropped)
    assert dropped.is_failure
