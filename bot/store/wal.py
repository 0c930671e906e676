"""Is SQLite's write-ahead log whole? SQLite takes a damaged one for a short one, and drops what follows without a word.

The log's tail may be torn by a power cut: that is one transaction that nobody was told of. What cannot come from a
power cut (``synchronous=FULL`` brings every transaction to the disk before the next begins) is damage:

- a header or a frame whose checksum is wrong, with two or more commits of the same log from there on;
- fewer good frames than the shared memory beside it says were committed, where that is left from the last run.

Format: sqlite.org/fileformat2.html#walformat and sqlite.org/walformat.html.
"""

import struct
from pathlib import Path

MAX_FRAMES = 5_000
"""Frames whose checksums are computed: 20 MB, 0.4 s (measured: 0.08 ms each). Sitrep's own log moves into the database at 1,000."""

_TORN = 1
"""Commits that one power cut can leave from a torn frame on."""

_BYTE_ORDER = {0x377F0682: "<", 0x377F0683: ">"}
"""The log's first four bytes → the byte order of its checksums."""

_HEADER = struct.Struct(">IIII8sII")
_FRAME = struct.Struct(">II8sII")
_SHARED = struct.Struct("=IIIBBHII8s8s8s")  # one of the two copies of the header of the shared memory
_SHARED_VERSION = 3_007_000
_MOVED = struct.Struct("=I")  # behind both: frames that are in the database by now
_PAGES = frozenset(512 << n for n in range(8))
_USUAL_PAGE = 4096
_MASK = 0xFFFFFFFF


def wal_fault(database: Path) -> str:
    """What is wrong with the log beside a database; ``""`` if nothing is, or if somebody is writing it right now."""
    first = _look(database)
    # A process that is at work changes log and shared memory between two readings of them: then they are fine.
    return first if first and first == _look(database) else ""


def _look(database: Path) -> str:
    wal, shm = (database.with_name(database.name + end) for end in ("-wal", "-shm"))
    # In this order: a writer brings its frames to the log before it counts them in the shared memory.
    memory = shm.read_bytes()[: 2 * _SHARED.size + 4] if shm.exists() else b""
    log = wal.read_bytes() if wal.exists() else b""
    good, salt, evidence = _read(log)
    if evidence > _TORN:
        return f"its log is damaged at frame {good + 1}"
    committed = _committed(memory, salt)
    return f"its log holds {good} frames of {committed}" if good < min(committed, MAX_FRAMES) else ""


def _read(log: bytes) -> tuple[int, bytes, int]:
    """Good frames from the beginning on, their salt, and commits of the same log from the first bad one on."""
    if len(log) < _HEADER.size + _FRAME.size:
        return 0, b"", 0
    magic, _, page, _, salt, *told = _HEADER.unpack_from(log)
    order, chain = _BYTE_ORDER.get(magic, ""), (0, 0)
    is_good = order != "" and page in _PAGES
    if is_good:
        chain = _checksum(order, log[:24], chain)
        is_good = list(chain) == told
    if not is_good:  # what follows says of itself which log it is
        salt, page = _FRAME.unpack_from(log, _HEADER.size)[2], page if page in _PAGES else _USUAL_PAGE
    good = evidence = 0
    for at in range(_HEADER.size, len(log) - _FRAME.size - page + 1, _FRAME.size + page):
        _, commit, own_salt, *own = _FRAME.unpack_from(log, at)
        if is_good and good < MAX_FRAMES:
            chain = _checksum(order, log[at : at + 8], chain)
            chain = _checksum(order, log[at + _FRAME.size : at + _FRAME.size + page], chain)
            is_good = own_salt == salt and list(chain) == own
        if is_good:
            good += 1
        elif own_salt == salt and commit:
            evidence += 1
    return good, salt, evidence


def _checksum(order: str, data: bytes, start: tuple[int, int]) -> tuple[int, int]:
    """The log's running checksum, continued over ``data`` (a multiple of eight bytes)."""
    first, second = start
    numbers = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second


def _committed(memory: bytes, salt: bytes) -> int:
    """Frames of this log that the shared memory says are committed and not yet in the database; 0 if it says nothing."""
    size = _SHARED.size
    if len(memory) < 2 * size + 4 or memory[:size] != memory[size : 2 * size]:
        return 0
    version, _, _, is_ready, _, _, frames, _, _, own_salt, _ = _SHARED.unpack_from(memory)
    moved = _MOVED.unpack_from(memory, 2 * size)[0]
    is_this_log = version == _SHARED_VERSION and is_ready and salt in {b"", own_salt}
    return int(frames) if is_this_log and frames > moved else 0
