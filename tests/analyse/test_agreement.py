"""What becomes of a name that the rules and the model see differently; the model here says what the test tells it."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from bot.analyse.actors import find
from bot.analyse.encoder.bio import KINDS
from bot.analyse.encoder.tagger import Line, Tagged, Tagger
from bot.analyse.encoder.wordpiece import words
from bot.text import sentences
from tests.analyse.actor_reading import article, known


class Told:
    """Calls each of ``names`` its kind wherever it stands in the first ``within`` sentences; notes what it was given."""

    def __init__(self, *names: tuple[str, str], weight: float = 0.99, within: int | None = None) -> None:
        self.names, self.weight, self.within = names, weight, within
        self.given: list[str] = []

    def read(self, text: str, bounds: Sequence[tuple[int, int]]) -> list[Line]:
        self.given = [text[start:end] for start, end in bounds]
        seen = len(bounds) if self.within is None else self.within
        return [self._line(text, *span, self.names if at < seen else ()) for at, span in enumerate(bounds)]

    def _line(self, text: str, start: int, end: int, names: Sequence[tuple[str, str]]) -> Line:
        found = words(text, start, end)
        weights = np.zeros((len(found), len(KINDS)))
        said = []
        for name, kind in names:
            at = text.find(name, start, end)
            if at >= 0:
                said.append(Tagged(at, at + len(name), kind, self.weight))
                inside = [n for n, word in enumerate(found) if at <= word.start < at + len(name)]
                weights[inside, KINDS.index(kind)] = self.weight
        return Line(found, weights, tuple(sorted(said)))


def agreed(text: str, told: Told) -> dict[str, str]:
    """Name → kind of everybody in a text."""
    reading = find(article(text), sentences(text), known(), cast("Tagger", told))
    return {one.name: one.kind.value for one in reading.actors}


@pytest.mark.parametrize(
    ("text", "name", "kind", "expected"),
    [
        ("The strike hit Orvik on Monday, Brask Tamsin wrote.", "Brask Tamsin", "PER", {"Brask Tamsin": "person"}),
        ("It was bought by Lunaro Kest in May.", "Lunaro Kest", "ORG", {"Lunaro Kest": "organization"}),
        ("It was burnt by Red Heron in May.", "Red Heron", "ARM", {"Red Heron": "armed_group"}),
        ("They met Deputy Headman Brask Tamsin there.", "Deputy Headman Brask Tamsin", "PER", None),
        ("They sailed on HMS Brask Tamsin in May.", "HMS Brask Tamsin", "ORG", {}),
        ("They sailed on HMS Brask Tamsin in May.", "Brask Tamsin", "PER", {}),
        ("She told the Orvik Gazette that it rained.", "Orvik Gazette", "ORG", {}),
        ("He read it to the Third Fleet in May.", "Third Fleet", "ORG", {}),
        ("They spoke of tisza talks for a day.", "tisza", "ORG", {}),
        ("They met in Orvik on Monday.", "Orvik", "LOC", {}),
        ("They spoke of the Copper War for a day.", "Copper War", "MISC", {}),
    ],
)  # fmt: skip
def test_what_only_the_model_sees(text: str, name: str, kind: str, expected: dict[str, str] | None) -> None:
    found = agreed(text, Told((name, kind)))
    assert found == expected if expected is not None else all(one.endswith("Brask Tamsin") for one in found)


def test_a_name_that_the_model_only_suspects_is_left() -> None:
    assert agreed("It was bought by Lunaro Kest in May.", Told(("Lunaro Kest", "ORG"), weight=0.5)) == {}


def test_what_the_model_sees_nothing_of_is_denied_to_the_rules() -> None:
    text = "President Rosa Vidal spoke."
    assert agreed(text, Told()) == {}
    assert agreed(text, Told(("Vidal", "LOC"))) == {}
    assert agreed(text, Told(("Rosa Vidal", "PER"))) == {"Rosa Vidal": "person"}


def test_a_body_seen_once_is_seen_everywhere() -> None:
    text = "It was bought by Lunaro Kest in May. In June people left Lunaro Kest in droves. HMS Lunaro Kest sank."
    told = Told(("Lunaro Kest", "ORG"), within=1)
    reading = find(article(text), sentences(text), known(), cast("Tagger", told))
    assert [[span.start for span in one.mentions] for one in reading.actors] == [[17, 57]]


def test_of_two_bounds_the_wider_holds() -> None:
    text = "President Rosa Vidal Anaya spoke."
    assert agreed(text, Told(("Vidal Anaya", "PER"))) == {"Rosa Vidal Anaya": "person"}


def test_of_two_kinds_the_model_s_holds() -> None:
    assert agreed("President Rosa Vidal spoke.", Told(("Rosa Vidal", "ORG"))) == {
        "Rosa Vidal": "organization"
    }


def test_a_lone_word_is_a_person_only_where_no_name_holds_it() -> None:
    told = Told(("Brask", "PER"))
    assert agreed("The plan was praised by Brask in May.", told) == {"Brask": "person"}
    text = "President Tamsin Brask spoke. The plan was praised by Brask in May."
    assert agreed(text, Told(("Tamsin Brask", "PER"), ("Brask", "PER"))) == {"Tamsin Brask": "person"}


def test_the_roster_is_not_named_anew() -> None:
    assert agreed("Iran said no.", Told(("Iran", "PER"))) == {"Iran": "state"}


def test_sentences_that_cannot_matter_are_not_read() -> None:
    told = Told(("Rosa Vidal", "PER"), ("Vidal", "PER"))
    agreed(
        "President Rosa Vidal spoke. Vidal left Iran on Monday. It rained. The rain fell. Nobody at Orvik saw it rain.",
        told,
    )
    assert told.given == ["President Rosa Vidal spoke.", "Nobody at Orvik saw it rain."]
