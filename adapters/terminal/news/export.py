"""``brief export``: every article with its story, for other programs."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from adapters.terminal.news.desk import Desk, since, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import write
from bot.store.records import ExportRow

COLUMNS = (
    *("url", "outlet", "family", "headline", "lang", "published_at", "first_seen_at", "versions"),
    *("story", "severity", "direction", "actors", "copy_of", "article_id"),
)


def run(asked: Asked, desk: Desk) -> int:
    """Print them."""
    with desk.open_store() as store:
        # A second address of an article has no text of its own any more: it stands under the first.
        rows = (
            row for row in store.export(since(asked.options["since"], store.now())) if row.same_as is None
        )
        if asked.options["form"] == "json":
            write_json(
                {"schema": "sitrep.article/1", **record(row), "body": row.article.body} for row in rows
            )
        else:
            _write_csv(record(row) for row in rows)
    return 0


def record(row: ExportRow) -> dict[str, Any]:
    """An article without its text."""
    article = row.article
    return {
        "document": row.document_id,
        "article_id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "family": article.family,
        "headline": article.headline,
        "lang": article.lang,
        "published_at": row.published_at,
        "first_seen_at": row.first_seen_at,
        "versions": row.versions,
        "story": row.story_id,
        "copy_of": row.copy_of,
        "severity": row.severity,
        "direction": row.direction,
        "actors": [{"key": key, "name": name} for key, name in row.actors],
    }


def _write_csv(records: Iterator[dict[str, Any]]) -> None:
    columns = ("document", *COLUMNS)
    write(_row(columns))
    for one in records:
        one["actors"] = "; ".join(actor["name"] for actor in one["actors"])
        write(_row(tuple(_cell(one[column]) for column in columns)))


def _row(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: foreign text must not begin with = + - @ or a tab."""
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
