"""Wording of answers about stories: lists, search hits, one story in full, its sources and sentences."""

from collections.abc import Iterable, Iterator

from bot.analyse.escalation import RANK, is_flag
from bot.brief.briefing import KEY_ACTORS, lead, of_story
from bot.brief.message import event_line, of_briefing, of_changes
from bot.brief.message.sources import label, sources
from bot.brief.message.story import bottom_line
from bot.brief.message.words import NO_HEADLINE
from bot.store.records import Hit
from bot.types import (
    Basis,
    Block,
    Briefing,
    Button,
    Change,
    Dossier,
    Event,
    Fact,
    Facts,
    Heading,
    Item,
    Link,
    Para,
    Quote,
    Time,
)

LISTED = 6
"""Stories in a list: as many as a digest has unless it says otherwise."""

SENTENCES = 8
"""Sentences that *Show sentence* shows: gravest first, two screens of a phone. Chosen, not measured."""

ARTICLES = 15
"""Articles that *Sources* names; the rest is counted. Chosen, not measured."""

GONE = "The text of this story is no longer kept, so no sentence of it can be shown."


def buttons(story_id: str, *, without: str = "") -> tuple[Button, ...]:
    """All that can be done about a story, but for what was just done."""
    offered = (
        ("More", "more"),
        ("Sources", "sources"),
        ("Show sentence", "evidence"),
        ("Mute story", "mute"),
        ("Useful", "useful"),
        ("Not useful", "useless"),
    )
    return tuple(Button(label, f"{verb} {story_id}") for label, verb in offered if verb != without)


def item_of(dossier: Dossier) -> Item:
    """A story by itself, as the wording of digests takes it: unranked, for no subscription."""
    return Item(of_story(dossier), (), None, 0.0, (), dossier)


def short(dossier: Dossier) -> Iterator[Block]:
    """A story in a list: headline, bottom line, one sentence, how many tell it."""
    yield Heading(dossier.headline or NO_HEADLINE, 2)
    if dossier.briefings:
        briefing = of_story(dossier)
        yield bottom_line(briefing)
        yield from (Quote(span, _url(briefing, span.article_id)) for span in briefing.summary[:1])
        yield from list(sources(item_of(dossier)))[:1]
    else:
        yield Para(f"{dossier.severity} · {GONE}")
    yield Para("Last report:")
    yield Time(dossier.last_at)
    yield from buttons(dossier.id)[:2]


def full(dossier: Dossier, changes: tuple[Change, ...]) -> Iterator[Block]:
    """A story in full: the article that stands for it, what changed since the channel was told, who else tells it."""
    told = of_briefing(lead(dossier), is_flag=is_flag, key_actors=KEY_ACTORS)
    yield from told.blocks
    yield from of_changes(changes, {b.articles[0].id: b.articles[0].url for b in dossier.briefings})
    yield Heading("Sources")
    yield from sources(item_of(dossier))
    yield from buttons(dossier.id, without="more")


def all_sources(dossier: Dossier) -> Iterator[Block]:
    """Every article: outlet, time, whether it repeats another, and where to read it."""
    yield from list(sources(item_of(dossier)))[:1]
    for briefing in dossier.briefings[:ARTICLES]:
        article = briefing.articles[0]
        copied = "repeats another's text" if article.id in dossier.copies else ""
        yield Facts((Fact(article.outlet or "unknown outlet", None, copied, ()),))
        if article.published_at:
            yield Time(article.published_at)
        if article.url:
            yield Link(label(article.outlet, article.url), article.url)
    if (more := len(dossier.briefings) - ARTICLES) > 0:
        yield Para(f"and {more} more")
    yield from buttons(dossier.id, without="sources")


def evidence(dossier: Dossier) -> Iterator[Block]:
    """The sentences that the labels rest on, gravest first."""
    briefing = of_story(dossier)
    flags = set(briefing.escalation.events)
    ranked = sorted(briefing.events, key=lambda one: (one not in flags, -RANK[one.severity], -abs(one.score)))
    if not ranked:
        yield Para("No act, threat, call or accord was found in this story. Its summary rests on:")
        yield from (Quote(span, _url(briefing, span.article_id)) for span in briefing.summary)
    yield from sentences(briefing, ranked[:SENTENCES])
    if (more := len(ranked) - SENTENCES) > 0:
        yield Para(f"and {more} more, less grave; More shows them article by article.")
    yield from buttons(dossier.id, without="evidence")


def sentences(briefing: Briefing, events: Iterable[Event]) -> Iterator[Block]:
    """A line for each event, with the words that each of its labels rests on, and its sentence."""
    for event in events:
        yield Para(event_line(event, briefing.state_names), event.direction, event.basis)
        yield Quote(event.span, _url(briefing, event.span.article_id))


def hit(found: Hit) -> Iterator[Block]:
    """A search hit: headline, the words around what was found, outlet, time, link."""
    yield Heading(found.headline or NO_HEADLINE, 2)
    if found.snippet:
        yield Quote(found.snippet, found.url)
    yield Facts((Fact(found.outlet or "unknown outlet", None, "", _marked(found)),))
    yield Time(found.published_at)
    yield Link(label(found.outlet, found.url), found.url)
    if found.story_id:
        yield from buttons(found.story_id)[:2]


def _marked(found: Hit) -> tuple[Basis, ...]:
    return (Basis("found", found.snippet),) if found.snippet else ()


def _url(briefing: Briefing, article_id: str) -> str:
    return next((a.url for a in briefing.articles if a.id == article_id), "")
