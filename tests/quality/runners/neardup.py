"""Copies among texts, as the index that ships finds them when the texts come one after another."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot.acquire.identity.fingerprints import fingerprint
from bot.acquire.identity.nearness import Copies

NAME = "neardup"
HELP = "near-duplicates: {id, copy_of: id of an earlier row or null, likeness}"

_AT = datetime(2000, 1, 1, tzinfo=UTC)


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``text``) and write which earlier row it copies."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    found = copies([row["text"] for row in rows], Copies())
    with pred.open("w", encoding="utf-8") as out:
        for row, hit in zip(rows, found, strict=True):
            at, like = hit or (None, 0.0)
            said = {
                "id": row["id"],
                "copy_of": None if at is None else rows[at]["id"],
                "likeness": round(like, 3),
            }
            out.write(json.dumps(said) + "\n")


def copies(texts: list[str], index: Copies) -> list[tuple[int, float] | None]:
    """For each text the place of the earlier one that it is the best copy of, with the likeness.

    ``index`` may hold other documents, under negative ids; a copy of one of those is no copy of these.
    """
    found: list[tuple[int, float] | None] = []
    for place, text in enumerate(texts):
        data = fingerprint(text)
        hit = index.find(data)
        found.append(hit if hit and hit[0] >= 0 else None)
        index.add(place, data, outlet="", at=_AT)
    return found
