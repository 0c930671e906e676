"""``python -m tests.benchmarks.processes [--feeds 40] [--articles 10] [--most 4]``: one, two, four processes.

All share one PostgreSQL (as it is delivered: commits go to the disk) and read the same web, a process of its own. They
begin together, warm, on feeds that hold --articles each; every article is fetched, parsed, analysed, kept and placed.
One process is three to the system (itself, a parser, an analyser), so it fills more than one processor by itself; the
second table gives each process with its workers one processor only, and shows what a further machine would bring.

articles/s    until the last article has its place
cores         processor seconds of the readers with their workers in that time, per second; of web and server apart
fetched twice pages that were asked for more than once
"""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store.open import open_store
from tests.long.kills.killing import Polling, children_of
from tests.servers.postgres import Postgres, running

COUNTS = (1, 2, 4)
TICK_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    seconds: float
    articles: int
    readers_s: float
    around_s: float
    twice: int


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--feeds", type=int, default=40)
    parser.add_argument("--articles", type=int, default=10, help="of each feed")
    parser.add_argument("--most", type=int, default=max(COUNTS), help="processes")
    given = parser.parse_args()
    print(f"{given.feeds * given.articles} articles, {os.cpu_count()} processors")
    print(
        f"{'processes':>9} {'seconds':>8} {'articles/s':>10} {'cores':>6} {'web+server':>10} {'fetched twice':>13}"
    )
    shared = [(count, False) for count in COUNTS if count <= given.most]
    apart = [(count, True) for count in COUNTS if count <= min(given.most, os.cpu_count() or 1)]
    with running(is_durable=True) as server:
        for count, is_apart in shared + apart:
            if (count, is_apart) == apart[0]:
                print("each on one processor of its own")
            run = measure(server, count, given.feeds, given.articles, is_apart=is_apart)
            print(
                f"{count:>9} {run.seconds:>8.1f} {run.articles / run.seconds:>10.1f} "
                f"{run.readers_s / run.seconds:>6.2f} {run.around_s / run.seconds:>10.2f} {run.twice:>13}"
            )


def measure(server: Postgres, count: int, feeds: int, articles: int, *, is_apart: bool) -> Run:
    """Let ``count`` processes read everything; ``is_apart``: each on one processor of its own."""
    url = server.url(server.fresh())
    with ExitStack() as ends:
        port, web = ends.enter_context(_web(feeds, articles))
        folder = Path(ends.enter_context(TemporaryDirectory()))
        log = ends.enter_context((folder / "stderr.txt").open("ab"))
        options = ["--database", url, "--port", str(port), "--feeds", str(feeds), "--wait", "--tick", "0.05"]
        readers = []
        for number in range(count):
            with _kept_to({number} if is_apart else os.sched_getaffinity(0)):
                readers.append(Polling([*options, "--owner", f"reader-{number}"], log))
        for reader in readers:
            reader.until("ready")
        around = [web, *_servers(server)]
        own = [pid for r in readers for pid in (r.pid, *(child.pid for child in children_of(r.pid)))]
        before, begun = (_used(own), _used(around)), time.monotonic()
        for reader in readers:
            reader.go()
        with open_store(url) as store:
            while (counts := store.counts()).documents < feeds * articles or counts.unplaced:
                time.sleep(0.1)
        seconds = time.monotonic() - begun
        used = _used(own) - before[0], _used([web, *_servers(server)]) - before[1]
        for reader in readers:
            reader.tell()
            reader.ended(20.0)
        return Run(seconds, feeds * articles, *used, _twice(port))


@contextmanager
def _web(feeds: int, articles: int) -> Iterator[tuple[int, int]]:
    """A web of feeds in a process of its own; its port and its number."""
    command = [
        "-m",
        "tests.servers.newsweb",
        "--feeds",
        str(feeds),
        "--articles",
        str(articles),
        "--seed",
        "3",
    ]
    with subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as web:
        assert web.stdout
        assert web.stdin
        yield int(json.loads(web.stdout.readline())["port"]), web.pid
        web.stdin.close()


@contextmanager
def _kept_to(processors: set[int]) -> Iterator[None]:
    """What is started within keeps to these processors, and so do its children."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _servers(server: Postgres) -> list[int]:
    """PostgreSQL's first process and the children that it has now."""
    first = int((server.folder / "postmaster.pid").read_text().split()[0])
    return [first, *(child.pid for child in children_of(first))]


def _used(processes: list[int]) -> float:
    """Processor seconds so far, with those of children that have ended (proc(5), fields 14 to 17)."""
    total = 0
    for pid in processes:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))
    return total / TICK_S


def _twice(port: int) -> int:
    """Pages that were asked for more than once, by the web's own log."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/control/requests") as answer:
        asked = json.load(answer)
    pages = Counter(one["host"] + one["target"] for one in asked if "/a/" in one["target"])
    return sum(times > 1 for times in pages.values())


if __name__ == "__main__":
    main()
