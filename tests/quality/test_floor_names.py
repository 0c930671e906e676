"""Floors of names: sentences that trained nothing. The labelled sets train the weights, so none is pinned on them.

What the recipe reaches on documents it has not seen is printed by ``python -m bot.analyse.training folds``; the README
has the figures.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.analyse.training.examples import plain
from tests.quality.runners import names as runner
from tests.quality.runners.gold import shipped

FILE = Path(__file__).parent.parent / "data" / "names" / "heldout.txt"
"""150 sentences of five registers by a hand that wrote none of the training sentences, marked by the same guide."""

FLOORS = {"all": 0.74, "PER": 0.77, "ORG": 0.7, "LOC": 0.8, "ARM": 0.4}
"""Strict F1, span and kind; measured .764 .798 .719 .828 .452 (six layers: .791 .793 .755 .867 .483). There are 19 armed
groups: one is worth .05."""


def passages() -> Iterator[tuple[str, set[tuple[int, int, str]], list[tuple[int, int]]]]:
    """Each passage: its text, its names in characters, its sentences; read together, as those of an article are."""
    for passage in re.split(r"\n\s*\n", FILE.read_text("utf-8").strip()):
        text, marks = plain(passage)
        ends = [match.end() for match in re.finditer(r"[^\n]+", text)]
        yield text, set(marks), list(zip([0, *(end + 1 for end in ends)], ends, strict=False))


@cache
def figures() -> dict[str, float]:
    tagger = shipped()[0].tagger
    assert tagger is not None
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for text, gold, bounds in passages():
        names = {tuple(name[:3]) for line in tagger.read(text, bounds) if line for name in line.names}
        found = {name for name in names if name[2] != "MISC"}
        for kind in FLOORS:
            asked = [{one for one in marks if kind in {"all", one[2]}} for marks in (gold, found)]
            right[kind] += 2 * len(asked[0] & asked[1])
            total[kind] += len(asked[0]) + len(asked[1])
    return {kind: right[kind] / total[kind] for kind in FLOORS}


@pytest.mark.parametrize("kind", FLOORS)
def test_sentences_that_trained_nothing(kind: str) -> None:
    assert figures()[kind] >= FLOORS[kind]


def test_no_held_out_sentence_is_in_the_training_sentences() -> None:
    """Not even eight words in a row."""
    folder = Path(runner.__file__).parents[3] / "bot" / "analyse" / "training" / "sentences"
    trained = {
        eight for file in folder.glob("names-*.txt") for eight in _eights(plain(file.read_text("utf-8"))[0])
    }
    assert trained
    assert not trained & _eights(plain(FILE.read_text("utf-8"))[0])


def _eights(text: str) -> set[tuple[str, ...]]:
    found = re.findall(r"\w+", text.lower())
    return {tuple(found[at : at + 8]) for at in range(len(found) - 7)}


def test_the_runner_writes_what_the_scorer_reads(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "tokens": ["President", "Amina", "Haddad", "left", "Nairobi", "."]},
        {"id": "b", "tokens": []},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    runner.run(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl")
    said = [json.loads(line) for line in (tmp_path / "pred.jsonl").read_text("utf-8").splitlines()]
    assert said == [
        {"id": "a", "entities": [[1, 3, "PER"], [4, 5, "LOC"]]},
        {"id": "b", "entities": []},
    ]
