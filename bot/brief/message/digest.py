"""Digest → Message: head and counts, then escalations, de-escalations and other stories."""

from collections.abc import Iterator, Sequence

from bot.brief.message.story import headline, story
from bot.brief.message.when import day, local, zone_name
from bot.types import Block, Digest, Direction, Drop, Heading, Image, Item, Message, Para

SECTION, STORY = 2, 3
"""Levels of headings below the message's own."""

UP, DOWN, OTHER = "Escalations", "De-escalations", "Other stories"
_ONE = {UP: "escalation", DOWN: "de-escalation", OTHER: "other story"}

LATE = "Late: this digest could not be made at its time."


def of_digest(digest: Digest, *, chart: Image | None = None, key: str = "") -> Message:
    """Lay a digest out for a reader.

    Args:
        digest: With at least one story; for one without see `of_nothing`.
        chart: Drawn for the pairs of parties in it; stands behind the head.
        key: Of the message; left out: that of the slot, or made of subscription and time.
    """
    blocks: list[Block] = [Heading(title(digest), 1), *head(digest), *([chart] if chart else ())]
    for name, items in _sections(digest.items):
        blocks.append(Heading(name, SECTION))
        blocks.extend(block for item in items for block in story(item, level=STORY))
    return Message(key or key_of(digest), tuple(blocks), _fallback(digest))


def title(digest: Digest) -> str:
    """What heads the digest: its name, and the day and time that it is for, in the subscription's own zone."""
    slot = digest.slot
    at = f"{day(slot.day)}, {slot.at:%H:%M}" if slot else local(digest.until, digest.subscription.tz)
    return f"{digest.subscription.title} · {at}"


def head(digest: Digest) -> Iterator[Para]:
    """The time that it covers, what became of all that was read, whether it is late, and what there is to know besides."""
    tz = digest.subscription.tz
    yield Para(f"From {local(digest.since, tz)} to {local(digest.until, tz)} ({zone_name(tz)})")
    yield Para(counts(digest.read, len(digest.items), digest.dropped))
    yield from notices(digest)


def notices(digest: Digest) -> Iterator[Para]:
    """Whether it is late, and what the channel must know besides."""
    if digest.is_late:
        yield Para(LATE)
    yield from (Para(note) for note in digest.notes)


def counts(read: int, told: int, dropped: Sequence[tuple[Drop, int]]) -> str:
    """What was read and what became of it: "41 read, 6 told: 30 duplicates, 5 below threshold"."""
    reasons = ", ".join(f"{count:,} {_words(reason, count)}" for reason, count in dropped if count)
    return f"{read:,} read, {told:,} told" + (f": {reasons}" if reasons else "")


def _words(reason: Drop, count: int) -> str:
    return reason.removesuffix("s") if reason is Drop.DUPLICATE and count == 1 else reason


def key_of(digest: Digest) -> str:
    """The slot's key; of a digest without a slot, its subscription and time."""
    return digest.slot.key if digest.slot else f"{digest.subscription.id}/{digest.until.isoformat()}"


def _sections(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The sections that hold a story; within each the items keep their order."""
    parts: dict[str, list[Item]] = {UP: [], DOWN: [], OTHER: []}
    for item in items:
        parts[_section(item)].append(item)
    return ((name, found) for name, found in parts.items() if found)


def _section(item: Item) -> str:
    match item.briefing.escalation.direction:
        case Direction.UP | Direction.MIXED:
            return UP
        case Direction.DOWN:
            return DOWN
    return OTHER


def _fallback(digest: Digest) -> str:
    """Name, how much of what, and the first story: enough for a notification."""
    sections = list(_sections(digest.items))
    counted = [f"{len(items)} {_ONE[name] if len(items) == 1 else name.lower()}" for name, items in sections]
    first = [headline(items[0]) for _, items in sections[:1]]
    return " · ".join([digest.subscription.title, ", ".join(counted), *first])
