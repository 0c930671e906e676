"""``brief search``: articles that hold all of the words."""

from typing import Any

from adapters.terminal.news.desk import Desk, clock_time, since, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell, write
from bot.store.records import Hit


def run(asked: Asked, desk: Desk) -> int:
    """Search."""
    options = asked.options
    with desk.open_store() as store:
        hits = store.search(
            options["query"], limit=options["limit"], since=since(options["since"], store.now())
        )
    if asked.place.as_json:
        write_json(map(record, hits))
    elif hits:
        write("\n".join(map(_told, hits)))
    elif not asked.place.quiet:
        tell(f"no article holds all of: {options['query']}")
    return 0


def record(hit: Hit) -> dict[str, Any]:
    """A hit as JSON."""
    snippet = hit.snippet
    return {
        "schema": "sitrep.hit/1",
        "article_id": hit.article_id,
        "url": hit.url,
        "headline": hit.headline,
        "outlet": hit.outlet,
        "family": hit.family,
        "published_at": hit.published_at,
        "story": hit.story_id,
        "snippet": snippet and {"start": snippet.start, "end": snippet.end, "text": snippet.text},
    }


def _told(hit: Hit) -> str:
    lines = [
        printable(hit.headline),
        f"  {printable(hit.outlet)} · {clock_time(hit.published_at)}",
        f"  {printable(hit.url)}",
    ]
    if hit.snippet:
        lines.append(f"  │ {printable(hit.snippet.text)} [{hit.snippet.start}:{hit.snippet.end}]")
    return "\n".join(lines) + "\n"
