"""What an article names beside its actors; the model here says what the test tells it."""

from typing import cast

import pytest

from bot.analyse import places
from bot.analyse.actors import find
from bot.analyse.encoder.tagger import Tagger
from bot.text import sentences
from tests.analyse.actor_reading import article, known
from tests.analyse.test_agreement import Told


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("They met in Orvik on Monday.", "Orvik", ["Orvik"]),
        ("They crossed the Plains of Orvik on Monday.", "Orvik", ["Plains of Orvik"]),
        ("They spoke with Friends of Orvik on Monday.", "Orvik", ["Orvik"]),
        ("They left for the Hajj on Monday.", "Hajj", []),
    ],
)
def test_a_place_has_its_kind_with_it_and_a_feast_is_none(text: str, told: str, expected: list[str]) -> None:
    body, offsets = article(text), sentences(text)
    tagger = cast("Tagger", Told((told, "LOC")))
    reading = find(body, offsets, known(), tagger)
    named = places.named(body, offsets, reading, known(), tagger)
    assert [text[start:end] for one in named for start, end in one.mentions] == expected
