"""What a web site can do to its reader: handlers for `tests.servers.site.Site`, one per kind of trouble.

`TROUBLE` lists those that no fetch may survive as a page, whatever its limits; each works against any reader.
"""

import asyncio
import gzip
import itertools
import zlib

from tests.servers.site import Handler, Request, Wire

HTML = b"<!doctype html><title>Ordinary</title><p>An ordinary page.</p>"
_OK = b"HTTP/1.1 200 OK\r\n"
_HTML = b"Content-Type: text/html\r\n"
_BODILESS = (204, 205, 304)
_KILO = b"<p>endless</p>\n" * 68  # about 1 kB


def page(
    body: bytes = HTML,
    *,
    content_type: str | None = "text/html; charset=utf-8",
    coding: str | None = None,
    extra: bytes = b"",
) -> Handler:
    """Serve a well-formed answer; ``extra`` are further header lines with their line ends."""
    head = [_OK]
    if content_type is not None:
        head.append(b"Content-Type: %s\r\n" % content_type.encode())
    if coding is not None:
        head.append(b"Content-Encoding: %s\r\n" % coding.encode())
    head += [extra, b"Content-Length: %d\r\n\r\n" % len(body)]
    return raw(b"".join(head) + body)


def raw(answer: bytes) -> Handler:
    """Serve these bytes and close."""

    async def handle(_: Request, wire: Wire) -> None:
        await wire.send(answer)

    return handle


def status(code: int, extra: bytes = b"") -> Handler:
    """Answer with a status and, where it may have a body, a small page that nobody should take for the article."""
    body = b"" if code in _BODILESS else HTML
    return raw(
        b"HTTP/1.1 %d Some Reason\r\n%s%sContent-Length: %d\r\n\r\n%s" % (code, _HTML, extra, len(body), body)
    )


