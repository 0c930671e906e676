"""Floors of actors: who they are, what they are, whom they speak for. Lower one only where a person can see it."""

from pathlib import Path

import pytest

from tests.analyse.actor_cases import cases
from tests.quality import development
from tests.quality.actor_agreement import Agreement, agree
from tests.quality.runners import gold as runner
from tests.quality.test_floor_gold import rows

PATTERNS = {
    "actors": r"^actors .*?F1 ([\d.]+)",
    "people": r"people .*?F1 ([\d.]+)",
    "role": r"^role +([\d.]+)",
    "affiliation": r"affiliation ([\d.]+)",
    "key": r"^key actors +([\d.]+)",
}
"""Where the scorer prints each figure."""

FLOORS = {"actors": 0.92, "people": 0.98, "role": 0.89, "affiliation": 0.92, "key": 0.82}
"""Development articles, which the rules were tuned on; measured .938 1.00 .905 .949 .848. The margin is two or three
actors."""


APART = Path(__file__).parent.parent / "data" / "gold_heldout.jsonl"
APART_AFFILIATIONS, APART_WRONG = 0.70, 18
"""Measured 46 of 62, and 18 given to people who have another or none (15 with a model of six layers). The articles from which the weights of ``backing``
come are others."""


@pytest.fixture(scope="module")
def own() -> Agreement:
    return agree(cases())


# The texts were written in three batches, each before the rules that it asked for; at first sight they gave F1 .89, .89
# and .91, affiliations 33 of 58 (11 wrong), 16 of 26 (4 wrong) and 16 of 21 (2 wrong). Now they are no unseen test.


def test_everyone_in_our_own_texts_is_found_and_nobody_else(own: Agreement) -> None:
    assert own.f1 >= 0.98


def test_roles_in_our_own_texts(own: Agreement) -> None:
    assert own.roles >= 0.96 * own.with_role


def test_affiliations_in_our_own_texts_are_right_or_left_open(own: Agreement) -> None:
    """A wrong one is worse than none."""
    assert own.affiliations >= 0.88 * own.with_affiliation
    assert own.wrong <= 1


def test_development_articles(tmp_path: Path) -> None:
    told = development.scored(tmp_path / "pred.jsonl")
    assert not development.below(told, PATTERNS, FLOORS)


def test_affiliations_in_articles_written_apart(tmp_path: Path) -> None:
    runner.run(APART, tmp_path / "pred.jsonl")
    read = {row["id"]: {one["name"]: one for one in row["actors"]} for row in rows(tmp_path / "pred.jsonl")}
    told = [
        (read[row["id"]][one["name"]]["affiliation"], {one["affiliation"], *one.get("affiliation_alt", [])})
        for row in rows(APART)
        for one in row["actors"]
        if one["kind"] == "person" and one["name"] in read[row["id"]]
    ]
    tied = [(party, wanted) for party, wanted in told if wanted != {None}]
    right, wrong = sum(p in w for p, w in tied), sum(p is not None and p not in w for p, w in told)
    assert right >= APART_AFFILIATIONS * len(tied) > 0
    assert wrong <= APART_WRONG
