"""Why there is no page: every way a visit can fail, in one line that names the remedy.

No text says anything about an address that is not public, nor repeats what a server sent.
"""

import re
import ssl
from datetime import UTC, datetime

import aiohttp
from aiohttp.http import HttpProcessingError

from bot.acquire.body import BodyError
from bot.acquire.dates import parse_rfc
from bot.acquire.guards import BarredAddressError, BarredSocketError, LookupFailedError
from bot.errors import FetchError, FetchRefused

FOREIGN = (
    *(aiohttp.ClientError, HttpProcessingError, OSError),  # OSError includes TimeoutError
    ValueError,  # aiohttp and yarl raise it for hosts and headers that they will not write
    *(BodyError, BarredAddressError, LookupFailedError),
)
"""What a visit may raise inside; `explain` turns each into one of ours."""

MAX_RETRY_AFTER_S = 86_400.0
"""A day: nobody is asked to wait longer by one answer (project rule on feeds, F3)."""

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}")
_SAVE_IT = "Save the page in a browser and give the file."
_BY_STATUS = {
    401: f"The site shows that page to its members only. {_SAVE_IT}",
    402: f"The site wants payment for that page. {_SAVE_IT}",
    403: f"The site does not let Sitrep read that page. {_SAVE_IT}",
    404: "There is no page at that address. Check the address.",
    410: "That page was taken down. Look for another report.",
    429: "The site asks to be left alone for a while. Try again later.",
    451: "The site may not show that page here, for legal reasons. Look for another report.",
}
_NOT_HTTP = f"The site's answer is not proper HTTP. {_SAVE_IT}"

# In this order: a certificate error is a connector error, which is an OSError.
_BY_KIND: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (
        LookupFailedError,
        "The site's name could not be looked up. Check the network connection and try again.",
    ),
    (
        (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError, ssl.SSLError),
        "The site cannot prove who it is (TLS), so nothing was read. Check the address.",
    ),
    (aiohttp.ClientPayloadError, "The page broke off before its end. Try again later."),
    (aiohttp.ClientConnectorError, "The site cannot be reached. Check the address, or try again later."),
    ((aiohttp.ServerDisconnectedError, OSError), "The site hung up before it had answered. Try again later."),
)


def explain(error: Exception, url: str, total_s: float) -> FetchError:
    """Turn one of `FOREIGN` into our own error. ``total_s`` is the deadline, for the message of a timeout."""
    if isinstance(error, BarredAddressError):
        return FetchRefused(url=url, detail=str(error))
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, BarredSocketError):
        return FetchRefused(url=url, detail=str(error.os_error))
    return FetchError(_text(error, total_s), url=url)


def _text(error: Exception, total_s: float) -> str:
    if isinstance(error, BodyError):
        return f"The page {error}. {_SAVE_IT}"
    if isinstance(error, TimeoutError):
        return (
            f"The page took longer than {total_s:g} seconds. Try again later, or save it and give the file."
        )
    return next((text for kinds, text in _BY_KIND if isinstance(error, kinds)), _NOT_HTTP)


def by_status(status: int, url: str, retry_after: str | None, now: datetime) -> FetchError:
    """Word an HTTP status that brings no page."""
    text = _BY_STATUS.get(status)
    if text is None and status >= 500:  # noqa: PLR2004 - RFC 9110, 15.6: the server's fault
        text = "The site is out of order. Try again later."
    text = text or f"The site gave no page. {_SAVE_IT}"
    wait_s = read_retry_after(retry_after, now)
    return FetchError(f"{text} (HTTP {status})", url=url, status=status, retry_after_s=wait_s)


def wrong_type(content_type: str, url: str, status: int) -> FetchError:
    """Word a document that is not of a kind that was asked for."""
    shown = content_type if _MEDIA_TYPE.fullmatch(content_type) else "of no stated type"
    text = f"That address holds no page of text (it is {shown}). Give the address of a news article."
    return FetchError(text, url=url, status=status)


def lying_type(content_type: str, url: str, status: int) -> FetchError:
    """Word a document whose bytes are not what its header says; ``content_type`` is one that was asked for."""
    text = f"That address says it holds {content_type}, but sends something else. Give another address."
    return FetchError(text, url=url, status=status)


def circles(url: str, status: int) -> FetchError:
    """Word a chain of redirects that does not end; ``status`` is that of the last one."""
    text = f"The page only sends its readers on to other addresses. {_SAVE_IT}"
    return FetchError(text, url=url, status=status)


def read_retry_after(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header (RFC 9110, 10.2.3): seconds or a date. None for anything else; at most a day."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_RETRY_AFTER_S)  # nine digits are past the limit and safe to convert
    until = parse_rfc(text)
    if until is None:
        return None
    wait_s = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
    return min(max(wait_s, 0.0), MAX_RETRY_AFTER_S)
