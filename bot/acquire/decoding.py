"""Foreign bytes → text: a byte order mark, what was declared, UTF-8, then Windows-1252. Never an odd Python codec."""

import re

from bot.acquire.charsets import UTF_16, codec_for, codec_of_mark

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_META_BYTES = 1_024
"""Where a browser looks for a ``<meta charset>`` (WHATWG HTML, "prescan a byte stream")."""

_MAX_BAD = 10  # undecodable bytes for each decoded character beyond ASCII

_NOT_ASCII_BASED = UTF_16 | {"iso2022-jp"}


def decode(body: bytes, codec: str | None = None) -> str:
    """Decode ``body``; what cannot be decoded becomes U+FFFD.

    ``codec`` is a Python codec from ``charsets``, as the server declared it. UTF-8 is read as such even if
    something else was declared: text in another encoding is hardly ever valid UTF-8, and servers often err.
    """
    marked = codec_of_mark(body)
    if marked is not None:
        return body.decode(marked, "replace").removeprefix("\ufeff")
    declared = codec or _declared(body)
    if declared in _NOT_ASCII_BASED:
        return body.decode(declared, "replace")
    text = body.decode("utf-8", "replace")
    if declared == "utf-8" or _is_utf_8(text):
        return text
    return body.decode(declared or "cp1252", "replace")


def _is_utf_8(text: str) -> bool:
    """Whether a tenth of what is not ASCII was decoded: a few bad bytes do not make a text Windows-1252.

    In Windows-1252 a letter with an accent stands before plain letters, and hardly one in a hundred begins what is
    valid UTF-8 by chance.
    """
    bad = text.count("\ufffd")
    decoded = len(text) - len(text.encode("ascii", "ignore")) - bad
    return bad <= _MAX_BAD * decoded


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:_META_BYTES])
    if found is None:
        return None
    codec = codec_for(found[1].decode("ascii", "ignore"))
    # A meta element that could be read as ASCII is not in UTF-16 (WHATWG HTML, same algorithm).
    return "utf-8" if codec in UTF_16 else codec
