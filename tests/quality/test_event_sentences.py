"""Our own event sentences are what their guide says, and no toy."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.analyse.encoder.labels import MODES
from bot.analyse.training.coded import KINDS, Coded, WrongLabel, read
from bot.types import Modality, Root
from tests.quality import event_sentences as own

LONGEST_SHARE = 0.6
"""Of 4-grams, names masked, that two sentences may share."""


@cache
def told() -> tuple[Coded, ...]:
    return tuple(own.training())


@cache
def heldout() -> tuple[Coded, ...]:
    return tuple(own.heldout())


def test_there_are_enough_of_them() -> None:
    events = [s for s in told() if s.events]
    assert len(events) >= 4000
    assert len(told()) - len(events) >= 800
    assert len(heldout()) >= 600
    assert len({s.text for s in (*told(), *heldout())}) == len(told()) + len(heldout())


def test_every_root_mode_modality_and_look_alike_is_told() -> None:
    acts = {(event.root, event.mode) for s in told() for event in s.events}
    missing = [(root, mode) for root, modes in MODES.items() for mode in modes if (root, mode) not in acts]
    assert not missing
    pairs = Counter((e.root, e.modality) for s in told() for e in s.events)
    fixed = {Root.REQUEST, Root.THREATEN}
    live = {Modality.CALLED_FOR, Modality.THREATENED}
    rare = [(r, m) for r in Root if r not in fixed for m in Modality if m not in live and pairs[r, m] < 3]
    assert not rare
    assert {tag for s in told() for tag in s.tags} >= KINDS - {"history"}


def test_main_roots_are_even() -> None:
    counts = Counter(s.events[0].root for s in told() if s.events)
    assert min(counts[root] for root in Root) > 0.8 * max(counts.values())


def test_each_root_is_told_by_many_words() -> None:
    words = own.triggers(told())
    assert {root: len(words[root]) for root in Root if len(words[root]) < 25} == {}


@pytest.mark.parametrize("part", [told, heldout])
def test_lengths_are_those_of_agency_copy(part: Callable[[], tuple[Coded, ...]]) -> None:
    plain = [own.length(s) for s in part() if "headline" not in s.tags]
    assert all(16 <= words <= 38 for words in plain)
    assert 22 < sum(plain) / len(plain) < 32


def test_half_of_them_tell_a_second_event_of_another_root() -> None:
    events = [s for s in told() if s.events]
    assert sum(len({e.root for e in s.events}) > 1 for s in events) >= len(events) / 2


def test_minimal_sets() -> None:
    sets = Counter(s.document for s in told() if any(tag.startswith("set ") for tag in s.tags))
    assert len(sets) >= 150
    assert min(sets.values()) >= 2


def test_no_two_are_alike() -> None:
    assert own.alike([*told(), *heldout()], LONGEST_SHARE) == []


@pytest.mark.parametrize(
    ("surface", "most"), [(own.by_length, 0.09), (own.by_said, 0.08), (own.by_actors, 0.13)]
)
def test_surface_does_not_give_the_root_away(surface: own.Surface, most: float) -> None:
    """Chance is 1 in 16, .0625. Crowds and gunmen take more words than states: the actors' length says a little."""
    assert own.guessed(told(), surface) < most


def test_a_second_reader_agrees() -> None:
    first = {s.text: s.events[0] for s in told() if s.events}
    second = own.second()
    assert len(second) >= 400
    roots = [(str(first[text].root), root) for root, _, _, text in second]
    modalities = [(str(first[text].modality), modality) for _, _, modality, text in second]
    assert own.kappa(roots) >= 0.75
    assert own.kappa(modalities) >= 0.75


def test_kappa_is_cohens() -> None:
    assert own.kappa([("a", "a"), ("b", "b")]) == 1
    assert own.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Chad struck Togo.\n> ASSAULT - done | Chad | hit | Togo", "'hit' stands 0 times"),
        ("Chad struck Togo.\n> STRIKE - done | Chad | struck | Togo", "STRIKE"),
        ("Chad struck Togo.\n> ASSAULT demo done | Chad | struck | Togo", "demo is no mode"),
        ("Chad urged Togo.\n> REQUEST - done | Chad | urged | Togo", "cannot be done"),
        ("Chad struck Togo.", "events and a kind"),
        ("# sport\nChad struck Togo.\n> ASSAULT - done | Chad | struck | Togo", "events and a kind"),
        ("One.\nTwo.", "not one sentence"),
    ],
)
def test_wrong_labels_are_named(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "events-x.txt"
    file.write_text(text, "utf-8")
    with pytest.raises(WrongLabel, match=fault):
        read([file])
