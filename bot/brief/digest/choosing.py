"""Which of the stories that passed are told: within the budget, of more than one conflict, and not bad news alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.brief.changes.events import GRAVITY
from bot.types import Basis, Change, Direction, Dossier, Severity

ALIKE = 2
"""At most so many stories of one conflict while others wait: the second may tell the other side of it, a third rarely does.
World Monitor #3195 (lessons): six of twelve stories of one brief were one closure of a strait."""

_KEY, _SHARED = 4, 3
"""Stories are alike whose leading so many actors share so many. Chosen, not measured: two big powers share many stories."""

_TRIES = 2
"""Stories that do not fit are passed over; after twice the budget of stories no more is tried."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story that passed the gates, with its rank."""

    dossier: Dossier
    grounds: tuple[Basis, ...]
    changes: tuple[Change, ...]
    score: float
    parts: tuple[tuple[str, float], ...]


def choose(ranked: Sequence[Ranked], stories: int, chars: int, size: Callable[[Ranked], int]) -> list[Ranked]:
    """The stories to tell, best first.

    Args:
        ranked: Best first.
        stories: At most so many.
        chars: At most so many characters in all. Two stories are told even where they alone are more than that: the
            best one, and the best de-escalation.
        size: Characters of a story. A story is told as a whole or not at all.

    Returns:
        The best; of one conflict at most ``ALIKE`` while others wait; with a de-escalation of at least medium severity if
        there is one, unless there is room for one story only.
    """
    if stories < 1 or not ranked:
        return []
    must = [ranked[0]]
    chosen = _fill(ranked, must, stories, chars, size)
    calm = next((one for one in ranked if _calms(one)), None)
    if calm is not None and stories > 1 and not any(map(_calms, chosen)):
        chosen = _fill(ranked, [*must, calm], stories, chars, size)
    return [one for one in ranked if any(one is other for other in chosen)]


def _fill(
    ranked: Sequence[Ranked],
    must: Sequence[Ranked],
    stories: int,
    chars: int,
    size: Callable[[Ranked], int],
) -> list[Ranked]:
    chosen = list(must)
    marks = [_mark(one.dossier) for one in chosen]
    room = chars - sum(map(size, chosen))
    waiting: list[Ranked] = []
    misfits = 0
    queue = [one for one in ranked if not any(one is other for other in must)]
    for is_second_round in (False, True):
        for one in waiting if is_second_round else queue:
            if len(chosen) >= stories or misfits >= _TRIES * stories:
                return chosen
            mark = _mark(one.dossier)
            if not is_second_round and sum(_alike(mark, other) for other in marks) >= ALIKE:
                waiting.append(one)
            elif (needed := size(one)) <= room:
                chosen.append(one)
                marks.append(mark)
                room -= needed
            else:
                misfits += 1
    return chosen


def _calms(one: Ranked) -> bool:
    dossier = one.dossier
    return dossier.direction is Direction.DOWN and GRAVITY[dossier.severity] >= GRAVITY[Severity.MEDIUM]


@dataclass(frozen=True, slots=True)
class _Mark:
    """By what stories of one conflict are told: the pair of parties that leads, and the keys of the leading actors."""

    pair: frozenset[str] | None
    cast: frozenset[str]


def _alike(one: _Mark, other: _Mark) -> bool:
    """Whether two stories are of one conflict: between the same parties, or with most of their leading actors shared."""
    return (one.pair is not None and one.pair == other.pair) or len(one.cast & other.cast) >= _SHARED


def _mark(dossier: Dossier) -> _Mark:
    """The pair is that of the gravest article, of equals of the first; the actors are those that matter most over all."""
    led = [b.escalation for b in dossier.briefings if b.escalation.dyad]
    way = max(led, key=lambda way: GRAVITY[way.severity], default=None)
    weight: dict[str, float] = {}
    for briefing in dossier.briefings:
        for actor in briefing.actors:
            weight[actor.key] = weight.get(actor.key, 0.0) + actor.salience
    cast = sorted(weight, key=lambda key: (-weight[key], key))[:_KEY]
    return _Mark(frozenset(way.dyad) if way and way.dyad else None, frozenset(cast))
