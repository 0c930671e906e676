"""``brief stories``: the stories of late, gravest first, each with who tells it and, if asked, what is new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.terminal.news.desk import Desk, clock_time, since, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell, write
from bot.intake.developments import since_then
from bot.store.records import StoryDocument, StoryRow
from bot.store.store import Store
from bot.types import Change, Direction, Severity, Span

SIGNS = {Direction.UP: "▲", Direction.DOWN: "▼", Direction.MIXED: "▲▼", Direction.STEADY: "="}


@dataclass(frozen=True, slots=True)
class Evident:
    """A change, and where the articles of its spans were read, by their ids."""

    change: Change
    urls: Mapping[str, str]


def run(asked: Asked, desk: Desk) -> int:
    """List them."""
    options = asked.options
    with desk.open_store() as store:
        start = since(options["since"], store.now())
        rows = store.stories(
            since=start,
            words=options["topic"],
            actor=options["actor"],
            min_severity=Severity(options["min_severity"]) if options["min_severity"] else None,
            limit=options["limit"] + 1,
        )
        more, rows = len(rows) > options["limit"], rows[: options["limit"]]
        told = [
            (row, store.story_documents(row.id), _changes(store, row, start, options["changes"]))
            for row in rows
        ]
    if asked.place.as_json:
        write_json(record(*one) for one in told)
        return 0
    write("\n".join("".join(_lines(*one)) for one in told) or _nothing(options))
    if more and not asked.place.quiet:
        tell(f"there are more than {options['limit']}: give --limit N, or narrow the search")
    return 0


def _nothing(options: Mapping[str, Any]) -> str:
    given = [f"--{name}" for name in ("topic", "actor", "min_severity") if options[name]]
    if given:
        return f"No story matches {', '.join(given).replace('_', '-')}. Widen it, or --since.\n"
    return "No stories. Widen --since, or: brief poll --once\n"


def _changes(store: Store, row: StoryRow, start: datetime | None, asked: bool) -> Sequence[Evident]:
    """What is new since then, each span with the address of its article."""
    if not asked or not start:
        return ()
    before, now = (store.story_documents(row.id, at=at) for at in (start, None))
    urls = {one.article.id: one.article.url for one in (*before, *now)}
    return [Evident(change, urls) for change in since_then(store, row.id, start)]


def record(row: StoryRow, documents: tuple[StoryDocument, ...], changes: Sequence[Evident]) -> dict[str, Any]:
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


def _change(one: Evident) -> dict[str, Any]:
    before, after = (
        [_span(span, one.urls) for span in spans] for spans in (one.change.before, one.change.after)
    )
    return {"kind": one.change.kind, "label": one.change.label, "before": before, "after": after}


def _span(span: Span, urls: Mapping[str, str]) -> dict[str, Any]:
    return {
        "article_id": span.article_id,
        "url": urls[span.article_id],
        "start": span.start,
        "end": span.end,
        "text": span.text,
    }


def _lines(row: StoryRow, documents: tuple[StoryDocument, ...], changes: Sequence[Evident]) -> Iterator[str]:
    severity = "" if row.severity is Severity.NONE else f" {row.severity}"
    yield f"{SIGNS[row.direction]}{severity} · {printable(row.headline)}\n"
    outlets = list(dict.fromkeys(one.article.outlet for one in documents))
    told = f"{len(row.families)} independent" if len(row.families) != len(outlets) else ""
    sources = f"{len(outlets)} source{'s' * (len(outlets) != 1)}{f' ({told})' if told else ''}"
    yield f"  {sources}: {printable(', '.join(outlets))}\n"
    yield f"  {clock_time(row.first_at)} to {clock_time(row.last_at)}\n"
    for url in dict.fromkeys(one.article.url for one in documents if one.copy_of is None):
        yield f"  {printable(url)}\n"
    for one in changes:
        yield f"  new: {printable(one.change.label)}\n"
        for when, spans in (("before", one.change.before), ("now", one.change.after)):
            for span in spans:
                yield f"    {when}: “{printable(span.text)}” [{span.start}:{span.end}]\n"
                yield f"      {printable(one.urls[span.article_id])}\n"
