"""Every store: entries, documents, versions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from bot.errors import LeaseLost, StoreError
from bot.store.records import Dropped, EntryJob, Later, Placement, Settled, TraceLine
from bot.store.store import Store
from bot.types import Direction, Severity
from tests.contracts.making import START, Clock, article, claim, feed, item, kept, offer, publish


def test_entries_come_oldest_first_with_all_that_their_reader_needs(store: Store) -> None:
    offer(store, item("n1"), item("n2", is_baseline=True), item("old", state="baseline"))
    first, second = claim(store)
    assert first.entry == item("n1").entry
    assert (first.feed, first.key, first.host) == (feed(), item("n1").key, "site.example")
    assert (first.attempts, first.document_id, first.first_seen_at) == (1, None, START)
    assert first.published_at == item("n1").published_at
    assert (first.is_baseline, second.is_baseline) == (False, True)


def test_a_host_s_entries_go_to_one_owner_at_a_time(store: Store, clock: Clock) -> None:
    offer(store, *(item(f"{host}{n}", f"{host}.example") for host in "ab" for n in range(3)))
    assert [job.host for job in claim(store, "p", limit=2)] == ["a.example"] * 2
    assert [job.host for job in claim(store, "q")] == ["b.example"] * 3
    assert [job.host for job in claim(store, "p")] == ["a.example"]
    clock.forward(61)
    assert len(claim(store, "q")) == 6


def test_a_claim_may_take_a_few_of_each_host(store: Store) -> None:
    offer(store, *(item(f"{host}{n}", f"{host}.example") for host in "ab" for n in range(3)))
    jobs = store.claim_entries("p", limit=9, lease_s=60, per_host=1)
    assert [job.host for job in jobs] == ["a.example", "b.example"]


def test_a_host_whose_feed_is_being_asked_is_left_alone_by_others(store: Store) -> None:
    offer(store, item("n1", "one.example"), made=feed("one"))
    store.claim_feeds("p", limit=1, lease_s=60, urls=[feed("one").url])
    assert not claim(store, "q")
    assert claim(store, "p")


def test_many_claim_at_once_and_each_entry_goes_to_one(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(4)]
    offer(stores[0], *(item(str(n), f"h{n}.example") for n in range(60)))
    got: list[EntryJob] = []

    def work(n: int) -> None:
        while jobs := stores[n].claim_entries(f"p{n}", limit=4, lease_s=60):
            got.extend(jobs)

    threads = [Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len({job.id for job in got}) == 60


def test_an_entry_that_is_put_off_comes_back_when_it_is_time(store: Store, clock: Clock) -> None:
    offer(store, item("n1"))
    (job,) = claim(store)
    store.settle_entry("reader", job.id, Later("HTTP 503", clock() + timedelta(seconds=100)))
    assert not claim(store)
    clock.forward(100)
    (again,) = claim(store)
    assert (again.id, again.attempts) == (job.id, 2)


def test_a_host_that_wants_to_be_left_alone_is_left_alone_with_all_its_entries(
    store: Store, clock: Clock
) -> None:
    offer(store, *(item(f"{host}{n}", f"{host}.example") for host in "ab" for n in range(2)))
    (job,) = claim(store, limit=1)
    until = clock() + timedelta(seconds=100)
    store.settle_entry(
        "reader", job.id, Later("HTTP 429", clock() + timedelta(seconds=300), host_until=until)
    )
    assert [other.host for other in claim(store)] == ["b.example"] * 2
    clock.forward(100)
    assert [other.key for other in claim(store)][:1] == [item("a1", "a.example").key]


def test_a_reader_that_dies_is_counted_as_an_attempt(store: Store, clock: Clock) -> None:
    offer(store, item("n1"))
    claim(store)
    clock.forward(61)
    (again,) = claim(store)
    assert again.attempts == 2


def test_what_a_process_holds_is_given_back_at_its_end(store: Store) -> None:
    offer(store, item("n1"), item("n2"))
    store.add_feed(feed("two"))
    claim(store)
    store.claim_feeds("reader", limit=1, lease_s=60, urls=[feed("two").url])
    assert store.release("reader") == 3
    assert len(claim(store, "other")) == 2


def test_a_dropped_entry_is_not_read_again_and_says_why(store: Store) -> None:
    offer(store, item("n1"), item("n2"))
    one, two = claim(store)
    lines = [TraceLine("robots", "allowed"), TraceLine("read", "dropped", "behind a paywall")]
    store.settle_entry("reader", one.id, Dropped("paywall", "5 words"), lines)
    store.settle_entry("reader", two.id, Dropped("crash", is_failure=True))
    assert store.why(one.key) == (
        TraceLine("poll", "named by a feed", feed().url, START),
        TraceLine("robots", "allowed", "", START),
        TraceLine("read", "dropped", "behind a paywall", START),
    )
    assert len(store.why(two.key)) == 1
    assert store.why("nobody.example/x") == ()
    assert not claim(store)


def test_an_article_becomes_a_document(store: Store) -> None:
    assert publish(store, "a", "Body.") == Settled(1, is_new_document=True, is_new_version=True)
    with store.placing() as desk:
        (row,) = desk.pending(9)
    read = article("Body.", url="https://site.example/a")
    assert (row.article_id, row.url, row.headline) == (read.id, read.url, read.headline)
    assert (row.outlet, row.family, row.lang, row.url_key) == (
        read.outlet,
        read.family,
        "en",
        "site.example/a",
    )
    assert (row.sketch, row.fingerprint) == (b"sketch", b"print of " + read.id[:8].encode())
    assert (row.seq, row.story_id, row.severity, row.direction) == (None, None, Severity.MEDIUM, Direction.UP)
    assert (row.first_seen_at, row.published_at) == (START, read.published_at)


def test_the_same_text_again_is_no_new_version(store: Store) -> None:
    publish(store, "a", "Body.")
    offer(store, item("a", is_change=True))
    (job,) = claim(store)
    assert job.document_id == 1
    again = store.settle_entry("reader", job.id, kept(article("Body.", url="https://site.example/a")))
    assert again == Settled(1)
    assert store.counts().versions == 1


def test_an_edited_article_is_a_new_version_of_its_document(store: Store) -> None:
    publish(store, "a", "First words.", actors=(("p:x", "X Smith"),))
    offer(store, item("a", is_change=True))
    (job,) = claim(store)
    edited = kept(article("Second thoughts.", url="https://site.example/a"), severity=Severity.HIGH)
    assert store.settle_entry("reader", job.id, edited) == Settled(1, is_new_version=True)
    (row,) = store.export()
    assert (row.versions, row.article.body, row.severity) == (2, "Second thoughts.", Severity.HIGH)
    assert row.actors == ()
    assert store.search("thoughts")
    assert not store.search("first")


def test_an_article_at_a_second_address_is_found_by_any_of_its_addresses(store: Store) -> None:
    publish(store, "a", "Body.", host="site.example")
    offer(store, item("amp"))
    (job,) = claim(store)
    moved = article("Body.", url="https://site.example/amp")
    assert store.settle_entry("reader", job.id, kept(moved, "new.example/1", "site.example/a")) == Settled(1)
    offer(store, item("third"))
    (job,) = claim(store)
    third = kept(article("Body.", url="https://new.example/1"), "new.example/1")
    assert store.settle_entry("reader", job.id, third) == Settled(1)
    assert store.counts().documents == 1


def test_the_same_text_of_two_addresses_without_a_link_is_two_documents(store: Store) -> None:
    assert publish(store, "a", "Agency text.").document_id == 1
    assert publish(store, "b", "Agency text.").document_id == 2


def test_an_entry_settled_twice_is_written_once(store: Store) -> None:
    offer(store, item("a"))
    (job,) = claim(store)
    outcome = kept(article("Body.", url="https://site.example/a"))
    assert store.settle_entry("reader", job.id, outcome, [TraceLine("read", "kept")]).document_id == 1
    assert store.settle_entry("reader", job.id, outcome, [TraceLine("read", "kept")]).document_id == 1
    assert (store.counts().versions, len(store.why(job.key))) == (1, 2)


def test_an_entry_whose_lease_went_to_somebody_else_writes_nothing(store: Store, clock: Clock) -> None:
    offer(store, item("a"))
    (job,) = claim(store, "slow")
    clock.forward(61)
    claim(store, "quick")
    with pytest.raises(LeaseLost):
        store.settle_entry("slow", job.id, kept(article("Body.")), [TraceLine("read", "kept")])
    assert store.counts().documents == 0
    assert "kept" not in {line.outcome for line in store.why(job.key)}
    assert store.settle_entry("quick", job.id, kept(article("Body."))).is_new_document
    with pytest.raises(StoreError, match="no entry"):
        store.settle_entry("quick", 999, Dropped("x"))


def test_a_lease_that_ran_out_is_good_as_long_as_nobody_took_it(store: Store, clock: Clock) -> None:
    offer(store, item("a"))
    (job,) = claim(store)
    clock.forward(3600)
    assert store.settle_entry("reader", job.id, kept(article("Body."))).is_new_document


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        (START - timedelta(hours=2), START - timedelta(hours=2)),
        (datetime(9999, 1, 1, tzinfo=UTC), START - timedelta(hours=1)),  # then the feed's
        (datetime(1970, 1, 1, tzinfo=UTC), START - timedelta(hours=1)),
        (None, START - timedelta(hours=1)),
    ],
)
def test_an_absurd_date_of_publication_is_not_believed(
    store: Store, said: datetime | None, believed: datetime
) -> None:
    publish(store, "a", "Body.", published_at=said)
    (row,) = store.export()
    assert (row.published_at, row.article.published_at) == (believed, said)


def test_foreign_text_that_a_database_cannot_hold_keeps_its_length(store: Store) -> None:
    publish(store, "a", "Ab\x00cd \ud800 ef 🛰 gh", "Nul\x00 here")
    (row,) = store.export()
    assert (row.article.body, row.article.headline) == ("Ab\ufffdcd \ufffd ef 🛰 gh", "Nul\ufffd here")
    assert store.search("gh here")
    (edited,) = store.search("ab")
    assert edited.snippet is not None


def test_two_processes_that_read_the_same_article_make_one_document(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(3)]
    offer(stores[0], *(item(str(n), f"h{n}.example") for n in range(3)))
    jobs = [claim(each, f"p{n}", limit=1)[0] for n, each in enumerate(stores)]
    done: list[Settled] = []

    def settle(n: int) -> None:
        outcome = kept(article("Body."), "same.example/1")
        done.append(stores[n].settle_entry(f"p{n}", jobs[n].id, outcome))

    threads = [Thread(target=settle, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.document_id for each in done} == {done[0].document_id}
    assert sorted(each.is_new_document for each in done) == [False, False, True]
    assert stores[0].counts().versions == 1


def test_a_placed_story_follows_a_new_version_of_its_article(store: Store, clock: Clock) -> None:
    publish(store, "a", "First.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    offer(store, item("a", is_change=True))
    (job,) = claim(store)
    clock.forward(10)
    worse = kept(article("Second.", url="https://site.example/a"), severity=Severity.CRITICAL)
    store.settle_entry("reader", job.id, worse)
    story = store.story("s")
    assert story is not None
    assert (story.severity, story.updated_at) == (Severity.CRITICAL, clock())


def test_a_claim_counts_what_its_owner_holds_of_a_host(store: Store) -> None:
    offer(store, *(item(f"{host}{n}", f"{host}.example") for host in "ab" for n in range(3)))
    assert len(store.claim_entries("p", limit=9, lease_s=60, per_host=2)) == 4
    assert not store.claim_entries("p", limit=9, lease_s=60, per_host=2)
    assert len(store.claim_entries("p", limit=9, lease_s=60, per_host=3)) == 2
