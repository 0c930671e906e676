"""``python -m tests.benchmarks [--pages FOLDER]``: page → briefing beside sumy's page → three sentences.

The same pages, the same run, in turn (A B A B …), so that a drifting machine hits both alike. Figures are medians;
read the ratios, not the times. FOLDER holds ``*.html`` or ``*.html.gz``; without it the pages that the tests use.

cold  a fresh process for each page: ``brief FILE --json`` beside ``peer_sumy FILE``
warm  one process each that stays, on one core; with the rules alone; and the analysis of 500 words
start ``brief --version``, ``brief --help`` and an idle interpreter; resident memory of each
"""

import argparse
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Never, TypeVar

from tests.benchmarks import peer_sumy

if TYPE_CHECKING:
    from bot.engine import Engine
    from bot.types import Article

Item = TypeVar("Item")

WORDS = 500
"""Of the article whose analysis alone is timed."""

HERE = Path(__file__).parent
BRIEF = (sys.executable, "-m", "adapters")
PEER = (sys.executable, "-m", "tests.benchmarks.peer_sumy")


def pages(folder: Path | None) -> list[bytes]:
    """The pages to read, in the order of their names."""
    root = folder or HERE.parent / "data" / "pages"
    found = sorted([*root.glob("*.html"), *root.glob("*.html.gz")])
    return [gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes() for f in found]


def timed(command: Sequence[str]) -> tuple[float, float, int]:
    """Wall seconds, processor seconds (children too) and exit code of one run."""
    before, start = os.times(), time.perf_counter()
    code = subprocess.run(command, capture_output=True, check=False).returncode
    wall, after = time.perf_counter() - start, os.times()
    return wall, sum(after[2:4]) - sum(before[2:4]), code


def cold(samples: Sequence[bytes], limit: int) -> None:
    """Fresh processes, page by page; pages that Sitrep does not take for articles are left out for both."""
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(samples):
            file = Path(folder, f"{number}.html")
            file.write_bytes(page)
            a = timed([*BRIEF, str(file), "--json", "-q"])
            b = timed([*PEER, str(file)])
            if a[2] == 0 and b[2] == 0:
                ours.append(a)
                peers.append(b)
            if len(ours) == limit:
                break
    for name, at in (("wall", 0), ("processor", 1)):
        pairs = [(a[at], b[at]) for a, b in zip(ours, peers, strict=True)]
        report(f"cold {name}", pairs)


def report(name: str, pairs: Sequence[tuple[float, float]]) -> None:
    """One line: medians of both, the median of their ratios, and the ratio of their sums."""
    ratio = statistics.median(a / b for a, b in pairs)
    a, b = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    whole = sum(a for a, _ in pairs) / sum(b for _, b in pairs)
    print(
        f"{name:16} sitrep {a:7.1f} ms   sumy {b:7.1f} ms   ratio {ratio:.2f}, of the sums {whole:.2f}   n={len(pairs)}"
    )


def warm(samples: Sequence[bytes]) -> None:
    """Processes that stay, all on one core; the first page warms both up and is not counted."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # before the workers start: they inherit it
    for name, weights in (("warm, one core", None), ("rules alone", "no such folder")):
        with engine_of(weights) as engine:
            pairs, articles = beside_sumy(engine, samples)
            report(name, pairs)
            print(f"{'':16} sitrep {len(pairs) / sum(a for a, _ in pairs):.1f} articles/s on one core")
            texts = [cut for article in articles if (cut := shortened(article))]
            times = [clocked(engine.brief_article, cut) for cut in texts]
            print(f"{'':16} {WORDS} words: {statistics.median(times) * 1000:.1f} ms   n={len(times)}")


def engine_of(weights: str | None) -> "Engine":
    """An engine as it ships, with other weights if named; where there are none the rules read alone."""
    from bot.config import load_settings
    from bot.config_folder import SHIPPED, ConfigFolder
    from bot.engine import Engine, start_workers

    folder = ConfigFolder(SHIPPED[-1])
    return Engine(start_workers(folder, weights), load_settings(folder), fetches_nothing)


def fetches_nothing() -> Never:
    """In place of the fetcher: only local pages are read."""
    raise AssertionError("a benchmark fetches nothing")


def beside_sumy(
    engine: "Engine", samples: Sequence[bytes]
) -> tuple[list[tuple[float, float]], list["Article"]]:
    """Seconds of both for each page that is an article, and the articles."""
    from bot.acquire.sources import Source
    from bot.errors import SitrepError

    pairs, articles = [], []
    for page in (samples[0], *samples):
        start = time.perf_counter()
        try:
            made = engine.brief_source(Source("text/html", page))
        except SitrepError:
            continue
        pairs.append((time.perf_counter() - start, clocked(peer_sumy.summarize, page)))
        articles.append(made.articles[0])
    return pairs[1:], articles[1:]


def shortened(article: "Article") -> "Article | None":
    """Its first ``WORDS`` words; ``None`` if it has fewer."""
    words = list(re.finditer(r"\S+", article.body))
    return replace(article, body=article.body[: words[WORDS - 1].end()]) if len(words) >= WORDS else None


def clocked(work: Callable[[Item], object], item: Item) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work(item)
    return time.perf_counter() - start


_RSS = "import sys; print(*[s.split()[1] for s in open('/proc/self/status') if s[:5] == 'VmRSS'], file=sys.stderr)"


def start_up() -> None:
    """Start-up time and peak memory of the command before it has anything to do."""
    for name, argv in (("python -c pass", None), ("--version", ["--version"]), ("--help", ["--help"])):
        code = (
            "pass"
            if argv is None
            else f"import sys; sys.argv = {['brief', *argv]!r}\nfrom adapters.__main__ import main\ntry: main()\nexcept SystemExit: pass"
        )
        runs = [
            subprocess.run(
                [sys.executable, "-c", f"{code}\n{_RSS}"], capture_output=True, text=True, check=True
            )
            for _ in range(3)
        ]
        walls = [timed([sys.executable, "-c", code])[0] for _ in range(9)]
        print(
            f"start {name:14} {statistics.median(walls) * 1000:6.0f} ms   {int(runs[0].stderr) / 1024:5.0f} MB"
        )


def main() -> None:
    """Run all three."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--pages", type=Path, help="folder of *.html or *.html.gz")
    parser.add_argument("--cold", type=int, default=15, metavar="N", help="pages for the cold run")
    args = parser.parse_args()
    samples = pages(args.pages)
    start_up()
    cold(samples, args.cold)
    warm(samples)


if __name__ == "__main__":
    main()
