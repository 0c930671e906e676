"""``python -m tests.benchmarks.stories``: what it costs to place an article, as the window fills up.

Made-up articles, every one different and near its neighbours (``tests.analyse.stories.made_up``), go through
sketch → assign with a review after every 25. At each size: processor time of the last fifth of the articles, and memory.
With labelled sets beside the checkout their articles are strewn among the others, read by the engine before the clock
starts; BCubed is over them alone. The peer is what one writes first: TF-IDF of all words, cosine with every article of
the window, in plain Python; 1,000 articles.
"""

import argparse
import json
import math
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.analyse.stories.assign import Stories
from bot.analyse.stories.sketch import Sketch, sketch
from bot.text import words
from bot.types import Article
from tests.analyse.stories.made_up import background
from tests.benchmarks.names import resident_mb
from tests.conftest import SHARED
from tests.quality.own_stories import bcubed
from tests.quality.runners.stories import BATCH, names, sketches

SIZES = (1_000, 10_000, 50_000)
DEV = SHARED / "eval" / "stories" / "dev"
PEER = 1_000


class Strewn(NamedTuple):
    """A labelled article: its set and row, its true story, its sketch."""

    row: str
    cluster: str
    made: Sketch


class Costs(NamedTuple):
    """Processor milliseconds an article."""

    sketching: list[float]
    placing: list[float]
    reviewing: list[float]


def labelled() -> list[Strewn]:
    """Every labelled article, read by the engine, set after set in file order."""
    found = []
    for file in (DEV / "news5w1h.jsonl", DEV / "ecbplus.jsonl"):
        if file.exists():
            rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
            for row, made in zip(rows, sketches(rows), strict=True):
                found.append(Strewn(f"{file.stem}:{row['id']}", f"{file.stem}:{row['cluster']}", made))
    return found


def spent(work: Callable[[], object]) -> float:
    """Processor milliseconds of one call."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def filled(size: int, strewn: Sequence[Strewn]) -> tuple[Costs, Stories, dict[int, Strewn]]:
    """A window of ``size`` made-up articles with the labelled ones among them, read when their neighbours are."""
    rng = random.Random(5)  # noqa: S311 - wants to repeat
    places = set(rng.sample(range(size), len(strewn)))
    waiting = iter(strewn)
    stories, name = Stories(), names()
    costs, labels = Costs([], [], []), dict[int, Strewn]()
    for number, (article, made) in enumerate(background(size)):
        costs.sketching.append(spent(lambda article=article: sketch(article)))  # type: ignore[misc]
        place(stories, number, made, name, costs)
        if number in places:
            labels[size + number] = one = next(waiting)
            place(stories, size + number, replace(one.made, at=made.at, seen=made.seen), name, costs)
        if number % BATCH == 0:
            costs.reviewing.append(spent(lambda: stories.review(name)) / BATCH)
    stories.review(name)
    return costs, stories, labels


def place(stories: Stories, doc: int, made: Sketch, name: Callable[[int], str], costs: Costs) -> None:
    """Place one article, and note what it cost."""
    costs.placing.append(spent(lambda: stories.assign(doc, made, name(doc))))


def report(size: int, strewn: Sequence[Strewn]) -> None:
    """One line for a size."""
    before = resident_mb()
    costs, stories, labels = filled(size, strewn if len(strewn) < size else ())
    last = [statistics.fmean(part[-max(1, len(part) // 5) :]) for part in costs]
    high = statistics.quantiles(costs.placing, n=100)[98]
    print(
        f"{size:6} articles   sketch {last[0]:.2f}  assign {last[1]:.2f} (99 of 100 within {high:.2f})  "
        f"sketch to assign {last[0] + last[1]:.2f} ms   review {last[2]:.2f} ms   "
        f"{resident_mb() - before:4.0f} MB   {len(stories)} stories"
    )
    for name in sorted({one.row.partition(":")[0] for one in labels.values()}):
        mine = {doc: one for doc, one in labels.items() if one.row.startswith(f"{name}:")}
        figures = bcubed(
            {one.row: one.cluster for one in mine.values()},
            {one.row: stories.story_of(doc) for doc, one in mine.items()},
        )
        print(
            f"{'':6} {name:10} BCubed P {figures[0]:.3f}  R {figures[1]:.3f}  F1 {figures[2]:.3f}   n={len(mine)}"
        )


def peer(articles: Sequence[Article]) -> Iterator[float]:
    """Milliseconds an article of comparing it with every one before it."""
    having: Counter[str] = Counter()
    window: list[dict[str, float]] = []
    for article in articles:
        start = time.process_time()
        text = f"{article.headline}\n{article.body}"
        counts = Counter(text[a:b].lower() for a, b in words(text))
        having.update(counts.keys())
        mine = {one: n * math.log((len(window) + 2) / having[one]) for one, n in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in mine.values())) or 1.0
        mine = {one: weight / length for one, weight in mine.items()}
        max(
            (sum(weight * other.get(one, 0.0) for one, weight in mine.items()) for other in window),
            default=0.0,
        )
        window.append(mine)
        yield 1000 * (time.process_time() - start)


def beside_the_peer() -> None:
    """Both on the same articles, in one run; read the ratio."""
    articles = [article for article, _ in background(PEER)]
    theirs = list(peer(articles))
    costs, _, _ = filled(PEER, ())
    ours = [a + b for a, b in zip(costs.sketching, costs.placing, strict=True)]
    tail = PEER // 10
    mine, its = statistics.fmean(ours[-tail:]), statistics.fmean(theirs[-tail:])
    print(
        f"{PEER:6} articles   sitrep {mine:.2f} ms   full scan {its:.2f} ms   ratio {mine / its:.3f}   (the last {tail})"
    )


def main() -> None:
    """The growth curve, then the peer."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.stories", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    args = parser.parse_args()
    beside_the_peer()
    strewn = labelled()
    for size in args.sizes:
        report(size, strewn)


if __name__ == "__main__":
    main()
