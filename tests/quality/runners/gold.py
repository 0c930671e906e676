"""Briefings of any JSONL with ``id``, ``headline``, ``outlet``, ``url``, ``published_at``, ``lang`` and ``body``."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.acquire.assembly import assemble
from bot.analysis import Tables, load_tables, read
from bot.config import load_settings
from bot.config_folder import ACTORS, SHIPPED, ConfigFolder
from bot.engine import CODEBOOK
from bot.jobs import AnalyserSetup, Budget
from bot.text import clean
from bot.types import Actor, Article, Briefing, Event

NAME = "gold"
HELP = "briefings: {id, actors in order of salience, events, summary: [sentence, ...]}"


def run(gold: Path, pred: Path) -> None:
    """Brief every article of ``gold``, a file or a folder of them, and write one row for each to ``pred``."""
    tables, budget = shipped()
    with pred.open("w", encoding="utf-8") as out:
        for row_id, article in articles(gold):
            out.write(json.dumps({"id": row_id, **as_row(read(article, tables, budget))}) + "\n")


@cache
def shipped() -> tuple[Tables, Budget]:
    """The tables and the budget of the summary as they ship."""
    folder = ConfigFolder(SHIPPED[-1])
    actors = tuple(map(str, folder.tables(ACTORS)))
    settings = load_settings(folder)
    tables = load_tables(AnalyserSetup(actors, str(folder.file(CODEBOOK))))
    return tables, Budget(settings.summary.sentences, settings.summary.words, settings.model.lede)


def articles(gold: Path) -> Iterator[tuple[str, Article]]:
    """Each row's id and its text as an Article."""
    for file in sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]:
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], as_article(row)


def as_article(row: dict[str, Any]) -> Article:
    """A row as the Article that reading its page would give."""
    published = row.get("published_at")
    return assemble(
        url=row.get("url") or "",
        outlet=row.get("outlet") or "",
        headline=clean(row.get("headline") or ""),
        byline=None,
        body=clean(row["body"]),
        lang=row.get("lang") or "en",
        published_at=datetime.fromisoformat(published).astimezone(UTC) if published else None,
        fetched_at=datetime(2000, 1, 1, tzinfo=UTC),
    )


def as_row(briefing: Briefing) -> dict[str, Any]:
    """A briefing in the scorer's format."""
    return {
        "actors": [_actor(actor) for actor in briefing.actors],
        "events": [_event(event) for event in briefing.events],
        "summary": [span.text for span in briefing.summary],
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {"name": actor.name, "kind": actor.kind, "role": actor.role, "affiliation": actor.affiliation}


def _event(event: Event) -> dict[str, Any]:
    return {
        "sources": event.sources,
        "targets": event.targets,
        "event": event.code,
        "modality": event.modality,
        "direction": event.direction,
        "severity": event.severity,
        "evidence": event.span.text,
    }
