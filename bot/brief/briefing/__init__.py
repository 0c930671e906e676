"""What the stages found → Briefing: of one article, or of a story that several tell.

``KEY_ACTORS`` comes first: ``story`` uses `bot.brief.changes`, which asks this package for it.
"""

from bot.brief.briefing.article import KEY_ACTORS, of_article
from bot.brief.briefing.story import credible_at, lead, of_story

__all__ = ["KEY_ACTORS", "credible_at", "lead", "of_article", "of_story"]
