"""Evidence-locked: every claim, in every output format, is ``body[start:end]``."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.terminal import record, render
from bot.acquire.sources import read_file
from bot.analyse.escalation import is_flag
from bot.brief.briefing import KEY_ACTORS
from bot.brief.message import of_briefing
from bot.engine import Engine
from bot.text import clean
from bot.types import Article, Briefing
from tests import claims
from tests.conftest import SHARED

DATA = Path(__file__).parent.parent / "data"
NOW = datetime(2026, 5, 12, 14, 5, tzinfo=UTC)
FILES = sorted([*DATA.glob("articles/*"), *SHARED.glob("samples/*.txt")])
GOLD = SHARED / "gold" / "dev.jsonl"


def article(body: str, headline: str = "A headline") -> Article:
    return Article("a1", "https://wire.example/1", "Wire", "Wire", headline, None, None, body, "en", NOW, NOW)


def check(briefing: Briefing) -> int:
    """Hold the claims of all three formats against the body; how many there were."""
    body = briefing.articles[0].body
    message = of_briefing(briefing, is_flag=is_flag, key_actors=KEY_ACTORS)
    shown = [
        claims.of_json(record.of_briefing("x", briefing)),
        claims.of_markdown(render.to_markdown(message, evidence=True)),
        claims.of_terminal(render.to_terminal(message, width=100_000, colour=False, evidence=True)),
    ]
    counts = []
    for found in map(list, shown):
        assert [text for _, _, text in found] == [body[start:end] for start, end, _ in found]
        counts.append(len(found))
    assert counts[1] == counts[2] >= len(briefing.summary) + len(briefing.events)
    return counts[0]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_real_articles(engine: Engine, file: Path) -> None:
    assert check(engine.brief_source(read_file(file))) > 10


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated articles lie beside some checkouts only")
def test_annotated_articles(engine: Engine) -> None:
    for row in map(json.loads, GOLD.read_text("utf-8").splitlines()):
        assert check(engine.brief_article(article(clean(row["body"]), row["headline"]))) > 10


def test_wrapped_lines_lose_no_word(engine: Engine) -> None:
    briefing = engine.brief_source(read_file(FILES[0]))
    body = briefing.articles[0].body
    message = of_briefing(briefing, is_flag=is_flag, key_actors=KEY_ACTORS)
    for width in (24, 40, 80):
        text = render.to_terminal(message, width=width, colour=False, evidence=False)
        for start, end, shown in claims.of_terminal(text):
            assert "".join(shown.split()) == "".join(body[start:end].split())


_WORDS = st.sampled_from(
    [
        "Putin",
        "said",
        "Iran",
        "struck",
        "U.S.",
        "“never”",
        "Gen.",
        "Lee's",
        "forces",
        "1.5",
        "a.m.",
        "killed",
        "in",
        "2003",
        "—",
        "the",
        "Kremlin",
        "denied",
        "that",
        "it",
        "would",
        "attack",
        "Israel",
        ".",
        "!",
        "?",
        "\n\n",
        '"',
        "'",
        "”",
        "(",
        ")",
        "[12:34]",
        "│",
        "*",
        "_",
        "<b>",
        "é",
        "مرحبا",
        "中文",
        "🙂",
        "\u202e",
        "\x1b",
        "Ministry",
        "of",
        "Defense",
        "threatened",
        "sanctions",
        "unless",
        "troops",
        "withdraw",
        ";",
        "He",
        "They",
        "Read",
        "more:",
        "Moscow,",
        "ceasefire",
        "agreed",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, max_size=120).map(" ".join))
def test_random_articles_of_news_words(engine: Engine, text: str) -> None:
    body = clean(text)
    if body:
        check(engine.brief_article(article(body)))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_random_text(engine: Engine, text: str) -> None:
    body = clean(text)
    if body:
        check(engine.brief_article(article(body, clean(text[:40]))))
