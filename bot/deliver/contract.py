"""What a courier asks of a store, how long it takes over what, and what it tells."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.deliver.outbox import Change
from bot.types import Channel, Job, Part, State


@dataclass(frozen=True, slots=True)
class CourierLimits:
    """How much at once, and how long for what; seconds.

    Attributes:
        at_once: Deliveries that are worked at side by side, each in a channel of its own. Judged: eight answers of a
            platform that takes half a second are 16 posts a second, about what one application is allowed.
        lease_s: After so long another process takes over. Long enough for the wait before a look and one send more,
            and renewed before a look that would not fit in; a process that was killed is missed for so long.
        send_s: A platform that has not answered by then is not waited for any longer.
        look_s: Nor is a history waited for any longer that takes many pages.
        settle_s: So long after an attempt's end its message may still appear on the platform. The reference of this
            project takes at least 60 s for the bound of what may be in flight.
        unsure_for_s: If nobody could find out for so long whether a message was posted, a person must look.
        tick_s: So often the store is asked for work when there was none.
        grace_s: At the end a send under way may take so long to be answered; a third of what X1 allows for an end,
            and then some.

    Raises:
        ValueError: The lease is too short for a wait, a look and a send.
    """

    at_once: int = 8
    lease_s: float = 120.0
    send_s: float = 15.0
    look_s: float = 45.0
    settle_s: float = 60.0
    unsure_for_s: float = 3_600.0
    tick_s: float = 1.0
    grace_s: float = 4.0

    def __post_init__(self) -> None:
        if self.lease_s < max(self.settle_s + 2 * self.send_s, self.look_s):
            raise ValueError("lease_s must be at least look_s, and settle_s + 2 * send_s.")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a delivery stands after it was worked at."""

    key: str
    channel: Channel
    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something else went wrong; it will be tried again."""

    message: str


Tidings = Progress | Trouble
"""What a courier tells its listener, as it happens."""


class Outbox(Protocol):
    """Messages on their way. Methods block; each is one transaction; each may raise StoreError.

    Those that name an owner and a delivery raise LeaseLost where somebody else has it meanwhile; nothing is written then.
    """

    def claim_deliveries(
        self, owner: str, *, platforms: Collection[str], limit: int, lease_s: float
    ) -> tuple[Job, ...]:
        """Take deliveries that are due and nobody's: of each channel the one whose turn it is."""
        ...

    def freeze_parts(
        self, owner: str, delivery_id: int, payloads: Sequence[str], *, lease_s: float
    ) -> tuple[Part, ...]:
        """Keep what was rendered; parts that were frozen before stay, and are returned."""
        ...

    def begin_part(
        self, owner: str, delivery_id: int, number: int, *, lease_s: float, change: Change | None = None
    ) -> datetime:
        """Note that an attempt begins, and when; the lease lasts ``lease_s`` from now.

        ``change``: of the part before, written in the same transaction.
        """
        ...

    def apply_change(self, owner: str, delivery_id: int, change: Change, *, lease_s: float) -> None:
        """Write what became of it; ``lease_s`` from now for one that is kept."""
        ...

    def renew_delivery(self, owner: str, delivery_id: int, *, lease_s: float) -> None:
        """Hold it for ``lease_s`` from now."""
        ...

    def release_deliveries(self, owner: str) -> int:
        """Give back all that an owner holds; how many those were."""
        ...
