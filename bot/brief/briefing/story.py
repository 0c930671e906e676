"""A story that several articles tell → one Briefing."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from bot.brief.changes.events import GRAVITY
from bot.brief.changes.newcomers import is_same
from bot.types import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Change,
    Direction,
    Dispute,
    Dossier,
    Dyad,
    Escalation,
    Event,
    Severity,
    Story,
    Toll,
)

T = TypeVar("T")


def of_story(dossier: Dossier, changes: tuple[Change, ...] = ()) -> Briefing:
    """Merge the briefings of a story's articles. What an agency's copies repeat is told once.

    Args:
        dossier: Has at least one briefing.
        changes: What is new since the reader was last told of it.

    Returns:
        Headline and summary are those of `lead`. Actors come ranked over all articles; each keeps the words of one of
        them. Events, figures and disputes stand in order of the articles, originals before copies. The escalation is
        that of all articles together, as far as they are kept.
    """
    top = lead(dossier)
    originals = sorted(dossier.briefings, key=lambda b: b.articles[0].id in dossier.copies)
    names = {code: name for briefing in originals for code, name in briefing.state_names.items()}
    events = _once(originals)
    return Briefing(
        story=Story(
            dossier.id,
            tuple(briefing.articles[0].id for briefing in dossier.briefings),
            top.articles[0].headline or dossier.headline,
            dossier.first_at,
            dossier.last_at,
            dossier.families,
        ),
        articles=tuple(briefing.articles[0] for briefing in dossier.briefings),
        summary=top.summary,
        actors=_actors(top, originals),
        events=events,
        escalation=_escalation([briefing.escalation for briefing in originals], events),
        state_names=dict(sorted(names.items())),
        changes=changes,
        model=top.model,
        notes=_firsts((note for b in originals for note in b.notes), str),
        tolls=_firsts((toll for b in originals for toll in b.tolls), _toll_key),
        disputes=_disputes(originals, events),
    )


def lead(dossier: Dossier) -> Briefing:
    """The article that stands for a story: of the gravest that are no copies, the last one that has a headline.

    The gravest, for the reader is shown how grave the story is and must find it told; the last one, for it knows most;
    no copy, for the agency's own text is the source. Where all are copies, all may stand for it.
    """
    originals = [b for b in dossier.briefings if b.articles[0].id not in dossier.copies]
    return max(
        originals or dossier.briefings,
        key=lambda b: (
            bool(b.articles[0].headline and b.summary),
            GRAVITY[b.escalation.severity],
            credible_at(b.articles[0]) or b.articles[0].fetched_at,
            b.articles[0].fetched_at,
            b.articles[0].id,
        ),
    )


def credible_at(article: Article) -> datetime | None:
    """When an article says that it was published, if that can be true: not after it was read. Else ``None``."""
    at = article.published_at
    return at if at is not None and at <= article.fetched_at else None


def _actors(top: Briefing, briefings: Sequence[Briefing]) -> tuple[Actor, ...]:
    """Everyone that is named, once; by salience on average over the articles, people first among equals.

    All spans of an actor are of one article: the lead, else where they matter most.
    """
    found: list[list[tuple[Briefing, Actor]]] = []
    known: dict[str, list[list[tuple[Briefing, Actor]]]] = {}
    for briefing in briefings:
        for actor in briefing.actors:
            words = _words(actor)
            alike = (group for word in words for group in known.get(word, ()))
            same = next((group for group in alike if _is_same(group[0][1], actor)), None)
            if same is None:
                same = []
                found.append(same)
                for word in words:
                    known.setdefault(word, []).append(same)
            same.append((briefing, actor))
    merged = (_merged(top, told, len(briefings)) for told in found)
    return tuple(sorted(merged, key=lambda a: (-a.salience, a.kind is not ActorKind.PERSON, a.name, a.key)))


def _words(actor: Actor) -> dict[str, None]:
    """The key, and the words of the name without case and accents: two that share none are never the same."""
    names = " ".join((actor.name, *actor.aliases))
    plain = "".join(c for c in unicodedata.normalize("NFKD", names) if not unicodedata.combining(c))
    return dict.fromkeys((actor.key, *re.findall(r"\w+", plain.casefold())))


def _is_same(one: Actor, other: Actor) -> bool:
    """By key; and if they are no states, each of which has but one, by name."""
    if one.key == other.key:
        return True
    return one.kind is other.kind and one.kind is not ActorKind.STATE and is_same(one, other)


def _merged(top: Briefing, told: Sequence[tuple[Briefing, Actor]], articles: int) -> Actor:
    best = max(told, key=lambda one: (one[0] is top, one[1].salience))[1]
    forms = dict.fromkeys(form for _, actor in told for form in (actor.name, *actor.aliases))
    return replace(
        best,
        aliases=tuple(form for form in forms if form != best.name),
        salience=round(sum({id(b): actor.salience for b, actor in reversed(told)}.values()) / articles, 4),
    )


def _once(briefings: Iterable[Briefing]) -> tuple[Event, ...]:
    """The events of all articles, but a sentence that an earlier article told in the same words only there."""
    told: dict[str, str] = {}
    return tuple(
        event
        for briefing in briefings
        for event in briefing.events
        if told.setdefault(event.span.text, event.span.article_id) == event.span.article_id
    )


def _escalation(ways: Sequence[Escalation], events: tuple[Event, ...]) -> Escalation:
    """Where all articles point together, and the gravest severity among them."""
    kept = frozenset(events)
    flags = tuple(flag for way in ways for flag in way.events if flag in kept)
    severity = max((way.severity for way in ways), key=GRAVITY.__getitem__, default=Severity.NONE)
    dyads = _dyads([dyad for way in ways for dyad in way.dyads])
    direction = _together(way.direction for way in ways)
    leading = dyads[0].parties if dyads else next((way.dyad for way in ways if way.dyad), None)
    return Escalation(direction, severity, leading, flags, dyads)


def _together(directions: Iterable[Direction]) -> Direction:
    ways = set(directions) - {Direction.STEADY, Direction.NEUTRAL}
    return Direction.STEADY if not ways else ways.pop() if len(ways) == 1 else Direction.MIXED


def _dyads(dyads: Sequence[Dyad]) -> tuple[Dyad, ...]:
    """Each pair of parties once, gravest first, of equals the one that was told first; it keeps who acted first."""
    pairs: dict[frozenset[str], list[Dyad]] = {}
    for dyad in dyads:
        pairs.setdefault(frozenset(dyad.parties), []).append(dyad)
    found = [
        Dyad(
            told[0].parties,
            _together(dyad.direction for dyad in told),
            max((dyad.severity for dyad in told), key=GRAVITY.__getitem__),
        )
        for told in pairs.values()
    ]
    return tuple(sorted(found, key=lambda dyad: -GRAVITY[dyad.severity]))


def _toll_key(toll: Toll) -> object:
    """Figures in the same words are one, but for what the past is concerned with."""
    return toll.harm, toll.least, toll.is_past, toll.span.text


def _disputes(briefings: Iterable[Briefing], events: tuple[Event, ...]) -> tuple[Dispute, ...]:
    """Those whose two sides are still among the events."""
    kept = frozenset(events)
    return _firsts(
        (d for b in briefings for d in b.disputes if d.claim in kept and d.denial in kept),
        lambda dispute: (dispute.claim.span, dispute.denial.span),
    )


def _firsts(found: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    """The first of each key, in order."""
    return tuple({key(one): one for one in reversed(list(found))}.values())[::-1]
