"""Articles of any JSONL, told one by one in file order, as stories; read by the engine as it ships."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot.acquire.assembly import assemble
from bot.analyse.stories.assign import Stories
from bot.analyse.stories.sketch import Sketch, sketch
from bot.analysis import read
from bot.text import clean
from bot.types import Article
from tests.quality.runners.gold import shipped

NAME = "stories"
HELP = "which articles tell one story: {id, cluster}; for news5w1h and ecbplus"

BATCH = 25
"""Articles between two reviews, about what a round of polling brings; 10 to 100 give the same stories within .01."""

_THEN = datetime(2000, 1, 1, tzinfo=UTC)


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``title``, ``text``, and ``date``, ``outlet``, ``url``, ``read_at`` if known)."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    clusters = told(list(sketches(rows)))
    with pred.open("w", encoding="utf-8") as out:
        for row, cluster in zip(rows, clusters, strict=True):
            out.write(json.dumps({"id": row["id"], "cluster": cluster}) + "\n")


def sketches(rows: Iterable[dict[str, Any]]) -> Iterator[Sketch]:
    """The sketch of each row, as the engine makes it."""
    tables, budget = shipped()
    for row in rows:
        article = as_article(row)
        yield sketch(article, read(article, tables, budget))


def as_article(row: dict[str, Any]) -> Article:
    """A row as the Article that reading its page would give; read at one time unless the row says when."""
    return assemble(
        url=row.get("url") or "",
        outlet=row.get("outlet") or "",
        headline=clean(row["title"]),
        byline=None,
        body=clean(row["text"]),
        lang="en",
        published_at=_time(row.get("date")),
        fetched_at=_time(row.get("read_at")) or _THEN,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def told(stream: Sequence[Sketch], order: Iterable[int] | None = None, batch: int = BATCH) -> list[str]:
    """The story of each article when they come in that order (their own if none), stories expiring as time goes by."""
    stories, namer = Stories(), names()
    final: dict[int, str] = {}
    for number, doc in enumerate(order if order is not None else range(len(stream)), 1):
        now = datetime.fromtimestamp(stream[doc].seen, UTC)
        for story_id, gone in stories.expire(now).items():
            final.update(dict.fromkeys(gone, story_id))
        stories.assign(doc, stream[doc], namer(doc))
        if number % batch == 0:
            stories.review(namer)
    stories.review(namer)
    return [final.get(doc) or stories.story_of(doc) or "" for doc in range(len(stream))]


def names() -> Callable[[int], str]:
    """A new name every time."""
    numbers = count(1)
    return lambda _doc: f"story-{next(numbers)}"
