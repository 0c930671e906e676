"""The web of feeds that other tests rely on: its articles can be read, its feeds parsed, its accounts trusted."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.acquire.articles import extract
from bot.acquire.feeds.parse import parse
from bot.errors import NotAnArticle, Reason
from bot.types import Entry
from tests.servers.newsweb import NewsWeb
from tests.servers.newsweb.forms import document, page, paywall
from tests.servers.newsweb.prose import happening, tell

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = "http://news.example.org"


def entries(web: NewsWeb, number: int) -> list[Entry]:
    web.sources[number].asked += 1
    return list(parse(document(web.sources[number], BASE), "", "utf-8", BASE).entries)


class TestArticles:
    def test_every_one_is_kept_word_for_word_and_taken_for_english(self) -> None:
        web = NewsWeb(30, articles=2, seed=5)
        for source in web.sources:
            for piece in source.pieces:
                article = extract(page(piece, source.title, BASE + piece.path), BASE + piece.path, None, NOW)
                assert article.body.replace("\n\n", " ") == " ".join(piece.now.paragraphs)
                assert (article.headline, article.outlet, article.lang) == (
                    piece.now.title,
                    source.title,
                    "en",
                )
                assert len(article.body.split()) >= 200

    def test_no_two_are_alike(self) -> None:
        """Most shared 4-word shingles of two articles, as a share of all; copies are told from 0.5 or more."""
        texts = [
            piece.now.text.split() for source in NewsWeb(60, articles=2).sources for piece in source.pieces
        ]
        shingles = [{tuple(words[at : at + 4]) for at in range(len(words) - 3)} for words in texts]
        assert max(len(one & two) / len(one | two) for one, two in combinations(shingles, 2)) < 0.3

    def test_two_voices_tell_one_happening_in_other_words_with_the_same_facts(self) -> None:
        told = happening("x")
        one, two = tell(told, "A"), tell(told, "B")
        assert one.paragraphs != two.paragraphs
        for text in (" ".join(one.paragraphs), " ".join(two.paragraphs)):
            assert told.facts["place"] in text
            assert told.facts["rival"] in text

    def test_a_seed_gives_the_same_web_again(self) -> None:
        first, second = (NewsWeb(3, seed=9, now=lambda: NOW) for _ in range(2))
        assert [document(s, BASE) for s in first.sources] == [document(s, BASE) for s in second.sources]

    def test_a_paywall_is_seen_as_one(self) -> None:
        with pytest.raises(NotAnArticle) as refused:
            extract(paywall(NewsWeb().sources[0].pieces[0], "News"), BASE, None, NOW)
        assert refused.value.reason == Reason.PAYWALL


class TestFeeds:
    @pytest.mark.parametrize("number", range(4))
    def test_every_form_lists_all_newest_first(self, number: int) -> None:
        web = NewsWeb(4, articles=4, now=lambda: NOW)
        pieces = web.sources[number].pieces[::-1]
        listed = [(entry.title, entry.url, entry.published_at) for entry in entries(web, number)]
        assert listed == [(piece.now.title, BASE + piece.path, piece.published) for piece in pieces]

    @pytest.mark.parametrize("number", range(4))
    def test_every_form_can_carry_whole_articles(self, number: int) -> None:
        web = NewsWeb(4)
        web.habits(number, full_text=True)
        body = unescape(unescape(document(web.sources[number], BASE).decode()))  # markup within markup
        for piece in web.sources[number].pieces:
            assert all(paragraph in body.replace('\\"', '"') for paragraph in piece.now.paragraphs)

    @pytest.mark.parametrize(
        ("habits", "differs"),
        [({}, (False, False)), ({"guid": "churn"}, (True, False)), ({"link": "tracked"}, (False, True))],
    )
    @pytest.mark.parametrize("number", range(4))
    def test_guids_and_links_change_each_time_only_where_they_shall(
        self, number: int, habits: dict[str, str], differs: tuple[bool, bool]
    ) -> None:
        web = NewsWeb(4)
        web.habits(number, **habits)
        first, second = (entries(web, number) for _ in range(2))
        changed = tuple(
            [getattr(entry, name) for entry in first] != [getattr(entry, name) for entry in second]
            for name in ("guid", "url")
        )
        assert changed == differs

    def test_guids_may_be_missing_or_used_again(self) -> None:
        web = NewsWeb(articles=4)
        web.habits(0, guid="none")
        assert {entry.guid for entry in entries(web, 0)} == {""}
        web.habits(0, guid="reused")
        assert len({entry.guid for entry in entries(web, 0)}) == 3

    def test_entries_may_be_doubled_and_padded(self) -> None:
        web = NewsWeb()
        web.habits(0, doubled=True, padding=10_000)
        assert document(web.sources[0], BASE).count(b"<item>") == 2 * 10_003

    def test_order_may_change_each_time(self) -> None:
        web = NewsWeb(articles=9)
        web.habits(0, order="shuffled")
        orders = {tuple(entry.title for entry in entries(web, 0)) for _ in range(4)}
        assert len(orders) > 1
        assert len({frozenset(order) for order in orders}) == 1

    @pytest.mark.parametrize(("dates", "year"), [("1970", "1970"), ("9999", "9999"), ("none", None)])
    def test_dates_may_be_absurd(self, dates: str, year: str | None) -> None:
        web = NewsWeb()
        web.habits(0, dates=dates)
        body = document(web.sources[0], BASE)
        assert b"<pubDate>" in body if year else b"<pubDate>" not in body
        assert not year or f" {year} ".encode() in body


@pytest.fixture
def process() -> Iterator[str]:
    """The web as a process of its own; gives the address of its control channel."""
    command = [sys.executable, "-m", "tests.servers.newsweb", "--feeds", "2", "--articles", "1"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        yield f"http://127.0.0.1:{json.loads(running.stdout.readline())['port']}"
        running.stdin.close()
        assert running.wait(10) == 0


def call(url: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def test_as_a_process_it_obeys_and_keeps_accounts(process: str) -> None:
    def text(path: str) -> str:
        with urllib.request.urlopen(process + path) as answer:  # noqa: S310
            return str(answer.read().decode())

    assert "<rss" in text("/f/0/feed.xml")
    told = call(f"{process}/control/publish", {"feed": 0, "title": "New & told", "body": "One.\n\nTwo."})
    assert "New &amp; told" in text("/f/0/feed.xml")
    assert "<p>Two.</p>" in text(f"/f/0/a/{told['number']}")
    call(f"{process}/control/edit", {"feed": 0, "number": told["number"], "body": "Three."})
    call(f"{process}/control/publish", {"feed": 0, "about": "something that nobody was shown"})
    final = call(f"{process}/control/final")["feeds"][0]
    assert [article["is_baseline"] for article in final["articles"]] == [True, False]
    assert [version["text"] for version in final["articles"][1]["versions"]] == ["One.\n\nTwo.", "Three."]
    log = call(f"{process}/control/requests")
    assert [asked["target"] for asked in log] == ["/f/0/feed.xml"] * 2 + ["/f/0/a/1"]
    assert all(one["at"] <= two["at"] for one, two in pairwise(log))


@pytest.mark.parametrize(
    ("path", "body"),
    [("publish", {"feed": 99}), ("fault", {"feed": 0, "name": "no such"}), ("nothing", {}), ("final", {})],
)
def test_an_order_that_makes_no_sense_is_answered_so(process: str, path: str, body: Any) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        call(f"{process}/control/{path}", body)


def test_files_are_served_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"<rss>\xff</rss>")
    with NewsWeb(folder=tmp_path) as web:
        url = f"http://127.0.0.1:{web.port}/raw/feed.xml"
        with urllib.request.urlopen(url) as answer:
            assert answer.read() == b"<rss>\xff</rss>"


def test_a_port_can_be_chosen_beforehand() -> None:
    with NewsWeb() as web:
        free = web.port
    with NewsWeb(port=free) as web:
        assert web.url(0) == f"http://news0.example.org:{free}/f/0/feed.xml"
        assert "documents" in web.final()["feeds"][0]
        with urllib.request.urlopen(f"http://127.0.0.1:{free}/f/0/feed.xml") as answer:
            assert answer.status == 200
