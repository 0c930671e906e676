"""Every store: feeds."""

import random
from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import pytest

from bot.acquire.feeds.raw import RawEntry
from bot.acquire.feeds.tidy import GUID_BYTES, tidy
from bot.acquire.identity.urls import MAX_HOST_CHARS, MAX_KEY_CHARS, host_of, url_key
from bot.acquire.polling import FeedStatus
from bot.errors import LeaseLost, StoreError
from bot.store.records import Dropped, Origin, Polled
from bot.store.store import Store
from bot.types import FeedLabel
from tests.contracts.making import START, Clock, article, claim, feed, item, kept, offer, polled, seen

_DICE = random.Random(1)  # noqa: S311 - wants to repeat
_CHINESE = "".join(chr(_DICE.randrange(0x4E00, 0x9FA5)) for _ in range(2_000))
_LETTERS = "".join(_DICE.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=2_000))


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


def test_a_user_renames_an_own_feed_and_not_one_that_is_configured(store: Store) -> None:
    store.add_feed(feed("mine"))
    store.sync_feeds([feed("one")])
    mine = store.rename_feed(feed("mine").url, outlet="Other", family="Group")
    one = store.rename_feed(feed("one").url, outlet="Other")
    assert mine is not None
    assert one is not None
    assert mine.feed == replace(feed("mine"), outlet="Other", family="Group")
    assert one.feed == feed("one")
    assert store.rename_feed(feed("nobody").url, outlet="Other") is None


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
    assert rates == {feed("one").url: 1.0, feed("two").url: 0.0}


def test_items_a_day_are_a_mean_of_the_days_that_a_feed_is_known_at_most_seven(
    store: Store, clock: Clock
) -> None:
    offer(store, item("old", is_baseline=True))
    rates = []
    for day, names in enumerate([("n1", "n2", "n3"), (), ("n4",), (), (), (), (), ("n5",)]):
        offer(store, *(item(name) for name in names))
        clock.forward(86_400)
        rates.append((day + 1, store.feeds()[0].items_a_day))
    assert [rate for day, rate in rates if day in (1, 2, 3, 6)] == pytest.approx([3.0, 1.5, 4 / 3, 4 / 6])
    assert rates[-1][1] == pytest.approx(2 / 7)  # the first three are older than seven days


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


def test_another_feed_puts_an_article_up_again_but_not_its_own_words(store: Store, clock: Clock) -> None:
    first = item("n1")
    offer(store, first)
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article("Text."), first.key))
    clock.forward(4_000)
    forged = replace(
        first.entry,
        guid="x",
        url="https://evil.example/",
        title="Forged",
        teaser="F",
        author="F",
        content="F",
    )
    change = replace(
        first, entry=forged, host="evil.example", digest="d", is_change=True, alias="evil.example/"
    )
    offer(store, change, made=feed("two"))
    (again,) = claim(store)
    assert (again.id, again.feed) == (job.id, feed())
    assert again.entry == replace(first.entry, content="")  # it was settled: the page is read
    assert not store.why("evil.example/")
    (known,) = store.known(feed().url, [first.key])
    assert (known.refetched, known.digest, known.url) == (1, first.digest, first.entry.url)
    (theirs,) = store.known(feed("two").url, [first.key])
    assert (theirs.digest, theirs.url) == ("d", "")


def test_a_corrected_address_is_read_under_the_old_key_and_found_under_the_new_one(
    store: Store, clock: Clock
) -> None:
    first = item("n1")
    offer(store, first)
    (job,) = claim(store)
    store.settle_entry("reader", job.id, Dropped("gone", "HTTP 404"))
    moved = replace(first.entry, url="https://new.example/n1")
    change = replace(first, entry=moved, host="new.example", is_change=True, alias="new.example/n1")
    clock.forward(4_000)
    offer(store, change)
    (again,) = claim(store)
    assert (again.id, again.key, again.entry.url) == (job.id, first.key, moved.url)
    assert not store.why("new.example/n1")  # there is no article yet that it could be an address of
    store.settle_entry("reader", again.id, kept(article("Text."), "new.example/n1"))
    assert store.why("new.example/n1") == store.why(first.key) != ()


def test_a_corrected_address_of_an_article_that_is_kept_is_one_of_its_addresses_at_once(
    store: Store, clock: Clock
) -> None:
    first = item("n1")
    offer(store, first)
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article("Text."), first.key))
    clock.forward(4_000)
    moved = replace(first.entry, url="https://new.example/n1")
    change = replace(first, entry=moved, host="new.example", is_change=True, alias="new.example/n1")
    offer(store, change)
    assert store.why("new.example/n1") == store.why(first.key) != ()


@pytest.mark.parametrize(
    ("guid", "host"),
    [
        (_CHINESE, "site.example"),
        (_CHINESE[: GUID_BYTES // 3], "site.example"),
        ("guid", ".".join(_LETTERS[at : at + 60] for at in range(0, 1_800, 60))),
        ("guid", _CHINESE),
        ("guid", ".".join(_LETTERS[at : at + 60] for at in range(0, 240, 60))),
    ],
    ids=["long guid", "longest guid", "long host", "chinese host", "longest host"],
)
def test_whatever_a_feed_gives_for_a_name_can_be_stored(
    guid: str, host: str, store: Store, clock: Clock
) -> None:
    """An index of PostgreSQL takes 2,704 bytes a row, after compression."""
    url = f"https://{host}/{_LETTERS}"[:2_000]
    entry = tidy(RawEntry(guid, url, "Title"), "")
    assert len(entry.guid.encode()) <= GUID_BYTES
    assert len(host_of(url)) <= MAX_HOST_CHARS
    assert len(url_key(url)) <= MAX_KEY_CHARS
    new = item("n", entry=entry, host=host_of(entry.url), key=url_key(entry.url))
    store.add_feed(feed())
    store.claim_feeds("a", limit=1, lease_s=60)
    done = store.settle_poll("a", feed().url, polled(feed(), clock(), fetch_url=url), [new], apart_s=9)
    assert done == Polled(1, 0, 0)
    (job,) = claim(store, "a")
    assert job.entry == entry
    store.settle_entry("a", job.id, Dropped("gone", ""), apart_s=9)
    (known,) = store.known(feed().url, [], [entry.guid])
    assert known.guid == entry.guid


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
