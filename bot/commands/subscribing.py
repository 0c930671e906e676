"""subscribe, unsubscribe, watch."""

import re
from dataclasses import replace

from bot.commands.asking import Reply
from bot.commands.changing import Own, chat_id, elsewhere, line, own, put, watch_title
from bot.commands.desk import Call, Desk
from bot.commands.replies import reply, shown, wrong_use
from bot.commands.replies_channel import alerts_words, coming, rule_words, times_words, title_of
from bot.deliver.schedule import zone
from bot.errors import InputError
from bot.subscription_list import Problem, parse_rule, parse_severity
from bot.types import Alerts, Button, Para, Rule, Severity, Source, Subscription

WATCHED_FROM = Severity.MEDIUM
"""Whom a channel watches is of interest before it is grave; but below medium lie words and protests, which come hourly."""

_ONLY_NOT = "it only says what is not wanted. Say what is, too, such as: everything; not country USA"
_SEVERITY = re.compile(r"(?i)(?:severity|from)\s*:?\s+(\S+)(?:\s+on)?")
_FROM = re.compile(rf"(?i)\s+from\s+({'|'.join(Severity)})(?:\s+on)?$")


def subscribe(desk: Desk, call: Call) -> Reply:
    """Send digests to this channel; said again with another severity, that is what changes."""
    wish = read_wish(call.args, desk)
    if isinstance(wish, Problem):
        return wrong_use(call, wish.what)
    rule, least = wish
    mine = own(desk, call)
    new = _subscription(desk, call, mine, rule, least)
    if refused := _refused(desk, call, mine, new):
        return refused
    before = mine.named(new.id)
    if before is not None:
        new = replace(before, min_severity=new.min_severity)
    if new != before:
        put(desk, call, new)
    return reply(
        call,
        f"{'Subscribed already' if new == before else 'Subscribed'}: {new.title}",
        (
            Para(f"Stories: {rule_words(rule, desk.known)}{_grave(new)}"),
            Para(f"Digests: {times_words(new)} · alerts {alerts_words(new.alerts)}"),
            *coming(new, call.now),
            *_of_zone(desk, call, mine, new),
            Button("What matters now", "latest"),
            Button("Alerts for grave stories", f"alerts high {new.id}"),
            Button("Unsubscribe", f"unsubscribe {new.id}"),
        ),
        is_private=False,
    )


def unsubscribe(desk: Desk, call: Call) -> Reply:
    """End a subscription of this channel; without an id the only one, else a list."""
    mine = own(desk, call)
    given = call.args or (mine.chat[0].id if len(mine.chat) == 1 else "")
    if not given:
        return _which(desk, call, mine)
    one = mine.named(given)
    if one is None:
        return wrong_use(
            call, f"this channel has no subscription {shown(given)}.", Button("Status", "status")
        )
    if one.origin is Source.CONFIG:
        return elsewhere(desk, call, (one,))
    desk.store.remove_subscription(one.id, line(call, one.id))
    return reply(
        call,
        f"Unsubscribed: {one.title}",
        (Para("What is on its way is still posted; nothing else will be."), Button("Status", "status")),
        is_private=False,
    )


def watch(desk: Desk, call: Call) -> Reply:
    """Send alerts about an actor, or about words."""
    found = _FROM.search(call.args)
    least = Severity(found[1].lower()) if found else WATCHED_FROM
    words = call.args[: found.start()] if found else call.args
    rule = parse_rule(words, desk.known)
    if isinstance(rule, Problem):
        return wrong_use(call, rule.what)
    mine = own(desk, call)
    kin = _kin(mine)
    new = Subscription(
        chat_id(call.asker, "watch", rule),
        call.asker.channel,
        watch_title(title_of(rule, desk.known)),
        rule,
        tz=kin.tz if kin else _zone(desk, call),
        quiet=kin.quiet if kin else None,
        alerts=Alerts(least),
        origin=Source.CHAT,
    )
    if refused := _refused(desk, call, mine, new):
        return refused
    before = mine.named(new.id)
    if before is not None:
        new = replace(before, alerts=Alerts(least))
    if new != before:
        put(desk, call, new)
    return reply(
        call,
        f"Watching: {rule_words(rule, desk.known)}",
        (
            Para(f"An alert comes when a story matches, {alerts_words(new.alerts)}; quiet hours hold it."),
            Button("End this watch", f"unsubscribe {new.id}"),
        ),
        is_private=False,
    )


