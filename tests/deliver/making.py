"""Made-up deliveries, and stores that hold nothing but them."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.store.outbox import OutboxPart
from bot.store.store import Store
from bot.types import Channel, Delivery, Heading, Job, Kind, Message, Para, Part

START = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HERE = Channel("test", "T1", "C1")


def channel(name: str = "C1", workspace: str = "T1") -> Channel:
    return Channel("test", workspace, name)


def delivery(key: str = "d1", parts: int = 1, **also: object) -> Delivery:
    """A message that the tests' messenger renders in so many parts."""
    blocks = tuple(Para(f"{key}, part {number}") for number in range(parts))
    base = Delivery(key, HERE, Kind.DIGEST, Message(key, (Heading(key, 1), *blocks), key))
    return replace(base, **also)  # type: ignore[arg-type]


def job(parts: int = 1, **also: object) -> Job:
    """A job whose parts are rendered."""
    made = tuple(Part(number, f"text {number}") for number in range(parts))
    base = Job(1, delivery(parts=parts, due_at=START), made, 0, 0, START)
    return replace(base, **also)  # type: ignore[arg-type]


def outbox(store: Store) -> OutboxPart:
    """The outbox of a store."""
    return OutboxPart(store._db)
