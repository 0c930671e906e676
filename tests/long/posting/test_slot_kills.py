"""Presses killed and halted at random: each slot is made once, each message is there once, no story is told twice.

    python -m pytest tests/long/posting/test_slot_kills.py -s

SEEDS and SUBSCRIPTIONS (of each trial, with three slots each) are read from the environment.
"""

import os
from pathlib import Path

import pytest

from tests.long.posting.slot_plan import plan
from tests.long.posting.slots import SlotTrial
from tests.servers.platform import Platform

SEEDS = [int(seed) for seed in os.environ.get("SEEDS", "1 2 3").split()]
SUBSCRIPTIONS = int(os.environ.get("SUBSCRIPTIONS", "70"))


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_slot_is_made_and_posted_once_however_often_presses_die(
    url: str, platform: Platform, tmp_path: Path, seed: int, processes: int
) -> None:
    trial = SlotTrial(url, platform, tmp_path, plan(seed, SUBSCRIPTIONS), seed, processes)
    found = trial.run()
    assert trial.oracle
    counts = trial.oracle.counts()
    print(
        f"\n{url.partition(':')[0]}, {processes} processes, seed {seed}: {dict(counts)}, "
        f"{trial.plan.ghosts} slots of the first pass, {dict(trial.blows)}, {trial.seconds:.0f} s"
    )
    assert found == []
    assert trial.blows["SIGKILL while making"]
    assert counts["alert"]
    assert counts["update"]


def test_messages_stand_there_twice_where_nobody_waits_for_what_is_under_way(
    url: str, platform: Platform, tmp_path: Path
) -> None:
    """The oracle of the test above can fail: a settle time of nothing is what it is there to find."""
    trial = SlotTrial(url, platform, tmp_path, plan(5, 40, rounds=1), 5, 3, ("--settle", "0"))
    assert any("more: Counter({" in fault for fault in trial.run())
