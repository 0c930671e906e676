"""A story in short, as digests and alerts tell it: bottom line, sentences, actors, what is new, sources, why it is here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.brief.message.actors import short_row
from bot.brief.message.changes import change_line
from bot.brief.message.sources import sources
from bot.brief.message.words import NO_HEADLINE, WHAT, dispute_line, event_line, whither
from bot.types import (
    Basis,
    Block,
    Briefing,
    Button,
    Change,
    ChangeKind,
    Direction,
    Event,
    Fact,
    Facts,
    Heading,
    Item,
    Modality,
    Para,
    Quote,
    Root,
    Severity,
    Span,
    Time,
)

SENTENCES, ACTORS, CHANGES, GROUNDS = 3, 4, 3, 3
"""At most so many of each in a story: what fits a phone's screen. Chosen, not measured."""

SINCE = "New since it was last told here:"
"""A `Time` goes on where a line ends in a colon."""
DISPUTED = "Contested: "
WHY = "Here because of"
_GRAVITY = {level: rank for rank, level in enumerate(Severity)}


def story(item: Item, *, level: int) -> tuple[Block, ...]:
    """A story under its headline, which is a heading of ``level``; what can be done about it stands last."""
    briefing = item.briefing
    return (
        Heading(headline(item), level),
        bottom_line(briefing),
        *_disputed(briefing),
        *_quotes(briefing),
        *_actors(briefing),
        *what_is_new(item),
        *sources(item),
        *_grounds(item.grounds, briefing.state_names),
        *buttons(item.dossier.id),
    )


def headline(item: Item) -> str:
    """The headline of the article that stands for the story, verbatim."""
    return item.briefing.story.headline or NO_HEADLINE


def bottom_line(briefing: Briefing) -> Para:
    """Where the story points, resting on the flags that say so."""
    rests = tuple(Basis(event_line(flag, briefing.state_names), flag.span) for flag in _turning(briefing))
    way = briefing.escalation
    return Para(whither(way, briefing.state_names), tone=way.direction, basis=rests)


def what_is_new(item: Item) -> Iterable[Block]:
    """What changed since the channel was last told: a line for each change, with its words from before and from now."""
    changes = item.briefing.changes
    if item.told_before is None or not changes:
        return
    yield Para(SINCE)
    yield Time(item.told_before)
    outlets = {article.id: article.outlet for article in item.briefing.articles}
    happened = [change for change in changes if change.kind is not ChangeKind.ACTOR]
    for change in happened[:CHANGES]:
        yield from _change(change, outlets)
    if (more := len(happened) - CHANGES) > 0:
        yield Para(f"And {more} more {'change' if more == 1 else 'changes'}")
    if named := [change for change in changes if change.kind is ChangeKind.ACTOR]:
        rests = tuple(Basis("named", span) for change in named for span in change.after)
        yield Para(f"Not named before: {', '.join(change.label for change in named)}", basis=rests)


def buttons(story_id: str) -> tuple[Button, ...]:
    """What a reader can do about a story."""
    return (
        Button("More", f"more {story_id}"),
        Button("Sources", f"sources {story_id}"),
        Button("Mute story", f"mute {story_id}"),
    )


def judging(story_id: str) -> tuple[Button, ...]:
    """What a reader can do besides about a story that stands alone."""
    return (
        Button("Show sentence", f"evidence {story_id}"),
        Button("Useful", f"useful {story_id}"),
        Button("Not useful", f"useless {story_id}"),
    )


def _change(change: Change, outlets: Mapping[str, str]) -> Iterable[Block]:
    yield Para(change_line(change))
    rows = [("before", span) for span in change.before[:1]] + [("now", span) for span in change.after[:1]]
    if rows:
        yield Facts(tuple(Fact(when, span, outlets.get(span.article_id, ""), ()) for when, span in rows))


def _quotes(briefing: Briefing) -> Iterable[Block]:
    """The evidence of what the story is shown as, and as much of the lead's summary as there is room for besides."""
    told = briefing.summary
    evidence = [flag.span for flag in _turning(briefing)] or _contested(briefing)
    must = [next((one for one in told if span.text in one.text), span) for span in evidence]
    past = _recalled(briefing)
    rest = [span for span in told if span not in must and span.text not in past]
    shown = _in_order([*must, *rest[: max(0, SENTENCES - len(must))]], briefing)
    urls = {article.id: article.url for article in briefing.articles}
    yield from (Quote(span, urls.get(span.article_id, "")) for span in shown)


