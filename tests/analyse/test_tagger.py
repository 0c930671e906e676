"""The model that ships: what it says of plain sentences and of any text."""

import json
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.acquire.sources import Source
from bot.analyse.encoder import weights
from bot.analyse.encoder.asking import Asked, Heads
from bot.analyse.encoder.bio import KINDS
from bot.analyse.encoder.labels import ACTS, MODALITIES, ROOTS, SIDES, SIGNALS
from bot.analyse.encoder.tagger import BATCH, MAX_EVENTS, ROOM, WINDOW, Line, Scores, Tagger
from bot.analyse.encoder.wordpiece import WordPiece
from bot.analysis import WEIGHTS
from bot.engine import Engine
from bot.types import Modality, Root

STORY = (
    "Foreign Minister Amina Haddad flew to Nairobi on Monday. "
    "She met Peter Otieno at the World Food Programme. "
    "Nothing was signed."
)
SENTENCES = ((0, 56), (57, 106), (107, 126))


@cache
def tagger() -> Tagger:
    return weights.load(str(WEIGHTS))[0]


def said(text: str, sentences: Sequence[tuple[int, int]]) -> list[Line]:
    """What the model says of sentences, all of which it has room for."""
    lines = tagger().read(text, sentences)
    assert all(line is not None for line in lines)
    return [line for line in lines if line]


def named(text: str, *sentences: tuple[int, int]) -> list[list[tuple[str, str]]]:
    lines = said(text, sentences or ((0, len(text)),))
    return [[(text[name.start : name.end], name.kind) for name in line.names] for line in lines]


def test_names_of_a_story() -> None:
    assert named(STORY, *SENTENCES) == [
        [("Amina Haddad", "PER"), ("Nairobi", "LOC")],
        [("Peter Otieno", "PER"), ("World Food Programme", "ORG")],
        [],
    ]


def test_weights_are_shares() -> None:
    line = said(STORY, SENTENCES)[0]
    start = STORY.index("Amina")
    assert line.weight(start, start + len("Amina Haddad"), "PER") > 0.9
    assert line.weight(start, start + len("Amina Haddad"), "LOC") < 0.1
    assert line.weight(9999, 10_000, "PER") == 0
    assert line.weights.shape == (len(line.words), len(KINDS))
    assert (line.weights.sum(-1) <= 1.0001).all()


def test_a_sentence_longer_than_a_window_is_read_to_its_end() -> None:
    text = "They voted for " + "a plan that nobody had read and " * 200 + "then they met in Kenya."
    assert named(text)[0][-1:] == [("Kenya", "LOC")]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400), st.data())
def test_any_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    sentences = list(zip([0, *cuts], [*cuts, len(text)], strict=True))
    lines = said(text, sentences)
    assert len(lines) == len(sentences)
    for (start, end), line in zip(sentences, lines, strict=True):
        past = start
        for name in line.names:
            assert past <= name.start < name.end <= end
            assert not text[name.start].isspace()
            assert name.kind in KINDS
            assert 0 <= name.weight <= 1
            past = name.end


def test_same_text_same_names() -> None:
    first, second = (said(STORY, SENTENCES) for _ in range(2))
    assert [line.names for line in first] == [line.names for line in second]


class Counting:
    """A network that says nothing of anything and counts what it is given."""

    def __init__(self) -> None:
        self.cells = self.largest = 0

    def scores(self, ids: np.ndarray, types: np.ndarray, mask: np.ndarray) -> Scores:
        assert ids.shape == types.shape == mask.shape
        self._count(ids)
        return Scores(*(np.zeros((*ids.shape, width)) for width in (1 + 2 * len(KINDS), len(SIGNALS), 1)))

    def ask(self, hidden: np.ndarray, marks: np.ndarray, mask: np.ndarray) -> Heads:
        assert hidden.shape[:2] == marks.shape == mask.shape
        self._count(marks)
        rows, length = marks.shape
        heads = (np.zeros((rows, len(one))) for one in (ROOTS, ACTS, MODALITIES))
        return Heads(np.zeros((rows, length, len(SIDES))), *heads)

    def _count(self, cells: np.ndarray) -> None:
        self.cells += cells.size
        self.largest = max(self.largest, cells.size)


@cache
def pieces() -> WordPiece:
    return WordPiece((WEIGHTS / weights.VOCABULARY).read_text("utf-8").splitlines())


