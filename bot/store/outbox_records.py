"""What the store tells an operator of deliveries: frozen values. Datetimes are aware UTC."""

from dataclasses import dataclass
from datetime import datetime

from bot.types import Action, Channel, Kind, State


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """A delivery and how it is doing.

    Attributes:
        id: Grows from one to the next.
        key: Names it for ever.
        channel: Where to.
        kind: Digest, alert, …
        action: How.
        state: Where it stands.
        why: Why it stands there; ``""`` when all is well.
        attempts: How often an attempt was begun.
        lookups: How often it was looked for in vain since the last attempt.
        parts: Of how many parts it consists; 0 before it was rendered.
        sent: So many of them are on the platform.
        is_plain: It went, or goes, as plain text.
        created_at: When it was made.
        due_at: When it should be posted.
        not_before: It waits until then; ``None``: it does not.
        expires_at: After that it is dropped; ``None``: see `bot.store.outbox_claim.KEPT_DAYS`.
        since: When it came to stand there: for an unsure one, since when nobody knows; for one that ended, when.
        owner: Who holds it now; ``""`` for nobody.
    """

    id: int
    key: str
    channel: Channel
    kind: Kind
    action: Action
    state: State
    why: str
    attempts: int
    lookups: int
    parts: int
    sent: int
    is_plain: bool
    created_at: datetime
    due_at: datetime
    not_before: datetime | None
    expires_at: datetime | None
    since: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class GateRecord:
    """Nothing is posted within ``key`` (see `bot.deliver.outbox.gate_key`) until then."""

    key: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class PauseRecord:
    """A channel that nothing is posted to until somebody resumes it."""

    channel: Channel
    why: str
    at: datetime
