"""kill -9 at random moments of polling: no article is lost, none comes twice, and nothing stays behind.

A seeded slice; a hundred kills on each database, with those at the first start and during retention:
``python -m pytest tests/long/kills/test_kills.py -s``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long.kills.loop import FEEDS, SPEED, Trial
from tests.servers.fast_clock import FastClock
from tests.servers.newsweb import NewsWeb
from tests.servers.postgres import running

SEED = 7
KILLS = {"sqlite": 6, "postgresql": 4}


@pytest.fixture(params=list(KILLS))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with running() as server:
        yield server.url(server.fresh())


def test_articles_are_kept_once_each_however_often_their_reader_is_killed(url: str, tmp_path: Path) -> None:
    clock, kills = FastClock.starting(SPEED), KILLS[url.partition(":")[0]]
    with NewsWeb(FEEDS, seed=SEED, now=clock) as web:
        trial = Trial(url, web, tmp_path, clock, SEED)
        trial.while_polling(kills)
        assert trial.catch_up() == []
    assert trial.killer.kills == kills
    assert (tmp_path / "stderr.txt").read_text() == ""