def read_wish(text: str, desk: Desk) -> tuple[Rule, Severity] | Problem:
    """A rule and the least severity: rules parted by semicolons must all hold, ``not`` turns one round."""
    least: Severity | Problem = Severity.NONE
    rules: dict[bool, list[Rule]] = {True: [], False: []}
    for part in filter(None, map(str.strip, text.split(";"))):
        if found := _SEVERITY.fullmatch(part):
            least = parse_severity(found[1])
            continue
        is_wanted = not part.lower().startswith("not ")
        rule = parse_rule(part if is_wanted else part[4:], desk.known)
        if isinstance(rule, Problem):
            return rule
        rules[is_wanted].append(rule)
    if isinstance(least, Problem):
        return least
    must, must_not = tuple(rules[True]), tuple(rules[False])
    if not must:
        empty = parse_rule("", desk.known)
        return empty if isinstance(empty, Problem) and not must_not else Problem(_ONLY_NOT)
    together = must[0] if len(must) == 1 else Rule(all=must)
    return replace(together, none=must_not), least


def _subscription(desk: Desk, call: Call, mine: Own, rule: Rule, least: Severity) -> Subscription:
    """As the channel's others are scheduled; the first one as the defaults have it, in the asker's zone."""
    kin = _kin(mine)
    new = Subscription(
        chat_id(call.asker, "digest", rule),
        call.asker.channel,
        title_of(rule, desk.known),
        rule,
        slots=desk.defaults.slots,
        tz=_zone(desk, call),
        min_severity=least,
        origin=Source.CHAT,
    )
    if kin is None:
        return new
    return replace(
        new,
        slots=kin.slots or new.slots,
        days=kin.days,
        tz=kin.tz,
        quiet=kin.quiet,
        nothing_new=kin.nothing_new,
    )


def _kin(mine: Own) -> Subscription | None:
    """Whose times a new subscription takes: the first with digests, of chats before that of the configuration."""
    every = (*mine.chat, *mine.config)
    return next((one for one in every if one.slots), every[0] if every else None)


def _zone(desk: Desk, call: Call) -> str:
    try:
        return zone(call.asker.tz or desk.defaults.tz).key
    except InputError:
        return desk.defaults.tz


def _refused(desk: Desk, call: Call, mine: Own, new: Subscription) -> Reply | None:
    """Too many; or an id that is, against all odds, somebody else's."""
    if mine.named(new.id) is not None:
        return None
    if len(mine.chat) >= desk.most:
        return reply(
            call,
            f"Not done: this channel has {len(mine.chat)} subscriptions",
            (
                Para(f"More than {desk.most} are not made from a chat. End one first."),
                Button("Status", "status"),
            ),
        )
    if desk.store.subscription(new.id) is not None:
        return wrong_use(call, "this rule cannot be subscribed to here. Word it differently.")
    return None


def _which(desk: Desk, call: Call, mine: Own) -> Reply:
    if not mine.chat and mine.config:
        return elsewhere(desk, call, mine.config)
    if not mine.chat:
        return wrong_use(
            call, "this channel has no subscription.", Button("How to subscribe", "help subscribe")
        )
    buttons = (Button(shown(f"End {one.title}"), f"unsubscribe {one.id}") for one in mine.chat)
    return reply(call, "Which subscription?", buttons)


def _grave(one: Subscription) -> str:
    return "" if one.min_severity is Severity.NONE else f" · from {one.min_severity} on"


def _of_zone(desk: Desk, call: Call, mine: Own, new: Subscription) -> tuple[Para, ...]:
    """How to set another zone, where neither the channel nor the platform told one."""
    is_askers = call.asker.tz and _zone(desk, call) == call.asker.tz
    if is_askers or _kin(mine):
        return ()
    first = f"{new.slots[0]:%H:%M}"
    return (Para(f"Times are in {new.tz}. For another zone: schedule {first} Europe/Kyiv"),)
