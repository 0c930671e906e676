"""``brief run`` in a process of its own, posting messages that wait in a database: to be killed, starved and told to end."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.store.open import open_store
from bot.types import Channel, Delivery, Heading, Kind, Message, Para

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 60.0


@dataclass
class Desk:
    """A configuration without feeds or subscriptions, and a database.

    Args:
        folder: For both, and for what is posted.
    """

    folder: Path
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "config").mkdir(exist_ok=True)
        settings = (ROOT / "config" / "settings.yaml").read_text("utf-8")
        (self.folder / "config" / "settings.yaml").write_text(settings, "utf-8")
        (self.folder / "config" / "feeds.yaml").write_text("feeds: {}\n", "utf-8")
        self.subscribe("subscriptions: {}\n")

    def subscribe(self, text: str) -> None:
        (self.folder / "config" / "subscriptions.yaml").write_text(text, "utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "sitrep.db"

    @property
    def posts(self) -> Path:
        return self.folder / "posts"

    def enqueue(
        self, count: int, *, channels: int = 1, platform: str = "dir", text: str = "All quiet."
    ) -> list[str]:
        """Put messages on their way; their keys."""
        keys = [f"morning/2026-05-12/{number // 60:02}:{number % 60:02}" for number in range(count)]
        with open_store(f"sqlite:///{self.database}") as store:
            for number, key in enumerate(keys):
                message = Message(key, (Heading(f"Digest {number}", 1), Para(text)), f"Digest {number}")
                channel = Channel(platform, "local", f"desk{number % channels}")
                assert store.enqueue(Delivery(key, channel, Kind.DIGEST, message))
        return keys

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What the database says; nothing before its tables are there."""
        if not self.database.exists():  # looking must not make it
            return []
        connection = sqlite3.connect(self.database, timeout=30)
        try:
            return connection.execute(question).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            connection.close()

    def states(self) -> dict[str, int]:
        """How many deliveries stand where."""
        return dict(self.ask("SELECT state, count(*) FROM deliveries GROUP BY state"))

    def leased(self) -> int:
        """How many deliveries somebody holds."""
        return len(self.ask("SELECT id FROM deliveries WHERE lease_owner IS NOT NULL"))

    def let_leases_run_out(self) -> None:
        """As if the time of those that a dead process held were over."""
        with sqlite3.connect(self.database) as connection:
            connection.execute("UPDATE deliveries SET lease_until = 1 WHERE lease_until IS NOT NULL")
        connection.close()

    def files(self) -> list[Path]:
        """What was posted."""
        return sorted(self.posts.rglob("*.md"))

    def start(self, *words: str, program: str = "", to: str = "", **streams: Any) -> subprocess.Popen[bytes]:
        """``brief run --to POSTS WORDS``; ``program``: Python that runs before it."""
        shared = ["--config", str(self.folder / "config"), "--data", str(self.folder)]
        line = ["run", "--to", to or str(self.posts), *words, *shared]
        code = f"import sys\n{program}\nsys.argv = ['brief', *sys.argv[1:]]\nfrom adapters.__main__ import main\nmain()"
        bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        process = subprocess.Popen(
            [sys.executable, "-c", code, *line],
            cwd=ROOT,
            env={**bare, "PYTHONPATH": str(ROOT)},
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
        )
        self.started.append(process)
        return process

    def close(self) -> None:
        """End what a test left running."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            ended(process)

    def once(self, program: str = "") -> subprocess.CompletedProcess[bytes]:
        """``brief run --once --no-poll``, to its end."""
        process = self.start("--once", "--no-poll", program=program)
        out, err = process.communicate(timeout=PATIENCE_S)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def ended(process: "subprocess.Popen[bytes]") -> int:
    """Wait for its end, and close what was read of it; its exit code."""
    code = process.wait(PATIENCE_S)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    return code


def until(holds: Callable[[], bool], within_s: float = PATIENCE_S) -> None:
    """Look again and again until it holds."""
    ends = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.02)


def killed(moment: str) -> str:
    """A program that dies by SIGKILL just before, or just after, a post gets its name."""
    lines = [
        "import os, signal",
        "from pathlib import Path",
        "real = Path.replace",
        "def replace(self, target):",
        "    if not str(target).endswith('.md'): return real(self, target)",
        *(["    real(self, target)"] if moment == "after" else []),
        "    os.kill(os.getpid(), signal.SIGKILL)",
        "Path.replace = replace",
    ]
    return "\n".join(lines)
