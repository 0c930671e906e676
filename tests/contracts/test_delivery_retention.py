"""What is forgotten of deliveries, and what must not be."""

from datetime import timedelta

from bot.deliver.outbox import Change
from bot.store.delivery_records import AuditLine
from bot.store.store import Store
from bot.types import State
from tests.contracts.making import START, Clock
from tests.deliver.making import channel, delivery


def test_messages_and_pictures_are_forgotten_with_the_texts_that_they_quote(
    store: Store, clock: Clock
) -> None:
    for key in ("sent", "waits"):
        store.enqueue(delivery(key, channel=channel(key)))
    picture = store.put_picture(b"png")
    taken = {
        job.delivery.key: job for job in store.claim_deliveries("a", platforms=["test"], limit=9, lease_s=60)
    }
    job = taken["sent"]
    store.freeze_parts("a", job.id, ["text"], lease_s=60)
    store.begin_part("a", job.id, 0, lease_s=60)
    store.apply_change("a", job.id, Change(State.SENT, refs=((0, "ref"),)), lease_s=60)
    clock.forward(days=59)
    assert store.retain(60).deliveries == 0
    clock.forward(days=2)
    assert store.retain(60).deliveries == 2
    assert store.delivery("sent") is None
    assert store.picture(picture) is None
    assert store.delivery("waits"), "what was never settled is not forgotten"


def test_who_did_what_is_forgotten_after_a_month(store: Store, clock: Clock) -> None:
    store.note(AuditLine("dir/local", "dir/local/desk", "ada", "subscribe", "s1"))
    clock.forward(days=29)
    store.retain(60)
    assert [line.at for line in store.audit("dir/local")] == [START]
    clock.at = START + timedelta(days=31)
    store.retain(60)
    assert not store.audit("dir/local")
