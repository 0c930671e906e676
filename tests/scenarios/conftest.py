"""What several scenarios share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.posting import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose processes are gone when the test is over."""
    made = Desk(tmp_path)
    yield made
    made.close()
