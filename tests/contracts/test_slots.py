"""Every store: slots, and what is written with them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest

from bot.errors import StoreError
from bot.store.delivery_records import MadeSlot, Passed, SkippedSlot
from bot.store.store import Store
from bot.types import Channel, Slot, State
from tests.contracts.making import START, Clock
from tests.contracts.subscribing import (
    CHANNEL,
    OTHER,
    SLOT,
    claim_due,
    delivery,
    made,
    place,
    subscribe,
    telling,
)

TOMORROW = START + timedelta(days=1)
YESTERDAY = Slot("s1", date(2026, 3, 3), time(12))


def test_a_digest_its_slot_its_delivery_and_what_it_tells_are_written_together(store: Store) -> None:
    place(store, "a")
    subscribe(store)
    claim_due(store)
    assert store.commit_slots("one", [made(SLOT, telling("a", "v1"), is_late=True)]) == ()
    (slot,) = store.slots()
    assert (slot.slot, slot.due_at, slot.made_at) == (SLOT, START, START)
    assert (slot.outcome, slot.why, slot.is_late) == ("made", "", True)
    assert (slot.read, slot.told, slot.dropped) == (7, 1, (("muted", 2),))
    assert (slot.delivery_key, slot.delivery_state) == (SLOT.key, State.PENDING)
    assert [one.key for one in store.deliveries()] == [SLOT.key]
    assert store.told(CHANNEL, ["a"])["a"].article_ids == ("v1",)
    record = store.subscription("s1")
    assert record is not None
    assert (record.next_at, record.told_until) == (TOMORROW, START)
    story = store.story("a")
    assert story is not None
    assert story.is_posted


def test_the_same_slot_twice_gives_one_digest_and_what_is_new_is_left_to_the_next(
    store: Store, clock: Clock
) -> None:
    place(store, "a", "b")
    subscribe(store)
    claim_due(store)
    store.commit_slots("one", [made(SLOT, telling("a", "v1"))])
    # The clock went back, or the zone was changed: the same local time comes round again.
    clock.forward(3_600)
    subscribe(store, at=clock.at, title="Another")
    claim_due(store)
    again = made(SLOT, telling("b", "v2"), told_until=clock.at, last_told=store.last_told(CHANNEL))
    assert store.commit_slots("one", [again]) == ()
    assert len(store.deliveries()) == len(store.slots()) == 1
    assert store.told(CHANNEL, ["a", "b"]).keys() == {"a"}
    record = store.subscription("s1")
    assert record is not None
    assert (record.next_at, record.told_until) == (TOMORROW, START)
    assert claim_due(store, "two") == ()


def test_a_silent_digest_is_remembered_with_its_counts(store: Store) -> None:
    subscribe(store)
    claim_due(store)
    store.commit_slots("one", [made(delivery=None)])
    (slot,) = store.slots()
    assert (slot.outcome, slot.read, slot.delivery_key, slot.delivery_state) == ("silent", 7, "", "")
    assert store.deliveries() == ()


def test_a_digest_that_does_not_know_what_its_channel_was_told_meanwhile_is_made_anew(store: Store) -> None:
    place(store, "a", "b")
    subscribe(store)
    claim_due(store)
    assert store.tell(delivery("alert"), telling("a", "v1"), last_told=0)
    stale = made(SLOT, telling("b", "v2"))
    assert store.commit_slots("one", [stale]) == ("s1",)
    assert (store.slots(), len(store.deliveries())) == ((), 1)
    fresh = made(SLOT, telling("b", "v2"), last_told=store.last_told(CHANNEL))
    assert store.commit_slots("one", [fresh]) == ()
    assert len(store.deliveries()) == 2


def test_of_two_digests_of_one_channel_the_second_is_made_anew(store: Store) -> None:
    place(store, "a")
    subscribe(store, "s1")
    subscribe(store, "s2")
    claim_due(store)
    second = Slot("s2", SLOT.day, SLOT.at)
    both = [made(SLOT, telling("a", "v1")), made(second, telling("a", "v1"))]
    assert store.commit_slots("one", both) == ("s2",)
    assert [slot.slot for slot in store.slots()] == [SLOT]


def test_nothing_is_written_for_a_subscription_that_somebody_else_holds(store: Store, clock: Clock) -> None:
    subscribe(store, "s1")
    subscribe(store, "s2", OTHER)
    claim_due(store, "one", lease_s=60)
    clock.forward(61)
    claim_due(store, "two", limit=1)
    digests = [made(), made(Slot("s2", SLOT.day, SLOT.at), channel=OTHER)]
    assert store.commit_slots("one", digests) == ()
    assert [slot.slot.subscription_id for slot in store.slots()] == ["s2"]
    store.commit_slots("two", [made()])
    assert len(store.deliveries()) == 2


def test_a_late_digest_stands_for_those_that_join_it(store: Store) -> None:
    subscribe(store, "s1")
    subscribe(store, "s2")
    claim_due(store)
    joined = SkippedSlot(Slot("s2", SLOT.day, time(11)), START - timedelta(hours=1), "told with s1", "joined")
    skipped = SkippedSlot(YESTERDAY, START - timedelta(days=1), "the digest of 12:00 was made instead")
    passed = (Passed("s1", TOMORROW, START, (skipped,)), Passed("s2", TOMORROW, START, (joined,)))
    store.commit_slots("one", [made(passed=passed)])
    found = {slot.slot: (slot.outcome, slot.why) for slot in store.slots()}
    assert found == {
        SLOT: ("made", ""),
        YESTERDAY: ("skipped", "the digest of 12:00 was made instead"),
        joined.slot: ("joined", "told with s1"),
    }
    assert [one.told_until for one in store.subscriptions()] == [START, START]
    assert claim_due(store, "two") == ()


def test_one_of_several_that_somebody_else_holds_holds_up_the_digest_for_all(store: Store) -> None:
    subscribe(store, "s1")
    claim_due(store)
    subscribe(store, "s2")
    passed = (Passed("s1", TOMORROW, START), Passed("s2", TOMORROW, START))
    assert store.commit_slots("one", [made(passed=passed)]) == ()
    assert store.slots() == ()


def test_a_slot_that_is_skipped_keeps_what_was_made_of_it_before(store: Store, clock: Clock) -> None:
    subscribe(store)
    claim_due(store)
    store.commit_slots("one", [made()])
    clock.forward(days=1)
    claim_due(store)
    skipped = SkippedSlot(SLOT, START, "more than 12 hours had passed before it could be made")
    next_at = clock.at + timedelta(days=1)
    passed = (Passed("s1", next_at, None, (skipped,)),)
    store.commit_slots("one", [MadeSlot(passed)])
    assert [slot.outcome for slot in store.slots()] == ["made"]
    record = store.subscription("s1")
    assert record is not None
    assert (record.next_at, record.told_until) == (next_at, START)


def test_a_slot_that_was_skipped_by_a_clock_that_was_ahead_is_made_when_it_comes(store: Store) -> None:
    subscribe(store)
    claim_due(store)
    skipped = SkippedSlot(SLOT, START, "the digest of 12:00 on 9 March was made instead")
    store.commit_slots("one", [MadeSlot((Passed("s1", START, None, (skipped,)),))])
    assert [slot.outcome for slot in store.slots()] == ["skipped"]
    claim_due(store)
    store.commit_slots("one", [made()])
    (slot,) = store.slots()
    assert (slot.outcome, slot.why, slot.delivery_key, slot.read) == ("made", "", SLOT.key, 7)


def test_a_lost_delivery_is_reported_once(store: Store, clock: Clock) -> None:
    subscribe(store)
    claim_due(store)
    store.commit_slots("one", [made()])
    clock.forward(days=4)
    store.claim_deliveries("courier", platforms=["terminal"], limit=9, lease_s=60)
    assert [one.key for one in store.lost_deliveries(CHANNEL)] == [SLOT.key]
    subscribe(store, at=clock.at, title="Another")
    claim_due(store)
    store.commit_slots("one", [made(Slot("s1", date(2026, 3, 8), time(12)), reported=(SLOT.key,))])
    assert store.lost_deliveries(CHANNEL) == ()


def test_stories_that_were_merged_before_the_digest_was_written_are_told_as_one(store: Store) -> None:
    place(store, "a", "b")
    subscribe(store)
    claim_due(store)
    digest = made(SLOT, telling("a", "v1"), telling("b", "v2"))
    with store.placing() as desk:
        desk.merge("a", "b")
    assert store.commit_slots("one", [digest]) == ()
    known = store.told(CHANNEL, ["b"])["b"]
    assert (set(known.article_ids), known.times) == ({"v1", "v2"}, 1)


def test_a_story_that_does_not_exist_is_refused_and_nothing_is_written(store: Store) -> None:
    subscribe(store)
    claim_due(store)
    with pytest.raises(StoreError):
        store.commit_slots("one", [made(SLOT, telling("nowhere", "v1"))])
    assert (store.slots(), store.deliveries()) == ((), ())


def test_slots_are_listed_newest_first_by_channel_and_by_time(store: Store, clock: Clock) -> None:
    for number, channel in enumerate((CHANNEL, OTHER, CHANNEL)):
        name = f"s{number}"
        subscribe(store, name, channel, clock.at)
        claim_due(store)
        store.commit_slots("one", [made(Slot(name, SLOT.day, SLOT.at), channel=channel)])
        clock.forward(60)
    assert [slot.slot.subscription_id for slot in store.slots()] == ["s2", "s1", "s0"]
    assert [slot.slot.subscription_id for slot in store.slots(CHANNEL)] == ["s2", "s0"]
    assert [slot.slot.subscription_id for slot in store.slots(since=START + timedelta(seconds=60))] == [
        "s2",
        "s1",
    ]
    assert [slot.slot.subscription_id for slot in store.slots(limit=1)] == ["s2"]


def test_nothing_to_write_writes_nothing(store: Store) -> None:
    assert store.commit_slots("one", []) == ()


def test_two_processes_that_write_the_same_slot_at_once_make_one_digest(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(3)]
    place(stores[0], "a")
    for number in range(20):
        subscribe(stores[0], f"s{number}", Channel("terminal", "w", f"c{number}"))
    claim_due(stores[0], "same owner")  # as two starts of a process that were given one name by mistake

    def commit(store: Store) -> None:
        for number in range(20):
            channel = Channel("terminal", "w", f"c{number}")
            digest = made(Slot(f"s{number}", SLOT.day, SLOT.at), telling("a", "v1"), channel=channel)
            store.commit_slots("same owner", [digest])

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(commit, stores))
    assert len(stores[0].slots()) == len(stores[0].deliveries()) == 20
