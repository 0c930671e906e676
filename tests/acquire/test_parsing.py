"""Foreign pages in their own process: whatever they are, the parent gets an Article or one of our errors."""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.acquire.assembly import article_id
from bot.acquire.parsing import PARSER, PageJob, read_article
from bot.errors import InputError, NotAnArticle, SitrepError, WorkerError, WorkerTimeout
from bot.text import clean
from bot.text.clean import MAX_CHARS
from bot.types import Article
from bot.worker import Worker

ROOT = Path(__file__).parents[2]
HOSTILE = ROOT.parent / "shared" / "hostile"
PAGE = (ROOT / "tests" / "data" / "pages" / "article-with-all-fields.html").read_bytes()
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PROSE = b"<p>The governments agreed on Friday that they would talk about the river, and that no one was to fish in it before.</p>"
DEADLINE_S = 10.0
_SOON_S = 4.0  # less than the processor limit of the parser, 5 s

ours = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile inputs are not part of the repository")


@pytest.fixture(scope="module")
def parser() -> Iterator[Worker]:
    with Worker(PARSER) as worker:
        yield worker


def job(content_type: str = "text/html") -> PageJob:
    return PageJob("https://news.example/a", content_type, None, NOW)


def survives(parser: Worker, body: bytes) -> Article | SitrepError:
    """The article or our error; anything else fails the test that asks."""
    try:
        return read_article(parser, job(), body, DEADLINE_S)
    except SitrepError as error:
        assert "\n" not in str(error)  # noqa: PT017 - an article would be as good
        return error


def test_a_page_crosses_the_pipe_with_all_its_fields(parser: Worker) -> None:
    article = read_article(parser, job(), PAGE, DEADLINE_S)
    assert article.headline == "Norvia and Estland to resume river talks"
    assert article.url == "https://news.example/a"
    assert article.published_at == datetime(2024, 5, 3, 13, 30, tzinfo=UTC)
    assert article.fetched_at == NOW
    assert article.dateline is not None
    assert article.body.startswith(article.dateline)


def test_plain_text_needs_no_process() -> None:
    with Worker(PARSER) as idle:
        article = read_article(
            idle,
            job("text/plain"),
            b"Moscow: The talks were over before they had begun, and no one was there to say why that should be so.",
            DEADLINE_S,
        )
        assert article.dateline == "Moscow:"
        assert idle._process is None


@pytest.mark.parametrize(
    ("content_type", "error"),
    [
        ("application/xml", NotAnArticle),
        ("application/rss+xml", NotAnArticle),
        ("application/json", NotAnArticle),
        ("image/png", InputError),
    ],
)
def test_what_is_no_page_is_not_parsed(parser: Worker, content_type: str, error: type[SitrepError]) -> None:
    with pytest.raises(error):
        read_article(parser, job(content_type), b"<rss></rss>", DEADLINE_S)


def test_importing_the_parent_s_end_loads_no_parser() -> None:
    probe = "import sys, bot.acquire.parsing; print([m for m in ('lxml', 'trafilatura', 'aiohttp') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_same_page_gives_the_same_article_whatever_the_hash_seed() -> None:
    """Children start with a random seed each, as ``-I`` ignores PYTHONHASHSEED."""
    replies = []
    for _ in range(2):
        with Worker(PARSER) as fresh:
            replies.append(read_article(fresh, job(), PAGE, DEADLINE_S))
    assert replies[0] == replies[1]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"<!doctype html>",
        b"<html></html>",
        b"<!-- only a comment -->",
        b"\0" * 1_000,
        b"<p>" + b"\xff\xfe\xed\xa0\x80" * 100,
        b"<div>" * 100_000 + PROSE * 5,
        b"<b>" * 300_000 + PROSE,
        b"<table><tr><td>" * 20_000 + PROSE,
        b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">",
        b"<script>" * 500_000,
        b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script>" + PROSE,
        b'<script type="application/ld+json">{"datePublished": ' + b"9" * 10_000 + b"}</script>" + PROSE,
        b"<title>" + b"a | " * 200_000 + b"</title>" + PROSE,
        b"<h1>" + b"a - " * 200_000 + b"</h1>" + PROSE,
        b"<meta name=a content=b>" * 20_000 + PROSE,
        b"<?xml version='1.0' encoding='utf-7'?>" + PROSE,
    ],
    ids=range(18),
)
def test_hostile_markup_ends_soon_in_an_article_or_a_reason(parser: Worker, body: bytes) -> None:
    """Before any limit of the process: the slowest takes a third of a second."""
    started = time.monotonic()
    assert not isinstance(survives(parser, body), WorkerError)
    assert time.monotonic() - started < _SOON_S
    assert read_article(parser, job(), PAGE, DEADLINE_S).headline


def test_a_flood_that_passes_the_prescan_is_ended_by_the_processor_limit() -> None:
    # A parser takes the script for text of the field, the look before it takes the rest for a script.
    flood = b" ".join(b"a%d=1" % n for n in range(80_000))
    flood = b"<textarea><script></textarea><p " + flood + b">" + PROSE
    with Worker(PARSER, cpu_s=0) as limited:
        with pytest.raises(WorkerError, match="too much for the parser"):
            read_article(limited, job(), flood, DEADLINE_S)
        with pytest.raises(WorkerTimeout):
            read_article(limited, job(), flood, deadline_s=0.05)
        assert read_article(limited, job(), PAGE, DEADLINE_S).headline


