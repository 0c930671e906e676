"""SQLite in trouble; rows D1 to D4 and D7 of the project's plan of faults."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.errors import SchemaTooNew, StoreError, StoreUnavailable
from bot.store.open import open_store
from bot.store.schema import meta_data
from bot.store.store import Store
from bot.store.wal import wal_fault
from tests.contracts.making import Clock, claim, item, offer, publish

TARGET = (sys.executable, "-m", "tests.contracts.fault_targets")
ROOT = Path(__file__).parents[2]


def target(*arguments: object, **also: object) -> "subprocess.Popen[str]":
    command = [*TARGET, *map(str, arguments)]
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, **also
    )


def said(*arguments: object, **also: object) -> str:
    """What a target prints until its end."""
    with target(*arguments, **also) as process:
        return process.communicate()[0]


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def filled(file: Path) -> Path:
    """A closed database with three articles."""
    with open_store(f"sqlite:///{file}", clock=Clock()) as store:
        for name in "abc":
            publish(store, name, f"Body {name}.")
    return file


@pytest.fixture
def with_log(file: Path) -> Path:
    """A database whose writer was killed: the latest transactions stand in its log only."""
    said("write_and_die", f"sqlite:///{file}", 4)
    assert file.with_name(f"{file.name}-wal").stat().st_size > 100_000
    return file


def test_d1_a_lock_that_is_given_back_in_time_is_waited_for(file: Path) -> None:
    holder = target("hold", file)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiter = target("wait_for_lock", f"sqlite:///{file}", 30)
    with suppress(subprocess.TimeoutExpired):
        waiter.wait(1.5)
    assert waiter.poll() is None
    holder.communicate("go\n")
    assert "written" in waiter.communicate()[0]


def test_d1_a_lock_that_is_held_too_long_is_said_and_nothing_is_lost(file: Path, clock: Clock) -> None:
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as other,
        open_store(f"sqlite:///{file}", clock=clock, lock_s=0.2) as store,
    ):
        offer(store, item("a"))
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="is locked by another program"):
            claim(store)
        assert store.counts().waiting == 1  # reads go on
        other.execute("ROLLBACK")
        assert len(claim(store)) == 1


def test_d1_a_thread_that_holds_the_desk_keeps_others_waiting_no_longer_than_allowed(file: Path) -> None:
    with (
        open_store(f"sqlite:///{file}", lock_s=0.2) as store,
        store.placing(),
        pytest.raises(StoreUnavailable, match="another part of Sitrep"),
    ):
        offer(store, item("a"))


def test_d2_a_full_disk_leaves_nothing_half_written_and_reads_go_on(file: Path, clock: Clock) -> None:
    """SQLite's own limit on pages stands in for the disk's: it answers with the same code."""
    with open_store(f"sqlite:///{file}", clock=clock) as store:
        publish(store, "a", "A small body.")

        @event.listens_for(store._db.engine, "checkout")
        def _limit(connection: sqlite3.Connection, *_: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + room}")

        room = 2
        with pytest.raises(StoreUnavailable, match="the disk is full"):
            publish(store, "b", "Large body. " * 10_000)
        assert store.counts().documents == 1
        assert store.search("small")
        assert not store.search("large")
        room = 100_000
        assert not claim(store, "other")  # its host is still the reader's
        clock.forward(61)
        assert [job.key for job in claim(store, "other")] == ["site.example/b"]
        store.check()


@pytest.mark.parametrize("seed", range(12))
def test_d3_flipped_bytes_in_page_1_are_refused_or_harmless(filled: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secrets here
    data = bytearray(filled.read_bytes())
    for _ in range(4):
        data[dice.choice([dice.randrange(108), dice.randrange(4096)])] ^= 1 << dice.randrange(8)
    filled.write_bytes(data)
    try:
        with open_store(f"sqlite:///{filled}") as store:
            assert store.counts().documents == 3
            assert len(list(store.export())) == 3
            assert len(store.search("body")) == 3
    except StoreError as error:
        assert "backup" in str(error)  # noqa: PT017 - either way out is right, and each is checked
        assert filled.read_bytes() == data


@pytest.mark.parametrize(
    ("at", "what"),
    [(0, "no SQLite"), (16, "damaged"), (18, "damaged"), (68, "another program"), (100, "damaged")],
)
def test_d3_a_damaged_header_is_refused_by_name(filled: Path, at: int, what: str) -> None:
    data = bytearray(filled.read_bytes())
    data[at] ^= 0xFF
    filled.write_bytes(data)
    with pytest.raises(StoreError, match=what) as caught:
        open_store(f"sqlite:///{filled}")
    assert str(filled) in str(caught.value)
    assert filled.read_bytes() == data


@pytest.mark.parametrize("keep", [1, 99, 100, 4095, 4096, 40_960, 0.5])
def test_d3_a_truncated_file_is_refused(filled: Path, keep: float) -> None:
    data = filled.read_bytes()
    filled.write_bytes(data[: int(keep if keep >= 1 else keep * len(data))])
    with pytest.raises(StoreError, match="backup"):
        open_store(f"sqlite:///{filled}")


def test_d3_an_empty_file_is_never_begun_anew(filled: Path) -> None:
    filled.write_bytes(b"")
    with pytest.raises(StoreError, match="is empty"):
        open_store(f"sqlite:///{filled}")
    assert filled.read_bytes() == b""


@pytest.mark.parametrize("body", [b"\0" * 8192, b"just some text", b"SQLite format 2\0" + b"x" * 9000])
def test_d3_another_file_is_left_alone(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x.db").write_bytes(body)
    with pytest.raises(StoreError, match="no SQLite database"):
        open_store(f"sqlite:///{tmp_path / 'x.db'}")
    assert (tmp_path / "x.db").read_bytes() == body


def test_d3_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as other:
        other.execute("CREATE TABLE feeds (id)")
    with pytest.raises(StoreError, match="another program"):
        open_store(f"sqlite:///{tmp_path / 'x.db'}")


def test_d3_a_log_without_its_database_is_not_thrown_away(with_log: Path) -> None:
    with_log.unlink()
    with pytest.raises(StoreError, match="its log is there"):
        open_store(f"sqlite:///{with_log}")
    assert not with_log.exists()


def test_d3_a_log_without_its_shared_memory_is_read(with_log: Path) -> None:
    with_log.with_name(f"{with_log.name}-shm").unlink()
    with open_store(f"sqlite:///{with_log}") as store:
        assert store.counts().documents == 4


def test_d3_a_log_that_a_killed_writer_left_is_read(with_log: Path) -> None:
    with open_store(f"sqlite:///{with_log}") as store:
        assert store.counts().documents == 4
        store.check()


@pytest.mark.parametrize("has_memory", [True, False])
@pytest.mark.parametrize("place", [0.0, 0.01, 0.2, 0.5, 0.8])
def test_d3_flipped_bytes_in_the_log_are_refused(with_log: Path, place: float, *, has_memory: bool) -> None:
    log, memory = (with_log.with_name(f"{with_log.name}-{end}") for end in ("wal", "shm"))
    data = bytearray(log.read_bytes())
    data[int(place * len(data)) + 9] ^= 0x10
    log.write_bytes(data)
    if not has_memory:
        memory.unlink()
    with pytest.raises(StoreError, match=r"log .*backup"):
        open_store(f"sqlite:///{with_log}")
    assert log.read_bytes() == data


@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.99])
def test_d3_a_truncated_log_is_refused_while_it_is_known_how_long_it_was(with_log: Path, keep: float) -> None:
    log = with_log.with_name(f"{with_log.name}-wal")
    log.write_bytes(log.read_bytes()[: int(keep * log.stat().st_size)])
    with pytest.raises(StoreError, match=r"log holds \d+ frames of \d+.*backup"):
        open_store(f"sqlite:///{with_log}")


def test_d3_a_torn_end_of_the_log_is_what_a_power_cut_leaves(with_log: Path) -> None:
    log = with_log.with_name(f"{with_log.name}-wal")
    with_log.with_name(f"{with_log.name}-shm").unlink()
    log.write_bytes(log.read_bytes()[:-2000])
    assert wal_fault(with_log) == ""
    with open_store(f"sqlite:///{with_log}") as store:
        store.check()


def test_d3_a_log_that_is_being_written_is_no_fault(file: Path) -> None:
    with target("write_and_die", f"sqlite:///{file}", 30) as writer:
        assert writer.stdout is not None
        looked = [wal_fault(file) for _ in writer.stdout]
    assert looked == [""] * 30


def test_d3_damage_in_the_middle_is_found_by_the_full_check(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as other:
        page = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'versions'").fetchone()[0]
    data = bytearray(filled.read_bytes())
    data[(page - 1) * 4096 : (page - 1) * 4096 + 40] = b"\xff" * 40
    filled.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"), open_store(f"sqlite:///{filled}") as store:
        store.check()


@pytest.mark.parametrize("statements", [1, 3, 8, 20, 33])
def test_d4_a_migration_that_is_killed_leaves_the_old_schema(tmp_path: Path, statements: int) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    with target("migrate_and_die", url, statements) as process:
        process.communicate()
    assert process.returncode == -9
    with closing(sqlite3.connect(tmp_path / "x.db")) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with open_store(url) as store:
        store.check()


def test_d4_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    started = [target("start_when_told", url) for _ in range(3)]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in started:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [each.communicate()[0] for each in started] == ["0\n"] * 3
    assert {name.name for name in tmp_path.iterdir()} <= {"x.db", "x.db-wal", "x.db-shm"}


def test_d4_an_older_program_refuses_a_newer_schema(url: str) -> None:
    """On both databases."""
    with open_store(url) as store:
        store._db.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(SchemaTooNew, match=r"newer Sitrep \(schema 9999"):
        open_store(url)


def test_d4_tables_of_another_program_are_left_alone(url: str) -> None:
    """On both databases."""
    with open_store(url) as store:
        store._db.write(lambda c: c.execute(text("DELETE FROM alembic_version")))
    with pytest.raises(StoreError, match="another program"):
        open_store(url)


def test_d7_the_file_and_its_log_are_for_their_owner_only(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as store:
        publish(store, "a", "Body.")
        assert {oct(f.stat().st_mode & 0o777) for f in tmp_path.iterdir()} == {"0o600"}


def test_d7_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}")
    with pytest.raises(StoreError, match="Make the folder"):
        open_store(f"sqlite:///{tmp_path / 'none' / 'x.db'}")


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
@pytest.mark.parametrize(("mode", "around"), [(0o000, 0o777), (0o444, 0o777), (0o666, 0o555), (0o666, 0o777)])
def test_d7_what_may_not_be_written_is_refused(made_sqlite: Path, mode: int, around: int) -> None:
    """Root may write anything, so its process becomes user 65534. A read-only disk needs a mount: not tried here."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # a test's own folder is closed to others
    try:
        shutil.copy(made_sqlite, folder / "x.db")
        (folder / "x.db").chmod(mode)
        folder.chmod(around)
        told = said("open_without_rights", f"sqlite:///{folder / 'x.db'}", f"sqlite:///{made_sqlite}")
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
    assert ("may not be read and written" in told) is ((mode, around) != (0o666, 0o777))
    assert told.startswith("StoreError: ") or told == "opened\n"


def test_no_foreign_error_passes_the_wall(store: Store) -> None:
    """On both databases, with a table gone: whatever is asked answers with an error of ours."""
    for table in reversed(meta_data.sorted_tables):
        cascade = "" if store._db.is_sqlite else " CASCADE"
        store._db.write(lambda c, t=table.name, e=cascade: c.execute(text(f"DROP TABLE {t}{e}")))  # type: ignore[misc]
    asked = (
        store.feeds,
        lambda: store.stories(words="x", actor="y"),
        lambda: store.search("x"),
        lambda: store.claim_feeds("a", limit=1, lease_s=1),
        lambda: store.claim_entries("a", limit=1, lease_s=1),
        lambda: list(store.export()),
        lambda: store.retain(30),
        lambda: store.why("x"),
        lambda: store.placing().__enter__(),
        store.check,
    )
    for ask in asked:
        with pytest.raises(StoreError) as caught:
            ask()
        assert "\n" not in str(caught.value)
