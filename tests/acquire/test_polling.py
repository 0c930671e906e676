"""When feeds are asked and what is remembered of them: a row per rule, with its source."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.acquire.page import NotModified, Page
from bot.acquire.polling import (
    Failed,
    FailureKind,
    FeedState,
    FeedStatus,
    Good,
    Outcome,
    Unchanged,
    decide,
    failed,
    is_other,
    new_state,
    revived,
    unchanged,
    validators,
)
from bot.acquire.polling.rules import DAY_S, FAIL_AFTER, JITTER, WHOLE_EVERY
from bot.errors import FetchError, FetchRefused, InputError, SitrepError, WorkerError, WorkerTimeout
from bot.types import Feed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUARTER = 900.0
FEED = Feed("https://news.example.org/feed", outlet="News", family="news", every_s=QUARTER)
HOME = FEED.url
NEW_HOME = "https://feeds.example.org/news"
SITE = "https://news.example.org/"
GOOD = Good("The News", SITE, '"1"', "Sun, 01 Mar 2026 10:00:00 GMT", "d1", None, n_new=2)
OLD = decide(FEED, new_state(FEED, NOW), GOOD, NOW, 0.0)
SAME = Unchanged(OLD.etag, OLD.last_modified, None)
DOWN = Failed(FailureKind.NETWORK, "The site cannot be reached. Sitrep asks again later.")


def status(code: int, retry_after_s: float | None = None) -> Failed:
    return Failed(FailureKind.STATUS, f"HTTP {code}", code, retry_after_s)


def after(*outcomes: Outcome, state: FeedState = OLD, jitter: float = 0.0) -> FeedState:
    """The state after these polls, each made when it was due."""
    for outcome in outcomes:
        state = decide(FEED, state, outcome, state.next_poll_at or NOW, jitter)
    return state


def wait_s(state: FeedState) -> float:
    assert state.next_poll_at is not None
    assert state.polled_at is not None
    return (state.next_poll_at - state.polled_at).total_seconds()


class TestAGoodPoll:
    def test_the_first_one_gives_a_feed_its_identity_and_its_validators(self) -> None:
        assert (
            FeedState(
                fetch_url=HOME,
                status=FeedStatus.OK,
                next_poll_at=NOW + timedelta(seconds=QUARTER),
                polled_at=NOW,
                succeeded_at=NOW,
                changed_at=NOW,
                good_polls=1,
                etag='"1"',
                last_modified="Sun, 01 Mar 2026 10:00:00 GMT",
                body_digest="d1",
                title="The News",
                site_url=SITE,
                is_baselined=True,
            )
            == OLD
        )

    def test_a_new_feed_is_due_at_once(self) -> None:
        assert new_state(FEED, NOW) == FeedState(fetch_url=HOME, next_poll_at=NOW)

    @pytest.mark.parametrize(("jitter", "factor"), [(-1.0, 1 - JITTER), (0.0, 1.0), (1.0, 1 + JITTER)])
    def test_the_wait_differs_by_a_tenth(self, jitter: float, factor: float) -> None:
        assert wait_s(after(SAME, jitter=jitter)) == pytest.approx(QUARTER * factor)

    def test_one_heals_whatever_went_before(self) -> None:
        state = after(*[DOWN] * 9, GOOD)
        assert (state.status, state.failures, state.error) == (FeedStatus.OK, 0, "")
        assert wait_s(state) == QUARTER
        assert state.error_at is not None, "when it last failed stays known"

    @pytest.mark.parametrize(("days", "times"), [(0.9, 1), (1, 2), (2.9, 2), (3, 4), (90, 4)])
    def test_a_quiet_feed_is_asked_less_often_up_to_a_bound(self, days: float, times: int) -> None:
        quiet = replace(OLD, changed_at=NOW - timedelta(days=days))
        assert wait_s(decide(FEED, quiet, SAME, NOW, 0.0)) == QUARTER * times
        assert wait_s(decide(FEED, quiet, GOOD, NOW, 0.0)) == QUARTER, "until it has news"

    def test_a_document_that_broke_off_leaves_nothing_that_would_hide_its_end(self) -> None:
        """F4: with its validators the next answer would be 304."""
        state = after(replace(GOOD, is_cut=True, n_known=2))
        assert (state.etag, state.last_modified, state.body_digest) == (None, None, "")


class TestTheSameAgain:
    """F1; RFC 9110, 13.1."""

    PAGE = Page(HOME, HOME, 200, "application/rss+xml", None, b"", '"2"', None, NOW)

    def test_a_304_keeps_the_validators(self) -> None:
        assert unchanged(OLD, NotModified(HOME, HOME, NOW)) == SAME

    def test_an_etag_that_changes_over_the_same_body_is_no_news(self) -> None:
        same = unchanged(OLD, self.PAGE, "d1")
        assert same == Unchanged('"2"', None, None)
        state = after(same)
        assert (state.etag, state.changed_at, state.status) == ('"2"', NOW, FeedStatus.OK)

    def test_another_body_is_parsed_whatever_its_etag(self) -> None:
        assert unchanged(OLD, replace(self.PAGE, etag='"1"'), "d2") is None

    def test_before_the_first_good_poll_nothing_is_the_same(self) -> None:
        assert unchanged(new_state(FEED, NOW), self.PAGE, "") is None

    def test_a_date_from_the_future_is_sent_back_as_it_came_and_moves_nothing(self) -> None:
        future = "Fri, 01 Jan 2100 00:00:00 GMT"
        state = after(replace(GOOD, last_modified=future))
        assert validators(state) == ('"1"', future)
        assert wait_s(state) == QUARTER

    def test_once_a_day_the_whole_document_is_asked_for(self) -> None:
        """A cache that says 304 for ever would hide all news."""
        asked = [validators(replace(OLD, good_polls=polls)) for polls in range(1, 2 * WHOLE_EVERY + 1)]
        assert asked.count((None, None)) == 2


class TestMoves:
    """F2; RFC 9110, 15.4."""

    MOVED = replace(GOOD, moved_to=NEW_HOME)

    def test_three_good_polls_that_lead_to_one_place_move_the_feed(self) -> None:
        states = [after(*[self.MOVED] * polls) for polls in range(1, 4)]
        assert [state.fetch_url for state in states] == [HOME, HOME, NEW_HOME]
        assert (states[2].moved_to, states[2].moved_polls) == ("", 0)

    def test_while_a_move_is_proved_the_whole_document_is_asked_for(self) -> None:
        assert validators(after(self.MOVED)) == (None, None)
        assert validators(after(*[self.MOVED] * 3)) == (GOOD.etag, GOOD.last_modified)

    def test_an_unchanged_document_proves_a_move_too(self) -> None:
        assert after(*[replace(SAME, moved_to=NEW_HOME)] * 3).fetch_url == NEW_HOME

    @pytest.mark.parametrize(
        "between",
        [GOOD, SAME, DOWN, status(503), replace(GOOD, moved_to="https://elsewhere.example.org/")],
        ids=["no move", "304 and no move", "network", "503", "another place"],
    )
    def test_anything_between_them_starts_the_count_again(self, between: Outcome) -> None:
        state = after(self.MOVED, self.MOVED, between, self.MOVED, self.MOVED)
        assert (state.fetch_url, state.moved_polls) == (HOME, 2)

    def test_a_move_to_a_page_is_a_failure_and_leaves_nothing(self) -> None:
        state = after(self.MOVED, self.MOVED, failed(InputError("That is no feed.")))
        assert (state.fetch_url, state.moved_to, state.moved_polls) == (HOME, "", 0)
        assert state.error

    def test_a_move_to_another_feed_is_a_failure_and_never_remembered(self) -> None:
        other = replace(self.MOVED, title="Bargains", site_url="https://shop.example.org/")
        state = after(*[other] * 5)
        assert (state.fetch_url, state.title, state.status) == (HOME, "The News", FeedStatus.FAILING)
        assert "'Bargains' in place of 'The News'" in state.error

    @pytest.mark.parametrize(
        "renamed",
        [
            replace(MOVED, title="THE  news ", site_url=""),
            replace(MOVED, title="Renamed", site_url="http://www.news.example.org"),
            replace(MOVED, title="Renamed", site_url="https://new.example.org", n_known=1),
        ],
        ids=["title", "site", "entries"],
    )
    def test_title_site_or_entries_prove_that_it_is_the_same_feed(self, renamed: Good) -> None:
        assert after(*[renamed] * 3).fetch_url == NEW_HOME

    def test_a_feed_without_a_name_is_not_moved(self) -> None:
        nameless = replace(OLD, title="", site_url="")
        assert after(*[replace(self.MOVED, title="", site_url="")] * 5, state=nameless).fetch_url == HOME

    def test_a_feed_that_was_never_seen_elsewhere_is_moved_after_three_polls_too(self) -> None:
        assert after(*[self.MOVED] * 3, state=new_state(FEED, NOW)).fetch_url == NEW_HOME

    def test_a_remembered_place_that_fails_for_long_makes_way_for_the_configured_one(self) -> None:
        moved = after(*[self.MOVED] * 3)
        assert after(*[DOWN] * (FAIL_AFTER - 1), state=moved).fetch_url == NEW_HOME
        doubted = after(*[DOWN] * FAIL_AFTER, state=moved)
        assert (doubted.fetch_url, validators(doubted)) == (HOME, (None, None))
        healed = after(GOOD, state=doubted)
        assert (healed.fetch_url, healed.moved_to) == (HOME, "")

    def test_as_long_as_both_places_fail_they_are_asked_by_turns(self) -> None:
        moved = after(*[self.MOVED] * 3)
        asked = [after(*[DOWN] * polls, state=moved).fetch_url for polls in range(FAIL_AFTER, FAIL_AFTER + 4)]
        assert asked == [HOME, NEW_HOME, HOME, NEW_HOME]
        back = after(*[DOWN] * (FAIL_AFTER + 1), GOOD, state=moved)
        assert (back.fetch_url, back.status) == (NEW_HOME, FeedStatus.OK)

    def test_a_remembered_place_that_is_gone_is_forgotten_at_once(self) -> None:
        moved = after(*[self.MOVED] * 3)
        doubted = after(status(410), state=moved)
        assert (doubted.fetch_url, doubted.moved_to, doubted.status) == (HOME, "", FeedStatus.OK)
        assert after(status(410), state=doubted).status == FeedStatus.GONE


class TestOtherFeeds:
    """F8."""

    OTHER = Good("Bargains", "https://shop.example.org/", None, None, "d9", None, n_new=9)

    def test_the_same_address_with_another_feed_is_a_failure(self) -> None:
        assert is_other(OLD, self.OTHER)
        state = after(*[self.OTHER] * FAIL_AFTER)
        assert (state.status, state.body_digest, state.title) == (FeedStatus.FAILING, "d1", "The News")

    @pytest.mark.parametrize(
        "changed",
        [
            replace(OTHER, title="The News"),
            replace(OTHER, site_url=SITE),
            replace(OTHER, n_known=1),
            replace(OTHER, title="", site_url=""),
        ],
        ids=["same title", "same site", "same entries", "no name now"],
    )
    def test_one_thing_in_common_is_enough(self, changed: Good) -> None:
        assert not is_other(OLD, changed)

    def test_a_person_who_asks_for_it_again_takes_it_as_it_is_now(self) -> None:
        state = revived(FEED, after(*[self.OTHER] * 3), NOW)
        assert (state.status, state.next_poll_at, state.failures) == (FeedStatus.UNVERIFIED, NOW, 0)
        assert after(self.OTHER, state=state).title == "Bargains"
        assert state.is_baselined, "what was seen stays seen"


class TestFailures:
    """F3, F8, F10."""

    def test_waits_double_from_the_ordinary_one_to_a_day(self) -> None:
        waits = [wait_s(after(*[DOWN] * failures)) for failures in range(1, 12)]
        assert waits[:7] == [QUARTER * 2**steps for steps in range(7)]
        assert DAY_S * 0.9 < waits[7] < DAY_S
        assert len(set(waits[7:])) == 1

    @pytest.mark.parametrize("jitter", [-1.0, 1.0])
    def test_no_wait_of_ours_is_longer_than_a_day(self, jitter: float) -> None:
        assert DAY_S * 0.8 < wait_s(after(*[DOWN] * 2_000, jitter=jitter)) <= DAY_S + 1e-6

    @pytest.mark.parametrize("code", [401, 403, 404, 451])
    def test_a_server_that_says_no_is_asked_daily_from_the_fifth_time(self, code: int) -> None:
        waits = [wait_s(after(*[status(code)] * failures)) for failures in range(1, 6)]
        assert waits[:4] == [QUARTER, QUARTER * 4, QUARTER * 16, QUARTER * 64]
        assert waits[4] > DAY_S * 0.9

    @pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
    def test_a_server_in_trouble_is_asked_again_sooner(self, code: int) -> None:
        assert wait_s(after(*[status(code)] * 3)) == QUARTER * 4

    @pytest.mark.parametrize("code", [429, 503])
    @pytest.mark.parametrize(
        ("asked_s", "least_s"), [(30.0, QUARTER), (7_200.0, 7_200.0), (DAY_S, DAY_S), (9e9, DAY_S)]
    )
    def test_retry_after_is_obeyed_up_to_a_day(self, code: int, asked_s: float, least_s: float) -> None:
        """RFC 9110, 10.2.3; RFC 6585, 4."""
        for jitter in (-1.0, 0.0, 1.0):
            waited = wait_s(after(status(code, asked_s), jitter=jitter))
            assert max(least_s, asked_s if asked_s <= DAY_S else 0) * (1 - JITTER) <= waited <= DAY_S
            assert waited >= min(asked_s, DAY_S), "never early"

    def test_410_ends_it_until_somebody_asks(self) -> None:
        state = after(status(410))
        assert (state.status, state.next_poll_at, state.error) == (FeedStatus.GONE, None, "HTTP 410")
        assert revived(FEED, state, NOW).next_poll_at == NOW

    def test_a_feed_that_is_gone_and_asked_for_by_force_may_come_back(self) -> None:
        gone = after(status(410))
        assert after(DOWN, state=gone).status == FeedStatus.FAILING
        assert after(GOOD, state=gone).status == FeedStatus.OK

    def test_three_in_a_row_make_it_failing_with_the_reason(self) -> None:
        states = [after(*[DOWN] * failures) for failures in range(1, 4)]
        assert [state.status for state in states] == [FeedStatus.OK, FeedStatus.OK, FeedStatus.FAILING]
        assert {state.error for state in states} == {DOWN.message}
        assert states[2].succeeded_at == NOW

    def test_one_that_never_worked_is_unverified_until_then(self) -> None:
        start = new_state(FEED, NOW)
        found = [after(*[DOWN] * failures, state=start).status for failures in (1, 2, 3)]
        assert found == [FeedStatus.UNVERIFIED, FeedStatus.UNVERIFIED, FeedStatus.FAILING]

    def test_what_was_read_last_is_still_known_after_a_failure(self) -> None:
        """F4: a body that broke off changes nothing."""
        state = after(DOWN)
        kept = (
            "etag",
            "last_modified",
            "body_digest",
            "title",
            "site_url",
            "fetch_url",
            "changed_at",
            "good_polls",
        )
        assert [getattr(state, name) for name in kept] == [getattr(OLD, name) for name in kept]

    def test_a_feed_that_is_polled_less_than_daily_keeps_its_pace(self) -> None:
        weekly = replace(FEED, every_s=7 * DAY_S)
        assert wait_s(decide(weekly, OLD, DOWN, NOW, 0.0)) == 7 * DAY_S
        assert wait_s(decide(weekly, OLD, SAME, NOW, 0.0)) == 7 * DAY_S


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (FetchRefused(url=HOME, detail="10.0.0.1"), FailureKind.REFUSED, "no public place"),
        (FetchError("x", url=HOME, status=404), FailureKind.STATUS, "no feed at that address"),
        (FetchError("x", url=HOME, status=410), FailureKind.STATUS, "for good"),
        (FetchError("x", url=HOME, status=401), FailureKind.STATUS, "login"),
        (FetchError("x", url=HOME, status=502), FailureKind.STATUS, "out of order"),
        (FetchError("x", url=HOME, status=302), FailureKind.STATUS, "gave no feed"),
        (FetchError("x", url=HOME, status=200), FailureKind.NOT_A_FEED, "holds no feed"),
        (
            FetchError("The page broke off. Try it.", url=HOME),
            FailureKind.NETWORK,
            "The feed broke off. Sitrep asks",
        ),
        (InputError("That is no feed. Check it."), FailureKind.NOT_A_FEED, "That is no feed. Check it."),
        (WorkerTimeout("Too slow."), FailureKind.PARSER, "Too slow."),
        (WorkerError("It crashed."), FailureKind.PARSER, "It crashed."),
    ],
)
def test_every_error_has_its_line(error: SitrepError, kind: FailureKind, words: str) -> None:
    failure = failed(error)
    assert failure.kind == kind
    assert words in failure.message
    assert "\n" not in failure.message
    assert "10.0.0.1" not in failure.message


def test_retry_after_comes_along() -> None:
    error = FetchError("x", url=HOME, status=503, retry_after_s=60.0)
    assert (failed(error).status, failed(error).retry_after_s) == (503, 60.0)
