"""Worth telling: candidates → Digest. Gates with counted drops, rank, budget, diversity.

``gates`` says why a story is not told, ``ranking`` how much it matters, ``choosing`` which of them fit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.brief.briefing import of_story
from bot.brief.changes.events import GRAVITY
from bot.brief.digest.candidate import Candidate
from bot.brief.digest.choosing import Ranked, choose
from bot.brief.digest.gates import NEWSWORTHY, gate
from bot.brief.digest.ranking import Weights, newest_at, score, terms
from bot.brief.message import Miss, size, story
from bot.types import Change, Digest, Drop, Item, Slot, Subscription

__all__ = ["NEWSWORTHY", "Candidate", "Made", "Weights", "item", "made"]

_NEAREST = (Drop.OVER_BUDGET, Drop.UNCHANGED, Drop.BELOW, Drop.MUTED, Drop.OFF_TOPIC, Drop.STRIPPED)
"""Reasons of a miss, the nearest first."""

NAMED = 20
"""So many of the nearest misses are kept: enough to explain a digest, few enough to carry with each of ten thousand."""


@dataclass(frozen=True, slots=True)
class Made:
    """A digest, and up to ``NAMED`` stories that it does not tell, nearest misses first."""

    digest: Digest
    misses: tuple[Miss, ...]


def made(
    subscription: Subscription,
    candidates: Iterable[Candidate],
    *,
    slot: Slot | None,
    since: datetime,
    until: datetime,
    weights: Weights,
    is_late: bool = False,
    notes: tuple[str, ...] = (),
) -> Made:
    """Choose what a subscription is told of some stories.

    Args:
        subscription: Whose threshold, budget and wishes hold.
        candidates: Each story once, in any order.
        slot: That the digest is for, if it is for one.
        since: It covers what was stored from then on …
        until: … up to then.
        weights: Of the terms by which stories are ranked.
        is_late: It is made after its time.
        notes: What the channel must know besides.

    Returns:
        The digest, with ``read == len(items) + all that was dropped``. An article is read when it was stored between
        ``since`` and ``until``; a story that is told counts for one at least, for it was read again. Of the articles of
        a story that is told all but one are duplicates; of another one all fall with it, for one reason.
    """
    ranked: list[Ranked] = []
    fallen: list[tuple[Candidate, Drop]] = []
    by_id = {c.dossier.id: c for c in candidates}
    for candidate in by_id.values():
        passed = gate(candidate, subscription)
        if isinstance(passed, Drop):
            fallen.append((candidate, passed))
        else:
            ranked.append(_ranked(candidate, passed, since, until, weights))
    ranked.sort(key=lambda one: _order(one, since))
    items: dict[str, Item] = {}

    def size_of(one: Ranked) -> int:
        found = items.setdefault(one.dossier.id, _item(one, by_id[one.dossier.id]))
        return size(story(found, level=3))

    chosen = choose(ranked, subscription.stories, subscription.chars, size_of)
    told = [items[one.dossier.id] for one in chosen]
    ids = {one.dossier.id for one in told}
    fallen += [(by_id[one.dossier.id], Drop.OVER_BUDGET) for one in ranked if one.dossier.id not in ids]
    read, dropped = _counted([by_id[one.dossier.id] for one in told], fallen)
    digest = Digest(subscription, slot, since, until, tuple(told), read, dropped, is_late, notes)
    return Made(digest, tuple(map(_miss, sorted(fallen, key=_nearest)[:NAMED])))


def item(candidate: Candidate, *, since: datetime, until: datetime, weights: Weights) -> Item:
    """A story on its own, as an alert tells it; what is new about it if the channel was told of it."""
    changes = candidate.changes() if candidate.told else ()
    return _item(_ranked(candidate, changes, since, until, weights), candidate)


def _ranked(
    candidate: Candidate, changes: tuple[Change, ...], since: datetime, until: datetime, weights: Weights
) -> Ranked:
    grounds = candidate.grounds or ()
    parts = terms(
        candidate.dossier,
        grounds,
        changes,
        since=since,
        until=until,
        half_life_h=weights.half_life_h,
    )
    return Ranked(candidate.dossier, grounds, changes, score(parts, weights), parts)


def _item(one: Ranked, candidate: Candidate) -> Item:
    told = candidate.told
    return Item(
        of_story(one.dossier, one.changes),
        one.grounds,
        told.at if told else None,
        one.score,
        one.parts,
        one.dossier,
    )


def _order(one: Ranked, since: datetime) -> tuple[float, int, float, str]:
    """Best first; of equals the graver, then the fresher, then by id: the order never depends on that of the arguments."""
    dossier = one.dossier
    return -one.score, -GRAVITY[dossier.severity], -newest_at(dossier, since).timestamp(), dossier.id


def _counted(
    told: Sequence[Candidate], fallen: Iterable[tuple[Candidate, Drop]]
) -> tuple[int, tuple[tuple[Drop, int], ...]]:
    """How many articles were read, and how many of them fell for which reason."""
    counts = dict.fromkeys(Drop, 0)
    counts[Drop.DUPLICATE] = sum(max(0, candidate.new - 1) for candidate in told)
    for candidate, reason in fallen:
        counts[reason] += max(0, candidate.new)
    dropped = tuple((reason, count) for reason, count in counts.items() if count)
    return len(told) + sum(counts.values()), dropped


def _nearest(fallen: tuple[Candidate, Drop]) -> tuple[int, int, str]:
    candidate, reason = fallen
    return _NEAREST.index(reason), -GRAVITY[candidate.dossier.severity], candidate.dossier.id


def _miss(fallen: tuple[Candidate, Drop]) -> Miss:
    candidate, reason = fallen
    dossier = candidate.dossier
    return Miss(dossier.id, dossier.headline, dossier.severity, reason)
