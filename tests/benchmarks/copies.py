"""``python -m tests.benchmarks.copies [N]``: the index of copies with N other articles in it (50,000 if not said).

The others are made up and all different. Printed: what a fingerprint, adding, searching and expiring cost, in processor
time; memory; and precision and recall of 300 made-up copies, and of the labelled pairs where they are beside this checkout.
Costs of searching are taken at a tenth of N as well: the ratio of the two tells that they do not grow with N.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.acquire.identity.fingerprints import fingerprint
from bot.acquire.identity.nearness import Copies
from tests.acquire.identity.made import EDITS, article
from tests.quality.runners.neardup import copies
from tests.quality.test_floor_neardup import DEV, gold_pairs, pair, score

NOON = datetime(2000, 1, 1, tzinfo=UTC)
PROBES = 500


def resident_mb() -> float:
    """Memory of this process; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as status:  # noqa: PTH123 - no file of ours
            return int(status.read().split()[1]) * 4_096 / 1e6
    except OSError:
        return 0.0


def each_us(work: Callable[[int], object], times: int) -> float:
    """Processor time of one call in microseconds."""
    start = time.process_time()
    for at in range(times):
        work(at)
    return (time.process_time() - start) / times * 1e6


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.copies", description=__doc__)
    parser.add_argument("n", nargs="?", type=int, default=50_000, help="other articles in the index")
    n = parser.parse_args().n
    texts = [" ".join(article(5_000_000 + at)) for at in range(PROBES)]
    print(
        f"fingerprint          {each_us(lambda at: fingerprint(texts[at]), PROBES):8.0f} us, {len(texts[0].split())} words"
    )
    probes = [fingerprint(text) for text in texts]
    edited = [
        fingerprint(EDITS[kind](article(1_000_000 + at), random.Random(at)))  # noqa: S311 - wants to repeat
        for at, kind in zip(range(PROBES), list(EDITS) * PROBES, strict=False)
    ]

    index, before = Copies(), resident_mb()
    adding = 0.0
    for at in range(n):
        data = fingerprint(" ".join(article(1_000_000 + at)))
        start = time.process_time()
        index.add(-1 - at, data, outlet=f"outlet {at % 200}", at=NOON + timedelta(seconds=at))
        adding += time.process_time() - start
        if at + 1 in (n // 10, n):
            print(f"{at + 1:,} in the index: {resident_mb() - before:.0f} MB")
            print(f"  add, mean          {adding / (at + 1) * 1e6:8.0f} us")
            print(
                f"  find, no copy      {each_us(lambda i: index.find(probes[i], outlet=f'outlet {i % 200}'), PROBES):8.0f} us"
            )
            print(f"  find, edited copy  {each_us(lambda i: index.find(edited[i]), PROBES):8.0f} us")

    dice, own, right = random.Random(7), list[str](), set[tuple[str, str]]()  # noqa: S311 - wants to repeat
    for at in range(300):
        told = article(9_000_000 + at)
        right.add((str(len(own)), str(len(own) + 1)))
        own += [" ".join(told), list(EDITS.values())[at % len(EDITS)](told, dice)]
    said = {(str(hit[0]), str(place)) for place, hit in enumerate(copies(own, index)) if hit}
    print("made-up pairs     P {:.3f} R {:.3f}".format(*score(said, right)))
    if DEV.exists():
        rows = [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
        ids = [row["id"] for row in rows]
        found = copies([row["text"] for row in rows], index)
        said = {pair(ids[hit[0]], ids[place]) for place, hit in enumerate(found) if hit}
        print("labelled pairs    P {:.3f} R {:.3f}".format(*score(said, gold_pairs(rows))))
    start = time.process_time()
    index.expire(NOON + timedelta(days=30))
    print(
        f"expire all           {(time.process_time() - start) / n * 1e6:8.0f} us a document; {len(index)} left"
    )


if __name__ == "__main__":
    main()
