"""Briefing → Message: all wording is here. Claims go in as Quotes and Facts; every other word is a label of ours."""

from collections.abc import Callable, Iterable, Mapping

from bot.brief.mention import best
from bot.types import (
    Actor,
    Article,
    Basis,
    Block,
    Briefing,
    Change,
    ChangeKind,
    Direction,
    Escalation,
    Event,
    Fact,
    Facts,
    Heading,
    Link,
    Message,
    Modality,
    Para,
    Quote,
    Root,
    Severity,
    Span,
    Time,
    Toll,
)

WHAT = {
    Root.AGREE: "agreement",
    Root.CONSULT: "talks",
    Root.SUPPORT: "support",
    Root.CONCEDE: "concession",
    Root.COOPERATE: "cooperation",
    Root.AID: "aid",
    Root.RETREAT: "step back",
    Root.REQUEST: "call",
    Root.ACCUSE: "accusation",
    Root.REJECT: "refusal",
    Root.THREATEN: "threat",
    Root.PROTEST: "protest",
    Root.SANCTION: "penalty",
    Root.MOBILIZE: "mobilisation",
    Root.COERCE: "coercion",
    Root.ASSAULT: "attack",
}

HOW = {
    (Root.CONSULT, "third-party"): "on neutral ground",
    (Root.REJECT, "assist"): "to help",
    (Root.REJECT, "change"): "to change course",
    (Root.REJECT, "meet"): "to talk",
    (Root.REJECT, "yield"): "to give way",
    (Root.REQUEST, "assist"): "for help",
    (Root.REQUEST, "change"): "for a change of course",
    (Root.REQUEST, "meet"): "for talks",
    (Root.REQUEST, "yield"): "to give way",
}
"""PLOVER modes whose names say little by themselves; the others are shown as they are."""

WHETHER = {
    Modality.DONE: "done",
    Modality.ONGOING: "ongoing",
    Modality.THREATENED: "threatened",
    Modality.PLANNED: "planned",
    Modality.CALLED_FOR: "called for",
    Modality.HYPOTHETICAL: "hypothetical",
    Modality.DENIED: "denied",
    Modality.HISTORICAL: "past",
}

WHITHER = {
    Direction.UP: "Escalation",
    Direction.DOWN: "De-escalation",
    Direction.MIXED: "Escalation and de-escalation",
    Direction.STEADY: "No escalation or de-escalation of note",
}

UP, DOWN, OTHER, PAST = "Escalations", "De-escalations", "Also said and done", "Background"
NONE = "Escalations and de-escalations"
"""What is grave and live, up or down; what is neither; what the text recalls from the past."""

CONTESTED, CASUALTIES = "Contested", "Casualties"
"""What one party says and another denies; figures of dead, wounded, missing and displaced."""

NEWS = "What is new"
NEW = {
    ChangeKind.ACTOR: "New actor",
    ChangeKind.EVENT: "New",
    ChangeKind.SEVERITY: "Moved",
    ChangeKind.FIGURE: "Figures",
}
"""What has changed since the story was last looked at, by kind."""

NO_HEADLINE = "(no headline)"
NO_EVENTS = "Sitrep found no act, threat, call or accord in this text."

Flag = Callable[[Event], bool]


def of_briefing(briefing: Briefing, *, is_flag: Flag, key_actors: int) -> Message:
    """Lay a briefing out for a reader.

    Args:
        briefing: What to tell.
        is_flag: Whether an event is grave and live enough for *Escalations* or *De-escalations*.
        key_actors: So many of the actors, which come ranked, are key; the others are named after them.
    """
    article = briefing.articles[0]
    names = briefing.state_names
    blocks: list[Block] = [
        Heading(article.headline or NO_HEADLINE, 1),
        *_provenance(article),
        _bottom_line(briefing.escalation, names),
        *_dyads(briefing.escalation, names),
        *_section("Summary", (Quote(span, article.url) for span in briefing.summary)),
        *_facts("Key actors", (_key_row(article, one, names) for one in briefing.actors[:key_actors])),
        *_facts("Also named", (_actor_row(one, names) for one in briefing.actors[key_actors:])),
        *_events(briefing, names, is_flag),
        *_section(CONTESTED, _disputes(briefing, names)),
        *_facts(CASUALTIES, (_toll(toll) for toll in briefing.tolls)),
    ]
    return Message(briefing.story.id, tuple(blocks), _fallback(briefing))


def of_changes(changes: Iterable[Change], urls: Mapping[str, str]) -> tuple[Block, ...]:
    """Lay out what is new: a line for each change, then its words, those from before first.

    Args:
        changes: In the order in which they are shown.
        urls: Where each article was read, by its id; an article that is not there is quoted without a link.

    Returns:
        A heading and its blocks; none without changes.
    """
    return tuple(_section(NEWS, (block for change in changes for block in _change(change, urls))))


def change_line(change: Change) -> str:
    """A change on one line: "Figures · killed: 12 → 17"."""
    line = f"{NEW[change.kind]} · {change.label}"
    return line if change.after else f"{line} · taken back"


