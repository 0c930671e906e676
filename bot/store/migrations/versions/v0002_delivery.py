"""Digests and alerts: subscriptions, slots, the outbox, and what each channel was told."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table and index. Stories that are there already are no alerts."""
    op.create_table(
        "audit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_index("ix_audit_tenant", "audit", ["tenant", "id"], unique=False)
    op.create_table(
        "channels",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("paused_why", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_channels"),
        sa.UniqueConstraint(
            "platform", "workspace", "channel", name="uq_channels_platform_workspace_channel"
        ),
    )
    op.create_table(
        "gates",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_gates"),
    )
    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_pictures"),
    )
    op.create_table(
        "uses",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("window", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "window", name="pk_uses"),
    )
    op.create_index("ix_uses_window", "uses", ["window"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lookups", sa.Integer(), nullable=False),
        sa.Column("is_plain", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("unsure_since", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("reported_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_deliveries_channel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_channel_id", "deliveries", ["channel_id", "id"], unique=False)
    op.create_index(
        "ix_deliveries_unwell",
        "deliveries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state IN ('unsure', 'unconfirmed', 'refused', 'expired')"),
        postgresql_where=sa.text("state IN ('unsure', 'unconfirmed', 'refused', 'expired')"),
    )
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["channel_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'unsure')"),
        postgresql_where=sa.text("state IN ('pending', 'unsure')"),
    )
    op.create_table(
        "mutes",
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_mutes_channel_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_mutes_story_id"),
        sa.PrimaryKeyConstraint("channel_id", "story_id", name="pk_mutes"),
    )
    op.create_table(
        "ratings",
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("is_useful", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_ratings_channel_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_ratings_story_id"),
        sa.PrimaryKeyConstraint("channel_id", "story_id", "user", name="pk_ratings"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("has_alerts", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("told_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_subscriptions_channel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_channel_id", "subscriptions", ["channel_id"], unique=False)
    op.create_index(
        "ix_subscriptions_next_at",
        "subscriptions",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("is_removed IS 0 AND next_at IS NOT NULL"),
        postgresql_where=sa.text("is_removed IS false AND next_at IS NOT NULL"),
    )
    op.create_table(
        "flags",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("modality", sa.String(length=12), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_flags_document_id"),
        sa.PrimaryKeyConstraint("document_id", "place", name="pk_flags"),
    )
    op.create_index("ix_flags_pair", "flags", ["pair", "document_id"], unique=False)
    op.create_table(
        "held",
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("release_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_held_story_id"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name="fk_held_subscription_id"),
        sa.PrimaryKeyConstraint("subscription_id", "story_id", name="pk_held"),
    )
    op.create_index("ix_held_release_at", "held", ["release_at"], unique=False)
    op.create_table(
        "parts",
        sa.Column("delivery_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("attempted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_parts_delivery_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "number", name="pk_parts"),
    )
    op.create_table(
        "slots",
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", KEY, nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_slots_delivery_id"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name="fk_slots_subscription_id"),
        sa.PrimaryKeyConstraint("subscription_id", "day", "at", name="pk_slots"),
    )
    op.create_index("ix_slots_made_at", "slots", ["made_at"], unique=False)
    op.create_table(
        "told",
        sa.Column("delivery_id", KEY, nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("article_ids", sa.JSON(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name="fk_told_channel_id"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_told_delivery_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_told_story_id"),
        sa.PrimaryKeyConstraint("delivery_id", "story_id", name="pk_told"),
    )
    op.create_index("ix_told_channel", "told", ["channel_id", "at"], unique=False)
    op.create_index("ix_told_story", "told", ["story_id", "channel_id"], unique=False)
    op.add_column("stories", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("stories", sa.Column("weighed", sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "ix_stories_unweighed",
        "stories",
        ["id"],
        unique=False,
        sqlite_where=sa.text("revision > weighed"),
        postgresql_where=sa.text("revision > weighed"),
    )
    op.create_index("ix_stories_updated_at", "stories", ["updated_at"], unique=False)
