"""The morning digest: at eight, in the desk's own zone, what came in overnight; the day after, what is new about it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.intake.station import Clock
from tests.scenarios.newsdesk import NewsDesk
from tests.scenarios.test_news_flows_in import OUTLETS, blocks
from tests.servers.newsweb import NewsWeb

EIGHT = datetime(2026, 5, 13, 5, 0, tzinfo=UTC)
"""Eight in the morning in Addis Ababa."""

MORNING = """
subscriptions:
  morning:
    channel: dir/local/desk
    title: Horn of Africa
    countries: [ETH, ERI]
    at: ["08:00"]
    tz: Africa/Addis_Ababa
    min_severity: medium
    nothing_new: explain
"""


def publish(web: NewsWeb, at: datetime, *kinds: str) -> None:
    """The articles of these kinds, published then."""
    for outlet, family, kind, headline, text in blocks():
        if kind in kinds:
            web.publish(OUTLETS.index((outlet, family)), title=headline, body=text, published=at)


def add_feeds(desk: NewsDesk, web: NewsWeb) -> None:
    """Poll every outlet from now on; nothing is in the feeds yet."""
    for number, (outlet, family) in enumerate(OUTLETS):
        done = desk("feeds", "add", web.url(number), "--outlet", outlet, "--family", family)
        assert done.code == 0, done.err


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[NewsDesk, NewsWeb, Clock]]:
    """A desk whose feeds told a clash overnight, one minute before its digest is due."""
    clock = Clock(EIGHT - timedelta(hours=10))
    with NewsWeb(len(OUTLETS), articles=0, now=clock) as web:
        desk = NewsDesk(tmp_path_factory.mktemp("desk"), web.port, clock)
        desk.subscribe(MORNING)
        add_feeds(desk, web)
        assert desk.post("-q").code == 0
        publish(web, EIGHT - timedelta(hours=3), "same", "copy", "alike", "other")
        clock.at = EIGHT - timedelta(minutes=1)
        yield desk, web, clock


def test_one_digest_comes_at_eight_and_the_next_day_tells_what_changed(
    night: tuple[NewsDesk, NewsWeb, Clock],
) -> None:
    desk, web, clock = night

    early = desk.post()
    assert (early.code, early.out) == (0, "")
    assert "made: nothing" in early.err
    assert desk.posted() == {}

    sight = desk("preview", "morning", "--as", "markdown").out
    assert "Zalambessa" in sight
    (planned,) = desk("digest", "--dry-run", "--json").rows
    assert planned["told"] == 1
    assert planned["read"] == planned["told"] + sum(planned["dropped"].values())
    assert desk.posted() == {}, "a look posts nothing"

    clock.at = EIGHT
    done = desk.post("--no-poll")
    assert (done.code, done.out) == (0, "")
    assert "morning/2026-05-13/08:00 posted to dir/local/desk" in done.err
    ((name, digest),) = desk.posted().items()
    assert name.startswith("morning-2026-05-13-08-00-")
    assert digest.startswith("# Horn of Africa")
    assert "13 May 2026" in digest
    assert "Zalambessa" in digest
    assert "bread" not in digest, "what the desk did not ask for"
    assert f"{planned['read']} read" in digest
    assert list(desk.posted(ending=".html")) == [name.removesuffix(".md") + ".html"]

    again = desk.post("--no-poll")
    assert "made: nothing" in again.err
    assert desk.posted() == {name: digest}

    clock.at = EIGHT + timedelta(hours=20)
    publish(web, clock(), "later")
    clock.at = EIGHT + timedelta(days=1)
    assert desk.post().code == 0
    first, second = desk.posted().values()
    assert first == digest
    assert "at least 12 → at least 17" in second, "what had been told stands beside what is new"

    clock.at = EIGHT + timedelta(days=2)
    assert desk.post("--no-poll").code == 0
    third = list(desk.posted().values())[2]
    assert "nothing new" in third


def test_the_desk_can_ask_why_it_is_silent(night: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = night
    answer = desk("ask", "why")
    assert answer.code == 0
    assert "read" in answer.out


def test_what_was_sent_can_be_played_over_again(night: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, _, clock = night
    clock.at = EIGHT + timedelta(days=2, hours=1)
    rows = desk("preview", "morning", "--backtest", "3d", "--as", "json").rows
    told = {row["slot"]: row["told"] for row in rows if row["schema"] == "sitrep.digest/1"}
    assert told["morning/2026-05-13/08:00"] == 1
    assert told["morning/2026-05-14/08:00"] == 1
    assert told["morning/2026-05-15/08:00"] == 0
    words = desk("digest", "--backtest", "3", "morning").out
    assert "Wed 13 May 2026, 08:00 (Africa/Addis_Ababa) · 1 told of" in words

    first, *_ = desk.posted().values()
    assert desk("preview", "morning", "--at", "2026-05-13T08:00", "--as", "markdown").out == first


def test_quiet_hours_hold_a_digest_until_they_end(tmp_path: Path) -> None:
    clock = Clock(EIGHT - timedelta(hours=10))
    with NewsWeb(len(OUTLETS), articles=0, now=clock) as web:
        desk = NewsDesk(tmp_path, web.port, clock)
        desk.subscribe(MORNING + '    quiet: "22:00-09:30"\n')
        add_feeds(desk, web)
        assert desk.post("-q").code == 0
        publish(web, EIGHT - timedelta(hours=3), "same")
        clock.at = EIGHT
        assert desk.post().code == 0
        assert desk.posted() == {}
        clock.at = EIGHT + timedelta(minutes=90)
        assert desk.post("--no-poll").code == 0
        ((name, digest),) = desk.posted().items()
    assert name.startswith("morning-2026-05-13-08-00-")
    assert "Zalambessa" in digest
