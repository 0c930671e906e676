"""Processes that poll, started and killed; and what they leave behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple

from tests.servers.phases import Phases

ROOT = Path(__file__).parents[3]
START_S = 60.0
"""For one start on a loaded machine; it takes 1 to 2 s on two idle processors."""


class Alive(NamedTuple):
    """A process of the system; a number alone is given to another one some day."""

    pid: int
    started: str


@dataclass(frozen=True, slots=True)
class Killed:
    """A process that was killed: its children, and the steps that were under way."""

    children: tuple[Alive, ...]
    steps: tuple[str, ...]


class Polling:
    """A running ``tests.servers.polling_process``.

    Args:
        options: Of its command line.
        log: Gets its standard error.
    """

    def __init__(self, options: Sequence[str], log: IO[bytes]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.polling_process", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        self.lines: list[str] = []

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def until(self, word: str) -> None:
        """Wait for a line that it prints.

        Raises:
            AssertionError: It ended without.
        """
        assert self._process.stdout
        net = threading.Timer(START_S, self._process.kill)
        net.start()
        try:
            while word not in self.lines:
                line = self._process.stdout.readline()
                assert line, f"it ended ({self._process.wait()}) without saying {word!r}: {self.lines}"
                self.lines.append(line.decode().strip())
        finally:
            net.cancel()

    def go(self) -> None:
        """Begin, if it was told to wait."""
        assert self._process.stdin
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()

    def kill(self, phases: Phases) -> Killed:
        """Kill -9. It is halted first, so that what it was doing and which children it had can be noted.

        Raises:
            AssertionError: It had ended by itself.
        """
        self._process.send_signal(signal.SIGSTOP)
        _, status = os.waitpid(self.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), (
            f"it ended by itself ({os.waitstatus_to_exitcode(status)}): {self.lines}"
        )
        found = Killed(children_of(self.pid), phases.under_way())
        self._process.kill()
        self._process.wait()
        self._close()
        return found

    def tell(self) -> None:
        """SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

    def ended(self, within_s: float) -> int:
        """Its exit code; what it printed is in ``lines``.

        Raises:
            subprocess.TimeoutExpired: It has not ended by then; it is killed.
        """
        try:
            code = self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        assert self._process.stdout
        self.lines += self._process.stdout.read().decode().splitlines()
        self._close()
        return code

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


@dataclass
class Killer:
    """Starts processes of one kind and kills them.

    Attributes:
        folder: For its files.
        options: Of every process.
        orphans: Children of the killed, as far as they were alive when last looked at.
        hit: How often each step was under way when a process was killed; ``starting`` before the flow began.
        kills: So many.
    """

    folder: Path
    options: Sequence[str]
    orphans: list[Alive] = field(default_factory=list)
    hit: Counter[str] = field(default_factory=Counter)
    kills: int = 0

    def __post_init__(self) -> None:
        self._file = self.folder / "phases"
        self.phases = Phases(self._file)

    @contextmanager
    def started(self, *options: str) -> Iterator[Polling]:
        """A process with the counters of its own; killed at the end if it still runs."""
        self.phases.clear()
        with (self.folder / "stderr.txt").open("ab") as log:
            process = Polling([*self.options, "--phases", str(self._file), *options], log)
        try:
            yield process
        finally:
            if process._process.poll() is None:
                process._process.kill()
                process._process.wait()
            process._close()

    def after(self, delay_s: float, word: str = "at work", *options: str) -> None:
        """Kill a process so many seconds after it said ``word``."""
        with self.started(*options) as process:
            process.until(word)
            time.sleep(delay_s)
            self.kill(process)

    def during(self, step: str, within_s: float, *options: str) -> None:
        """Kill a process in the middle of a step, or when it has not come to it in time."""
        with self.started(*options) as process:
            process.until("opening")
            if step != "open":
                process.until("at work")
            end = time.monotonic() + within_s
            while step not in self.phases.under_way() and time.monotonic() < end:
                time.sleep(0.0002)
            self.kill(process)

    def kill(self, process: Polling) -> None:
        """Kill a process that was ``started``."""
        killed = process.kill(self.phases)
        self.kills += 1
        self.hit.update(killed.steps or ("starting",))
        self.orphans += killed.children

    def left(self, within_s: float = 10.0) -> list[Alive]:
        """Children of the killed that are alive, after some time to end."""
        end = time.monotonic() + within_s
        while (found := [one for one in self.orphans if is_alive(one)]) and time.monotonic() < end:
            time.sleep(0.05)
        return found


def children_of(pid: int) -> tuple[Alive, ...]:
    """Processes whose parent is ``pid``."""
    found = (_stat(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return tuple(stat[0] for stat in found if stat and stat[1] == pid)


def is_alive(one: Alive) -> bool:
    """Say whether this very process runs: neither gone nor a zombie."""
    stat = _stat(one.pid)
    return stat is not None and stat[0] == one and stat[2] not in "ZX"


def _stat(pid: int) -> tuple[Alive, int, str] | None:
    """The process, its parent, its state (proc(5), fields 22, 4 and 3)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return Alive(pid, fields[19]), int(fields[1]), fields[0]
