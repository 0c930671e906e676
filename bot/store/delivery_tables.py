"""The tables of delivery: who wants what, which digests were made, and what is on its way. See `bot.store.schema`."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.naming import meta_data
from bot.store.types import Key, Moment, Rank, Words

channels = Table(
    "channels",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("platform", Words, nullable=False),
    Column("workspace", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("paused_why", Words, nullable=False),  # "" while it is posted to
    Column("paused_at", Moment),
    UniqueConstraint("platform", "workspace", "channel"),
)

subscriptions = Table(
    "subscriptions",
    meta_data,
    Column("id", Words, primary_key=True),
    Column("channel_id", Key, ForeignKey("channels.id"), nullable=False),
    Column("origin", String(8), nullable=False),
    Column("value", Words, nullable=False),  # the Subscription as JSON
    Column("is_removed", Boolean, nullable=False),
    Column("has_alerts", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("next_at", Moment),  # of its next digest; none: no slots
    Column("told_until", Moment),  # what was stored until then was looked at by its last digest
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
)
Index("ix_subscriptions_channel_id", subscriptions.c.channel_id)
_live = subscriptions.c.is_removed.is_(False) & subscriptions.c.next_at.is_not(None)
Index("ix_subscriptions_next_at", subscriptions.c.next_at, sqlite_where=_live, postgresql_where=_live)

slots = Table(
    "slots",
    meta_data,
    Column("subscription_id", Words, ForeignKey("subscriptions.id"), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("at", String(5), primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("outcome", String(12), nullable=False),  # made, silent, joined, skipped
    Column("why", Words, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("delivery_id", Key, ForeignKey("deliveries.id")),
    Column("read", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    Column("dropped", JSON, nullable=False),  # [[reason, count], …]
)
Index("ix_slots_made_at", slots.c.made_at)

deliveries = Table(
    "deliveries",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("channel_id", Key, ForeignKey("channels.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("action", String(8), nullable=False),
    Column("target", Words, nullable=False),
    Column("message", LargeBinary, nullable=False),  # frozen
    Column("state", String(12), nullable=False),
    Column("why", Words, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lookups", Integer, nullable=False),
    Column("is_plain", Boolean, nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("expires_at", Moment),
    Column("unsure_since", Moment),
    Column("settled_at", Moment),
    Column("reported_at", Moment),  # when the channel was told that it was lost
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
    sqlite_autoincrement=True,
)
_waiting = deliveries.c.state.in_(("pending", "unsure"))
Index(
    "ix_deliveries_waiting",
    *(deliveries.c.channel_id, deliveries.c.id),
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
Index("ix_deliveries_channel_id", deliveries.c.channel_id, deliveries.c.id)
_unwell = deliveries.c.state.in_(("unsure", "unconfirmed", "refused", "expired"))
Index("ix_deliveries_unwell", deliveries.c.id, sqlite_where=_unwell, postgresql_where=_unwell)

parts = Table(
    "parts",
    meta_data,
    Column("delivery_id", Key, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("payload", Words, nullable=False),  # frozen
    Column("is_sent", Boolean, nullable=False),
    Column("ref", Words, nullable=False),
    Column("attempted_at", Moment),
)

gates = Table(
    "gates",
    meta_data,
    Column("key", Words, primary_key=True),  # channel:…, workspace:…, platform:…
    Column("until", Moment, nullable=False),
    Column("why", Words, nullable=False),
)

told = Table(
    "told",
    meta_data,
    Column("delivery_id", Key, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", String(64), ForeignKey("stories.id"), primary_key=True),
    Column("channel_id", Key, ForeignKey("channels.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("severity", Rank, nullable=False),
    Column("article_ids", JSON, nullable=False),
    Column("is_void", Boolean, nullable=False),  # the message never arrived
)
Index("ix_told_story", told.c.story_id, told.c.channel_id)
Index("ix_told_channel", told.c.channel_id, told.c.at)

held = Table(
    "held",
    meta_data,
    Column("subscription_id", Words, ForeignKey("subscriptions.id"), primary_key=True),
    Column("story_id", String(64), ForeignKey("stories.id"), primary_key=True),
    Column("release_at", Moment, nullable=False),
)
"""Stories that were worth an alert in quiet hours, or while another one of theirs was cooling down."""
Index("ix_held_release_at", held.c.release_at)

mutes = Table(
    "mutes",
    meta_data,
    Column("channel_id", Key, ForeignKey("channels.id"), primary_key=True),
    Column("story_id", String(64), ForeignKey("stories.id"), primary_key=True),
    Column("until", Moment, nullable=False),
)

ratings = Table(
    "ratings",
    meta_data,
    Column("channel_id", Key, ForeignKey("channels.id"), primary_key=True),
    Column("story_id", String(64), ForeignKey("stories.id"), primary_key=True),
    Column("user", Words, primary_key=True),
    Column("is_useful", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

audit = Table(
    "audit",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("tenant", Words, nullable=False),  # platform/workspace
    Column("channel", Words, nullable=False),
    Column("user", Words, nullable=False),
    Column("verb", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
)
Index("ix_audit_tenant", audit.c.tenant, audit.c.id)
Index("ix_audit_at", audit.c.at)

uses = Table(
    "uses",
    meta_data,
    Column("scope", Words, primary_key=True),
    Column("window", Moment, primary_key=True),  # when it began
    Column("count", Integer, nullable=False),
)
"""How often commands were used: for limits."""
Index("ix_uses_window", uses.c.window)

pictures = Table(
    "pictures",
    meta_data,
    Column("digest", String(64), primary_key=True),
    Column("png", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)
