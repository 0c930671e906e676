"""Alerts: what is told between digests, when, and what becomes of it afterwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.outgoing.alerting import APART, OLD
from bot.outgoing.alerts import LIFE, Alerted
from bot.store.outbox_records import DeliveryRecord
from bot.types import Action, Alerts, Kind, Quiet, Rule, Severity
from tests.contracts.making import START, Clock
from tests.outgoing.newsroom import (
    COPY,
    DESK,
    FERRY,
    NINETEEN,
    OTHER,
    SEVENTEEN,
    SHELLING,
    THREAT,
    TRUCE,
    WAR,
    Desk,
    desk,
    message,
)

HIGH = Alerts(Severity.HIGH, 6 * 3_600.0)


def kinds(one: Desk) -> list[tuple[Kind, Action]]:
    return [(post.kind, post.action) for post in one.posts()]


def told(one: Desk, post: DeliveryRecord) -> str:
    return message(one.store, post.key).fallback


ALERT = (Kind.ALERT, Action.POST)
REPLY = (Kind.UPDATE, Action.REPLY)
EDIT = (Kind.UPDATE, Action.EDIT)


def test_a_story_that_crosses_the_threshold_is_an_alert_and_no_other_is(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING, FERRY, THREAT)
    assert one.alerts.once() == Alerted(alerts=1)
    (post,) = one.posts()
    assert (post.kind, post.action) == ALERT
    assert (post.due_at, post.expires_at) == (START, START + LIFE)
    assert SHELLING.headline in told(one, post)
    assert one.alerts.once() == Alerted()


def test_a_calming_story_is_an_alert_too_if_it_is_grave_enough(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(TRUCE)
    assert one.alerts.once() == Alerted(alerts=1)


def test_what_was_there_before_we_looked_is_never_an_alert(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING, is_baseline=True)
    assert one.alerts.once() == Alerted()
    one.clock.forward(600)
    one.publish(SEVENTEEN)  # now it is news
    assert one.alerts.once() == Alerted(alerts=1)


def test_what_happened_before_somebody_asked_for_alerts_is_none(one: Desk) -> None:
    one.publish(SHELLING)
    assert one.alerts.once() == Alerted()
    one.subscribe(alerts=HIGH)
    one.tick(minutes=5)
    assert one.posts() == []


def test_old_news_is_left_to_the_digest(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.clock.at += OLD
    assert one.alerts.once() == Alerted()


def test_nobody_is_alerted_of_what_the_rule_does_not_ask_for_or_what_is_muted(one: Desk) -> None:
    one.subscribe(alerts=HIGH, rule=Rule(words=("ferry",)))
    one.subscribe("s2", channel=OTHER, alerts=HIGH)
    one.publish(SHELLING)
    one.store.mute(OTHER, one.story("Shelling"))
    assert one.alerts.once() == Alerted()


def test_a_paused_channel_gets_no_alert(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.store.pause_channel(DESK, "gone")
    one.publish(SHELLING)
    assert one.alerts.once() == Alerted()


def test_two_subscriptions_of_one_channel_alert_once(one: Desk) -> None:
    one.subscribe("s1", alerts=HIGH)
    one.subscribe("s2", alerts=HIGH)
    one.subscribe("s3", channel=OTHER, alerts=HIGH)
    one.publish(SHELLING)
    assert one.alerts.once() == Alerted(alerts=2)
    assert [post.channel for post in one.posts()] == [DESK, OTHER]


def test_what_a_digest_told_is_no_alert_unless_it_changed(one: Desk) -> None:
    one.subscribe("s1", "13:00")
    one.subscribe("s2", alerts=HIGH)
    one.publish(SHELLING)
    one.clock.forward(3_600)
    one.rounds.once()
    assert one.alerts.once() == Alerted()
    one.clock.forward(APART.total_seconds())
    one.publish(SEVENTEEN)
    assert one.alerts.once() == Alerted(alerts=1)
    assert kinds(one)[1] == ALERT  # it has no message of its own yet
    one.clock.forward(APART.total_seconds())
    one.publish(NINETEEN)
    assert one.alerts.once() == Alerted(updates=1)


def test_what_an_alert_told_is_not_told_again_by_the_digest(one: Desk) -> None:
    one.subscribe("s1", "13:00", alerts=HIGH)
    one.publish(SHELLING)
    one.tick(minutes=1)
    one.tick(hours=1)
    assert [slot.told for slot in one.store.slots()] == [0]


def test_a_story_has_one_living_message(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    for minutes, report in ((20, SEVENTEEN), (20, NINETEEN)):
        one.clock.forward(minutes * 60)
        one.publish(report)
        one.tick()
    assert kinds(one) == [ALERT, REPLY, EDIT, REPLY, EDIT]
    assert len(set(one.sent())) == 5
    first = one.sent()[0]
    (job,) = one.store.claim_deliveries("courier", platforms=["terminal"], limit=9, lease_s=60)
    assert job.delivery.key == first
    with one.store._db.engine.connect() as connection:
        targets = connection.exec_driver_sql("SELECT target FROM deliveries ORDER BY id").scalars().all()
    assert list(targets) == ["", first, first, first, first]


def test_a_graver_turn_waits_for_nothing(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    one.clock.forward(5)
    one.publish(WAR)
    (story,) = one.store.stories()
    assert one.alerts.once() == Alerted(updates=1)
    assert one.store.told(DESK, [story.id])[story.id].severity is Severity.CRITICAL


def test_a_high_story_never_mutes_a_critical_one(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(TRUCE)
    one.tick()
    one.clock.forward(5)
    one.publish(WAR)
    one.tick()
    assert kinds(one) == [ALERT, ALERT]


def test_a_materially_new_fact_waits_a_quarter_of_an_hour_and_no_longer(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    one.clock.forward(60)
    one.publish(SEVENTEEN)
    assert one.alerts.once() == Alerted(held=1)
    one.tick(minutes=5)
    one.publish(NINETEEN)
    one.tick(minutes=5)
    assert kinds(one) == [ALERT]
    one.tick(minutes=4)
    assert kinds(one) == [ALERT, REPLY, EDIT]
    assert "19" in told(one, one.posts()[1])  # what is known by now, in one message
    one.tick(days=1)
    assert kinds(one) == [ALERT, REPLY, EDIT]


def test_a_further_report_without_anything_new_is_no_update(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    one.clock.forward(7 * 3_600)
    one.publish(COPY)
    assert one.alerts.once() == Alerted()


def test_a_cooldown_shorter_than_a_quarter_of_an_hour_is_kept(one: Desk) -> None:
    one.subscribe(alerts=Alerts(Severity.HIGH, 60.0))
    one.publish(SHELLING)
    one.tick()
    one.clock.forward(61)
    one.publish(SEVENTEEN)
    assert one.alerts.once() == Alerted(updates=1)


def test_quiet_hours_hold_an_alert_and_release_the_story_as_it_is_then(one: Desk) -> None:
    one.subscribe(alerts=HIGH, quiet=Quiet(time(11), time(14)))
    one.publish(SHELLING)
    assert one.alerts.once() == Alerted(held=1)
    one.clock.forward(3_600)
    one.publish(SEVENTEEN)
    one.tick()
    assert one.posts() == []
    one.tick(minutes=59)
    assert one.posts() == []
    one.tick(minutes=1)
    assert kinds(one) == [ALERT]
    words = repr(message(one.store, one.sent()[0]).blocks)
    assert SEVENTEEN.headline in words or "At least 17" in words
    assert one.store.released() == ()
    one.tick(days=1)
    assert kinds(one) == [ALERT]


def test_what_was_held_for_so_long_that_it_is_old_is_left_to_the_digest(one: Desk) -> None:
    one.subscribe(alerts=HIGH, quiet=Quiet(time(12), time(11)))
    one.publish(SHELLING)
    one.tick()
    one.tick(hours=23)
    assert one.posts() == []
    assert one.store.released() == ()


def test_what_is_held_for_a_subscription_that_is_gone_or_paused_is_let_go(one: Desk) -> None:
    quiet = Quiet(time(11), time(14))
    one.subscribe("s1", alerts=HIGH, quiet=quiet)
    one.subscribe("s2", channel=OTHER, alerts=HIGH, quiet=quiet)
    one.publish(SHELLING)
    assert one.alerts.once() == Alerted(held=2)
    one.store.remove_subscription("s1")
    one.store.pause_channel(OTHER, "gone")
    one.tick(hours=2)
    assert one.posts() == []
    assert one.store.released() == ()


def test_a_clock_that_went_back_holds_no_alert_for_ever(one: Desk) -> None:
    one.subscribe(alerts=HIGH, quiet=Quiet(time(11), time(14)))
    one.clock.forward(days=10)
    one.publish(SHELLING)
    one.tick()
    one.clock.forward(days=-10)
    one.tick(hours=2)
    assert one.store.released() == ()


def test_an_alert_that_was_lost_is_told_again_when_its_story_changes(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    one.lose()
    one.clock.forward(60)
    one.publish(SEVENTEEN)
    assert one.alerts.once() == Alerted(alerts=1)
    assert kinds(one) == [ALERT, ALERT]
    assert len(set(one.sent())) == 2


def test_a_story_that_was_told_and_merged_goes_on_under_its_first_message(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING, TRUCE)
    one.tick()
    with one.store.placing() as table:
        table.merge(one.story("Shelling"), one.story("ceasefire"))
    assert one.alerts.once() == Alerted()  # nothing of it is new
    one.clock.forward(APART.total_seconds())
    one.publish(SEVENTEEN)
    one.tick()
    assert kinds(one) == [ALERT, ALERT, REPLY, EDIT]
    (known,) = one.store.told(DESK, [one.store.stories()[0].id]).values()
    assert known.post == one.sent()[0]


def test_an_alert_that_cannot_be_made_stops_no_other(one: Desk) -> None:
    one.subscribe("s1", alerts=HIGH)
    bad = replace(one.subscribe("s2", channel=OTHER, alerts=HIGH), tz="Mars/Olympus")
    one.store.put_subscription(bad, None)
    one.subscribe("s3", channel=replace(OTHER, id="third"), alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    assert [post.channel.id for post in one.posts()] == ["desk", "third"]
    assert len(one.complaints) == 1
    assert "s2" in one.complaints[0]


def test_work_that_is_stopped_is_weighed_later(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    assert one.alerts.once(lambda: False) == Alerted()
    assert one.alerts.once() == Alerted(alerts=1)


@pytest.fixture
def desks(url: str, clock: Clock) -> Iterator[list[Desk]]:
    """Three processes on one database."""
    with ExitStack() as stack:
        yield [stack.enter_context(desk(url, clock, f"owner{n}")) for n in range(3)]


def test_processes_that_weigh_the_same_stories_at_once_alert_once(desks: list[Desk], clock: Clock) -> None:
    first = desks[0]
    for number in range(5):
        first.subscribe(f"s{number}", channel=replace(DESK, id=f"c{number}"), alerts=HIGH)
    first.subscribe("again", channel=replace(DESK, id="c1"), alerts=HIGH)
    for reports in ((SHELLING, TRUCE), (SEVENTEEN,)):
        first.publish(*reports)
        with ThreadPoolExecutor(3) as threads:
            list(threads.map(lambda one: one.alerts.once(), desks))
        for one in desks:
            one.alerts.once()
        clock.at += timedelta(hours=1)
    alerts = [post for post in first.posts() if post.kind is Kind.ALERT]
    updates = [post for post in first.posts() if post.action is Action.REPLY]
    assert (len(alerts), len(updates)) == (10, 5)
    assert len(first.posts()) == 20
    assert [line for one in desks for line in one.complaints] == []


def test_a_digest_and_an_alert_made_at_once_tell_a_story_once(desks: list[Desk], clock: Clock) -> None:
    first = desks[0]
    for number in range(12):
        channel = replace(DESK, id=f"c{number}")
        first.subscribe(f"s{number}", "13:00", channel=channel, alerts=HIGH)
    clock.at += timedelta(minutes=59)
    first.publish(SHELLING)
    clock.at += timedelta(minutes=1)
    with ThreadPoolExecutor(3) as threads:
        weighing = threads.submit(desks[1].alerts.once)
        making = [threads.submit(one.rounds.once) for one in (desks[0], desks[2])]
        weighing.result()
        assert sum(each.result().made for each in making) == 12
    story = first.story("Shelling")
    times = [first.store.told(replace(DESK, id=f"c{n}"), [story])[story].times for n in range(12)]
    assert times == [1] * 12
    assert len(first.store.slots()) == 12