def _change(change: Change, urls: Mapping[str, str]) -> Iterable[Block]:
    yield Para(change_line(change), basis=tuple(Basis("before", span) for span in change.before))
    yield from (Quote(span, urls.get(span.article_id, "")) for span in (*change.before, *change.after))


def _fallback(briefing: Briefing) -> str:
    whither = _whither(briefing.escalation, briefing.state_names)
    return f"{briefing.story.headline or NO_HEADLINE} · {whither}"


def _provenance(article: Article) -> Iterable[Block]:
    if article.outlet:
        yield Para(article.outlet)
    if article.published_at:
        yield Time(article.published_at)
    if article.url:
        yield Link("Read the article", article.url)


def _bottom_line(way: Escalation, names: dict[str, str]) -> Para:
    return Para(_whither(way, names), tone=way.direction)


def _whither(way: Escalation, names: dict[str, str]) -> str:
    words = [WHITHER[way.direction]]
    if way.severity is not Severity.NONE:
        words.append(f"{way.severity}")
    if way.dyad and _leads(way):
        words.append(" / ".join(names.get(party, party) for party in way.dyad))
    return " · ".join(words)


def _dyads(way: Escalation, names: dict[str, str]) -> Iterable[Block]:
    """A line for each pair of parties, unless there is but one and the bottom line names it."""
    if len(way.dyads) > 1 or (way.dyads and not _leads(way)):
        for dyad in way.dyads:
            pair = " / ".join(names.get(party, party) for party in dyad.parties)
            yield Para(f"{dyad.severity} · {pair}", dyad.direction)


def _disputes(briefing: Briefing, names: dict[str, str]) -> Iterable[Block]:
    for claim, denial in ((dispute.claim, dispute.denial) for dispute in briefing.disputes):
        says, denies = (
            ", ".join(names.get(party, party) for party in event.sources) for event in (claim, denial)
        )
        blamed = f"{says} accuses" if claim.code is Root.ACCUSE else f"{WHAT[claim.code]} by {says}"
        yield Para(f"{blamed} · {denies} denies", Direction.NEUTRAL, (*claim.basis, *denial.basis))
        yield from (Quote(span, _url(briefing, span)) for span in dict.fromkeys((claim.span, denial.span)))


def _toll(toll: Toll) -> Fact:
    return Fact(
        str(toll.harm), toll.span, "past" if toll.is_past else "", (Basis(str(toll.harm), toll.span),)
    )


def _leads(way: Escalation) -> bool:
    """Whether the leading pair is what makes the story so grave; else the bottom line would say so of it."""
    return not way.dyads or way.dyads[0].severity is way.severity


def _section(title: str, blocks: Iterable[Block]) -> Iterable[Block]:
    inside = tuple(blocks)
    return (Heading(title), *inside) if inside else ()


def _facts(title: str, facts: Iterable[Fact]) -> Iterable[Block]:
    rows = tuple(facts)
    return (Heading(title), Facts(rows)) if rows else ()


def _key_row(article: Article, actor: Actor, names: dict[str, str]) -> Fact:
    """An actor with the words that present it best; a role that stands elsewhere is backed below."""
    return Fact(actor.name, best(article, actor), _note(actor, names), _actor_basis(actor))


def _actor_row(actor: Actor, names: dict[str, str]) -> Fact:
    return Fact(actor.name, actor.role_span, _note(actor, names), _actor_basis(actor))


def _note(actor: Actor, names: dict[str, str]) -> str:
    """A label in our words: for whom they speak, or what they are."""
    if actor.kind == "state":
        return actor.affiliation or ""
    if actor.affiliation and actor.affiliation != actor.name:
        inferred = " (inferred)" if actor.affiliation_inferred else ""
        return names.get(actor.affiliation, actor.affiliation) + inferred
    return "" if actor.kind == "person" else actor.kind.replace("_", " ")


def _actor_basis(actor: Actor) -> tuple[Basis, ...]:
    rests = [("named", actor.mentions[0]), ("role", actor.role_span), ("affiliation", actor.affiliation_span)]
    return tuple(Basis(label, span) for label, span in rests if span)


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


def event_line(event: Event, names: Mapping[str, str]) -> str:
    """Severity · who → whom · what (mode) · whether."""
    who, whom = (
        ", ".join(names.get(party, party) for party in side) for side in (event.sources, event.targets)
    )
    how = HOW.get((event.code, event.mode)) or f"({event.mode})".replace("-", " ") if event.mode else ""
    severity = [] if event.severity is Severity.NONE else [str(event.severity)]
    parties = " → ".join(side for side in (who, whom) if side)
    return " · ".join([*severity, parties, f"{WHAT[event.code]} {how}".rstrip(), WHETHER[event.modality]])


def _url(briefing: Briefing, span: Span) -> str:
    return next(a.url for a in briefing.articles if a.id == span.article_id)
