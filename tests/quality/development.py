"""The development articles, run as the engine ships and scored by the scorer that lies beside them."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.quality.runners import gold as runner

ARTICLES = SHARED / "gold" / "dev.jsonl"


def scored(pred: Path) -> str:
    """What the scorer prints of a fresh run, written to ``pred``; skips the test where the articles are absent."""
    if not ARTICLES.exists():
        pytest.skip("the annotated articles are not beside this checkout")
    runner.run(ARTICLES, pred)
    command = [sys.executable, str(ARTICLES.with_name("score_gold.py")), str(ARTICLES), str(pred)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def below(told: str, patterns: Mapping[str, str], floors: Mapping[str, float]) -> dict[str, float]:
    """Figures under their floors, by name. Every floor must find its figure in what was told."""
    found = {name: re.search(pattern, told, re.MULTILINE) for name, pattern in patterns.items()}
    figures = {name: float(match[1]) for name, match in found.items() if match}
    assert figures.keys() == floors.keys()
    return {name: figure for name, figure in figures.items() if figure < floors[name]}
