"""The list of feeds: the shipped one is sound, and a faulty one tells every fault by line and key."""

from collections import Counter
from pathlib import Path

import pytest

from bot.acquire.addresses import read_address
from bot.acquire.networks import public_only
from bot.config_folder import SHIPPED
from bot.errors import ConfigError
from bot.feed_list import canonical, load_feeds
from bot.types import LEAST_EVERY_S, MOST_EVERY_S, Feed, FeedLabel

LIST = SHIPPED[1] / "feeds.yaml"


def written(folder: Path, *rows: str) -> Path:
    """A list of these rows; the first stands on line 2."""
    file = folder / "feeds.yaml"
    file.write_text("feeds:\n" + "".join(f"  {row}\n" for row in rows), "utf-8")
    return file


def faults(folder: Path, *rows: str) -> list[str]:
    """What is wrong with a list, without the name of the file."""
    file = written(folder, *rows)
    with pytest.raises(ConfigError) as caught:
        load_feeds(file)
    return [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]


def test_the_shipped_list_is_sound_and_covers_the_world() -> None:
    feeds = load_feeds(LIST)
    assert 120 <= len(feeds) <= 160
    regions = Counter(feed.region.partition(",")[0] for feed in feeds)
    assert min(regions[name] for name in ("World", "Africa", "Americas", "Asia", "Europe")) >= 10
    assert min(regions[name] for name in ("Middle East", "Oceania", "Humanitarian")) >= 5
    assert {feed.lang for feed in feeds} == {"en"}


def test_the_fetcher_would_visit_every_shipped_address_and_none_stands_there_twice() -> None:
    feeds = load_feeds(LIST)
    assert [read_address(feed.url, public_only).url for feed in feeds] == [feed.url for feed in feeds]
    assert len({canonical(feed.url) for feed in feeds}) == len(feeds)


def test_publications_of_one_group_are_one_family() -> None:
    families = {feed.outlet: feed.family for feed in load_feeds(LIST)}
    assert families["Sky News"] == families["NBC News"]
    assert families["Daily Mail"] == families["Metro"]
    assert families["Financial Times"] == families["Nikkei Asia"]
    assert families["The Wall Street Journal"] == families["news.com.au"]
    assert families["CNBC"] != families["NBC News"]  # parted in January 2026


def test_every_shipped_label_has_a_source() -> None:
    assert all(label.source for feed in load_feeds(LIST) for label in feed.labels)


def test_a_row_becomes_a_feed(tmp_path: Path) -> None:
    label = "labels: [{text: state media, source: https://index.example/2026}]"
    file = written(
        tmp_path,
        "https://wire.net/rss.xml: {outlet: Wire, family: Wire Group}",
        f"https://radio.net/a?x=1: {{outlet: Radio, family: Radio, lang: fr-CA, region: Ours, every_s: 600, {label}}}",
    )
    assert load_feeds(file) == (
        Feed("https://wire.net/rss.xml", "Wire", "Wire Group"),
        Feed(
            "https://radio.net/a?x=1",
            "Radio",
            "Radio",
            "fr-CA",
            600.0,
            "Ours",
            (FeedLabel("state media", "https://index.example/2026"),),
        ),
    )


GOOD = "outlet: Wire, family: Wire Group"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"https://wire.net/a: {{{GOOD}, langue: en}}", "2: feeds.https://wire.net/a.langue: unknown key."),
        ("https://wire.net/a: {family: Wire}", "2: feeds.https://wire.net/a.outlet: missing."),
        ("https://wire.net/a: {outlet: Wire}", "2: feeds.https://wire.net/a.family: missing."),
        ("https://wire.net/a: {outlet: 7, family: W}", "2: feeds.https://wire.net/a.outlet: Expected `str`"),
        ('https://wire.net/a: {outlet: " ", family: W}', "2: feeds.https://wire.net/a.outlet: empty."),
        (
            'https://wire.net/a: {outlet: "W\\nX", family: W}',
            "2: feeds.https://wire.net/a.outlet: expected one line",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, every_s: {LEAST_EVERY_S - 1}}}",
            "2: feeds.https://wire.net/a.every_s: 299 is out",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, every_s: {MOST_EVERY_S + 1}}}",
            "2: feeds.https://wire.net/a.every_s: 86401 is out",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, every_s: .nan}}",
            "2: feeds.https://wire.net/a.every_s: nan is out of range",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, every_s: yes}}",
            "2: feeds.https://wire.net/a.every_s: Expected `float`",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, lang: English}}",
            "2: feeds.https://wire.net/a.lang: 'English' is no language",
        ),
        (
            f'https://wire.net/a: {{{GOOD}, region: "a\\nb"}}',
            "2: feeds.https://wire.net/a.region: expected one line",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, labels: [{{text: opinion}}]}}",
            "2: feeds.https://wire.net/a.labels: Object",
        ),
        (
            f"https://wire.net/a: {{{GOOD}, labels: [{{text: opinion, source: ''}}]}}",
            "2: feeds.https://wire.net/a.labels: source: empty.",
        ),
        (f"ftp://wire.net/a: {{{GOOD}}}", "2: feeds.ftp://wire.net/a: not an address that Sitrep visits"),
        (f"http://10.0.0.1/a: {{{GOOD}}}", "2: feeds.http://10.0.0.1/a: not an address that Sitrep visits"),
        (f"https://news.internal/a: {{{GOOD}}}", "2: feeds.https://news.internal/a: not an address"),
        (
            "https://wire.net/a: Wire",
            "2: feeds.https://wire.net/a: expected a mapping with outlet and family.",
        ),
        (f'"https://wire.net/\\na": {{{GOOD}}}', "2: 'feeds.https://wire.net/\\na': not an address"),
    ],
)
def test_a_wrong_row_is_told_by_line_and_key(tmp_path: Path, row: str, fault: str) -> None:
    [told] = faults(tmp_path, row)
    assert told.startswith(fault)


@pytest.mark.parametrize(
    "again",
    [
        "https://wire.net/a/",
        "http://wire.net/a",
        "https://www.wire.net/a",
        "https://WIRE.net:443/a",
        "https://wire.net/a#top",
    ],
)
def test_one_feed_under_two_spellings_is_refused(tmp_path: Path, again: str) -> None:
    rows = (f"https://wire.net/a: {{{GOOD}}}", f"{again}: {{{GOOD}}}")
    assert faults(tmp_path, *rows) == [f"3: feeds.{again}: the same feed as https://wire.net/a. Keep one."]


def test_the_same_key_twice_is_refused(tmp_path: Path) -> None:
    row = f"https://wire.net/a: {{{GOOD}}}"
    assert "2: feeds.https://wire.net/a: given twice, on lines 2 and 3. Keep one." in faults(
        tmp_path, row, row
    )


def test_an_outlet_of_two_families_is_refused(tmp_path: Path) -> None:
    rows = (f"https://wire.net/a: {{{GOOD}}}", "https://wire.net/b: {outlet: Wire, family: Other}")
    [told] = faults(tmp_path, *rows)
    assert told.startswith("3: feeds.https://wire.net/b.family: 'Other', but Wire belongs to 'Wire Group'")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    rows = ("https://a.net/: {outlet: A}", "nowhere: {outlet: B, family: B, every_s: 1}")
    assert len(faults(tmp_path, *rows)) == 3


@pytest.mark.parametrize("text", ["feeds: [a]\n", "other: 1\nfeeds:\n", "source: mine\n"])
def test_a_file_without_feeds_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="feeds: expected a mapping of addresses"):
        load_feeds(file)
