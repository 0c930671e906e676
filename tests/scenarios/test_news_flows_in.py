"""A day at a desk: ten outlets tell one clash, an agency corrects its figure, and the desk asks what is new and why."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.brief.message import WHAT
from bot.types import Root
from tests.intake.station import Clock
from tests.scenarios.newsdesk import DATA, NewsDesk
from tests.servers.newsweb import NewsWeb

Block = tuple[str, str, str, str, str]


def blocks() -> list[Block]:
    """Outlet, family, kind, headline and text of every article."""
    parts = (DATA / "scenario" / "ten_outlets.txt").read_text("utf-8").split("\n## ")[1:]
    found = []
    for part in parts:
        head, _, text = part.partition("\n")
        outlet, family, kind, headline = (field.strip() for field in head.split("|"))
        found.append((outlet, family, kind, headline, text.strip()))
    return found


THREAT = WHAT[Root.THREATEN]
OUTLETS = list(dict.fromkeys((outlet, family) for outlet, family, *_ in blocks()))


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[NewsDesk, NewsWeb, Clock]]:
    """Ten feeds that were polled before anything happened, then after it did."""
    clock = Clock()
    with NewsWeb(len(OUTLETS), articles=0, now=clock) as web:
        desk = NewsDesk(tmp_path_factory.mktemp("desk"), web.port, clock)
        for number, (outlet, family) in enumerate(OUTLETS):
            done = desk("feeds", "add", web.url(number), "--outlet", outlet, "--family", family)
            assert done.code == 0, done.err
        assert desk("poll", "--once", "-q").code == 0
        clock.advance(hours=1)
        for outlet, family, kind, headline, text in blocks():
            if kind != "later":
                told_at = clock() - timedelta(minutes=10 if kind == "copy" else 30)
                web.publish(OUTLETS.index((outlet, family)), title=headline, body=text, published=told_at)
        polled = desk("poll", "--once", "--json")
        assert polled.rows[0]["kept"] == sum(kind != "later" for _, _, kind, *_ in blocks())
        yield desk, web, clock


def clash(desk: NewsDesk) -> dict[str, Any]:
    [story] = desk("stories", "--json", "--since", "24h", "--topic", "Zalambessa").rows
    return story


def test_one_event_told_by_ten_outlets_is_one_story(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    told = {headline for _, _, kind, headline, _ in blocks() if kind in ("same", "copy")}
    story = clash(desk)
    assert {article["headline"] for article in story["articles"]} == told
    assert story["severity"] == "high"
    assert story["direction"] in ("up", "mixed")


def test_copies_and_sister_papers_are_no_further_sources(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    story = clash(desk)
    own_words = {family for _, family, kind, *_ in blocks() if kind == "same"}
    assert set(story["families"]) == own_words
    copies = {article["outlet"] for article in story["articles"] if article["is_copy"]}
    assert copies == {outlet for outlet, _, kind, *_ in blocks() if kind == "copy"}


def test_the_same_kind_of_event_elsewhere_is_another_story(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    apart = {headline for _, _, kind, headline, _ in blocks() if kind in ("alike", "other")}
    alone = {row["headline"] for row in desk("stories", "--json").rows if len(row["articles"]) == 1}
    assert alone == apart


def test_stories_are_found_by_actor_and_by_severity(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    story = clash(desk)["id"]
    for words in (("--actor", "ERI"), ("--actor", "Tesfaye Alemu"), ("--actor", "ethiopia")):
        assert story in {row["id"] for row in desk("stories", "--json", *words).rows}, words
    grave = desk("stories", "--json", "--min-severity", "high").rows
    assert story in {row["id"] for row in grave}
    assert not [row for row in grave if "bread" in row["headline"]]


def test_a_search_shows_the_words_it_found(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    hit = desk("search", "subsidised", "bread", "--json").rows[0]
    assert hit["outlet"] == "Cairo Dispatch"
    [text] = [text for *_, headline, text in blocks() if headline == hit["headline"]]
    assert "bread" in hit["snippet"]["text"]
    assert hit["snippet"]["text"] in text.replace("\n\n", "\n")
    nothing = desk("search", "zeppelin")
    assert (nothing.code, nothing.out) == (0, "")
    assert "no article" in nothing.err


def test_why_tells_the_whole_way_of_an_article(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, web, _ = day
    address = web.address(web.sources[0], web.sources[0].pieces[0].path)
    told = desk("why", f"{address}?utm_source=feed").out
    steps = [line.split(" · ")[1:3] for line in told.splitlines()[2:]]
    assert [stage for stage, *_ in steps][:4] == ["poll", "fetch", "analyse", "place"]
    assert web.url(0) in told
    assert "No feed has named this address" in desk("why", "https://elsewhere.org/story").out
    assert "a feed, ok" in desk("why", web.url(0)).out
    assert desk("why", "--dropped").out == "Nothing was dropped or put off.\n"
    nowhere = desk("why", "not a url")
    assert (nowhere.code, nowhere.out) == (3, "")
    assert "not an http or https address" in nowhere.err


def test_copies_are_copies_of_one_report(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    rows = desk("export", "--json").rows
    [wire] = [row["document"] for row in rows if row["headline"] == blocks()[0][3]]
    copied = {row["outlet"]: row["copy_of"] for row in rows if row["copy_of"] is not None}
    assert copied == {outlet: wire for outlet, _, kind, *_ in blocks() if kind == "copy"}


def test_the_export_holds_every_article_once(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    rows = desk("export", "--json").rows
    assert sorted(row["headline"] for row in rows) == sorted(b[3] for b in blocks() if b[2] != "later")
    table = list(csv.DictReader(io.StringIO(desk("export", "--csv").out)))
    assert [row["url"] for row in table] == [row["url"] for row in rows]


def test_every_feed_shows_its_health(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, *_ = day
    rows = desk("feeds", "list", "--json").rows
    assert {row["status"] for row in rows} == {"ok"}
    assert len(rows) == len(OUTLETS)
    assert all(row["succeeded_at"] and row["next_poll_at"] > row["succeeded_at"] for row in rows)


def test_a_feed_that_is_added_again_takes_the_names_it_is_given(tmp_path: Path) -> None:
    with NewsWeb(1) as web:
        desk = NewsDesk(tmp_path, web.port, Clock())
        assert desk("feeds", "add", web.url(0), "--outlet", "Daily", "--family", "Group").code == 0
        again = desk("feeds", "add", web.url(0), "--outlet", "The Daily")
        assert again.out == f"Already there, to be asked again: The Daily  {web.url(0)}\n"
        [row] = desk("feeds", "list", "--json").rows
    assert (row["outlet"], row["family"]) == ("The Daily", "Group")


def test_a_later_report_joins_its_story_and_says_what_is_new(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, web, clock = day
    before = clash(desk)
    clock.advance(hours=2)
    [(outlet, family, _, headline, text)] = [block for block in blocks() if block[2] == "later"]
    web.publish(OUTLETS.index((outlet, family)), title=headline, body=text)
    assert desk("poll", "--once").code == 0
    [story] = desk("stories", "--json", "--topic", "Zalambessa", "--since", "1h", "--changes").rows
    assert story["id"] == before["id"]
    [figure] = [change for change in story["changes"] if change["kind"] == "figure"]
    assert figure["label"] == "killed: at least 12 → at least 17"
    assert figure["before"][0]["text"] == "killing at least 12 soldiers"
    assert figure["after"][0]["text"] == "At least 17 soldiers have now been killed"
    assert any(change["kind"] == "event" and THREAT in change["label"] for change in story["changes"])
    shown = desk("stories", "--topic", "Zalambessa", "--since", "1h", "--changes").out
    assert "killed: at least 12 → at least 17" in shown


def test_polling_again_finds_nothing_twice(day: tuple[NewsDesk, NewsWeb, Clock]) -> None:
    desk, _, clock = day
    held = desk("export", "--json").rows
    clock.advance(hours=6)
    again = desk("poll", "--once", "--now", "--json").rows[0]
    assert (again["new"], again["kept"]) == (0, 0)
    assert desk("export", "--json").rows == held
