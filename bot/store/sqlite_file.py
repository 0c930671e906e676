"""An SQLite file before it is opened: is it ours, is it whole, may it be written? Never made anew over an old one.

A network share cannot be told from a disk, and SQLite's locks do not hold on many of them: keep the file on a disk of
the machine that Sitrep runs on, or use PostgreSQL.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import StoreError
from bot.store.faults import walled
from bot.store.wal import wal_fault

APPLICATION = 0x53697472
"""``PRAGMA application_id`` of our databases ("Sitr"): tells them from those of other programs."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_LOGGED = b"\x02\x02"  # with a write-ahead log, as `_make` makes it
_FRACTIONS = (
    b"\x40\x20\x20"  # the same in every SQLite file (sqlite.org/fileformat2.html#the_database_header)
)
_RESTORE = "Restore a backup; nothing was changed"


def prepare(file: Path) -> None:
    """Make sure that there is a database of ours at ``file``; make an empty one only where nothing is.

    An empty file is refused: we never leave one, and one that was a database once would otherwise be begun anew, and
    everything read and posted again.

    Raises:
        StoreError: What is there is no database of ours, is damaged, or may not be read and written.
    """
    with walled(str(file)):
        if not file.exists():
            _make(file)
        if file.is_dir():
            raise StoreError(f"The database {file} is a folder. Name a file in it.")
        if not (os.access(file, os.R_OK | os.W_OK) and os.access(file.parent, os.W_OK)):
            raise StoreError(
                f"The database {file} may not be read and written by this user, or its disk is read-only. Change the "
                "permissions of the file and its folder, or choose another place."
            )
        if fault := _fault(file):
            raise StoreError(f"The database {file} is damaged or not Sitrep's: {fault}. {_RESTORE}.")


def _fault(file: Path) -> str:
    """What is wrong with the file or its log; ``""`` if nothing shows."""
    with file.open("rb") as opened:
        head = opened.read(_HEADER)
    if not head:
        return "the file is empty (delete it if it never was a database)"
    if not head.startswith(_MAGIC):
        return "the file is no SQLite database"
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        return "the file is a database of another program"
    if head[18:20] != _LOGGED or head[21:24] != _FRACTIONS:
        return "the file's header is damaged"
    return _size_fault(file, head) or wal_fault(file)


def _size_fault(file: Path, head: bytes) -> str:
    page = int.from_bytes(head[16:18], "big")
    page = 65_536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    has_log = any(_beside(file, end) for end in ("-wal", "-journal"))
    size = file.stat().st_size
    # With a log the missing pages may stand there.
    return (
        "" if has_log or size >= page * pages else f"the file ends after {size:,} of {page * pages:,} bytes"
    )


def _beside(file: Path, end: str) -> bool:
    log = file.with_name(file.name + end)
    return log.exists() and log.stat().st_size > 0


def _make(file: Path) -> None:
    """An empty database with our number, readable by its owner only; in one step, so that nobody meets half of one."""
    if not file.parent.is_dir():
        raise StoreError(
            f"The database {file} lies in a folder that does not exist. Make the folder {file.parent}."
        )
    if any(_beside(file, end) for end in ("-wal", "-journal")):
        raise StoreError(f"The database {file} is gone, but its log is there. {_RESTORE}, or delete the log.")
    draft = file.with_name(f"{file.name}.{os.getpid()}.{os.urandom(4).hex()}.new")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(draft)) as made:
            made.execute(f"PRAGMA application_id = {APPLICATION}")
            made.execute("PRAGMA journal_mode = WAL")
        with suppress(FileExistsError):  # another process was faster: its file is as good
            os.link(draft, file)
    except sqlite3.Error as error:
        raise StoreError(f"The database {file} cannot be made. Check the disk and its free space.") from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)
