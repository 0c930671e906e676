"""``python -m bot.analyse.training``: make the weights that ship, or say how good the recipe is on unseen documents.

::

    python -m bot.analyse.training ship FOLDER_OF_SETS     # trains on everything; writes the weights
    python -m bot.analyse.training folds FOLDER_OF_SETS --out FOLDER    # five-fold cross-validation by document
    python -m bot.analyse.training curve FOLDER_OF_SETS --out FOLDER    # weights by 500, 1,000, 2,000 event sentences
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from bot.analyse.encoder import weights
from bot.analyse.encoder.bio import best_path, spans
from bot.analyse.encoder.wordpiece import WordPiece
from bot.analyse.training import asked
from bot.analyse.training.coded import Coded
from bot.analyse.training.examples import Example
from bot.analyse.training.export import export
from bot.analyse.training.fit import Recipe, encode, fit, new_network
from bot.analyse.training.network import Network
from bot.analyse.training.sources import WrongSource, base, examples, told

FOLDS = 5
VERSION = "sitrep-2"
CURVE = (500, 1000, 2000)
"""Event sentences of the learning curve, before all of them."""
MOST_ROUNDS = 3
"""Few sentences are gone through up to so many times as often: as many steps would only repeat them by heart."""
WEIGHTS = Path(__file__).parent.parent / "encoder" / "weights"


def main() -> None:
    """Parse the command and run it."""
    parser = argparse.ArgumentParser(prog="python -m bot.analyse.training", description=__doc__)
    parser.add_argument("what", choices=("ship", "folds", "curve"))
    parser.add_argument("sets", type=Path, help="folder with the labelled sets that sources.py names")
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, help="folder to write (default: where the weights ship)"
    )
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    if args.what != "ship" and args.out == WEIGHTS:
        parser.error(f"{args.what} needs --out, a folder of its own")
    torch.set_num_threads(args.threads)
    torch.use_deterministic_algorithms(mode=True)
    try:
        found, events, folder = examples(args.sets), told(), base()
    except WrongSource as error:
        sys.exit(f"training: {error}")
    pieces = WordPiece((folder / "vocab.txt").read_text("utf-8").splitlines())
    if args.what == "ship":
        export(trained(found, events, pieces, folder), folder / "vocab.txt", args.out, VERSION)
    elif args.what == "curve":
        learn(found, events, pieces, folder, args.out)
    else:
        crossvalidate(found, events, pieces, folder, args.out)


def trained(
    found: Sequence[Example],
    events: Sequence[Coded],
    pieces: WordPiece,
    folder: Path,
    recipe: Recipe | None = None,
) -> Network:
    """A network trained on the examples and event sentences by the recipe."""
    recipe = recipe or Recipe()
    torch.manual_seed(recipe.seed)
    network = new_network(folder / "model.safetensors")
    names = [encode(example, pieces) for example in found]
    fit(network, names, [asked.encode(coded, pieces) for coded in events], recipe, tell)
    return network


def learn(
    found: Sequence[Example], events: Sequence[Coded], pieces: WordPiece, folder: Path, out: Path
) -> None:
    """Weights of the learning curve, one folder for each number of event sentences: as many steps for each, up to ``MOST_ROUNDS``."""
    whole = Recipe()
    mixed = random.Random(whole.seed).sample(list(events), len(events))  # noqa: S311 - and the same each time
    for count in (*(n for n in CURVE if n < len(mixed)), len(mixed)):
        recipe = replace(whole, epochs=round(whole.epochs * min(len(mixed) / count, MOST_ROUNDS)))
        network = trained(found, mixed[:count], pieces, folder, recipe)
        export(network, folder / "vocab.txt", out / str(count), f"{VERSION}-of-{count}")


def crossvalidate(
    found: Sequence[Example], events: Sequence[Coded], pieces: WordPiece, folder: Path, out: Path
) -> None:
    """Print strict F1 for each source: every sentence is tagged by weights that saw nothing of its document.

    The weights are those that would ship, 8-bit and all; each fold's are left in ``out``, with ``folds.json``, which says
    which fold held which document.
    """
    fold = folds(found)
    out.mkdir(parents=True, exist_ok=True)
    (out / "folds.json").write_text(json.dumps(fold, indent=1), "utf-8")
    counts: dict[str, Counter[str]] = {}
    for number in range(FOLDS):
        network = trained([e for e in found if fold[e.document] != number], events, pieces, folder)
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
