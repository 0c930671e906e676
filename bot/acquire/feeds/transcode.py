"""Bytes of XML or JSON in whatever encoding → UTF-8 without a declaration, controls or what is no character."""

import re

from bot.acquire.charsets import UTF_8_MARK, UTF_16, codec_for, codec_of_mark
from bot.acquire.decoding import decode

# The first characters of a document in an encoding without a mark (XML 1.0, appendix F)
_UNMARKED = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARATION = re.compile(
    rb"""\s*<\?xml\s(?:[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w.:-]{1,40})\s*["'])?[^>]{0,200}>"""
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF, at which XML parsers stop

_PIECE_BYTES = 32 * 1024


def to_utf_8(body: bytes, codec: str | None) -> bytes:
    """``body`` in UTF-8, fit for a parser.

    A byte order mark and what the text shows itself to be come first, then ``codec``, a Python codec from ``charsets``
    that the server declared, then what the XML declares. Only labels of the WHATWG list count.
    """
    markup = _decoded(body, codec).translate(None, _CONTROLS).strip()
    return _NO_CHARACTERS.sub(b"", markup) if _NO_CHARACTERS.search(markup) else markup


def _decoded(body: bytes, codec: str | None) -> bytes:
    start = body[:64].lstrip(b" \t\r\n")
    unmarked = next((name for sign, name in _UNMARKED if start.startswith(sign)), None)
    if unmarked is not None:
        return _undeclared(body.decode(unmarked, "replace").removeprefix("\ufeff").encode("utf-8", "replace"))
    declared = _DECLARATION.match(body.removeprefix(UTF_8_MARK))
    label = declared[1] if declared else None
    own = codec_for(label.decode("ascii", "ignore")) if label else None
    if _is_utf_8(body, codec, own):
        return _undeclared(body.removeprefix(UTF_8_MARK))
    own = "utf-8" if own in UTF_16 else own  # a declaration that can be read as ASCII is not in UTF-16
    return _undeclared(decode(body, codec or own).encode("utf-8", "replace"))


def _undeclared(markup: bytes) -> bytes:
    declared = _DECLARATION.match(markup)
    return markup[declared.end() :] if declared else markup


def _is_utf_8(body: bytes, *codecs: str | None) -> bool:
    """Whether ``body`` is UTF-8 to the last byte: what is, is not something else that says so by mistake."""
    if not {*codecs} <= {None, "utf-8", "cp1252"} or codec_of_mark(body) in UTF_16:
        return False
    at = 0
    try:
        while at < len(body):  # in pieces: a text of megabytes costs more to make than to check
            end = body.find(b">", at + _PIECE_BYTES) + 1 or len(body)
            body[at:end].decode()
            at = end
    except UnicodeDecodeError:
        return False
    return True
