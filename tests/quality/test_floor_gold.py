"""Floors of events and flags, with their runner. Lower one only where a person can see it."""

import json
from pathlib import Path
from typing import Any

from tests.quality import development
from tests.quality.coding_agreement import agree
from tests.quality.runners import gold as runner

HERE = Path(__file__).parent
OWN = HERE.parent / "data" / "gold_own.jsonl"
SEEN = [HERE.parent / "data" / f"gold_events_{part}.jsonl" for part in "ab"]
APART = HERE.parent / "data" / "gold_heldout.jsonl"

PATTERNS = {
    "events": r"events .*F1 ([\d.]+)",
    "main": r"main events found ([\d.]+)",
    "modality": r"modality ([\d.]+)",
    "direction": r"direction ([\d.]+)",
    "severity": r"within one step ([\d.]+)",
    "flags": r"main ones raised ([\d.]+)",
}
"""Where the scorer prints each figure."""

FLOORS = {"events": 0.74, "main": 0.9, "modality": 0.88, "direction": 0.9, "severity": 0.97, "flags": 0.85}
"""Development articles, measured .775 .943 .922 .938 .992 .893; the margin is for changes in the actors beneath. By the
rules alone, which were written on these articles, .780 .886 .953 .945 .992 .857."""

APART_F1, APART_MAIN = 0.44, 0.42
"""Measured .47 and 21 of 47 (five false alarms); with all of the text read by the model .53 and 24 (five), by the rules
alone .46 and 18 (three)."""


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_own_articles(tmp_path: Path) -> None:
    """Of these the first twelve, before any rule had seen them: F1 .67, main .85, flags .78, one false alarm."""
    runner.run(OWN, tmp_path / "pred.jsonl")
    coded = {row["id"]: row["events"] for row in rows(tmp_path / "pred.jsonl")}
    score = agree((row, coded[row["id"]]) for row in rows(OWN))
    assert score.false_alarms == 0
    assert score.f1 >= 0.75
    assert score.main_found >= 0.9 * score.main
    assert score.flags >= 0.9 * score.main_flags
    assert score.modality >= 0.9 * score.found
    assert score.direction >= 0.88 * score.found
    assert score.severity >= 0.95 * score.found


def test_articles_that_showed_the_kinds_of_error(tmp_path: Path) -> None:
    """Sixteen more, of their events alone; thresholds were swept on them. By the rules alone F1 is .63."""
    for file, most in zip(SEEN, (2, 1), strict=True):
        runner.run(file, tmp_path / "pred.jsonl")
        coded = {row["id"]: row["events"] for row in rows(tmp_path / "pred.jsonl")}
        score = agree((row, coded[row["id"]]) for row in rows(file))
        assert score.false_alarms <= most
        assert score.f1 >= 0.6
        assert score.main_found >= 0.65 * score.main


def test_articles_written_apart(tmp_path: Path) -> None:
    """Sixteen by another hand. No rule was written looking at them, but the kinds of error in them guided one round."""
    runner.run(APART, tmp_path / "pred.jsonl")
    coded = {row["id"]: row["events"] for row in rows(tmp_path / "pred.jsonl")}
    score = agree((row, coded[row["id"]]) for row in rows(APART))
    assert score.false_alarms <= 5
    assert score.f1 >= APART_F1
    assert score.main_found >= APART_MAIN * score.main


def test_own_articles_are_annotated_in_their_own_words() -> None:
    articles = rows(OWN)
    assert len(articles) >= 8
    assert sum(article["negative"] for article in articles) >= 3
    for article in articles:
        for label in (*article["events"], *article["not_escalations"]):
            assert label["evidence"] in article["body"]


def test_development_articles(tmp_path: Path) -> None:
    told = development.scored(tmp_path / "pred.jsonl")
    assert "false alarms 0" in told
    assert not development.below(told, PATTERNS, FLOORS)


def test_agreement_by_hand() -> None:
    strike = {
        "sources": ["KEN"], "targets": ["UGA"], "event": "ASSAULT", "modality": "done",
        "direction": "up", "severity": "high", "evidence": "A.", "main": True,
    }  # fmt: skip
    article = {"events": [strike], "negative": False, "not_escalations": [{"evidence": "B."}]}
    talks = {**strike, "event": "CONSULT", "sources": ["UGA"], "targets": ["KEN"], "direction": "neutral"}
    alarm = {**strike, "evidence": "B."}

    score = agree([(article, [strike])])
    assert (score.f1, score.main_found, score.flags, score.false_alarms) == (1, 1, 1, 0)
    assert agree([(article, [talks])]).found == 0
    assert agree([(article, [strike, alarm])]).false_alarms == 1
    assert (
        agree([({**article, "events": [{**talks, "targets": ["UGA"], "sources": ["KEN"]}]}, [talks])]).found
        == 1
    )
    assert agree([({**article, "negative": True, "events": []}, [strike])]).false_alarms == 1
    assert agree([(article, [{**strike, "severity": "low"}])]).severity == 0
