"""What goes wrong between making a message and its arrival: nothing is told twice for it, and nothing is lost."""

from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import update

from bot.deliver.outbox import Change
from bot.outgoing.alerting import APART
from bot.outgoing.alerts import LIFE
from bot.store.delivery_records import Telling
from bot.store.delivery_tables import deliveries, subscriptions
from bot.types import Action, Alerts, Channel, Delivery, Heading, Kind, Message, Quiet, Rule, Severity, State
from tests.outgoing.newsroom import DESK, FERRY, ORCHESTRA, OTHER, SHELLING, WAR, Desk, message

HIGH = Alerts(Severity.HIGH, 6 * 3_600.0)


def arrived(one: Desk, key: str) -> None:
    sent = update(deliveries).where(deliveries.c.key == key)
    one.store._db.write(lambda c: c.execute(sent.values(state=State.SENT, settled_at=one.clock.at)))


def posted(one: Desk) -> list[tuple[Kind, Action]]:
    """Let a courier post all that is due; what that was."""
    done = []
    while jobs := one.store.claim_deliveries("c", platforms=["terminal"], limit=9, lease_s=60):
        for job in jobs:
            done.append((job.delivery.kind, job.delivery.action))
            one.store.freeze_parts("c", job.id, ["x"], lease_s=60)
            one.store.begin_part("c", job.id, 0, lease_s=60)
            one.store.apply_change("c", job.id, Change(State.SENT, refs=((0, "r"),)), lease_s=60)
    return done


def test_a_lost_change_of_a_story_that_was_told_before_is_told_by_the_next_digest(one: Desk) -> None:
    one.subscribe("s1", "08:00")
    one.publish(SHELLING)
    one.tick(days=1)
    arrived(one, one.sent()[0])
    one.publish(WAR)
    one.tick(days=1)
    assert one.store.slots()[0].told == 1
    one.lose()
    one.tick(days=1)
    assert one.store.slots()[0].told == 1


def test_a_lost_weekly_digest_is_told_by_the_next(one: Desk) -> None:
    one.subscribe("s1", "08:00", days=(one.clock.at.weekday(),))
    one.tick(days=7)
    one.publish(SHELLING)
    one.tick(days=7)
    assert one.store.slots()[0].told == 1
    one.lose()
    one.tick(days=7)
    assert one.store.slots()[0].told == 1


def test_a_story_that_merges_into_one_told_before_is_not_told_as_new(one: Desk) -> None:
    subscription = one.subscribe("s1", "12:00")
    one.publish(ORCHESTRA)
    one.tick(days=1)
    one.clock.forward(days=1)
    last = one.clock.forward(600)
    one.clock.forward(600)
    one.publish(FERRY)
    ferry, orchestra = one.story("ferry"), one.story("orchestra")
    row, known = one.store.story(ferry), one.library.dossier(ferry)
    assert row
    assert known
    ids = tuple(briefing.articles[0].id for briefing in known.briefings)
    note = Delivery("k", DESK, Kind.DIGEST, Message("k", (), ""))
    telling = Telling(ferry, row.revision, Severity.NONE, ids)
    assert one.store.tell(note, telling, last_told=one.store.last_told(DESK))
    one.clock.forward(60)
    one.library._dossiers.clear()
    one.editor.begin_round(last - timedelta(minutes=9))
    with one.store.placing() as placing:
        placing.merge(ferry, orchestra)
    assert not one.editor.edit(subscription, since=last, until=one.clock.at).digest.items


def test_a_first_digest_due_just_before_quiet_hours_is_made_after_them(one: Desk) -> None:
    one.subscribe("s1", "12:30", quiet=Quiet(time(12, 31), time(14)))
    one.publish(SHELLING)
    one.tick(minutes=40)
    assert not one.store.slots()
    one.tick(hours=2)
    assert [slot.told for slot in one.store.slots()] == [1]


def test_when_an_alert_was_lost_its_update_tells_the_story_once(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    one.tick()
    one.clock.forward((LIFE - timedelta(minutes=10)).total_seconds())
    one.publish(WAR)
    one.tick()
    one.clock.forward(1_200)
    assert posted(one) == [(Kind.UPDATE, Action.POST)]


def test_who_is_told_to_end_weighs_no_further_channel(one: Desk) -> None:
    for number in range(6):
        one.subscribe(f"s{number}", channel=Channel("terminal", "local", f"c{number}"), alerts=HIGH)
    one.publish(SHELLING)
    asked: list[int] = []
    one.alerts.once(lambda: asked.append(1) or len(asked) < 4)  # type: ignore[func-returns-value]
    assert 0 < len(one.sent()) < 6
    one.alerts.once()
    assert len(one.sent()) == 6


def test_a_subscription_that_cannot_be_read_does_not_stop_the_others(one: Desk) -> None:
    one.subscribe("s1", "13:00")
    one.subscribe("s2", "13:00", channel=OTHER)
    one.publish(SHELLING)
    broken = update(subscriptions).where(subscriptions.c.id == "s2").values(value='{"id": 7}')
    one.store._db.write(lambda c: c.execute(broken))
    one.tick(hours=2)
    assert len(one.sent()) == 1


def test_what_was_held_anew_is_not_forgotten(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING)
    story = one.story("Shelling")
    one.store.hold("s1", story, one.clock.at)
    (held,) = one.store.released()
    one.store.hold("s1", story, one.clock.at + timedelta(hours=2))
    one.store.let_go(held)
    one.clock.forward(7_300)
    assert one.store.released()


def test_a_story_that_parts_gets_a_message_of_its_own(one: Desk) -> None:
    one.subscribe(alerts=HIGH)
    one.publish(SHELLING, WAR)
    one.tick()
    one.clock.forward(APART.total_seconds())
    old = one.story("Shelling")
    rows = one.store.story_documents(old)
    with one.store.placing() as placing:
        placing.split(old, [rows[-1].document_id], "parted")
    posts = {story: told.post for story, told in one.store.told(DESK, [old, "parted"]).items()}
    assert posts[old]
    assert posts.get("parted", "") == ""


def test_a_zone_that_is_not_known_makes_an_alert_wait(one: Desk) -> None:
    known = one.subscribe(alerts=HIGH)
    one.store.put_subscription(replace(known, tz="Nowhere/Land"), None)  # the tables knew it once
    one.publish(SHELLING)
    one.tick()
    assert not one.sent()
    one.store.put_subscription(known, None)
    one.tick(hours=1, minutes=1)
    assert len(one.sent()) == 1


def test_late_digests_that_are_made_as_one_keep_each_its_threshold(one: Desk) -> None:
    one.subscribe("a", "13:00", rule=Rule(words=("ferry",)), min_severity=Severity.HIGH)
    one.subscribe("b", "13:00", rule=Rule(words=("orchestra",)))
    one.publish(FERRY, ORCHESTRA)
    one.tick(hours=2)
    (key,) = one.sent()
    heads = [block.text for block in message(one.store, key).blocks if isinstance(block, Heading)]
    assert any("orchestra" in head for head in heads)
    assert not any("ferry" in head for head in heads)
