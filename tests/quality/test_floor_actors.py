"""Floors of actors: who they are, what they are, whom they speak for. Lower one only where a person can see it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.analyse.actor_cases import cases
from tests.quality.actor_agreement import Agreement, agree
from tests.quality.runners import gold as runner

SHARED = Path(__file__).parent.parent.parent.parent / "shared" / "gold"

FLOORS = {"actors": 0.92, "people": 0.98, "role": 0.89, "affiliation": 0.84, "key": 0.8}
"""Development articles, which the rules were tuned on; measured .939 .995 .904 .857 .815. The margin is two or three
actors."""


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
    if not (SHARED / "dev.jsonl").exists():
        pytest.skip("the annotated articles are not beside this checkout")
    runner.run(SHARED / "dev.jsonl", tmp_path / "pred.jsonl")
    told = subprocess.run(
        [sys.executable, SHARED / "score_gold.py", SHARED / "dev.jsonl", tmp_path / "pred.jsonl"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    got = {name: float(value) for name, value in figures(told).items()}
    assert got.keys() == FLOORS.keys()
    assert not {name: (got[name], floor) for name, floor in FLOORS.items() if got[name] < floor}


def figures(told: str) -> dict[str, str]:
    """What the scorer prints of actors, by name."""
    patterns = {
        "actors": r"^actors .*?F1 ([\d.]+)",
        "people": r"people .*?F1 ([\d.]+)",
        "role": r"^role +([\d.]+)",
        "affiliation": r"affiliation ([\d.]+)",
        "key": r"^key actors +([\d.]+)",
    }
    return {name: m[1] for name, p in patterns.items() if (m := re.search(p, told, re.MULTILINE))}
