"""What the engine asks of the analyser process. Apart from it, so that asking does not load what answering needs."""

import msgspec

from bot.types import Article

ANALYSER = "bot.analysis:serve"
"""Target of the analyser's Worker; its setup is an AnalyserSetup and its replies are Briefings, in JSON."""


LEDE = 700
"""Characters of an article that the model reads, where nothing else is asked for; the rules read all of it. News tells
first what matters most: the README has what less and more of it cost and gain."""


class Budget(msgspec.Struct, frozen=True):
    """What one article may cost.

    Attributes:
        sentences: Of the summary, at most.
        words: Likewise.
        lede: The model reads the sentences that begin before this character.
    """

    sentences: int
    words: int
    lede: int = LEDE


class AnalyserSetup(msgspec.Struct, frozen=True):
    """Paths of the tables, and of the folder of the model's weights; ``None``: the one that ships."""

    actors: tuple[str, ...]
    plover: str
    weights: str | None = None


class AnalyserJob(msgspec.Struct, frozen=True):
    """One article to brief."""

    article: Article
    budget: Budget
