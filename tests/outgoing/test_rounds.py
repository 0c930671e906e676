"""Rounds: every slot once, whatever the clocks do, whoever is awake."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.outgoing.rounds import LEASE_S, Rounded
from bot.store.store import Store
from bot.types import Channel, Policy, Quiet, Rule
from tests.contracts.making import START, Clock
from tests.outgoing.newsroom import (
    DESK,
    FERRY,
    ORCHESTRA,
    OTHER,
    SHELLING,
    THREAT,
    TRUCE,
    Desk,
    desk,
    message,
)


def outcomes(one: Desk) -> list[tuple[str, str]]:
    """Key and outcome of each slot, first made first."""
    return [(slot.slot.key, slot.outcome) for slot in reversed(one.store.slots(limit=999))]


def test_a_digest_is_made_at_its_time_and_not_before(one: Desk) -> None:
    one.subscribe("s1", "13:00")
    one.publish(FERRY)
    one.tick(minutes=59)
    assert one.sent() == []
    assert one.rounds.once() == Rounded()
    one.clock.forward(60)
    assert one.rounds.once() == Rounded(made=1)
    (post,) = one.posts()
    assert (post.key, post.due_at) == ("s1/2026-03-04/13:00", START + timedelta(hours=1))
    assert post.expires_at == START + timedelta(hours=13)
    assert one.rounds.once() == Rounded()
    record = one.store.subscription("s1")
    assert record is not None
    assert (record.next_at, record.told_until) == (START + timedelta(hours=25), one.clock.at)


def test_a_slot_in_the_gap_and_one_in_the_fold_are_each_made_once(one: Desk) -> None:
    zone = {"tz": "Europe/Berlin", "days": (6,)}
    one.clock.at = datetime(2026, 3, 28, 12, tzinfo=UTC)
    one.subscribe("gap", "02:30", channel=DESK, **zone)
    one.clock.at = datetime(2026, 3, 29, 0, tzinfo=UTC)
    for _ in range(16):
        one.tick(minutes=15)
    assert one.sent() == ["gap/2026-03-29/02:30"]
    assert one.posts()[0].due_at == datetime(2026, 3, 29, 1, tzinfo=UTC)
    one.store.remove_subscription("gap")
    one.clock.at = datetime(2026, 10, 24, 12, tzinfo=UTC)
    one.subscribe("fold", "02:30", channel=OTHER, **zone)
    one.clock.at = datetime(2026, 10, 24, 23, tzinfo=UTC)
    for _ in range(16):
        one.tick(minutes=15)
    assert one.sent(OTHER) == ["fold/2026-10-25/02:30"]
    assert one.posts(OTHER)[0].due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("ahead_h", [2, 30, 24 * 5, 24 * 40])
def test_a_clock_that_was_ahead_for_a_while_costs_no_digest_once_it_is_right(
    one: Desk, ahead_h: float
) -> None:
    one.subscribe("s1", "13:00")
    one.tick(hours=1)
    one.tick(hours=ahead_h)  # something is made, or passed over, by the wrong clock
    one.tick(hours=-ahead_h)
    one.clock.forward(60)
    one.publish(FERRY)
    for _ in range(2):
        one.tick(days=1)
    found = dict(outcomes(one))
    assert (found["s1/2026-03-04/13:00"], found["s1/2026-03-06/13:00"]) == ("made", "made")
    assert found["s1/2026-03-05/13:00"] == "made"
    assert sum(slot.told for slot in one.store.slots()) == 1
    assert len(one.sent()) == len(set(one.sent()))


@pytest.mark.parametrize("ahead_h", [30, 24 * 5, 24 * 40])
def test_a_process_that_starts_after_the_clock_was_set_right_reckons_anew(
    sqlite_url: str, clock: Clock, ahead_h: float
) -> None:
    with desk(sqlite_url, clock) as first:
        first.subscribe("s1", "13:00")
        first.tick(hours=ahead_h)
    clock.at = START
    with desk(sqlite_url, clock, "two") as second:
        second.tick()
        second.tick(hours=1)
        assert "s1/2026-03-04/13:00" in second.sent()


def test_a_clock_that_goes_back_makes_no_slot_twice_and_loses_nothing(one: Desk) -> None:
    one.subscribe("s1", "13:00")
    one.publish(FERRY)
    one.tick(hours=1)
    one.tick(minutes=-20)
    one.publish(ORCHESTRA)
    one.tick(minutes=30)
    assert one.sent() == ["s1/2026-03-04/13:00"]
    one.tick(days=1)
    assert [slot.told for slot in one.store.slots()] == [1, 1]


def test_after_three_days_off_a_channel_gets_one_late_digest(one: Desk) -> None:
    one.subscribe("s1", "08:00", "18:00")
    one.subscribe("s2", "09:00", rule=Rule(words=("orchestra",)), title="Music")
    one.subscribe("other", "08:00", channel=OTHER)
    one.publish(FERRY)
    one.tick(hours=21)  # Thursday, nine
    assert sorted(outcome for _, outcome in outcomes(one)) == [*["made"] * 3, "skipped"]
    before = len(one.sent())
    one.publish(ORCHESTRA, SHELLING)
    one.tick(days=3, minutes=30)  # Sunday, half past nine
    late = one.sent()[before:]
    assert sorted(late) == ["other/2026-03-08/08:00", "s2/2026-03-08/09:00"]
    found = dict(outcomes(one))
    assert found["s1/2026-03-08/08:00"] == "joined"
    assert [found[f"s1/2026-03-0{day}/18:00"] for day in (5, 6, 7)] == ["skipped"] * 3
    assert (found["s1/2026-03-06/08:00"], found["s2/2026-03-07/09:00"]) == ("skipped", "skipped")
    told = next(slot for slot in one.store.slots() if slot.slot.key == "s2/2026-03-08/09:00")
    assert (told.told, told.is_late) == (2, True)
    assert "Music + Title s1" in message(one.store, "s2/2026-03-08/09:00").fallback
    one.tick(days=1)
    assert one.store.slots()[0].told == 0


def test_two_subscriptions_of_a_channel_at_one_time_tell_nothing_twice(one: Desk) -> None:
    for number in range(8):
        one.subscribe(f"s{number}", "13:00")
    one.publish(FERRY, SHELLING)
    one.tick(hours=1)
    assert len(one.sent()) == 8
    assert sorted(slot.told for slot in one.store.slots()) == [0] * 7 + [2]


def test_a_zone_that_is_changed_around_the_slot_makes_it_once_and_loses_nothing(one: Desk) -> None:
    mine = one.subscribe("s1", "13:00", tz="UTC")
    one.publish(FERRY)
    one.tick(hours=1)
    one.publish(ORCHESTRA)
    west = replace(mine, tz="America/New_York")
    one.store.put_subscription(west, START + timedelta(hours=6))
    one.tick(hours=5)  # one in the afternoon over there, on the same day
    assert one.sent() == ["s1/2026-03-04/13:00"]
    one.tick(days=1)
    assert one.sent() == ["s1/2026-03-04/13:00", "s1/2026-03-05/13:00"]
    assert [slot.told for slot in one.store.slots()] == [1, 1]


def test_a_paused_channel_misses_its_slots_and_learns_everything_afterwards(one: Desk) -> None:
    one.subscribe("s1", "13:00")
    one.tick(hours=1)
    one.store.pause_channel(DESK, "nobody is there")
    one.publish(FERRY)
    one.tick(days=1)
    one.tick(days=1)
    slot = one.store.slots()[0]
    assert (slot.outcome, slot.why) == ("skipped", "the channel is paused: nobody is there")
    assert len(one.sent()) == 1
    one.store.resume_channel(DESK)
    one.tick(days=1)
    assert [slot.told for slot in one.store.slots()][0] == 1  # noqa: RUF015 - of four
    assert [outcome for _, outcome in outcomes(one)] == ["made", "skipped", "skipped", "made"]


def test_quiet_hours_hold_a_digest_and_release_it_under_its_own_name(one: Desk) -> None:
    one.subscribe("s1", "23:00", quiet=Quiet(time(22), time(7)))
    one.publish(FERRY)
    one.tick(hours=12)
    assert one.sent() == []
    one.tick(hours=7)
    (post,) = one.posts()
    assert (post.key, post.due_at) == ("s1/2026-03-04/23:00", START + timedelta(hours=19))
    assert not one.store.slots()[0].is_late


def test_a_digest_that_could_not_be_made_before_quiet_hours_is_made_at_their_end(one: Desk) -> None:
    one.clock.at -= timedelta(days=7)
    one.subscribe("s1", "12:30", quiet=Quiet(time(22), time(7)), days=(2,))
    one.tick(minutes=31)
    one.publish(FERRY)
    one.clock.at = START
    one.tick(hours=11)  # it was off until eleven at night, on the one day of the week
    assert len(one.sent()) == 1
    one.tick(hours=8)
    assert one.sent()[1] == "s1/2026-03-04/12:30"
    assert (one.store.slots()[0].told, one.store.slots()[0].is_late) == (1, True)


def test_quiet_hours_that_are_set_when_the_digest_is_due_hold_it(one: Desk) -> None:
    mine = one.subscribe("s1", "13:00")
    one.publish(FERRY)
    one.clock.forward(3_600)
    one.store.put_subscription(replace(mine, quiet=Quiet(time(12), time(14))), START + timedelta(hours=2))
    one.tick(minutes=1)
    assert one.sent() == []
    one.tick(hours=1)
    assert one.sent() == ["s1/2026-03-04/13:00"]


def test_a_silent_channel_hears_nothing_but_its_slot_is_remembered(one: Desk) -> None:
    one.subscribe("s1", "13:00", nothing_new=Policy.SILENT)
    one.clock.forward(3_600)
    assert one.rounds.once() == Rounded(silent=1)
    assert one.sent() == []
    assert outcomes(one) == [("s1/2026-03-04/13:00", "silent")]
    one.publish(FERRY)
    one.tick(days=1)
    assert len(one.sent()) == 1


def test_a_digest_that_cannot_be_made_stops_no_other_and_is_tried_again(one: Desk) -> None:
    one.subscribe("bad", "12:30")
    one.subscribe("good", "12:30", channel=OTHER)
    one.publish(FERRY)
    real, broken = one.editor.edit, True

    def edit(subscription: object, **also: object) -> object:
        if broken and getattr(subscription, "id", "") == "bad":
            raise ZeroDivisionError
        return real(subscription, **also)  # type: ignore[arg-type]

    one.editor.edit = edit  # type: ignore[method-assign, assignment]
    one.tick(hours=1)
    assert one.sent() == ["good/2026-03-04/12:30"]
    assert one.complaints == ["the digest of bad cannot be made: ZeroDivisionError()"]
    one.tick(seconds=30)
    assert len(one.complaints) == 1  # not again and again
    broken = False
    one.tick(seconds=LEASE_S)
    assert one.sent() == ["good/2026-03-04/12:30", "bad/2026-03-04/12:30"]


def test_a_zone_that_nobody_knows_any_more_stops_no_other_and_is_told_of(one: Desk) -> None:
    one.subscribe("good", "13:00", channel=OTHER)
    bad = replace(one.subscribe("bad", "13:00"), tz="Mars/Olympus")
    one.store.put_subscription(bad, START + timedelta(hours=1))
    one.tick(hours=1)
    assert one.sent() == ["good/2026-03-04/13:00"]
    assert len(one.complaints) == 1
    assert "Mars/Olympus" in one.complaints[0]
    one.tick(minutes=1)
    assert len(one.complaints) == 1
    one.store.put_subscription(replace(bad, tz="UTC"), START + timedelta(hours=25))
    one.tick(days=1)
    assert "bad/2026-03-05/13:00" in one.sent()


def test_work_that_is_stopped_is_given_back_and_done_by_the_next(one: Desk) -> None:
    for number in range(3):
        one.subscribe(f"s{number}", "13:00", channel=Channel("terminal", "local", f"c{number}"))
    one.clock.forward(3_600)
    asked = iter((True, True, False))
    one.rounds.once(lambda: next(asked, False))
    assert len(one.sent()) == 1
    one.rounds.release()
    assert one.rounds.once() == Rounded(made=2)


def test_a_late_digest_is_looked_for_before_it_is_posted(one: Desk) -> None:
    one.subscribe("s1", "13:00")
    one.tick(hours=1, seconds=61)
    (job,) = one.store.claim_deliveries("courier", platforms=["terminal"], limit=1, lease_s=60)
    assert job.delivery.is_late
    assert not one.store.slots()[0].is_late


@pytest.mark.parametrize("processes", [2, 3])
def test_processes_on_one_database_make_each_slot_once(url: str, processes: int) -> None:
    clock = Clock()
    with ExitStack() as stack:
        desks = [stack.enter_context(desk(url, clock, f"owner{n}")) for n in range(processes)]
        first = desks[0]
        for number in range(40):
            channel = Channel("terminal", "local", f"c{number % 25}")
            first.subscribe(f"s{number}", "13:00", "14:00", channel=channel)
        for reports in ((FERRY, SHELLING), (TRUCE, THREAT)):
            first.publish(*reports)
            clock.forward(3_600)
            work: list[Callable[[], Rounded]] = [each.rounds.once for each in desks]
            with ThreadPoolExecutor(processes) as threads:
                made = [each.result() for each in [threads.submit(once) for once in work]]
            assert sum(each.made for each in made) == 40
        assert_each_once(first.store, 40)
        assert [line for each in desks for line in each.complaints] == []


def assert_each_once(store: Store, count: int) -> None:
    slots = store.slots(limit=999)
    keys = [one.key for one in store.deliveries(limit=999)]
    assert len(keys) == len(set(keys)) == len(slots) == 2 * count
    told: dict[str, int] = {}
    for slot in slots:
        record = store.subscription(slot.slot.subscription_id)
        assert record is not None
        channel = record.subscription.channel.key
        told[channel] = told.get(channel, 0) + slot.told
    assert set(told.values()) == {4}  # every story once in every channel
