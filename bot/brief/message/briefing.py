"""Briefing → Message: an article, or a story of several, told in full."""

from collections.abc import Callable, Iterable

from bot.brief.message.actors import actor_row, key_row
from bot.brief.message.layout import facts_of, section
from bot.brief.message.words import NO_HEADLINE, dispute_line, event_line, leads, whither
from bot.types import (
    Article,
    Basis,
    Block,
    Briefing,
    Direction,
    Escalation,
    Event,
    Fact,
    Heading,
    Link,
    Message,
    Modality,
    Para,
    Quote,
    Severity,
    Span,
    Time,
    Toll,
)

UP, DOWN, OTHER, PAST = "Escalations", "De-escalations", "Also said and done", "Background"
NONE = "Escalations and de-escalations"
"""What is grave and live, up or down; what is neither; what the text recalls from the past."""

CONTESTED, CASUALTIES = "Contested", "Casualties"
"""What one party says and another denies; figures of dead, wounded, missing and displaced."""

NO_EVENTS = "Sitrep found no act, threat, call or accord in this text."

Flag = Callable[[Event], bool]


def of_briefing(briefing: Briefing, *, is_flag: Flag, key_actors: int) -> Message:
    """Lay a briefing out for a reader.

    Args:
        briefing: What to tell.
        is_flag: Whether an event is grave and live enough for *Escalations* or *De-escalations*.
        key_actors: So many of the actors, which come ranked, are key; the others are named after them.
    """
    article = _lead(briefing)
    told_by = {one.id: one for one in briefing.articles}
    names = briefing.state_names
    blocks: list[Block] = [
        Heading(article.headline or NO_HEADLINE, 1),
        *_provenance(article),
        _bottom_line(briefing.escalation, names),
        *_dyads(briefing.escalation, names),
        *section("Summary", (Quote(span, _url(briefing, span)) for span in briefing.summary)),
        *facts_of(
            "Key actors",
            (
                key_row(told_by[one.mentions[0].article_id], one, names)
                for one in briefing.actors[:key_actors]
            ),
        ),
        *facts_of("Also named", (actor_row(one, names) for one in briefing.actors[key_actors:])),
        *_events(briefing, names, is_flag),
        *section(CONTESTED, _disputes(briefing, names)),
        *facts_of(CASUALTIES, (_toll(toll) for toll in briefing.tolls)),
    ]
    return Message(briefing.story.id, tuple(blocks), _fallback(briefing))


def _lead(briefing: Briefing) -> Article:
    """The article that the summary is taken from; without one the first."""
    wanted = {span.article_id for span in briefing.summary}
    return next((one for one in briefing.articles if one.id in wanted), briefing.articles[0])


def _fallback(briefing: Briefing) -> str:
    return f"{briefing.story.headline or NO_HEADLINE} · {whither(briefing.escalation, briefing.state_names)}"


def _provenance(article: Article) -> Iterable[Block]:
    if article.outlet:
        yield Para(article.outlet)
    if article.published_at:
        yield Time(article.published_at)
    if article.url:
        yield Link("Read the article", article.url)


def _bottom_line(way: Escalation, names: dict[str, str]) -> Para:
    return Para(whither(way, names), tone=way.direction)


def _dyads(way: Escalation, names: dict[str, str]) -> Iterable[Block]:
    """A line for each pair of parties, unless there is but one and the bottom line names it."""
    if len(way.dyads) > 1 or (way.dyads and not leads(way)):
        for dyad in way.dyads:
            pair = " / ".join(names.get(party, party) for party in dyad.parties)
            yield Para(f"{dyad.severity} · {pair}", dyad.direction)


def _disputes(briefing: Briefing, names: dict[str, str]) -> Iterable[Block]:
    for dispute in briefing.disputes:
        claim, denial = dispute.claim, dispute.denial
        yield Para(dispute_line(dispute, names), Direction.NEUTRAL, (*claim.basis, *denial.basis))
        yield from (Quote(span, _url(briefing, span)) for span in dict.fromkeys((claim.span, denial.span)))


def _toll(toll: Toll) -> Fact:
    return Fact(
        str(toll.harm), toll.span, "past" if toll.is_past else "", (Basis(str(toll.harm), toll.span),)
    )


def _events(briefing: Briefing, names: dict[str, str], is_flag: Flag) -> Iterable[Block]:
    parts: dict[str, list[Event]] = {title: [] for title in (UP, DOWN, OTHER, PAST)}
    for event in sorted(briefing.events, key=_gravest_first):
        parts[_part(event, is_flag)].append(event)
    if not briefing.events:
        yield Heading(NONE)
        yield Para(NO_EVENTS)
    for title, events in parts.items():
        if events:
            yield Heading(title)
            yield from _told_once(events, briefing, names)


def _told_once(events: list[Event], briefing: Briefing, names: dict[str, str]) -> Iterable[Block]:
    """Events that the same sentences tell stand together above them, so that none is quoted twice in a part."""
    groups: dict[tuple[Span, ...], list[Event]] = {}
    for event in events:
        groups.setdefault((event.span, *event.also), []).append(event)
    for spans, told in groups.items():
        yield from (Para(event_line(event, names), event.direction, event.basis) for event in told)
        yield from (Quote(span, _url(briefing, span)) for span in spans)


def _part(event: Event, is_flag: Flag) -> str:
    if event.modality is Modality.HISTORICAL:
        return PAST
    if is_flag(event):
        return UP if event.direction is Direction.UP else DOWN
    return OTHER


def _gravest_first(event: Event) -> tuple[int, int]:
    return -list(Severity).index(event.severity), event.span.start


def _url(briefing: Briefing, span: Span) -> str:
    return next(a.url for a in briefing.articles if a.id == span.article_id)
