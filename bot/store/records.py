"""What the store takes and gives: frozen values, never rows of a database.

Datetimes are aware UTC, durations end in ``_s``, offsets are code points into ``Article.body``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.acquire.polling import FeedState
from bot.types import Article, Direction, Entry, Feed, Severity, Span


class Origin(StrEnum):
    """Who asked for a feed."""

    CONFIG = "config"
    USER = "user"


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A feed and how it is doing.

    ``items_a_day``: articles that it showed first, mean of the last seven days or of those since it was first read, of
    one at least; what its first reading found is not counted.
    """

    feed: Feed
    state: FeedState
    origin: Origin
    items_a_day: float


@dataclass(frozen=True, slots=True)
class EntryJob:
    """An entry to be read.

    Attributes:
        id: Names the entry to `settle_entry`.
        key: `bot.acquire.entries.NewEntry.key`.
        feed: The feed that showed it first.
        entry: As that feed last had it, with its raw dates.
        published_at: The feed's date as far as it can be believed.
        first_seen_at: When it was first met.
        attempts: How often it was claimed, this time included: one that crashes its reader counts as well.
        is_baseline: For searches and stories, never for an alert.
        document_id: The document of an earlier reading, where there was one.
        host: Of its address; ``""`` without one.
    """

    id: int
    key: str
    feed: Feed
    entry: Entry
    published_at: datetime | None
    first_seen_at: datetime
    attempts: int
    is_baseline: bool
    document_id: int | None
    host: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The entry is an article.

    Attributes:
        article: Its text.
        analysis: Packed briefing of this article, as the caller packs it.
        sketch: For comparing it with other articles (stories).
        fingerprint: For telling that it is the same text (identity); stays when the text is taken away.
        url_keys: Every address it is known under, the canonical one first; at least one. An article that is known
            under any of them becomes a new version of that document.
        actors: (key, name) of those that matter, for ``--actor``.
        flags: Grave and live events, one for each pair of parties.
        direction: Where it points.
        severity: How grave.
    """

    article: Article
    analysis: bytes
    sketch: bytes
    fingerprint: bytes
    url_keys: tuple[str, ...]
    actors: tuple[tuple[str, str], ...] = ()
    direction: Direction = Direction.STEADY
    severity: Severity = Severity.NONE
    flags: tuple["Flag", ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A grave and live event between two parties."""

    source: str
    target: str
    code: str
    mode: str
    modality: str
    direction: Direction
    severity: Severity
    score: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """The entry is no article, or cannot be read. ``is_failure``: something broke; else it was a decision."""

    reason: str
    detail: str = ""
    is_failure: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """The entry is to be tried again, not before ``not_before``.

    ``host_until``: its host asks to be left alone so long, so that no entry of that host is tried before.
    """

    reason: str
    not_before: datetime
    host_until: datetime | None = None


