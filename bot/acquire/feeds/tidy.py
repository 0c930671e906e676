"""Raw entries → entries that are plain, and the newest of many."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from bot.acquire.feeds.dates import read_date
from bot.acquire.feeds.raw import RawEntry
from bot.acquire.feeds.sanitise import (
    ROOM,
    TEASER_CHARS,
    Kind,
    absolute,
    beginning,
    line,
    plain,
)
from bot.acquire.feeds.whole import whole
from bot.text.cut import cut
from bot.types import Entry

GUID_BYTES = 500
"""Longest GUID that is kept as it is, in UTF-8: addresses are shorter, and an index of PostgreSQL takes 2,704 bytes a
row at most."""

_MADE_CHARS = 512  # fastfeedparser's own teasers have no more
_LEAST = datetime.min.replace(tzinfo=UTC)


def tidy(raw: RawEntry, base: str) -> Entry:
    """Make ``raw`` plain; links are relative to ``base``."""
    return Entry(
        guid=_guid(raw.guid.strip()),
        url=absolute(raw.link, base),
        title=plain(raw.title, raw.title_kind),
        teaser=cut(_teaser(raw), TEASER_CHARS),
        published_at=read_date(raw.published) or raw.read_published,
        updated_at=read_date(raw.updated) or raw.read_updated,
        content=whole(raw.content, raw.teaser) if raw.content else "",
        author=plain(raw.author, Kind.TITLE),
    )


def newest(entries: Sequence[RawEntry], limit: int) -> Sequence[RawEntry]:
    """The ``limit`` newest in the order they stand in; one without a date is as old as the one before it."""
    if len(entries) <= limit:
        return entries
    dates: list[datetime] = []
    for each in entries:
        before = dates[-1] if dates else _LEAST
        dates.append(read_date(each.published) or each.read_published or before)
    first = next((date for date in dates if date is not _LEAST), _LEAST)
    ranked = sorted(
        range(len(dates)), key=lambda at: first if dates[at] is _LEAST else dates[at], reverse=True
    )
    return [entries[at] for at in sorted(ranked[:limit])]


def _guid(text: str) -> str:
    """A GUID that fits into an index: a longer one is known by its digest."""
    if len(text) <= GUID_BYTES and len((guid := line(text)).encode()) <= GUID_BYTES:
        return guid
    return f"hash:{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _teaser(raw: RawEntry) -> str:
    """The teaser, or its first part; where a feed has none, the beginning of the article."""
    if raw.content and (not raw.teaser or (raw.is_doubtful and _is_made(raw))):
        return beginning(raw.content, TEASER_CHARS)
    if raw.teaser_kind is Kind.HTML:
        return beginning(raw.teaser, TEASER_CHARS)
    return line(raw.teaser[: ROOM * TEASER_CHARS])


def _is_made(raw: RawEntry) -> bool:
    """Whether a library made the teaser: its entities are decoded, and to decode them again were once too often."""
    if len(raw.teaser) > _MADE_CHARS:
        return False
    start = "".join(beginning(raw.content, _MADE_CHARS).split())
    return start.startswith("".join(line(raw.teaser).split())[: _MADE_CHARS // 2])