def redirect(location: str | bytes, code: int = 302) -> Handler:
    """Send the reader on; ``location`` goes out as it is, whatever bytes it holds."""
    target = location.encode("utf-8", "surrogatepass") if isinstance(location, str) else location
    return raw(b"HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (code, target))


def chain(length: int, last: str) -> dict[str, Handler]:
    """Routes ``/hop/0`` … that redirect one to the next ``length`` times, then to ``last``."""
    targets = [*(f"/hop/{number}" for number in range(1, length)), last]
    return {f"/hop/{number}": redirect(target) for number, target in enumerate(targets)}


def repeat(head: bytes, piece: bytes, pause_s: float = 0) -> Handler:
    """Send ``head``, then ``piece`` again and again for as long as the reader stays."""

    async def handle(_: Request, wire: Wire) -> None:
        await wire.send(head)
        while True:
            await wire.send(piece)
            await asyncio.sleep(pause_s)

    return handle


def stall(start: bytes) -> Handler:
    """Send ``start``, then nothing more."""

    async def handle(_: Request, wire: Wire) -> None:
        await wire.send(start)
        await wire.stall()

    return handle


def reset(start: bytes) -> Handler:
    """Send ``start``, then break the connection off."""

    async def handle(_: Request, wire: Wire) -> None:
        await wire.send(start)
        wire.reset()

    return handle


def chunked(piece: bytes, length: bytes | None = None) -> bytes:
    """One chunk, with its true length or the one that is claimed."""
    return (length or b"%x" % len(piece)) + b"\r\n" + piece + b"\r\n"


def bomb(wbits: int, size: int = 40_000_000) -> bytes:
    """``size`` zeros packed about 1,000 to 1, in gzip, zlib or raw deflate as ``wbits`` says (see `zlib`)."""
    packer = zlib.compressobj(6, zlib.DEFLATED, wbits)
    return packer.compress(bytes(size)) + packer.flush()


def members(count: int, each: bytes = HTML) -> bytes:
    """``count`` gzip members in a row."""
    return gzip.compress(each) * count


def header_flood(pause_s: float = 0) -> Handler:
    """Send headers without end."""

    async def handle(_: Request, wire: Wire) -> None:
        await wire.send(_OK + _HTML)
        for number in itertools.count():
            await wire.send(b"X-Flood-%d: %s\r\n" % (number, b"x" * 100))
            await asyncio.sleep(pause_s)

    return handle


def _big_page(content_length: int) -> Handler:
    return repeat(_OK + _HTML + b"Content-Length: %d\r\n\r\n" % content_length, _KILO * 64)


_CHUNKED = _OK + _HTML + b"Transfer-Encoding: chunked\r\n\r\n"
_BOMB = bomb(zlib.MAX_WBITS | 16)
_GZIP = _OK + _HTML + b"Content-Encoding: gzip\r\n\r\n"

TROUBLE: dict[str, Handler] = {
    # no end
    "/endless/body": repeat(_OK + _HTML + b"\r\n", _KILO * 64),
    "/endless/chunks": repeat(_CHUNKED, chunked(_KILO * 64)),
    "/endless/chunk-of-many-gigabytes": repeat(_CHUNKED + b"fffffffff\r\n", _KILO * 64),
    "/endless/chunk-extension": repeat(_CHUNKED + b"5;x=", b"y" * 65_536),
    "/endless/trailers": repeat(_CHUNKED + chunked(_KILO) + b"0\r\n", b"X-Trailer: yes\r\n" * 1_000),
    "/endless/empty-chunk-digits": repeat(_CHUNKED, b"0" * 65_536),
    "/endless/length": _big_page(10**12),
    "/endless/gzip-noise": repeat(_GZIP, gzip.compress(_KILO)),
    "/endless/status-line": repeat(b"HTTP/1.1 200 ", b"O" * 65_536),
    "/endless/header-line": repeat(_OK + b"X-Long: ", b"x" * 65_536),
    "/endless/headers": header_flood(),
    "/endless/continues": repeat(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
    "/endless/early-hints": repeat(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 1_000),
    "/endless/redirects": redirect("/endless/redirects"),
    "/endless/redirect-body": repeat(
        b"HTTP/1.1 302 Found\r\nLocation: /endless/redirect-body\r\n\r\n", _KILO * 64
    ),
    "/endless/error-page": repeat(b"HTTP/1.1 500 Oops\r\n" + _HTML + b"\r\n", _KILO * 64),
    "/endless/upgrade": repeat(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", _KILO * 64
    ),
    # no hurry
    "/slow/nothing": stall(b""),
    "/slow/status-line": stall(b"HTTP/1.1 2"),
    "/slow/headers": header_flood(pause_s=0.05),
    "/slow/no-body": stall(_OK + _HTML + b"Content-Length: 1000\r\n\r\n"),
    "/slow/half-a-body": stall(_OK + _HTML + b"Content-Length: 1000\r\n\r\n" + HTML),
    "/slow/trickle": repeat(_OK + _HTML + b"\r\n", b"x", 0.02),
    "/slow/chunk-trickle": repeat(_CHUNKED, chunked(b"x"), 0.02),
    "/slow/gzip-half": stall(_GZIP + gzip.compress(_KILO)[:40]),
    # bombs
    "/bomb/gzip": page(_BOMB, coding="gzip"),
    "/bomb/gzip-as-x-gzip": page(_BOMB, coding="x-gzip"),
    "/bomb/deflate": page(bomb(zlib.MAX_WBITS), coding="deflate"),
    "/bomb/raw-deflate": page(bomb(-zlib.MAX_WBITS), coding="deflate"),
    "/bomb/gzip-in-gzip": page(gzip.compress(_BOMB), coding="gzip, gzip"),
    "/bomb/members": page(members(5_000), coding="gzip"),
    "/bomb/empty-members": page(members(50_000, b""), coding="gzip"),
    "/bomb/large-but-honest": page(gzip.compress(bytes(range(32, 127)) * 110_000, 1), coding="gzip"),
    # cut
    "/cut/length": raw(_OK + _HTML + b"Content-Length: 1000\r\n\r\n" + HTML),
    "/cut/chunk": raw(_CHUNKED + chunked(_KILO, b"fff")),
    "/cut/no-last-chunk": raw(_CHUNKED + chunked(_KILO)),
    "/cut/gzip": page(gzip.compress(_KILO)[:-9], coding="gzip"),
    "/cut/gzip-trailer": page(gzip.compress(_KILO)[:-1], coding="gzip"),
    "/cut/deflate": page(zlib.compress(_KILO)[:-5], coding="deflate"),
    "/cut/reset-before-answer": reset(b""),
    "/cut/reset-mid-head": reset(_OK + b"Content-"),
    "/cut/reset-mid-body": reset(_OK + _HTML + b"Content-Length: 1000\r\n\r\n" + HTML),
    "/cut/closed-before-answer": raw(b""),
    # lies
    "/lie/gzip-that-is-not": page(HTML, coding="gzip"),
    "/lie/gzip-crc": page(gzip.compress(HTML)[:-8] + bytes(8), coding="gzip"),
    "/lie/junk-after-gzip": page(gzip.compress(HTML) + b"junk", coding="gzip"),
    "/lie/brotli": page(b"\x8b\x02\x80ordinary\x03", coding="br"),
    "/lie/unknown-coding": page(HTML, coding="exotic"),
    "/lie/pdf-as-html": page(b"%PDF-1.7\n<html>"),
    "/lie/image-as-html": page(b"\x89PNG\r\n\x1a\n" + bytes(100) + b"<p>"),
    "/lie/program-as-html": page(b"\x7fELF\x02\x01\x01" + bytes(100) + b"<p>"),
    "/lie/zip-as-text": page(b"PK\x03\x04" + bytes(100), content_type="text/plain"),
    "/lie/json-as-html": page(b'{"a": 1}'),
    "/lie/two-lengths": raw(_OK + _HTML + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + HTML),
    "/lie/length-and-chunks": raw(
        _OK + _HTML + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + HTML
    ),
    "/lie/negative-length": raw(_OK + _HTML + b"Content-Length: -5\r\n\r\n" + HTML),
    "/lie/chunk-length": raw(_CHUNKED + chunked(_KILO, b"zz")),
    "/lie/not-http": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "/lie/http-0.9": raw(HTML),
    "/lie/status-999999": raw(b"HTTP/1.1 999999 Huge\r\n\r\n"),
    "/lie/status-word": raw(b"HTTP/1.1 OK\r\n\r\n"),
    "/lie/nul-in-header": raw(_OK + b"Content-Type: text/\x00html\r\n\r\n" + HTML),
    "/lie/folded-header": raw(_OK + b"Content-Type: text/html\r\n\x0b folded\r\n\r\n" + HTML),
    "/lie/pdf": page(b"%PDF-1.7", content_type="application/pdf"),
    "/lie/no-type": page(HTML, content_type=None),
    "/lie/strange-type": page(HTML, content_type="<b>bold</b>"),
    # sent away
    "/away/file": redirect("file:///etc/passwd"),
    "/away/data": redirect("data:text/html,<p>hello"),
    "/away/ftp": redirect("ftp://example.org/"),
    "/away/loopback": redirect("http://127.0.0.1:22/"),
    "/away/metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "/away/private-ipv6": redirect("http://[fd00::1]/"),
    "/away/nowhere": redirect(""),
    "/away/without-location": status(302),
    "/away/broken-brackets": redirect("http://[::1/"),
    "/away/raw-bytes": redirect(b"/\xff\xfe\x80"),
    # said no
    **{
        f"/status/{code}": status(code)
        for code in (204, 206, 300, 304, 400, 401, 403, 404, 410, 418, 451, 500, 503)
    },
    "/status/429": status(429, b"Retry-After: 120\r\n"),
    "/status/503-until-the-end-of-time": status(
        503, b"Retry-After: Mon, 01 Jan 99999999999999999999 00:00:00 GMT\r\n"
    ),
}