def _recalled(briefing: Briefing) -> set[str]:
    """Sentences that tell of the past alone: in a few lines of news a war of long ago would look like one of today."""
    past = {one.span.text for one in briefing.events if one.modality is Modality.HISTORICAL}
    return past - {one.span.text for one in briefing.events if one.modality is not Modality.HISTORICAL}


def _contested(briefing: Briefing) -> list[Span]:
    return [span for dispute in briefing.disputes[:1] for span in (dispute.claim.span, dispute.denial.span)]


def _turning(briefing: Briefing) -> Sequence[Event]:
    """The gravest flag, and where the story points both ways the gravest of each; of equals one that the summary tells."""
    told = [span.text for span in briefing.summary]
    gravest = sorted(
        briefing.escalation.events,
        key=lambda e: (-_GRAVITY[e.severity], e.span.text not in told, -abs(e.score)),
    )
    ways = dict.fromkeys(flag.direction for flag in gravest)
    wanted = list(ways)[: 2 if briefing.escalation.direction is Direction.MIXED else 1]
    return [next(flag for flag in gravest if flag.direction is way) for way in wanted]


def _in_order(spans: Iterable[Span], briefing: Briefing) -> list[Span]:
    """Each once, as a reader would meet them: the lead first, then the other articles as they were told."""
    lead = {span.article_id for span in briefing.summary}
    place = {article.id: at for at, article in enumerate(briefing.articles, 1)}
    found = {span.text: span for span in reversed(list(spans))}.values()
    return sorted(
        found, key=lambda span: (0 if span.article_id in lead else place[span.article_id], span.start)
    )


def _actors(briefing: Briefing) -> Iterable[Block]:
    """Who acts, first those of whom the article says more than the name; the parties in the bottom line are not named again."""
    by_id = {article.id: article for article in briefing.articles}
    said = {briefing.state_names.get(party, party) for party in briefing.escalation.dyad or ()}
    lead = {span.article_id for span in briefing.summary}
    rows = []
    for actor in briefing.actors:
        if actor.name not in said:
            article = by_id[actor.mentions[0].article_id]
            row = short_row(article, actor, briefing.state_names)
            rows.append(row if article.id in lead else _elsewhere(row, article.outlet))
    rows.sort(key=lambda row: row.claim is None)
    if rows:
        yield Facts(tuple(rows[:ACTORS]))


def _elsewhere(row: Fact, outlet: str) -> Fact:
    """A row whose words are of another article than the lead says which."""
    where = f"in {outlet}" if row.claim and outlet else ""
    return replace(row, note=" · ".join(part for part in (row.note, where) if part))


def _disputed(briefing: Briefing) -> Iterable[Block]:
    for dispute in briefing.disputes[:1]:
        rests = (*dispute.claim.basis, *dispute.denial.basis)
        yield Para(DISPUTED + dispute_line(dispute, briefing.state_names), Direction.NEUTRAL, rests)


def _grounds(grounds: Sequence[Basis], names: Mapping[str, str]) -> Iterable[Block]:
    """Why the story is here, in short; the words that each ground rests on back it."""
    said = list(dict.fromkeys(_ground(ground.label, names) for ground in grounds))
    if said:
        more = f" and {len(said) - GROUNDS} more" if len(said) > GROUNDS else ""
        yield Para(f"{WHY} {', '.join(said[:GROUNDS])}{more}", basis=tuple(grounds))


def _ground(label: str, names: Mapping[str, str]) -> str:
    """A label of `bot.brief.watches` in words: "country: UKR" → "Ukraine"."""
    kind, _, value = label.partition(": ")
    match kind:
        case "words":
            return f"the words “{value}”"
        case "country":
            return names.get(value, value)
        case "code":
            name, _, mode = value.partition(".")
            root = Root.__members__.get(name)
            return f"{WHAT[root] if root else name}" + (f" ({mode})" if mode else "")
        case "topic":
            return f"the topic {value}"
    return value or label
