"""The first schema."""

import sqlalchemy as sa
from alembic import op

from bot.store.words import DDL

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table and index."""
    op.create_table(
        "actors",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_actors"),
        sa.UniqueConstraint("key", "name", name="uq_actors_key_name"),
    )
    op.create_table(
        "feeds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("every_s", sa.Float(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("fetch_url", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("next_poll_at", sa.BigInteger(), nullable=True),
        sa.Column("polled_at", sa.BigInteger(), nullable=True),
        sa.Column("succeeded_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=True),
        sa.Column("error_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("good_polls", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_digest", sa.String(length=128), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("site_url", sa.Text(), nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=False),
        sa.Column("moved_polls", sa.Integer(), nullable=False),
        sa.Column("is_baselined", sa.Boolean(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", sa.String(length=64), nullable=True),
        sa.Column("posted_at", sa.BigInteger(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("is_baseline", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["stories.id"], name="fk_stories_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index(
        "ix_stories_last_at",
        "stories",
        ["last_at", "id"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NULL AND documents > 0"),
        postgresql_where=sa.text("merged_into IS NULL AND documents > 0"),
    )
    op.create_index(
        "ix_stories_merged_into",
        "stories",
        ["merged_into"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index(
        "ix_stories_severity",
        "stories",
        ["severity", "last_at", "id"],
        unique=False,
        sqlite_where=sa.text("merged_into IS NULL AND documents > 0"),
        postgresql_where=sa.text("merged_into IS NULL AND documents > 0"),
    )
    op.create_index(
        "ix_stories_posted",
        "stories",
        ["last_at"],
        unique=False,
        sqlite_where=sa.text("posted_at IS NOT NULL"),
        postgresql_where=sa.text("posted_at IS NOT NULL"),
    )
    op.create_table(
        "trace",
        sa.Column("id", KEY, nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trace"),
    )
    op.create_index("ix_trace_at", "trace", ["at"], unique=False)
    op.create_index("ix_trace_url_key", "trace", ["url_key"], unique=False)
    op.create_table(
        "briefed",
        sa.Column("story_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_briefed_story_id"),
        sa.PrimaryKeyConstraint("story_id", name="pk_briefed"),
    )
    op.create_table(
        "documents",
        sa.Column("id", KEY, nullable=False),
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("story_id", sa.String(length=64), nullable=True),
        sa.Column("copy_of", KEY, nullable=True),
        sa.Column("same_as", KEY, nullable=True),
        sa.Column("seq", KEY, nullable=True),
        sa.Column("is_baseline", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["copy_of"], ["documents.id"], name="fk_documents_copy_of"),
        sa.ForeignKeyConstraint(["same_as"], ["documents.id"], name="fk_documents_same_as"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_documents_story_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("seq", name="uq_documents_seq"),
        sa.UniqueConstraint("url_key", name="uq_documents_url_key"),
    )
    op.create_index("ix_documents_copy_of", "documents", ["copy_of"], unique=False)
    op.create_index("ix_documents_first_seen_at", "documents", ["first_seen_at"], unique=False)
    op.create_index("ix_documents_story_id", "documents", ["story_id"], unique=False)
    op.create_index(
        "ix_documents_unplaced",
        "documents",
        ["id"],
        unique=False,
        sqlite_where=sa.text("seq IS NULL"),
        postgresql_where=sa.text("seq IS NULL"),
    )
    op.create_table(
        "addresses",
        sa.Column("url_key", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_addresses_document_id"),
        sa.PrimaryKeyConstraint("url_key", name="pk_addresses"),
    )
    op.create_index("ix_addresses_document_id", "addresses", ["document_id"], unique=False)
    op.create_table(
        "document_actors",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actors.id"], name="fk_document_actors_actor_id"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_document_actors_document_id"),
        sa.PrimaryKeyConstraint("document_id", "actor_id", name="pk_document_actors"),
    )
    op.create_index(
        "ix_document_actors_actor_id", "document_actors", ["actor_id", "document_id"], unique=False
    )
    op.create_table(
        "entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("teaser", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refetched", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("is_baseline", sa.Boolean(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("document_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_entries_document_id"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_entries_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.UniqueConstraint("key", name="uq_entries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_document_id", "entries", ["document_id"], unique=False)
    op.create_index(
        "ix_entries_leased",
        "entries",
        ["lease_owner"],
        unique=False,
        sqlite_where=sa.text("lease_until IS NOT NULL"),
        postgresql_where=sa.text("lease_until IS NOT NULL"),
    )
    op.create_index(
        "ix_entries_nameless",
        "entries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("substr(key, 1, 5) = 'feed:'"),
        postgresql_where=sa.text("substr(key, 1, 5) = 'feed:'"),
    )
    op.create_index("ix_entries_seen_at", "entries", ["seen_at"], unique=False)
    op.create_index(
        "ix_entries_waiting",
        "entries",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "versions",
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=64), nullable=False),
        sa.Column("text_digest", sa.String(length=32), nullable=False),
        sa.Column("is_stripped", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("dateline", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("is_cut", sa.Boolean(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("analysis", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_versions_document_id"),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_versions"),
    )
    op.create_index("ix_versions_article_id", "versions", ["article_id"], unique=False)
    op.create_index(
        "ix_versions_whole",
        "versions",
        ["seen_at"],
        unique=False,
        sqlite_where=sa.text("is_stripped IS 0"),
        postgresql_where=sa.text("is_stripped IS false"),
    )
    op.create_table(
        "sightings",
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=128), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name="fk_sightings_entry_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_sightings_feed_id"),
        sa.PrimaryKeyConstraint("feed_id", "entry_id", name="pk_sightings"),
    )
    op.create_index("ix_sightings_entry_id", "sightings", ["entry_id"], unique=False)
    op.create_index("ix_sightings_first", "sightings", ["feed_id", "is_first", "first_at"], unique=False)
    op.create_index("ix_sightings_guid", "sightings", ["feed_id", "guid"], unique=False)
    op.create_index("ix_sightings_seen_at", "sightings", ["feed_id", "seen_at"], unique=False)
    op.create_table(
        "visits",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_visits"),
    )
    for statement in DDL[op.get_context().dialect.name]:
        op.execute(statement)
