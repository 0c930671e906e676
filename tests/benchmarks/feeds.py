"""``python -m tests.benchmarks.feeds [--feeds 200] [--quick]``: 200 feeds on loopback through the whole flow.

The real feeds that lie beside this checkout are served as they are, without validators, each under a host of its own;
the rest is made up, in four forms by turns, with ETag and Last-Modified; every tenth of those has a fault. The web is
a process of its own, so that what is measured is Sitrep's. Limits and waits are those that ship: a visit takes 20
seconds at most, a host is left alone for a second. ``--quick``: half a second, a tenth of one.

poll    every feed once; then again 17 minutes later; then, all faults healed, with one article more in each
parse   processor time of the parser's process for a feed: reading, cleaning, and its part of the pipe
read    the articles of the made-up feeds: fetched, parsed, analysed, stored, placed. Those of real feeds lie on hosts
        that are not here, and must end without a socket being opened
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from bot.acquire.page import Limits
from bot.acquire.parsing import FeedJob, read_feed
from bot.config import load_settings
from bot.config_folder import environment_config
from bot.engine import start_workers
from bot.intake.flow import EntryRead
from bot.intake.poll import FeedPoll
from bot.jobs import AnalyserJob, Budget
from bot.store.open import open_store
from bot.store.records import Kept
from bot.types import Feed
from bot.worker import Worker
from tests.conftest import SHARED
from tests.contracts.making import article
from tests.intake.station import Clock, Station
from tests.servers.newsweb import NewsWeb

REAL = SHARED / "eval" / "feeds" / "real"
ROOT = Path(__file__).parents[2]
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("stall", {}),
    ("status", {"code": 503, "retry_after": 3600}),
    ("cut-body", {}),
    ("cut-item", {}),
    ("html", {}),
    ("move", {"code": 301}),
    ("endless", {}),
)
GOOD = frozenset({"cut-item", "move"})
"""Faults that end in a document all the same."""

FAULTY = 10
"""One in so many made-up feeds has a fault."""

QUICK = Limits(total_s=0.5, grace_s=0.5, apart_s=0.1)


@dataclass
class Process:
    """A process whose time and memory are read from /proc (Linux); zeros elsewhere."""

    pid: int

    def cpu_s(self) -> float:
        """Seconds of processor time so far, all threads."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self) -> float:
        """Largest resident memory so far."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text("ascii", "replace")
        except OSError:
            return 0.0
        return int(status.partition("VmHWM:")[2].split()[0]) / 1_000


class Heard(list[Any]):
    """What a flow tells, and when: seconds since this list was made."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = time.perf_counter()
        self.at: list[float] = []

    def append(self, news: Any) -> None:
        """Note it."""
        self.at.append(time.perf_counter() - self.begun)
        super().append(news)


@dataclass
class Step:
    """What one step cost, in seconds, and what it told."""

    wall_s: float
    main_s: float
    parser_s: float
    analyser_s: float
    told: Heard
    asked: list[dict[str, Any]]

    @property
    def answers(self) -> Counter[str]:
        return Counter(asked["answer"] for asked in self.asked)


