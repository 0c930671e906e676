"""``python -m bot.analyse.training``: make the weights that ship, or say how good the recipe is on unseen documents.

::

    python -m bot.analyse.training ship FOLDER_OF_SETS     # trains on everything; writes the weights
    python -m bot.analyse.training folds FOLDER_OF_SETS --out FOLDER    # five-fold cross-validation by document
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from bot.analyse.encoder import weights
from bot.analyse.encoder.bio import best_path, spans
from bot.analyse.encoder.wordpiece import WordPiece
from bot.analyse.training.examples import Example
from bot.analyse.training.export import export
from bot.analyse.training.fit import Recipe, encode, fit, new_network
from bot.analyse.training.network import Network
from bot.analyse.training.sources import WrongSource, base, examples

FOLDS = 5
VERSION = "sitrep-names-1"
WEIGHTS = Path(__file__).parent.parent / "encoder" / "weights"


def main() -> None:
    """Parse the command and run it."""
    parser = argparse.ArgumentParser(prog="python -m bot.analyse.training", description=__doc__)
    parser.add_argument("what", choices=("ship", "folds"))
    parser.add_argument("sets", type=Path, help="folder with the labelled sets that sources.py names")
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, help="folder to write (default: where the weights ship)"
    )
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    if args.what == "folds" and args.out == WEIGHTS:
        parser.error("folds needs --out, a folder of its own")
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(mode=True)
    try:
        found, folder = examples(args.sets), base()
    except WrongSource as error:
        sys.exit(f"training: {error}")
    pieces = WordPiece((folder / "vocab.txt").read_text("utf-8").splitlines())
    if args.what == "ship":
        export(trained(found, pieces, folder), folder / "vocab.txt", args.out, VERSION)
        return
    crossvalidate(found, pieces, folder, args.out)


def trained(found: Sequence[Example], pieces: WordPiece, folder: Path) -> Network:
    """A network trained on the examples by the recipe."""
    recipe = Recipe()
    torch.manual_seed(recipe.seed)
    network = new_network(folder / "model.safetensors")
    fit(network, [encode(example, pieces) for example in found], recipe, tell)
    return network


def crossvalidate(found: Sequence[Example], pieces: WordPiece, folder: Path, out: Path) -> None:
    """Print strict F1 for each source: every sentence is tagged by weights that saw nothing of its document.

    The weights are those that would ship, 8-bit and all; each fold's are left in ``out``, with ``folds.json``, which says
    which fold held which document.
    """
    fold = folds(found)
    out.mkdir(parents=True, exist_ok=True)
    (out / "folds.json").write_text(json.dumps(fold, indent=1), "utf-8")
    counts: dict[str, Counter[str]] = {}
    for number in range(FOLDS):
        network = trained([e for e in found if fold[e.document] != number], pieces, folder)
        export(network, folder / "vocab.txt", out / str(number), f"{VERSION}-fold-{number}")
        tagger, _ = weights.load(str(out / str(number)))
        held = [e for e in found if fold[e.document] == number]
        scores = tagger.scores([example.words for example in held])
        for example, rows in zip(held, scores, strict=True):
            for name in _names(example):
                counts.setdefault(name, Counter()).update(agreement(example.spans, spans(best_path(rows))))
        tell(f"fold {number + 1}: {', '.join(f'{n} {f1(c):.4f}' for n, c in sorted(counts.items()))}")


def folds(found: Sequence[Example]) -> dict[str, int]:
    """Document → fold: within each source and genre the largest first, each to the fold with fewest sentences yet."""
    sizes = Counter(example.document for example in found)
    dealt: Counter[tuple[str, int]] = Counter()
    fold = {}
    for document in sorted(sizes, key=lambda document: (-sizes[document], document)):
        kind = genre(document)
        fold[document] = min(range(FOLDS), key=lambda number: (dealt[kind, number], number))
        dealt[kind, fold[document]] += sizes[document]
    return fold


def genre(document: str) -> str:
    """The source of a document, and for GUM its genre: "gum:GUM_news"."""
    source, _, name = document.partition(":")
    return f"{source}:{name.rpartition('_')[0]}" if source == "gum" else source


def _names(example: Example) -> tuple[str, ...]:
    news = ":GUM_news" in example.document
    return (example.source, "gum news") if news else (example.source,)


def agreement(gold: Sequence[tuple[int, int, str]], said: Sequence[tuple[int, int, str]]) -> dict[str, int]:
    """Strict counts over PER, ORG and LOC; armed groups are organisations."""
    one, other = (
        {(a, b, "ORG" if k == "ARM" else k) for a, b, k in spans if k != "MISC"} for spans in (gold, said)
    )
    return {"right": len(one & other), "gold": len(one), "said": len(other)}


def f1(counts: Counter[str]) -> float:
    """Of counts of ``agreement``."""
    return 2 * counts["right"] / max(1, counts["gold"] + counts["said"])


def tell(text: str) -> None:
    """Progress, at once."""
    print(text, flush=True)  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
