"""Which events are new: the same event told again is none; a threat that was carried out is."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.brief.changes.reports import Report, once
from bot.brief.changes.scenes import Scene, content, days, days_apart, same_place, scene
from bot.brief.message import event_line
from bot.types import Change, ChangeKind, Event, Modality, Root, Severity, Span

GRAVITY = {level: rank for rank, level in enumerate(Severity)}

_REAL = {
    Modality.CALLED_FOR: 0,
    Modality.THREATENED: 1,
    Modality.PLANNED: 1,
    Modality.DONE: 2,
    Modality.ONGOING: 2,
}
"""How far an event has come; others (past, denied, hypothetical) neither are news nor make it old."""

_ARMED = frozenset(
    {
        *(
            "aerial",
            "destroy",
            "drone",
            "explosives",
            "firearms",
            "heavy-weapons",
            "primitive",
            "suicide-attack",
        ),
        *("targeted", "unconventional"),
    }
)
"""Modes of ASSAULT that two reports of one attack may choose between."""

_ACCORD = "accord"
_FAMILY: dict[tuple[Root, str | None], str] = {
    (Root.AGREE, None): _ACCORD,
    (Root.CONCEDE, None): _ACCORD,
    (Root.RETREAT, "ceasefire"): _ACCORD,
    **{(Root.ASSAULT, mode): "armed" for mode in _ARMED},
}
"""Roots and modes that name one thing in other words; what is not here is told by root and mode."""

_MUTUAL = frozenset({Root.AGREE, Root.CONSULT, Root.COOPERATE})
_WHOEVER = frozenset({"unknown"})
_VAGUE = _WHOEVER | {"civilians", "commercial shipping", "protesters"}
"""Parties that a closer report may call by name, as the sources and as the targets of an event."""

_CARRIED_OUT = frozenset({Root.ASSAULT, Root.COERCE, Root.MOBILIZE, Root.SANCTION})
_RENEWED = re.compile(
    r"\b(?:another|(?:a|the) (?:second|third|fourth|fresh|new|further|renewed)|fresh|further|renewed|new|more|second) "
    r"(?:[\w-]+ ){0,2}(?:strikes?|attacks?|raids?|waves?|rounds?|barrages?|bombings?|assaults?|offensives?|salvos?|sanctions|"
    r"launch(?:es)?|tests?|clash(?:es)?|blasts?|explosions?|shelling)\b",
    re.IGNORECASE,
)
"""It happened again."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a report tells it: with its scene, and the days that its sentence names."""

    event: Event
    report: Report
    scene: Scene
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class New:
    """An event that is new: what it grew out of, and every telling of it, first told first."""

    before: tuple[Span, ...]
    tellings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Events of later reports: the new ones, and those that earlier reports tell without their being coded there."""

    new: tuple[New, ...]
    again: tuple[Event, ...]


def new(old: Sequence[Report], fresh: Sequence[Report], tells_again: Callable[[Report, Span], bool]) -> Found:
    """The events of ``fresh`` that are at least of medium severity and that ``old`` does not tell.

    Args:
        old: Earlier reports.
        fresh: Later ones.
        tells_again: Whether a sentence of a later report gives a figure of a happening for which an earlier one gives
            one, too.
    """
    known = [told for report in old for told in _told(report)]
    groups: list[list[Told]] = []
    again: list[Event] = []
    for told in (told for report in fresh for told in _told(report) if is_grave(told.event)):
        if any(_makes_old(earlier, told) for earlier in known):
            continue
        if tells_again(told.report, told.event.span):
            again.append(told.event)
            continue
        group = next((g for g in groups if _one(g[0], told)), None)
        if group is None:
            groups.append([told])
        else:
            group.append(told)
    made = [New(_grew_from(group, known), tuple(_strongest(group))) for group in groups]
    return Found(tuple(sorted(made, key=_order)), tuple(again))


def as_changes(found: Iterable[New], names: Mapping[str, str]) -> Iterable[Change]:
    """New events as changes; ``names``: English names of state codes."""
    for one in found:
        label = event_line(one.tellings[0].event, names)
        yield Change(ChangeKind.EVENT, label, one.before, once(told.event.span for told in one.tellings))


def is_grave(event: Event) -> bool:
    """Whether an event is worth a mention: flags are never below medium."""
    return GRAVITY[event.severity] >= GRAVITY[Severity.MEDIUM]


def _told(report: Report) -> list[Told]:
    today = report.at.date()
    return [
        Told(event, report, scene(report, event.span.start, event.span.end), days(event.span.text, today))
        for event in report.briefing.events
        if event.modality in _REAL
    ]


def _makes_old(earlier: Told, told: Told) -> bool:
    return (
        _REAL[earlier.event.modality] >= _REAL[told.event.modality]
        and same(earlier, told)
        and not (_RENEWED.search(told.event.span.text) and not _RENEWED.search(earlier.event.span.text))
    )


def same(one: Told, other: Told) -> bool:
    """Whether two reports tell one event, however far it has come in each.

    One root and family of modes, parties that go together, and neither places nor days that part them. Where no party
    is known to both, the place must be.
    """
    if not _one_family(one.event, other.event) or days_apart(one.days, other.days):
        return False
    place = same_place(one.scene, other.scene)
    if place is False and one.scene.places and other.scene.places:
        return False
    if not _parties_agree(one.event, other.event):
        return False
    return _anchored(one.event, other.event) or bool(place)


def _one_family(one: Event, other: Event) -> bool:
    if _family(one) == _family(other):
        return True
    is_open = one.mode is None or other.mode is None
    return is_open and one.code is other.code


def _family(event: Event) -> object:
    return _FAMILY.get((event.code, event.mode), (event.code, event.mode))


def _is_mutual(event: Event) -> bool:
    return event.code in _MUTUAL or _family(event) == _ACCORD


def _parties_agree(one: Event, other: Event) -> bool:
    if _is_mutual(one) and _is_mutual(other):
        some, others = ({*e.sources, *e.targets} - _VAGUE for e in (one, other))
        return len(some & others) >= min(2, len(some), len(others))
    return _agree(one.sources, other.sources, _WHOEVER) and _agree(one.targets, other.targets, _VAGUE)


def _agree(some: Sequence[str], others: Sequence[str], vague: frozenset[str]) -> bool:
    known, also = set(some) - vague, set(others) - vague
    return not known or not also or bool(known & also)


def _anchored(one: Event, other: Event) -> bool:
    """Whether both name a party, in whatever part."""
    some, others = ({*e.sources, *e.targets} - _VAGUE for e in (one, other))
    return bool(some & others)


def _one(first: Told, told: Told) -> bool:
    """Whether two new events are to be told as one: the same, or two readings of one sentence that point one way."""
    if first.event.span == told.event.span:
        pair = (first.event, told.event)
        return first.event.direction is told.event.direction and _anchored(*pair)
    is_as_real = _REAL[first.event.modality] == _REAL[told.event.modality]
    return is_as_real and same(first, told)


def _strongest(group: Sequence[Told]) -> list[Told]:
    """One telling for each sentence, first told first; the strongest reading leads."""
    lead = min(
        group,
        key=lambda t: (-GRAVITY[t.event.severity], -abs(t.event.score), t.report.at, t.event.span.start),
    )
    spans = {told.event.span: told for told in reversed(group)}
    rest = [told for told in reversed(spans.values()) if told.event.span != lead.event.span]
    return [lead, *rest]


def _grew_from(group: Sequence[Told], known: Sequence[Told]) -> tuple[Span, ...]:
    """The threat, plan or call that came before it."""
    told = group[0]
    roots = [e for e in known if _REAL[e.event.modality] < _REAL[told.event.modality] and same(e, told)]
    threats = [e for e in known if _is_carried_out(e.event, told.event)]
    return once(e.event.span for e in (roots or threats)[:1])


def _is_carried_out(threat: Event, done: Event) -> bool:
    """Whether an act is what its doer had threatened: between the same parties, about the same thing."""
    return (
        threat.code is Root.THREATEN
        and done.code in _CARRIED_OUT
        and bool(set(threat.sources) & set(done.sources) - _WHOEVER)
        and _agree(threat.targets, done.targets, _VAGUE)
        and bool(content(threat.span.text) & content(done.span.text))
    )


def _order(one: New) -> tuple[int, object, int, str]:
    lead = one.tellings[0]
    return -GRAVITY[lead.event.severity], lead.report.at, lead.event.span.start, lead.event.span.article_id
