"""Lists of feeds, in and out."""

from dataclasses import asdict
from xml.etree import ElementTree as ET

import listparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.feeds import opml
from bot.acquire.feeds.document import NotAFeed
from bot.acquire.feeds.sanitise import line
from bot.errors import InputError
from bot.types import LEAST_EVERY_S, MOST_EVERY_S, Feed, FeedLabel
from tests.acquire.feeds.cases import DATA, expected

FEEDS = (
    Feed("https://a.example/rss?x=1&y=2", 'A & "B" <News>', "Group", "pt-BR", 300.0, "South America"),
    Feed("https://b.example/feed", "B’s", "B", labels=(FeedLabel("state media", "https://c.example/?a&b"),)),
    Feed(
        "https://d.example/feed",
        "D",
        "Group",
        "ar",
        1_234.5,
        "South America",
        (FeedLabel("a", ""), FeedLabel('"', "'")),
    ),
)


def test_a_foreign_list_is_read_with_its_folders_as_regions() -> None:
    body = (DATA / "subscriptions.opml").read_bytes()
    found = opml.read(body)
    assert len(found) == len(expected(body))
    for ours, wanted in zip(found, expected(body), strict=True):
        assert {name: value for name, value in asdict(ours).items() if name in wanted} == wanted


def test_what_is_written_is_read_back_to_the_last_field() -> None:
    assert sorted(opml.read(opml.write(FEEDS)), key=lambda feed: feed.url) == sorted(
        FEEDS, key=lambda feed: feed.url
    )


def test_others_read_it_too() -> None:
    body = opml.write(FEEDS, "Our & feeds")
    found = listparser.parse(body)
    assert not found["bozo"]
    assert {(each["url"], each["title"]) for each in found["feeds"]} == {
        (feed.url, feed.outlet) for feed in FEEDS
    }
    assert {tag for each in found["feeds"] for tag in each["tags"]} == {"South America"}
    root = ET.fromstring(body)  # noqa: S314 - our own text
    assert root.get("version") == "2.0"
    assert [each.get("xmlUrl") for each in root.iter("outline") if each.get("type") == "rss"] == [
        FEEDS[0].url,
        FEEDS[2].url,
        FEEDS[1].url,
    ]


_words = st.text(max_size=30).map(line).filter(bool)


@given(
    st.lists(st.builds(FeedLabel, _words, _words), max_size=3).map(tuple),
    _words,
    _words,
    st.floats(LEAST_EVERY_S, MOST_EVERY_S),
)
def test_any_text_survives_the_way_there_and_back(
    labels: tuple[FeedLabel, ...], outlet: str, region: str, every_s: float
) -> None:
    feed = Feed("https://a.example/rss", outlet, outlet, "en", every_s, region, labels)
    assert opml.read(opml.write([feed])) == (feed,)


@pytest.mark.parametrize("body", [b"<html><p>x</p></html>", b"<rss><channel/></rss>", b"words"])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="list of feeds"):
        opml.read(body)


@pytest.mark.parametrize(
    "own",
    [
        "sitrep:every_s='nan'",
        "sitrep:every_s='1e999'",
        "sitrep:every_s='x'",
        "sitrep:every_s='-1'",
        "sitrep:labels='[1]'",
        "sitrep:labels='{'",
    ],
)
def test_odd_values_of_ours_are_passed_over(own: str) -> None:
    body = f"<opml xmlns:sitrep='{opml.NAMESPACE}'><body><outline text='a' xmlUrl='https://a.example/' {own}/></body></opml>"
    (feed,) = opml.read(body.encode())
    assert feed.labels == ()
    assert feed.every_s == 0.0
    assert opml.read(opml.write([feed])) == (feed,)


@pytest.mark.parametrize(("given_s", "every_s"), [("60", LEAST_EVERY_S), ("1e9", MOST_EVERY_S), ("600", 600)])
def test_an_interval_is_kept_within_what_any_list_may_ask_for(given_s: str, every_s: float) -> None:
    own = f"sitrep:every_s='{given_s}'"
    body = f"<opml xmlns:sitrep='{opml.NAMESPACE}'><body><outline text='a' xmlUrl='https://a.example/' {own}/></body></opml>"
    (feed,) = opml.read(body.encode())
    assert feed.every_s == every_s


def test_a_list_that_states_no_interval_leaves_it_open() -> None:
    assert {feed.every_s for feed in opml.read((DATA / "subscriptions.opml").read_bytes())} == {0.0}


def test_entities_are_refused_in_lists_too() -> None:
    with pytest.raises(InputError, match="entities"):
        opml.read(b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>')
