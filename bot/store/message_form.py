"""A message as the store keeps it: JSON with the kind of each block beside it, packed by zlib."""

import zlib
from typing import Any

import msgspec

from bot.errors import StoreError
from bot.types import Button, Facts, Heading, Image, Link, Message, Para, Quote, Time

_KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (Heading, Para, Quote, Facts, Link, Time, Image, Button)
}


def pack(message: Message) -> bytes:
    """The bytes to keep; the same for the same message."""
    blocks = [[type(block).__name__, block] for block in message.blocks]
    return zlib.compress(msgspec.json.encode([message.key, message.fallback, blocks]))


def unpack(packed: bytes) -> Message:
    """The message that ``pack`` was given.

    Raises:
        StoreError: The bytes are none of ``pack``'s.
    """
    try:
        key, fallback, blocks = msgspec.json.decode(zlib.decompress(packed))
        made = tuple(msgspec.convert(fields, _KINDS[kind]) for kind, fields in blocks)
        return Message(key, made, fallback)
    except (zlib.error, msgspec.MsgspecError, KeyError, ValueError, TypeError) as error:
        raise StoreError(
            "A message in the outbox cannot be read. Restore a backup of the database."
        ) from error
