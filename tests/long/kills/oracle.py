"""What a store must hold when its processes have been killed again and again: the web's own list is the measure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, select

from bot.acquire.identity.urls import url_key
from bot.store.schema import addresses, documents, entries, feeds, stories, trace, versions
from bot.store.store import Store
from tests.long.kills.life import LASTING
from tests.servers.newsweb import NewsWeb

EVER = datetime(1990, 1, 1, tzinfo=UTC)
PLACED = ("a new story", "joins a story", "the same article")
"""What `brief why` says when an article gets its place; one of them, once."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article as the web tells it.

    Attributes:
        url: Its address.
        state: Of its page.
        editions: (title, text), oldest first.
        is_due: A whole document of its feed listed it: whoever read that must have it.
    """

    url: str
    state: str
    editions: tuple[tuple[str, str], ...]
    is_due: bool = True

    @property
    def is_readable(self) -> bool:
        """Whether its page gives an article."""
        return self.state not in LASTING


def told(final: dict[str, Any]) -> dict[str, Told]:
    """Articles that a whole document of a feed listed, by key; ``final`` is the web's own account."""
    return {
        url_key(one["url"]): Told(
            one["url"], one["state"], tuple((v["title"], v["text"]) for v in one["versions"])
        )
        for feed in final["feeds"]
        for one in feed["articles"]
    }


def published(web: NewsWeb) -> dict[str, Told]:
    """All articles of a web in this process: those of `told`, and those that only a cut document has listed so far."""
    every = {
        url_key(url): Told(url, piece.state, tuple((v.title, v.text) for v in piece.versions), is_due=False)
        for source in web.sources
        for piece in source.pieces
        for url in [web.address(source, piece.path)]
    }
    return every | told(web.final())


def missing(store: Store, wanted: dict[str, Told]) -> list[str]:
    """What is still to come: articles, their last editions, places. Empty when the flow has caught up."""
    return [*_missing(_look(store, wanted), wanted), *_unread(store)]