@pytest.mark.parametrize("unit", [STORY, "A-1/B-2 ", "A,B,C,D ", "Amina Haddad met Peter Otieno and "])
@pytest.mark.parametrize("sentence", [80, 10_000_000])
def test_no_text_costs_more_than_the_room(unit: str, sentence: int) -> None:
    network = Counting()
    text = unit * (200_000 // len(unit))
    bounds = [(at, min(at + sentence, len(text))) for at in range(0, len(text), sentence)]
    reader = Tagger(network, pieces())
    lines = reader.read(text, bounds)
    assert network.largest <= BATCH
    assert network.cells <= 1.5 * ROOM
    assert None in lines  # what does not fit is left to the rules
    reader.events([line for line in lines if line])
    assert network.largest <= BATCH
    assert network.cells <= 1.5 * ROOM * (1 + MAX_EVENTS)


def test_ten_million_characters_are_passed_over() -> None:
    network = Counting()
    text = "Amina Haddad met Peter Otieno. " * 330_000
    lines = Tagger(network, pieces()).read(text, [(at, at + 30) for at in range(0, len(text) - 31, 31)])
    assert network.cells <= 1.5 * ROOM
    assert lines[0] is not None
    assert lines[-1] is None


def test_names_at_a_seam_stay_whole() -> None:
    """A sentence longer than a window is cut behind a mark where there is one."""
    before = "and they spoke of the weather " * (WINDOW // 6 - 2)
    text = before + "then, at last, Amina Haddad of Kenya and " + before
    assert ("Amina Haddad", "PER") in named(text)[0]


def test_a_child_process_briefs_one_endless_sentence_of_names(engine: Engine) -> None:
    body = "Amina Haddad met Peter Otieno and " * 5800
    made = engine.brief_source(Source("text/plain", f"Talks\n\n{body}".encode()))
    assert "Peter Otieno" in {actor.name for actor in made.actors}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (weights.MODEL, weights.EVENTS, weights.VOCABULARY, weights.CARD):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    return tmp_path


def test_another_file_than_the_card_names_is_not_run(copy: Path) -> None:
    raw = bytearray((copy / weights.MODEL).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / weights.MODEL).write_bytes(raw)
    with pytest.raises(weights.Unusable, match="not the file"):
        weights.load(str(copy))


@pytest.mark.parametrize("name", [weights.MODEL, weights.EVENTS, weights.VOCABULARY, weights.CARD])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(weights.Unusable, match=name):
        weights.load(str(copy))


def test_a_card_of_another_version(copy: Path) -> None:
    card = json.loads((copy / weights.CARD).read_text("utf-8"))
    (copy / weights.CARD).write_text(json.dumps({**card, "tags": ["O"]}), "utf-8")
    with pytest.raises(weights.Unusable, match="another version"):
        weights.load(str(copy))


def test_a_card_that_is_no_text(copy: Path) -> None:
    (copy / weights.CARD).write_bytes(b'{"version": "\xff"}')
    with pytest.raises(weights.Unusable, match="cannot be read"):
        weights.load(str(copy))


def test_a_vocabulary_that_cannot_be_used(copy: Path) -> None:
    (copy / weights.VOCABULARY).write_text("no\npieces\n", "utf-8")
    card = json.loads((copy / weights.CARD).read_text("utf-8"))
    card["sha256"][weights.VOCABULARY] = sha256((copy / weights.VOCABULARY).read_bytes()).hexdigest()
    (copy / weights.CARD).write_text(json.dumps(card), "utf-8")
    with pytest.raises(weights.Unusable, match="cannot be run"):
        weights.load(str(copy))


@pytest.mark.parametrize("name", [weights.MODEL, weights.EVENTS])
def test_a_file_that_is_no_model(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"no model")
    with pytest.raises(weights.Unusable, match="refuses"):
        weights.Session(str(copy))


def seen(text: str) -> list[tuple[str, Root, Modality, list[str], list[str]]]:
    """Events of a sentence that the heads do not take for none: words, root, modality, sources, targets."""
    lines = said(text, [(0, len(text))])
    found = []
    for event in tagger().events(lines)[0]:
        answer = event.answer
        sources, targets = (
            [quoted(lines[0], span) for span in side] for side in (answer.sources, answer.targets)
        )
        if answer.roots[0] < 0.5:
            found.append((text[event.start : event.end], answer.root, answer.modality, sources, targets))
    return found


def quoted(line: Line, span: tuple[int, int]) -> str:
    return " ".join(word.text for word in line.words[slice(*span)])


def test_events_of_a_sentence() -> None:
    text = "Turkish warplanes bombed Kurdish positions near Dohuk on Monday, hours after Iraq recalled its ambassador."
    bombed, recalled = seen(text)
    assert bombed[:3] == ("bombed", Root.ASSAULT, Modality.DONE)
    assert bombed[3:] == (["Turkish warplanes"], ["Kurdish positions"])
    assert recalled[:2] == ("recalled", Root.SANCTION)
    assert recalled[3] == ["Iraq"]


def test_a_match_tells_no_event() -> None:
    assert (
        seen(
            "Chile attacked from the first minute and struck twice before half-time at the national stadium."
        )
        == []
    )


def test_a_marked_pair_is_told_without_a_trigger() -> None:
    text = (
        "The French president, who met nobody else in Berlin, warmly praised the German chancellor on Friday."
    )
    (line,) = said(text, [(0, len(text))])
    answer = tagger().ask(line, Asked((), ((1, 3),), ((14, 16),)))
    assert answer is not None
    assert answer.root is Root.SUPPORT
    assert tagger().ask(line, Asked(())) is None
    assert tagger().ask(line, Asked(((90, 91),))) is None


def test_events_in_the_second_window_of_a_sentence() -> None:
    text = (
        "They voted for " + "a plan that nobody had read and " * 30 + "Turkish warplanes bombed Iraqi towns."
    )
    assert ("bombed", Root.ASSAULT) in [event[:2] for event in seen(text)]
