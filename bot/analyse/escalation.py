"""How bad: direction and severity of one event, which events flag, and where a whole story points.

The levels are the annotation guide's: low = words and protests; medium = penalties, expulsions, bloodless force,
swaps; high = deaths or bombing, severed ties, an ultimatum with force, a coup, a big build-up, a truce or peace
accord; critical = war between states or its authorisation, a hundred or more dead, nuclear sites or nuclear-armed
states in combat.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from bot.analyse import casualties
from bot.analyse.refs import GENERIC, UNKNOWN
from bot.analyse.vocabulary import vocabulary
from bot.types import Direction, Dyad, Escalation, Event, Harm, Modality, Root, Severity

RANK = {Severity.NONE: 0, Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3, Severity.CRITICAL: 4}

LIVE = {
    Direction.UP: frozenset({Modality.DONE, Modality.ONGOING, Modality.THREATENED}),
    Direction.DOWN: frozenset({Modality.DONE, Modality.ONGOING, Modality.PLANNED, Modality.CALLED_FOR}),
}
"""The modalities in which an event of a direction counts: a planned strike is a threat and coded as one."""

NOT_LIVE = frozenset({Modality.HISTORICAL, Modality.DENIED, Modality.HYPOTHETICAL})

_BUSINESS = frozenset({Root.SANCTION, Root.MOBILIZE, Root.COERCE, Root.THREATEN})
"""Roots that name business when a company does it, not conflict."""

NUCLEAR_ARMED = vocabulary("USA RUS SUN CHN GBR FRA IND PAK PRK ISR")
"""States that hold nuclear weapons (SIPRI Yearbook; SUN for the Soviet Union)."""

MANY_DEAD = 100
"""From here on a toll is critical (the annotation guide)."""

_STATE = re.compile(r"[A-Z]{3}")
_NUCLEAR_SITE = re.compile(
    r"\bnuclear (?:\w+ ){0,2}(?:sites?|facilit(?:y|ies)|plants?|infrastructure|installations?|reactors?|cent(?:er|re)s?)\b",
    re.IGNORECASE,
)
_AUTHORISES = re.compile(
    r"\b(?:all necessary means|declar\w+ war|use of force|act of war|legal basis for war)\b", re.IGNORECASE
)
_WAR = re.compile(r"\b(?:invad(?:e[sd]?|ing)|invasion|declared war|all-out war|full-scale)\b", re.IGNORECASE)
_CALMING = re.compile(
    r"\b(?:cease-?fires?|truces?|armistice|peace|peaceful(?:ly)?|restraint|calm|dialogue|de-escalat\w+|reconciliation|"
    r"(?:end|halt|stop|defuse|calm|ease|resolve|settle|avert|cool|reduce|carry|honou?r|respect) (?:\w+ ){0,3}"
    r"(?:war|fighting|conflict|crisis|tensions?|dispute|violence|hostilities|attacks|drills|bloodshed|standoff|"
    r"row|feud|deal|accord|agreement|exercises|manoeuvres|maneuvers|it out)|(?:call|put) (?:\w+ ){0,3}off|not to (?:walk|escalate|provoke|inflame|"
    r"attack|use)|avoid|refrain|raise tensions?|(?:release|free|withdraw|lift) )",
    re.IGNORECASE,
)
"""What talks and appeals are about when they are to end a conflict."""
_RESTRICTED = re.compile(r"\b(?:tear gas|rubber bullets|water cannons?|batons?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """What is weighed for one event: the codebook's defaults and the circumstances.

    Attributes:
        code: PLOVER root.
        mode: Its mode.
        modality: As judged.
        direction: The codebook's, of a live event.
        severity: Likewise.
        sources: Parties.
        targets: Parties.
        text: The evidence.
        is_private: All sources are private bodies: what a company cuts, stops or threatens is business.
    """

    code: Root
    mode: str | None
    modality: Modality
    direction: Direction
    severity: Severity
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    text: str
    is_private: bool = False


def weigh_event(case: Case) -> tuple[Direction, Severity]:
    """Direction and severity of one event."""
    if case.modality in NOT_LIVE:
        return Direction.NEUTRAL, Severity.NONE
    severity = case.severity
    if case.code is Root.ASSAULT:
        severity = _of_force(case)
    elif case.code is Root.THREATEN and _AUTHORISES.search(case.text):
        severity = Severity.CRITICAL
    if (case.modality is Modality.PLANNED and case.code is not Root.MOBILIZE) or (
        case.is_private and case.code in _BUSINESS
    ):
        severity = min(severity, Severity.LOW, key=RANK.__getitem__)
    return _direction(case), severity


def _direction(case: Case) -> Direction:
    """The codebook's, but talks and appeals about a conflict are meant to end it."""
    neutral = case.direction is Direction.NEUTRAL and case.code in {Root.CONSULT, Root.REQUEST}
    return Direction.DOWN if neutral and _CALMING.search(case.text) else case.direction


def _of_force(case: Case) -> Severity:
    if _RESTRICTED.search(case.text) and case.mode == "crowd-control":
        return Severity.MEDIUM
    states = [p for p in (*case.sources, *case.targets) if _STATE.fullmatch(p)]
    if _NUCLEAR_SITE.search(case.text) or _toll(case.text) >= MANY_DEAD:
        return Severity.CRITICAL
    both = any(_STATE.fullmatch(p) for p in case.sources) and any(_STATE.fullmatch(p) for p in case.targets)
    if both and (_WAR.search(case.text) and case.mode == "heavy-weapons"):
        return Severity.CRITICAL
    if both and NUCLEAR_ARMED.issuperset(states) and len(set(states)) > 1:
        return Severity.CRITICAL
    return case.severity


def _toll(text: str) -> int:
    """Greatest number of dead a text speaks of."""
    return max((f.least for f in casualties.figures(text) if f.harm is Harm.KILLED), default=0)


def is_flag(event: Event) -> bool:
    """Whether an event is worth a flag: medium or graver, and live in its direction."""
    return RANK[event.severity] >= RANK[Severity.MEDIUM] and event.modality in LIVE.get(event.direction, ())


def weigh(events: Sequence[Event]) -> Escalation:
    """The story's direction, severity and leading dyad.

    Flags decide; ``MIXED`` when they point both ways, ``STEADY`` when there are none. The dyad is the
    first of ``dyads``.
    """
    flags = [event for event in events if is_flag(event)]
    if not flags:
        return Escalation(Direction.STEADY, Severity.NONE, None, ())
    severity = max((event.severity for event in flags), key=RANK.__getitem__)
    pairs = dyads(flags)
    return Escalation(_way(flags), severity, pairs[0].parties if pairs else None, tuple(flags), pairs)


def dyads(flags: Sequence[Event]) -> tuple[Dyad, ...]:
    """Every pair of known parties between which an event stands: gravest first, then who has a name, then first told."""
    between: dict[frozenset[str], list[tuple[tuple[str, str], Event]]] = {}
    for event in flags:
        for pair in product(event.sources, event.targets):
            if pair[0] != pair[1] and UNKNOWN not in pair:
                between.setdefault(frozenset(pair), []).append((pair, event))
    found = [
        Dyad(told[0][0], _way(events), max((e.severity for e in events), key=RANK.__getitem__))
        for told in between.values()
        if (events := [event for _, event in told])
    ]
    return tuple(sorted(found, key=lambda d: (-RANK[d.severity], not GENERIC.isdisjoint(d.parties))))


def _way(flags: Sequence[Event]) -> Direction:
    ways = {event.direction for event in flags}
    return Direction.MIXED if len(ways) > 1 else ways.pop()
