"""Each slot once: over gaps and folds, through quiet hours, after a time without us, with clocks that jump."""

import json
import random
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deliver.schedule import (
    GRACE_S,
    STALE_S,
    DueSlot,
    catch_up,
    decide,
    due,
    earliest,
    instant,
    is_quiet,
    next_due,
    quiet_until,
    rescheduled,
    stale_s,
    zone,
)
from bot.types import Channel, Quiet, Rule, Slot, Subscription

ROOT = Path(__file__).parents[2]
ROWS = ROOT.parent / "shared" / "hostile" / "time" / "dst_slots.jsonl"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NIGHT = Quiet(time(22), time(7))

SHIFTS = [
    ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00"),
    ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
    ("Europe/London", "2026-10-25T01:00", "2026-10-25T00:00"),
    ("America/New_York", "2025-03-09T02:30", "2025-03-09T07:00"),
    ("America/New_York", "2025-11-02T01:30", "2025-11-02T05:30"),
    ("America/Havana", "2026-03-08T00:30", "2026-03-08T05:00"),
    ("America/Havana", "2025-11-02T00:30", "2025-11-02T04:30"),
    ("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:00"),
    ("America/Santiago", "2026-04-04T23:30", "2026-04-05T02:30"),
    ("Asia/Beirut", "2026-03-29T00:00", "2026-03-28T22:00"),
    ("Asia/Beirut", "2025-10-25T23:30", "2025-10-25T20:30"),
    ("Africa/Cairo", "2025-04-25T00:30", "2025-04-24T22:00"),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),  # half an hour
    ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
    ("Antarctica/Troll", "2026-03-29T02:00", "2026-03-29T01:00"),  # two hours
    ("Antarctica/Troll", "2025-10-26T02:00", "2025-10-26T00:00"),
    ("Pacific/Chatham", "2026-09-27T03:00", "2026-09-26T14:00"),  # 12 h 45 min off, at 02:45
    ("Pacific/Chatham", "2026-04-05T03:00", "2026-04-04T13:15"),
    ("Europe/Moscow", "2014-10-26T01:30", "2014-10-25T21:30"),  # for good
    ("America/St_Johns", "2006-10-29T00:00", "2006-10-29T02:30"),  # a minute after midnight
    ("Pacific/Apia", "2011-12-30T08:00", "2011-12-30T10:00"),  # a date that never was
    ("Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00"),
    ("Pacific/Kwajalein", "1993-08-21T23:59", "1993-08-21T12:00"),
    ("Pacific/Kwajalein", "1969-09-30T12:00", "1969-09-30T01:00"),  # a date that was twice
    ("Africa/Monrovia", "1972-01-07T00:30", "1972-01-07T00:44:30"),  # 44 min 30 s
]
"""Zone, slot, and the UTC instant that its zone's rule gives: gaps, where the transition counts, and folds, where the
first pass does. All lie in the past, where no law can move them."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def subscription(
    *at: str, tz: str = "UTC", quiet: Quiet | None = None, days: tuple[int, ...] = tuple(range(7))
) -> Subscription:
    slots = tuple(time.fromisoformat(text) for text in at)
    place = Channel("preview", "home", "news")
    return Subscription("s", place, "News", Rule(everything=True), slots=slots, tz=tz, quiet=quiet, days=days)


def keys(slots: tuple[DueSlot, ...]) -> list[str]:
    return [slot.slot.key.removeprefix("s/") for slot in slots]


@dataclass
class Books:
    """A ticker as the product has one: a table of slots with a unique key, and how far its slots are settled."""

    subscription: Subscription
    after: datetime
    made: dict[str, datetime] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

    def tick(self, now: datetime) -> None:
        told = decide(self.subscription, self.after, now)
        for slot, why in told.skipped:
            self._settle(slot)
            if slot.slot.key not in self.made:
                self.skipped.setdefault(slot.slot.key, why)
        if told.make:
            self._settle(told.make)
            key = told.make.slot.key
            if key not in self.made and key not in self.skipped:
                self.made[key] = now
                self.late |= {key} if told.is_late else set()

    def _settle(self, slot: DueSlot) -> None:
        self.listed.append(slot.slot.key)
        self.after = max(self.after, slot.at)


@pytest.mark.parametrize(("tz", "local", "expected"), SHIFTS)
def test_a_slot_in_a_gap_or_a_fold_has_one_instant(tz: str, local: str, expected: str) -> None:
    at = datetime.fromisoformat(local)
    assert instant(at.date(), at.time(), zone(tz)) == utc(expected)


@pytest.mark.parametrize(("tz", "local", "expected"), SHIFTS)
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_it_is_made_once_and_at_that_instant_however_the_clock_ticks(
    tz: str, local: str, expected: str, seed: int | None
) -> None:
    """``None`` ticks every minute; a seed ticks at random distances and forgets now and then how far it was."""
    at, due_at = datetime.fromisoformat(local), utc(expected)
    books = Books(subscription(f"{at:%H:%M}", tz=tz, days=(at.weekday(),)), due_at - 3 * HOUR)
    dice = random.Random(seed)  # noqa: S311 - the same ticks every time
    now, before = books.after, books.after
    while now < due_at + 20 * HOUR and not (books.made and now > due_at + 4 * HOUR):
        before, now = now, now + (dice.randint(1, 9) if seed else 1) * MINUTE
        books.tick(now)
        if seed and dice.random() < 0.2:
            books.after = now - dice.randint(1, 90) * MINUTE  # a restart: the store tells what is made
        if before < due_at <= now:
            assert books.made == {f"s/{at:%Y-%m-%d}/{at:%H:%M}": now}
    assert len(books.made) == 1
    assert not books.late
    assert not books.skipped
    assert seed or len(books.listed) == 1


@pytest.mark.skipif(not ROWS.is_file(), reason="the hostile slots are not part of the repository")
def test_every_hostile_slot_is_made_once_at_the_first_valid_instant() -> None:
    """A row whose change a later law took away is a slot like any other; that too falls due once."""
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    shifted = 0
    for row in rows:
        tz, at = zone(row["tz"]), datetime.fromisoformat(row["slot"])
        change = datetime.fromisoformat(row["transition_utc"])
        before, after = offset(change - timedelta(seconds=1), tz), offset(change, tz)
        is_shifted = after - before == timedelta(minutes=row["shift_min"])
        shifted += is_shifted
        first = change if is_shifted and row["kind"] == "gap" else (at - before).replace(tzinfo=UTC)
        assert instant(at.date(), at.time(), tz) == first, row
        books = Books(subscription(f"{at:%H:%M}", tz=row["tz"]), change - 4 * HOUR)
        for minutes in range(8 * 60):
            books.tick(change - 4 * HOUR + minutes * MINUTE)
        assert books.made == {f"s/{at:%Y-%m-%d}/{at:%H:%M}": first}, row
        assert books.listed == list(books.made), row
    assert shifted >= len(rows) * 0.9


def offset(at: datetime, tz: ZoneInfo) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta(0)


def changes(tz: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Every change of a zone's offset, to the second, by looking at every fifth day."""
    step = 5 * DAY
    while first < last:
        if offset(first, tz) != offset(first + step, tz):
            short, past = 0, int(step.total_seconds())
            while past - short > 1:
                middle = (short + past) // 2
                here = offset(first + timedelta(seconds=middle), tz)
                short, past = (middle, past) if here == offset(first, tz) else (short, middle)
            yield first + timedelta(seconds=past)
        first += step


