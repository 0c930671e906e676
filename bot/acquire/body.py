"""Undoing a content coding without trusting it: capped output, capped ratio, and a cut stream is an error."""

import zlib

from bot.acquire.page import Limits

CODINGS = ("gzip", "deflate")
"""What is offered to servers. Brotli needs a library that Sitrep does not ship; every server can send these."""

_STEP = 65_536  # bytes decoded at a time; bounds what one call can allocate
_GZIP = zlib.MAX_WBITS | 16
_RAW_DEFLATE = -zlib.MAX_WBITS
_ALIASES = {"x-gzip": "gzip", "identity": ""}  # RFC 9110, 8.4.1
_DEFLATE_METHOD = 8  # low half of a zlib stream's first byte (RFC 1950, 2.2)
_ZLIB_CHECK = 31  # the first two bytes, as a number, are a multiple of it (RFC 1950, 2.2)
_ZLIB_HEADER_LENGTH = 2


class BodyError(Exception):
    """A body that breaks a limit or its own coding; the text completes "The page …"."""


def read_coding(header: str) -> str:
    """Read a Content-Encoding header: ``""``, ``gzip`` or ``deflate``.

    Raises:
        BodyError: A coding that was not offered, or several on top of each other.
    """
    name = header.strip().lower()
    coding = _ALIASES.get(name, name)
    if coding and coding not in CODINGS:
        raise BodyError("came in a compression that Sitrep did not ask for")
    return coding


class Body:
    """Collects one body as it arrives.

    ``add`` each piece from the wire, then ``finish``. Both raise `BodyError`, after which the object is spent.
    """

    def __init__(self, coding: str, limits: Limits) -> None:
        self.raw_bytes = 0
        self._limits = limits
        self._decoded = bytearray()
        self._stream = _Plain() if not coding else _Deflated(coding, limits.members)

    def add(self, piece: bytes) -> None:
        """Take bytes from the wire."""
        self.raw_bytes += len(piece)
        if self.raw_bytes > self._limits.raw_bytes:
            raise BodyError(f"is larger than {self._limits.raw_bytes / 1e6:g} MB")
        self._stream.add(piece)
        while decoded := self._stream.take():
            self._decoded += decoded
            self._check_growth()

    def finish(self) -> bytes:
        """Give the decoded body once the wire has said that it is complete."""
        if not self._stream.complete and self.raw_bytes:
            raise BodyError("broke off before its end")
        return bytes(self._decoded)

    def _check_growth(self) -> None:
        if len(self._decoded) > self._limits.decoded_bytes:
            raise BodyError(f"is larger than {self._limits.decoded_bytes / 1e6:g} MB")
        # The ratio is judged from the second step on: a short prefix says little (a page may begin with blanks).
        if len(self._decoded) > max(_STEP, self.raw_bytes * self._limits.ratio):
            raise BodyError("unpacks to far more than a page can hold")


class _Plain:
    """No coding; whether it is complete is the transfer's business."""

    complete = True

    def __init__(self) -> None:
        self._pending = b""

    def add(self, piece: bytes) -> None:
        self._pending = piece

    def take(self) -> bytes:
        taken, self._pending = self._pending, b""
        return taken


class _Deflated:
    """``gzip`` (with several members, as RFC 1952 allows) or ``deflate`` (zlib's or, as some servers send, raw)."""

    def __init__(self, coding: str, members: int) -> None:
        self._is_gzip = coding == "gzip"
        self._members_left = members
        self._pending = b""
        self._holds_more = False  # a full step may leave output inside the inflater though no input is left
        self._inflater = zlib.decompressobj(_GZIP) if self._is_gzip else None

    @property
    def complete(self) -> bool:
        return self._inflater is not None and self._inflater.eof and not self._pending

    def add(self, piece: bytes) -> None:
        self._pending += piece

    def take(self) -> bytes:
        """Give up to a step of decoded bytes; nothing when more input is needed."""
        while self._holds_more or (self._pending and self._ready()):
            assert self._inflater is not None  # noqa: S101 - `_ready` has made it
            try:
                decoded = self._inflater.decompress(self._pending, _STEP)
            except zlib.error:
                raise BodyError("arrived damaged") from None
            self._pending = self._inflater.unused_data or self._inflater.unconsumed_tail
            self._holds_more = len(decoded) == _STEP and not self._inflater.eof
            if decoded:
                return decoded
        return b""

    def _ready(self) -> bool:
        """Have an inflater for the pending bytes: the first one, or the next member's."""
        if self._inflater is None:
            if len(self._pending) < _ZLIB_HEADER_LENGTH:
                return False
            self._inflater = zlib.decompressobj(
                zlib.MAX_WBITS if _has_zlib_header(self._pending) else _RAW_DEFLATE
            )
        elif self._inflater.eof:
            self._members_left -= 1
            if not self._is_gzip or self._members_left < 1:
                raise BodyError("is packed in too many layers or has something after its end")
            self._inflater = zlib.decompressobj(_GZIP)
        return True


def _has_zlib_header(start: bytes) -> bool:
    return start[0] & 0x0F == _DEFLATE_METHOD and int.from_bytes(start[:2], "big") % _ZLIB_CHECK == 0
