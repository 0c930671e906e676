"""schedule, alerts, quiet, policy, resume, and what status, why and audit tell of it."""

from datetime import time

import pytest

from bot.commands.settings import Times, read_times
from bot.store.delivery_records import MadeSlot, Passed, SkippedSlot
from bot.subscription_list import Problem
from bot.types import Alerts, Policy, Quiet, Severity, Slot, Subscription
from tests.commands.newsroom import DESK, MANAGER, MEMBER, Room

WEEKDAYS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("08:00", Times((time(8),))),
        ("18:00 08:00", Times((time(8), time(18)))),
        ("08:00, 18:00 weekdays Europe/Kyiv", Times((time(8), time(18)), WEEKDAYS, "Europe/Kyiv")),
        ("Europe/Kyiv weekdays 8:00", Times((time(8),), WEEKDAYS, "Europe/Kyiv")),
        ("08:00 mon-fri", Times((time(8),), WEEKDAYS)),
        ("08:00 mon - fri", Times((time(8),), WEEKDAYS)),
        ("08:00 every day", Times((time(8),), (0, 1, 2, 3, 4, 5, 6))),
        ("at 08:00 on mon and wed in UTC", Times((time(8),), (0, 2), "UTC")),
        ("weekends", Times(days=(5, 6))),
        ("Asia/Tokyo", Times(tz="Asia/Tokyo")),
        ("off", Times(slots=())),
    ],
)
def test_times_days_and_a_zone_come_in_any_order(text: str, times: Times) -> None:
    assert read_times(text) == times


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("8am", "is no time"),
        ("25:00", "no time of the day"),
        ("08:00 08:00", "given twice"),
        ("08:00 Kyiv", "Did you mean Europe/Kyiv?"),
        ("08:00 wekdays", "Did you mean weekdays?"),
        ("08:00 Europe/Kyjiv", "Did you mean Europe/Kyiv?"),
        ("08:00 Middle-Earth", "unknown zone"),
    ],
)
def test_what_is_no_schedule_is_said_with_a_near_miss(text: str, why: str) -> None:
    found = read_times(text)
    assert isinstance(found, Problem)
    assert why in found.what


@pytest.fixture
def one(room: Room) -> Room:
    """A room with one subscription."""
    room(MANAGER, "subscribe everything")
    return room


def now_is(room: Room) -> Subscription:
    (record,) = room.store.subscriptions(DESK)
    return record.subscription


def test_a_schedule_is_confirmed_with_the_next_three_digests(one: Room) -> None:
    said = one.says(MANAGER, "schedule 08:00 18:00 weekdays Europe/Kyiv")
    assert "Digests: 08:00, 18:00, mon to fri (Europe/Kyiv)" in said
    lines = said.splitlines()
    first = lines.index("Next digests (Europe/Kyiv):")
    assert lines[first + 1 : first + 4] == [
        "Wednesday 4 March 2026, 18:00",
        "Thursday 5 March 2026, 08:00",
        "Thursday 5 March 2026, 18:00",
    ]
    (record,) = one.store.subscriptions(DESK)
    assert record.next_at is not None
    assert record.next_at.isoformat() == "2026-03-04T16:00:00+00:00"
    line, _ = one.store.audit("slack/T1")
    assert line.verb == "schedule"
    assert '"08:00:00"]' in line.before
    assert '"18:00:00"' in line.after


def test_a_time_in_quiet_hours_is_warned_of_and_held(one: Room) -> None:
    one(MANAGER, "quiet 22:00-07:00")
    said = one.says(MANAGER, "schedule 06:00 UTC")
    assert "Thursday 5 March 2026, 07:00, held since 06:00" in said
    assert "06:00 falls into the quiet hours (22:00-07:00), so it is held until 07:00." in said


def test_a_time_that_the_clocks_leave_out_is_told_where_it_falls(one: Room) -> None:
    one.clock.forward(days=24)  # 28 March; on the 29th Europe's clocks go forward
    said = one.says(MANAGER, "schedule 02:30 Europe/Berlin")
    assert "Sunday 29 March 2026, 03:00, as there is no 02:30 that day: the clocks change" in said


def test_quiet_hours_are_set_and_taken_off(one: Room) -> None:
    assert "Quiet hours: 22:00-07:00 (UTC)" in one.says(MANAGER, "quiet 22:00-07:00")
    assert now_is(one).quiet == Quiet(time(22), time(7))
    assert "Quiet hours: off" in one.says(MANAGER, "quiet off")
    assert now_is(one).quiet is None
    assert "are no quiet hours" in one.says(MANAGER, "quiet please")
    assert [line.verb for line in one.store.audit("slack/T1")] == ["quiet", "quiet", "subscribe"]


def test_alerts_are_turned_on_and_off(one: Room) -> None:
    assert "Alerts: from high on" in one.says(MANAGER, "alerts high")
    assert now_is(one).alerts == Alerts(Severity.HIGH)
    assert "Alerts: from low on" in one.says(MANAGER, "alerts from low on")
    assert "Alerts: off" in one.says(MANAGER, "alerts off")
    assert now_is(one).alerts is None
    assert "Did you mean high? Or off." in one.says(MANAGER, "alerts hihg")