def test_no_zone_of_the_world_has_a_slot_that_falls_due_twice_or_never() -> None:
    """Around each change of six years: an instant shows its own local time or is the change, and none runs backwards."""
    for name in sorted(zoneinfo.available_timezones()):
        if name in ("localtime", "Factory"):
            continue
        tz = zone(name)
        for change in changes(tz, utc("2021-01-01"), utc("2027-01-01")):
            before = (change - timedelta(seconds=1)).astimezone(tz).replace(tzinfo=None)
            found = []
            for minutes in range(-130, 131, 13):
                local = before.replace(second=0) + minutes * MINUTE
                at = instant(local.date(), local.time(), tz)
                shown = at.astimezone(tz)
                assert shown.fold == 0, (name, local)
                assert shown.replace(tzinfo=None) == local or at == change, (name, local)
                found.append(at)
            assert found == sorted(found), name


def test_slots_that_meet_at_the_end_of_a_gap_make_one_digest() -> None:
    books = Books(subscription("02:15", "02:45", "03:00", tz="Europe/Berlin"), utc("2026-03-29T00:00"))
    books.tick(utc("2026-03-29T01:00"))
    assert list(books.made) == ["s/2026-03-29/03:00"]
    assert books.skipped == dict.fromkeys(
        ("s/2026-03-29/02:15", "s/2026-03-29/02:45"), "the digest of 03:00 was made instead"
    )


