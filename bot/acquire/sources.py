"""Local input: a file or standard input → its bytes and what kind of document they are."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.acquire.charsets import codec_of_mark
from bot.acquire.media import agrees
from bot.acquire.page import MAX_BYTES
from bot.errors import InputError

_HTML_NAMES = (".html", ".htm", ".xhtml")
_SNIFFED_BYTES = 4_096
_HTML = re.compile(
    rb"(?i)<(?:!doctype html|html|head|body|article|main|section|header|div|p|h1|h2|meta|title|script|table|span)\b"
)
_XML = re.compile(rb"(?i)<(?:\?xml|rss|feed|rdf:rdf|opml)\b")
_JSON = re.compile(rb"\{\s*\"|\[\s*\{")


@dataclass(frozen=True, slots=True)
class Source:
    """A document from this machine. ``content_type``: text/html, text/plain, application/xml or …/json."""

    content_type: str
    body: bytes


def read_file(path: Path) -> Source:
    """Read a file.

    Raises:
        InputError: It is missing, a folder, not readable, too large, empty or binary; the text names it.
    """
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise InputError(f"{path}: this is a folder. Give a file in it.") from None
    except PermissionError:
        raise InputError(f"{path}: this file may not be read. Check its permissions.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}).") from None
    return _source(body, str(path))


def read_stream(stream: BinaryIO) -> Source:
    """Read standard input to its end.

    Raises:
        InputError: It is too large, empty or binary.
    """
    return _source(stream.read(MAX_BYTES + 1), "standard input")


def _source(body: bytes, name: str) -> Source:
    if len(body) > MAX_BYTES:
        raise InputError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB. Give the article alone.")
    if not body.strip():
        raise InputError(f"{name}: empty.")
    content_type = _kind(body, name)
    if not agrees(content_type, body) or (b"\0" in body and codec_of_mark(body) is None):
        raise InputError(f"{name}: binary, not text. Give an HTML page or plain text.")
    return Source(content_type, body)


def _kind(body: bytes, name: str) -> str:
    """HTML by its tags or its name, a feed or data by how it begins, else plain text."""
    start = body[:_SNIFFED_BYTES]
    if mark := codec_of_mark(body):
        start = start.decode(mark, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    start = start.lstrip(b" \t\r\n")
    if _XML.match(start) and b"<html" not in start.lower():
        return "application/xml"
    if _JSON.match(start):
        return "application/json"
    if start.startswith(b"<") and _HTML.search(start):
        return "text/html"
    is_named = name.lower().endswith(_HTML_NAMES) and b"<" in body
    return "text/html" if is_named else "text/plain"
