"""Couriers killed and halted at random: each part of each message is there once, whole, in order.

    python -m pytest tests/long/posting/test_kills.py -s

SEEDS and DELIVERIES (of each trial) are read from the environment.
"""

import os
from pathlib import Path

import pytest

from tests.long.posting.loop import Trial
from tests.servers.platform import Platform

SEEDS = [int(seed) for seed in os.environ.get("SEEDS", "1 2 3").split()]
DELIVERIES = int(os.environ.get("DELIVERIES", "170"))
CHANNELS = 60
BLOWS = 25
"""Of each trial: 300 in all, as many as a run of some ten minutes on two processors has room for."""


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_part_is_posted_once_however_often_couriers_die(
    url: str, platform: Platform, tmp_path: Path, seed: int, processes: int
) -> None:
    trial = Trial(url, platform, tmp_path, seed, processes, ("--at-once", "16"))
    made = trial.made(DELIVERIES, CHANNELS)
    found = trial.run(made, blows=BLOWS)
    posts = platform.requests("post")
    print(
        f"\n{url.partition(':')[0]}, {processes} processes, seed {seed}: {len(made)} deliveries of "
        f"{sum(len(each.message.blocks) - 1 for each in made)} parts, {len(posts)} requests to post, "
        f"{len(platform.requests('history'))} looks, {dict(trial.blows)}, {trial.seconds:.0f} s"
    )
    assert found == []
