"""SIGTERM while polling, and a second one while the process ends: it ends in time and keeps nothing (row X1).

Four steps of thirteen; all of them, on both databases: ``python -m pytest tests/long/kills/test_told_everywhere.py``.
"""

from pathlib import Path

from tests.long.kills.ending import told_at
from tests.servers.newsweb import NewsWeb

STEPS = ("claim_entries", "analyse", "placing", "idle")


def test_a_process_that_is_told_to_end_ends_in_ten_seconds_and_gives_back_what_it_held(
    tmp_path: Path,
) -> None:
    errors = tmp_path / "stderr.txt"
    with NewsWeb(3, seed=6) as web:
        for step in STEPS:
            assert told_at(step, f"sqlite:///{tmp_path / step}.db", web, errors) == []
    assert errors.read_text() == ""


def test_nor_does_a_site_hold_it_back_that_never_answers(tmp_path: Path) -> None:
    errors = tmp_path / "stderr.txt"
    with NewsWeb(1, seed=6) as web:
        web.fault(0, "stall")
        url = f"sqlite:///{tmp_path / 'store.db'}"
        assert told_at("fetch_feed", url, web, errors, "--patience", "60") == []
    assert errors.read_text() == ""
