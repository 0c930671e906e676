"""F8: a feed that turns into something else. Nothing of it is stored, somebody is told, and one good poll heals."""

import pytest

from bot.acquire.polling import FeedStatus
from tests.intake.conftest import Opens
from tests.intake.ledger import entry_count, state_of, titles, visits, wrong

TURNS = (
    "html",
    "html-as-xml",
    "pdf",
    "pdf-as-xml",
    "login",
    "move-to-login",
    "parked",
    "empty",
    "other-feed",
)


def test_no_junk_is_stored_and_the_feed_is_said_to_fail(newsroom: Opens) -> None:
    """Each turn on a feed of its own, in all forms by turns, and beside them a feed that nothing happens to."""
    with newsroom(len(TURNS) + 1, articles=1) as one:
        one.poll()
        for feed, turn in enumerate(TURNS):
            one.web.fault(feed, turn)
            one.web.publish(feed)
        for _ in range(4):
            one.later(hours=3)
        assert entry_count(one) == len(TURNS) + 1
        assert titles(one, "kept") == {source.pieces[0].now.title for source in one.web.sources}
        for feed, turn in enumerate(TURNS):
            state = state_of(one, feed)
            assert state.status == FeedStatus.FAILING, turn
            assert state.error.count(".") >= 2, "what is wrong, and what to do"
            assert state.title == one.web.sources[feed].title, "it is remembered for what it was"
            one.web.heal(feed)
        assert state_of(one, len(TURNS)).status == FeedStatus.OK
        one.later(days=1)
        assert {record.state.status for record in one.store.feeds()} == {FeedStatus.OK}
        assert wrong(one) == []
        assert set(visits(one).values()) == {1}


@pytest.mark.parametrize("turn", ["html", "other-feed"])
def test_of_one_that_is_junk_from_the_start_no_article_is_stored(newsroom: Opens, turn: str) -> None:
    """An address that was mistyped. A foreign feed cannot be told from the right one before that was ever read."""
    with newsroom(articles=1) as one:
        one.web.fault(0, turn)
        one.poll()
        assert one.store.counts().documents == 0
        assert bool(state_of(one).error) == (turn == "html")
        assert titles(one, "new") == set()


def test_a_page_that_is_no_article_is_dropped_with_a_reason(newsroom: Opens) -> None:
    """A paywall, an address without a page, one that is gone: the feed names them, and nothing of them is kept."""
    with newsroom(articles=4) as one:
        states = ("paywall", "missing", "gone", "live")
        for piece, state in zip(one.web.sources[0].pieces, states, strict=True):
            piece.state = state
        one.poll()
        reasons = [getattr(told.outcome, "reason", "kept") for told in one.read]
        assert sorted(reasons)[1:] == ["gone", "kept", "paywall"]
        for _ in range(24):
            one.later(hours=1)
        assert visits(one) == {"/f/0/a/0": 1, "/f/0/a/1": 6, "/f/0/a/2": 1, "/f/0/a/3": 1}
        assert titles(one, "failed") == {piece.now.title for piece in one.web.sources[0].pieces[1:3]}
        assert wrong(one) == []
