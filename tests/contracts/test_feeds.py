"""Every store: feeds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from bot.acquire.polling import FeedStatus
from bot.errors import LeaseLost, StoreError
from bot.store.records import Origin, Polled
from bot.store.store import Store
from bot.types import FeedLabel
from tests.contracts.making import START, Clock, claim, feed, item, offer, polled, seen


def test_feeds_of_the_configuration_come_go_and_come_back_with_their_state(
    store: Store, clock: Clock
) -> None:
    one, two = feed("one"), replace(feed("two"), labels=(FeedLabel("state media", "https://x.example"),))
    store.sync_feeds([one, two])
    store.claim_feeds("a", limit=9, lease_s=60)
    store.settle_poll("a", two.url, polled(two, clock(), etag='"e"'))
    store.sync_feeds([one])
    assert [record.feed for record in store.feeds()] == [one]
    assert store.feed(two.url) is None
    store.sync_feeds([one, replace(two, outlet="Renamed")])
    record = store.feed(two.url)
    assert record is not None
    assert (record.feed.outlet, record.feed.labels, record.state.etag) == ("Renamed", two.labels, '"e"')
    assert record.origin is Origin.CONFIG


def test_a_user_adds_a_feed_once_and_the_configuration_does_not_take_it_away(store: Store) -> None:
    assert store.add_feed(feed("mine"))
    assert not store.add_feed(replace(feed("mine"), outlet="Other"))
    store.sync_feeds([feed("one")])
    record = store.feed(feed("mine").url)
    assert record is not None
    assert (record.origin, record.feed.outlet) == (Origin.USER, "Outlet mine")
    assert store.remove_feed(feed("mine").url)
    assert not store.remove_feed(feed("mine").url)
    assert store.add_feed(feed("mine"))


def test_a_configured_feed_that_a_user_removed_stays_away_until_it_is_added(store: Store) -> None:
    store.sync_feeds([feed("one"), feed("two")])
    assert store.remove_feed(feed("one").url)
    store.sync_feeds([feed("one"), feed("two")])
    assert [record.feed.url for record in store.feeds()] == [feed("two").url]
    assert store.add_feed(feed("one"))
    store.sync_feeds([feed("one"), feed("two")])
    assert len(store.feeds()) == 2


def test_a_feed_is_claimed_when_it_is_due_by_one_owner_until_its_lease_ends(
    store: Store, clock: Clock
) -> None:
    store.add_feed(feed())
    (record,) = store.claim_feeds("a", limit=9, lease_s=60)
    assert record.feed == feed()
    assert not store.claim_feeds("b", limit=9, lease_s=60)
    clock.forward(61)
    assert store.claim_feeds("b", limit=9, lease_s=60)
    store.settle_poll("b", feed().url, polled(feed(), clock()))
    assert store.next_due() == clock() + timedelta(seconds=900)
    assert not store.claim_feeds("a", limit=9, lease_s=60)
    clock.forward(900)
    assert store.claim_feeds("a", limit=9, lease_s=60)


def test_feeds_are_claimed_in_the_order_in_which_they_fell_due(store: Store, clock: Clock) -> None:
    made = [feed(name) for name in ("c", "a", "b")]
    for each in made:
        store.add_feed(each)
        clock.forward(1)
    assert [record.feed for record in store.claim_feeds("a", limit=2, lease_s=60)] == made[:2]


def test_feeds_of_one_host_are_never_with_two_owners(store: Store) -> None:
    shared, other = [feed(name, "one.example") for name in ("x", "y", "z")], feed("w")
    store.sync_feeds([*shared, other])
    first = store.claim_feeds("a", limit=1, lease_s=60, urls=[shared[0].url])
    assert len(first) == 1
    assert [record.feed for record in store.claim_feeds("b", limit=9, lease_s=60)] == [other]
    assert len(store.claim_feeds("a", limit=9, lease_s=60)) == 2


def test_feeds_asked_for_by_address_need_not_be_due(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    store.settle_poll("a", feed().url, polled(feed(), clock(), next_poll_at=None, status=FeedStatus.GONE))
    assert store.next_due() is None
    assert not store.claim_feeds("a", limit=9, lease_s=60)
    assert store.claim_feeds("a", limit=9, lease_s=60, urls=[feed().url])


def test_a_feed_that_was_given_up_can_be_revived(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    gone = polled(feed(), clock(), next_poll_at=None, status=FeedStatus.GONE, error="410", failures=3)
    store.settle_poll("a", feed().url, gone)
    assert store.revive_feed(feed().url)
    (record,) = store.claim_feeds("a", limit=1, lease_s=60)
    assert (record.state.failures, record.state.error, record.state.is_baselined) == (0, "", True)
    assert not store.revive_feed("https://nobody.example/feed")


def test_a_poll_brings_back_every_field_of_the_state(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    full = polled(
        feed(), clock(), fetch_url="https://moved.example:8443/feed", changed_at=START, error_at=START,
        error="x", failures=2, good_polls=7, etag="e", last_modified="never", body_digest="d", title="T",
        site_url="https://s.example", moved_to="https://n.example", moved_polls=2,
    )  # fmt: skip
    store.settle_poll("a", feed().url, full)
    record = store.feed(feed().url)
    assert record is not None
    assert record.state == full


def test_entries_of_a_poll_are_written_once_and_known_from_then_on(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    items = [item("n1"), item("n2"), item("old", state="baseline", is_baseline=True)]
    done = store.settle_poll(
        "a", feed().url, polled(feed(), clock()), items, [seen(items[0], digest="other")]
    )
    assert done == Polled(2, 1, 0)
    known = store.known(feed().url, [items[0].key, items[2].key, "nobody.example/x"], ["guid-n2", ""])
    assert [(k.key, k.guid, k.digest, k.is_read, k.seen_at) for k in known] == [
        (items[0].key, "guid-n1", "other", True, START),
        (items[1].key, "guid-n2", "digest-n2", True, START),
        (items[2].key, "guid-old", "digest-old", False, START),
    ]


def test_another_feed_knows_an_article_by_its_key_but_not_by_its_guid(store: Store) -> None:
    offer(store, item("n1"), made=feed("one"))
    store.add_feed(feed("two"))
    (known,) = store.known(feed("two").url, [item("n1").key])
    assert (known.guid, known.title_key, known.digest) == ("", "", "")
    assert store.known(feed("two").url, [], ["guid-n1"]) == ()


def test_an_article_that_a_second_feed_shows_is_not_read_again(store: Store) -> None:
    offer(store, item("n1"), made=feed("one"))
    offer(store, item("n1"), made=feed("two"))
    (job,) = claim(store)
    assert job.feed == feed("one")
    rates = {record.feed.url: record.items_a_day for record in store.feeds()}
    assert rates == {feed("one").url: pytest.approx(1 / 7), feed("two").url: 0.0}


def test_a_changed_entry_is_put_up_again_with_what_the_feed_says_now(store: Store, clock: Clock) -> None:
    offer(store, item("n1"))
    (job,) = claim(store)
    store.release("reader")
    clock.forward(1000)
    changed = item("n1", digest="new digest", is_change=True)
    offer(store, replace(changed, entry=replace(changed.entry, title="Corrected")))
    (known,) = store.known(feed().url, [changed.key])
    assert (known.refetched, known.digest) == (0, "new digest")  # it was not read yet
    (again,) = claim(store)
    assert (again.id, again.entry.title) == (job.id, "Corrected")


def test_two_processes_that_poll_different_feeds_with_the_same_articles_write_each_once(
    opened: Callable[[], Store],
) -> None:
    items = [item(str(n)) for n in range(40)]
    stores = [opened() for _ in range(3)]
    for n, each in enumerate(stores):
        each.add_feed(feed(str(n)))
        each.claim_feeds(f"p{n}", limit=1, lease_s=60, urls=[feed(str(n)).url])
    done: list[Polled] = []

    def poll(n: int) -> None:
        shuffled = items[n * 13 :] + items[: n * 13]
        made = feed(str(n))
        done.append(stores[n].settle_poll(f"p{n}", made.url, polled(made, START), shuffled))

    threads = [Thread(target=poll, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 3
    assert len(claim(stores[0], limit=99)) == 40


def test_a_poll_whose_lease_went_to_somebody_else_writes_nothing(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("slow", limit=1, lease_s=60)
    clock.forward(61)
    store.claim_feeds("quick", limit=1, lease_s=60)
    with pytest.raises(LeaseLost, match="no longer"):
        store.settle_poll("slow", feed().url, polled(feed(), clock()), [item("n1")])
    assert store.counts().waiting == 0
    assert store.settle_poll("quick", feed().url, polled(feed(), clock()), [item("n1")]).new == 1


def test_a_poll_settled_twice_is_written_once(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    state = polled(feed(), clock())
    assert store.settle_poll("a", feed().url, state, [item("n1")]) == Polled(1, 0, 0)
    assert store.settle_poll("a", feed().url, state, [item("n1")]) == Polled(0, 0, 0)
    assert store.counts().waiting == 1


def test_a_feed_removed_during_its_poll_takes_nothing(store: Store, clock: Clock) -> None:
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    store.remove_feed(feed().url)
    with pytest.raises(LeaseLost):
        store.settle_poll("a", feed().url, polled(feed(), clock()), [item("n1")])
    with pytest.raises(StoreError, match="Add it first"):
        store.settle_poll("a", "https://nobody.example/feed", polled(feed(), clock()))
