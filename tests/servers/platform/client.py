"""Starts the platform and talks to its other side."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Platform:
    """A running platform."""

    port: int

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget everything, for another test."""
        self._ask("/reset", b"{}")

    def plan(self, **told: Any) -> None:
        """Say what shall happen from now on: fields of `tests.servers.platform.plan.Plan`, and ``seed``."""
        self._ask("/plan", json.dumps(told).encode())

    def final(self) -> dict[str, list[dict[str, Any]]]:
        """What everybody sees, by ``workspace/channel``, in its order; what is still being accepted is waited for."""
        found: dict[str, list[dict[str, Any]]] = self._ask("/final")
        return found

    def requests(self, op: str = "") -> list[dict[str, Any]]:
        """Requests so far, of one kind or of all."""
        return [one for one in self._ask("/requests") if op in ("", one["op"])]

    def _ask(self, path: str, body: bytes | None = None) -> Any:
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=body, headers=kind)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.loads(answer.read())


@contextmanager
def running_platform() -> Iterator[Platform]:
    """A platform that nobody kills; it ends when its input does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.servers.platform"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        yield Platform(json.loads(process.stdout.readline())["port"])
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
