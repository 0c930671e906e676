"""Pages of every kind; the first line of each file in ``tests/data/pages`` says what is expected of it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.acquire.articles import extract
from bot.errors import NotAnArticle
from bot.text.clean import one_line
from bot.types import Article

PAGES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("*.html"))
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
URL = "https://news.example/2024/river"
FIELDS = ("headline", "byline", "outlet", "dateline", "lang", "url")


def expectation(page: Path) -> dict[str, Any]:
    line = page.read_bytes().partition(b"\n")[0].decode("utf-8" if "1252" not in page.name else "cp1252")
    found: dict[str, Any] = json.loads(line.removeprefix("<!--").removesuffix("-->"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_gives_its_article_or_its_reason(page: Path) -> None:
    expected = expectation(page)
    if "reason" in expected:
        with pytest.raises(NotAnArticle) as refused:
            extract(page.read_bytes(), expected.get("url", URL), None, NOW)
        assert refused.value.reason == expected["reason"]
        assert "\n" not in str(refused.value)
    else:
        check(extract(page.read_bytes(), "", None, NOW), expected)


def check(article: Article, expected: dict[str, Any]) -> None:
    told = {name: getattr(article, name) for name in FIELDS if name in expected}
    assert told == {name: expected[name] for name in told}
    if "published_at" in expected:
        assert article.published_at == datetime.fromisoformat(expected["published_at"])
    for words in expected.get("has", ()):
        assert words in article.body
    for words in expected.get("hasnt", ()):
        assert words not in article.body
    if "paragraphs" in expected:
        assert article.body.count("\n\n") + 1 == expected["paragraphs"]


def test_every_reason_has_a_page() -> None:
    reasons = {expectation(page).get("reason") for page in PAGES} - {None}
    assert reasons == {
        "paywall",
        "consent_page",
        "captcha",
        "not_an_article",
        "too_short",
        "unsupported_language",
    }


def test_each_field_is_one_clean_line() -> None:
    """Also where it is cut at a blank."""
    page = (PAGES[0].parent / "article-with-all-fields.html").read_text("utf-8")
    head = (
        f'<meta property="og:site_name" content="{"x" * 119} y">'
        '<meta name="author" content="Jane \u202e&#10; Doe">'
        f"<title>{'x' * 200}&#8232;{'x' * 98} y</title>"
    )
    article = extract(f"<head>{head}{page[page.index('</head>') :]}".encode(), "", None, NOW)
    assert (article.outlet, article.byline) == ("x" * 119, "Jane Doe")
    assert article.headline == one_line(article.headline)
