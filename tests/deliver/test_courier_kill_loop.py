"""A seeded slice of the kill loop; the long one: ``python -m pytest tests/long/posting -s``."""

from pathlib import Path

from tests.long.posting.loop import Trial
from tests.servers.platform import Platform

PROCESSES = {"sqlite": 1, "postgresql": 3}


def test_couriers_die_at_random_and_every_part_is_there_once(
    url: str, platform: Platform, tmp_path: Path
) -> None:
    trial = Trial(url, platform, tmp_path, 11, PROCESSES[url.partition(":")[0]])
    assert trial.run(trial.made(14, 14), blows=3) == []
    assert trial.blows["killed"]
