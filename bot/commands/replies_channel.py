"""Wording of answers about a channel: what it gets, when, and what was changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from bot.brief.message.when import local
from bot.deliver.schedule import DueSlot, next_due
from bot.store.delivery_records import SubscriptionRecord
from bot.subscription_list import Known, in_quiet
from bot.subscription_list.times import DAYS
from bot.text.cut import cut
from bot.types import Alerts, Block, Button, Heading, Para, Quiet, Rule, Severity, Source, Subscription

NEXT = 3
"""So many of the coming digests are named when times change: enough to see a day, a weekend or a wrong zone."""

_KINDS = (
    ("topics", "topic"),
    ("words", "words"),
    ("actors", "actor"),
    ("countries", "country"),
    ("regions", "region"),
    ("codes", "code"),
    ("feeds", "feed"),
)

TITLE = 60
"""Characters of a title made of a rule: it heads each digest, with date and time. Chosen."""


def rule_words(rule: Rule, known: Known) -> str:
    """A rule on one line, as `subscribe` takes it where that can say it; states by their names."""
    parts = [f"{kind} {_values(field, rule, known)}" for field, kind in _KINDS if getattr(rule, field)]
    parts += ["everything"] * rule.everything
    parts += [rule_words(each, known) for each in rule.all]
    parts += [f"any of ({' | '.join(rule_words(each, known) for each in rule.any)})"] if rule.any else []
    parts += [f"not {rule_words(each, known)}" for each in rule.none]
    return "; ".join(parts)


def title_of(rule: Rule, known: Known) -> str:
    """What heads the digests of a rule: its values without their kind, where there is one kind only."""
    if rule == Rule(everything=True):
        return "All news"
    words = rule_words(rule, known)
    kind = next((kind for _, kind in _KINDS if words.startswith(f"{kind} ")), "")
    return cut(words if ";" in words else words.removeprefix(f"{kind} "), TITLE)


def _values(field: str, rule: Rule, known: Known) -> str:
    values: tuple[str, ...] = getattr(rule, field)
    if field == "countries":
        values = tuple((*known.states.get(code, ()), code)[0] for code in values)
    return ", ".join(values)


def times_words(subscription: Subscription) -> str:
    """Such as "08:00, 18:00, mon to fri (Europe/Kyiv)"."""
    if not subscription.slots:
        return "none"
    at = ", ".join(f"{slot:%H:%M}" for slot in subscription.slots)
    return f"{at}, {days_words(subscription.days)} ({subscription.tz})"


def days_words(days: Sequence[int]) -> str:
    """Such as "daily", "mon to fri", "sat, sun"."""
    if len(days) == len(DAYS):
        return "daily"
    is_run = len(days) > 2 and all(b == a + 1 for a, b in pairwise(days))  # noqa: PLR2004 - two are a list
    return (
        f"{DAYS[days[0]]} to {DAYS[days[-1]]}" if is_run else ", ".join(DAYS[day] for day in days) or "no day"
    )


def quiet_words(quiet: Quiet | None) -> str:
    """Such as "22:00-07:00"; or "off"."""
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else "off"


def alerts_words(alerts: Alerts | None) -> str:
    """Such as "from high on"; or "off"."""
    if alerts is None:
        return "off"
    return "for every story" if alerts.min_severity is Severity.NONE else f"from {alerts.min_severity} on"


def coming(subscription: Subscription, now: datetime) -> Iterator[Block]:
    """The next digests in the subscription's own zone, each with why it comes later than its slot if it does."""
    if not subscription.slots:
        return
    due = next_due(subscription, now)
    yield Para(f"Next digests ({subscription.tz}):")
    for _ in range(NEXT):
        if due is None:
            break
        yield Para(_coming(due, subscription))
        due = next_due(subscription, due.at)
    for at in subscription.slots:
        if subscription.quiet and in_quiet(at, subscription.quiet):
            end = subscription.quiet.end
            yield Para(
                f"{at:%H:%M} falls into the quiet hours ({quiet_words(subscription.quiet)}), so it is held until {end:%H:%M}."
            )


def _coming(due: DueSlot, subscription: Subscription) -> str:
    said, at = local(due.at, subscription.tz), due.slot.at
    if said.endswith(f"{at:%H:%M}"):
        return said
    if subscription.quiet and in_quiet(at, subscription.quiet):
        return f"{said}, held since {at:%H:%M}"
    return f"{said}, as there is no {at:%H:%M} that day: the clocks change"


def severity_words(one: Subscription) -> str:
    """Such as "stories from high on"."""
    return "all stories" if one.min_severity is Severity.NONE else f"stories from {one.min_severity} on"


def subscription(record: SubscriptionRecord, known: Known, where: str) -> Iterator[Block]:
    """A subscription as `status` shows it."""
    one = record.subscription
    yield Heading(one.title, 2)
    yield Para(f"Id {one.id} · wants {rule_words(one.rule, known)} · {severity_words(one)}")
    yield Para(f"Alerts {alerts_words(one.alerts)} · quiet hours {quiet_words(one.quiet)}")
    if one.slots:
        yield Para(f"Digests {times_words(one)} · when nothing is new: {one.nothing_new}")
    if record.next_at and not record.paused_why:
        yield Para(f"Next digest: {local(record.next_at, one.tz)} ({one.tz})")
    if one.origin is Source.CONFIG:
        yield Para(configured(one, where))
    else:
        yield Button("Unsubscribe", f"unsubscribe {one.id}")


def configured(one: Subscription, where: str) -> str:
    """Why a subscription is not changed from a chat, and where it is."""
    return f"{one.title} ({one.id}) is configured in {where}; the operator changes it there."
