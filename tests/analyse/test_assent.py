"""What the model adds to the rules, and what it takes away: readings of small articles with the weights as they ship."""

import numpy as np
import pytest

from bot.analyse import actors, assent, events
from bot.analyse.encoder.asking import Answer
from bot.analyse.encoder.labels import ACTS, MODALITIES, ROOTS
from bot.analyse.modality import Judgement
from bot.analyse.patterns import Frame, Sense
from bot.analyse.sights import Sight
from bot.analyse.triggers import Trigger
from bot.text import sentences
from bot.types import Direction, Modality, Root, Severity
from tests.analyse.coding import article, line
from tests.quality.runners.gold import shipped


def read(text: str) -> list[str]:
    """The events of a text by rules and model."""
    tables, _ = shipped()
    told = article(text)
    offsets = sentences(told.body)
    perusal = tables.perusal(offsets)
    reading = actors.find(told, offsets, tables.roster, perusal)
    return [line(event) for event in events.find(told, offsets, reading, tables.codebook, perusal).events]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Words that no table holds.
        ("Kenyan gunners pummelled a Ugandan garrison on Friday.", "KEN ASSAULT UGA done up"),
        ("Peru's president hailed Chile as a brother on Friday.", "PER SUPPORT CHL done"),
        # A court acts for the state at hand.
        ("Kenya jailed two Ugandan envoys.\nA Nairobi magistrate released the Ugandans on Friday.", "KEN RETREAT UGA done down"),
    ],
)  # fmt: skip
def test_the_model_sees_more_words(text: str, wanted: str) -> None:
    assert any(row.startswith(wanted) for row in read(text))


def test_a_denial_keeps_its_verb_and_its_side() -> None:
    told = read(
        "Kenya accused Uganda of shelling a village.\nUganda denied that its troops had fired a shot."
    )
    assert any(row.startswith("UGA") and " denied " in row for row in told)


def sight(modality: Modality, weight: float, root: Root = Root.ASSAULT, event: float = 0.9) -> Sight:
    roots = np.full(len(ROOTS), 0.0)
    roots[0], roots[ROOTS.index(root)] = 1 - event, event
    modalities = np.full(len(MODALITIES), (1 - weight) / (len(MODALITIES) - 1))
    modalities[MODALITIES.index(modality)] = weight
    return Sight(0, 0, event, Answer(roots, np.zeros(len(ACTS)), modalities, (), ()), (), ())


def trigger(root: Root = Root.ASSAULT, modality: Modality | None = None) -> Trigger:
    sense = Sense(root, None, Frame.ACT, modality, Direction.UP, Severity.HIGH, weak=False)
    return Trigger(sense, 0, 0, (0,), None, passive=False)


DONE = Judgement(Modality.DONE)


@pytest.mark.parametrize(
    ("ruled", "seen", "word", "wanted"),
    [
        (Modality.DONE, sight(Modality.HYPOTHETICAL, 0.7), trigger(), Modality.HYPOTHETICAL),
        (Modality.DONE, sight(Modality.HYPOTHETICAL, 0.4), trigger(), Modality.DONE),
        (Modality.DONE, None, trigger(), Modality.DONE),
        (Modality.DENIED, sight(Modality.DONE, 0.9), trigger(), Modality.DENIED),
        (Modality.HISTORICAL, sight(Modality.DONE, 0.9), trigger(), Modality.HISTORICAL),
        (Modality.PLANNED, sight(Modality.DONE, 0.9), trigger(modality=Modality.PLANNED), Modality.PLANNED),
        (Modality.CALLED_FOR, sight(Modality.DONE, 0.9), trigger(Root.REQUEST), Modality.CALLED_FOR),
        (Modality.DONE, sight(Modality.THREATENED, 0.9), trigger(), Modality.DONE),
    ],
)
def test_who_has_the_word_on_whether(
    ruled: Modality, seen: Sight | None, word: Trigger, wanted: Modality
) -> None:
    assert assent.judged(Judgement(ruled), seen, word).modality is wanted


def test_without_the_models_consent_a_word_is_none_unless_it_denies() -> None:
    doubted = sight(Modality.DONE, 0.9, event=0.1)
    assert not list(assent._consented([trigger()], [doubted]))
    assert list(assent._consented([trigger()], [sight(Modality.DONE, 0.9)]))
    assert list(assent._consented([trigger(modality=Modality.DENIED)], [doubted]))
