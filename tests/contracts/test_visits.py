"""Every store: a host that one process has left is not visited by another one at once."""

from bot.store.records import Dropped
from bot.store.store import Store
from tests.contracts.making import Clock, claim, feed, item, offer, polled

APART_S = 1.0


def test_after_a_poll_others_keep_away_from_its_host_for_a_while_but_its_owner_need_not(
    store: Store, clock: Clock
) -> None:
    store.sync_feeds([feed("one", "site.example"), feed("two", "site.example"), feed("else")])
    asked = feed("one", "site.example")
    store.claim_feeds("a", limit=1, lease_s=60, urls=[asked.url])
    store.settle_poll("a", asked.url, polled(asked, clock()), [item("x")], apart_s=APART_S)
    assert [record.feed for record in store.claim_feeds("b", limit=9, lease_s=60)] == [feed("else")]
    assert not claim(store, "b")
    assert len(claim(store, "a")) == 1
    store.release("a")
    clock.forward(APART_S)
    assert len(claim(store, "b")) == 1


def test_after_a_page_likewise(store: Store, clock: Clock) -> None:
    offer(store, item("x"), item("y"))
    first = claim(store, "a", limit=1)[0]
    store.settle_entry("a", first.id, Dropped("paywall"), apart_s=APART_S)
    assert not claim(store, "b")
    clock.forward(APART_S)
    assert len(claim(store, "b")) == 1


def test_what_is_given_back_was_perhaps_just_being_visited(store: Store, clock: Clock) -> None:
    offer(store, item("x"))
    claim(store, "a")
    assert store.release("a", apart_s=APART_S) == 1
    assert not claim(store, "b")
    clock.forward(APART_S)
    assert len(claim(store, "b")) == 1


def test_a_reading_that_was_broken_off_in_order_is_no_attempt(store: Store, clock: Clock) -> None:
    offer(store, item("x"))
    for _ in range(3):
        assert claim(store, "a")[0].attempts == 1
        store.release("a")
    claim(store, "a")
    clock.forward(61)  # the lease of one that never came back: that counts
    assert claim(store, "b")[0].attempts == 2
