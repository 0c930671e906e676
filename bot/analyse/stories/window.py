"""The articles and stories of the window, and how close they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.analyse.stories.identity import Standing
from bot.analyse.stories.index import Index, Near, Probe
from bot.analyse.stories.settings import Settings
from bot.analyse.stories.sketch import Sketch

SAMPLE = 12
"""Articles of a story that a new one is measured against: 8 to 24 give the same stories."""


@dataclass(slots=True)
class Told:
    """A story: its articles as they came in, when the first was published, when the last was read; if posted, with what.

    Times are seconds since 1970. ``reviewed`` is how many articles it had when it was last looked at again.
    """

    first_at: int
    seen: int
    members: list[int] = field(default_factory=list)
    posted_at: int | None = None
    lead: int | None = None
    reviewed: int = 0


class Window:
    """What is known of every article that may still get company.

    Args:
        settings: How closeness is measured.
    """

    def __init__(self, settings: Settings) -> None:
        self.index = Index(settings)
        self.stories: dict[str, Told] = {}
        self.of: dict[int, str] = {}
        self.at: dict[int, int] = {}

    def put(self, doc: int, sketch: Sketch, story_id: str) -> None:
        """Count an article of the index to a story."""
        self.at[doc] = sketch.at
        story = self.stories.setdefault(story_id, Told(sketch.at, sketch.seen))
        story.first_at = min(story.first_at, sketch.at)
        story.seen = max(story.seen, sketch.seen)
        story.members.append(doc)
        self.of[doc] = story_id

    def forget(self, doc: int) -> None:
        """Drop an article, and its story with its last one."""
        story_id = self.of.pop(doc, None)
        if story_id is None:
            return
        del self.at[doc]
        self.index.remove(doc)
        self._take(doc, story_id)

    def _take(self, doc: int, story_id: str) -> None:
        story = self.stories[story_id]
        story.members.remove(doc)
        if not story.members:
            del self.stories[story_id]

    def move(self, docs: Sequence[int], into_id: str) -> None:
        """Count articles to another story, a new one if there is none of that name."""
        for doc in docs:
            from_id = self.of[doc]
            seen = self.stories[from_id].seen
            self._take(doc, from_id)
            story = self.stories.setdefault(into_id, Told(self.at[doc], seen))
            story.first_at = min(story.first_at, self.at[doc])
            story.seen = max(story.seen, seen)
            story.members.append(doc)
            self.of[doc] = into_id

    def standing(self, story_id: str) -> Standing:
        """What decides whether a story keeps its name."""
        story = self.stories[story_id]
        return Standing(story_id, story.first_at, story.posted_at)

    def sample(self, story_id: str, most: int = SAMPLE) -> list[int]:
        """Articles that stand for a story, evenly spread, the first and the last among them."""
        members = self.stories[story_id].members
        if len(members) <= most:
            return list(members)
        return [members[number * (len(members) - 1) // (most - 1)] for number in range(most)]

    def ratios(self, doc: int, probe: Probe, others: Sequence[int]) -> list[float]:
        """How close an article is to others, in that measure."""
        return self.index.ratios(doc, list(zip(self.index.closeness(probe, others), others, strict=True)))

    def to_story(self, doc: int, probe: Probe, story_id: str) -> float:
        """How close an article is to a story, on average over those that stand for it."""
        sample = self.sample(story_id)
        return sum(self.ratios(doc, probe, sample)) / len(sample)

    def between(self, one_id: str, other_id: str) -> float:
        """How close two stories are, on average."""
        docs = self.sample(one_id)
        return sum(self.to_story(doc, self.index.probe(doc), other_id) for doc in docs) / len(docs)

    def nearby(self, doc: int, found: Sequence[Near]) -> dict[str, float]:
        """The stories of the articles nearest to one, with the best closeness of each."""
        best: dict[str, float] = {}
        for ratio, (_, other) in zip(self.index.ratios(doc, found), found, strict=True):
            story_id = self.of[other]
            best[story_id] = max(ratio, best.get(story_id, 0.0))
        return best
