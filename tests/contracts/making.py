"""Made-up feeds, entries and articles, as short as a test allows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.acquire.assembly import article_id
from bot.acquire.entries import NewEntry, Sighting
from bot.acquire.polling import FeedState, FeedStatus
from bot.store.records import EntryJob, Kept, Settled
from bot.store.store import Store
from bot.types import Article, Direction, Entry, Feed, Severity

START = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float = 0.0, *, days: float = 0.0) -> datetime:
        self.at += timedelta(days=days, seconds=seconds)
        return self.at


def feed(name: str = "one", host: str = "") -> Feed:
    return Feed(f"https://{host or f'{name}.example'}/{name}.xml", f"Outlet {name}", f"family-{name}")


def polled(made: Feed, at: datetime, **also: object) -> FeedState:
    """The state after a good poll at ``at``."""
    base = FeedState(
        fetch_url=made.url,
        status=FeedStatus.OK,
        polled_at=at,
        succeeded_at=at,
        next_poll_at=at + timedelta(seconds=made.every_s),
        body_digest="b0",
        good_polls=1,
        is_baselined=True,
    )
    return replace(base, **also)  # type: ignore[arg-type]


def item(name: str, host: str = "site.example", **also: object) -> NewEntry:
    """An entry named ``name``."""
    entry = Entry(
        guid=f"guid-{name}",
        url=f"https://{host}/{name}",
        title=f"Title {name}",
        teaser=f"Teaser {name}",
        published_at=START - timedelta(hours=1),
        content=f"<p>{name}</p>",
        author="A. Writer",
    )
    base = NewEntry(
        key=f"{host}/{name}",
        entry=entry,
        host=host,
        state="new",
        digest=f"digest-{name}",
        published_at=entry.published_at,
        title_key=f"title {name}",
    )
    return replace(base, **also)  # type: ignore[arg-type]


def seen(made: NewEntry, **also: object) -> Sighting:
    base = Sighting(made.key, made.entry.guid, made.title_key, made.digest)
    return replace(base, **also)  # type: ignore[arg-type]


def article(
    body: str, headline: str = "A headline", url: str = "https://site.example/a", **also: object
) -> Article:
    base = Article(
        id=article_id(url, headline, body),
        url=url,
        outlet="Outlet one",
        family="family-one",
        headline=headline,
        byline="A. Writer",
        dateline=None,
        body=body,
        lang="en",
        published_at=START - timedelta(minutes=30),
        fetched_at=START,
    )
    return replace(base, **also)  # type: ignore[arg-type]


def kept(made: Article, *keys: str, **also: object) -> Kept:
    base = Kept(
        article=made,
        analysis=b"analysis of " + made.id.encode(),
        sketch=b"sketch",
        fingerprint=b"print of " + made.id[:8].encode(),
        url_keys=keys or (made.url.removeprefix("https://"),),
        direction=Direction.UP,
        severity=Severity.MEDIUM,
    )
    return replace(base, **also)  # type: ignore[arg-type]


def offer(store: Store, *items: NewEntry, made: Feed | None = None, owner: str = "poller") -> None:
    """Put entries up for reading, as one poll of a feed would."""
    of = made or feed()
    store.add_feed(of)
    (record,) = store.claim_feeds(owner, limit=1, lease_s=60, urls=[of.url])
    at = record.state.next_poll_at or START
    store.settle_poll(owner, of.url, polled(of, at, body_digest=items[0].digest if items else "b0"), items)


def claim(store: Store, owner: str = "reader", limit: int = 50) -> tuple[EntryJob, ...]:
    return store.claim_entries(owner, limit=limit, lease_s=60)


def publish(
    store: Store,
    name: str,
    body: str,
    headline: str = "A headline",
    host: str = "site.example",
    **also: object,
) -> Settled:
    """Bring an article into the store the whole way: feed, poll, claim, settle."""
    new = item(name, host)
    offer(store, new)
    (job,) = claim(store)
    outlet = {key: also.pop(key) for key in ("outlet", "family", "published_at") if key in also}
    read = article(body, headline, new.entry.url, **outlet)
    return store.settle_entry("reader", job.id, kept(read, new.key, **also))
