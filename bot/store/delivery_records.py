"""What the parts of the store that see to delivery take and give: frozen values, never rows of a database."""

from dataclasses import dataclass
from datetime import datetime

from bot.types import Channel, Delivery, Direction, Severity, Slot, Subscription


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """A subscription and how it stands.

    Attributes:
        subscription: What is wanted.
        next_at: When its next digest is to be made; ``None`` without slots.
        told_until: What was stored until then was looked at by its last digest; ``None`` before the first.
        changed_at: When it was last changed.
        paused_why: Why its channel is not posted to; ``""`` if it is.
    """

    subscription: Subscription
    next_at: datetime | None
    told_until: datetime | None
    changed_at: datetime
    paused_why: str = ""


@dataclass(frozen=True, slots=True)
class StoryNews:
    """A story that changed of late: when each of its articles was first stored, oldest first."""

    story_id: str
    revision: int
    updated_at: datetime
    first_seen: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A story that a delivery tells: see `bot.types.Told`."""

    story_id: str
    revision: int
    severity: Severity
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkippedSlot:
    """A slot for which no digest was made, and why; ``outcome`` is ``skipped``, or ``joined`` to another's digest."""

    slot: Slot
    due_at: datetime
    why: str
    outcome: str = "skipped"


@dataclass(frozen=True, slots=True)
class Passed:
    """How far a subscription has come when its due slots are settled.

    Attributes:
        subscription_id: Whose.
        next_at: Of its next digest.
        told_until: What was stored until then was looked at; ``None``: as before.
        skipped: Slots that get no digest of their own.
    """

    subscription_id: str
    next_at: datetime | None
    told_until: datetime | None = None
    skipped: tuple[SkippedSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeSlot:
    """All that is written, in one transaction, when a digest was made.

    Attributes:
        passed: The subscription whose digest it is, then those whose late digests it stands for.
        slot: Its place; ``None`` if none of the due slots is worth a digest any more.
        due_at: When it was due.
        is_late: Made long after that.
        delivery: What to post; ``None`` where nothing is posted.
        tellings: The stories that it tells.
        read: Articles that it looked at.
        dropped: Why some are not told.
        last_told: `ChannelMemory.last` as it was when the digest was made: what was told meanwhile it does not know.
        reported: Keys of lost deliveries that it tells the channel of.
    """

    passed: tuple[Passed, ...]
    slot: Slot | None = None
    due_at: datetime | None = None
    is_late: bool = False
    delivery: Delivery | None = None
    tellings: tuple[Telling, ...] = ()
    read: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    last_told: int = 0
    reported: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotRecord:
    """What became of a slot: ``made``, ``silent``, ``joined`` or ``skipped``; ``why`` in words."""

    slot: Slot
    due_at: datetime
    made_at: datetime
    outcome: str
    why: str
    is_late: bool
    read: int
    told: int
    dropped: tuple[tuple[str, int], ...]
    delivery_key: str
    delivery_state: str


@dataclass(frozen=True, slots=True)
class HeldStory:
    """A story that waits for the end of quiet hours, or of a cooldown."""

    subscription_id: str
    story_id: str


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A change that somebody made: by whom, where, what was done to what, and how that was before and after.

    ``at`` is filled in by the store.
    """

    tenant: str
    channel: str
    user: str
    verb: str
    subject: str
    before: str = ""
    after: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A grave and live event between two parties, as an article told it."""

    at: datetime
    pair: str
    source: str
    code: str
    mode: str
    modality: str
    direction: Direction
    severity: Severity
    score: float
    story_id: str | None
    document_id: int


@dataclass(frozen=True, slots=True)
class ChannelRecord:
    """A channel, and why it is not posted to (``""`` if it is)."""

    channel: Channel
    paused_why: str
    paused_at: datetime | None
