"""``brief stories``: the stories of late, gravest first, each with who tells it and, if asked, what is new."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from adapters.terminal.news.desk import Desk, clock_time, since, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, write
from bot.intake.developments import since_then
from bot.store.records import StoryDocument, StoryRow
from bot.store.store import Store
from bot.types import Change, Direction, Severity

SIGNS = {Direction.UP: "▲", Direction.DOWN: "▼", Direction.MIXED: "▲▼", Direction.STEADY: "="}


def run(asked: Asked, desk: Desk) -> int:
    """List them."""
    options = asked.options
    with desk.open_store() as store:
        start = since(options["since"], store.now())
        rows = store.stories(
            since=start,
            words=options["topic"] or None,
            actor=options["actor"] or None,
            min_severity=Severity(options["min_severity"]) if options["min_severity"] else None,
            limit=options["limit"],
        )
        told = [
            (row, store.story_documents(row.id), _changes(store, row, start, options["changes"]))
            for row in rows
        ]
    if asked.place.as_json:
        write_json(record(*one) for one in told)
    else:
        write(
            "\n".join("".join(_lines(*one)) for one in told)
            or "No stories. Widen --since, or: brief poll --once\n"
        )
    return 0


def _changes(store: Store, row: StoryRow, start: datetime | None, asked: bool) -> tuple[Change, ...]:
    return since_then(store, row.id, start) if asked and start else ()


def record(
    row: StoryRow, documents: tuple[StoryDocument, ...], changes: tuple[Change, ...]
) -> dict[str, Any]:
    """A story as JSON."""
    return {
        "schema": "sitrep.story/1",
        "id": row.id,
        "headline": row.headline,
        "first_at": row.first_at,
        "last_at": row.last_at,
        "severity": row.severity,
        "direction": row.direction,
        "families": list(row.families),
        "is_baseline": row.is_baseline,
        "articles": [_source(one) for one in documents],
        "changes": [_change(one) for one in changes],
    }


def _source(one: StoryDocument) -> dict[str, Any]:
    article = one.article
    return {
        "article_id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "family": article.family,
        "headline": article.headline,
        "published_at": one.published_at,
        "versions": one.versions,
        "is_copy": one.copy_of is not None,
    }


def _change(one: Change) -> dict[str, Any]:
    spans = {name: [_span(span) for span in getattr(one, name)] for name in ("before", "after")}
    return {"kind": one.kind, "label": one.label, **spans}


def _span(span: Any) -> dict[str, Any]:
    return {name: getattr(span, name) for name in ("article_id", "start", "end", "text")}


def _lines(row: StoryRow, documents: tuple[StoryDocument, ...], changes: tuple[Change, ...]) -> Iterator[str]:
    severity = "" if row.severity is Severity.NONE else f" {row.severity}"
    yield f"{SIGNS[row.direction]}{severity} · {printable(row.headline)}\n"
    outlets = list(dict.fromkeys(one.article.outlet for one in documents))
    told = f"{len(row.families)} independent" if len(row.families) != len(outlets) else ""
    sources = f"{len(outlets)} source{'s' * (len(outlets) != 1)}{f' ({told})' if told else ''}"
    yield f"  {sources}: {printable(', '.join(outlets))}\n"
    yield f"  {clock_time(row.first_at)} to {clock_time(row.last_at)}\n"
    for url in dict.fromkeys(one.article.url for one in documents if one.copy_of is None):
        yield f"  {printable(url)}\n"
    for change in changes:
        yield f"  new: {printable(change.label)}\n"
        yield from (
            f"    before: “{printable(span.text)}” [{span.start}:{span.end}]\n" for span in change.before
        )
        yield from (f"    now: “{printable(span.text)}” [{span.start}:{span.end}]\n" for span in change.after)