def test_slots_fall_due_on_their_weekdays_in_their_own_zone() -> None:
    monday = subscription("08:00", tz="Pacific/Auckland", days=(0,))
    assert keys(due(monday, utc("2026-11-01"), utc("2026-11-16"))) == [
        *("2026-11-02/08:00", "2026-11-09/08:00", "2026-11-16/08:00")
    ]
    assert due(monday, utc("2026-11-01"), utc("2026-11-02"))[0].at == utc("2026-11-01T19:00")


def test_the_start_of_a_span_is_not_part_of_it_and_its_end_is() -> None:
    daily = subscription("08:00", "08:00:30")
    assert keys(due(daily, utc("2026-11-01T08:00"), utc("2026-11-02T08:00"))) == ["2026-11-02/08:00"]
    assert due(daily, utc("2026-11-02T08:00"), utc("2026-11-02T08:00")) == ()
    assert due(daily, utc("2026-11-03"), utc("2026-11-02")) == ()  # the clock went back


def test_the_next_slot_is_found_and_a_subscription_without_any_has_none() -> None:
    found = next_due(subscription("18:00", "08:00"), utc("2026-11-24T09:00"))
    assert found == DueSlot(Slot("s", date(2026, 11, 24), time(18)), utc("2026-11-24T18:00"))
    assert next_due(subscription(), utc("2026-11-24")) is None
    assert next_due(subscription("08:00", days=()), utc("2026-11-24")) is None
    friday = subscription(
        "12:00", tz="Pacific/Apia", days=(4,)
    )  # that of 30 December 2011 is due on Saturday
    assert next_due(friday, utc("2011-12-29")) == DueSlot(
        Slot("s", date(2011, 12, 30), time(12)), utc("2011-12-30T10:00")
    )


def test_years_of_slots_cost_no_more_than_two_months_and_the_caller_can_tell() -> None:
    daily, now = subscription("08:00"), utc("2026-11-24T12:00")
    assert len(due(daily, utc("1990-01-01"), now)) == 60
    assert earliest(utc("1990-01-01"), now) == utc("2026-09-25T12:00")
    assert earliest(utc("2026-11-01"), now) == utc("2026-11-01")


def test_quiet_hours_hold_then_release_one_digest_of_its_own_date() -> None:
    books = Books(subscription("21:00", "23:00", "06:00", quiet=NIGHT), utc("2026-11-24T20:00"))
    for minutes in range(12 * 60):
        books.tick(utc("2026-11-24T20:00") + minutes * MINUTE)
    assert books.made == {
        "s/2026-11-24/21:00": utc("2026-11-24T21:00"),
        "s/2026-11-25/06:00": utc("2026-11-25T07:00"),
    }
    assert not books.late
    assert books.skipped == {"s/2026-11-24/23:00": "the digest of 06:00 on 25 November was made instead"}


def test_a_slot_held_over_midnight_keeps_its_date() -> None:
    (held,) = due(subscription("23:00", quiet=NIGHT), utc("2026-11-24T22:00"), utc("2026-11-25T08:00"))
    assert held == DueSlot(Slot("s", date(2026, 11, 24), time(23)), utc("2026-11-25T07:00"))


def test_what_was_missed_is_not_made_up_for_in_quiet_hours() -> None:
    books = Books(subscription("21:00", quiet=NIGHT), utc("2026-11-24T20:00"))
    books.tick(utc("2026-11-25T03:00"))
    assert not books.listed
    books.tick(utc("2026-11-25T07:00"))
    assert books.late == {"s/2026-11-24/21:00"}


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (("22:00", "07:00"), "2026-11-24T21:59", None),
        (("22:00", "07:00"), "2026-11-24T22:00", "2026-11-25T07:00"),
        (("22:00", "07:00"), "2026-11-25T06:59", "2026-11-25T07:00"),
        (("22:00", "07:00"), "2026-11-25T07:00", None),
        (("12:00", "14:00"), "2026-11-24T13:00", "2026-11-24T14:00"),
        (("12:00", "14:00"), "2026-11-24T11:00", None),
        (("00:00", "06:00"), "2026-11-24T00:00", "2026-11-24T06:00"),
        (("18:00", "00:00"), "2026-11-24T23:59", "2026-11-25T00:00"),
        (("09:00", "09:00"), "2026-11-24T09:00", None),  # never all day: that shipped elsewhere
        (("00:00", "00:00"), "2026-11-24T12:00", None),
    ],
)
def test_quiet_hours_hold_from_their_start_up_to_their_end(
    quiet: tuple[str, str], now: str, until: str | None
) -> None:
    start, end = map(time.fromisoformat, quiet)
    given = subscription("08:00", quiet=Quiet(start, end))
    assert quiet_until(given, utc(now)) == (utc(until) if until else None)
    assert is_quiet(given, utc(now)) is bool(until)


