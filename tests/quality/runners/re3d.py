"""Entities and affiliations of documents about a conflict, nominal ones too."""

import json
import unicodedata
from pathlib import Path
from typing import Any

from bot.analyse import actors, belonging, cast
from bot.analyse.cast import Sort
from bot.analysis import Tables
from bot.text import sentences
from tests.quality.runners.gold import as_article, shipped

NAME = "re3d"
HELP = "who and what a text tells of: {id, entities: [{start, end, type}, ...], relations: [...]}"

TYPES = {
    Sort.PERSON: "Person",
    Sort.GROUP: "Organisation",
    Sort.PLACE: "Location",
    Sort.ORIGIN: "Nationality",
    Sort.WEAPON: "Weapon",
    Sort.PLATFORM: "MilitaryPlatform",
}
"""The set's words for the sorts."""


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``title``, ``text``) and write one row for each to ``pred``."""
    tables, _ = shipped()
    with pred.open("w", encoding="utf-8") as out:
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            out.write(json.dumps({"id": row["id"], **as_row(row, tables)}) + "\n")


def as_row(row: dict[str, Any], tables: Tables) -> dict[str, Any]:
    """Entities and relations of a row, by the offsets of its own text."""
    article = as_article({"headline": row.get("title"), "body": row["text"]})
    moved = offsets(row["text"], article.body)
    split = sentences(article.body)
    reading = actors.find(article, split, tables.roster, tables.perusal(split))
    found = cast.find(article, split, reading, tables.roster, tables.tagger)
    return {
        "entities": [
            {"start": moved[one.start], "end": moved[one.end - 1] + 1, "type": TYPES[one.sort]}
            for one in found
        ],
        "relations": [
            {"type": "BelongsTo", "source": tie.member, "target": tie.whole}
            for tie in belonging.find(article, found, reading, tables.roster.state_names)
        ],
    }


def offsets(raw: str, body: str) -> list[int]:
    """Where each character of a cleaned text stands in the raw one: what cleaning took out is passed over."""
    found, at = [], 0
    for char in body:
        while at < len(raw) - 1 and raw[at] != char and _is_gone(raw[at], char):
            at += 1
        found.append(at)
        at = min(at + 1, len(raw) - 1)
    return found


def _is_gone(raw: str, char: str) -> bool:
    if raw.isspace() or char.isspace():
        return raw.isspace() != char.isspace()
    return unicodedata.category(raw).startswith("C")
