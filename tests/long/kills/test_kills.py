"""kill -9, a hundred times on each database, while feeds publish, correct and fail.

    python -m pytest tests/long/kills/test_kills.py -s

Ten minutes on two idle processors. It prints how often each step was under way when a process was killed. KILL_SEED is
the seed; KILLS, three numbers, says how many kills there are at the first start, while polling and while forgetting.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.long.kills.loop import FEEDS, SPEED, Trial
from tests.servers.fast_clock import FastClock
from tests.servers.newsweb import NewsWeb

SEED = int(os.environ.get("KILL_SEED", "1"))
FIRST, POLLING, FORGETTING = (int(number) for number in os.environ.get("KILLS", "10 80 10").split())


def test_no_kill_loses_or_doubles_an_article(fresh: Callable[[], str], tmp_path: Path) -> None:
    begun, clock = time.monotonic(), FastClock.starting(SPEED)
    with NewsWeb(FEEDS, seed=SEED, now=clock) as web:
        trial = Trial(fresh(), web, tmp_path, clock, SEED)
        trial.first_starts(FIRST, fresh)
        trial.while_polling(POLLING)
        found = trial.catch_up()
        articles = sum(len(feed["articles"]) for feed in web.final()["feeds"])
        forgotten = trial.while_forgetting(FORGETTING)
    print(
        f"\n{trial.url.partition(':')[0]}: {trial.killer.kills} kills, {articles} articles, seed {SEED}, "
        f"{time.monotonic() - begun:.0f} s; under way: {dict(trial.killer.hit.most_common())}"
    )
    print(*found, *forgotten, (tmp_path / "stderr.txt").read_text()[-4_000:], sep="\n")
    assert found == []
    assert forgotten == []
    assert trial.killer.kills == FIRST // 2 * 2 + POLLING + FORGETTING
