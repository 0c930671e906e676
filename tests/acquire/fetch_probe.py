"""A fresh process that fetches and measures itself: ``python -m tests.acquire.fetch_probe``.

Standard input holds one JSON object: ``port`` of a site on loopback, ``paths`` there, ``limits`` (fields of `Limits`).
All paths are fetched side by side; standard output gets one JSON object: ``outcomes`` ``{path: [seconds, what]}``,
where *what* is "page", "refused" or the error's text, and ``growth_mb``, the peak of resident memory above where it
stood after one ordinary fetch.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits
from bot.errors import FetchError, FetchRefused
from tests.servers.loopback import OnlySite, at_once

ORDINARY = "/ordinary"
"""A path that the site must serve with an ordinary page."""


def _peak_mb() -> float:
    """Peak of resident memory. Linux counts it per program image; rusage would include the parent's before exec."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1_000
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


async def _outcome(fetcher: Fetcher, url: str) -> tuple[float, str]:
    started = time.monotonic()
    try:
        await fetcher.fetch(url)
    except FetchRefused:
        what = "refused"
    except FetchError as error:
        what = str(error)
    else:
        what = "page"
    return round(time.monotonic() - started, 3), what


async def _measure(port: int, paths: list[str], limits: Limits) -> dict[str, object]:
    start = f"http://127.0.0.1:{port}"
    async with Fetcher(policy=OnlySite(port), limits=limits, sleep=at_once) as fetcher:
        await fetcher.fetch(start + ORDINARY)
        before_mb = _peak_mb()
        outcomes = await asyncio.gather(*(_outcome(fetcher, start + path) for path in paths))
    return {
        "outcomes": dict(zip(paths, outcomes, strict=True)),
        "growth_mb": round(_peak_mb() - before_mb, 1),
    }


if __name__ == "__main__":
    job = json.load(sys.stdin)
    print(json.dumps(asyncio.run(_measure(job["port"], job["paths"], Limits(**job["limits"])))))
