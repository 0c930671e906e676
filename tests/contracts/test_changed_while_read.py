"""Every store: a feed tells of a change while the article is being read."""

from dataclasses import replace

import pytest

from bot.errors import LeaseLost
from bot.store.store import Store
from tests.contracts.making import Clock, article, claim, item, kept, offer


def test_what_was_read_before_the_change_does_not_stand_for_it(store: Store, clock: Clock) -> None:
    first = item("x")
    offer(store, first)
    (early,) = claim(store, "a")
    told = replace(first.entry, content="<p>corrected</p>")
    clock.forward(1_800)  # its lease is over, but "a" reads on
    store.claim_entries("a", limit=9, lease_s=60)
    offer(store, item("x", entry=told, digest="other", is_change=True))
    with pytest.raises(LeaseLost):
        store.settle_entry("a", early.id, kept(article("Old text."), first.key))
    (late,) = claim(store, "b")
    assert late.entry.content == "<p>corrected</p>"
    assert store.settle_entry("b", late.id, kept(article("New text."), first.key)).is_new_document
