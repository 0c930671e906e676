"""Sentence boundaries of any JSONL with ``body`` or ``text``, with a score where it has ``sentences``."""

import json
from pathlib import Path

from bot.text import sentences
from tests.quality.boundaries import agree, read_rows

NAME = "sentences"
HELP = "sentence boundaries: {id, sentences: [[start, end], ...]}; prints P, R, F1 where gold has them"


def run(gold: Path, pred: Path) -> None:
    """Split every text of ``gold``, a file or a folder of them, and write one row for each to ``pred``."""
    rows = list(read_rows(gold))
    found = [sentences(row.text) for row in rows]
    lines = (json.dumps({"id": row.id, "sentences": spans}) for row, spans in zip(rows, found, strict=True))
    pred.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    labelled = [pair for pair in zip(rows, found, strict=True) if pair[0].sentences]
    if labelled:
        score = agree(labelled)
        print(
            f"boundaries P {score.precision:.4f} R {score.recall:.4f} F1 {score.f1:.4f}"
            f" ({score.both} right, {score.only_predicted} too many, {score.only_gold} missed)"
        )
