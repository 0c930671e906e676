"""Floors of whoever a text tells of, named or not, and of who belongs to whom. Lower one only where a person can see it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.analyse.belonging import Tie
from bot.analyse.cast import Sort
from tests.conftest import SHARED
from tests.quality.cast_agreement import Score, cases, count_entities, count_ties
from tests.quality.development import below
from tests.quality.runners import re3d as runner
from tests.quality.runners.gold import shipped

SET = SHARED / "eval" / "actors" / "re3d_dev.jsonl"
OWN = Path(__file__).parent.parent / "data" / "cast" / "own.txt"
PATTERNS = {
    "entities": r"^SCORE relaxed_entity_F1 = ([\d.]+)",
    "people": r"^relaxed Person +P .*F1 ([\d.]+)",
    "bodies": r"^relaxed Organisation +P .*F1 ([\d.]+)",
    "places": r"^relaxed Location +P .*F1 ([\d.]+)",
    "affiliation": r"^relation affiliation +P .*F1 ([\d.]+)",
}
"""Where the scorer prints each figure."""

FLOORS = {"entities": 0.73, "people": 0.81, "bodies": 0.74, "places": 0.71, "affiliation": 0.37}
"""Development documents, which the tables were tuned on; measured .757 .840 .775 .749 .416."""


def test_labelled_set(tmp_path: Path) -> None:
    if not SET.exists():
        pytest.skip("the labelled documents are not beside this checkout")
    pred = tmp_path / "pred.jsonl"
    runner.run(SET, pred)
    command = [sys.executable, str(SET.with_name("score_re3d.py")), str(SET), str(pred)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert not below(told, PATTERNS, FLOORS)


def test_own_texts() -> None:
    """Eighteen short ones, written after the tables and before anything was tried on them: .97 and .93 at first sight."""
    tables, _ = shipped()
    entities, ties = Score(), Score()
    types = {told: sort for sort, told in runner.TYPES.items()}
    texts = list(cases(OWN))
    for case in texts:
        row = runner.as_row({"title": "", "text": case.text}, tables)
        found = [(one["start"], one["end"], types[one["type"]]) for one in row["entities"]]
        count_entities(entities, found, case.entities)
        count_ties(ties, [Tie(one["source"], one["target"]) for one in row["relations"]], case.ties)
    assert len(texts) >= 18
    assert entities.f1 >= 0.95
    assert ties.f1 >= 0.9


def test_the_figures_by_hand() -> None:
    score = Score()
    count_entities(
        score, [(0, 8, Sort.GROUP), (10, 14, Sort.PLACE)], [(4, 8, Sort.GROUP), (10, 14, Sort.PERSON)]
    )
    assert (score.right, score.predicted, score.found, score.labelled, score.f1) == (1, 2, 1, 2, 0.5)
    count_entities(score, [(0, 9, Sort.GROUP)], [(7, 9, Sort.GROUP)])
    assert score.right == 1
    ties = Score()
    count_ties(ties, [Tie("the navy", "Chad")], [Tie("Chad", "Chad's navy"), Tie("he", "she")])
    assert (ties.right, ties.found, ties.labelled) == (1, 1, 2)
    assert Score().f1 == 0


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        ("a  b", "a b"),
        (" a\r\nb", "a\nb"),
        ("a\u200bb\u00adc", "abc"),
        ("\ufeff\nnot\t\tone", "not one"),
    ],
)
def test_offsets_lead_back_to_the_raw_text(raw: str, body: str) -> None:
    moved = runner.offsets(raw, body)
    assert [raw[at] for at in moved if not raw[at].isspace()] == [char for char in body if not char.isspace()]
    assert moved == sorted(set(moved))
