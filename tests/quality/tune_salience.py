"""``python -m tests.quality.tune_salience NEWS EXTRA GOLD``: weights for ``bot.analyse.salience``, by search.

NEWS and EXTRA are files of the ``key-actors`` set, GOLD one of the ``gold`` set. The figure is the mean of three: nDCG@10
on NEWS and on EXTRA, and the share of GOLD's key actors among the first eight. Weights move by half steps, one at a
time, for as long as the figure rises by ``LEAST`` (so that no weight serves one text). Then each text is ranked with
weights found without it: that mean is what the search itself is worth on unseen text.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bot.analyse import actors, salience
from bot.analysis import Tables
from bot.text import sentences
from bot.types import ActorKind, Article
from tests.quality import folded
from tests.quality.ranking import Wanted, matches, ndcg
from tests.quality.runners import gold, key_actors

STEPS = (-2.0, -1.0, -0.5, 0.5, 1.0, 2.0)
LEAST = 0.002
START = salience.Signs(*[1.0] * len(salience.Signs._fields))
TYPES = frozenset(("person", "organization", "place"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text read once: for each candidate its signs, its order among equals, and whom it matches."""

    set: int
    signs: list[salience.Signs]
    equals: list[tuple[bool, tuple[int, int]]]
    found: list[tuple[list[int], list[int]]]
    wanted: list[Wanted]

    def figure(self, weights: Sequence[float]) -> tuple[float, float] | None:
        """What it adds to its set's figure, and how much that counts."""
        worth = [-sum(w * s for w, s in zip(weights, one, strict=True)) for one in self.signs]
        order = sorted(range(len(worth)), key=lambda at: (worth[at], self.equals[at]))
        if self.set < GOLD:
            value = ndcg([self.found[at] for at in order], self.wanted)
            return None if value is None else (value, 1)
        first = {who for at in order[: salience.KEY] for who in self.found[at][0] or self.found[at][1]}
        keys = [at for at, one in enumerate(self.wanted) if one.worth]
        return sum(at in first for at in keys), len(keys)


NEWS, EXTRA, GOLD = range(3)


def ranked_texts(file: Path, number: int, tables: Callable[[str], Tables]) -> Iterator[Text]:
    """The texts of a ``key-actors`` set, each read with the tables for its id."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        article = key_actors.row_article(row)
        wanted = [
            Wanted(
                (*one["names"], *([unquote(one["wiki"]).replace("_", " ")] if one["wiki"] else [])),
                one["salience"],
            )
            for one in row["entities"]
            if one["named"] and one["type"] in TYPES and one["names"]
        ]
        found = [one for one in key_actors.candidates(article, tables(row["id"])) if one.places]
        yield _text(number, article, found, wanted)


def briefed_texts(file: Path) -> Iterator[Text]:
    """The texts of a ``gold`` set."""
    tables, _ = gold.shipped()
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    for row in rows:
        article = gold.as_article(row)
        offsets = sentences(article.body)
        reading = actors.find(article, offsets, tables.roster, tables.perusal(offsets))
        found = [key_actors.candidate(one) for one in reading.actors]
        wanted = [Wanted((one["name"], *one["mentions"]), int(one["key"])) for one in row["actors"]]
        yield _text(GOLD, article, found, wanted)


def _text(number: int, article: Article, found: Sequence[key_actors.Candidate], wanted: list[Wanted]) -> Text:
    signs = salience.signs(article, sentences(article.body), found)
    equals = [(one.kind is not ActorKind.PERSON, min(one.places)) for one in found]
    names = [(one.name, *(article.body[s:e] for s, e in one.places)) for one in found]
    return Text(number, signs, equals, [matches(mine, wanted) for mine in names], wanted)


def figures(texts: Sequence[Text], weights: Sequence[float]) -> tuple[float, ...]:
    """The figure of each set."""
    sums = [[0.0, 0.0] for _ in range(3)]
    for text in texts:
        for at, value in enumerate(text.figure(weights) or (0, 0)):
            sums[text.set][at] += value
    return tuple(value / count if count else 0.0 for value, count in sums)


def search(texts: Sequence[Text]) -> list[float]:
    """The weights by single steps from even ones."""
    best = list(START)
    most = sum(figures(texts, best)) / 3
    moved = True
    while moved:
        moved = False
        for at in range(len(best)):
            for step in STEPS:
                tried = [*best[:at], best[at] + step, *best[at + 1 :]]
                value = sum(figures(texts, tried)) / 3
                if value > most + LEAST:
                    best, most, moved = tried, value, True
    return best


def apart(texts: Sequence[Text]) -> tuple[float, ...]:
    """The figures with each text ranked by weights found without it."""
    sums = [[0.0, 0.0] for _ in range(3)]
    for number, text in enumerate(texts):
        weights = search([*texts[:number], *texts[number + 1 :]])
        for at, value in enumerate(text.figure(weights) or (0, 0)):
            sums[text.set][at] += value
    return tuple(value / count for value, count in sums)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.tune_salience", description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("extra", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=Path, help="read NEWS and EXTRA with weights that did not see them")
    parser.add_argument(
        "--apart", action="store_true", help="also rank each text by weights found without it"
    )
    args = parser.parse_args()
    tables = folded.tables_of(args.folds) if args.folds else lambda _: gold.shipped()[0]
    ranked = [*ranked_texts(args.news, NEWS, tables), *ranked_texts(args.extra, EXTRA, tables)]
    texts = [*ranked, *briefed_texts(args.gold)]
    rows = {"shipped": list(salience.WEIGHTS), "even": list(START), "found": search(texts)}
    for at, name in enumerate(salience.Signs._fields):
        rows[f"shipped, no {name}"] = [*rows["shipped"][:at], 0.0, *rows["shipped"][at + 1 :]]
    for label, weights in rows.items():
        print(f"{label:22}", *(f"{one:.3f}" for one in figures(texts, weights)), weights, flush=True)
    if args.apart:
        print(f"{'each text apart':22}", *(f"{one:.3f}" for one in apart(texts)))


if __name__ == "__main__":
    main()
