"""Our made-up articles as sketches without a briefing: their words alone, which is all that these tests need."""

from functools import cache

from bot.analyse.stories.sketch import Sketch, sketch
from tests.quality.own_stories import rows
from tests.quality.runners.stories import as_article


@cache
def own() -> tuple[tuple[str, Sketch], ...]:
    """The happening and the sketch of each article, in the order in which they were read."""
    return tuple((row["cluster"], sketch(as_article(row))) for row in rows())


def of(*happenings: str) -> list[tuple[int, Sketch]]:
    """Number and sketch of the articles about some happenings."""
    return [(doc, made) for doc, (cluster, made) in enumerate(own()) if cluster in happenings]
