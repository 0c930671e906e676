"""Summaries in the shipped settings' budget of any JSONL with ``text`` or ``body``, and ``title`` or ``headline``."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot.acquire.assembly import assemble
from bot.brief.summary import summarize
from bot.config import load_settings
from bot.config_folder import SHIPPED, ConfigFolder
from bot.text import clean, sentences
from bot.types import Article

NAME = "summaries"
HELP = "summaries: {id, sentences: [...]}, verbatim, in the order of the article"


def run(gold: Path, pred: Path) -> None:
    """Summarise every text of ``gold``, a file or a folder of them, and write one row for each to ``pred``."""
    budget = load_settings(ConfigFolder(SHIPPED[-1])).summary
    with pred.open("w", encoding="utf-8") as out:
        for row_id, article in articles(gold):
            told = summarize(
                article, sentences(article.body), max_sentences=budget.sentences, max_words=budget.words
            )
            out.write(json.dumps({"id": row_id, "sentences": [span.text for span in told]}) + "\n")


def articles(gold: Path) -> Iterator[tuple[str, Article]]:
    """Each row's id and its text as an Article."""
    for file in sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield (
                row["id"],
                as_article(row.get("title") or row.get("headline") or "", row.get("text") or row["body"]),
            )


def as_article(headline: str, text: str) -> Article:
    """A text without an address, read at no particular time."""
    return assemble(
        url="",
        outlet="",
        headline=clean(headline),
        byline=None,
        body=clean(text),
        lang="en",
        published_at=None,
        fetched_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
