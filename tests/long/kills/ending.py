"""A process that is told to end in the middle of a step, and once more while it ends (row X1)."""

from pathlib import Path

from bot.store.open import open_store
from tests.long.kills.killing import Polling
from tests.long.kills.oracle import leased
from tests.servers.newsweb import NewsWeb
from tests.servers.phases import STEPS

ENDS_S = 10.0
AT = tuple(step for step in STEPS if step not in {"open", "sync_feeds", "release"})
"""Where it may be told: once the flow runs. Before that it holds nothing, and SIGTERM ends it as it ends any program."""


def told_at(step: str, url: str, web: NewsWeb, errors: Path, *options: str) -> list[str]:
    """What is wrong after SIGTERM at ``step`` and another one while leases are given back."""
    given = {
        "database": url,
        "port": web.port,
        "feeds": len(web.sources),
        "end-at": step,
        "again-at": "release",
    }
    words = [word for name, value in given.items() for word in (f"--{name}", str(value))]
    with errors.open("ab") as log:
        process = Polling([*words, "--cold", *options], log)
        process.until(f"told at {step}")
        code = process.ended(ENDS_S)
    with open_store(url) as store:
        found = [f"{step}: {fault}" for fault in leased(store)]
    if code != 0 or process.lines[-2:] != ["told at release", "ended"]:
        found.append(f"{step}: it ended with {code} and said {process.lines}")
    return found
