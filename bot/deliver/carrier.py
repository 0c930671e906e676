"""One delivery in a courier's hand: what to do next, and doing it, as far as it goes. See `bot.deliver.courier`."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.deliver.contract import CourierLimits, Outbox, Progress, Tidings, Trouble
from bot.deliver.messenger import (
    Finding,
    Invalid,
    Messenger,
    NotNow,
    Outcome,
    Piece,
    Unreadable,
    Unsure,
)
from bot.deliver.outbox import (
    MARGIN_S,
    Change,
    after_attempt,
    after_edit_settled,
    after_first_look,
    after_look,
    begun,
    changed,
    doubtful,
    edits,
    looks_first,
    next_part,
)
from bot.errors import StoreUnavailable
from bot.types import Job, Part, State

T = TypeVar("T")

FIRST_PAUSE_S, LAST_PAUSE_S = 0.5, 30.0
"""Before a store that could not be used is asked again: at first, and after several times in vain."""


@dataclass(slots=True)
class Hand:
    """A delivery in hand.

    Attributes:
        job: As it is now.
        seen: When it was claimed, or when its own attempt ended; monotonic seconds, as all here.
        until: When its lease ends, at the earliest.
        taken: When it was claimed.
        is_own: The attempt that nobody knows the outcome of was made here, and is over.
    """

    job: Job
    seen: float
    until: float
    taken: float
    is_own: bool = False


class Doors(Protocol):
    """How a carrier reaches outside."""

    async def store(self, call: Callable[[], T]) -> T:
        """Let the store do something, to its end."""
        ...

    async def platform(self, asking: Awaitable[T], within_s: float) -> T:
        """Wait so long for a platform.

        Raises:
            TimeoutError: It has not answered.
        """
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def clock(self) -> float:
        """Monotonic seconds."""
        ...


class Carrier:
    """Carries deliveries, each as far as it goes.

    Args:
        outbox: Where they are kept.
        messengers: By platform.
        owner: Who holds them.
        doors: To the outside.
        dice: For the back-off.
        limits: How long for what.
        tell: Hears of everything.
    """

    def __init__(
        self,
        outbox: Outbox,
        messengers: Mapping[str, Messenger],
        owner: str,
        doors: Doors,
        dice: random.Random,
        limits: CourierLimits,
        tell: Callable[[Tidings], None],
    ) -> None:
        self._outbox = outbox
        self._messengers = messengers
        self._owner = owner
        self._doors = doors
        self._dice = dice
        self._limits = limits
        self._tell = tell
        self.is_ending = False

    def settles_at(self, hand: Hand) -> float | None:
        """When the delivery may be looked for: what may be under way has arrived then, or never will.

        ``None`` if it need not be waited for. Whoever looked for it in vain before has waited so.
        """
        if doubtful(hand.job) is None or hand.job.lookups:
            return None
        return hand.seen + self._limits.settle_s + (0.0 if hand.is_own else self._limits.send_s)

    async def step(self, hand: Hand) -> bool:
        """Do the next thing; whether there is another one to do."""
        part = doubtful(hand.job)
        if not hand.job.parts:
            return await self._render(hand)
        if part:
            return await self._look(hand, part)
        if looks_first(hand.job):
            return await self._look_first(hand)
        return await self._post(hand)

    async def _render(self, hand: Hand) -> bool:
        job = hand.job
        try:
            payloads = self._messenger(job).render(job.delivery.message, plain=job.is_plain)
        except MemoryError:  # no fault of the message
            return await self._write(
                hand, after_attempt(job, 0, NotNow("there was no memory left"), self._dice)
            )
        except Exception as error:  # noqa: BLE001 - one message that cannot be laid out shall not hold up the others
            self._tell(Trouble(f"{job.delivery.key} could not be rendered: {error!r}"))
            payloads = ()
        if not payloads:
            change = after_attempt(job, 0, Invalid("it could not be rendered"), self._dice)
            return await self._write(hand, change)
        before = self._doors.clock()
        parts = await self._doors.store(
            lambda: self._outbox.freeze_parts(
                self._owner,
                job.id,
                tuple(payloads),
                lease_s=self._limits.lease_s,
            )
        )
        self._leased(hand, replace(job, parts=parts), before)
        return True

    async def _post(self, hand: Hand) -> bool:
        """Post part after part; each part's outcome is written together with the beginning of the next attempt."""
        change = None
        while part := next_part(hand.job):
            outcome = await self._attempt(hand, part, change)
            hand.seen, hand.is_own = self._doors.clock(), True
            change = after_attempt(hand.job, part.number, outcome, self._dice)
            if change.state is not State.PENDING or not change.refs or self.is_ending:
                break
            hand.job = changed(hand.job, change)
        return await self._write(hand, change or Change(State.SENT))

    async def _attempt(self, hand: Hand, part: Part, change: Change | None) -> Outcome:
        before, number, limits = self._doors.clock(), part.number, self._limits
        at = await self._doors.store(
            lambda: self._outbox.begin_part(
                self._owner,
                hand.job.id,
                number,
                lease_s=limits.lease_s,
                change=change,
            )
        )
        self._leased(hand, begun(hand.job, number, at), before)
        if hand.until - self._doors.clock() < limits.send_s:
            return NotNow("the database took too long")
        job, messenger = hand.job, self._messenger(hand.job)
        piece = _piece(job, part)

        def sending() -> Awaitable[Outcome]:
            if edits(job, number):
                return messenger.edit(job.delivery.channel, job.target_ref, piece)
            return messenger.post(job.delivery.channel, piece)

        return await self._asked(sending, limits.send_s, Unsure, job)

    async def _look(self, hand: Hand, part: Part) -> bool:
        if edits(hand.job, part.number):
            return await self._write(hand, after_edit_settled(hand.job, self._dice))
        since = min(part.attempted_at or self._claimed_at(hand), self._claimed_at(hand))
        finding = await self._found(hand, part, since)
        change = after_look(
            hand.job,
            part.number,
            finding,
            self._dice,
            unsure_s=self._unsure_s(hand),
            unsure_for_s=self._limits.unsure_for_s,
        )
        return await self._write(hand, change)

    async def _look_first(self, hand: Hand) -> bool:
        """Look for every part that an earlier life of the store may have posted, as far as can be read."""
        job, findings = hand.job, list[tuple[int, Finding]]()
        for part in job.parts:
            if not part.is_sent:
                finding = await self._found(hand, part, job.delivery.due_at or self._claimed_at(hand))
                findings.append((part.number, finding))
                if isinstance(finding, Unreadable):
                    break
        change = after_first_look(
            job,
            findings,
            self._dice,
            unsure_s=self._unsure_s(hand),
            unsure_for_s=self._limits.unsure_for_s,
        )
        return await self._write(hand, change)

    async def _found(self, hand: Hand, part: Part, since: datetime) -> Finding:
        before, limits = self._doors.clock(), self._limits
        if hand.until - before < limits.look_s:
            await self._doors.store(
                lambda: self._outbox.renew_delivery(self._owner, hand.job.id, lease_s=limits.lease_s)
            )
            self._leased(hand, hand.job, before)
        channel, piece = hand.job.delivery.channel, _piece(hand.job, part)
        messenger, since = self._messenger(hand.job), since - timedelta(seconds=MARGIN_S)
        return await self._asked(
            lambda: messenger.find(channel, piece, since), limits.look_s, Unreadable, hand.job
        )

    async def _asked(
        self, asking: Callable[[], Awaitable[T]], within_s: float, blind: Callable[[str], T], job: Job
    ) -> T:
        """A messenger's answer; one that takes too long, or raises, has not said what happened."""
        try:
            return await self._doors.platform(asking(), within_s)
        except TimeoutError:
            return blind(f"no answer within {within_s:g} s")
        except Exception as error:  # noqa: BLE001 - a fault of ours, which shall not hold up the other deliveries
            self._tell(Trouble(f"The messenger failed over {job.delivery.key}: {error!r}"))
            return blind(f"the messenger failed: {type(error).__name__}")

    async def _write(self, hand: Hand, change: Change) -> bool:
        """Write a change, if need be again and again while the lease lasts; whether to go on with the delivery."""
        before, pause_s = self._doors.clock(), FIRST_PAUSE_S
        while True:
            try:
                await self._doors.store(
                    lambda: self._outbox.apply_change(
                        self._owner,
                        hand.job.id,
                        change,
                        lease_s=self._limits.lease_s,
                    )
                )
                break
            except StoreUnavailable as error:
                if self._doors.clock() + pause_s > hand.until:
                    raise
                self._tell(Trouble(str(error)))
                await self._doors.sleep(pause_s)
                before, pause_s = self._doors.clock(), min(pause_s * 2, LAST_PAUSE_S)
        self._leased(hand, changed(hand.job, change), before)
        self._tell(Progress(hand.job.delivery.key, hand.job.delivery.channel, change.state, change.why))
        return change.is_kept

    def _leased(self, hand: Hand, job: Job, before: float) -> None:
        hand.job, hand.until = job, before + self._limits.lease_s

    def _messenger(self, job: Job) -> Messenger:
        return self._messengers[job.delivery.channel.platform]

    def _claimed_at(self, hand: Hand) -> datetime:
        return hand.job.lease_until - timedelta(seconds=self._limits.lease_s)

    def _unsure_s(self, hand: Hand) -> float:
        """For how long nobody has known, as far as the store's clock and ours can tell."""
        since = hand.job.unsure_since or self._claimed_at(hand)
        return (self._claimed_at(hand) - since).total_seconds() + self._doors.clock() - hand.taken


def _piece(job: Job, part: Part) -> Piece:
    return Piece(job.delivery.key, part.number, part.payload, job.target_ref)
