"""Names of files and folders for what has no such name: safe on every file system, and never two things under one name."""

import re
from hashlib import blake2s

from bot.types import Channel

PLAIN = re.compile(r"[a-z0-9_][a-z0-9_-]{0,62}")
"""What may stand as it is. Small letters alone: some file systems take Desk and desk for one name."""

LONGEST = 60
"""Characters of a name that a reader still takes in; with digest, number and ending far below the 255 bytes that are safe."""

_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Devices, on Windows, whatever ending is put to them."""


def stem(key: str) -> str:
    """``desk-2026-05-12-08-00-5f0c…`` for the key ``desk/2026-05-12/08:00``: the digest tells alike ones apart."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")[:LONGEST].strip("-")
    digest = blake2s(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{words}-{digest}" if words else digest


def folder(name: str) -> str:
    """A channel, a workspace or a platform as one folder."""
    is_plain = PLAIN.fullmatch(name) and not _RESERVED.fullmatch(name)
    return name if is_plain else stem(name)


def path(channel: Channel) -> tuple[str, str, str]:
    """The folders of a channel, from the outermost in."""
    return folder(channel.platform), folder(channel.workspace), folder(channel.id)
