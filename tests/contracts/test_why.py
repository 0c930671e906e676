"""Every store: what it tells of an address, also long after."""

from dataclasses import replace
from datetime import timedelta

from bot.acquire.entries import NewEntry
from bot.store.records import Dropped, Later, Placement, TraceLine
from bot.store.store import Store
from tests.contracts.making import START, Clock, article, claim, feed, item, kept, offer, publish


def nameless(name: str, url: str) -> NewEntry:
    """An entry whose address others have as well, so that it is known by something else."""
    made = item(name)
    return replace(made, key=f"feed:{name}", entry=replace(made.entry, url=url))


def test_an_article_whose_steps_are_forgotten_is_still_told_of(store: Store, clock: Clock) -> None:
    offer(store, item("a"))
    (job,) = claim(store)
    read = kept(article("A harbour.", "Harbour burns"), "site.example/a", "site.example/amp/a")
    store.settle_entry("reader", job.id, read, [TraceLine("fetch", "page")])
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    steps = store.why("site.example/a")
    assert [line.outcome for line in steps] == ["named by a feed", "page"]
    clock.forward(days=40)
    publish(store, "b", "Another harbour.")  # the feed no longer lists the first
    store.retain(30)
    told = (TraceLine("read", "kept", "Outlet one · Harbour burns · story s", START),)
    assert store.why("site.example/a") == store.why("site.example/amp/a") == told


def test_an_article_that_waits_for_its_story_says_so(store: Store) -> None:
    publish(store, "a", "A harbour.")
    assert store.why("site.example/a")[-1] == TraceLine(
        "read", "kept", "Outlet one · A headline · no story yet", START
    )


def test_the_story_is_the_one_that_it_became(store: Store) -> None:
    for name in "ab":
        publish(store, name, f"Body {name}.")
    with store.placing() as desk:
        for n in (1, 2):
            desk.place(n, Placement(f"s{n}"))
        desk.merge("s1", "s2")
    assert store.why("site.example/a")[-1].detail.endswith("story s2")


def test_an_entry_that_has_no_address_of_its_own_is_found_by_its_link(store: Store) -> None:
    url = "https://live.example/page?view=all"
    offer(store, nameless("x", url), nameless("y", "https://live.example/other"), nameless("z", ""))
    for job in claim(store):
        lines = [TraceLine("read", "dropped", job.entry.title)]
        store.settle_entry("reader", job.id, Dropped("no article"), lines)
    steps = (
        TraceLine("poll", "named by a feed", feed().url, START),
        TraceLine("read", "dropped", "Title x", START),
    )
    assert store.why("live.example/page", url) == steps
    assert len(store.why("live.example/other")) == 2
    assert store.why("live.example/page") == ()
    assert store.why("feed:x") == steps
    assert store.why("live.example/page", "https://live.example/\x00\ud800") == ()


def test_an_address_of_its_own_is_not_looked_for_among_links(store: Store) -> None:
    offer(store, item("a"))
    assert store.why("elsewhere.example/a", "https://site.example/a") == ()


def test_what_became_no_article_is_listed_with_its_reason_the_newest_first(
    store: Store, clock: Clock
) -> None:
    offer(store, *(item(name) for name in "abc"))
    first, second, third = claim(store)
    store.settle_entry("reader", first.id, Dropped("paywall", "A wall."))
    store.settle_entry("reader", second.id, Later("HTTP 503", clock() + timedelta(hours=1)))
    store.settle_entry("reader", third.id, kept(article("Text.")))
    offer(store, item("d"))
    told = [(row.title, row.reason, row.detail, row.until) for row in store.unread()]
    assert told == [
        ("Title b", "put off", "HTTP 503", clock() + timedelta(hours=1)),
        ("Title a", "paywall", "A wall.", None),
    ]
    assert not store.unread(clock() + timedelta(seconds=1))
    assert len(store.unread(clock(), limit=1)) == 1