@dataclass
class Bench:
    """200 feeds, the station that reads them, and the order book of their web."""

    one: Station
    control: str
    faults: dict[int, str]
    real: list[str]
    asked: int = 0
    steps: dict[str, Step] = field(default_factory=dict)

    def order(self, action: str, body: dict[str, Any] | None = None) -> Any:
        """Have the web do or tell something."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.control}/control/{action}", data)  # noqa: S310 - loopback
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer)

    def processes(self) -> tuple[Process, Process, Process]:
        """This one, the parser's, the analyser's."""
        assert self.one.workers
        children = (worker._process.pid if worker._process else 0 for worker in self.one.workers)
        return (Process(os.getpid()), *map(Process, children))  # type: ignore[return-value]

    def step(self, name: str, *, reads: bool) -> Step:
        """Poll, or read what waits; and account for it."""
        one, processes = self.one, self.processes()
        before = [process.cpu_s() for process in processes]
        one.news = heard = Heard()
        begun = time.perf_counter()
        one.runner.run(self._go(reads=reads))
        wall_s = time.perf_counter() - begun
        spent = [process.cpu_s() - was for process, was in zip(processes, before, strict=True)]
        log = self.order("requests")
        found = Step(wall_s, spent[0], spent[1], spent[2], heard, log[self.asked :])
        self.asked = len(log)
        self.steps[name] = found
        return found

    async def _go(self, *, reads: bool) -> None:
        flow = await self.one.flow()
        if reads:
            await flow._read()
        else:
            await flow._poll()

    @property
    def parsed(self) -> int:
        """Documents that the parser was given in the first poll."""
        answers = self.steps["first poll"].answers
        return sum(answers[answer] for answer in ("200", "raw", "cut-item", "html"))

    @property
    def parse_ms(self) -> float:
        """Processor time of the parser's process for one of them, mean."""
        return self.steps["first poll"].parser_s / self.parsed * 1000

    def kept(self) -> list[str]:
        """Addresses of the articles that are stored, without those whose whole text a real feed had."""
        urls = (row.article.url for row in self.one.store.export())
        return [url for url in urls if f".example.org:{self.one.web.port}/" in url]

    def well_s(self, step: Step) -> float:
        """When the last feed without a fault had been asked."""
        bad = {self.one.web.url(feed) for feed in self.faults}
        return max(at for at, news in zip(step.told.at, step.told, strict=True) if news.url not in bad)

    def gaps_s(self, step: Step) -> list[float]:
        """Times between two visits to one host, as the web saw them come in; redirects belong to one visit."""
        times: dict[str, list[float]] = defaultdict(list)
        for asked in step.asked:
            if "/hop/" not in asked["target"] and not asked["target"].endswith("moved.xml"):
                times[asked["host"]].append(asked["at"])
        return [b - a for seen in times.values() for a, b in pairwise(seen)]


