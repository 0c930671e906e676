"""Delivery: who wants what and when, what a digest holds, and what becomes of a message on its way."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.types.message import Message
from bot.types.news import Basis, Briefing, Direction, Severity
from bot.types.rules import Rule


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go: a place on a platform. ``workspace`` is the tenant: a Slack workspace, a Discord server."""

    platform: str
    workspace: str
    id: str

    @property
    def key(self) -> str:
        """``platform/workspace/id``; the parts hold no slash."""
        return f"{self.platform}/{self.workspace}/{self.id}"


class Policy(StrEnum):
    """What a channel gets when a digest is due and there is nothing new."""

    SILENT = "silent"
    LINE = "line"
    EXPLAIN = "explain"


class Source(StrEnum):
    """Who asked for a subscription."""

    CONFIG = "config"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local times between which nothing is posted; what falls due meanwhile is held, then released.

    From ``start`` up to, but not including, ``end``; over midnight if ``end`` is earlier. The two differ.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Alerts:
    """When a story is worth a message of its own.

    Attributes:
        min_severity: From this severity on.
        cooldown_s: After a message about a story, further news of it waits so long, unless it is graver or materially new.
    """

    min_severity: Severity = Severity.HIGH
    cooldown_s: float = 21_600.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a channel wants, and when.

    Attributes:
        id: Names it for ever; part of the key of its digests.
        channel: Where to post.
        title: Heads its digests.
        rule: Which stories.
        slots: Local times of its digests, minutes; none: alerts only.
        days: Weekdays of its digests, 0 for Monday.
        tz: IANA name of the zone that ``slots``, ``days`` and ``quiet`` are told in.
        quiet: When nothing is posted.
        min_severity: Stories of a digest are at least so grave.
        alerts: When to post between digests; ``None``: never.
        nothing_new: What to post when there is nothing to tell.
        stories: At most so many in one digest.
        chars: At most so many characters of text in one digest, as counted by `bot.brief.digest`.
        origin: The configuration, or a chat.
    """

    id: str
    channel: Channel
    title: str
    rule: Rule
    slots: tuple[time, ...] = ()
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    tz: str = "UTC"
    quiet: Quiet | None = None
    min_severity: Severity = Severity.NONE
    alerts: Alerts | None = None
    nothing_new: Policy = Policy.LINE
    stories: int = 6
    chars: int = 8_000
    origin: Source = Source.CONFIG


@dataclass(frozen=True, slots=True)
class Slot:
    """A digest's place in local time; it is made once, whatever the clocks do meanwhile."""

    subscription_id: str
    day: date
    at: time

    @property
    def key(self) -> str:
        """``subscription/2026-03-29/02:30``."""
        return f"{self.subscription_id}/{self.day.isoformat()}/{self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a story: what matching, ranking and wording read.

    Attributes:
        id: Of the story.
        headline: Of the story.
        first_at: When its first article was published.
        last_at: When its last one was.
        severity: The gravest of its articles.
        direction: Where they point together.
        families: Publisher groups that tell it independently.
        revision: Grows whenever the story changes.
        is_baseline: All its articles were there before we looked: never worth an alert.
        briefings: One for each article whose text is kept, first published first; a copy of an agency's text included.
        copies: Ids of the articles among them that repeat another's text.
        feeds: Addresses of the feeds that showed its articles.
    """

    id: str
    headline: str
    first_at: datetime
    last_at: datetime
    severity: Severity
    direction: Direction
    families: tuple[str, ...]
    revision: int
    is_baseline: bool
    briefings: tuple[Briefing, ...]
    copies: frozenset[str] = frozenset()
    feeds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """What a channel was last told of a story.

    Attributes:
        story_id: Of the story, as it is called now.
        at: When.
        revision: `Dossier.revision` then.
        severity: How grave it was then.
        article_ids: The article versions that were known.
        delivery_id: The message that told it.
        times: How often it was told so far.
        post: Key of the delivery that is the story's own message in the channel; ``""`` for none.
    """

    story_id: str
    at: datetime
    revision: int
    severity: Severity
    article_ids: tuple[str, ...]
    delivery_id: int
    times: int
    post: str = ""


class Drop(StrEnum):
    """Why an article that was read is not told; the words are those that a reader sees."""

    DUPLICATE = "duplicates"
    OFF_TOPIC = "not asked for"
    BELOW = "below threshold"
    UNCHANGED = "unchanged since it was told"
    MUTED = "muted"
    OVER_BUDGET = "beyond the budget"
    STRIPPED = "no longer kept"


@dataclass(frozen=True, slots=True)
class Item:
    """A story of a digest.

    Attributes:
        briefing: Merged from its articles; ``changes`` holds what is new since the channel was last told of it.
        grounds: What the subscription's rule found, each with the words it rests on where there are such.
        told_before: When the channel was last told of it; ``None``: it is new to the channel.
        score: By which it was ranked, 0…1.
        parts: Terms of the score, by name.
        dossier: What it was made from.
    """

    briefing: Briefing
    grounds: tuple[Basis, ...]
    told_before: datetime | None
    score: float
    parts: tuple[tuple[str, float], ...]
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Digest:
    """What one subscription gets at one time.

    ``read`` articles fell into the time from ``since`` to ``until``; they are the stories told and ``dropped``, by reason,
    together. ``late``: posted after its time. ``notes``: what the channel must know besides (a digest that was lost).
    """

    subscription: Subscription
    slot: Slot | None
    since: datetime
    until: datetime
    items: tuple[Item, ...]
    read: int
    dropped: tuple[tuple[Drop, int], ...]
    is_late: bool = False
    notes: tuple[str, ...] = ()


class Kind(StrEnum):
    """What a message is."""

    DIGEST = "digest"
    ALERT = "alert"
    UPDATE = "update"
    NOTICE = "notice"


class Action(StrEnum):
    """What is done with a message: posted anew, as a reply in the thread of another, or in its place."""

    POST = "post"
    REPLY = "reply"
    EDIT = "edit"


class State(StrEnum):
    """Where a delivery stands. ``UNSURE`` it is while nobody knows whether its last attempt was posted."""

    PENDING = "pending"
    UNSURE = "unsure"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way; frozen when it was made.

    Attributes:
        key: Unique: a slot's key, or that of an alert.
        channel: Where to.
        kind: Digest, alert, …
        message: What to post.
        action: How.
        target: Key of the delivery that is replied to or edited; ``""`` for a post.
        due_at: When it should be posted.
        expires_at: After that it is dropped, and the channel told so later.
        is_late: Made long after its time, maybe by a store that was restored: look before posting.
    """

    key: str
    channel: Channel
    kind: Kind
    message: Message
    action: Action = Action.POST
    target: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message as a platform takes it, frozen before the first attempt.

    Attributes:
        number: From 0.
        payload: As the messenger rendered it; only that messenger reads it.
        is_sent: It was posted.
        ref: Reference of the post on the platform; ``""`` until it is known.
        attempted_at: When the attempt began whose outcome is not known; ``None`` if there is none.
    """

    number: int
    payload: str
    is_sent: bool = False
    ref: str = ""
    attempted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery that a courier has leased.

    Attributes:
        id: Names it to the outbox.
        delivery: What to post.
        parts: Its pieces; none before it was first rendered.
        attempts: How often an attempt was begun.
        lookups: How often it was looked for on the platform without an answer.
        lease_until: Until when nobody else touches it.
        target_ref: Reference of the post that is replied to or edited.
        is_plain: The platform refused its form; it goes as plain text.
        unsure_since: Since when nobody knows whether its last attempt was posted.
        notes: Words of the store to the courier: `bot.deliver.outbox.WAITED`.
    """

    id: int
    delivery: Delivery
    parts: tuple[Part, ...]
    attempts: int
    lookups: int
    lease_until: datetime
    target_ref: str = ""
    is_plain: bool = False
    unsure_since: datetime | None = None
    notes: tuple[str, ...] = ()
