"""What a failed reading of an entry means."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import (
    CrawlBarred,
    FetchError,
    FetchRefused,
    InputError,
    NotAnArticle,
    Reason,
    SitrepError,
    WorkerError,
)
from bot.intake.outcomes import RETRIES_S, of_failure
from bot.store.records import Dropped, Later

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
URL = "https://news.example.org/a"


def fetch(status: int | None, retry_after_s: float | None = None) -> FetchError:
    return FetchError("No page.", url=URL, status=status, retry_after_s=retry_after_s)


@pytest.mark.parametrize(
    ("error", "reason", "is_failure"),
    [
        (CrawlBarred(url=URL), "robots", False),
        (NotAnArticle("A wall.", reason=Reason.PAYWALL), "paywall", False),
        (NotAnArticle("German.", reason=Reason.LANGUAGE), "unsupported_language", False),
        (InputError("A bomb."), "unreadable", True),
        (fetch(401), "members_only", True),
        (fetch(403), "forbidden", True),
        (fetch(410), "gone", True),
        (fetch(451), "legal", True),
    ],
)
def test_what_another_try_would_not_change_is_dropped_at_once(
    error: SitrepError, reason: str, is_failure: bool
) -> None:
    outcome = of_failure(error, 1, NOW)
    assert isinstance(outcome, Dropped)
    assert (outcome.reason, outcome.is_failure) == (reason, is_failure)


@pytest.mark.parametrize("status", [None, 404, 429, 500, 503])
def test_what_may_heal_is_tried_again_for_a_day_and_then_dropped(status: int | None) -> None:
    at, waits = NOW, []
    for attempt in range(1, 20):
        outcome = of_failure(fetch(status), attempt, at)
        if isinstance(outcome, Dropped):
            break
        assert isinstance(outcome, Later)
        waits.append((outcome.not_before - at).total_seconds())
        at = outcome.not_before
    assert waits == list(RETRIES_S)
    assert timedelta(hours=18) < at - NOW < timedelta(hours=24)
    assert outcome == Dropped("unreachable", "No page.", is_failure=True)


def test_a_place_that_is_not_visited_may_be_a_passing_fault_of_the_network() -> None:
    refused = FetchRefused(url=URL, detail="no such name")
    assert isinstance(of_failure(refused, 1, NOW), Later)
    assert of_failure(refused, 6, NOW) == Dropped("refused", str(refused), is_failure=True)


def test_a_site_that_asks_to_be_left_alone_is_left_alone_with_all_its_pages() -> None:
    assert of_failure(fetch(429, 7_200), 1, NOW) == Later(
        "No page.", NOW + timedelta(hours=2), NOW + timedelta(hours=2)
    )
    assert of_failure(fetch(503, 10), 1, NOW) == Later(
        "No page.", NOW + timedelta(seconds=RETRIES_S[0]), NOW + timedelta(seconds=10)
    )


def test_rules_for_crawlers_that_cannot_be_read_are_asked_for_again() -> None:
    outcome = of_failure(CrawlBarred(url=URL, retry_after_s=1_800), 1, NOW)
    assert isinstance(outcome, Later)
    assert outcome.not_before == NOW + timedelta(seconds=1_800)


def test_an_entry_that_breaks_a_process_twice_is_not_tried_a_third_time() -> None:
    assert isinstance(of_failure(WorkerError("out of memory"), 1, NOW), Later)
    assert of_failure(WorkerError("out of memory"), 2, NOW) == Dropped(
        "unreadable", "out of memory", is_failure=True
    )
