"""How bad: direction and severity of one event, which events flag, and where a whole story points.

The levels are the annotation guide's: low = words and protests; medium = penalties, expulsions, bloodless force,
swaps; high = deaths or bombing, severed ties, an ultimatum with force, a coup, a big build-up, a truce or peace
accord; critical = war between states or its authorisation, a hundred or more dead, nuclear sites or nuclear-armed
states in combat.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.analyse.vocabulary import vocabulary
from bot.types import Direction, Escalation, Event, Modality, Root, Severity

RANK = {Severity.NONE: 0, Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3, Severity.CRITICAL: 4}

LIVE = {
    Direction.UP: frozenset({Modality.DONE, Modality.ONGOING, Modality.THREATENED}),
    Direction.DOWN: frozenset({Modality.DONE, Modality.ONGOING, Modality.PLANNED, Modality.CALLED_FOR}),
}
"""The modalities in which an event of a direction counts: a planned strike is a threat and coded as one."""

NOT_LIVE = frozenset({Modality.HISTORICAL, Modality.DENIED, Modality.HYPOTHETICAL})

NUCLEAR_ARMED = vocabulary("USA RUS SUN CHN GBR FRA IND PAK PRK ISR")
"""States that hold nuclear weapons (SIPRI Yearbook; SUN for the Soviet Union)."""

MANY_DEAD = 100
"""From here on a toll is critical (the annotation guide)."""

_STATE = re.compile(r"[A-Z]{3}")
_NUCLEAR_SITE = re.compile(
    r"\bnuclear (?:\w+ ){0,2}(?:sites?|facilit(?:y|ies)|plants?|infrastructure|installations?|reactors?|cent(?:er|re)s?)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?P<number>\d[\d,]*|hundreds|thousands|scores|dozens)"
_TOLLS = (
    re.compile(
        rf"\b{_NUMBER}\b(?: of)? (?:\w+ ){{0,3}}(?:were |was |have |had |been )*"
        r"(?:killed|dead|died|deaths|massacred|slaughtered|slain|perished|lives)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:kill(?:s|ed|ing)?|massacr(?:ed|ing)|slaughter(?:ed|ing)|claim(?:ed|ing)) (?:the lives of )?"
        rf"(?:(?:at least|more than|some|about|around|nearly|almost|over|an estimated) )?{_NUMBER} "
        r"(?:of )?(?:\w+ ){0,2}(?:people|civilians|villagers|soldiers|troops|fighters|men|women|children|worshippers|protesters|residents|"
        r"passengers|demonstrators|refugees|others|lives)\b",
        re.IGNORECASE,
    ),
)
"""A toll behind its number ("140 people were killed"), and before it ("killing at least 140 people")."""
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
    """

    code: Root
    mode: str | None
    modality: Modality
    direction: Direction
    severity: Severity
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    text: str


def weigh_event(case: Case) -> tuple[Direction, Severity]:
    """Direction and severity of one event."""
    if case.modality in NOT_LIVE:
        return Direction.NEUTRAL, Severity.NONE
    severity = case.severity
    if case.code is Root.ASSAULT:
        severity = _of_force(case)
    elif case.code is Root.THREATEN and _AUTHORISES.search(case.text):
        severity = Severity.CRITICAL
    if case.modality is Modality.PLANNED and case.code is not Root.MOBILIZE:
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
    """Greatest number of dead a text speaks of; "hundreds" is one hundred at least."""
    words = {"hundreds": 100, "thousands": 1000, "scores": 40, "dozens": 24}
    found = [
        words.get(m["number"].lower()) or int(m["number"].replace(",", "")[:9] or 0)
        for pattern in _TOLLS
        for m in pattern.finditer(text)
    ]
    return max(found, default=0)


def is_flag(event: Event) -> bool:
    """Whether an event is worth a flag: medium or graver, and live in its direction."""
    return RANK[event.severity] >= RANK[Severity.MEDIUM] and event.modality in LIVE.get(event.direction, ())


def weigh(events: Sequence[Event]) -> Escalation:
    """The story's direction, severity and leading dyad.

    Flags decide; ``MIXED`` when they point both ways, ``STEADY`` when there are none. The dyad is that of the
    gravest flag, of the first among equals.
    """
    flags = [event for event in events if is_flag(event)]
    if not flags:
        return Escalation(Direction.STEADY, Severity.NONE, None, ())
    gravest = max(flags, key=lambda e: (RANK[e.severity], abs(e.score)))
    ways = {event.direction for event in flags}
    direction = Direction.MIXED if len(ways) > 1 else gravest.direction
    paired = next(
        (e for e in sorted(flags, key=lambda e: -RANK[e.severity]) if e.sources and e.targets), None
    )
    dyad = (paired.sources[0], paired.targets[0]) if paired else None
    return Escalation(direction, gravest.severity, dyad, tuple(flags))
