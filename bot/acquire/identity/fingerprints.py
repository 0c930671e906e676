"""A text → at most 512 bytes by which a copy of it is known after the text itself is gone.

A fingerprint is the lowest ``HASHES`` hashes of the text's shingles (bottom-k sketch: Broder, "On the resemblance and
containment of documents", 1997): a fair sample of its word sequences. Two of them tell how many sequences the
texts share, also where one text is a part of the other. BLAKE2 gives the same bytes on every machine.
"""

import math
import struct
from collections.abc import Container
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple

from bot.acquire.identity.folding import folded

SHINGLE = 4
"""Words in a row. On the development pairs 4 parts copies from accounts of the same story best (3, 4, 5 tried: the lesser
of P and R is .944, .950, .948); two texts on one matter share many threes, and one word changed breaks four fours."""

HASHES = 125
"""125 × 4 bytes and a head of 12 make 512. More tell no more: with every shingle the figures above are the same."""

SHORT = 50
"""Words. A shorter text is known only by all its words: it is mostly stock phrases, and one figure is its news."""

MAX_BYTES = 512

_VERSION = 1
_HEAD = struct.Struct(">BxHQ")
_MOST = 0xFFFF


class Print(NamedTuple):
    """A fingerprint unpacked.

    Attributes:
        digest: Of all the words: equal for texts that differ in nothing but case, punctuation and white space.
        total: Distinct shingles of the text, 65,535 for more; 0 for a short text.
        hashes: The lowest of their hashes, ascending.
    """

    digest: int
    total: int
    hashes: tuple[int, ...]

    @property
    def reach(self) -> int:
        """Up to here every hash of the text is in ``hashes``."""
        return self.hashes[-1] if len(self.hashes) < self.total else _ALL


_ALL = 1 << 32
NOTHING = Print(0, 0, ())
"""Of a text without words; it is like nothing."""


def fingerprint(text: str) -> bytes:
    """Fingerprint of ``text``, 12 to ``MAX_BYTES`` bytes; ``b""`` for a text without words."""
    words = [word.encode() for word in folded(text)]
    if not words:
        return b""
    digest = int.from_bytes(blake2b(b" ".join(words), digest_size=8).digest(), "big")
    hashes = sorted(_shingles(words)) if len(words) >= SHORT else []
    lowest = hashes[:HASHES]
    return _HEAD.pack(_VERSION, min(len(hashes), _MOST), digest) + struct.pack(f">{len(lowest)}I", *lowest)


def _shingles(words: list[bytes]) -> set[int]:
    rows = zip(*(words[at:] for at in range(SHINGLE)), strict=False)
    return {int.from_bytes(blake2b(b" ".join(row), digest_size=4).digest(), "big") for row in rows}


def unpack(data: bytes) -> Print:
    """Read a fingerprint; `NOTHING` for bytes that are none, such as those of a later version."""
    if len(data) < _HEAD.size or data[0] != _VERSION or (len(data) - _HEAD.size) % 4:
        return NOTHING
    _, total, digest = _HEAD.unpack_from(data)
    hashes = struct.unpack_from(f">{(len(data) - _HEAD.size) // 4}I", data, _HEAD.size)
    if len(hashes) != min(total, HASHES) or any(a >= b for a, b in pairwise(hashes)):
        return NOTHING
    return Print(digest, total, hashes)


def likeness(one: Print, other: Print, plate: Container[int] = ()) -> float:
    """How much of their word sequences two texts share: 0…1, and 1 for the same words.

    The shared share of the one times that of the other, under a root (Ochiai): .5 when half of each stands in the other, and
    when the one is a quarter of the other. ``plate``: hashes of sequences that are no part of the report; they do not count.
    """
    if one is NOTHING or other is NOTHING:
        return 0.0
    if one.digest == other.digest:
        return 1.0
    reach = min(one.reach, other.reach)
    mine = {found for found in one.hashes if found <= reach and found not in plate}
    theirs = {found for found in other.hashes if found <= reach and found not in plate}
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / math.sqrt(len(mine) * len(theirs))
