"""A backtest: what a subscription would have sent in days gone by, had it been there. Nothing is written.

How faithful it is:

- Digests come at the subscription's slots in local time, quiet hours included, each on time. Time off, posts that were
  lost and what other subscriptions told the channel are not played over again.
- Stories are as `Past` can still tell. Texts that are no longer kept cannot be told.
- Alerts are weighed when an article came in, not when one was edited; what waits for the end of quiet hours or of a
  cooldown is weighed again then. They follow `bot.outgoing.alerts`; a story whose articles were all there before we
  looked raises none.
- The channel begins knowing nothing, so the first digest may tell what it had told before.
"""

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.brief import digest as digests
from bot.brief.changes import changes
from bot.deliver import schedule
from bot.deliver.schedule import DueSlot
from bot.outgoing.alerting import OLD, is_grave, is_news, waits_until
from bot.outgoing.editor import begin
from bot.outgoing.matching import Grounds
from bot.outgoing.past import Past
from bot.types import Alerts, Briefing, Change, Dossier, Rule, Severity, Slot, Subscription, Told

Ask = Callable[[Rule, Dossier], Grounds]
"""What a rule finds in a story."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A digest that would have been made."""

    due: DueSlot
    made: digests.Made


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert that would have been posted; ``is_update``: news of a story that had been told before."""

    at: datetime
    story_id: str
    headline: str
    severity: Severity
    is_update: bool


@dataclass(slots=True)
class _Memory:
    """What the channel was told of a story."""

    told: Told
    briefings: tuple[Briefing, ...]


@dataclass(slots=True)
class Backtest:
    """Plays time over again for one subscription.

    Attributes:
        subscription: Whose.
        past: Stories.
        ask: Rules.
        weights: By which stories are ranked.
        since: Where it begins.
        until: Where it ends.
        muted: Stories that the channel does not want to hear of.
    """

    subscription: Subscription
    past: Past
    ask: Ask
    weights: digests.Weights
    since: datetime
    until: datetime
    muted: frozenset[str] = frozenset()
    sent: list[Sent] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    _memory: dict[str, _Memory] = field(default_factory=dict)
    _looked: datetime | None = None

    def run(self) -> "Backtest":
        """Play from ``since`` to ``until``; ``sent`` and ``raised`` hold what came of it.

        Raises:
            InputError: The subscription's zone is not known.
            StoreError: The store cannot be used.
        """
        slots = {due.at: due for due in schedule.due(self.subscription, self.since, self.until)}
        # Slots of one instant make one digest, that of the last. What came in at the very instant is in it.
        line: list[tuple[datetime, int, str]] = sorted(
            [(at, 1, "") for at in slots]
            + (
                [(at, 0, story) for at, story in self.past.moments(self.since, self.until)]
                if self.subscription.alerts
                else []
            )
        )
        while line:
            at, kind, story_id = line.pop(0)
            if kind == 1:
                self.sent.append(Sent(slots[at], self.digest(at, slots[at].slot)))
                self._tell_all(self.sent[-1])
            elif (waits := self._weigh(story_id, at)) is not None and waits <= self.until:
                insort(line, (waits, 0, story_id))
        return self

    def digest(self, at: datetime, slot: Slot | None = None) -> digests.Made:
        """The digest that would have been made then, after what was played so far."""
        since = begin(self._looked, at)
        candidates = tuple(self._candidates(since, at))
        return digests.made(
            self.subscription, candidates, slot=slot, since=since, until=at, weights=self.weights
        )

    def _candidates(self, since: datetime, until: datetime) -> Iterator[digests.Candidate]:
        for story_id, new in self.past.changed(since, until):
            if dossier := self.past.dossier(story_id, until):
                yield self._candidate(dossier, new)

    def _candidate(self, dossier: Dossier, new: int) -> digests.Candidate:
        known = self._memory.get(dossier.id)

        def changed() -> tuple[Change, ...]:
            return changes(known.briefings, dossier.briefings) if known else ()

        grounds = self.ask(self.subscription.rule, dossier)
        told = known.told if known else None
        return digests.Candidate(dossier, grounds, told, new, dossier.id in self.muted, changed)

    def _tell_all(self, sent: Sent) -> None:
        self._looked = sent.due.at
        for item in sent.made.digest.items:
            self._tell(item.dossier, sent.due.at)

    def _tell(self, dossier: Dossier, at: datetime) -> None:
        known = self._memory.get(dossier.id)
        ids = tuple(briefing.articles[0].id for briefing in dossier.briefings)
        times = known.told.times + 1 if known else 1
        told = Told(dossier.id, at, dossier.revision, dossier.severity, ids, 0, times)
        self._memory[dossier.id] = _Memory(told, dossier.briefings)

    def _weigh(self, story_id: str, at: datetime) -> datetime | None:
        """Raise an alert, or leave it; until when it waits, if it does."""
        alerts, dossier = self.subscription.alerts, self.past.dossier(story_id, at)
        if alerts is None or dossier is None or not self._is_for(dossier, alerts, at):
            return None
        candidate = self._candidate(dossier, 1)
        news = candidate.changes() if candidate.told else ()
        if not is_news(candidate.told, news):
            return None
        waits = waits_until(self.subscription, alerts, candidate.told, dossier, news, at)
        if waits is not None:
            return waits
        is_update = candidate.told is not None
        self.raised.append(Raised(at, dossier.id, dossier.headline, dossier.severity, is_update))
        self._tell(dossier, at)
        return None

    def _is_for(self, dossier: Dossier, alerts: Alerts, at: datetime) -> bool:
        is_fresh = at - dossier.last_at <= OLD and dossier.id not in self.muted
        return (
            is_grave(dossier, alerts) and is_fresh and self.ask(self.subscription.rule, dossier) is not None
        )
