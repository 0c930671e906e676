"""A seeded slice of the slots' kill loop; the long one: ``python -m pytest tests/long/posting/test_slot_kills.py -s``."""

from pathlib import Path

from tests.deliver.conftest import platform, running
from tests.long.posting.slot_plan import plan
from tests.long.posting.slots import SlotTrial
from tests.outgoing.newsroom import SEVENTEEN
from tests.servers.platform import Platform

__all__ = ["platform", "running"]

SEED = 21
PROCESSES = {"sqlite": 1, "postgresql": 3}


def test_presses_die_at_random_and_every_slot_is_told_once(
    url: str, platform: Platform, tmp_path: Path
) -> None:
    wanted = plan(SEED, 12, first=2, rounds=1, apart=2, skip=17)
    processes = PROCESSES[url.partition(":")[0]]
    trial = SlotTrial(url, platform, tmp_path, wanted, SEED, processes, later=((1.5, SEVENTEEN),))
    assert trial.run() == []
    assert trial.blows["SIGKILL"]
