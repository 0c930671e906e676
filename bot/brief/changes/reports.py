"""Articles of a story in order of time, with the sentences of each."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.text import Offsets, sentences
from bot.types import ActorKind, Article, Briefing, Span

PARTY_KINDS = frozenset({ActorKind.STATE, ActorKind.ARMED_GROUP})
"""Who can be a side of what happens. People and bodies rather speak of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """One analysed article of a story.

    Attributes:
        briefing: Its analysis.
        at: When it was published, or read where it does not say.
        sentences: Offsets into its body, in order.
        parties: Where states and armed groups are named: start, end, key; in order.
        speakers: Where people and bodies are: start, end; in order.
    """

    briefing: Briefing
    at: datetime
    sentences: tuple[Offsets, ...]
    parties: tuple[tuple[int, int, str], ...]
    speakers: tuple[Offsets, ...]

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.briefing.articles[0]

    def number(self, at: int) -> int:
        """Index of the sentence that holds a place in the body, or of the one before it."""
        return max(0, bisect_right(self.sentences, (at, len(self.article.body))) - 1)

    def follows(self, other: "Report") -> bool:
        """Whether it was written after another one: later, or a later version at the same address.

        Articles of one time that differ are a range, not a change.
        """
        if self.article.url and self.article.url == other.article.url:
            return self.article.fetched_at >= other.article.fetched_at
        return self.at > other.at


def reports(briefings: Iterable[Briefing]) -> tuple[Report, ...]:
    """The reports in order of time, each article version once."""
    by_id = {briefing.articles[0].id: briefing for briefing in briefings}
    return tuple(
        sorted(map(_report, by_id.values()), key=lambda r: (r.at, r.article.fetched_at, r.article.id))
    )


def _report(briefing: Briefing) -> Report:
    article = briefing.articles[0]
    named = [(m.start, m.end, actor) for actor in briefing.actors for m in actor.mentions]
    return Report(
        briefing,
        article.published_at or article.fetched_at,
        tuple(sentences(article.body)),
        tuple(sorted((s, e, a.key) for s, e, a in named if a.kind in PARTY_KINDS)),
        tuple(sorted((s, e) for s, e, a in named if a.kind not in PARTY_KINDS)),
    )


def once(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans without those whose words were quoted already: copies of one agency's report."""
    return tuple({span.text: span for span in reversed(list(spans))}.values())[::-1]
