"""F5: GUIDs, addresses and orders that change from poll to poll: 20 stories stay 20, and are read once each."""

from typing import Any

import pytest

from bot.types import Feed
from tests.intake.conftest import Opens
from tests.intake.ledger import entry_count, held, visits, wrong
from tests.intake.station import Station

FORMS = 4
ALL_AT_ONCE = {
    "guid": "churn",
    "link": "tracked",
    "order": "shuffled",
    "doubled": True,
    "etag": "churn",
    "modified": "none",
}

HABITS: dict[str, tuple[int, dict[str, Any]]] = {
    "other GUIDs each time": (1, {"guid": "churn"}),
    "other tracking parameters each time": (1, {"link": "tracked"}),
    "three GUIDs for all": (3, {"guid": "reused"}),
    "no GUIDs": (1, {"guid": "none"}),
    "no GUIDs and no dates": (1, {"guid": "none", "dates": "none"}),
    "every entry twice": (2, {"doubled": True}),
    "another order each time": (3, {"order": "shuffled"}),
    "other GUIDs, parameters and order, and all twice": (4, ALL_AT_ONCE),
}
"""What the feeds do, and how many articles each of four has at first; one more comes before the third poll."""


def three_polls(one: Station) -> None:
    """Two with the same articles, and one with an article more in each feed."""
    one.poll()
    one.later(minutes=17)
    for feed in range(FORMS):
        one.web.publish(feed)
    one.later(minutes=17)


@pytest.mark.parametrize(("at_first", "habits"), HABITS.values(), ids=HABITS)
def test_an_article_is_one_entry_one_page_and_one_document(
    newsroom: Opens, at_first: int, habits: dict[str, Any]
) -> None:
    """GUIDs or parameters that change make each poll's document another one, so that nothing is saved by a 304."""
    with newsroom(FORMS, articles=at_first) as one:
        for feed in range(FORMS):
            one.web.habits(feed, **habits)
        three_polls(one)
        assert wrong(one) == []
        assert len(held(one)) == entry_count(one) == FORMS * (at_first + 1)
        assert set(visits(one).values()) == {1}


def test_habits_that_change_on_the_way_make_nothing_new(newsrooms: Opens) -> None:
    """A publisher's new software: from one poll to the next everything but the articles' paths is another."""
    with newsrooms(FORMS, articles=2) as one:
        one.poll()
        for feed in range(FORMS):
            one.web.habits(feed, **ALL_AT_ONCE)
        one.later(minutes=17)
        assert wrong(one) == []
        assert entry_count(one) == FORMS * 2
        assert set(visits(one).values()) == {1}


def test_two_feeds_of_one_outlet_have_their_articles_in_common(newsrooms: Opens) -> None:
    with newsrooms(articles=3) as one:
        one.web.habits(0, link="tracked", guid="churn")
        second = one.web.address(one.web.sources[0], "/f/0/moved.xml")
        one.store.add_feed(Feed(second, "The same", "The same"))
        one.poll()
        one.web.publish(0)
        one.later(minutes=17)
        assert wrong(one) == []
        assert set(visits(one).values()) == {1}
        assert {record.state.title for record in one.store.feeds()} == {one.web.sources[0].title}


def test_an_article_that_moved_under_its_guid_is_still_the_one(newsroom: Opens) -> None:
    """The site redirects, and its feed names the new path from then on under the old GUID and title."""
    with newsroom(articles=2) as one:
        one.poll()
        piece = one.web.sources[0].pieces[1]
        piece.path = "/f/0/moved-a/1"
        one.web.publish(0)
        one.later(minutes=17)
        assert len(held(one)) == 3
        assert entry_count(one) == 3
        assert visits(one) == {"/f/0/a/0": 1, "/f/0/a/1": 1, "/f/0/a/2": 1}
        assert not visits(one, "moved-a")


def test_an_article_at_a_second_address_with_another_guid_is_shown_once(newsroom: Opens) -> None:
    """Nothing in the feed says that it is the same; only its words tell."""
    with newsroom(articles=2) as one:
        one.poll()
        source = one.web.sources[0]
        again = one.web.publish(0, title=source.pieces[1].now.title, body=source.pieces[1].now.text)
        one.later(minutes=17)
        documents = held(one)
        assert [document.same_as is not None for document in documents] == [False, False, True]
        stories = {document.story_id for document in documents}
        shown = [told for story in stories for told in one.store.story_documents(story or "")]
        assert len(shown) == 2
        assert visits(one)[again.path] == 1
