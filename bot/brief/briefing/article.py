"""What the stages found in one article → Briefing."""

from bot.types import Actor, Article, Briefing, Escalation, Event, Span, Story

KEY_ACTORS = 8
"""At most so many actors are key (issue: "at most eight, people first among equals")."""


def of_article(
    article: Article,
    summary: tuple[Span, ...],
    actors: tuple[Actor, ...],
    events: tuple[Event, ...],
    escalation: Escalation,
    state_names: dict[str, str],
) -> Briefing:
    """The briefing of a story that one article tells; ``state_names``: English names of state codes.

    Of these it keeps the names that it needs. The story's time is that of publication, or of reading where the page gives none.
    """
    at = article.published_at or article.fetched_at
    story = Story(article.id, (article.id,), article.headline, at, at, (article.family,))
    codes = {a.affiliation for a in actors} | {p for e in events for p in (*e.sources, *e.targets)}
    needed = {code: name for code, name in state_names.items() if code in codes}
    return Briefing(story, (article,), summary, actors, events, escalation, needed)