@pytest.mark.parametrize(
    ("tz", "quiet", "now", "until"),
    [
        ("Europe/Berlin", ("22:00", "07:00"), "2026-03-28T22:00", "2026-03-29T05:00"),  # a night of 8 hours
        ("Europe/Berlin", ("22:00", "07:00"), "2026-10-24T21:00", "2026-10-25T06:00"),  # and one of 10
        (
            "Europe/Berlin",
            ("22:00", "02:30"),
            "2026-03-29T00:59",
            "2026-03-29T01:00",
        ),  # its end is in the gap
        (
            "Europe/Berlin",
            ("22:00", "02:30"),
            "2026-10-25T00:29",
            "2026-10-25T00:30",
        ),  # in the fold: first pass
        ("Europe/Berlin", ("22:00", "02:30"), "2026-10-25T01:15", None),  # and not again in the second
        (
            "Europe/Berlin",
            ("02:30", "06:00"),
            "2026-10-25T01:15",
            "2026-10-25T05:00",
        ),  # held through both passes
        (
            "Europe/Berlin",
            ("02:50", "02:10"),
            "2026-03-28T12:00",
            "2026-03-30T00:10",
        ),  # one ends as one begins
        ("Pacific/Apia", ("22:00", "07:00"), "2011-12-30T09:00", "2011-12-30T17:00"),  # the morning never was
    ],
)
def test_quiet_hours_follow_the_local_clock_over_its_changes(
    tz: str, quiet: tuple[str, str], now: str, until: str | None
) -> None:
    start, end = map(time.fromisoformat, quiet)
    given = subscription(tz=tz, quiet=Quiet(start, end))
    assert quiet_until(given, utc(now)) == (utc(until) if until else None)


def test_a_digest_is_late_after_its_grace_and_given_up_when_it_is_stale() -> None:
    (slot,) = due(subscription("08:00"), utc("2026-11-24"), utc("2026-11-24T09:00"))
    on_time = catch_up([slot], slot.at + timedelta(seconds=GRACE_S))
    assert (on_time.make, on_time.is_late) == (slot, False)
    assert catch_up([slot], slot.at + timedelta(seconds=GRACE_S + 1)).is_late
    assert catch_up([slot], slot.at + timedelta(seconds=STALE_S)).make == slot
    stale = catch_up([slot], slot.at + timedelta(seconds=STALE_S + 1))
    assert stale.make is None
    assert stale.skipped == ((slot, "more than 12 hours had passed before it could be made"),)
    assert catch_up([], slot.at).make is None
    assert catch_up([slot], slot.at - MINUTE).skipped == ()


def test_the_wait_for_the_next_digest_decides_how_long_one_is_worth_making() -> None:
    def worth(given: Subscription) -> float:
        found = next_due(given, utc("2026-11-23"))
        assert found
        return stale_s(given, found) / 3600

    assert worth(subscription("08:00")) == 12
    assert worth(subscription("08:00", "18:00")) == 12
    assert worth(subscription("08:00", days=(0,))) == 84


def test_c3_three_days_off_give_one_late_digest() -> None:
    books = Books(subscription("08:00", "18:00", tz="Europe/Kyiv"), utc("2026-11-20T17:00"))
    books.tick(utc("2026-11-23T17:00"))
    assert list(books.made) == ["s/2026-11-23/18:00"]
    assert books.late == set(books.made)
    assert list(books.skipped.values()) == [
        *["the digest of 18:00 on 23 November was made instead"] * 4,
        "the digest of 18:00 was made instead",
    ]
    books.tick(utc("2026-11-23T17:01"))
    assert len(books.made) == 1


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY, -10 * MINUTE])
@pytest.mark.parametrize("knows", [True, False])
def test_c2_a_clock_that_jumps_and_comes_back_makes_no_slot_twice_and_drops_none_unsaid(
    jump: timedelta, knows: bool
) -> None:
    """With ``knows`` false each tick asks from a day back, as after a restart that lost how far it was."""
    books = Books(subscription("08:00", "08:30", "18:00", tz="Europe/Berlin"), utc("2026-10-23T00:00"))
    for minutes in range(4 * 24 * 60):
        now = utc("2026-10-23T00:00") + minutes * MINUTE
        is_off = 1 <= (minutes - 500) // 300 % 4 <= 2
        if not knows:
            books.after = min(books.after, now - DAY)
        books.tick(now + jump if is_off else now)
    whole = due(books.subscription, utc("2026-10-23T00:00"), utc("2026-10-27T00:00"))
    assert {slot.slot.key for slot in whole} <= books.made.keys() | books.skipped.keys()
    assert not books.made.keys() & books.skipped.keys()


