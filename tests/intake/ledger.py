"""The oracle of the feed tests: what is stored, held against what a perfect reader would have.

assert wrong(one) == []
assert titles(one, "waiting") == set()
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.acquire.identity.urls import url_key
from bot.acquire.polling import FeedState
from bot.store.schema import documents, entries, versions
from tests.intake.station import START, Station

FIRST_ITEMS = 10
"""Of what a feed held when it was first met, so many are read: the newest of the last day."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document of the store.

    Attributes:
        key: Its first canonical address.
        texts: Headline and words of each version, oldest first.
        story_id: ``None``: not placed.
        same_as: Not ``None``: a second address of another one.
        published_at: As it is believed.
        first_seen_at: Store's clock.
    """

    key: str
    texts: tuple[tuple[str, str], ...]
    story_id: str | None
    same_as: int | None
    published_at: datetime
    first_seen_at: datetime


def held(one: Station) -> list[Held]:
    """Every document, with all its versions, by id."""
    rows = one.store._db.read(lambda c: c.execute(select(documents).order_by(documents.c.id)).all())
    told = one.store._db.read(lambda c: c.execute(select(versions).order_by(versions.c.number)).all())
    texts: dict[int, list[tuple[str, str]]] = {row.id: [] for row in rows}
    for version in told:
        texts[version.document_id].append((version.headline, _words(version.body)))
    return [
        Held(
            row.url_key, tuple(texts[row.id]), row.story_id, row.same_as, row.published_at, row.first_seen_at
        )
        for row in rows
    ]


def ought(one: Station) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every article that a feed listed in a whole document and that is to be read, with all its versions, by key."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for feed in one.web.final()["feeds"]:
        shown = [article for article in feed["articles"] if article["state"] == "live"]
        old = {article["url"] for article in shown if article["is_baseline"]} - set(_read_at_first(shown))
        found |= {url_key(article["url"]): _texts(article) for article in shown if article["url"] not in old}
    return found


def wrong(one: Station) -> list[str]:
    """What is not as it should be, each in a line: lost, twice, another text, a version missed, junk, without a place."""
    stored, wanted = held(one), ought(one)
    by_key = {document.key: document for document in stored}
    counted = Counter(document.key for document in stored)
    waiting = [f"waits: {title}" for title in titles(one, "new")]
    return [
        *(f"lost: {key}" for key in wanted.keys() - by_key.keys()),
        *(f"nobody published it: {key}" for key in by_key.keys() - wanted.keys()),
        *(f"twice: {key}" for key, times in counted.items() if times > 1),
        *(f"a second address: {document.key}" for document in stored if document.same_as is not None),
        *(f"in no story: {document.key}" for document in stored if document.story_id is None),
        *(
            f"{len(by_key[key].texts)} texts, not these {len(texts)}: {key}"
            for key, texts in wanted.items()
            if key in by_key and by_key[key].texts != texts
        ),
        *waiting,
    ]


def titles(one: Station, state: str) -> set[str]:
    """Titles of the entries in a state: new, baseline, kept, dropped, failed."""
    wanted = select(entries.c.title).where(entries.c.state == state)
    return set(one.store._db.read(lambda c: c.scalars(wanted).all()))


def entry_count(one: Station) -> int:
    """Entries of all states."""
    return len(one.store._db.read(lambda c: c.scalars(select(entries.c.id)).all()))


def visits(one: Station, what: str = "/a/") -> Counter[str]:
    """How often each path that holds ``what`` was asked for; by default each article's page."""
    paths = (asked.target.partition("?")[0] for asked in tuple(one.web.log))
    return Counter(path for path in paths if what in path)


def answers(one: Station, feed: int = 0) -> list[str]:
    """How a feed answered each time."""
    path = one.web.sources[feed].path
    return [asked.answer for asked in tuple(one.web.log) if asked.target == path]


def state_of(one: Station, feed: int = 0) -> FeedState:
    """What is remembered of a feed."""
    found = one.store.feed(one.web.url(feed))
    assert found
    return found.state


def _read_at_first(shown: list[dict[str, Any]]) -> list[str]:
    """Addresses of what is read of a first document: the newest of the last day."""
    first = [article for article in shown if article["is_baseline"]]
    recent = [article for article in first if _published(article) >= START - timedelta(days=1)]
    return [
        article["url"] for article in sorted(recent, key=_published)[-FIRST_ITEMS:]
    ]  # newest are the last


def _published(article: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(article["versions"][0]["updated"])


def _texts(article: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((version["title"], _words(version["text"])) for version in article["versions"])


def _words(text: str) -> str:
    """A text without its paragraphs."""
    return " ".join(text.split())
