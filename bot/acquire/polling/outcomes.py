"""What a poll can bring: the same as before, a good document, or a failure in one line that names the remedy."""

from dataclasses import dataclass
from enum import StrEnum

from bot.acquire.page import NotModified, Page
from bot.acquire.polling.states import FeedState
from bot.errors import FetchError, FetchRefused, InputError, SitrepError


class FailureKind(StrEnum):
    """Why a poll failed."""

    STATUS = "status"  # the server answered, but with no document: `Failed.status` says which
    NETWORK = "network"  # no whole answer: DNS, TLS, a time-out, a cut body, a broken limit
    REFUSED = "refused"  # it leads to a place that Sitrep does not visit, or its name does not exist
    NOT_A_FEED = "not_a_feed"  # HTML, PDF, a login page
    OTHER_FEED = "other_feed"  # a feed, but another one than before
    PARSER = "parser"  # reading it broke a limit of the parser's process


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The document is the one of the last good poll: HTTP 304, or a body with the same digest; see `unchanged`.

    Attributes:
        etag: What to send with the next request.
        last_modified: Likewise.
        moved_to: As in `Page`.
    """

    etag: str | None
    last_modified: str | None
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class Good:
    """A feed document that was read.

    Attributes:
        title: What it calls itself; ``""`` for nothing.
        site_url: The site that it says it belongs to; ``""`` for none.
        etag: As in `Page`.
        last_modified: As in `Page`.
        digest: Hex digest of the body.
        moved_to: As in `Page`.
        n_new: Entries that were not known.
        n_known: Entries that this feed had before: they prove that it is the same feed, whatever its name.
        is_cut: The XML broke off (``FeedDocument.is_cut``): validators and digest are not kept, for they would keep
            the missing end from ever being read.
    """

    title: str
    site_url: str
    etag: str | None
    last_modified: str | None
    digest: str
    moved_to: str | None
    n_new: int
    n_known: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """No good document; ``message`` is one line. The other two as in `FetchError`."""

    kind: FailureKind
    message: str
    status: int | None = None
    retry_after_s: float | None = None


Outcome = Unchanged | Good | Failed

_BY_STATUS = {
    401: "The site wants a login for this feed. Look for a public one.",
    402: "The site wants payment for this feed. Look for a public one.",
    403: "The site does not let Sitrep read this feed. Ask the site, or remove the feed.",
    404: "There is no feed at that address. Check the address.",
    410: "The site took this feed down for good. Look for its successor, or remove it.",
    429: "The site asks to be left alone for a while. Poll it less often.",
    451: "The site may not show this feed here, for legal reasons. Look for another source.",
}
_NO_FEED = "The site gave no feed. Check the address."
_OUT_OF_ORDER = "The site is out of order. Sitrep asks again later."
_REFUSED = "The address leads to no public place, or its name does not exist. Check the address."
_NOT_A_FEED = "That address holds no feed, but a page or file. Check the address."
_NAME_CHARS = 60  # of a title that is quoted in a message


def unchanged(state: FeedState, answer: Page | NotModified, digest: str = "") -> Unchanged | None:
    """Say that nothing has changed, or ``None`` where there is a document to parse.

    ``digest`` is that of the page's body. Validators are not asked: an ETag that changes with each answer over the
    same body is no news (F1). Those of a page with the same body are kept for the next request all the same.
    """
    if isinstance(answer, NotModified):
        return Unchanged(state.etag, state.last_modified, answer.moved_to)
    if digest and digest == state.body_digest:
        return Unchanged(answer.etag, answer.last_modified, answer.moved_to)
    return None


def failed(error: SitrepError) -> Failed:
    """Turn what the fetcher or the parser raised into an outcome; its message speaks of feeds, not of pages."""
    if isinstance(error, FetchRefused):
        return Failed(FailureKind.REFUSED, _REFUSED)
    if isinstance(error, FetchError):
        return _unread(error)
    if isinstance(error, InputError):
        return Failed(FailureKind.NOT_A_FEED, str(error))
    return Failed(FailureKind.PARSER, str(error))


def _unread(error: FetchError) -> Failed:
    if error.status is None:
        what = str(error).partition(". ")[0].removesuffix(".").replace("The page ", "The feed ")
        return Failed(FailureKind.NETWORK, f"{what}. Sitrep asks again later.")
    if 200 <= error.status < 300:  # noqa: PLR2004 - RFC 9110, 15.3: it came, but is of a wrong type
        return Failed(FailureKind.NOT_A_FEED, _NOT_A_FEED, error.status)
    text = _BY_STATUS.get(error.status, _OUT_OF_ORDER if error.status >= 500 else _NO_FEED)  # noqa: PLR2004 - RFC 9110, 15.6
    return Failed(FailureKind.STATUS, f"{text} (HTTP {error.status})", error.status, error.retry_after_s)


def other_feed(state: FeedState, good: Good) -> Failed:
    """Word the case that an address holds another feed than before."""
    now_it_is, it_was = (
        text[:_NAME_CHARS] for text in (good.title or good.site_url, state.title or state.site_url)
    )
    text = f"Another feed is served there now: {now_it_is!r} in place of {it_was!r}. Revive or remove it."
    return Failed(FailureKind.OTHER_FEED, text)
