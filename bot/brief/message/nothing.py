"""What a channel gets when there is nothing to tell: nothing, a line, or why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.brief.message.digest import counts, head, key_of, notices, title
from bot.brief.message.words import NO_HEADLINE
from bot.types import (
    Block,
    Button,
    Digest,
    Drop,
    Fact,
    Facts,
    Heading,
    Message,
    Para,
    Policy,
    Severity,
    Subscription,
)

MISSES = 5
"""At most so many of the nearest misses are named. Chosen, not measured."""

NOTHING = "nothing new"
NEAREST = "Nearest misses"


@dataclass(frozen=True, slots=True)
class Miss:
    """A story that was not told, and why.

    Attributes:
        story_id: Names it.
        headline: Of the story.
        severity: Of the story.
        reason: The first gate that it did not pass.
    """

    story_id: str
    headline: str
    severity: Severity
    reason: Drop


def of_nothing(digest: Digest, misses: Sequence[Miss] = (), *, key: str = "") -> Message | None:
    """What to post when a digest has no story, by the subscription's policy.

    Args:
        digest: Without stories.
        misses: Stories that came nearest, nearest first; only the policy that explains names them.
        key: Of the message; left out: that of the slot, or made of subscription and time.

    Returns:
        ``None`` for the silent policy; but what the channel must know besides is never kept from it.
    """
    policy = digest.subscription.nothing_new
    if policy is Policy.SILENT and not digest.notes:
        return None
    said = counts(digest.read, 0, digest.dropped)
    if policy is Policy.EXPLAIN:
        heading = Heading(f"{title(digest)}: {NOTHING}", 1)
        blocks: tuple[Block, ...] = (heading, *head(digest), *_why(digest, misses))
    else:
        line = Para(f"{title(digest)}: {NOTHING} · {said}")
        blocks = (line, *notices(digest), Button("Why", "why"))
    return Message(key or key_of(digest), blocks, f"{digest.subscription.title}: {NOTHING} · {said}")


def _why(digest: Digest, misses: Sequence[Miss]) -> Iterator[Block]:
    """Each reason in a sentence, then the nearest misses by name."""
    if not digest.read:
        yield Para("No new article came in. If that goes on, ask for the status of the sources.")
        yield Button("Sources", "sources")
    for reason, count in digest.dropped:
        if count:
            yield Para(
                f"{count:,} {'article' if count == 1 else 'articles'}: {_told(reason, digest.subscription)}"
            )
    rows = tuple(_row(miss, digest.subscription) for miss in misses[:MISSES])
    if rows:
        yield Heading(NEAREST)
        yield Facts(rows)


def _row(miss: Miss, subscription: Subscription) -> Fact:
    grave = "" if miss.severity is Severity.NONE else f"{miss.severity}, "
    return Fact(miss.headline or NO_HEADLINE, None, f"{grave}{_told(miss.reason, subscription)}", ())


def _told(reason: Drop, subscription: Subscription) -> str:
    """Why, in words that say what would change it."""
    return {
        Drop.BELOW: f"below this channel's threshold, which is {subscription.min_severity}",
        Drop.UNCHANGED: "told here before, and nothing has changed since",
        Drop.OFF_TOPIC: "not what this channel asked for",
        Drop.MUTED: "muted in this channel",
        Drop.DUPLICATE: "repeats of a story",
        Drop.OVER_BUDGET: "beyond what fits into one digest",
        Drop.STRIPPED: "too old: the text is no longer kept",
    }[reason]
