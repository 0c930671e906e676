"""subscribe, unsubscribe, watch: on both databases."""

from dataclasses import replace
from datetime import time

import pytest

from bot.types import Alerts, Quiet, Rule, Severity, Source, Subscription
from tests.commands.newsroom import DESK, MANAGER, Room, commands_of

CONFIGURED = Subscription("morning", DESK, "Morning", Rule(everything=True), (time(7),), tz="Europe/Kyiv")


def only(room: Room) -> Subscription:
    (record,) = room.store.subscriptions(DESK)
    return record.subscription


def test_a_subscription_is_made_with_its_next_digest_and_audited(room: Room) -> None:
    reply = room(MANAGER, "subscribe country Japan, Russia; severity medium")
    one = only(room)
    assert one.rule == Rule(countries=("JPN", "RUS"))
    assert (one.min_severity, one.origin, one.slots, one.tz) == (
        Severity.MEDIUM,
        Source.CHAT,
        (time(8),),
        "UTC",
    )
    (record,) = room.store.subscriptions(DESK)
    assert record.next_at is not None
    assert record.next_at.isoformat() == "2026-03-05T08:00:00+00:00"
    (line,) = room.store.audit("slack/T1", channel="C1")
    assert (line.user, line.verb, line.subject, line.before) == ("U9", "subscribe", one.id, "")
    assert '"JPN"' in line.after
    assert {"latest", f"unsubscribe {one.id}", f"alerts high {one.id}"} <= set(commands_of(reply.message))


def test_the_next_three_digests_are_told_in_the_askers_own_zone(room: Room) -> None:
    said = room.says(replace(MANAGER, tz="Asia/Tokyo"), "subscribe everything")
    assert "Next digests (Asia/Tokyo):" in said
    for day in ("Thursday 5", "Friday 6", "Saturday 7"):
        assert f"{day} March 2026, 08:00" in said
    assert "For another zone" not in said


def test_a_zone_that_nobody_knows_is_not_taken_from_a_platform(room: Room) -> None:
    assert "Times are in UTC" in room.says(replace(MANAGER, tz="Mars/Olympus"), "subscribe everything")


def test_the_same_wish_twice_is_one_subscription(room: Room) -> None:
    room(MANAGER, "subscribe country Japan")
    assert "Subscribed already" in room.says(MANAGER, "subscribe country JPN")
    assert len(room.store.audit("slack/T1")) == 1
    room(MANAGER, "subscribe country Japan; severity high")
    assert only(room).min_severity is Severity.HIGH
    assert len(room.store.audit("slack/T1")) == 2


def test_rules_parted_by_semicolons_must_all_hold_and_not_turns_one_round(room: Room) -> None:
    room(MANAGER, "subscribe country Russia; words grain; not country USA")
    assert only(room).rule == Rule(
        all=(Rule(countries=("RUS",)), Rule(words=("grain",))), none=(Rule(countries=("USA",)),)
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("subscribe", "No rule. Such as"),
        ("subscribe country Rusia", "Did you mean RUS (Russia)?"),
        ("subscribe country Japan; severity hihg", "Did you mean high?"),
        ("subscribe not country USA", "only says what is not wanted"),
        ("subscribe severity high", "No rule"),
        ("subscribe code ASSALT", "Did you mean ASSAULT?"),
        ("watch", "No rule"),
        ("watch country Rusia from low", "Did you mean RUS (Russia)?"),
    ],
)
def test_what_cannot_be_subscribed_to_is_said_with_what_could(text: str, why: str, room: Room) -> None:
    said = room.says(MANAGER, text)
    assert why in said
    assert "Use: " in said
    assert not room.store.subscriptions()


def test_a_later_subscription_takes_the_times_of_the_first(room: Room) -> None:
    room(MANAGER, "subscribe country Japan")
    room(MANAGER, "schedule 06:30 weekdays Asia/Tokyo")
    room(MANAGER, "quiet 22:00-06:00")
    room(MANAGER, "subscribe country Russia")
    room(MANAGER, "watch oil")
    every = [record.subscription for record in room.store.subscriptions(DESK)]
    assert {one.tz for one in every} == {"Asia/Tokyo"}
    assert {one.quiet for one in every} == {Quiet(time(22), time(6))}
    assert {(one.slots, one.days) for one in every if one.slots} == {((time(6, 30),), (0, 1, 2, 3, 4))}


