"""Every store: what channels were told, what they muted and how they judged it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.errors import StoreError
from bot.store.channel_memory import MUTED
from bot.store.delivery_records import HeldStory, Telling
from bot.store.store import Store
from bot.types import Channel, Kind, Severity
from tests.contracts.making import START, Clock
from tests.contracts.subscribing import CHANNEL, OTHER, delivery, place, subscribe, telling


def tell(
    store: Store, key: str, *tellings: Telling, channel: Channel = CHANNEL, kind: Kind = Kind.ALERT
) -> None:
    """Tell a channel of stories, one message each."""
    for number, one in enumerate(tellings):
        name = f"{key}{number or ''}"
        assert store.tell(delivery(name, channel, kind), one, last_told=store.last_told(channel))


def lose(store: Store, clock: Clock) -> None:
    """Let what waits for so long expire that nobody wants it any more."""
    clock.forward(days=3.5)
    store.claim_deliveries("courier", platforms=["terminal"], limit=99, lease_s=60)


def test_a_channel_was_told_nothing_at_first(store: Store) -> None:
    place(store, "a")
    assert (store.told(CHANNEL, ["a"]), store.told(CHANNEL, []), store.last_told(CHANNEL)) == ({}, {}, 0)


def test_the_last_telling_of_a_story_counts_and_its_first_alert_is_its_message(
    store: Store, clock: Clock
) -> None:
    place(store, "a", "b")
    tell(store, "d1", telling("a", "v1"), kind=Kind.DIGEST)
    tell(store, "a1", telling("a", "v1", "v2", revision=2), kind=Kind.ALERT)
    clock.forward(60)
    tell(store, "u1", telling("a", "v3", revision=3, severity=Severity.HIGH), kind=Kind.UPDATE)
    tell(store, "a2", telling("b", "w1"), channel=OTHER)
    known = store.told(CHANNEL, ["a", "b", "nowhere"])
    assert known.keys() == {"a"}
    told = known["a"]
    assert (told.story_id, told.at, told.revision, told.severity) == ("a", clock.at, 3, Severity.HIGH)
    assert (told.article_ids, told.times, told.post) == (("v3",), 3, "a1")
    assert told.delivery_id == store.last_told(CHANNEL)
    assert store.told(OTHER, ["a", "b"]).keys() == {"b"}


def test_what_was_told_of_a_story_holds_for_the_one_it_is_merged_into(store: Store, clock: Clock) -> None:
    place(store, "a", "b", "c")
    tell(store, "d", telling("b", "w1", revision=4, severity=Severity.CRITICAL))
    clock.forward(60)
    tell(store, "e", telling("a", "v1", revision=2))
    with store.placing() as desk:
        desk.merge("a", "b")
        desk.merge("b", "c")
    known = store.told(CHANNEL, ["a", "b", "c"])
    assert known.keys() == {"a", "b", "c"}
    for told in known.values():
        assert told.story_id == "c"
        assert (set(told.article_ids), told.severity) == ({"v1", "w1"}, Severity.CRITICAL)
        assert (told.at, told.times, told.post) == (clock.at, 2, "d")


def test_the_revision_that_was_told_is_never_that_of_another_story(store: Store) -> None:
    place(store, "a", "b", "a", "b")
    tell(store, "d", telling("a", "v1", revision=3))
    with store.placing() as desk:
        desk.merge("a", "b")
    story = store.story("b")
    assert story is not None
    assert story.revision == 3
    assert store.told(CHANNEL, ["b"])["b"].revision != story.revision


def test_what_was_told_of_a_story_holds_for_what_parts_from_it(store: Store) -> None:
    place(store, "a", "a")
    tell(store, "d", telling("a", "v1", revision=1))
    store.mute(OTHER, "a")
    with store.placing() as desk:
        assert desk.split("a", [2], "b") == "b"
    story = store.story("b")
    known = store.told(CHANNEL, ["a", "b"])
    assert story is not None
    assert (known["b"].article_ids, known["b"].times) == (("v1",), 1)
    assert (known["a"].post, known["b"].post) == ("d", ""), "the message stays with the old one"
    # The story that parted stands at its first revision, as the old one did when it was told.
    assert (story.revision, known["a"].revision) == (1, 1)
    assert known["b"].revision != story.revision
    assert store.muted(OTHER) == {"a", "b"}


def test_what_was_told_of_a_merged_story_goes_along_when_it_parts_again(store: Store) -> None:
    place(store, "a", "b", "b")
    tell(store, "d", telling("a", "v1"), telling("b", "w1"))
    store.mute(CHANNEL, "a")
    with store.placing() as desk:
        desk.merge("a", "b")
        desk.split("b", [1], "c")
    known = store.told(CHANNEL, ["b", "c"])
    assert set(known["c"].article_ids) >= {"v1"}
    assert store.muted(CHANNEL) == {"b", "c"}


def test_what_parts_into_a_story_that_was_told_in_the_same_message_is_known_once(store: Store) -> None:
    place(store, "a", "a", "b")
    tell(store, "d", telling("a", "v1"), telling("b", "w1"))
    with store.placing() as desk:
        desk.split("a", [2], "b")
        desk.split("b", [3], "c")
    known = store.told(CHANNEL, ["a", "b", "c"])
    assert [known[name].times for name in "abc"] == [1, 2, 2]


def test_a_message_that_never_arrived_told_nothing(store: Store, clock: Clock) -> None:
    place(store, "a", "b")
    tell(store, "d", telling("a", "v1"))
    before = store.last_told(CHANNEL)
    tell(store, "e", telling("a", "v2"), telling("b", "w1"))
    lose(store, clock)
    assert store.told(CHANNEL, ["a", "b"]) == {}
    assert before > 0
    assert store.last_told(CHANNEL) == 0
    assert store.untold(CHANNEL, START) == ("a", "b")
    assert store.untold(OTHER, START) == store.untold(CHANNEL, clock.at) == ()


def test_what_was_told_again_is_no_longer_owed(store: Store, clock: Clock) -> None:
    place(store, "a", "b", "c")
    tell(store, "d", telling("a", "v1"), telling("b", "w1"))
    lose(store, clock)
    tell(store, "e", telling("a", "v1"))
    assert store.untold(CHANNEL, START) == ("b",)
    with store.placing() as desk:
        desk.merge("b", "c")
    assert store.untold(CHANNEL, START) == ("c",)


def test_a_message_made_without_knowing_the_last_one_is_refused(store: Store) -> None:
    place(store, "a", "b")
    tell(store, "d", telling("a", "v1"))
    assert not store.tell(delivery("e"), telling("b", "w1"), last_told=0)
    assert store.delivery("e") is None
    assert not store.tell(delivery("d"), telling("b", "w1"), last_told=store.last_told(CHANNEL))
    assert store.told(CHANNEL, ["b"]) == {}


def test_messages_that_go_with_it_are_written_with_it(store: Store) -> None:
    place(store, "a")
    also = (delivery("edit"), delivery("edit"))
    assert store.tell(delivery("reply"), telling("a", "v1"), last_told=0, also=also)
    assert [one.key for one in store.deliveries()] == ["edit", "reply"]
    assert not store.tell(delivery("third"), telling("a", "v1"), last_told=0, also=[delivery("fourth")])
    assert len(store.deliveries()) == 2


def test_of_two_processes_that_tell_at_once_one_looks_again(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(3)]
    place(stores[0], "a")
    together = Barrier(3)

    def tell_all(number: int) -> int:
        done = 0
        for turn in range(12):
            together.wait()
            last = stores[number].last_told(CHANNEL)
            together.wait()  # all of them know the same
            done += stores[number].tell(
                delivery(f"{turn}/{number}"), telling("a", f"v{turn}"), last_told=last
            )
        return done

    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(tell_all, range(3))) == 12
    assert len(stores[0].deliveries()) == 12
    assert stores[0].told(CHANNEL, ["a"])["a"].times == 12


def test_many_stories_are_asked_for_at_once(store: Store) -> None:
    place(store, "a")
    tell(store, "d", telling("a", "v1"))
    many = [f"story{number}" for number in range(40_000)]
    assert store.told(CHANNEL, [*many, "a"]).keys() == {"a"}


def test_a_muted_story_is_muted_for_a_while_and_until_it_is_wanted_again(store: Store, clock: Clock) -> None:
    place(store, "a", "b")
    store.mute(CHANNEL, "a")
    store.mute(CHANNEL, "b")
    store.mute(CHANNEL, "b")
    assert store.muted(CHANNEL) == {"a", "b"}
    assert store.muted(OTHER) == frozenset()
    store.mute(CHANNEL, "b", is_muted=False)
    store.mute(OTHER, "b", is_muted=False)
    assert store.muted(CHANNEL) == {"a"}
    clock.forward(MUTED.total_seconds())
    assert store.muted(CHANNEL) == frozenset()
    with pytest.raises(StoreError):
        store.mute(CHANNEL, "nowhere")


def test_a_mute_follows_its_story_and_is_taken_back_under_either_name(store: Store) -> None:
    place(store, "a", "b")
    store.mute(CHANNEL, "a")
    with store.placing() as desk:
        desk.merge("a", "b")
    assert store.muted(CHANNEL) == {"b"}
    store.mute(CHANNEL, "b", is_muted=False)
    assert store.muted(CHANNEL) == frozenset()


def test_the_last_word_of_each_user_on_a_story_counts(store: Store) -> None:
    place(store, "a", "b")
    for user, story, is_useful in (
        ("ada", "a", False),
        ("ada", "a", True),
        ("bob", "a", True),
        ("ada", "b", False),
    ):
        store.rate(CHANNEL, story, user, is_useful=is_useful)
    assert (store.ratings(CHANNEL), store.ratings(OTHER)) == ((2, 1), (0, 0))
    with pytest.raises(StoreError):
        store.rate(CHANNEL, "nowhere", "ada", is_useful=True)


def test_a_story_is_held_until_its_time_has_come(store: Store, clock: Clock) -> None:
    place(store, "a", "b")
    subscribe(store)
    store.hold("s1", "a", START + timedelta(hours=1))
    store.hold("s1", "b", START + timedelta(hours=2))
    store.hold("s1", "a", START + timedelta(hours=3))
    assert store.released() == ()
    clock.forward(2 * 3_600)
    assert store.released() == (HeldStory("s1", "b"),)
    clock.forward(3_600)
    assert store.released() == (HeldStory("s1", "b"), HeldStory("s1", "a"))
    assert store.released(limit=1) == (HeldStory("s1", "b"),)
    store.let_go(HeldStory("s1", "b"))
    assert store.released() == (HeldStory("s1", "a"),)


def test_a_held_story_that_was_merged_is_released_and_let_go_as_what_it_is_now(
    store: Store, clock: Clock
) -> None:
    place(store, "a", "b")
    subscribe(store)
    store.hold("s1", "a", START)
    with store.placing() as desk:
        desk.merge("a", "b")
    (held,) = store.released()
    assert held == HeldStory("s1", "b")
    store.let_go(held)
    assert store.released() == ()
    store.hold("s1", "a", START + timedelta(seconds=1))
    clock.forward(1)
    assert store.released() == (held,)


def test_what_is_held_for_days_was_put_off_by_a_clock_that_went_wrong(store: Store, clock: Clock) -> None:
    place(store, "a")
    subscribe(store)
    store.hold("s1", "a", START + timedelta(hours=1))
    clock.forward(days=-3)
    assert store.released() == (HeldStory("s1", "a"),)
