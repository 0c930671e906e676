"""How much a story matters to a channel: a weighted mean of terms from 0 to 1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.brief.briefing import credible_at
from bot.brief.changes.events import GRAVITY
from bot.types import Basis, Change, ChangeKind, Dossier


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term of a story's rank counts, against the others; `config/settings.yaml` gives the reasons.

    Attributes:
        severity: How grave it is, whichever way it points.
        novelty: Whether the channel knows it.
        corroboration: How many publishers tell it independently.
        watch: How closely it matches what the channel asked for.
        recency: How fresh its last report is.
        half_life_h: After so many hours a report is half as fresh.
    """

    severity: float = 0.5
    novelty: float = 0.1
    corroboration: float = 0.15
    watch: float = 0.1
    recency: float = 0.15
    half_life_h: float = 12.0


_GRAVEST = max(GRAVITY.values())
_CHANGED = {ChangeKind.SEVERITY: 0.7, ChangeKind.EVENT: 0.6, ChangeKind.FIGURE: 0.5}
"""Novelty of a story that is told again, by the greatest change: always less than that of a new one. Chosen, not measured."""

_CLOSE = {"words": 1.0, "actor": 1.0, "code": 0.8, "country": 0.7, "topic": 0.7, "region": 0.4}
"""How closely a ground matches, by what its label begins with (`bot.brief.watches`): the fewer stories such a condition lets
pass, the closer. Chosen, not measured. A rule that holds without a ground (a feed, everything) matches none closely."""
_OTHERWISE = 0.5


def terms(
    dossier: Dossier,
    grounds: Sequence[Basis],
    changes: Sequence[Change],
    *,
    since: datetime,
    until: datetime,
    half_life_h: float,
) -> tuple[tuple[str, float], ...]:
    """The terms of a story's rank, by name, each 0…1.

    ``changes`` are empty for a story that is new to the channel.
    """
    age_s = max(0.0, (until - newest_at(dossier, since)).total_seconds())
    return (
        ("severity", _grave(dossier)),
        ("novelty", max((_CHANGED.get(change.kind, 0.0) for change in changes), default=1.0)),
        ("corroboration", 1 - 0.5 ** (max(1, len(dossier.families)) - 1)),
        ("watch", max((_closeness(ground) for ground in grounds), default=0.0)),
        ("recency", 0.5 ** (age_s / 3600 / half_life_h)),
    )


def score(terms: Sequence[tuple[str, float]], weights: Weights) -> float:
    """Their mean, weighted; 0…1."""
    pairs = [(getattr(weights, name), value) for name, value in terms]
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total else 0.0


def newest_at(dossier: Dossier, since: datetime) -> datetime:
    """When the last report came that has a date which can be true.

    A story that has none is taken for as old as the digest's time is long, so that no article without a date, or with
    one that lies ahead, jumps the queue.
    """
    dated = [at for briefing in dossier.briefings if (at := credible_at(briefing.articles[0]))]
    return max(dated, default=since)


def _grave(dossier: Dossier) -> float:
    """A story below the level of a flag that tells some act, call or accord all the same counts half the lowest level."""
    if GRAVITY[dossier.severity]:
        return GRAVITY[dossier.severity] / _GRAVEST
    acts = any(GRAVITY[event.severity] for briefing in dossier.briefings for event in briefing.events)
    return 0.5 / _GRAVEST if acts else 0.0


def _closeness(ground: Basis) -> float:
    kind = ground.label.partition(":")[0].casefold()
    return _CLOSE.get(kind, _OTHERWISE)
