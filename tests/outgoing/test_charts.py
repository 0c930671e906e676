"""The chart of a digest: drawn where there is enough, and never in the way."""

from collections.abc import Iterator, Sequence

import pytest

from bot.brief.temperature import Series
from bot.errors import WorkerError
from bot.types import Channel, Image
from tests.contracts.making import Clock
from tests.outgoing.newsroom import FERRY, SHELLING, Desk, News, desk, message


def shellings(one: Desk, days: int) -> None:
    """One report a day."""
    for day in range(days):
        one.clock.forward(days=1)
        body = SHELLING.body.replace("Sarnaghbyur", f"Sarnaghbyur-{day}").replace("12", str(20 + day))
        one.publish(News(f"day{one.clock.at:%d}", f"Shelling number {day}", body))


def image(one: Desk) -> Image | None:
    found = [block for block in message(one.store, one.sent()[-1]).blocks if isinstance(block, Image)]
    return found[0] if found else None


class Easel:
    """Draws nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Series, ...]] = []
        self.is_down = False

    def __call__(self, series: Sequence[Series]) -> bytes:
        self.asked.append(tuple(series))
        if self.is_down:
            raise WorkerError("The chart's process died.")
        return b"\x89PNG of " + series[0].pair.encode()


@pytest.fixture
def easel() -> Easel:
    return Easel()


@pytest.fixture
def drawing(sqlite_url: str, clock: Clock, easel: Easel) -> Iterator[Desk]:
    with desk(sqlite_url, clock, draw=easel) as made:
        yield made


def test_a_digest_shows_how_hot_it_was_between_its_parties(drawing: Desk, easel: Easel) -> None:
    shellings(drawing, 5)
    drawing.subscribe("s1", "13:00")
    drawing.tick(hours=1)
    shown = image(drawing)
    assert shown is not None
    assert "Armenia" in shown.alt
    assert drawing.store.picture(shown.picture) == b"\x89PNG of " + easel.asked[0][0].pair.encode()
    assert sum(map(bool, easel.asked[0][0].counts)) >= 4  # one of five may count as a reprint


def test_the_same_chart_is_drawn_once(drawing: Desk, easel: Easel) -> None:
    shellings(drawing, 5)
    for name in ("s1", "s2", "s3"):
        drawing.subscribe(name, "13:00", channel=Channel("terminal", "w", name))
    drawing.tick(hours=1)
    assert len(drawing.sent()) == 3
    assert len(easel.asked) == 1


def test_too_little_is_not_drawn(drawing: Desk, easel: Easel) -> None:
    drawing.publish(SHELLING, FERRY)
    drawing.subscribe("s1", "13:00")
    drawing.tick(hours=1)
    assert (image(drawing), easel.asked) == (None, [])


def test_a_digest_goes_without_its_chart_when_that_cannot_be_drawn(drawing: Desk, easel: Easel) -> None:
    shellings(drawing, 5)
    easel.is_down = True
    drawing.subscribe("s1", "13:00")
    drawing.tick(hours=1)
    assert len(drawing.sent()) == 1
    assert image(drawing) is None
    assert drawing.complaints == ["no chart for s1: The chart's process died.; none is tried for ten minutes"]
    asked = len(easel.asked)
    drawing.subscribe("s2", "13:01", channel=Channel("terminal", "w", "s2"))
    drawing.tick(minutes=1)
    assert len(easel.asked) == asked, "each would cost its digest the whole deadline"
    easel.is_down = False
    shellings(drawing, 7)
    drawing.tick(hours=1)
    assert image(drawing) is not None
