"""The text under which an article is known, whichever of its addresses it was met at.

A key is no address to fetch. Two addresses get one key only where whoever sets the difference says that it changes
nothing: where in doubt there are two keys, and near-duplicate texts find each other later.
"""

import re
import unicodedata
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import quote, urljoin

from bot.acquire.addresses import read_address
from bot.acquire.identity.tracking import is_tracking
from bot.acquire.networks import AddressPolicy, public_only
from bot.errors import FetchRefused

MAX_KEY_CHARS = 1_024
"""Longer ones become a digest: a unique index of PostgreSQL takes 2,704 bytes a row at most."""

MAX_HOST_CHARS = 253
"""Longest name that the DNS can hold, written with dots (RFC 1035, 2.3.4; 255 octets on the wire)."""

_URL = re.compile(
    r"https?://(?P<host>\[[0-9a-f:.]+\]|[^\[\]:@/?#%]+)(?::(?P<port>[0-9]{0,5}))?"
    r"(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.IGNORECASE,
)
_DIGEST = re.compile(r"url:[0-9a-f]{32}")
_BARRED = frozenset({"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"})
_FORMS = frozenset({"www", "m", "mobile", "amp"})
_GRAPHIC = re.compile(r"[!-~]+")
_DEFAULT_PORTS = frozenset({"", "80", "443"})

_SAFE = "/?:@!$&'()*+,;=-._~%"  # RFC 3986, pchar with "/" and "?"; percent signs are vetted first
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3

_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)  # Jakarta Servlet 7.1.3
_INDEX = frozenset({"index.html", "index.htm", "index.php"})
_AMP_PAGES = frozenset({"amp", "amp.html", *_INDEX})
_AMP_SUFFIX = re.compile(r"(?<=[^.])\.amp(\.html?)?$")

# Google's AMP cache ("/c/s/host/path", "/v/…" in the viewer, "/wp/…" signed), and what its and Bing's results open.
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org")
_AMP_CACHED = re.compile(r"/(?:c|v|wp)/(?:s/)?(?=[^/]+\.)(.+)", re.DOTALL)
_AMP_VIEWER = re.compile(r"google\.[a-z]{2,3}(?:\.[a-z]{2})?|bing\.com")
_AMP_VIEWED = re.compile(r"/amp/(?:s/)?(?=[^/]+\.)(.+)", re.DOTALL)


class _Parts(NamedTuple):
    """A URL taken apart: host with an odd port, path, query without ``?``, fragment without ``#``; all tidy."""

    host: str
    path: str
    query: str
    fragment: str


def url_key(url: str) -> str:
    """Name the article at ``url``: ``https://host/path?query``, in ASCII, at most ``MAX_KEY_CHARS`` long.

    - Case of scheme and host, ``http``, default ports, ``www.``, ``m.``, ``mobile.``, ``amp.`` make no difference;
      nor do AMP forms and caches, trailing and doubled slashes, index pages, escapes that need not be, the order of a
      query and what `is_tracking` knows. A fragment goes unless it starts with ``!`` (``#!`` names content).
    - Everything else does: other paths, ids in the query.
    - What is no http(s) URL, or too long, gets ``url:`` and a digest; ``""`` stays ``""``.

    ``url_key(url_key(u)) == url_key(u)`` for every string.
    """
    text = url.strip()
    if not text or _DIGEST.fullmatch(text):
        return text
    parts = _read(text)
    key = _write(parts) if parts else ""
    return key if 0 < len(key) <= MAX_KEY_CHARS else _digest(key or text)


def canonical_claim(claimed: str, read_at: str, policy: AddressPolicy = public_only) -> str | None:
    """The address that a page at ``read_at`` names as its own (``rel=canonical``), where that can be believed.

    A page may say anything. It is believed if its claim is an address that ``policy`` lets visit, on the same site,
    and not a front: the home page or a section. "Same site" is meant narrowly, since no list of public suffixes is at
    hand: hosts and ports are equal once ``www.``, ``m.``, ``mobile.`` and ``amp.`` are off and AMP caches are seen
    through. ``edition.example.org`` is not believed to be ``example.org``.

    Returns:
        The claim, absolute and rebuilt; ``None`` if it is not to be believed.
    """
    try:
        address = read_address(urljoin(read_at, claimed.strip()) if claimed.strip() else "", policy)
    except (FetchRefused, ValueError):  # urljoin: brackets that enclose no IPv6 address
        return None
    theirs, ours = _read(address.url), _read(read_at.strip())
    if not theirs or not ours or theirs.host != ours.host:
        return None
    if _write(theirs) == _write(ours):
        return address.url
    return None if _is_front(theirs, ours) else address.url


def is_home(key: str) -> bool:
    """Whether a key names nothing below a host: a home page, never an article."""
    return re.fullmatch(r"https://[^/?#]+/", key) is not None


