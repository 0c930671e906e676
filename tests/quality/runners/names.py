"""Names in tokenised sentences, as the model that ships tags them."""

import json
from pathlib import Path

from bot.analyse.encoder.bio import best_path, spans
from bot.analyse.encoder.tagger import Tagger
from bot.errors import ConfigError
from tests.quality.runners.gold import shipped

NAME = "names"
HELP = "names in tokens: {id, entities: [[start, end, PER, ORG or LOC], ...]}"

KINDS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "ARM": "ORG"}
"""Armed groups are organisations to these sets; other names are not asked for."""


def run(gold: Path, pred: Path) -> None:
    """Tag every row of ``gold``, each with ``id`` and ``tokens``, and write one row for each to ``pred``.

    Raises:
        ConfigError: The model cannot be loaded.
    """
    tables, _ = shipped()
    if tables.tagger is None:
        raise ConfigError(" ".join(tables.notes))
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    found = entities(tables.tagger, [row["tokens"] for row in rows])
    with pred.open("w", encoding="utf-8") as out:
        for row, names in zip(rows, found, strict=True):
            out.write(json.dumps({"id": row["id"], "entities": names}) + "\n")


def entities(tagger: Tagger, sentences: list[list[str]]) -> list[list[tuple[int, int, str]]]:
    """For each sentence its names as (first token, last exclusive, kind)."""
    return [
        [(first, last, KINDS[kind]) for first, last, kind in spans(best_path(scores)) if kind in KINDS]
        if len(scores)
        else []
        for scores in tagger.scores(sentences)
    ]
