"""F6 and F7: feeds of 10,000 entries flood nobody, and dates that cannot be are not believed."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.acquire.feeds.document import LIMIT
from bot.types import Feed
from tests.intake.conftest import Opens
from tests.intake.ledger import FIRST_ITEMS, entry_count, held, titles, visits, wrong
from tests.intake.station import START

FORMS = 4


class TestFloods:
    """F6."""

    def test_of_10_000_entries_ten_are_read_at_first_and_what_is_new_later(self, newsroom: Opens) -> None:
        """RSS; one article an hour for 30 hours, and 10,000 of 2015 behind them."""
        with newsroom(articles=30) as one:
            one.web.habits(0, padding=10_000)
            one.poll()
            (told,) = one.polled.values()
            assert (told.new, told.seen, told.error) == (FIRST_ITEMS, LIMIT - FIRST_ITEMS, "")
            assert wrong(one) == []
            newest = [piece.now.title for piece in one.web.sources[0].pieces[-FIRST_ITEMS:]]
            assert titles(one, "kept") == set(newest)
            assert all(story.is_baseline for story in one.store.stories())
            one.web.publish(0)
            one.web.publish(0)
            one.later(minutes=17)
            (told,) = one.polled.values()
            assert (told.new, told.seen, told.changed) == (2, 0, 0)
            assert sum(not story.is_baseline for story in one.store.stories()) >= 1
            assert sum(visits(one).values()) == FIRST_ITEMS + 2
            assert wrong(one) == []

    def test_20_000_entries_are_read_like_any_other_feed(self, newsroom: Opens, tmp_path: Path) -> None:
        """As many as fit into the 5 MB that a visit may cost: 3 MB here. Their pages do not exist."""
        items = "".join(
            f"<item><title>Number {n}</title><link>http://old.example.org/{n}</link>"
            f"<pubDate>{(START - timedelta(hours=n)).strftime('%a, %d %b %Y %H:%M:%S +0000')}</pubDate></item>\n"
            for n in range(20_000)
        )
        head = "<rss version='2.0'><channel><title>Old news</title><link>http://old.example.org/</link>"
        (tmp_path / "long.xml").write_text(f"{head}{items}</channel></rss>")
        with newsroom(folder=tmp_path, articles=1) as one:
            url = f"http://long.example.org:{one.web.port}/raw/long.xml"
            one.store.sync_feeds([*(record.feed for record in one.store.feeds()), Feed(url, "Old", "Old")])
            one.poll()
            told = one.polled[url]
            assert (told.new, told.seen, told.error) == (FIRST_ITEMS, LIMIT - FIRST_ITEMS, "")
            assert one.store.counts().documents == 1, "the other feed was read"
            one.later(minutes=17)
            assert (one.polled[url].new, one.polled[url].seen) == (0, 0)


class TestDates:
    """F7."""

    @pytest.mark.parametrize("said", ["1970", "9999", "future", "none", "zone", "honest"])
    def test_an_article_is_never_younger_than_its_first_sight_nor_lost_for_its_date(
        self, newsroom: Opens, said: str
    ) -> None:
        """The whole text is in the feed, so that no page sets the date right. ``zone``: nine hours ahead.

        A date that cannot be believed becomes the time of the first sight, and so orders what is read.
        """
        with newsroom(3, articles=2) as one:
            one.web.sources[2].form = "json"
            for feed in range(3):
                one.web.habits(feed, dates=said, full_text=True)
            one.poll()
            one.later(minutes=17)
            for feed in range(3):
                one.web.publish(feed)
            one.later(minutes=17)
            assert wrong(one) == []
            assert not visits(one), "no page was asked for"
            documents = held(one)
            assert [found.first_seen_at for found in documents] == [START] * 6 + [one.clock()] * 3
            published = [found.published_at for found in documents]
            if said == "honest":
                honest = {piece.published for source in one.web.sources for piece in source.pieces}
                assert set(published) == honest
            else:
                assert published == [found.first_seen_at for found in documents]
            assert all(
                START <= story.last_at <= one.clock()
                for story in sorted(one.store.stories(), key=lambda s: s.last_at)[-3:]
            )

    def test_a_page_knows_its_date_better_than_its_feed(self, newsroom: Opens) -> None:
        with newsroom(articles=3) as one:
            one.web.habits(0, dates="1970")
            one.poll()
            assert wrong(one) == []
            assert sorted(found.published_at for found in held(one)) == [
                piece.published for piece in one.web.sources[0].pieces
            ]

    def test_dates_that_jump_from_poll_to_poll_make_nothing_new(self, newsroom: Opens) -> None:
        with newsroom(FORMS, articles=2) as one:
            for said in ("honest", "9999", "none", "1970", "zone"):
                for feed in range(FORMS):
                    one.web.habits(feed, dates=said)
                one.later(minutes=17)
            assert entry_count(one) == 2 * FORMS
            assert wrong(one) == []