Outcome = Kept | Dropped | Later


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a settled entry.

    Attributes:
        document_id: Of a kept article.
        is_new_document: Nothing was known under any of its addresses.
        is_new_version: Its text is another one than before; True for a new document too.
    """

    document_id: int | None = None
    is_new_document: bool = False
    is_new_version: bool = False


@dataclass(frozen=True, slots=True)
class Polled:
    """How many entries a settled poll put up for reading, marked as seen only, and put up again."""

    new: int
    baseline: int
    changed: int


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step in the life of an address, for ``brief why``. ``at`` is set by the store when it is written."""

    stage: str
    outcome: str
    detail: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that did not become an article: ``reason`` in a word, ``detail`` in a line; ``until``: it is put off."""

    url: str
    title: str
    outlet: str
    reason: str
    detail: str
    first_seen_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document for the index of stories: its current version without the text.

    Attributes:
        id: Of the document: one article, whatever its versions and addresses.
        seq: Set when it is placed, and anew whenever it moves to another story; grows. ``None``: not placed yet.
        article_id: Of the current version.
        url_key: Its first canonical address.
        url: Where it was read.
        outlet: Name of the publication.
        family: Publisher group.
        lang: BCP 47.
        headline: Of the current version.
        first_seen_at: When the entry was first met.
        published_at: Believable: never after it was first seen.
        sketch: See `Kept`.
        fingerprint: See `Kept`.
        story_id: Of the story it belongs to; ``None`` until placed.
        copy_of: The document whose text it copies; they count as one source.
        same_as: The document that it is, under another address; that one has its text and addresses now, and it is not
            shown itself.
        is_baseline: Never for an alert.
        severity: How grave.
        direction: Where it points.
    """

    id: int
    seq: int | None
    article_id: str
    url_key: str
    url: str
    outlet: str
    family: str
    lang: str
    headline: str
    first_seen_at: datetime
    published_at: datetime
    sketch: bytes
    fingerprint: bytes
    story_id: str | None
    copy_of: int | None
    same_as: int | None
    is_baseline: bool
    severity: Severity
    direction: Direction


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs.

    Attributes:
        story_id: A story that is there, or a new id of the caller's; with ``same_as`` that of the other document.
        copy_of: See `DocumentRow`.
        same_as: See `DocumentRow`.
    """

    story_id: str
    copy_of: int | None = None
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A story that was posted: when first, and the document that leads it (its earliest)."""

    story_id: str
    at: datetime
    lead: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as lists show it.

    Attributes:
        id: Stays the same; ids of stories merged into it lead here.
        headline: One line.
        first_at: When its first article was published.
        last_at: When its last one was, or when one that was edited was read anew.
        updated_at: When it last gained, lost or changed an article; the store's clock.
        severity: The gravest of its articles.
        direction: ``UP``, ``DOWN``, ``MIXED`` if its articles point both ways, else ``STEADY``.
        documents: Articles, without those that are the same under another address.
        families: Publisher groups, sorted; copies of another group's text are not counted.
        is_baseline: All its articles were there before we looked.
        is_posted: See `Store.mark_posted`.
        revision: One more with every change.
    """

    id: str
    headline: str
    first_at: datetime
    last_at: datetime
    updated_at: datetime
    severity: Severity
    direction: Direction
    documents: int
    families: tuple[str, ...]
    is_baseline: bool
    is_posted: bool
    revision: int


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """An article of a story, in the version that was current at the time asked for.

    ``article.body`` and ``analysis`` are empty when ``is_stripped``: the text was kept for as long as the operator
    allows and is gone; headline, address and fingerprint are left.
    """

    document_id: int
    version: int
    versions: int
    article: Article
    analysis: bytes
    fingerprint: bytes
    first_seen_at: datetime
    published_at: datetime
    copy_of: int | None
    severity: Severity
    direction: Direction
    is_stripped: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that holds every word asked for.

    Attributes:
        document_id: Which.
        article_id: Its current version.
        url: Where it was read.
        headline: Of that version.
        outlet: Name of the publication.
        family: Publisher group.
        published_at: See `DocumentRow`.
        story_id: ``None`` until it is placed.
        rank: 0 when the headline alone holds every word, else 1; within a rank the newest come first.
        snippet: Words of the body around a hit, verbatim; ``None`` if the body holds none or is gone.
        marks: Offsets into the body of the words found inside the snippet.
    """

    document_id: int
    article_id: str
    url: str
    headline: str
    outlet: str
    family: str
    published_at: datetime
    story_id: str | None
    rank: int
    snippet: Span | None
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A document with its current version, for ``brief export``."""

    document_id: int
    url_key: str
    article: Article
    analysis: bytes
    first_seen_at: datetime
    published_at: datetime
    versions: int
    story_id: str | None
    copy_of: int | None
    same_as: int | None
    severity: Severity
    direction: Direction
    actors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Retained:
    """What `Store.retain` took away: texts (versions), entries, lines of trace; rows about deliveries."""

    texts: int
    entries: int
    trace: int
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is there: for ``brief status`` and for tests."""

    feeds: int
    waiting: int
    documents: int
    versions: int
    unplaced: int
    stories: int
