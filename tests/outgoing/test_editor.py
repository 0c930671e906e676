"""What one channel is told at one time."""

from datetime import datetime, timedelta

from bot.outgoing.editor import FIRST, LONGEST, OVERLAP, Edition, begin, look_back
from bot.store.delivery_records import Telling
from bot.types import Alerts, Drop, Heading, Para, Policy, Rule, Severity
from tests.contracts.making import START
from tests.contracts.subscribing import delivery
from tests.outgoing.newsroom import (
    COPY,
    DESK,
    FERRY,
    ORCHESTRA,
    OTHER,
    SEVENTEEN,
    SHELLING,
    THREAT,
    TRUCE,
    Desk,
    message,
)


def edit(one: Desk, since: datetime | None = None, **also: object) -> Edition:
    """A digest for a channel that wants everything, made now."""
    subscription = one.subscribe(**also)  # type: ignore[arg-type]
    one.editor.begin_round()
    return one.editor.edit(subscription, since=since, until=one.clock.at)


def headlines(edition: Edition) -> list[str]:
    return [item.dossier.headline for item in edition.digest.items]


def test_a_first_digest_looks_back_a_day(one: Desk) -> None:
    one.publish(FERRY)
    one.clock.forward(23 * 3_600)
    one.publish(SHELLING)
    one.clock.forward(2 * 3_600)
    edition = edit(one)
    assert headlines(edition) == [SHELLING.headline]
    assert edition.digest.since == one.clock.at - FIRST


def test_what_is_read_is_what_is_told_and_what_is_dropped_together(one: Desk) -> None:
    one.publish(FERRY, SHELLING, COPY, TRUCE, THREAT, ORCHESTRA)
    one.clock.forward(60)
    one.store.mute(DESK, one.story("ferry"))
    edition = edit(one, min_severity=Severity.MEDIUM, stories=2)
    digest = edition.digest
    assert set(headlines(edition)) == {SHELLING.headline, TRUCE.headline}
    assert dict(digest.dropped) == {
        Drop.DUPLICATE: 1,
        Drop.MUTED: 1,
        Drop.BELOW: 1,
        Drop.OVER_BUDGET: 1,
    }
    assert digest.read == 6 == len(digest.items) + sum(count for _, count in digest.dropped)


def test_what_nobody_asked_for_is_not_told(one: Desk) -> None:
    one.publish(FERRY, SHELLING)
    one.clock.forward(60)
    edition = edit(one, rule=Rule(words=("ferry",)))
    assert headlines(edition) == [FERRY.headline]
    assert dict(edition.digest.dropped) == {Drop.OFF_TOPIC: 1}


def test_nothing_is_told_twice_and_what_changed_is_told_again(one: Desk) -> None:
    one.subscribe("s1", "12:00")
    for reports in ((SHELLING, FERRY), (COPY,), (SEVENTEEN,), ()):
        one.clock.forward(3_600)
        one.publish(*reports)
        one.tick(hours=23)
    slots = list(reversed(one.store.slots()))
    assert [(slot.read, slot.told) for slot in slots] == [(2, 2), (1, 0), (1, 1), (0, 0)]
    assert slots[1].dropped == (("unchanged since it was told", 1),)
    assert len(set(one.sent())) == 4


def test_a_story_that_changed_says_what_changed(one: Desk) -> None:
    one.subscribe("s1", "12:00")
    one.publish(SHELLING)
    one.tick(days=1)
    one.clock.forward(60)
    one.publish(SEVENTEEN)
    one.clock.forward(60)
    edition = edit(one, one.clock.at - timedelta(hours=1))
    (item,) = edition.digest.items
    assert item.briefing.changes[0].label == "killed: at least 12 → at least 17"
    assert item.told_before == START + timedelta(days=1)


def test_two_channels_know_what_each_was_told(one: Desk) -> None:
    one.subscribe("s1", "08:00")
    one.publish(SHELLING)
    one.tick(days=1)
    subscription = one.subscribe("s2", "09:00", channel=OTHER)
    edition = one.editor.edit(subscription, since=None, until=one.clock.at)
    assert headlines(edition) == [SHELLING.headline]


def test_a_story_that_was_being_placed_while_the_last_digest_was_made_is_told_by_the_next(one: Desk) -> None:
    subscription = one.subscribe()
    one.publish(SHELLING)
    last = one.clock.forward(0.4)  # the transaction that placed it ended after this
    until = one.clock.forward(3_600)
    one.editor.begin_round()
    edition = one.editor.edit(subscription, since=last, until=until)
    assert headlines(edition) == [SHELLING.headline]


