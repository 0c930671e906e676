"""What the engine asks of the analyser process. Apart from it, so that asking does not load what answering needs."""

import msgspec

from bot.types import Article

ANALYSER = "bot.analysis:serve"
"""Target of the analyser's Worker; its setup is an AnalyserSetup and its replies are Briefings, in JSON."""


class Budget(msgspec.Struct, frozen=True):
    """Length of the summary: at most so many sentences and words."""

    sentences: int
    words: int


class AnalyserSetup(msgspec.Struct, frozen=True):
    """Paths of the tables, and of the folder of the model's weights; ``None``: the one that ships."""

    actors: tuple[str, ...]
    plover: str
    weights: str | None = None


class AnalyserJob(msgspec.Struct, frozen=True):
    """One article to brief."""

    article: Article
    budget: Budget
