"""What the readers of XML and JSON hand on before it is made plain."""

from dataclasses import dataclass
from datetime import datetime

from bot.acquire.feeds.sanitise import Kind


@dataclass(slots=True)
class RawEntry:
    """An item as its reader found it: XML and JSON are decoded, HTML is not.

    Attributes:
        guid: ``""`` if not given.
        link: As written, perhaps relative.
        title: With its ``title_kind``.
        teaser: With its ``teaser_kind``.
        content: HTML that may be the whole article.
        published: As written.
        updated: As written.
        read_published: Read by the library, for where the words are beyond us.
        read_updated: Likewise.
        author: As written.
        is_doubtful: The teaser may be made from ``content``, with its entities decoded.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    title_kind: Kind = Kind.TITLE
    teaser: str = ""
    teaser_kind: Kind = Kind.HTML
    content: str = ""
    published: str = ""
    updated: str = ""
    read_published: datetime | None = None
    read_updated: datetime | None = None
    author: str = ""
    is_doubtful: bool = False


@dataclass(slots=True)
class RawFeed:
    """A feed as its reader found it; ``site`` perhaps relative."""

    entries: list[RawEntry]
    title: str = ""
    title_kind: Kind = Kind.TITLE
    site: str = ""
    lang: str = ""
