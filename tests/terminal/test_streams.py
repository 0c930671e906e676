"""Standard streams as users leave them: closed, full, interrupted; and file names that would drive a terminal."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.command import EXAMPLE, ROOT, brief

pytestmark = pytest.mark.skipif(os.name == "nt", reason="file descriptors and signals of POSIX")


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which ``$B`` is the command and ``$E`` the example."""
    variables = {"B": f"{sys.executable} -m adapters", "E": str(EXAMPLE)}
    return subprocess.run(
        ["/bin/bash", "-c", command],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **variables},
    )


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("$B $E >&-", 8, b"brief: standard output is closed\n"),
        ("$B $E >/dev/full", 8, b"brief: the output cannot be written: No space left on device\n"),
        ("$B $E --json >/dev/full", 8, b"brief: the output cannot be written: No space left on device\n"),
        ("$B --help >/dev/full", 8, b"brief: the output cannot be written: No space left on device\n"),
        ("$B - <&-", 3, b"brief: standard input: closed.\n"),
        ("$B nothing.txt 2>&-", 3, b""),
        ("$B nothing.txt 2>/dev/full", 3, b""),
        ("$B ''", 3, b"brief: '': an empty source."),
        ("$B www.wire.example/story", 3, b"give https://www.wire.example/story"),
        ("d=$(mktemp -d); cd $d; rmdir $d; PYTHONPATH=$OLDPWD $B $E -q >/dev/null", 0, b""),
    ],
)
def test_a_stream_that_is_not_there_costs_no_traceback(command: str, code: int, words: bytes) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = shell(command)
    assert (done.returncode, done.stderr.count(b"\n")) == (code, 1 if words else 0), done.stderr
    assert words in done.stderr


def test_names_of_files_cannot_drive_the_terminal(tmp_path: Path) -> None:
    done = brief(tmp_path / "a\x1b[31m\nb\u202e.txt", EXAMPLE)
    told = done.stderr.decode()
    assert "\\x1b[31m\\nb\\u202e.txt: there is no such file." in told
    assert told.count("\n") == 3
    assert "\x1b" not in told


@pytest.mark.parametrize("source", ["-", "fifo"])
def test_ctrl_c_ends_a_wait_for_input(source: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    read, write = os.pipe()
    argument = source if source == "-" else str(tmp_path / "fifo")
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "adapters", argument, "nothing.txt", "--json"],
        stdin=read,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
    ) as run:
        assert run.stderr is not None
        # The second source fails at once, but is told after the first: only the worker processes show that it runs.
        while not children(run.pid):
            assert run.poll() is None
        os.killpg(run.pid, signal.SIGINT)
        try:
            # Python ends itself by the signal when it strikes in the middle of an import; a shell calls both 130.
            assert run.wait(30) in {130, -signal.SIGINT}
        finally:
            run.kill()
        assert b"Traceback" not in run.stderr.read()
    os.close(read)
    os.close(write)


def children(pid: int) -> list[str]:
    """Process ids of the children of a process."""
    found = subprocess.run(
        ["/bin/ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.split()
