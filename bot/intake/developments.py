"""What is new about a story since a given time, or since it was last briefed."""

from datetime import datetime

from bot.brief.changes import changes
from bot.intake.packing import unpack
from bot.store.records import StoryDocument
from bot.store.store import Store
from bot.types import Briefing, Change


def since_then(store: Store, story_id: str, then: datetime | None = None) -> tuple[Change, ...]:
    """What changed about a story since ``then``; ``None``: since it was last briefed. Nothing if that was never.

    Articles whose text is no longer kept are passed over: no evidence of theirs can be shown.

    Raises:
        StoreError: The store cannot be used.
    """
    then = then or store.last_briefed(story_id)
    if then is None:
        return ()
    before, after = (
        tuple(_briefing(one) for one in store.story_documents(story_id, at=at) if not one.is_stripped)
        for at in (then, None)
    )
    return changes(before, after)


def _briefing(one: StoryDocument) -> Briefing:
    return unpack(one.analysis, one.article)
