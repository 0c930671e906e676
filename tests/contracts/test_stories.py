"""Every store: stories."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from bot.errors import StoreError
from bot.store.placing import Desk
from bot.store.records import Placement
from bot.store.store import Store
from bot.types import Direction, Severity
from tests.contracts.making import START, Clock, article, claim, item, kept, offer, publish


def at(hours: float) -> datetime:
    """So many hours before the tests begin."""
    return START - timedelta(hours=hours)


def test_documents_wait_for_their_place_and_are_placed_in_order(store: Store) -> None:
    assert not store.has_unplaced()
    for name in "abc":
        publish(store, name, f"Body {name}.")
    assert store.has_unplaced()
    with store.placing() as desk:
        assert [row.id for row in desk.pending(2)] == [1, 2]
        assert desk.seq == 0
        for row in desk.pending(9):
            assert desk.place(row.id, Placement("s")) == "s"
        assert desk.seq == 3
        assert [(row.id, row.seq) for row in desk.since(1, 9)] == [(2, 2), (3, 3)]
    assert not store.has_unplaced()
    assert store.counts().stories == 1


def test_a_story_tells_of_its_documents(store: Store) -> None:
    publish(store, "a", "A.", family="f1", published_at=at(5), severity=Severity.LOW)
    publish(
        store, "b", "B.", family="f2", published_at=at(3), severity=Severity.HIGH, direction=Direction.DOWN
    )
    publish(store, "c", "C.", family="f3", published_at=at(2))  # a copy of b
    publish(store, "d", "B.", family="f4", published_at=at(1))  # b under another address
    with store.placing() as desk:
        desk.place(1, Placement("s"))
        desk.place(2, Placement("s"))
        desk.place(3, Placement("s", copy_of=2))
        desk.place(4, Placement("s", same_as=2))
    story = store.story("s")
    assert story is not None
    assert (story.first_at, story.last_at) == (at(5), at(2))
    assert (story.severity, story.direction) == (Severity.HIGH, Direction.MIXED)
    assert (story.documents, story.families) == (3, ("f1", "f2"))
    assert [each.document_id for each in store.story_documents("s")] == [1, 2, 3]
    assert [each.copy_of for each in store.story_documents("s")] == [None, None, 2]


def test_copies_of_a_copy_are_copies_of_its_original(store: Store) -> None:
    for name, family in (("a", "f1"), ("b", "f2"), ("c", "f3")):
        publish(store, name, f"{name}.", family=family)
    with store.placing() as desk:
        desk.place(1, Placement("s"))
        desk.place(2, Placement("s", copy_of=1))
        desk.place(3, Placement("s"))
        desk.place(1, Placement("s", copy_of=3))
        desk.recopy(1, 3)
    assert [each.copy_of for each in store.story_documents("s")] == [3, 3, None]
    story = store.story("s")
    assert story is not None
    assert story.families == ("f3",)


def test_an_article_at_a_second_address_is_the_newest_version_of_the_first(
    store: Store, clock: Clock
) -> None:
    publish(store, "a", "Twelve were killed at the harbour.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    then = clock()
    clock.forward(60)
    publish(store, "b", "Seventeen were killed at the harbour.", severity=Severity.HIGH)
    with store.placing() as desk:
        desk.place(2, Placement("s", same_as=1))
    [now] = store.story_documents("s")
    assert (now.document_id, now.versions, now.severity) == (1, 2, Severity.HIGH)
    assert now.article.body.startswith("Seventeen")
    [before] = store.story_documents("s", at=then)
    assert before.article.body.startswith("Twelve")
    assert [hit.document_id for hit in store.search("seventeen")] == [1]
    assert not store.search("twelve")
    clock.forward(60)
    publish(store, "c", "Nineteen were killed at the harbour.")
    again = kept(article("Eighteen were killed at the harbour.", url=item("b").entry.url), item("b").key)
    offer(store, item("d"))
    (job,) = claim(store)
    assert store.settle_entry("reader", job.id, again).document_id == 1


def test_a_story_of_what_was_there_before_is_baseline_until_news_joins_it(store: Store) -> None:
    offer(store, item("a", is_baseline=True), item("b"))
    for job in claim(store):
        store.settle_entry("reader", job.id, kept(article(f"{job.key}.", url=job.entry.url)))
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    assert [story.is_baseline for story in store.stories()] == [True]
    with store.placing() as desk:
        desk.place(2, Placement("s"))
    assert [story.is_baseline for story in store.stories()] == [False]


def four(store: Store) -> None:
    """Stories s1…s4, each of one document, the first the oldest."""
    texts = ("Iran talks begin.", "Storm over Rome.", "Iran talks stall.", "A vote in Rome.")
    grades = (Severity.NONE, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
    names = (
        (("IRN", "Iran"),),
        (),
        (("IRN", "Iran"), ("p:araghchi", "Abbas Araghchi")),
        (("p:x", "Ab Bas"),),
    )
    for n in range(4):
        publish(
            store, str(n), texts[n], texts[n], published_at=at(40 - 10 * n), severity=grades[n], actors=names[n]
        )  # fmt: skip
    with store.placing() as desk:
        for n in range(1, 5):
            desk.place(n, Placement(f"s{n}"))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "s2 s3 s4 s1"),
        ({"limit": 2}, "s2 s3"),
        ({"since": at(25)}, "s3 s4"),
        ({"since": at(20)}, "s3 s4"),
        ({"words": "rome"}, "s2 s4"),
        ({"words": "ROME storms"}, "s2"),
        ({"words": '" OR 1=1 --'}, ""),
        ({"words": ""}, ""),
        ({"words": "rome", "since": at(25)}, "s4"),
        ({"actor": "IRN"}, "s3 s1"),
        ({"actor": "irn"}, "s3 s1"),
        ({"actor": "iran"}, "s3 s1"),
        ({"actor": "Araghchi"}, "s3"),
        ({"actor": "abbas araghchi"}, "s3"),
        ({"actor": "ara"}, ""),
        ({"actor": "%"}, ""),
        ({"actor": "Bas"}, "s4"),
        ({"min_severity": Severity.MEDIUM}, "s2 s3"),
        ({"min_severity": Severity.CRITICAL}, ""),
        ({"words": "talks", "actor": "Iran", "min_severity": Severity.LOW, "since": at(100)}, "s3"),
    ],
)
def test_stories_are_chosen(store: Store, asked: dict[str, object], found: str) -> None:
    four(store)
    assert " ".join(story.id for story in store.stories(**asked)) == found  # type: ignore[arg-type]


def test_a_merged_story_is_found_under_both_ids(store: Store, clock: Clock) -> None:
    four(store)
    store.mark_posted("s1")
    store.note_briefed("s1")
    clock.forward(5)
    with store.placing() as desk:
        assert desk.merge("s1", "s3") == "s3"
        assert desk.merge("s3", "s4") == "s4"
        assert desk.merge("s1", "s4") == "s4"
        assert desk.place(2, Placement("s1")) == "s4"  # that id leads on
    assert [story.id for story in store.stories()] == ["s4"]
    story = store.story("s1")
    assert story is not None
    assert (story.id, story.documents, story.headline, story.is_posted) == (
        "s4",
        4,
        "Iran talks begin.",
        True,
    )
    assert story.first_at == at(40)
    assert store.last_briefed("s3") == START
    assert [each.document_id for each in store.story_documents("s3")] == [1, 2, 3, 4]


def test_what_moved_is_told_to_those_who_remember_an_older_state(store: Store) -> None:
    four(store)
    with store.placing() as desk:
        known = desk.seq
        desk.merge("s1", "s2")
        desk.place(4, Placement("s2"))
    with store.placing() as desk:
        assert [(row.id, row.story_id) for row in desk.since(known, 9)] == [(1, "s2"), (4, "s2")]


def test_a_story_can_be_split(store: Store) -> None:
    four(store)
    with store.placing() as desk:
        for n in (2, 3):
            desk.place(n, Placement("s1"))
        assert desk.split("s1", [2], "new") == "new"
        with pytest.raises(StoreError, match="not all"):
            desk.split("s1", [1, 3], "newer")
    assert [each.document_id for each in store.story_documents("s1")] == [1, 3]
    new = store.story("new")
    assert new is not None
    assert (new.headline, new.documents, new.severity) == ("Storm over Rome.", 1, Severity.HIGH)
    assert {story.id for story in store.stories()} == {"s1", "new", "s4"}  # s2 and s3 hold nothing now


def test_what_leaves_a_story_may_join_one_that_is_there(store: Store) -> None:
    four(store)
    publish(store, "again", "Storm over Rome.", "Once more")
    with store.placing() as desk:
        desk.place(2, Placement("s1"))
        desk.place(5, Placement("s1", same_as=2))
        desk.merge("s3", "s4")
        assert desk.split("s1", [2], "s3") == "s4"
    assert [each.document_id for each in store.story_documents("s4")] == [2, 3, 4]
    assert [row.story_id for row in store.export()] == ["s1", "s4", "s4", "s4", "s4"]


def test_a_story_is_called_what_its_earliest_own_article_is_called(store: Store) -> None:
    four(store)

    def names() -> dict[str, str]:
        return {story.id: story.headline for story in store.stories()}

    with store.placing() as desk:
        desk.place(2, Placement("s4"))  # read later, told earlier
        desk.place(1, Placement("s4", copy_of=3))  # told earlier still, but another's words
    assert names() == {"s4": "Storm over Rome.", "s3": "Iran talks stall."}
    with store.placing() as desk:
        desk.split("s4", [2], "s2")
    assert names() == {"s2": "Storm over Rome.", "s3": "Iran talks stall.", "s4": "A vote in Rome."}
    with store.placing() as desk:
        desk.split("s4", [4], "s5")
    assert names()["s4"] == "Iran talks begin.", "it has nothing but a copy"
    offer(store, item("3", is_change=True))
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article("A vote.", "Rome votes", job.entry.url)))
    assert names()["s5"] == "Rome votes"


def test_a_posted_story_keeps_its_headline(store: Store) -> None:
    four(store)
    store.mark_posted("s3")
    with store.placing() as desk:
        desk.merge("s1", "s3")
        desk.place(2, Placement("s3"))
        desk.split("s3", [3], "new")
    story, new = store.story("s3"), store.story("new")
    assert story is not None
    assert new is not None
    assert (story.headline, new.headline, new.is_posted) == ("Iran talks stall.", "Iran talks stall.", False)


def test_copies_of_one_text_count_as_one_source_wherever_the_text_is(store: Store) -> None:
    for n in range(4):
        publish(store, str(n), f"Body {n}.", family=f"f{n}")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
        desk.place(2, Placement("s", copy_of=1))
        desk.place(3, Placement("s", copy_of=1))
        desk.place(4, Placement("s"))
    assert [story.families for story in store.stories()] == [("f0", "f3")]
    with store.placing() as desk:
        desk.split("s", [1], "original")
    told = {story.id: story.families for story in store.stories()}
    assert told == {"s": ("f1", "f3"), "original": ("f0",)}


def test_a_desk_finds_documents_and_where_to_begin(store: Store, clock: Clock) -> None:
    publish(store, "a", "A.")
    clock.forward(days=3)
    publish(store, "b", "B.")
    with store.placing() as desk:
        for n in (1, 2):
            desk.place(n, Placement("s"))
    assert [row.id for row in store.placed_since(store.seq_before(clock() - timedelta(days=1)), 9)] == [2]
    assert [row.id for row in store.placed_since(0, 1)] == [1]
    assert store.seq_before(clock() + timedelta(days=1)) == 2
    began = store.seq_before(START)
    with store.placing() as desk:
        assert [row.id for row in desk.since(began, 9)] == [1, 2]
        assert desk.document(1).url_key == "site.example/a"
        made = desk.new_story_id("site.example/a")
        desk.place(1, Placement(made))
        assert desk.new_story_id("site.example/a") != made
        with pytest.raises(StoreError, match="no document"):
            desk.document(99)
        with pytest.raises(StoreError, match="no story"):
            desk.merge("nobody", "s")


def test_a_story_is_posted_once(store: Store, clock: Clock) -> None:
    four(store)
    assert store.mark_posted("s2")
    clock.forward(60)
    assert not store.mark_posted("s2")
    with store.placing() as desk:
        (posted,) = desk.posted(at(1000))
        assert not desk.posted(clock())
    assert (posted.story_id, posted.at, posted.lead) == ("s2", START, 2)
    with pytest.raises(StoreError, match="no story"):
        store.mark_posted("nobody")


def test_the_last_briefing_of_a_story_is_remembered(store: Store, clock: Clock) -> None:
    four(store)
    assert store.last_briefed("s1") is None
    store.note_briefed("s1")
    store.note_briefed("s1", clock.forward(7))
    assert store.last_briefed("s1") == clock()
    assert store.last_briefed("nobody") is None
    assert store.story("nobody") is None
    assert store.story("no\x00body \ud800") is None
    assert store.story_documents("nobody") == ()


def test_a_story_is_told_as_it_was_known_at_a_time(store: Store, clock: Clock) -> None:
    publish(store, "a", "First version.")
    clock.forward(100)
    publish(store, "b", "Joins later.")
    clock.forward(100)
    offer(store, item("a", is_change=True))
    (job,) = claim(store)
    store.settle_entry("reader", job.id, kept(article("Second version.", url="https://site.example/a")))
    with store.placing() as desk:
        for n in (1, 2):
            desk.place(n, Placement("s"))

    def told(seconds: float | None) -> list[tuple[str, int]]:
        then = None if seconds is None else START + timedelta(seconds=seconds)
        return [(each.article.body, each.version) for each in store.story_documents("s", at=then)]

    assert told(-1) == []
    assert told(0) == [("First version.", 1)]
    assert told(150) == [("First version.", 1), ("Joins later.", 1)]
    assert told(None) == told(200) == [("Second version.", 2), ("Joins later.", 1)]


def test_only_one_at_a_time_gets_the_desk(opened: Callable[[], Store]) -> None:
    one, two = opened(), opened()
    publish(one, "a", "A.")
    publish(one, "b", "B.")
    inside, order = Event(), list[str]()

    def second() -> None:
        inside.wait()
        with two.placing() as desk:
            order.append(f"second sees {desk.seq}")
            desk.place(2, Placement("s2"))

    thread = Thread(target=second)
    thread.start()
    with one.placing() as desk:
        inside.set()
        thread.join(0.3)
        assert thread.is_alive()
        desk.place(1, Placement("s1"))
        order.append("first is done")
    thread.join()
    assert order == ["first is done", "second sees 1"]


def test_a_desk_that_raises_leaves_nothing(store: Store) -> None:
    publish(store, "a", "A.")

    def fail(desk: Desk) -> None:
        desk.place(1, Placement("s"))
        raise KeyError("the caller's own")

    with pytest.raises(KeyError), store.placing() as desk:
        fail(desk)
    assert store.has_unplaced()
    assert store.story("s") is None
