"""``python -m tests.quality.folded FOLDS SET PRED``: key actors where the model saw nothing of the text.

The texts of the ``key-actors`` sets train the weights that ship. FOLDS is the folder that ``python -m
bot.analyse.training folds`` wrote: each row of SET is ranked with the weights of the fold that held its document back.
"""

import argparse
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from bot.analyse.encoder import weights
from bot.analysis import Tables
from tests.quality.runners.gold import shipped
from tests.quality.runners.key_actors import ranked, row_article


def tables_of(folds: Path) -> Callable[[str], Tables]:
    """Id of a GUM text → the tables with the model that saw nothing of it.

    Raises:
        KeyError: By the function, for a text that was in no fold.
    """
    held = json.loads((folds / "folds.json").read_text("utf-8"))

    @cache
    def tables(fold: int) -> Tables:
        return msgspec.structs.replace(shipped()[0], tagger=weights.load(str(folds / str(fold)))[0])

    return lambda name: tables(held[f"gum:{name}"])


def predict(folds: Path, gold: Path, pred: Path) -> None:
    """Rank every row and write one for each."""
    tables = tables_of(folds)
    with pred.open("w", encoding="utf-8") as out:
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            told = ranked(row_article(row), tables(row["id"]))
            out.write(json.dumps({"id": row["id"], "actors": told}) + "\n")


def main() -> None:
    """Parse the command and run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.folded", description=__doc__)
    for name in ("folds", "gold", "pred"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    predict(args.folds, args.gold, args.pred)


if __name__ == "__main__":
    main()