SENTENCE = b"The talks were over before they had begun, and it was not said why. "


def test_ten_megabytes_in_one_line_are_cut() -> None:
    with Worker(PARSER) as idle:
        article = read_article(idle, job("text/plain"), SENTENCE * 140_000, DEADLINE_S)
    assert len(article.body) <= MAX_CHARS
    assert article.is_cut


def test_a_page_of_four_megabytes_is_cut_and_a_longer_one_is_refused(parser: Worker) -> None:
    article = read_article(parser, job(), SENTENCE * 57_000, DEADLINE_S)
    assert len(article.body) <= MAX_CHARS
    assert article.is_cut
    with pytest.raises(InputError, match="more than 4 MB of text"):
        read_article(parser, job(), SENTENCE * 60_000, DEADLINE_S)


@pytest.mark.parametrize(("content_type", "unit"), [("text/plain", b"\n\n%d. "), ("text/html", b"<p>%d. ")])
def test_a_text_is_cut_where_it_is_longer_than_what_is_read(
    parser: Worker, content_type: str, unit: bytes
) -> None:
    numbered = [unit % n + SENTENCE * 3 for n in range(2_000)]
    for count, is_cut in ((900, False), (1_000, True), (2_000, True)):
        article = read_article(parser, job(content_type), b"".join(numbered[:count]), DEADLINE_S)
        assert (article.is_cut, len(article.body) <= MAX_CHARS) == (is_cut, True)
    whole = read_article(parser, job(content_type), b"".join(numbered[:940]), DEADLINE_S)
    assert (whole.is_cut, len(whole.body) > MAX_CHARS - 3_000) == (False, True)


@pytest.mark.parametrize(
    "ballast",
    [
        b"<script>var a = '<p>';" + b"x = 1;" * 1_000_000 + b"</script>",
        b"<style>" + b"p {}" * 1_500_000 + b"</style>",
        b"<!--" + b"a note " * 900_000 + b"-->",
        b'<img src="data:image/png;base64,' + b"A" * 6_000_000 + b'">',
    ],
    ids=["script", "style", "comment", "image"],
)
def test_what_no_reader_sees_does_not_count(parser: Worker, ballast: bytes) -> None:
    page = PAGE.replace(b"<body>", b"<body>" + ballast, 1)
    assert len(page) > len(PAGE)
    assert (
        read_article(parser, job(), page, DEADLINE_S).body
        == read_article(parser, job(), PAGE, DEADLINE_S).body
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400)
    | st.lists(
        st.sampled_from(
            [
                b"<p>",
                b"</p>",
                b"<table>",
                b"<td>",
                b"<ul><li>",
                b"<!--",
                b"<title>",
                b"<br>",
                b"<h1>",
                b"&#0;",
                b"&#xd800;",
            ]
        )
        | st.binary(max_size=20)
        | st.just(PROSE),
        max_size=30,
    ).map(b"".join)
)
@example(b"<html><head><title>a</title></head><frameset></frameset></html>")
def test_any_bytes_end_in_an_article_or_an_error_of_ours(parser: Worker, body: bytes) -> None:
    outcome = survives(parser, body)
    assert not isinstance(outcome, WorkerError)
    if isinstance(outcome, Article):
        assert clean(outcome.body) == outcome.body
        for line in (outcome.headline, outcome.outlet, outcome.byline or "-"):
            assert line == " ".join(clean(line).split())
        assert (outcome.dateline or "") in outcome.body
        assert outcome.id == article_id(outcome.url, outcome.headline, outcome.body)


@ours
def test_hostile_xml_ends_in_an_error_of_ours(parser: Worker) -> None:
    for path in sorted((HOSTILE / "xml").rglob("*.x*")):
        assert isinstance(survives(parser, path.read_bytes()), SitrepError), path.name


@ours
def test_hostile_strings_stay_out_of_the_way(parser: Worker) -> None:
    for path in sorted((HOSTILE / "text").glob("*.jsonl")):
        rows = [json.loads(line)["s"] for line in path.read_text("utf-8").splitlines()]
        for n in range(0, len(rows), 25):
            text = "\n\n".join(rows[n : n + 25]).encode("utf-8", "surrogatepass")
            for body in (
                text,
                PROSE + b"<p>" + text + b"</p>" + PROSE,
                b"<meta property='og:title' content='" + text + b"'>" + PROSE,
            ):
                assert not isinstance(survives(parser, body), WorkerError)


@pytest.mark.skipif(
    not (ROOT.parent / "shared" / "eval" / "extract").is_dir(),
    reason="the labelled pages are not part of the repository",
)
def test_no_real_page_is_refused_as_hostile(parser: Worker) -> None:
    for path in sorted((ROOT.parent / "shared" / "eval" / "extract").rglob("*.html.gz")):
        assert not isinstance(
            survives(parser, gzip.decompress(path.read_bytes())), InputError | WorkerError
        ), path.name
