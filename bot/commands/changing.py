"""How a channel's subscriptions are changed from a chat: only its own, only those of chats, each change audited."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2s

from bot.commands.asking import Asker, Reply
from bot.commands.desk import Call, Desk
from bot.commands.replies import reply, wrong_use
from bot.commands.replies_channel import configured
from bot.outgoing.subscribing import subscribe
from bot.store.delivery_records import AuditLine
from bot.types import Button, Para, Rule, Source, Subscription


@dataclass(frozen=True, slots=True)
class Own:
    """Subscriptions of the asker's channel, by where they come from."""

    chat: tuple[Subscription, ...]
    config: tuple[Subscription, ...]

    def named(self, subscription_id: str) -> Subscription | None:
        """The one of that id, of this channel."""
        return next((one for one in (*self.chat, *self.config) if one.id == subscription_id), None)


def own(desk: Desk, call: Call) -> Own:
    """What this channel gets. No other channel's subscription is ever looked at."""
    all_ = [record.subscription for record in desk.store.subscriptions(call.asker.channel)]
    return Own(
        tuple(one for one in all_ if one.origin is Source.CHAT),
        tuple(one for one in all_ if one.origin is not Source.CHAT),
    )


def take_id(args: str, mine: Own) -> tuple[str, Subscription | None]:
    """What is left of the arguments without the id of a subscription of this channel at their end, and that one."""
    ids = sorted((one.id for one in (*mine.chat, *mine.config)), key=len, reverse=True)
    for each in ids:
        if args == each or args.endswith(f" {each}"):
            return args.removesuffix(each).rstrip(), mine.named(each)
    return args, None


def put(desk: Desk, call: Call, subscription: Subscription) -> None:
    """Write a subscription, with its next digest and a line of the audit, in one transaction."""
    subscribe(desk.store, subscription, line(call, subscription.id))


def line(call: Call, subject: str, before: str = "", after: str = "") -> AuditLine:
    """Who changed what where."""
    asker = call.asker
    return AuditLine(asker.tenant, asker.channel.id, asker.user, call.command.name, subject, before, after)


def change(
    desk: Desk,
    call: Call,
    chosen: tuple[Subscription, ...],
    changed: Callable[[Subscription], Subscription],
) -> tuple[Subscription, ...]:
    """Change these; as they are now. One that stays as it is is not written."""
    after = tuple(map(changed, chosen))
    for one, new in zip(chosen, after, strict=True):
        if new != one:
            put(desk, call, new)
    return after


def choose(
    desk: Desk, call: Call, named: Subscription | None, mine: Own, *, digests_only: bool
) -> tuple[Subscription, ...] | Reply:
    """The subscriptions that a command is about: the one named, else those of chats; or why there are none.

    ``digests_only``: watches, which have no digests, only if they are named or there is nothing else.
    """
    if named is not None and named.origin is Source.CONFIG:
        return elsewhere(desk, call, (named,))
    if named is not None:
        return (named,)
    digests = tuple(one for one in mine.chat if not is_watch(one))
    chosen = digests if digests and digests_only else mine.chat
    if chosen:
        return chosen
    if mine.config:
        return elsewhere(desk, call, mine.config)
    return wrong_use(
        call,
        "this channel has no subscription yet. Subscribe first.",
        Button("How to subscribe", "help subscribe"),
    )


def elsewhere(desk: Desk, call: Call, given: tuple[Subscription, ...]) -> Reply:
    """Not changed from a chat: configured."""
    lines = (Para(configured(one, desk.defaults.where)) for one in given)
    return reply(call, f"Not changed: {call.command.name}", (*lines, Button("Status", "status")))


def chat_id(asker: Asker, kind: str, rule: Rule) -> str:
    """Id of a chat's subscription: the same for the same wish of the same channel.

    So a command that arrives twice makes one. 64 bits, for it must differ between all channels there are.
    """
    words = f"{asker.channel.key}\n{kind}\n{rule!r}"
    return f"chat-{blake2s(words.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


_WATCH = "Watch: "


def watch_title(words: str) -> str:
    """Title of a watch."""
    return f"{_WATCH}{words}"


def is_watch(one: Subscription) -> bool:
    """Whether it was made by `watch`: alerts alone."""
    return not one.slots and one.title.startswith(_WATCH)
