"""A slice of ``tests.benchmarks.feeds``: twenty feeds, with faults among them, through the whole flow.

The real feeds come with it where they are at hand; the made-up ones and their faults do without.
"""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import pytest

from bot.acquire.polling import FeedStatus
from tests.benchmarks.feeds import GOOD, QUICK, Bench, bench, run, told

APART_S = 0.4
PATIENT = replace(QUICK, apart_s=APART_S, total_s=3.0, grace_s=3.0)
"""Half a second would do; a machine that pauses for so long is no fault of a feed's."""


@pytest.fixture(scope="module")
def done() -> Iterator[Bench]:
    with bench(20, PATIENT, articles=1, faulty=2) as made:
        run(made)
        yield made


def test_every_feed_that_is_well_was_read_and_every_other_was_told(done: Bench) -> None:
    states = {record.feed.url: record.state for record in done.one.store.feeds()}
    ill = {url: state for url, state in states.items() if state.status != FeedStatus.OK}
    assert ill == {}, "all are healed in the end"
    failed = {news.url for news in done.steps["second poll"].told if news.error}
    failed |= {news.url for news in done.steps["first poll"].told if news.error}
    assert failed == {done.one.web.url(feed) for feed, fault in done.faults.items() if fault not in GOOD}


def test_the_second_poll_costs_a_304_where_the_server_can_say_so(done: Bench) -> None:
    well = {source.path for source in done.one.web.sources if source.number not in done.faults}
    second = [asked["answer"] for asked in done.steps["second poll"].asked if asked["target"] in well]
    assert set(second) == {"304"}
    assert len(second) == len(well)


def test_every_article_is_kept_once(done: Bench) -> None:
    final = done.order("final")["feeds"]
    wanted = {article["url"] for feed in final for article in feed["articles"]}
    assert sorted(done.kept()) == sorted(wanted)
    pages = [
        asked["target"] for step in done.steps.values() for asked in step.asked if "/a/" in asked["target"]
    ]
    assert len(pages) == len(set(pages))


def test_of_hosts_that_may_not_be_visited_not_even_the_name_is_looked_up(done: Bench) -> None:
    """Links of real feeds lead to ports that the policy of this test does not admit."""
    assert {host for host in done.one.names.asked if not host.endswith(".example.org")} == set()


def test_a_host_is_left_alone_between_two_visits(done: Bench) -> None:
    """The middle one of all distances: on a busy machine a visit may come in late, and so the next one seem early."""
    gaps = [gap for step in done.steps.values() for gap in done.gaps_s(step)]
    assert len(gaps) > 10
    assert median(gaps) >= 0.9 * APART_S


def test_the_figures_can_be_printed(done: Bench) -> None:
    lines = list(told(done))
    assert any("304: " in line and "(100%)" in line for line in lines)
