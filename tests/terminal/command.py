"""Runs the `brief` command as a user would: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "tests" / "data" / "articles" / "river-incident.html"


def brief(
    *arguments: str | os.PathLike[str],
    stdin: bytes = b"",
    cwd: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """``brief ARGUMENTS``, with no environment but PATH, HOME and what is given."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "adapters", *(os.fspath(argument) for argument in arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**bare, "PYTHONPATH": str(ROOT), **(environment or {})},
        timeout=120,
    )
