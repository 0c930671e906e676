"""What everybody sees, held against what should have been made: each slot once, none lost, none twice, no story told twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select

from bot.deliver import schedule
from bot.outgoing.library import Library
from bot.store.delivery_records import SlotRecord
from bot.store.delivery_tables import channels, deliveries, told
from bot.store.outbox_records import DeliveryRecord
from bot.store.store import Store
from bot.types import Action, Channel, Kind, State
from tests.long.posting.slot_plan import Plan
from tests.outgoing.newsroom import News, message
from tests.outgoing.press_process import pages
from tests.servers.platform import Platform

MARKS = ("Sarnaghbyur", "Zalambessa", "loudspeakers", "Titicaca")
"""A word for each story that no other story has."""

GRAVE = MARKS[:2]
"""Those that are there at first and worth an alert."""

SHELLED = MARKS[0]
"""The story that three reports tell."""

SEEN = timedelta(minutes=3)
"""A digest written so long after something had come in has seen it: the longest halt takes little more than a minute."""

LATE_S = schedule.GRACE_S
"""After so many seconds of the fast clock a digest may be made together with another one of its channel."""


@dataclass
class Oracle:
    """Looks when all is over.

    Attributes:
        store: What was made of the slots.
        platform: What everybody sees.
        plan: What should have been made.
        came: What was published, and since when it can be seen.
    """

    store: Store
    platform: Platform
    plan: Plan
    came: dict[News, datetime]

    @cached_property
    def places(self) -> dict[str, Channel]:
        """The channel of each subscription."""
        return {one.id: one.channel for one in self.plan.subscriptions}

    @cached_property
    def rows(self) -> tuple[SlotRecord, ...]:
        """Slots, in the order in which they were made."""
        return self.store.slots(limit=10**6)[::-1]

    @cached_property
    def posts(self) -> tuple[DeliveryRecord, ...]:
        """Deliveries, first made first."""
        return self.store.deliveries(limit=10**6)[::-1]

    @cached_property
    def seen(self) -> dict[str, list[dict[str, Any]]]:
        """What everybody sees, by ``workspace/channel``."""
        return self.platform.final()

    @cached_property
    def tellings(self) -> list[Any]:
        """Rows of what channels were told, in order."""
        wanted = (
            select(told, deliveries.c.key, channels.c.channel)
            .join(deliveries, deliveries.c.id == told.c.delivery_id)
            .join(channels, channels.c.id == told.c.channel_id)
            .order_by(told.c.delivery_id, told.c.story_id)
        )
        return list(self.store._db.read(lambda c: c.execute(wanted).all()))

    def counts(self) -> Counter[str]:
        """What a reader of the run wants to know."""
        found = Counter({"slots": len(self.rows), "messages": sum(map(len, self.seen.values()))})
        found.update(f"slots {one.outcome}" for one in self.rows)
        found.update(str(one.kind) for one in self.posts)
        found["late"] = sum(one.is_late for one in self.rows)
        found["tellings"] = len(self.tellings)
        found["looks"] = len(self.platform.requests("history"))
        found["requests"] = len(self.platform.requests("post")) + len(self.platform.requests("edit"))
        return found

    def faults(self) -> list[str]:
        """Everything that is wrong."""
        return [
            *self._schedule(),
            *self._slots(),
            *self._unmade(),
            *self._ended(),
            *self._shown(),
            *self._told_twice(),
            *self._told_and_seen(),
            *self._alerts(),
            *self._first_alerts(),
            *self._news(),
        ]

    def _schedule(self) -> Iterator[str]:
        """The scheduler lists what the plan, which reckons otherwise, expects."""
        for one in self.plan.subscriptions:
            due = schedule.due(one, self.plan.base, self.plan.ends)
            listed = {each.slot: each.at for each in due}
            wanted = {slot: at for slot, at in self.plan.slots.items() if slot.subscription_id == one.id}
            if listed != wanted:
                yield f"{one.id} in {one.tz}: {listed} is scheduled instead of {wanted}"

    def _slots(self) -> Iterator[str]:
        """Each slot there once, due at its time, made not before it; each digest the one of a slot."""
        times = Counter(one.slot for one in self.rows)
        for slot in self.plan.slots.keys() | times.keys():
            if times[slot] != (slot in self.plan.slots):
                yield f"{slot.key} is there {times[slot]} times"
        for row in self.rows:
            if row.due_at != self.plan.slots.get(row.slot) or row.made_at < row.due_at:
                yield f"{row} was due at {self.plan.slots.get(row.slot)}"
        made = sorted(one.slot.key for one in self.rows if one.outcome == "made")
        posted = sorted(one.key for one in self.posts if one.kind is Kind.DIGEST)
        if made != posted or any(
            one.outcome == "made" and one.delivery_key != one.slot.key for one in self.rows
        ):
            yield f"slots and digests differ: {set(made) ^ set(posted)}"

    def _unmade(self) -> Iterator[str]:
        """A slot is passed over only for a later one of its subscription, or told with a late one of its channel."""
        for row in self.rows:
            if row.outcome == "made":
                continue
            others = [one for one in self.rows if one.outcome != "skipped" and one.made_at == row.made_at]
            own = row.slot.subscription_id
            instead = any(one.slot.subscription_id == own and one.due_at > row.due_at for one in others)
            joined = any(
                one.is_late and self.places[one.slot.subscription_id] == self.places[own] for one in others
            )
            late = row.made_at - row.due_at > timedelta(seconds=LATE_S)
            if not row.why or not (instead if row.outcome == "skipped" else joined and late):
                yield f"{row} was not made, and need not have been passed over"

    def _ended(self) -> Iterator[str]:
        """All of it is there, and nobody holds any of it."""
        for one in self.posts:
            if one.state is not State.SENT or not 0 < one.parts == one.sent or one.owner or one.is_plain:
                yield f"{one}"

    def _shown(self) -> Iterator[str]:
        """Every message once, whole, in the order of its channel, as it was frozen when it was made."""
        wanted: dict[str, list[tuple[str, int, str]]] = {}
        firsts: dict[str, tuple[str, int]] = {}
        for one in self.posts:
            place = f"{one.channel.workspace}/{one.channel.id}"
            shown = wanted.setdefault(place, [])
            texts = pages(message(self.store, one.key))
            if one.action is not Action.EDIT:
                firsts[one.key] = (place, len(shown))
                shown.extend((one.key, number, text) for number, text in enumerate(texts))
                continue
            target = self._target(one.key)
            at_place, at = firsts[target]
            wanted[at_place][at] = (target, 0, texts[0])
            shown.extend((one.key, number, text) for number, text in enumerate(texts) if number)
        for place in wanted.keys() | self.seen.keys():
            found = [(one["key"], one["number"], one["text"]) for one in self.seen.get(place, [])]
            if found != wanted.get(place, []):
                yield f"{place} shows {_difference(found, wanted.get(place, []))}"
        yield from self._threads()

    def _threads(self) -> Iterator[str]:
        """A reply stands in the thread of what it replies to."""
        ids = {(one["key"], one["number"]): one["id"] for shown in self.seen.values() for one in shown}
        for one in self.posts:
            thread = "" if one.action is Action.POST else ids.get((self._target(one.key), 0), "?")
            for shown in self.seen.get(f"{one.channel.workspace}/{one.channel.id}", []):
                if shown["key"] == one.key and shown["thread"] != thread:
                    yield f"{one.key} stands in thread {shown['thread']!r} instead of {thread!r}"

    def _target(self, key: str) -> str:
        wanted = select(deliveries.c.target).where(deliveries.c.key == key)
        return str(self.store._db.read(lambda c: c.execute(wanted).scalar_one()))

    def _told_twice(self) -> Iterator[str]:
        """No channel was told the same versions of a story twice."""
        versions = Counter[tuple[str, str, tuple[str, ...]]]()
        for row in self.tellings:
            versions[row.channel, row.story_id, tuple(sorted(row.article_ids))] += 1
            if row.is_void:
                yield f"{row} is void, but was posted"
        yield from (f"{what} was told {times} times" for what, times in versions.items() if times > 1)

    def _told_and_seen(self) -> Iterator[str]:
        """What a channel was told is what stands in its messages, each story in as many as the store remembers."""
        names = self._names
        remembered: dict[str, set[str]] = {}
        for row in self.tellings:
            remembered.setdefault(row.key, set()).add(names[row.story_id])
        for one in self.posts:
            if one.action is Action.EDIT:
                continue
            text = "\n".join(pages(message(self.store, one.key)))
            marks = {mark for mark in MARKS if mark in text}
            if marks != remembered.get(one.key, set()):
                yield f"{one.key} tells of {marks}, remembered is {remembered.get(one.key)}"

    @cached_property
    def _names(self) -> dict[str, str]:
        """A story's mark, by its id."""
        library, found = Library(self.store), {}
        for story_id in {row.story_id for row in self.tellings}:
            dossier = library.dossier(story_id)
            text = dossier.briefings[0].articles[0].body if dossier else ""
            found[story_id] = next((mark for mark in MARKS if mark in text), "?")
        return found

    def _alerts(self) -> Iterator[str]:
        """One alert of a story in a channel; afterwards only updates of that."""
        keys = [one for one in self.posts if one.kind is Kind.ALERT]
        times = Counter(tuple(one.key.split("/")[:-1]) for one in keys)
        yield from (f"{'/'.join(what)}: {count} alerts" for what, count in times.items() if count > 1)
        asked = {one.channel for one in self.plan.subscriptions if one.alerts}
        yield from (f"{one.key}: nobody asked for alerts there" for one in keys if one.channel not in asked)

    def _first_alerts(self) -> Iterator[str]:
        """Who wants alerts alone was alerted of what was there at first, and of what changed."""
        known = {(row.channel, self._names[row.story_id]) for row in self.tellings}
        for one in self.plan.subscriptions:
            if not one.slots:
                yield from (
                    f"{one.id} was not alerted of {mark}"
                    for mark in GRAVE
                    if (one.channel.id, mark) not in known
                )

    def _news(self) -> Iterator[str]:
        """Whoever had a digest a while after news had come in knows of it: none is lost between two digests."""
        last = {self.places[row.slot.subscription_id].id: row.made_at for row in self.rows}
        known = defaultdict[str, set[str]](set)
        articles: dict[str, int] = {}
        for row in self.tellings:
            known[row.channel].add(self._names[row.story_id])
            if self._names[row.story_id] == SHELLED:
                articles[row.channel] = len(row.article_ids)
        for name, at in last.items():
            came = {news for news, since in self.came.items() if since + SEEN < at}
            wanted = {mark for mark in MARKS if any(mark in news.body for news in came)}
            if not wanted <= known[name]:
                yield f"{name} heard only of {known[name]}, not of {wanted}"
            if articles.get(name, 0) < sum(SHELLED in news.body for news in came):
                yield f"{name} heard of {articles.get(name)} reports of the shelling"


def _difference(found: Sequence[object], wanted: Sequence[object]) -> str:
    """Where two sequences part, and what was there once too often or not at all."""
    at = next((n for n, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), -1)
    more, less = Counter(map(str, found)), Counter(map(str, wanted))
    return f"at {at} {found[at : at + 1]} instead of {wanted[at : at + 1]}; more: {more - less}; less: {less - more}"
