"""SIGTERM at every step, twice, on both databases.

python -m pytest tests/long/kills/test_told_everywhere.py -s
"""

import time
from collections.abc import Callable
from pathlib import Path

from tests.long.kills.ending import AT, told_at
from tests.servers.newsweb import NewsWeb


def test_told_to_end_at_any_step_a_process_ends_in_time_and_keeps_nothing(
    fresh: Callable[[], str], tmp_path: Path
) -> None:
    errors, begun = tmp_path / "stderr.txt", time.monotonic()
    with NewsWeb(3, seed=6) as web:
        for step in AT:
            assert told_at(step, fresh(), web, errors) == []
    print(f"\n{len(AT)} steps, {time.monotonic() - begun:.0f} s")
    assert errors.read_text() == ""