@contextmanager
def bench(feeds: int, limits: Limits, *, articles: int = 3, faulty: int = FAULTY) -> Iterator[Bench]:
    """Start everything; faults are set."""
    real = sorted(file.name for file in REAL.iterdir()) if REAL.is_dir() else []
    real = real[: feeds // 4 + 1]
    own = feeds - len(real)
    clock = Clock(datetime.now(UTC))
    twin = NewsWeb(own, articles=articles, seed=1, now=clock)  # knows the same sources as the process
    with _web(own, articles) as port, tempfile.TemporaryDirectory() as folder:
        twin.port = port
        url = f"sqlite:///{folder}/store.db"
        parser, analyser = start_workers(environment_config(None))
        with parser, analyser, open_store(url, clock=clock) as store:
            _warm(parser, analyser)
            names = [f"http://real{number}.example.org:{port}/raw/{name}" for number, name in enumerate(real)]
            urls = [*map(twin.url, range(own)), *names]
            store.sync_feeds(Feed(address, address, address) for address in urls)
            one = Station(store, twin, clock, load_settings(environment_config(None)))
            one.limits, one.sleep, one.workers = limits, asyncio.sleep, (parser, analyser)
            made = Bench(one, f"http://127.0.0.1:{port}", {}, names)
            for number, at in enumerate(range(0, own, faulty)):
                name, arguments = FAULTS[number % len(FAULTS)]
                made.order("fault", {"feed": at, "name": name, **arguments})
                made.faults[at] = name
            try:
                yield made
            finally:
                one.close()


@contextmanager
def _web(own: int, articles: int) -> Iterator[int]:
    folder = ["--folder", str(REAL)] if REAL.is_dir() else []
    command = [sys.executable, "-m", "tests.servers.newsweb", "--feeds", str(own), "--seed", "1", *folder]
    with subprocess.Popen(
        [*command, "--articles", str(articles)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        yield int(json.loads(running.stdout.readline())["port"])
        running.stdin.close()
        running.wait(10)


def _warm(parser: Worker, analyser: Worker) -> None:
    """Have each do one job, so that what it loads is not put down to the first feed."""
    empty = b"<rss version='2.0'><channel><title>Nothing</title></channel></rss>"
    read_feed(parser, FeedJob("http://www.example.org/"), empty, 20.0)
    short = AnalyserJob(article("Nothing happened in Geneva on Monday."), Budget(3, 80, 700))
    analyser.call(msgspec.json.encode(short), 20.0)


def run(made: Bench) -> None:
    """All steps, in order."""
    made.step("first poll", reads=False)
    made.step("reading", reads=True)
    made.one.clock.advance(minutes=17)
    made.step("second poll", reads=False)
    for feed in range(len(made.one.web.sources)):
        made.order("heal", {"feed": feed})
        made.order("publish", {"feed": feed})
    made.one.clock.advance(minutes=90)  # longer than the 503 asked for
    made.step("third poll", reads=False)
    made.step("second reading", reads=True)


def told(made: Bench) -> Iterator[str]:
    """The figures, a line each."""
    count = len(made.one.store.feeds())
    yield f"{count} feeds: {len(made.real)} real, {len(made.faults)} with a fault; {os.cpu_count()} cores"
    for name, step in made.steps.items():
        cpu = (
            f"processor s: main {step.main_s:.2f}, parser {step.parser_s:.2f}, analyser {step.analyser_s:.2f}"
        )
        yield f"{name:15} {step.wall_s:6.1f} s wall; {cpu}"
        if "poll" in name:
            yield f"{'':15} {_of_poll(made, step)}"
            yield f"{'':15} {len(step.asked)} requests; the last feed that is well: after {made.well_s(step):.1f} s"
        else:
            yield f"{'':15} {_of_reading(step)}"
            yield f"{'':15} {len(step.asked)} requests; {_of_gaps(made, step)}"
    first = made.steps["first poll"]
    yield f"parser          {made.parse_ms:.1f} ms processor time a document ({made.parsed} documents)"
    yield f"main            {first.main_s / count * 1000:.1f} ms processor time a feed, fetching and storing"
    peaks = [process.peak_mb() for process in made.processes()]
    yield "peak memory     main {:.0f} MB, parser {:.0f} MB, analyser {:.0f} MB".format(*peaks)


def _of_poll(made: Bench, step: Step) -> str:
    polls = [news for news in step.told if isinstance(news, FeedPoll)]
    sources = made.one.web.sources
    well = {source.path for source in sources if source.number not in made.faults}
    own = [asked["answer"] for asked in step.asked if asked["target"] in well]
    same = sum(answer == "304" for answer in own)
    return (
        f"{sum(p.new for p in polls)} new, {sum(p.seen for p in polls)} seen, {sum(bool(p.error) for p in polls)} errors; "
        f"304: {same} of {len(own)} that are well and can say so ({same / len(own):.0%}); {step.answers['raw']} real ones"
    )


def _of_reading(step: Step) -> str:
    read = [news for news in step.told if isinstance(news, EntryRead)]
    kept = sum(isinstance(news.outcome, Kept) for news in read)
    kinds = Counter(type(news.outcome).__name__ for news in read)
    spent = step.main_s + step.parser_s + step.analyser_s
    return (
        f"{kept} articles, {kept / step.wall_s:.1f} a second, {spent / max(kept, 1) * 1000:.0f} ms processor time each; "
        f"{', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}"
    )


def _of_gaps(made: Bench, step: Step) -> str:
    gaps, wanted_s = made.gaps_s(step), made.one.limits.apart_s
    early = sum(gap < wanted_s * 0.9 for gap in gaps)
    return f"at one host {min(gaps):.2f} s apart at least; {early} of {len(gaps)} came a tenth early or more"


def main() -> None:
    """Run it and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="short deadlines and waits")
    arguments = parser.parse_args()
    with bench(arguments.feeds, QUICK if arguments.quick else Limits()) as made:
        run(made)
        for line in told(made):
            print(line, flush=True)


if __name__ == "__main__":
    main()
