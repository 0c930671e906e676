"""A story that is told between digests, and what became of it since: messages of their own."""

from bot.brief.message.changes import change_line
from bot.brief.message.sources import sources
from bot.brief.message.story import buttons, headline, judging, story, what_is_new
from bot.brief.message.words import whither
from bot.types import Block, Heading, Item, Message, Para, Subscription


def of_alert(item: Item, subscription: Subscription, *, is_update: bool, key: str = "") -> Message:
    """A story on its own.

    Args:
        item: The story.
        subscription: Whose alert it is; the message says so.
        is_update: It takes the place of the story's earlier message.
        key: Of the message; left out: made of story and revision.
    """
    kind = "Alert, brought up to date" if is_update else "Alert"
    first, *rest = story(item, level=1)
    blocks: list[Block] = [
        first,
        Para(f"{kind} · {subscription.title}"),
        *rest,
        *judging(item.dossier.id),
    ]
    return Message(key or _key("alert", item), tuple(blocks), f"{kind}: {_line(item)}")


def of_update(item: Item, subscription: Subscription, *, key: str = "") -> Message:
    """What changed about a story, as a short reply in the thread of its message.

    Args:
        item: The story, with its changes.
        subscription: Whose alert it is.
        key: Of the message; left out: made of story and revision.
    """
    way = item.briefing.escalation
    blocks: list[Block] = [
        Heading(headline(item), 2),
        Para(f"Update · {subscription.title}"),
        Para(whither(way, item.briefing.state_names), tone=way.direction),
        *what_is_new(item),
        *sources(item),
        *buttons(item.dossier.id)[:1],
    ]
    changes = [change_line(change) for change in item.briefing.changes[:1]]
    return Message(
        key or _key("update", item), tuple(blocks), " · ".join([f"Update: {headline(item)}", *changes])
    )


def _line(item: Item) -> str:
    return f"{headline(item)} · {whither(item.briefing.escalation, item.briefing.state_names)}"


def _key(kind: str, item: Item) -> str:
    return f"{kind}/{item.dossier.id}/{item.dossier.revision}"
