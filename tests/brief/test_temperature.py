"""How tense it is between two parties, by local day, in figures and in words."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.brief.temperature import (
    DAYS,
    MOST,
    NAME_CHARS,
    Reading,
    Series,
    degrees,
    degrees_text,
    describe,
    drawable,
    is_worth_drawing,
    series,
    shorten,
)
from bot.types import Direction, Severity

UP, DOWN, NEUTRAL = Direction.UP, Direction.DOWN, Direction.NEUTRAL
GRAVE = [Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL]
UNTIL = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def reading(
    days_ago: float = 0,
    direction: Direction = UP,
    severity: Severity = Severity.HIGH,
    score: float = -9.5,
    pair: str = "Ecuador / Peru",
) -> Reading:
    return Reading(NOON - timedelta(days=days_ago), pair, direction, severity, score)


def one(*readings: Reading) -> Series:
    (made,) = series(readings, ["Ecuador / Peru"], UNTIL, UTC)
    return made


def made(pair: str, *values: float) -> Series:
    """Fourteen days that end with ``values``."""
    whole = (0.0,) * (DAYS - len(values)) + values
    return Series(pair, UNTIL, whole, tuple(int(bool(value)) for value in whole))


def test_severity_comes_first_and_the_score_orders_within_it() -> None:
    for lower, higher in pairwise(GRAVE):
        assert degrees(UP, lower, -10) == degrees(UP, higher, 0) == 2 * degrees(UP, lower, 0)
    assert degrees(UP, Severity.HIGH, -9.5) > degrees(UP, Severity.HIGH, -6)
    assert degrees(UP, Severity.LOW, -99) == 2


def test_what_eases_counts_as_much_as_what_escalates() -> None:
    for severity in GRAVE:
        assert degrees(DOWN, severity, 7.5) == -degrees(UP, severity, -7.5)
    assert one(reading(), reading(direction=DOWN, score=9.5)).values[-1] == 0
    assert one(reading(), reading(direction=DOWN, score=9.5)).counts[-1] == 2


def test_what_does_neither_and_what_is_of_no_severity_is_left_out() -> None:
    calm = one(reading(direction=NEUTRAL), reading(severity=Severity.NONE))
    assert not any(calm.values)
    assert not any(calm.counts)


def test_many_reports_of_one_deed_are_not_as_many_deeds() -> None:
    once = one(reading()).values[-1]
    told = one(*[reading()] * 8)
    assert told.values[-1] == 4 * once
    assert told.counts[-1] == 8
    assert one(reading(), reading(score=-6)).values[-1] == pytest.approx(
        once + 6.4
    )  # another deed counts in full


def test_days_are_local_and_those_outside_are_left_out() -> None:
    late = Reading(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "a", UP, Severity.LOW, 0)
    early = Reading(datetime(2026, 11, 10, 21, 59, tzinfo=UTC), "a", UP, Severity.LOW, 0)
    future = Reading(datetime(2026, 11, 24, 22, 0, tzinfo=UTC), "a", UP, Severity.LOW, 0)
    (there,) = series([late, early, future], ["a"], UNTIL, ZoneInfo("Europe/Kyiv"))
    assert there.counts == (0,) * 13 + (1,)
    (here,) = series([late], ["a"], UNTIL, UTC)
    assert here.counts == (0,) * 12 + (1, 0)
    assert here.day(12) == date(2026, 11, 23)
    assert here.day(0) == date(2026, 11, 11)


def test_pairs_keep_their_order_and_know_nothing_of_each_other() -> None:
    told = series([reading(pair="b"), reading(pair="c")], ["a", "b"], UNTIL, UTC, days=3)
    assert [(it.pair, it.counts) for it in told] == [("a", (0, 0, 0)), ("b", (0, 0, 1))]


def test_the_order_of_events_makes_no_difference() -> None:
    events = [reading(score=score, severity=severity) for score in (-9.5, -3.3, -0.1) for severity in GRAVE]
    assert len({one(*events[n:], *events[:n]).values for n in range(len(events))}) == 1
    assert len({one(*order).values for order in permutations(events[:5])}) == 1


def test_four_days_with_events_of_one_pair_are_enough_to_draw() -> None:
    assert not is_worth_drawing([made("a", 1, 2, 3), made("b", 1, 2, 3), made("c")])
    assert is_worth_drawing([made("a", 1), made("b", 1, 0, 2, 3, -4)])
    assert not is_worth_drawing([])
    cancelled = Series("a", UNTIL, (0.0,) * DAYS, (2,) * DAYS)
    assert is_worth_drawing([cancelled])


def test_a_chart_shows_the_first_pairs_that_have_events() -> None:
    many = [made("none"), *(made(str(n), 1) for n in range(6))]
    assert [it.pair for it in drawable(many)] == ["0", "1", "2", "3"]
    assert len(drawable(many)) == MOST


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            made("Ecuador / Peru", 3.4, 11.2, 18.4, 7.8, -5.7),
            "Ecuador / Peru, 11 to 24 Nov 2026: no events until 19 Nov, then on 5 days; hottest on 22 Nov (+18), coolest on 24 Nov (−6).",
        ),
        (
            made("A / B", 2, 2, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            "A / B, 11 to 24 Nov 2026: events on 3 of 14 days, none after 15 Nov; hottest on 15 Nov (+5), nothing eased.",
        ),
        (
            made("A / B", -0.4),
            "A / B, 11 to 24 Nov 2026: events on 24 Nov only; coolest on 24 Nov (−1), nothing escalated.",
        ),
        (
            Series("A / B", date(2027, 1, 3), (0.0,) * 14, (2,) * 14),
            "A / B, 21 Dec 2026 to 3 Jan 2027: events on 14 of 14 days; what escalated and what eased is even.",
        ),
        (
            Series("A / B", date(2026, 12, 2), (1.0,) * 14, (1,) * 14),
            "A / B, 19 Nov to 2 Dec 2026: events on 14 of 14 days; hottest on 19 Nov (+1), nothing eased.",
        ),
    ],
)
def test_a_pair_is_described_in_plain_words(told: Series, words: str) -> None:
    assert describe([told]) == words


def test_several_pairs_are_described_one_after_the_other_and_briefly() -> None:
    assert describe([made("A / B", 1, 2), made("C / D"), made("E / F", -4, 2)]) == (
        "Tension, 11 to 24 Nov 2026. A / B: no events until 22 Nov, then on 2 days; hottest on 24 Nov (+2), nothing eased. "
        "E / F: no events until 22 Nov, then on 2 days; hottest on 24 Nov (+2), coolest on 23 Nov (−4)."
    )
    assert describe([made("none")]) == ""
    long = Series("W" * 500, UNTIL, (0.0,) * 3 + (-99.0, 99.0) + (0.0,) * 9, (0,) * 3 + (1, 1) + (0,) * 9)
    assert len(describe([long] * 6)) < 1_000


def test_names_come_on_one_line_without_what_turns_text_around() -> None:
    assert shorten(" A\u202e\n/\t\x00B ") == "A / B"
    assert len(shorten("x" * 500)) == NAME_CHARS


@given(st.lists(st.floats(-500, 500, allow_nan=False), min_size=1, max_size=14), st.text(max_size=80))
def test_any_figures_and_names_can_be_told(values: list[float], name: str) -> None:
    told = Series(name, UNTIL, tuple(values), (1,) * len(values))
    assert describe([told]).isprintable()
    assert all(degrees_text(value) != "0" for value in values if value)
