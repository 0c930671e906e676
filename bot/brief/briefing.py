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
) -> Briefing:
    """The briefing of a story that one article tells.

    The story's time is that of publication, or of reading where the page gives none.
    """
    at = article.published_at or article.fetched_at
    story = Story(article.id, (article.id,), article.headline, at, at, (article.family,))
    return Briefing(story, (article,), summary, actors, events, escalation)