@pytest.mark.parametrize(
    ("old", "new"), [("Europe/Kyiv", "America/New_York"), ("America/New_York", "Europe/Kyiv")]
)
@pytest.mark.parametrize("minutes_after", [-400, -1, 0, 1, 400])
def test_c4_a_zone_changed_around_a_slot_makes_no_date_twice(old: str, new: str, minutes_after: int) -> None:
    given = subscription("08:00", tz=old)
    books = Books(given, instant(date(2026, 11, 22), time(12), zone(old)))
    change = instant(date(2026, 11, 24), time(8), zone(old)) + minutes_after * MINUTE
    now = books.after
    while now < utc("2026-11-26T22:00"):
        now += MINUTE
        if now == change:
            books.subscription = replace(given, tz=new)
        books.tick(now)
    dates = ["s/2026-11-23/08:00", "s/2026-11-24/08:00", "s/2026-11-25/08:00", "s/2026-11-26/08:00"]
    assert sorted({*books.made, *books.skipped}) == dates
    assert not books.made.keys() & books.skipped.keys()


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 45, 59]))
subscriptions = st.builds(
    lambda slots, days, tz, quiet: replace(
        subscription(tz=tz, days=tuple(days)), slots=tuple(slots), quiet=Quiet(*quiet) if quiet else None
    ),
    st.lists(times, max_size=5),
    st.sets(st.integers(0, 6)),
    st.sampled_from(sorted({tz for tz, *_ in SHIFTS})),
    st.none() | st.tuples(times, times),
)


@settings(max_examples=150, deadline=None)
@given(
    subscriptions,
    st.sampled_from([utc(expected) for *_, expected in SHIFTS]),
    st.lists(st.integers(1, 5_000), min_size=1, max_size=40),
)
def test_each_slot_of_any_subscription_is_made_or_skipped_once_however_the_clock_ticks(
    given: Subscription, change: datetime, steps: list[int]
) -> None:
    books = Books(given, change - 2 * DAY)
    begin = now = books.after
    for step in steps:
        now += step * MINUTE
        made = len(books.made)
        books.tick(now)
        assert len(books.made) <= made + 1
        assert len(books.made) == made or not is_quiet(given, now)
    now = quiet_until(given, now) or now
    books.tick(now)
    expected = [
        (day, at)
        for day in (begin.date() + days * DAY for days in range(-4, (now - begin).days + 5))
        for at in sorted(set(given.slots))
        if day.weekday() in given.days and begin < released(given, day, at) <= now
    ]
    assert books.listed == [Slot("s", day, at).key for day, at in expected]
    assert {*books.made, *books.skipped} == {*books.listed}


def released(given: Subscription, day: date, at: time) -> datetime:
    due_at = instant(day, at, zone(given.tz))
    return quiet_until(given, due_at) or due_at


@settings(max_examples=100, deadline=None)
@given(subscriptions, st.sampled_from([utc(expected) for *_, expected in SHIFTS]), st.integers(-3_000, 3_000))
def test_the_next_slot_is_the_first_of_the_coming_ones(
    given: Subscription, change: datetime, minutes: int
) -> None:
    after = change + minutes * MINUTE
    coming = due(given, after, after + 14 * DAY)
    assert next_due(given, after) == (coming[0] if coming else None)
    assert [slot.at for slot in coming] == sorted(slot.at for slot in coming)


def test_a_slot_held_by_quiet_hours_that_are_lifted_is_made_at_once() -> None:
    night = Quiet(time(22), time(7))
    old = subscription("23:00", tz="Europe/Berlin", quiet=night)
    now = datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert rescheduled(old, replace(old, quiet=None), now) == datetime(2026, 11, 23, 22, tzinfo=UTC)
    shorter = replace(old, quiet=Quiet(time(22), time(5)))
    assert rescheduled(old, shorter, now) == datetime(2026, 11, 24, 4, tzinfo=UTC)
    assert rescheduled(None, old, now) == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_another_hour_that_has_passed_today_waits_for_tomorrow() -> None:
    old = subscription("12:00")
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert rescheduled(old, replace(old, slots=(time(8),)), now) == datetime(2026, 11, 25, 8, tzinfo=UTC)
