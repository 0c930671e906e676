"""The sub-type of event (ACLED's) of a snippet of news (CASE-2021, task 2)."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.analyse.encoder.labels import ACTS
from bot.analyse.encoder.tagger import Tagger
from bot.config import load_yaml
from bot.text import sentences
from bot.types import Root
from tests.quality.rows import write_rows
from tests.quality.runners.plv import model

NAME = "case21"
HELP = "sub-type of event of a snippet: {id, label}"

TABLE = Path(__file__).parent.parent / "acled.yaml"


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``text``) and write its label."""
    tagger = model()
    write_rows(gold, pred, lambda row: {"label": label(row["text"], acts(tagger, row["text"]))})


def acts(tagger: Tagger, text: str) -> dict[str, float]:
    """How sure the surest event of each root, and of each root and mode, is."""
    found: dict[str, float] = {}
    lines = [line for line in tagger.read(text, sentences(text)) if line]
    for event in (event for events in tagger.events(lines) for event in events):
        for root in Root:
            found[root] = max(found.get(root, 0.0), event.answer.weight(root))
        for name, weight in zip(ACTS, event.answer.acts, strict=True):
            found[name] = max(found.get(name, 0.0), float(weight))
    return found


def label(text: str, seen: Mapping[str, float]) -> str:
    """The label with the most in its favour, the first among equals."""
    table = _table()
    points: dict[str, float] = {
        name: _points(row, text, seen, table) for name, row in table["labels"].items()
    }
    return max(points, key=lambda name: points[name])


def _points(row: Mapping[str, Any], text: str, seen: Mapping[str, float], table: Mapping[str, Any]) -> float:
    by_act = max((seen.get(act, 0.0) for act in row["acts"]), default=0.0)
    by_words = sum(bool(pattern.search(text)) for pattern in row["words"])
    decisive = any(pattern.search(text) for pattern in row["decisive"])
    return float(table["seen"]) * by_act + by_words + float(table["decisive"]) * decisive


@cache
def _table() -> dict[str, Any]:
    raw: dict[str, Any] = dict(load_yaml(TABLE))
    for row in raw["labels"].values():
        for key in ("words", "decisive"):
            row[key] = [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in row.get(key, ())]
    return raw
