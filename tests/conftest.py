"""What many tests share: one engine as the command wires it, with its two processes warm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.__main__ import wire
from bot.engine import Engine

SHARED = Path(__file__).parent.parent.parent / "shared"
"""Labelled data and hostile inputs that lie beside some checkouts; no test needs them in order to pass."""


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with wire(None) as made:
        yield made
