"""How far coded events agree with annotated ones: found, rightly judged, rightly flagged.

An annotated event is found by a coded one of the same root (or an accepted other) that shares a party on both
sides, or one side and the sentence; a side that both leave open agrees. Each is used once, in the order of the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.analyse.escalation import LIVE, RANK
from bot.types import Direction, Modality, Severity

Event = dict[str, Any]
_PEERS = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts over all articles; ``flags`` are the main flags that were raised in their direction."""

    annotated: int
    coded: int
    found: int
    main: int
    main_found: int
    modality: int
    direction: int
    severity: int
    main_flags: int
    flags: int
    false_alarms: int

    @property
    def f1(self) -> float:
        """Of the events, 0…1."""
        return 2 * self.found / (self.annotated + self.coded)


def agree(rows: Iterable[tuple[dict[str, Any], list[Event]]]) -> Agreement:
    """Compare annotated articles with the events that were coded in them."""
    total = [0] * 11
    for gold, coded in rows:
        total = [a + b for a, b in zip(total, _article(gold, coded), strict=True)]
    return Agreement(*total)


def _article(gold: dict[str, Any], coded: list[Event]) -> list[int]:
    pairs = list(_pairs(gold["events"], coded))
    main = [e for e in gold["events"] if e.get("main")]
    found = {id(g): c for g, c in pairs}
    flags = [g for g in main if is_flag(g)]
    return [
        len(gold["events"]),
        len(coded),
        len(pairs),
        len(main),
        sum(id(g) in found for g in main),
        sum(c["modality"] == g["modality"] for g, c in pairs),
        sum(c["direction"] == g["direction"] for g, c in pairs),
        sum(abs(RANK[Severity(c["severity"])] - RANK[Severity(g["severity"])]) <= 1 for g, c in pairs),
        len(flags),
        sum(id(g) in found and is_flag(found[id(g)]) for g in flags),
        sum(_is_false(gold, pairs, c) for c in coded),
    ]


def _is_false(gold: dict[str, Any], pairs: list[tuple[Event, Event]], coded: Event) -> bool:
    """Whether a flag is raised in an article, or on a sentence, that must not raise any."""
    if not is_flag(coded) or any(c is coded and is_flag(g) for g, c in pairs):
        return False
    return gold["negative"] or any(coded["evidence"] == trap["evidence"] for trap in gold["not_escalations"])


def is_flag(event: Event) -> bool:
    """Medium or graver, and live in its direction."""
    live = LIVE.get(Direction(event["direction"]), frozenset())
    return RANK[Severity(event["severity"])] >= RANK[Severity.MEDIUM] and Modality(event["modality"]) in live


def _pairs(annotated: list[Event], coded: list[Event]) -> Iterator[tuple[Event, Event]]:
    left = list(coded)
    for event in annotated:
        match = next((c for c in left if _same(event, c)), None)
        if match is not None:
            left = [c for c in left if c is not match]
            yield event, match


def _same(annotated: Event, coded: Event) -> bool:
    if coded["event"] not in {annotated["event"], *annotated.get("alt", ())}:
        return False
    sides = _shared(annotated, coded, "sources", "sources") + _shared(annotated, coded, "targets", "targets")
    if annotated["event"] in _PEERS:
        turned = _shared(annotated, coded, "sources", "targets") + _shared(
            annotated, coded, "targets", "sources"
        )
        sides = max(sides, turned)
    return sides == 2 or (sides == 1 and annotated["evidence"] == coded["evidence"])


def _shared(annotated: Event, coded: Event, one: str, other: str) -> bool:
    return bool(set(annotated[one]) & set(coded[other])) or not (annotated[one] or coded[other])
