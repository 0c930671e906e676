"""Where the model cannot be loaded the rules read on, and the user is told once what to do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.terminal import app
from adapters.terminal.cli import Arguments
from bot.config import load_settings
from bot.config_folder import environment_config
from bot.engine import Engine, start_workers
from tests.terminal.command import EXAMPLE, brief


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Engine]:
    """An engine whose folder of weights is empty."""
    folder = environment_config(None)
    workers = start_workers(folder, str(tmp_path))

    def no_fetcher() -> None:
        raise AssertionError

    with Engine(workers, load_settings(folder), no_fetcher) as engine:  # type: ignore[arg-type]
        yield engine


def _arguments(*, quiet: bool) -> Arguments:
    twice = (str(EXAMPLE), str(EXAMPLE))
    return Arguments(
        twice, "json", None, None, evidence=False, quiet=quiet, config=None, width=80, colour=False
    )


def test_rules_read_alone_and_say_so_once(bare: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    assert app.run(_arguments(quiet=False), bare) == 0
    out, told = capfd.readouterr()
    notes = [line for line in told.splitlines() if "rules alone" in line]
    assert len(notes) == 1
    assert "card.json" in notes[0]
    assert "install Sitrep again" in notes[0]
    first, second = map(json.loads, out.splitlines())
    assert first["model"] == second["model"] == ""
    assert "rules alone" in first["notes"][0]
    assert "Lucía Arteaga" in {actor["name"] for actor in first["actors"]}


def test_quiet_says_nothing(bare: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    assert app.run(_arguments(quiet=True), bare) == 0
    assert capfd.readouterr().err == ""


def test_the_model_that_ships_is_named() -> None:
    done = brief("--json", EXAMPLE)
    made = json.loads(done.stdout)
    assert made["model"].startswith("sitrep-")
    assert made["notes"] == []
    assert done.stderr == b""