def test_alerts_do_not_touch_a_watch_that_is_not_named(one: Room) -> None:
    one(MANAGER, "watch oil from low")
    one(MANAGER, "alerts critical")
    found = {
        record.subscription.title: record.subscription.alerts for record in one.store.subscriptions(DESK)
    }
    assert found == {"All news": Alerts(Severity.CRITICAL), "Watch: oil": Alerts(Severity.LOW)}


def test_one_of_several_is_changed_by_its_id(one: Room) -> None:
    one(MANAGER, "subscribe country Japan")
    (japan,) = (r.subscription for r in one.store.subscriptions(DESK) if r.subscription.title == "Japan")
    one(MANAGER, f"schedule 20:00 {japan.id}")
    assert {r.subscription.title: r.subscription.slots for r in one.store.subscriptions(DESK)} == {
        "All news": (time(8),),
        "Japan": (time(20),),
    }


def test_what_sends_nothing_any_more_is_said_so(one: Room) -> None:
    assert "has neither digests nor alerts now" in one.says(MANAGER, "schedule off")
    one(MANAGER, "alerts high")
    assert "neither" not in one.says(MANAGER, "schedule off")
    assert "neither" in one.says(MANAGER, "alerts off")


@pytest.mark.parametrize("way", list(Policy))
def test_a_policy_is_set(way: Policy, one: Room) -> None:
    one(MANAGER, f"policy {way}")
    assert now_is(one).nothing_new is way
    assert "Known are silent, line, explain" in one.says(MANAGER, "policy xyzzy")


def test_what_changes_nothing_is_not_audited(one: Room) -> None:
    one(MANAGER, "schedule 08:00 UTC daily")
    one(MANAGER, "alerts off")
    assert [line.verb for line in one.store.audit("slack/T1")] == ["subscribe"]


def test_without_a_subscription_there_is_nothing_to_set(room: Room) -> None:
    for text in ("schedule 08:00", "quiet 22:00-07:00", "alerts high", "policy line"):
        assert "no subscription yet. Subscribe first" in room.says(MANAGER, text)


def test_a_paused_channel_says_so_and_is_resumed(one: Room) -> None:
    one.store.pause_channel(DESK, "the channel was archived")
    for text in ("why", "status"):
        said = one.says(MEMBER, text)
        assert "Nothing is posted to this channel: the channel was archived." in said
        assert "[Post here again: resume]" in said
    assert "It was paused: the channel was archived" in one.says(MANAGER, "resume")
    assert "This channel is not paused" in one.says(MANAGER, "resume")
    line = one.store.audit("slack/T1")[0]
    assert (line.verb, line.before, line.after) == ("resume", "paused: the channel was archived", "posted to")


def test_why_tells_the_last_slots_quiet_hours_and_the_next_digest(one: Room) -> None:
    made_at(one)
    one(MANAGER, "quiet 11:00-13:00")
    said = one.says(MEMBER, "why")
    assert "quiet now, until Thursday 5 March 2026, 13:00" in said
    assert (
        "Thursday 5 March 2026, 08:00 · silent · 41 read, 0 told: 30 duplicates, 11 below threshold" in said
    )
    assert "Wednesday 4 March 2026, 20:00 · skipped · the digest of 08:00 was made instead" in said
    assert "Next digests (UTC):\nFriday 6 March 2026, 08:00" in said


def made_at(room: Room) -> None:
    """A slot was made and an older one skipped; it is noon of the day after."""
    one = now_is(room)
    room.clock.forward(days=1)
    room.store.claim_due("me", limit=9, lease_s=60)
    due = room.clock.at.replace(hour=8)
    old = SkippedSlot(
        Slot(one.id, due.date().replace(day=4), time(20)), due, "the digest of 08:00 was made instead"
    )
    made = MadeSlot(
        (Passed(one.id, due.replace(day=6), due, (old,)),),
        Slot(one.id, due.date(), time(8)),
        due,
        read=41,
        dropped=(("duplicates", 30), ("below threshold", 11)),
    )
    assert not room.store.commit_slots("me", [made])


def test_why_without_a_subscription_says_how_to_get_one(room: Room) -> None:
    assert "[Set a digest here: subscribe everything; severity medium]" in room.says(MEMBER, "why")


def test_why_traces_an_address(room: Room) -> None:
    said = room.says(MEMBER, "why https://site.example/odesa?utm_source=x")
    assert "read · kept · Outlet odesa · Port of Odesa shelled" in said
    assert "named by a feed · odesa.example" in said
    assert ".xml" not in said
    assert "No feed has named this address" in room.says(MEMBER, "why https://site.example/unknown")


def test_status_tells_what_the_channel_gets(one: Room) -> None:
    one(MANAGER, "watch oil")
    said = one.says(MEMBER, "status")
    assert "All news" in said
    assert "Digests 08:00, daily (UTC) · when nothing is new: line" in said
    assert "Next digest: Thursday 5 March 2026, 08:00 (UTC)" in said
    assert "Watch: oil" in said
    assert "2 of 2 feeds answered well" in said


def test_the_audit_tells_differences(one: Room) -> None:
    one(MANAGER, "schedule 09:00 Europe/Kyiv")
    one(MEMBER, "mute war")
    said = one.says(MANAGER, "audit")
    assert "U9 · digests: 08:00, daily (UTC) → 09:00, daily (Europe/Kyiv)" in said
    assert "U9 · new: All news" in said
    assert "U1 · told → muted" in said