def faults(store: Store, wanted: dict[str, Told], tokens: dict[str, list[str]]) -> list[str]:
    """Everything that is wrong with what is there. ``tokens``: words of the editions of a title, by key."""
    store.check()
    found = _look(store, wanted)
    return [
        *_missing(found, wanted),
        *_unread(store),
        *_documents(found, wanted),
        *_twice(store),
        *_editions(store, found, wanted),
        *_stories(store),
        *_traces(store),
        *_search(store, found, tokens),
        *leased(store),
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """A document in its current version, and which of the web's articles it is by its addresses; one, if all is well."""

    row: Row[Any]
    keys: tuple[str, ...]


def _look(store: Store, wanted: dict[str, Told]) -> list[Found]:
    now = (versions.c.document_id == documents.c.id) & (versions.c.number == documents.c.current_version)
    current = select(documents, versions.c.headline, versions.c.body).join(versions, now)
    keys = defaultdict(list)
    for row in _rows(store, addresses):
        if row.url_key in wanted:
            keys[row.document_id].append(row.url_key)
    rows = store._db.read(lambda c: c.execute(current).all())
    return [Found(row, tuple(keys[row.id])) for row in rows]


def _rows(store: Store, table: Any) -> list[Row[Any]]:
    return [*store._db.read(lambda c: c.execute(select(table)).all())]


def _missing(found: Iterable[Found], wanted: dict[str, Told]) -> Iterator[str]:
    rows = {key: one.row for one in found for key in one.keys}
    for key, one in wanted.items():
        if not (one.is_due and one.is_readable):
            continue
        if key not in rows:
            yield f"lost: {key}"
        elif (rows[key].headline, rows[key].body) != one.editions[-1]:
            yield f"old edition: {key} has {rows[key].headline!r}, not {one.editions[-1][0]!r}"
    yield from (f"no place: {key}" for key, row in rows.items() if None in {row.seq, row.story_id})


def due(store: Store) -> int:
    """Entries that wait to be read and may be read now, by whoever gets them."""
    now = store.now()
    soon = entries.c.not_before.is_(None) | (entries.c.not_before <= now)
    waiting = select(func.count()).select_from(entries).where(entries.c.state == "new", soon)
    return store._db.read(lambda c: c.scalar(waiting)) or 0


def _unread(store: Store) -> Iterator[str]:
    waiting = select(entries.c.key, entries.c.attempts, entries.c.reason).where(entries.c.state == "new")
    yield from (f"not read: {row}" for row in store._db.read(lambda c: c.execute(waiting).all()))


def _documents(found: Iterable[Found], wanted: dict[str, Told]) -> Iterator[str]:
    """One document for each article, and none besides."""
    counted: Counter[str] = Counter()
    for one in found:
        counted.update(one.keys)
        if len(one.keys) != 1:
            yield f"{one.row.url_key} is {one.keys or 'nothing that the web told of'}"
        yield from (f"read through a wall: {key}" for key in one.keys if not wanted[key].is_readable)
    yield from (f"{times} documents: {key}" for key, times in counted.items() if times > 1)


def _twice(store: Store) -> Iterator[str]:
    """One entry for each key."""
    counted = Counter(row.key for row in _rows(store, entries))
    yield from (f"{times} entries: {key}" for key, times in counted.items() if times > 1)


def _editions(store: Store, found: Iterable[Found], wanted: dict[str, Told]) -> Iterator[str]:
    """Every stored version is one that the web told, in the web's order, none twice, numbered without a gap."""
    own = defaultdict(list)
    for row in sorted(_rows(store, versions), key=lambda row: row.number):
        own[row.document_id].append(row)
    for document in found:
        rows = own[document.row.id]
        if [row.number for row in rows] != list(range(1, document.row.current_version + 1)):
            yield f"numbers of versions: {document.keys}"
        if not document.keys:
            continue
        one = wanted[document.keys[0]]
        places = [
            one.editions.index((row.headline, row.body)) if (row.headline, row.body) in one.editions else -1
            for row in rows
            if not row.is_stripped
        ]
        if -1 in places or sorted(set(places)) != places:
            yield f"editions {places} of {document.keys}"


def _stories(store: Store) -> Iterator[str]:
    """Stories count what they hold, and lists show every article once."""
    members = defaultdict(list)
    for row in _rows(store, documents):
        members[row.story_id].append(row)
    numbers = [row.seq for row in _rows(store, documents) if row.seq is not None]
    if len(set(numbers)) != len(numbers):
        yield "a seq was given twice"
    read = {(row.document_id, row.number): row.seen_at for row in _rows(store, versions)}
    for story in _rows(store, stories):
        shown = [row for row in members[story.id] if row.same_as is None]
        families = sorted({row.family for row in shown if row.copy_of is None})
        if story.documents != len(shown):
            yield f"story {story.id} says {story.documents} articles and has {len(shown)}"
        if shown and (sorted(story.families) != families):
            yield f"story {story.id} says {story.families} and has {families}"
        if shown and story.merged_into:
            yield f"story {story.id} was merged and has articles"
        published = [row.published_at for row in shown]
        edited = [read[row.id, row.current_version] for row in shown if row.current_version > 1]
        if shown and (story.first_at, story.last_at) != (min(published), max([*published, *edited])):
            yield f"story {story.id} says other times than its articles"
        if not shown and not story.merged_into and not members[story.id]:
            yield f"story {story.id} is empty"
    listed = Counter(
        one.document_id
        for story in store.stories(EVER, limit=100_000)
        for one in store.story_documents(story.id)
    )
    shown_ids = {row.id for row in _rows(store, documents) if row.same_as is None}
    yield from (f"document {one} is listed {listed[one]} times" for one in shown_ids if listed[one] != 1)


def _traces(store: Store) -> Iterator[str]:
    """Every article got its place once."""
    placed = (
        select(trace.c.url_key, func.count().label("times"))
        .where(trace.c.stage == "place", trace.c.outcome.in_(PLACED))
        .group_by(trace.c.url_key)
    )
    times = {row.url_key: row.times for row in store._db.read(lambda c: c.execute(placed).all())}
    for row in _rows(store, documents):
        if times.get(row.url_key, 0) != 1:
            yield f"{row.url_key} was placed {times.get(row.url_key, 0)} times"


def _search(store: Store, found: Iterable[Found], tokens: dict[str, list[str]]) -> Iterator[str]:
    """Each article is found once by its headline; by a word of an edition only while that edition stands."""
    for one in found:
        hits = [hit.document_id for hit in store.search(one.row.headline, limit=200)]
        if hits.count(one.row.id) != 1:
            yield f"search finds {one.keys} {hits.count(one.row.id)} times"
        for token in (token for key in one.keys for token in tokens.get(key, ())):
            by_token = [hit.document_id for hit in store.search(token, limit=10)]
            if by_token != ([one.row.id] if token in one.row.headline else []):
                yield f"search for {token} of {one.keys} ({one.row.headline!r}) finds {by_token}"


def leased(store: Store) -> Iterator[str]:
    """Nobody holds anything once all have ended in order."""
    for table in (feeds, entries):
        held = select(func.count()).select_from(table).where(table.c.lease_owner.is_not(None))
        if count := store._db.read(lambda c, held=held: c.scalar(held)):  # type: ignore[misc]
            yield f"{count} {table.name} are leased for ever"
