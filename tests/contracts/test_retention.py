"""Every store: what it forgets, and what it must not."""

from datetime import timedelta

from bot.store.export import CHUNK
from bot.store.records import Placement, Retained, Settled
from bot.store.store import Store
from tests.contracts.making import Clock, article, claim, feed, item, kept, offer, polled, publish, seen


def test_old_texts_go_and_what_names_them_stays(store: Store, clock: Clock) -> None:
    publish(store, "old", "A secret harbour.", "Old headline", actors=(("p:x", "X Smith"),))
    with store.placing() as desk:
        desk.place(1, Placement("s", "Old headline"))
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
    clock.forward(days=40)
    store.retain(30)
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


def test_many_texts_are_exported_and_stripped_in_parts(store: Store, clock: Clock) -> None:
    offer(store, *(item(str(n)) for n in range(CHUNK + 5)))
    for job in claim(store, limit=CHUNK + 5):
        read = article(
            f"Body {job.id}.", url=job.entry.url, published_at=clock() - timedelta(seconds=CHUNK + 5 - job.id)
        )
        store.settle_entry("reader", job.id, kept(read))
    ids = [row.document_id for row in store.export()]
    assert ids == list(range(1, CHUNK + 6))
    assert [row.document_id for row in store.export(clock() - timedelta(seconds=9))] == ids[-10:]
    clock.forward(days=91)
    assert store.retain(90).texts == CHUNK + 5
    assert not any(row.article.body for row in store.export())
