"""What comes back from the network."""

import re
from dataclasses import dataclass
from datetime import datetime

CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]{1,200}")
"""A mail or web address that can stand in a comment of the User-Agent header (RFC 9110, 10.1.5) without breaking out."""

MAX_BYTES = 10_000_000
"""Largest document that is read, from the network or from this machine (faults-and-safety, safe fetching, layer 5)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document as it was served, decoded from its transfer and content codings and nothing more.

    Attributes:
        url: Where it was read in the end, after redirects; canonical, without a fragment.
        requested_url: What was asked for, as it was given.
        status: HTTP status; 200 to 299.
        content_type: The declared media type in lower case, without parameters; sniffing agreed with it.
        charset: Python codec proved by a byte order mark or declared by a WHATWG label; None when neither.
        body: At most ``Limits.decoded_bytes`` bytes.
        etag: For the next conditional request, as the server wrote it.
        last_modified: Likewise.
        fetched_at: Aware UTC.
        moved_to: Where the permanent redirects (301, 308) lead with which the visit began, canonical; None if it began
            with none. A temporary one (302, 303, 307) says nothing of where to ask next time (RFC 9110, 15.4), nor
            does any step after it.
    """

    url: str
    requested_url: str
    status: int
    content_type: str
    charset: str | None
    body: bytes
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The document is still the one that the validators name (HTTP 304); the rest as in `Page`."""

    url: str
    requested_url: str
    fetched_at: datetime
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost. The numbers are the project's rules for safe fetching, layers 2 to 5.

    They were tried together on 208 hostile responses (worst +35 MB of memory, all within the deadline).

    Attributes:
        total_s: Seconds for one fetch with all its redirects, without the time spent waiting for a turn.
        dns_s: Seconds for one look-up of a name.
        raw_bytes: Bytes of body on the wire.
        decoded_bytes: Bytes of body after its content coding is undone.
        ratio: Decoded bytes per raw byte. Real pages compress 3 to 30 times, a bomb about 1,000 times.
        members: Concatenated gzip members; honest servers send one.
        min_rate: Bytes a second that the body must average once ``grace_s`` has passed.
        grace_s: Seconds of body before its rate is judged.
        redirects: Redirects to follow.
        at_once: Visits to one host at the same time.
        apart_s: Seconds between the starts of two visits to one host.
    """

    total_s: float = 20.0
    dns_s: float = 5.0
    raw_bytes: int = 5_000_000
    decoded_bytes: int = MAX_BYTES
    ratio: int = 200
    members: int = 8
    min_rate: int = 1_000
    grace_s: float = 3.0
    redirects: int = 5
    at_once: int = 2
    apart_s: float = 1.0
