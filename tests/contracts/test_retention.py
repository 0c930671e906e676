"""Every store: what it forgets, and what it must not."""

from datetime import timedelta

from bot.store.export import CHUNK
from bot.store.records import Dropped, Placement, Retained, Settled
from bot.store.store import Store
from tests.contracts.making import Clock, article, claim, feed, item, kept, offer, polled, publish, seen


def test_old_texts_go_and_what_names_them_stays(store: Store, clock: Clock) -> None:
    publish(store, "old", "A secret harbour.", "Old headline", actors=(("p:x", "X Smith"),))
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    clock.forward(days=20)
    publish(store, "new", "Another harbour.", "New headline")
    clock.forward(days=20)
    assert store.retain(30) == Retained(texts=1, entries=1, trace=0)
    assert store.retain(30) == Retained(0, 0, 0)
    old, new = store.export()
    assert (old.article.body, old.analysis, old.article.headline) == ("", b"", "Old headline")
    assert (old.article.url, old.actors) == ("https://site.example/old", (("p:x", "X Smith"),))
    assert new.article.body == "Another harbour."
    assert [hit.document_id for hit in store.search("harbour")] == [2]
    (hit,) = store.search("old headline")
    assert (hit.document_id, hit.snippet) == (1, None)
    (told,) = store.story_documents("s")
    assert told.is_stripped
    assert told.fingerprint.startswith(b"print of")
    store.check()


def test_an_article_whose_text_is_gone_is_still_known(store: Store, clock: Clock) -> None:
    publish(store, "old", "A secret harbour.", "Old headline")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    clock.forward(days=40)
    publish(store, "new", "Another story.", "Another headline")
    assert store.retain(30) == Retained(texts=1, entries=1, trace=0)
    offer(store, item("old"))
    (job,) = claim(store)
    url = "https://site.example/old"
    same = kept(article("A secret harbour.", "Old headline", url))
    assert store.settle_entry("reader", job.id, same) == Settled(1)
    offer(store, item("old", is_change=True))
    (job,) = claim(store)
    edited = kept(article("A public harbour.", "New headline", url))
    assert store.settle_entry("reader", job.id, edited) == Settled(1, is_new_version=True)
    assert store.search("public")
    assert not store.search("old")
    assert not store.search("secret")
    store.check()


def test_only_settled_entries_that_no_feed_shows_any_more_are_thinned(store: Store, clock: Clock) -> None:
    shown, gone, waiting = item("shown"), item("gone"), item("waiting")
    offer(store, shown, gone, waiting)
    for job in claim(store, limit=2):
        store.settle_entry("reader", job.id, kept(article(f"{job.key}.", url=job.entry.url)))
    clock.forward(days=40)
    store.claim_feeds("p", limit=1, lease_s=60, urls=[feed().url])
    store.settle_poll("p", feed().url, polled(feed(), clock()), (), [seen(shown)])
    assert store.retain(30).entries == 1
    known = store.known(feed().url, [shown.key, gone.key, waiting.key])
    assert [entry.key for entry in known] == [shown.key, waiting.key]


def test_entries_that_a_quiet_feed_still_lists_are_not_thinned(store: Store, clock: Clock) -> None:
    listed, gone = item("listed"), item("gone")
    offer(store, listed, gone)
    offer(store, item("busy"), made=feed("two"))
    for job in claim(store):
        store.settle_entry("reader", job.id, Dropped("paywall"))
    clock.forward(days=1)
    store.claim_feeds("p", limit=1, lease_s=60, urls=[feed().url])
    store.settle_poll("p", feed().url, polled(feed(), clock()), (), [seen(listed)])
    for _ in range(40):  # the feed answers that nothing has changed, and another one shows something else
        clock.forward(days=1)
        store.claim_feeds("p", limit=1, lease_s=60, urls=[feed().url])
        store.settle_poll("p", feed().url, polled(feed(), clock()))
    offer(store, item("busier"), made=feed("two"))
    assert store.retain(30).entries == 2
    known = store.known(feed().url, [listed.key, gone.key, "site.example/busy"])
    assert [entry.key for entry in known] == [listed.key]


def test_what_waits_for_its_place_keeps_what_places_it(store: Store, clock: Clock) -> None:
    publish(store, "a", "A secret harbour.")
    publish(store, "b", "Another harbour.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
    clock.forward(days=40)
    assert store.retain(30).texts == 1
    with store.placing() as desk:
        assert [(row.id, row.sketch) for row in desk.pending(9)] == [(2, b"sketch")]
        desk.place(2, Placement("s"))
    assert store.retain(30).texts == 1


def test_many_texts_are_exported_and_stripped_in_parts(store: Store, clock: Clock) -> None:
    offer(store, *(item(str(n)) for n in range(CHUNK + 5)))
    for job in claim(store, limit=CHUNK + 5):
        store.settle_entry("reader", job.id, kept(article(f"Body {job.id}.", url=job.entry.url)))
    with store.placing() as desk:
        for row in desk.pending(CHUNK + 5):
            desk.place(row.id, Placement(f"s{row.id}"))
    ids = [row.document_id for row in store.export()]
    assert ids == list(range(1, CHUNK + 6))
    clock.forward(days=91)
    assert store.retain(90).texts == CHUNK + 5
    assert not any(row.article.body for row in store.export())


def test_an_export_since_a_time_holds_what_was_first_seen_since(store: Store, clock: Clock) -> None:
    publish(store, "a", "Published long ago, and seen.", published_at=clock() - timedelta(days=9))
    since = clock.forward(60)
    publish(store, "b", "Published long ago, and seen late.", published_at=clock() - timedelta(days=9))
    assert [row.document_id for row in store.export(since)] == [2]
    assert [row.document_id for row in store.export()] == [1, 2]
