"""Our own stream of made-up articles, and BCubed, the measure of stories."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "stories" / "own.txt"
_START = datetime(2030, 3, 1, tzinfo=UTC)


def rows() -> list[dict[str, str]]:
    """The articles in the order in which they were read, as rows that the runner ``stories`` takes."""
    found = []
    for number, part in enumerate(FILE.read_text("utf-8").split("\n## ")[1:]):
        head, _, text = part.partition("\n")
        cluster, hours, title = (field.strip() for field in head.split("|"))
        at = (_START + timedelta(hours=float(hours))).replace(tzinfo=None).isoformat()
        row = {"id": str(number), "title": title, "text": text.strip(), "cluster": cluster}
        found.append({**row, "date": at, "read_at": at})
    return found


def bcubed(gold: Mapping[str, Hashable], told: Mapping[str, Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 (A. Bagga and B. Baldwin, 1998).

    Each article's part of its told story that is of its true one, and the reverse, on average over the articles.
    """
    true, said = _members(gold), _members(told)
    shared = {one: len(true[gold[one]] & said[told[one]]) for one in gold}
    precision = sum(shared[one] / len(said[told[one]]) for one in gold) / len(gold)
    recall = sum(shared[one] / len(true[gold[one]]) for one in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _members(clusters: Mapping[str, Hashable]) -> dict[Hashable, set[str]]:
    members: dict[Hashable, set[str]] = defaultdict(set)
    for one, cluster in clusters.items():
        members[cluster].add(one)
    return members
