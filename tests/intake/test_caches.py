"""F1 to F4: caches, moves, refusals and documents that break off, as far as what is stored depends on them.

How a poll is judged is shown by ``tests.acquire.test_polling_web``; here it is what the whole flow makes of it.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acquire.polling import FeedStatus
from bot.types import Feed
from tests.intake.conftest import Opens
from tests.intake.ledger import answers, entry_count, state_of, visits, wrong
from tests.servers.misbehaviour import page, raw
from tests.servers.newsweb.forms import document
from tests.servers.site import Request, Site, Wire

FORMS = 4
QUARTER = {"minutes": 17.0}  # 15 minutes with all jitter, and a little


class TestCaches:
    """F1."""

    def test_what_has_not_changed_costs_a_304_and_no_page(self, newsroom: Opens) -> None:
        with newsroom(FORMS, articles=1) as one:
            one.poll()
            for _ in range(3):
                one.later(**QUARTER)
            assert [answers(one, feed) for feed in range(FORMS)] == [["200", "304", "304", "304"]] * FORMS
            assert wrong(one) == []
            assert set(visits(one).values()) == {1}

    def test_whatever_a_server_says_of_its_document_an_article_is_read_once(self, newsroom: Opens) -> None:
        """It says nothing of it; another ETag each time; a date from the future."""
        sayings = (
            {"etag": "none", "modified": "none"},
            {"etag": "churn", "modified": "none"},
            {"etag": "none", "modified": "future"},
        )
        with newsroom(len(sayings), articles=1) as one:
            for feed, habits in enumerate(sayings):
                one.web.habits(feed, **habits)
            one.poll()
            for _ in range(2):
                one.later(**QUARTER)
                assert sum(told.new + told.seen + told.changed for told in one.polled.values()) == 0
            for feed in range(len(sayings)):
                one.web.publish(feed)
            one.later(**QUARTER)
            assert wrong(one) == []
            assert set(visits(one).values()) == {1}

    def test_a_cache_that_says_304_for_ever_hides_news_for_a_day_at_most(self, newsroom: Opens) -> None:
        with newsroom(articles=1) as one:
            one.web.habits(0, etag="lie")
            one.poll()
            one.web.publish(0)
            for _ in range(95):
                one.poll(now=True)
            assert answers(one) == ["200", *["304"] * 94, "200"]
            assert wrong(one) == []


class TestMoves:
    """F2."""

    def test_articles_stay_the_same_and_an_address_is_kept_after_three_good_polls_if_it_is_permanent(
        self, newsroom: Opens
    ) -> None:
        moves = (
            ("move", 301, True),
            ("move", 308, True),
            ("chain", 301, True),
            ("move", 302, False),
            ("move", 307, False),
        )
        with newsroom(len(moves), articles=1) as one:
            one.poll()
            for feed, (fault, code, _) in enumerate(moves):
                one.web.fault(feed, fault, code=code)
            for _ in range(2):
                one.later(**QUARTER)
                assert [state_of(one, feed).fetch_url for feed in range(len(moves))] == [
                    one.web.url(feed) for feed in range(len(moves))
                ]
            for feed in range(len(moves)):
                one.web.publish(feed)
            one.later(**QUARTER)
            for feed, (_, _, is_permanent) in enumerate(moves):
                moved = one.web.address(one.web.sources[feed], f"/f/{feed}/moved.xml")
                assert state_of(one, feed).fetch_url == (moved if is_permanent else one.web.url(feed))
            one.later(**QUARTER)
            asked = [len(answers(one, feed)) for feed in range(len(moves))]
            assert asked == [4, 4, 4, 5, 5], "the old address of what has moved for good is left alone"
            assert wrong(one) == []
            assert set(visits(one).values()) == {1}

    def test_one_to_nowhere_stores_nothing_and_heals(self, newsroom: Opens) -> None:
        faults = ("private", "loop", "move-to-login")
        with newsroom(len(faults), articles=1) as one:
            one.poll()
            for feed, fault in enumerate(faults):
                one.web.fault(feed, fault)
                one.web.publish(feed)
            for _ in range(4):
                one.later(hours=3)
            for feed in range(len(faults)):
                assert state_of(one, feed).status == FeedStatus.FAILING
                assert state_of(one, feed).fetch_url == one.web.url(feed)
                assert "10.0.0.1" not in state_of(one, feed).error
                one.web.heal(feed)
            assert entry_count(one) == len(faults)
            one.later(days=1)
            assert {state_of(one, feed).status for feed in range(len(faults))} == {FeedStatus.OK}
            assert wrong(one) == []


class TestRefusals:
    """F3."""

    def test_410_is_asked_once_and_not_again_until_somebody_asks_for_it(self, newsroom: Opens) -> None:
        with newsroom(articles=1) as one:
            one.poll()
            one.web.fault(0, "status", code=410)
            for _ in range(8):
                one.later(days=1)
            assert answers(one) == ["200", "status"]
            assert state_of(one).status == FeedStatus.GONE
            assert "for good" in state_of(one).error
            one.web.heal(0)
            one.web.publish(0)
            assert one.store.revive_feed(one.web.url(0))
            one.poll()
            assert wrong(one) == []

    def test_no_is_asked_about_once_a_day_in_the_end(self, newsroom: Opens) -> None:
        """Asked after 0 h, then with growing waits, from the fifth failure on once a day."""
        codes = (401, 403, 404)
        with newsroom(len(codes), articles=1) as one:
            one.poll()
            for feed, code in enumerate(codes):
                one.web.fault(feed, "status", code=code)
            for _ in range(7 * 8):
                one.later(hours=3)
            for feed, code in enumerate(codes):
                assert 8 <= len(answers(one, feed)) - 1 <= 11, "in a week"
                assert f"HTTP {code}" in state_of(one, feed).error
                assert state_of(one, feed).status == FeedStatus.FAILING
                one.web.heal(feed)
                one.web.publish(feed)
            one.later(days=1)
            assert wrong(one) == []

    def test_retry_after_is_obeyed_up_to_a_day(self, newsroom: Opens) -> None:
        asks = ((429, "7200", 2.0), (503, "7200", 2.0), (429, "9999999", 24.0), (503, "9999999", 24.0))
        with newsroom(len(asks), articles=1) as one:
            one.poll()
            for feed, (code, after, _) in enumerate(asks):
                one.web.fault(feed, "status", code=code, retry_after=after, times=1)
                one.web.publish(feed)
            one.later(**QUARTER)
            begun = one.clock()
            for passed in (1.98, 2.25, 23.75, 24.05):
                one.clock.at = begun + timedelta(hours=passed)
                one.poll()
                for feed, (_, _, hours) in enumerate(asks):
                    assert (answers(one, feed)[:3] == ["200", "status", "200"]) == (passed > hours)
            assert wrong(one) == []


class TestBreaks:
    """F4."""

    @pytest.mark.parametrize("fault", ["cut-body", "stall-in-body", "wrong-length", "reset"])
    def test_of_an_answer_that_is_not_whole_nothing_is_stored(self, newsroom: Opens, fault: str) -> None:
        """A wrong length leaves bytes that belong to no answer: that is no proper HTTP either."""
        with newsroom(2, articles=2) as one:
            one.limits = replace(one.limits, total_s=0.5)
            for feed in range(2):
                one.web.fault(feed, fault, times=1)
            one.poll()
            assert all(told.error for told in one.polled.values())
            assert (entry_count(one), one.store.counts().documents) == (0, 0)
            one.later(**QUARTER)
            assert wrong(one) == []

    @pytest.mark.parametrize("first", [True, False], ids=["first poll", "later poll"])
    def test_xml_that_breaks_off_loses_its_last_entry_until_it_is_whole(
        self, newsroom: Opens, first: bool
    ) -> None:
        with newsroom(3, articles=1) as one:
            if not first:
                one.poll()
                one.clock.advance(**QUARTER)
            for feed in range(3):
                one.web.habits(feed, order="oldest")
                one.web.publish(feed)
                one.web.fault(feed, "cut-item", times=1)
            last = {source.pieces[-1].path for source in one.web.sources}
            one.poll()
            assert not any(told.error for told in one.polled.values())
            assert not last & visits(one).keys(), "the entry that was cut in two is not taken"
            one.later(**QUARTER)
            assert wrong(one) == []
            assert set(visits(one).values()) == {1}

    def test_the_validators_of_a_broken_document_are_not_shown_again(self, newsroom: Opens) -> None:
        """A cache that broke a document off names it as it names the whole one: whoever shows that gets a 304."""
        with newsroom(articles=2) as one:
            whole = document(one.web.sources[0], one.web.address(one.web.sources[0], ""))
            cut = whole[: whole.rfind(b"<description>") + 9]
            bodies = iter((cut, whole))

            async def answer(request: Request, wire: Wire) -> None:
                if "if-none-match" in request.headers:
                    await raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")(request, wire)
                else:
                    extra = b'ETag: "whole"\r\n'
                    await page(next(bodies), content_type="application/rss+xml", extra=extra)(request, wire)

            with Site({"/feed.xml": answer}) as site:
                url = f"http://cache.example.org:{site.port}/feed.xml"
                one.store.sync_feeds([Feed(url, "Cache", "Cache")])
                one.web.port = site.port
                one.poll()
                assert entry_count(one) == 1
                one.later(**QUARTER)
                assert entry_count(one) == 2
                one.later(**QUARTER)
                assert "if-none-match" in site.requests[-1].headers, "and then the whole one's are"
