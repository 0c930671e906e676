"""Every store: what digests and alerts ask of stories, and what a database of the first schema becomes."""

from datetime import datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.store.articles import pair_of
from bot.store.database import Database
from bot.store.engines import make_engine
from bot.store.migrate import FOLDER
from bot.store.open import open_store
from bot.store.records import Flag, Placement
from bot.store.sqlite_file import prepare
from bot.store.store import Store
from bot.store.types import micros
from bot.store.url import read_url
from bot.types import Direction, Severity
from tests.contracts.making import START, Clock, article, claim, feed, item, kept, offer, publish
from tests.contracts.subscribing import place
from tests.servers.postgres import Postgres

LONG_AGO = START - timedelta(days=99)


def flag(source: str = "RUR", target: str = "SYL", severity: Severity = Severity.HIGH) -> Flag:
    return Flag(source, target, "ASSAULT", "aerial", "hypothetical", Direction.UP, severity, -9.5)


def edit(store: Store, name: str, body: str, **also: object) -> None:
    """Let an article change."""
    new = item(name, digest=f"digest of {body}", is_change=True)
    offer(store, new)
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article(body, url=new.entry.url), new.key, **also))


def test_stories_that_changed_are_told_with_when_their_articles_were_stored(
    store: Store, clock: Clock
) -> None:
    place(store, "a", "b")
    assert store.news_since(clock.at) == ()
    later = clock.forward(60)
    place(store, "a")
    assert {one.story_id for one in store.news_since(LONG_AGO)} == {"a", "b"}
    (news,) = store.news_since(START)
    assert (news.story_id, news.revision, news.updated_at, news.first_seen) == ("a", 2, later, (START, later))


def test_an_article_counts_from_when_it_was_stored_not_from_when_its_entry_was_met(
    store: Store, clock: Clock
) -> None:
    offer(store, item("slow"))
    met, stored = clock.at, clock.forward(3_600)
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article("Words."), "site.example/slow"))
    with store.placing() as desk:
        desk.place(1, Placement("a"))
    (news,) = store.news_since(met)
    assert news.first_seen == (stored,)


def test_articles_that_are_the_same_and_stories_that_are_gone_are_no_news(store: Store) -> None:
    place(store, "a", "b", "c")
    with store.placing() as desk:
        desk.place(3, Placement("a", same_as=1))
        desk.merge("b", "a")
    (news,) = store.news_since(LONG_AGO)
    assert (news.story_id, len(news.first_seen)) == ("a", 2)


def test_an_edit_is_news_of_its_story(store: Store, clock: Clock) -> None:
    publish(store, "a", "First.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    clock.forward(days=1)
    edit(store, "a", "Second.")
    (news,) = store.news_since(START)
    assert (news.story_id, news.revision, news.first_seen) == ("s", 2, (START,))


def test_the_feeds_of_a_story_are_those_that_showed_its_articles(store: Store) -> None:
    place(store, "a")
    offer(store, item("x"), made=feed("two"))
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article("X."), "site.example/x"))
    with store.placing() as desk:
        desk.place(2, Placement("a"))
    assert store.story_feeds("a") == ("https://one.example/one.xml", "https://two.example/two.xml")
    assert store.story_feeds("nowhere") == ()


