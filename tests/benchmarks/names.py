"""``python -m tests.benchmarks.names``: our names model beside a CRF and a spaCy pipeline, in one run.

Each reader runs in a fresh process on one thread. The peers are trained there, before the clock starts, on our own
labelled sentences (ours saw these and more); all read the same held-out sentences, in turn. Times are processor seconds:
read the ratios. The peers need ``pip install -c requirements.txt -e '.[bench]'``; one that is absent is left out.

article: what the model costs an article, sentences batched by length and those without a name skipped, beside one
sentence at a time and all of them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot.analyse.training.examples import Example, read_own
from bot.analyse.training.sources import SENTENCES
from bot.text import Offsets
from bot.types import Article

DATA = Path(__file__).parent.parent / "data"
ROUNDS = 5
READERS = ("ours", "crf", "spacy")


def held_out() -> list[Example]:
    """Sentences that nobody here trains on."""
    return read_own([DATA / "names" / "heldout.txt"])


def resident_mb() -> float:
    """Memory of this process, where the system tells."""
    status = Path("/proc/self/status")
    lines = status.read_text("utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


Tagging = Callable[[Sequence[Sequence[str]]], list[list[tuple[int, int, str]]]]


def ours() -> tuple[Tagging, dict[str, float]]:
    """The model that ships."""
    wall, start = time.perf_counter(), time.process_time()
    from bot.analyse.encoder import weights
    from bot.analyse.encoder.bio import best_path, spans
    from bot.analysis import WEIGHTS

    tagger, _ = weights.load(str(WEIGHTS))
    cost = {"load_s": time.process_time() - start, "load_wall_s": time.perf_counter() - wall}
    size = sum(file.stat().st_size for file in WEIGHTS.iterdir())

    def tag(sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str]]]:
        return [spans(best_path(rows)) for rows in tagger.scores(sentences)]

    return tag, {**cost, "size_mb": size / 1e6}


def crf() -> tuple[Tagging, dict[str, float]]:
    """A CRF over the usual features: word, affixes, shape, neighbours."""
    import pycrfsuite

    from bot.analyse.encoder.bio import TAGS, spans

    file = Path(os.environ["SCRATCH"], "names.crf")
    trainer = pycrfsuite.Trainer(verbose=False)
    for example in read_own(sorted(SENTENCES.glob("names-*.txt"))):
        trainer.append(features(example.words), labels(example))
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 100})
    trainer.train(str(file))
    wall, start = time.perf_counter(), time.process_time()
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    cost = {"load_s": time.process_time() - start, "load_wall_s": time.perf_counter() - wall}

    def tag(sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str]]]:
        return [spans([TAGS.index(tag) for tag in tagger.tag(features(line))]) for line in sentences]

    return tag, {**cost, "size_mb": file.stat().st_size / 1e6}


def features(words: Sequence[str]) -> list[list[str]]:
    """Features of each word and of its two neighbours on either side."""
    from bot.analyse.encoder.wordpiece import shape

    own = [[w.lower(), w[:3], w[-3:], w[-2:], str(shape(w))] for w in words]
    return [
        [
            f"{ahead}:{number}={value}"
            for ahead in range(-2, 3)
            if 0 <= at + ahead < len(words)
            for number, value in enumerate(own[at + ahead])
        ]
        for at in range(len(words))
    ]


def labels(example: Example) -> list[str]:
    """BIO tags of an example."""
    tags = ["O"] * len(example.words)
    for first, last, kind in example.spans:
        tags[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    return tags


def spacy() -> tuple[Tagging, dict[str, float]]:
    """A blank English pipeline with an entity recogniser."""
    import spacy as library
    from spacy.tokens import Doc
    from spacy.training import Example as Lesson
    from spacy.util import minibatch

    library.util.fix_random_seed(1)
    network = library.blank("en")
    network.add_pipe("ner")
    lessons = []
    for example in read_own(sorted(SENTENCES.glob("names-*.txt"))):
        tags = [tag.replace("MISC", "O") for tag in labels(example)]
        gold = Doc(network.vocab, words=list(example.words), ents=tags)
        lessons.append(Lesson(Doc(network.vocab, words=list(example.words)), gold))
    optimizer = network.initialize(lambda: lessons)
    for _ in range(12):
        for batch in minibatch(lessons, 32):
            network.update(batch, sgd=optimizer, drop=0.2)
    folder = Path(os.environ["SCRATCH"], "names.spacy")
    network.to_disk(folder)
    wall, start = time.perf_counter(), time.process_time()
    loaded = library.load(folder)
    cost = {"load_s": time.process_time() - start, "load_wall_s": time.perf_counter() - wall}
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

    def tag(sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str]]]:
        docs = [Doc(loaded.vocab, words=list(line)) for line in sentences]
        return [[(e.start, e.end, e.label_) for e in doc.ents] for doc in loaded.pipe(docs)]

    return tag, {**cost, "size_mb": size / 1e6}


def measure(reader: str) -> dict[str, float]:
    """Load, then read the held-out sentences ``ROUNDS`` times; the first round warms up."""
    tag, cost = {"ours": ours, "crf": crf, "spacy": spacy}[reader]()
    loaded = resident_mb()
    examples = held_out()
    sentences = [example.words for example in examples]
    said = tag(sentences)
    times = [spent(lambda: tag(sentences)) for _ in range(ROUNDS)]
    right = sum(len(set(e.spans) & set(s)) for e, s in zip(examples, said, strict=True))
    total = sum(len(e.spans) + sum(k != "MISC" for *_, k in s) for e, s in zip(examples, said, strict=True))
    return {
        **cost,
        "sentences_s": len(sentences) / statistics.median(times),
        "loaded_mb": loaded,
        "read_mb": resident_mb(),
        "f1": 2 * right / total,
    }


def of_articles() -> None:
    """Milliseconds an article, on our own articles."""
    from bot.analyse import actors
    from bot.text import sentences
    from tests.quality.runners.gold import articles, shipped

    tables, _ = shipped()
    tagger = tables.tagger
    if tagger is None:
        raise SystemExit(" ".join(tables.notes))
    found = [(article, sentences(article.body)) for _, article in articles(DATA / "gold_heldout.jsonl")]
    ways: dict[str, Callable[[Article, tuple[Offsets, ...]], object]] = {
        "rules alone": lambda a, s: actors.find(a, s, tables.roster),
        "rules and model": lambda a, s: actors.find(a, s, tables.roster, tagger),
        "model, batched, all sentences": lambda a, s: tagger.read(a.body, s),
        "model, one by one": lambda a, s: [tagger.read(a.body, [one]) for one in s],
    }
    words = statistics.mean(len(a.body.split()) for a, _ in found)
    print(
        f"an article ({words:.0f} words on average, n={len(found)}), processor ms, median of {ROUNDS} rounds"
    )
    for name, work in ways.items():
        rounds = [spent(partial(_each, work, found)) for _ in range(ROUNDS)]
        print(f"  {name:30} {1000 * statistics.median(rounds) / len(found):7.1f}")


def _each(work: Callable[..., object], found: Sequence[tuple[Article, tuple[Offsets, ...]]]) -> None:
    for article, sentences in found:
        work(article, sentences)


def main() -> None:
    """Run every reader in a process of its own, then the articles."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.names", description=__doc__)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.reader:
        print(json.dumps(measure(args.reader)))
        return
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        environ = {**os.environ, **one, "SCRATCH": scratch}
        for reader in READERS:
            command = [sys.executable, "-m", "tests.benchmarks.names", "--reader", reader]
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
            if done.returncode:
                print(f"{reader:6} left out: {done.stderr.strip().splitlines()[-1]}")
                continue
            figures = json.loads(done.stdout)
            print(f"{reader:6}", "  ".join(f"{name} {value:.3g}" for name, value in figures.items()))
    of_articles()


if __name__ == "__main__":
    main()
