"""Rows of a labelled set, answered one by one."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def write_rows(gold: Path, pred: Path, say: Callable[[dict[str, Any]], Mapping[str, object]]) -> None:
    """Write one row to ``pred`` for every row of ``gold``: its ``id``, and what is said of it."""
    with pred.open("w", encoding="utf-8") as out:
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            out.write(json.dumps({"id": row["id"], **say(row)}) + "\n")