def test_articles_are_found_in_the_version_that_was_told(store: Store, clock: Clock) -> None:
    publish(store, "a", "Twelve were killed.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    (first,) = store.story_documents("s")
    clock.forward(60)
    edit(store, "a", "Seventeen were killed.")
    (second,) = store.story_documents("s")
    found = store.article_versions([second.article.id, first.article.id, "nowhere"])
    assert [one.article.body for one in found] == ["Twelve were killed.", "Seventeen were killed."]
    assert store.article_versions([]) == ()
    assert len(store.article_versions([*map(str, range(40_000)), first.article.id])) == 1


def test_a_text_that_came_back_after_an_edit_is_found_with_its_words(store: Store, clock: Clock) -> None:
    publish(store, "a", "Twelve were killed.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    for days, body in ((1, "Seventeen were killed."), (20, "Twelve were killed.")):
        clock.forward(days=days)
        edit(store, "a", body)
    store.retain(10)
    (now,) = store.story_documents("s")
    (found,) = store.article_versions([now.article.id])
    assert (found.version, found.is_stripped, found.article.body) == (3, False, "Twelve were killed.")


def test_a_story_waits_to_be_weighed_until_it_was_as_it_is(store: Store) -> None:
    place(store, "a", "b")
    waiting = store.unweighed()
    assert waiting == (("a", 1), ("b", 1))
    assert store.unweighed(limit=1) == (("a", 1),)
    place(store, "a")  # while the first two are weighed
    store.note_weighed(waiting)
    assert store.unweighed() == (("a", 2),)
    store.note_weighed([("a", 2)])
    store.note_weighed([("a", 1), ("nowhere", 7)])  # somebody was slow
    assert store.unweighed() == ()
    store.note_weighed([])


def test_stories_that_were_merged_away_do_not_wait(store: Store) -> None:
    place(store, "a", "b")
    store.note_weighed(store.unweighed())
    place(store, "b")
    waiting = store.unweighed()
    with store.placing() as desk:
        desk.merge("b", "a")
    store.note_weighed(waiting)
    assert store.unweighed() == (("a", 2),)


def test_both_stories_wait_after_they_parted(store: Store) -> None:
    place(store, "a", "a")
    store.note_weighed(store.unweighed())
    with store.placing() as desk:
        desk.split("a", [2], "b")
    assert [story_id for story_id, _ in store.unweighed()] == ["a", "b"]


def test_flags_are_found_by_pair_whoever_acts_and_by_time(store: Store) -> None:
    for name, hours, flags in (
        ("a", 5, (flag("RUR", "SYL"), flag("SYL", "RUR", Severity.LOW), flag("RUR", "ZUB"))),
        ("b", 3, (flag("SYL", "RUR"),)),
        ("c", 9, (flag("RUR", "SYL"),)),
    ):
        publish(store, name, f"{name}.", flags=flags, published_at=START - timedelta(hours=hours))
    place_all(store, "s")
    pair = pair_of("SYL", "RUR")
    found = store.flags([pair], START - timedelta(hours=5))
    assert [(one.source, one.document_id) for one in found] == [("RUR", 1), ("SYL", 1), ("SYL", 2)]
    first = found[0]
    assert (first.at, first.pair, first.story_id) == (START - timedelta(hours=5), pair, "s")
    assert (first.code, first.mode, first.modality, first.score) == (
        "ASSAULT",
        "aerial",
        "hypothetical",
        -9.5,
    )
    assert (first.direction, first.severity, found[1].severity) == (
        Direction.UP,
        Severity.HIGH,
        Severity.LOW,
    )
    assert (store.flags([], LONG_AGO), store.flags(["nobody"], LONG_AGO)) == ((), ())


def place_all(store: Store, story: str) -> None:
    with store.placing() as desk:
        for row in desk.pending(99):
            desk.place(row.id, Placement(story))


def test_flags_of_a_new_version_take_the_place_of_the_old_ones(store: Store) -> None:
    publish(store, "a", "First.", flags=(flag(), flag("RUR", "ZUB")))
    edit(store, "a", "Second.", flags=(flag("ZUB", "SYL"),))
    pairs = [pair_of("RUR", "SYL"), pair_of("RUR", "ZUB"), pair_of("SYL", "ZUB")]
    assert [one.pair for one in store.flags(pairs, LONG_AGO)] == ["SYL / ZUB"]
    edit(store, "a", "Third.")
    assert store.flags(pairs, LONG_AGO) == ()


def test_flags_of_copies_and_of_what_is_the_same_are_not_told_twice(store: Store) -> None:
    for name in "abc":
        publish(store, name, f"{name}.", flags=(flag(),))
    with store.placing() as desk:
        desk.place(1, Placement("s"))
        desk.place(2, Placement("s", copy_of=1))
        desk.place(3, Placement("s", same_as=1))
    assert [one.document_id for one in store.flags([pair_of("RUR", "SYL")], LONG_AGO)] == [1]


def test_an_article_that_is_read_at_another_address_brings_its_flags_along(store: Store) -> None:
    publish(store, "a", "First.", flags=(flag("RUR", "ZUB"),))
    publish(store, "b", "Second.", flags=(flag(), flag("SYL", "ZUB")))
    with store.placing() as desk:
        desk.place(1, Placement("s"))
        desk.place(2, Placement("s", same_as=1))
    pairs = [pair_of("RUR", "SYL"), pair_of("RUR", "ZUB"), pair_of("SYL", "ZUB")]
    assert [(one.document_id, one.pair) for one in store.flags(pairs, LONG_AGO)] == [
        (1, "RUR / SYL"),
        (1, "SYL / ZUB"),
    ]


# --- from the first schema to the second one


def old_database(url: str) -> Database:
    """A database as the first schema left it."""
    found = read_url(url)
    if found.file:
        prepare(found.file)
    database = Database(make_engine(found, 5.0), place=found.name)

    def upgrade(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")

    database.write(upgrade)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('old') / 'old.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(server.fresh())


def fill(database: Database, at: datetime) -> None:
    """One story of one article, as the first schema had them."""
    moment = micros(at)
    rows: dict[str, dict[str, object]] = {
        "stories": {
            "id": "old",
            "headline": "An old story",
            **dict.fromkeys(("first_at", "last_at", "created_at", "updated_at"), moment),
            "severity": 4,
            "direction": "up",
            "documents": 1,
            "families": '["family-one"]',
            "is_baseline": False,
        },
        "documents": {
            "seq": 1,
            "url_key": "site.example/old",
            "outlet": "Outlet one",
            "family": "family-one",
            "current_version": 1,
            "first_seen_at": moment,
            "published_at": moment,
            "story_id": "old",
            "is_baseline": False,
            "severity": 4,
            "direction": "up",
        },
        "versions": {
            "document_id": 1,
            "number": 1,
            "article_id": "v1",
            "text_digest": "d",
            "is_stripped": False,
            "url": "https://site.example/old",
            "headline": "An old story",
            "lang": "en",
            "fetched_at": moment,
            "seen_at": moment,
            "is_cut": False,
            "severity": 4,
            "direction": "up",
            "fingerprint": b"print",
            "sketch": b"sketch",
            "body": "Old words.",
            "analysis": b"analysis",
        },
        "addresses": {"url_key": "site.example/old", "document_id": 1},
    }

    def insert(connection: Connection) -> None:
        for table, row in rows.items():
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608

    database.write(insert)


def test_stories_of_the_first_schema_are_kept_and_are_no_alerts(empty_url: str, clock: Clock) -> None:
    database = old_database(empty_url)
    fill(database, START - timedelta(days=1))
    database.engine.dispose()
    with open_store(empty_url, clock=clock) as store:
        store.check()
        assert store.unweighed() == ()
        story = store.story("old")
        assert story is not None
        assert (story.headline, story.revision, story.severity) == ("An old story", 0, Severity.CRITICAL)
        assert [one.article.body for one in store.story_documents("old")] == ["Old words."]
        assert [one.story_id for one in store.news_since(LONG_AGO)] == ["old"]
        # What happens to it from now on is weighed.
        publish(store, "b", "New words.", flags=(flag(),))
        place_all(store, "old")
        assert store.unweighed() == (("old", 1),)
        assert store.subscriptions() == ()
        assert len(store.flags([pair_of("RUR", "SYL")], LONG_AGO)) == 1