def host_of(url: str) -> str:
    """Host of a URL in lower case and ASCII, with its port if that is unusual; ``""`` for what names no host."""
    found = _URL.fullmatch(url.strip())
    name = _ascii(found["host"]) if found else ""
    if not found or not 0 < len(name) <= MAX_HOST_CHARS or not _GRAPHIC.fullmatch(name):
        return ""
    port = (found["port"] or "").lstrip("0")
    return name + ("" if port in _DEFAULT_PORTS else f":{port}")


def _digest(text: str) -> str:
    return f"url:{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _read(text: str) -> _Parts | None:
    """Take apart, tidy, and see through AMP caches; ``None`` for what is no http(s) URL that a browser would keep."""
    parts = _take_apart(text)
    while parts and (inner := _within_cache(parts)):
        page = _take_apart(f"https://{inner}" + (f"?{parts.query}" if parts.query else ""))
        if not page:
            break
        parts = page
    return parts


def _take_apart(text: str) -> _Parts | None:
    found = _URL.fullmatch(text)
    if not found or any(c == "\\" or unicodedata.category(c) in _BARRED for c in text):
        return None
    host = _host(found["host"])
    if not host:
        return None
    port = (found["port"] or "").lstrip("0")
    is_viewer = _AMP_VIEWER.fullmatch(host) is not None
    return _Parts(
        host + ("" if port in _DEFAULT_PORTS else f":{port}"),
        _path(_tidy(found["path"] or "/"), is_viewer=is_viewer),
        _query(host, _tidy(found["query"] or "").replace("+", "%20")),
        _tidy(found["fragment"] or ""),
    )


def _write(parts: _Parts) -> str:
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"https://{parts.host}{parts.path}{query}{fragment}"


def _host(text: str) -> str:
    """The host in ASCII without what names a form of the site; ``""`` for what cannot be one."""
    host = _ascii(text)
    labels = host.strip(".").split(".")
    while len(labels) > 2 and labels[0] in _FORMS:  # noqa: PLR2004 - a name and its suffix stay
        labels = labels[1:]
    return ".".join(labels) if all(labels) else ""


def _ascii(name: str) -> str:
    """A host in lower case as the DNS knows it; ``""`` for what it cannot know."""
    if name.isascii():
        return name.lower()
    if len(name) > MAX_HOST_CHARS:  # its ASCII form is longer still
        return ""
    import idna  # noqa: PLC0415 - its tables cost 12 ms, which a plain name need not pay

    try:
        return idna.encode(name, uts46=True, transitional=False).decode("ascii")
    except UnicodeError:
        return ""


def _within_cache(parts: _Parts) -> str | None:
    """Host and path of the page that an AMP cache or viewer shows; ``None`` for other addresses."""
    if _AMP_CACHE.fullmatch(parts.host):
        found = _AMP_CACHED.fullmatch(parts.path)
    elif _AMP_VIEWER.fullmatch(parts.host):
        found = _AMP_VIEWED.fullmatch(parts.path)
    else:
        return None
    return found[1] if found else None


def _tidy(part: str) -> str:
    """Escape what has to be, in capitals, and nothing else (RFC 3986, 6.2.2)."""
    escaped = quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE)
    return _ESCAPE.sub(lambda m: c if (c := chr(int(m[1], 16))) in _UNRESERVED else m[0].upper(), escaped)


def _path(path: str, *, is_viewer: bool) -> str:
    """Without dots, doubled and trailing slashes, index pages and AMP forms; starts with a slash."""
    segments: list[str] = []
    for segment in _SESSION.sub("", path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    while segments and (segments[-1] in _AMP_PAGES or _AMP_SUFFIX.search(segments[-1])):
        last = "" if segments[-1] in _AMP_PAGES else _AMP_SUFFIX.sub(r"\1", segments[-1])
        segments[-1:] = [last] if last else []
    while len(segments) > 1 and segments[0] == "amp" and not is_viewer:
        segments = segments[1:]
    return "/" + "/".join(segments)


def _query(host: str, query: str) -> str:
    """Without what tells nothing, in order of the names; the values of one name stay in theirs."""
    kept = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if part and not is_tracking(host, name, value):
            kept.append((name, part))
    return "&".join(part for _, part in sorted(kept, key=lambda pair: pair[0]))


_SLUG_WORDS = 3
"""Words in a row, joined by hyphens, from which a path's last part is a headline: sections have two ("middle-east")."""

_NUMBER = re.compile(r"\d{3}")


def _is_front(theirs: _Parts, ours: _Parts) -> bool:
    """Whether a claim looks like the front of a site or section rather than like an article."""
    if theirs.query or theirs.fragment.startswith("!"):
        return theirs.path == "/" and ours.path != "/"
    segments = theirs.path.strip("/").split("/")
    if len(re.findall(r"[^\W\d_]{2,}", segments[-1])) >= _SLUG_WORDS:
        return False
    if (
        theirs.path == ours.path
    ):  # without the query, which may have said which article it is ("/article.php")
        return not _NUMBER.search(segments[-1])
    if ours.path.startswith(f"{theirs.path.rstrip('/')}/"):
        return True
    return not any(re.search(r"\d|\.", segment) for segment in segments)