def test_a_watch_sends_alerts_alone(room: Room) -> None:
    said = room.says(MANAGER, "watch actor Ada Roe from low")
    one = only(room)
    assert (one.rule, one.slots, one.alerts) == (Rule(actors=("Ada Roe",)), (), Alerts(Severity.LOW))
    assert "from low on" in said
    room(MANAGER, "watch actor Ada Roe")
    assert only(room).alerts == Alerts(Severity.MEDIUM)


def test_words_that_end_like_a_severity_are_words(room: Room) -> None:
    room(MANAGER, "watch escape from alcatraz")
    assert only(room).rule == Rule(words=("escape from alcatraz",))


def test_a_channel_has_at_most_ten(room: Room) -> None:
    for number in range(10):
        room(MANAGER, f"watch word{number}")
    assert "this channel has 10 subscriptions" in room.says(MANAGER, "subscribe everything")
    assert "this channel has 10 subscriptions" in room.says(MANAGER, "watch word10")
    assert len(room.store.subscriptions(DESK)) == 10
    assert "Watching" in room.says(MANAGER, "watch word3 from high")  # one that is there may change
    room(replace(MANAGER, channel=replace(DESK, id="C7")), "subscribe everything")
    assert len(room.store.subscriptions()) == 11


def test_the_only_subscription_is_ended_without_an_id(room: Room) -> None:
    room(MANAGER, "subscribe everything")
    assert "Unsubscribed: All news" in room.says(MANAGER, "unsubscribe")
    assert not room.store.subscriptions()
    line, _ = room.store.audit("slack/T1")
    assert (line.verb, line.after) == ("unsubscribe", "")
    assert "everything" in line.before


def test_of_several_one_is_chosen_by_a_button(room: Room) -> None:
    room(MANAGER, "subscribe country Japan")
    room(MANAGER, "subscribe country Russia")
    buttons = commands_of(room(MANAGER, "unsubscribe").message)
    assert len(buttons) == 2
    room(MANAGER, buttons[0])
    assert len(room.store.subscriptions(DESK)) == 1


def test_an_id_that_is_none_is_said_so(room: Room) -> None:
    assert "has no subscription chat-0" in room.says(MANAGER, "unsubscribe chat-0")
    assert "This channel has no subscription." in room.says(MANAGER, "unsubscribe")


def test_who_subscribes_again_goes_on_where_it_ended(room: Room) -> None:
    room(MANAGER, "subscribe everything")
    room(MANAGER, "unsubscribe")
    room(MANAGER, "subscribe everything")
    assert len(room.store.subscriptions(DESK)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "unsubscribe",
        "unsubscribe morning",
        "schedule 09:00 morning",
        "quiet off",
        "alerts high",
        "policy line",
    ],
)
def test_what_is_configured_is_not_changed_from_a_chat(text: str, room: Room) -> None:
    room.store.sync_subscriptions([(CONFIGURED, None)])
    assert "is configured in config/subscriptions.yaml" in room.says(MANAGER, text)
    assert only(room) == CONFIGURED
    assert not room.store.audit("slack/T1")


def test_beside_what_is_configured_the_chats_own_is_changed_and_the_rest_is_named(room: Room) -> None:
    room.store.sync_subscriptions([(CONFIGURED, None)])
    room(MANAGER, "subscribe country Japan")
    said = room.says(MANAGER, "schedule 09:00")
    assert "Morning (morning) is configured" in said
    chat, config = (record.subscription for record in room.store.subscriptions(DESK))
    assert (chat.slots, chat.tz, config) == ((time(9),), "Europe/Kyiv", CONFIGURED)


def test_a_wish_of_a_configuration_is_not_taken_over_by_a_chat(room: Room) -> None:
    room.store.sync_subscriptions([(CONFIGURED, None)])
    room(MANAGER, "subscribe everything")
    assert len(room.store.subscriptions(DESK)) == 2
