"""Every store: subscriptions, and who makes their digests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.store.delivery_records import AuditLine
from bot.store.store import Store
from bot.store.subscriptions import FAR, REREAD
from bot.types import Alerts, Channel, Source
from tests.contracts.making import START, Clock
from tests.contracts.subscribing import (
    CHANNEL,
    OTHER,
    SLOT,
    claim_due,
    made,
    names,
    place,
    subscribe,
    telling,
    wanted,
)

LATER = START + timedelta(hours=6)
LINE = AuditLine("terminal/local", "desk", "ada", "subscribe", "s1")


def test_a_subscription_comes_back_as_it_was_put(store: Store) -> None:
    one = wanted(title="Цифры 📰 \x00 \ud800".encode("utf-8", "replace").decode(), alerts=Alerts())
    store.put_subscription(one, LATER)
    record = store.subscription("s1")
    assert record is not None
    assert (record.subscription, record.next_at, record.told_until) == (one, LATER, None)
    assert (record.changed_at, record.paused_why) == (START, "")
    assert store.subscriptions() == store.subscriptions(CHANNEL) == (record,)
    assert store.subscriptions(OTHER) == ()
    assert store.subscription("s2") is None


def test_the_files_say_which_subscriptions_of_theirs_there_are(store: Store) -> None:
    store.sync_subscriptions((wanted(name), LATER) for name in ("s1", "s2"))
    store.put_subscription(wanted("c1", origin=Source.CHAT), LATER)
    store.sync_subscriptions([(wanted("s2", title="Another"), LATER), (wanted("s3"), None)])
    assert [one.subscription.id for one in store.subscriptions()] == ["c1", "s2", "s3"]
    assert store.subscription("s1") is None
    store.sync_subscriptions([])
    assert [one.subscription.id for one in store.subscriptions()] == ["c1"]
    store.sync_subscriptions([(wanted(), LATER)])
    assert [one.subscription.id for one in store.subscriptions()] == ["c1", "s1"]


def test_a_digest_that_is_due_stays_due_when_the_files_are_read_again(store: Store, clock: Clock) -> None:
    store.sync_subscriptions([(wanted(), START)])
    clock.forward(600)
    store.sync_subscriptions([(wanted(), LATER)])
    assert names(claim_due(store)) == ["s1"]


def test_a_digest_that_is_due_stays_due_when_its_subscription_is_changed(store: Store, clock: Clock) -> None:
    subscribe(store)
    clock.forward(5)
    store.put_subscription(wanted(slots=(time(18),)), LATER)
    (record,) = claim_due(store)
    assert (record.next_at, record.subscription.slots) == (START, (time(18),))


def test_one_that_is_not_due_gets_the_new_time(store: Store) -> None:
    subscribe(store, at=LATER)
    store.put_subscription(wanted(slots=(time(13),)), START + timedelta(hours=1))
    record = store.subscription("s1")
    assert record is not None
    assert record.next_at == START + timedelta(hours=1)


def test_one_that_is_due_and_gets_no_slots_any_more_is_not_due(store: Store) -> None:
    subscribe(store)
    store.put_subscription(wanted(slots=()), None)
    assert claim_due(store) == ()


def test_a_removed_one_is_gone_until_it_is_put_again(store: Store) -> None:
    subscribe(store)
    claim_due(store)
    store.commit_slots("one", [made(next_at=START)])
    assert store.remove_subscription("s1", LINE)
    assert not store.remove_subscription("s1", LINE)
    assert (store.subscriptions(), store.subscription("s1"), claim_due(store)) == ((), None, ())
    store.put_subscription(wanted(), LATER, LINE)
    record = store.subscription("s1")
    assert record is not None
    assert (record.next_at, record.told_until) == (LATER, None)  # what it missed is not made up for
    removed = store.audit("terminal/local")[1]
    assert '"Title s1"' in removed.before
    assert removed.after == ""


def test_who_changed_it_and_how_it_was_is_written_in_the_same_transaction(store: Store) -> None:
    store.put_subscription(wanted(), LATER, LINE)
    store.put_subscription(wanted(title="Another"), LATER, LINE)
    last, first = store.audit("terminal/local")
    assert (first.before, first.at) == ("", START)
    assert last.before == first.after
    assert '"Another"' in last.after


def test_alerts_go_to_those_who_ask_for_them_and_can_be_posted_to(store: Store) -> None:
    subscribe(store, "s1")
    subscribe(store, "s2", alerts=Alerts())
    subscribe(store, "s3", OTHER, alerts=Alerts())
    store.pause_channel(OTHER, "gone")
    assert names(store.alerting()) == ["s2"]
    record = store.subscription("s3")
    assert record is not None
    assert record.paused_why == "gone"
    assert [one.paused_why for one in store.channels()] == ["", "gone"]
    store.resume_channel(OTHER)
    assert names(store.alerting()) == ["s2", "s3"]


def test_those_due_longest_are_claimed_first_and_once(store: Store) -> None:
    for number in range(4):
        channel = Channel("terminal", "local", f"c{number}")
        subscribe(store, f"s{number}", channel, START - timedelta(minutes=number))
    subscribe(store, "later", OTHER, LATER)
    assert names(claim_due(store, limit=2)) == ["s3", "s2"]
    assert names(claim_due(store, "two", limit=9)) == ["s1", "s0"]
    assert claim_due(store, "three") == ()


def test_all_that_is_due_in_a_channel_is_claimed_together(store: Store) -> None:
    for name in ("s1", "s2", "s3"):
        subscribe(store, name)
    assert names(claim_due(store, limit=1)) == ["s1", "s2", "s3"]


def test_while_one_process_has_a_channel_no_other_gets_another_subscription_of_it(
    store: Store, clock: Clock
) -> None:
    subscribe(store, "s1")
    subscribe(store, "s2", at=START + timedelta(seconds=10))
    assert names(claim_due(store)) == ["s1"]
    clock.forward(20)
    assert claim_due(store, "two") == ()
    assert names(claim_due(store)) == ["s2"]
    store.release_due("one")
    assert names(claim_due(store, "two")) == ["s1", "s2"]


def test_a_lease_that_ran_out_frees_the_subscription(store: Store, clock: Clock) -> None:
    subscribe(store)
    claim_due(store, lease_s=60)
    clock.forward(59)
    assert claim_due(store, "two") == ()
    clock.forward(1)
    assert names(claim_due(store, "two")) == ["s1"]


def test_a_clock_that_goes_back_a_little_takes_no_lease_away(store: Store, clock: Clock) -> None:
    subscribe(store, at=START - timedelta(minutes=5))
    claim_due(store)
    clock.forward(-1)
    assert claim_due(store, "two") == ()


def test_a_clock_that_goes_back_far_leaves_nothing_locked(store: Store, clock: Clock) -> None:
    subscribe(store, at=START - timedelta(days=3))
    claim_due(store)
    clock.forward(days=-2)
    assert names(claim_due(store, "two")) == ["s1"]


def test_a_digest_that_seems_to_be_due_in_weeks_is_claimed_to_be_reckoned_anew(store: Store) -> None:
    subscribe(store, "s1", at=START + FAR)
    subscribe(store, "s2", OTHER, at=START + FAR + timedelta(seconds=1))
    assert names(claim_due(store)) == ["s2"]


def test_what_was_reckoned_by_a_clock_that_was_ahead_is_brought_forward(store: Store) -> None:
    subscribe(store, "s1", at=LATER)
    subscribe(store, "s2", at=START)
    subscribe(store, "s3", at=None)
    assert store.bring_forward(dict.fromkeys(("s1", "s2", "s3", "s4"), START + timedelta(hours=1))) == 1
    assert [one.next_at for one in store.subscriptions()] == [START + timedelta(hours=1), START, None]
    assert store.bring_forward({}) == 0


def test_what_was_looked_at_by_a_clock_that_was_ahead_is_looked_at_again(store: Store, clock: Clock) -> None:
    subscribe(store)
    claim_due(store)
    store.commit_slots("one", [made(told_until=LATER)])
    assert store.bring_forward({}) == 0
    record = store.subscription("s1")
    assert record is not None
    assert record.told_until == clock.at - REREAD
    clock.forward(60)
    store.bring_forward({})
    assert store.subscription("s1") == record


def test_subscriptions_of_a_paused_channel_are_claimed_with_the_reason(store: Store) -> None:
    subscribe(store)
    store.pause_channel(CHANNEL, "it was deleted")
    assert [one.paused_why for one in claim_due(store)] == ["it was deleted"]


def test_whoever_makes_a_digest_by_old_wishes_does_not_say_when_the_next_one_comes(store: Store) -> None:
    subscribe(store)
    claim_due(store)
    store.put_subscription(wanted(slots=(time(18),)), LATER)
    assert store.commit_slots("one", [made()]) == ()
    assert store.deliveries() == ()
    (record,) = claim_due(store, "two")
    assert record.next_at == START


def test_a_digest_of_a_subscription_that_the_files_no_longer_hold_is_not_written(store: Store) -> None:
    store.sync_subscriptions([(wanted(), START)])
    claim_due(store)
    store.sync_subscriptions([])
    store.commit_slots("one", [made()])
    assert store.deliveries() == ()


def test_what_was_held_by_quiet_hours_is_looked_at_again_when_the_subscription_changes(store: Store) -> None:
    place(store, "a")
    one = subscribe(store)
    store.hold("s1", "a", LATER)
    assert store.released() == ()
    store.put_subscription(replace(one, title="Another"), LATER)
    assert [held.story_id for held in store.released()] == ["a"]


def test_many_subscriptions_are_read_in_one_go(store: Store) -> None:
    many = [(wanted(f"s{n:04}", Channel("terminal", "w", f"c{n % 50}")), START) for n in range(1_500)]
    store.sync_subscriptions(many)
    assert len(store.subscriptions()) == 1_500
    store.sync_subscriptions(many[:1_000])
    assert len(claim_due(store, limit=2_000)) == 1_000
    assert store.release_due("one") == 1_000


@pytest.mark.parametrize("round_number", range(3))
def test_two_processes_that_claim_at_once_never_get_the_same_channel(
    opened: Callable[[], Store], round_number: int
) -> None:
    stores = [opened() for _ in range(3)]
    for number in range(60):
        subscribe(stores[0], f"s{number}", Channel("terminal", "w", f"c{(number + round_number) % 20}"))

    def claim_all(number: int) -> list[tuple[str, str]]:
        got: list[tuple[str, str]] = []
        for _ in range(40):
            got += [
                (one.subscription.id, one.subscription.channel.id)
                for one in claim_due(stores[number], f"owner{number}", limit=3)
            ]
        return got

    with ThreadPoolExecutor(3) as threads:
        shares = list(threads.map(claim_all, range(3)))
    ids = [name for share in shares for name, _ in share]
    assert sorted(ids) == sorted(f"s{number}" for number in range(60))
    places = [{channel for _, channel in share} for share in shares]
    assert sum(map(len, places)) == 20


def test_processes_that_start_at_once_all_read_the_files(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(3)]
    listed = [(wanted(f"s{n}", Channel("terminal", "w", f"c{n % 7}")), START) for n in range(40)]

    def sync(store: Store) -> None:
        store.sync_subscriptions(listed)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(sync, stores))
    assert len(stores[0].subscriptions()) == 40


def test_claims_and_commits_of_many_processes_stand_in_nobodys_way(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(3)]
    place(stores[0], "a")
    for number in range(30):
        subscribe(stores[0], f"s{number}", Channel("terminal", "w", f"c{number}"))

    def work(number: int) -> int:
        count = 0
        while records := claim_due(stores[number], f"owner{number}", limit=2):
            digests = []
            for one in records:
                slot = replace(SLOT, subscription_id=one.subscription.id)
                digests.append(made(slot, telling("a", "v1"), channel=one.subscription.channel))
            assert stores[number].commit_slots(f"owner{number}", digests) == ()
            count += len(digests)
        return count

    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(work, range(3))) == 30
    assert len(stores[0].deliveries()) == len(stores[0].slots()) == 30
