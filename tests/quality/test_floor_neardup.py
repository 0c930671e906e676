"""Floors of near-duplicates, with their runner: precision and recall over pairs. Lower one only in plain sight."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.acquire.identity.fingerprints import fingerprint
from bot.acquire.identity.nearness import Copies
from tests.acquire.identity.made import EDITS, article
from tests.quality.runners import neardup as runner

DEV = Path(__file__).parents[3] / "shared" / "eval" / "stories" / "dev" / "neardup.jsonl"
FLOORS = (0.955, 0.953)
"""Precision and recall; measured .963 and .960: 299 pairs said, 288 of the set's 300 right. Of the other eleven, six have a
likeness of .92 and more and two of .70: agency copy that the set calls different articles. Of the twelve that are missed, eleven
have 40 % of their sentences swapped, and more of their words. MinHash: .886 and .957."""

OTHERS = 2_000
NOON = datetime(2000, 1, 1, tzinfo=UTC)


def score(said: set[tuple[str, str]], right: set[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall of unordered pairs; each pair is in order."""
    hits = len(said & right)
    return hits / max(1, len(said)), hits / max(1, len(right))


def pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def gold_pairs(rows: Sequence[dict[str, str]]) -> set[tuple[str, str]]:
    """Base and edit of each group; the rows of one story are no pairs."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] != "same-story negative":
            groups.setdefault(row["group"], []).append(row["id"])
    return {pair(*group) for group in groups.values() if len(group) == 2}


def test_dev_pairs(tmp_path: Path) -> None:
    if not DEV.exists():
        pytest.skip("the labelled sets are not beside this checkout")
    runner.run(DEV, tmp_path / "pred.jsonl")
    said = [json.loads(line) for line in (tmp_path / "pred.jsonl").read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
    pairs = {pair(row["id"], row["copy_of"]) for row in said if row["copy_of"]}
    precision, recall = score(pairs, gold_pairs(rows))
    assert precision >= FLOORS[0]
    assert recall >= FLOORS[1]


def test_our_own_pairs_among_others() -> None:
    """50 copies of each kind among 2,000 other articles; measured P 1.0, R .99: of three the swapped sentences are the long ones."""
    dice = random.Random(7)  # noqa: S311 - wants to repeat
    texts, right = list[str](), set[tuple[str, str]]()
    for kind, edit in EDITS.items():
        for seed in range(50):
            told = article(hash_free_seed(kind, seed))
            right.add((str(len(texts)), str(len(texts) + 1)))
            texts += [" ".join(told), edit(told, dice)]
    index = Copies()
    for other in range(1, OTHERS + 1):
        index.add(-other, fingerprint(" ".join(article(1_000_000 + other))), outlet="", at=NOON)
    found = runner.copies(texts, index)
    said = {(str(hit[0]), str(place)) for place, hit in enumerate(found) if hit}
    precision, recall = score(said, right)
    assert precision >= 0.99
    assert recall >= 0.98


def hash_free_seed(kind: str, seed: int) -> int:
    """A seed of its own for each kind: ``hash`` of a text differs from run to run."""
    return 1_000 * list(EDITS).index(kind) + seed


def test_accounts_of_one_story_are_no_copies_though_they_quote_the_same_people() -> None:
    """Two reports with four of their twelve sentences in common, and an agency's first two paragraphs."""
    index = Copies()
    for seed in range(30):
        common = article(50_000 + seed, 4)
        one, other = ([*common, *article(base + seed, 8)] for base in (60_000, 70_000))
        index.add(2 * seed, fingerprint(" ".join(one)), outlet="", at=NOON)
        assert index.find(fingerprint(" ".join(other))) is None


def test_the_runner_writes_what_the_index_finds(tmp_path: Path) -> None:
    told = " ".join(article(1))
    rows = [
        {"id": "a", "text": told},
        {"id": "b", "text": " ".join(article(2))},
        {"id": "c", "text": told.upper()},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    runner.run(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl")
    said = [json.loads(line) for line in (tmp_path / "pred.jsonl").read_text("utf-8").splitlines()]
    assert said == [
        {"id": "a", "copy_of": None, "likeness": 0.0},
        {"id": "b", "copy_of": None, "likeness": 0.0},
        {"id": "c", "copy_of": "a", "likeness": 1.0},
    ]
