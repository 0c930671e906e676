"""Floors of the sentence splitter, with its runner. Lower one only where a person can see it."""

import json
from pathlib import Path

import pytest

from bot.text import sentences
from tests.quality.boundaries import Agreement, Labelled, agree, read_marked, read_rows
from tests.quality.runners import sentences as runner

HERE = Path(__file__).parent
SHARED = HERE.parent.parent.parent / "shared"
LABELLED = {
    "gold/dev.jsonl": 1.0,  # measured 1.0000, 236 boundaries
    "eval/actors/gum_news_dev.jsonl": 0.983,  # measured .9837; the rest are headings run into text
    "eval/actors/gum_extra_dev.jsonl": 0.984,  # measured .9848
}


@pytest.mark.parametrize(("name", "floor"), LABELLED.items())
def test_labelled_sets(name: str, floor: float, tmp_path: Path) -> None:
    gold = SHARED / name
    if not gold.exists():
        pytest.skip("the labelled sets are not beside this checkout")
    runner.run(gold, tmp_path / "pred.jsonl")
    rows = map(json.loads, (tmp_path / "pred.jsonl").read_text("utf-8").splitlines())
    predicted = {row["id"]: row["sentences"] for row in rows}
    assert agree((row, predicted[row.id]) for row in read_rows(gold)).f1 >= floor


def test_our_own_cases() -> None:
    rows = list(read_marked(HERE.parent / "data" / "sentences" / "english.txt"))
    score = agree((row, sentences(row.text)) for row in rows)
    assert len(rows) >= 60
    assert score.f1 == 1.0


def test_agreement_by_hand() -> None:
    text = "One. Two.  Three."
    gold = Labelled("x", text, ((0, 4), (5, 9), (11, 17)))
    assert agree([(gold, ((0, 4), (5, 17)))]) == Agreement(both=2, only_predicted=0, only_gold=1)
    assert agree([(gold, ((0, 3), (5, 10), (11, 17)))]) == Agreement(both=2, only_predicted=1, only_gold=1)
    score = Agreement(both=2, only_predicted=1, only_gold=1)
    assert (score.precision, score.recall, score.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert agree([]) == Agreement(0, 0, 0)


def test_both_shapes_of_labels_are_read(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(
        '{"id": "strings", "body": "One.\\nTwo.", "sentences": ["One.", "Two."]}\n'
        '{"id": "pairs", "text": "One.\\nTwo.", "sentences": [[0, 4], [5, 9]]}\n'
        '{"id": "none", "text": "One."}\n',
        "utf-8",
    )
    assert [row.sentences for row in read_rows(tmp_path)] == [((0, 4), (5, 9)), ((0, 4), (5, 9)), ()]


def test_a_label_that_is_not_in_the_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"id": "x", "body": "One.", "sentences": ["Two."]}\n', "utf-8")
    with pytest.raises(ValueError, match="substring not found"):
        list(read_rows(file))
