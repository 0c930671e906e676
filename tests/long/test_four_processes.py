"""The scenario of two processes on one PostgreSQL, with four."""

import pytest

from tests.scenarios.test_two_processes import (  # noqa: F401 (pytest runs what it finds here)
    log,
    test_a_host_that_one_process_has_left_is_not_visited_by_the_other_at_once,
    test_all_take_part,
    test_every_article_is_fetched_once,
    test_every_feed_is_polled_once_an_interval_and_no_interval_is_missed,
)


@pytest.fixture(scope="module")
def processes() -> int:
    """How many."""
    return 4
