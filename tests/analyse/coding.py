"""Small articles for the tests of events: real tables, real readings, one fixed day."""

from datetime import UTC, datetime

from bot.acquire.assembly import assemble
from bot.analyse import actors, events
from bot.text import sentences
from bot.types import Article, Event
from tests.quality.runners.gold import shipped

TODAY = datetime(2024, 6, 15, 12, tzinfo=UTC)
"""A Saturday."""


def article(body: str, *, published_at: datetime | None = TODAY) -> Article:
    return assemble(
        url="https://news.example/1",
        outlet="Example",
        headline="",
        byline=None,
        body=body,
        lang="en",
        published_at=published_at,
        fetched_at=TODAY,
    )


def code(text: Article | str) -> tuple[Event, ...]:
    """The events of an article, with the tables as they ship."""
    read = article(text) if isinstance(text, str) else text
    offsets = sentences(read.body)
    tables, _ = shipped()
    return events.find(read, offsets, actors.find(read, offsets, tables.roster), tables.codebook).events


def line(event: Event) -> str:
    """An event as the case file writes it: "ISR ASSAULT LBN done up high"."""
    who, whom = ",".join(event.sources), ",".join(event.targets) or "-"
    return f"{who} {event.code} {whom} {event.modality} {event.direction} {event.severity}"