def test_a_digest_that_was_lost_is_told_of_and_its_stories_are_told_by_the_next(one: Desk) -> None:
    one.subscribe("s1", "08:00")
    one.publish(SHELLING)
    one.tick(days=1)
    one.lose()
    one.publish(FERRY)
    one.tick(days=1)
    assert [slot.told for slot in one.store.slots()] == [2, 1]
    told = message(one.store, one.sent()[1])
    notes = [
        block.text for block in told.blocks if isinstance(block, Para) and "was not posted" in block.text
    ]
    assert len(notes) == 1
    titles = [block.text for block in told.blocks if isinstance(block, Heading)]
    assert any(SHELLING.headline in title for title in titles)
    one.tick(days=1)
    assert [slot.told for slot in one.store.slots()] == [0, 2, 1]
    assert one.store.lost_deliveries(DESK) == ()


def test_an_update_that_was_lost_is_told_of_once_though_it_was_two_messages(one: Desk) -> None:
    one.subscribe("s1", "13:00", alerts=Alerts())
    one.publish(SHELLING)
    one.tick()
    one.clock.forward(1_000)
    one.publish(SEVENTEEN)
    one.tick()
    assert len(one.sent()) == 3
    one.lose()
    one.tick(hours=1)
    told = message(one.store, one.sent()[-1])
    notes = [
        block.text for block in told.blocks if isinstance(block, Para) and "was not posted" in block.text
    ]
    assert len(notes) == 2  # of the alert and of the update
    assert one.store.lost_deliveries(DESK) == ()
    assert one.store.slots()[0].told == 1


def test_a_silent_channel_hears_of_what_it_lost(one: Desk) -> None:
    one.subscribe("s1", "08:00", nothing_new=Policy.SILENT)
    one.publish(FERRY)
    one.tick(days=1)
    one.lose()
    one.store.mute(DESK, one.story("ferry"))
    one.tick(days=1)
    assert [slot.outcome for slot in one.store.slots()] == ["made", "made"]
    one.tick(days=1)
    assert one.store.slots()[0].outcome == "silent"


def test_a_digest_knows_what_its_channel_was_told_until_it_began(one: Desk) -> None:
    one.publish(SHELLING)
    story = one.story("Shelling")
    dossier = one.library.dossier(story)
    assert dossier is not None
    ids = tuple(each.articles[0].id for each in dossier.briefings)
    one.store.tell(delivery("a", DESK), Telling(story, 1, Severity.HIGH, ids), last_told=0)
    edition = edit(one)
    assert headlines(edition) == []
    assert edition.last_told == one.store.last_told(DESK) > 0


def test_stories_that_were_told_are_not_told_again_when_they_are_merged(one: Desk) -> None:
    one.subscribe("s1", "12:00")
    one.publish(FERRY, ORCHESTRA)
    one.tick(days=1)
    one.clock.forward(60)
    with one.store.placing() as desk:
        desk.merge(one.story("ferry"), one.story("orchestra"))
    one.clock.forward(60)
    assert headlines(edit(one)) == []


def test_a_story_that_is_merged_while_a_digest_is_made_is_not_told_as_new(one: Desk) -> None:
    subscription = one.subscribe("s1", "12:00")
    one.publish(FERRY, ORCHESTRA)
    one.tick(days=1)
    one.editor.begin_round(START)
    ferry, orchestra = one.story("ferry"), one.story("orchestra")
    with one.store.placing() as desk:
        desk.merge(ferry, orchestra)
    assert headlines(one.editor.edit(subscription, since=None, until=one.clock.at)) == []


def test_what_parts_from_a_story_that_was_told_is_told_only_where_it_is_new(one: Desk) -> None:
    one.subscribe("s1", "12:00")
    one.publish(SHELLING)
    one.tick(days=1)
    one.clock.forward(60)
    one.publish(SEVENTEEN)
    with one.store.placing() as desk:
        assert desk.split(one.story("Shelling"), [2], "parted") == "parted"
    one.clock.forward(60)
    (item,) = edit(one).digest.items
    assert (item.dossier.id, item.told_before) == ("parted", START + timedelta(days=1))


def test_where_a_digest_begins() -> None:
    assert begin(None, START) == START - FIRST
    assert begin(START + timedelta(seconds=1), START) == START - FIRST  # a clock that went back
    assert begin(START - timedelta(days=99), START) == START - LONGEST
    assert begin(START - timedelta(hours=3), START) == START - timedelta(hours=3)
    assert look_back(None, START) == START - FIRST - OVERLAP
