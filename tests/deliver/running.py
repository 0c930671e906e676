"""Courier processes, and what they leave behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.deliver.outbox import ENDED
from bot.store.outbox import OutboxPart
from bot.types import Delivery, Para, State
from tests.servers.platform import Platform

ROOT = Path(__file__).parents[2]
LEASE_S, SEND_S, SETTLE_S = 3.0, 0.8, 1.2
"""As the process has them by default: 120, 15 and 60 scaled down. What the platform accepts late (`NAMED`) it accepts
0.5 s after the request, and half of the settle time is left for a machine that is busy."""


@dataclass
class Couriers:
    """Processes that work on one database.

    Attributes:
        url: Of the database.
        port: Of the platform.
        folder: For their standard error.
        options: Of those that are hatched.
        hatched: Numbers of those that were not killed.
    """

    url: str
    port: int
    folder: Path
    options: Sequence[str] = ()
    hatched: list[int] = field(default_factory=list)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _nest: subprocess.Popen[bytes] | None = None

    def start(self, *options: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start one."""
        given = ("--database", self.url, "--port", str(self.port), *options)
        with (self.folder / "stderr.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.deliver.courier_process", *given],
                cwd=ROOT,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self.running.append(process)
        return process

    def dies(self, fail_at: str) -> None:
        """Let one run until it kills itself at a step."""
        code = self._told(fail_at, "code")
        assert code == -signal.SIGKILL, f"it ended with {code} before it came to {fail_at!r}: {self.errors()}"

    def hatch(self) -> int:
        """Start one without loading it anew; its number."""
        pid = self._told("start", "pid")
        self.hatched.append(pid)
        return pid

    def send(self, pid: int, sign: signal.Signals) -> None:
        """Send a signal to one that was hatched; one that ended stays a zombie, so that nobody else is hit."""
        os.kill(pid, sign)
        if sign is signal.SIGKILL:
            self.hatched.remove(pid)

    def _told(self, line: str, answer: str) -> int:
        """Tell the nest something, and wait for what it says to that."""
        if self._nest is None:
            self._nest = self.start(*self.options, "--nest", stdin=subprocess.PIPE)
        assert self._nest.stdin
        assert self._nest.stdout
        self._nest.stdin.write(f"{line}\n".encode())
        self._nest.stdin.flush()
        words = [""]
        while words[0] != answer:
            said = self._nest.stdout.readline()
            assert said, self.errors()
            words = said.decode().split()
        return int(words[1])

    def errors(self) -> str:
        """What they said on standard error."""
        return (self.folder / "stderr.txt").read_text()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill -9."""
        self._close(process)

    def tell(self, process: subprocess.Popen[bytes], within_s: float = 10.0) -> int:
        """SIGTERM; its exit code."""
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(within_s)
        finally:
            self._close(process)

    def end(self) -> None:
        """Kill what still runs."""
        for pid in [*self.hatched]:
            self.send(pid, signal.SIGKILL)
        for process in [*self.running]:
            self._close(process)

    def _close(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin:
            process.stdin.close()
            process.wait(10)
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
        if process in self.running:
            self.running.remove(process)


def until_ended(box: OutboxPart, within_s: float = 40.0) -> None:
    """Wait until nothing is on its way any more.

    Raises:
        AssertionError: Something still is.
    """
    end = time.monotonic() + within_s
    while waiting := [one for one in box.deliveries(limit=10**6) if one.state not in ENDED]:
        assert time.monotonic() < end, waiting[:5]
        time.sleep(0.05)


def faults(box: OutboxPart, platform: Platform, made: Iterable[Delivery]) -> list[str]:
    """What is wrong with what everybody sees: each part of each message once, whole, in order, in its channel."""
    wanted: dict[str, list[tuple[str, int, str]]] = {}
    for each in made:
        texts = [block.text for block in each.message.blocks if isinstance(block, Para)]
        place = f"{each.channel.workspace}/{each.channel.id}"
        wanted.setdefault(place, []).extend((each.key, n, text) for n, text in enumerate(texts))
    found = []
    seen = platform.final()
    for place in wanted.keys() | seen.keys():
        shown = [(one["key"], one["number"], _bare(one["text"])) for one in seen.get(place, [])]
        if shown != wanted.get(place, []):
            found.append(f"{place} shows {shown} instead of {wanted.get(place, [])}")
    found += [
        f"{record}"
        for record in box.deliveries(limit=10**6)
        if record.state is not State.SENT or record.sent not in {record.parts, 0} or record.owner
    ]
    return found


def _bare(text: str) -> str:
    return text.removeprefix("rich: ").removeprefix("plain: ")
