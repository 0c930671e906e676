"""``brief run`` told to end, without room for its log, without files or memory: rows X1, X3 and X6, with real processes."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.scenarios.posting import PATIENCE_S, Desk, ended, until

resource = pytest.importorskip("resource", reason="limits of processes are POSIX")
MANY, CHANNELS = 400, 40


def test_told_to_end_it_ends_in_order_and_another_one_goes_on(desk: Desk) -> None:
    keys = desk.enqueue(MANY, channels=CHANNELS)
    process = desk.start()
    until(lambda: len(desk.files()) > MANY // 20)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    _, err = process.communicate(timeout=PATIENCE_S)
    assert time.monotonic() - began < 10
    assert process.returncode == 0, err.decode()
    assert b"Traceback" not in err
    assert desk.leased() == 0
    assert desk.states().keys() <= {"sent", "pending"}, "nothing is in doubt after an orderly end"
    assert desk.once().returncode == 0
    assert desk.states() == {"sent": MANY}
    assert len(desk.files()) == len(keys)
    assert {file.read_text("utf-8").split("\n")[0] for file in desk.files()} == {
        f"# Digest {number}" for number in range(MANY)
    }


def test_a_second_ctrl_c_ends_it_at_once_though_nobody_reads_what_it_posts(desk: Desk) -> None:
    desk.enqueue(4, text="x" * 200_000)
    process = desk.start("--no-poll", to="-")
    until(lambda: desk.states().get("unsure", 0) > 0)
    process.send_signal(signal.SIGINT)
    time.sleep(
        0.5
    )  # it waits for the post under way; the second one strikes a process that has heard the first
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert ended(process) == -signal.SIGINT
    assert time.monotonic() - began < 2


def test_it_ends_in_ten_seconds_though_nobody_reads_what_it_posts(desk: Desk) -> None:
    desk.enqueue(4, text="x" * 200_000)
    process = desk.start("--no-poll", to="-")
    until(lambda: desk.states().get("unsure", 0) > 0)
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    ended(process)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("log", ["full", "closed", "unread"])
def test_posting_goes_on_whatever_becomes_of_the_log(desk: Desk, log: str) -> None:
    desk.enqueue(60, channels=6)
    program = "import os; os.close(2)" if log == "closed" else ""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        where = full if log == "full" else subprocess.PIPE
        process = desk.start("--once", "--no-poll", program=program, stderr=where)
        if log == "unread":
            fill(process)
        assert ended(process) == 0
    assert len(desk.files()) == 60
    assert desk.states() == {"sent": 60}


def fill(process: "subprocess.Popen[bytes]") -> None:
    """Leave no room in the pipe that is its log: it takes nothing until somebody reads."""
    fcntl = pytest.importorskip("fcntl")
    assert process.stderr is not None
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(process.stderr, fcntl.F_SETPIPE_SZ, os.sysconf("SC_PAGE_SIZE"))


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process: Linux")
def test_without_file_descriptors_posts_wait_and_come_when_there_are_some(desk: Desk) -> None:
    process = desk.start("--no-poll")
    until(desk.database.exists)
    time.sleep(2)  # until it is at rest
    usual = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    in_use = len(os.listdir(f"/proc/{process.pid}/fd"))  # noqa: PTH208 - numbers alone
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (in_use - 2, usual[1]))
    desk.enqueue(5, channels=5)
    until(lambda: waits(desk))
    assert process.poll() is None
    assert desk.files() == []
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, usual)
    until(lambda: desk.states() == {"sent": 5})
    assert len(desk.files()) == 5
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, err.decode()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process: Linux")
def test_without_memory_posts_wait_and_come_when_there_is_some(desk: Desk, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with log.open("wb") as out:
        process = desk.start("--no-poll", stderr=out)
    until(desk.database.exists)
    time.sleep(2)  # until it is at rest
    usual = resource.prlimit(process.pid, resource.RLIMIT_AS)
    pages = int(Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[0])
    resource.prlimit(
        process.pid, resource.RLIMIT_AS, (pages * os.sysconf("SC_PAGE_SIZE") + 1_000_000, usual[1])
    )
    desk.enqueue(1, text="x" * 40_000_000)
    until(lambda: "begins anew" in log.read_text("utf-8"))
    assert process.poll() is None
    resource.prlimit(process.pid, resource.RLIMIT_AS, usual)
    until(lambda: desk.states() == {"sent": 1})
    assert len(desk.files()) == 1
    process.send_signal(signal.SIGTERM)
    assert ended(process) == 0
    assert "Traceback" not in log.read_text("utf-8")


def waits(desk: Desk) -> bool:
    """Whether a post was tried in vain for want of a file descriptor."""
    return any("Too many open files" in why for (why,) in desk.ask("SELECT why FROM deliveries"))
