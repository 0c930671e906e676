"""The tables, one description for SQLite and PostgreSQL. What changes here needs a migration (a test compares).

The index of words is not here, for it has no form that both databases share: see `bot.store.words`.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.store import delivery_tables
from bot.store.naming import meta_data
from bot.store.types import Key, Moment, Rank, Words

REVISIONS = ("0001", "0002")
"""Every migration, oldest first; the last is the schema below and in `bot.store.delivery_tables`."""

__all__ = [
    "NAMELESS",
    "REVISIONS",
    "actors",
    "addresses",
    "briefed",
    "delivery_tables",
    "document_actors",
    "documents",
    "entries",
    "feeds",
    "flags",
    "meta",
    "meta_data",
    "sightings",
    "stories",
    "trace",
    "versions",
    "visits",
]

feeds = Table(
    "feeds",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("url", Words, nullable=False, unique=True),
    Column("outlet", Words, nullable=False),
    Column("family", Words, nullable=False),
    Column("lang", Words, nullable=False),
    Column("every_s", Float, nullable=False),
    Column("region", Words, nullable=False),
    Column("labels", JSON, nullable=False),  # [[text, source], …]
    Column("origin", String(8), nullable=False),
    Column("is_removed", Boolean, nullable=False),
    Column("host", Words, nullable=False),  # of fetch_url, with its port if that is unusual
    Column("fetch_url", Words, nullable=False),
    Column("status", String(12), nullable=False),
    Column("next_poll_at", Moment),
    Column("polled_at", Moment),
    Column("succeeded_at", Moment),
    Column("changed_at", Moment),
    Column("error_at", Moment),
    Column("error", Words, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("good_polls", Integer, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_digest", String(128), nullable=False),
    Column("title", Words, nullable=False),
    Column("site_url", Words, nullable=False),
    Column("moved_to", Words, nullable=False),
    Column("moved_polls", Integer, nullable=False),
    Column("is_baselined", Boolean, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
)

entries = Table(
    "entries",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("feed_id", Key, ForeignKey("feeds.id"), nullable=False),  # that showed it first
    Column("guid", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("teaser", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("content", Words, nullable=False),  # "" again once it is settled
    Column("published_at", Moment),  # as the feed gave it, however absurd
    Column("updated_at", Moment),
    Column("told_at", Moment),  # as far as that can be believed
    Column("first_seen_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # last put up for reading
    Column("digest", String(128), nullable=False),
    Column("state", String(8), nullable=False),  # new, baseline; kept, dropped, failed
    Column("reason", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("refetched", Integer, nullable=False),
    Column("not_before", Moment),
    Column("is_baseline", Boolean, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Moment),
    Column("settled_by", String(64)),
    Column("document_id", Key, ForeignKey("documents.id")),
    sqlite_autoincrement=True,  # an id names one entry for ever, also after retain() has thinned them
)
_waiting = entries.c.state == "new"
Index("ix_entries_waiting", entries.c.id, sqlite_where=_waiting, postgresql_where=_waiting)
_leased = entries.c.lease_until.is_not(None)
Index("ix_entries_leased", entries.c.lease_owner, sqlite_where=_leased, postgresql_where=_leased)
NAMELESS = text("substr(key, 1, 5) = 'feed:'")
"""Entries that have no address of their own (`bot.acquire.identity.naming`), in the words of their index."""
Index("ix_entries_nameless", entries.c.id, sqlite_where=NAMELESS, postgresql_where=NAMELESS)
Index("ix_entries_seen_at", entries.c.seen_at)
Index("ix_entries_document_id", entries.c.document_id)

sightings = Table(
    "sightings",
    meta_data,
    Column("feed_id", Key, ForeignKey("feeds.id"), primary_key=True),
    Column("entry_id", Key, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("guid", Words, nullable=False),
    Column("title_key", Words, nullable=False),
    Column("digest", String(128), nullable=False),
    Column("is_first", Boolean, nullable=False),  # this feed had it before any other, and it was news
    Column("first_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # last met in this feed
)
Index("ix_sightings_guid", sightings.c.feed_id, sightings.c.guid)
Index("ix_sightings_first", sightings.c.feed_id, sightings.c.is_first, sightings.c.first_at)
Index("ix_sightings_entry_id", sightings.c.entry_id)
Index("ix_sightings_seen_at", sightings.c.feed_id, sightings.c.seen_at)

documents = Table(
    "documents",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("url_key", Words, nullable=False, unique=True),
    Column("outlet", Words, nullable=False),
    Column("family", Words, nullable=False),
    Column("current_version", Integer, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("story_id", String(64), ForeignKey("stories.id")),
    Column("copy_of", Key, ForeignKey("documents.id")),
    Column("same_as", Key, ForeignKey("documents.id")),
    Column("seq", Key, unique=True),
    Column("is_baseline", Boolean, nullable=False),
    Column("severity", Rank, nullable=False),
    Column("direction", String(8), nullable=False),
)
_unplaced = documents.c.seq.is_(None)
Index("ix_documents_unplaced", documents.c.id, sqlite_where=_unplaced, postgresql_where=_unplaced)
Index("ix_documents_story_id", documents.c.story_id)
Index("ix_documents_first_seen_at", documents.c.first_seen_at)
Index("ix_documents_copy_of", documents.c.copy_of)

versions = Table(
    "versions",
    meta_data,
    Column("document_id", Key, ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("article_id", String(64), nullable=False),
    Column("text_digest", String(32), nullable=False),  # of headline and body: is it another text?
    Column("is_stripped", Boolean, nullable=False),
    Column("url", Words, nullable=False),
    Column("headline", Words, nullable=False),
    Column("byline", Words),
    Column("dateline", Words),
    Column("lang", Words, nullable=False),
    Column("published_at", Moment),
    Column("fetched_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # when it was stored; the store's clock
    Column("is_cut", Boolean, nullable=False),
    Column("severity", Rank, nullable=False),
    Column("direction", String(8), nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    # Last, for SQLite reads a row from its beginning up to the last column that is asked for.
    Column("body", Words, nullable=False),
    Column("analysis", LargeBinary, nullable=False),
)
_whole = versions.c.is_stripped.is_(False)
Index("ix_versions_whole", versions.c.seen_at, sqlite_where=_whole, postgresql_where=_whole)
Index("ix_versions_article_id", versions.c.article_id)

addresses = Table(
    "addresses",
    meta_data,
    Column("url_key", Words, primary_key=True),
    Column("document_id", Key, ForeignKey("documents.id"), nullable=False),
)
Index("ix_addresses_document_id", addresses.c.document_id)

actors = Table(
    "actors",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("key", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("folded", Words, nullable=False),  # " words of the name ", as `bot.store.terms` folds them
    UniqueConstraint("key", "name"),
)

document_actors = Table(
    "document_actors",
    meta_data,
    Column("document_id", Key, ForeignKey("documents.id"), primary_key=True),
    Column("actor_id", Key, ForeignKey("actors.id"), primary_key=True),
    Column("place", SmallInteger, nullable=False),  # as given: the weightiest first
)
Index("ix_document_actors_actor_id", document_actors.c.actor_id, document_actors.c.document_id)

stories = Table(
    "stories",
    meta_data,
    Column("id", String(64), primary_key=True),
    Column("headline", Words, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("merged_into", String(64), ForeignKey("stories.id")),
    Column("posted_at", Moment),
    Column("severity", Rank, nullable=False),
    Column("direction", String(8), nullable=False),
    Column("documents", Integer, nullable=False),  # without those that are the same as another
    Column("families", JSON, nullable=False),
    Column("is_baseline", Boolean, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),  # one more with every change
    Column(
        "weighed", Integer, nullable=False, server_default="0"
    ),  # the revision that was weighed for alerts
)
_shown = stories.c.merged_into.is_(None) & (stories.c.documents > 0)
Index("ix_stories_last_at", stories.c.last_at, stories.c.id, sqlite_where=_shown, postgresql_where=_shown)
Index(
    "ix_stories_severity",
    *(stories.c.severity, stories.c.last_at, stories.c.id),
    sqlite_where=_shown,
    postgresql_where=_shown,
)
_merged = stories.c.merged_into.is_not(
    None
)  # else SQLite would look through all that are not for those that are shown
Index("ix_stories_merged_into", stories.c.merged_into, sqlite_where=_merged, postgresql_where=_merged)
_posted = stories.c.posted_at.is_not(None)
Index("ix_stories_posted", stories.c.last_at, sqlite_where=_posted, postgresql_where=_posted)

_unweighed = stories.c.revision > stories.c.weighed
Index("ix_stories_unweighed", stories.c.id, sqlite_where=_unweighed, postgresql_where=_unweighed)
Index("ix_stories_updated_at", stories.c.updated_at)

flags = Table(
    "flags",
    meta_data,
    Column("document_id", Key, ForeignKey("documents.id"), primary_key=True),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),
    Column("pair", Words, nullable=False),  # both parties by name, in alphabetical order, parted by " / "
    Column("source", Words, nullable=False),
    Column("code", String(12), nullable=False),
    Column("mode", Words, nullable=False),
    Column("modality", String(12), nullable=False),
    Column("direction", String(8), nullable=False),
    Column("severity", Rank, nullable=False),
    Column("score", Float, nullable=False),
)
"""Events of the current version that are grave and live, one row for each pair of parties."""
Index("ix_flags_pair", flags.c.pair, flags.c.document_id)

briefed = Table(
    "briefed",
    meta_data,
    Column("story_id", String(64), ForeignKey("stories.id"), primary_key=True),
    Column("at", Moment, nullable=False),
)

visits = Table(
    "visits",
    meta_data,
    Column("host", Words, primary_key=True),
    Column("owner", String(64), nullable=False),  # was there last
    Column("until", Moment, nullable=False),  # the others keep away
)

trace = Table(
    "trace",
    meta_data,
    Column("id", Key, primary_key=True),
    Column("url_key", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("stage", Words, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("detail", Words, nullable=False),
)
Index("ix_trace_url_key", trace.c.url_key)
Index("ix_trace_at", trace.c.at)

meta = Table(
    "meta",
    meta_data,
    Column("key", String(64), primary_key=True),
    Column("value", Words, nullable=False),
)
