"""Case files of feeds: what is expected of each stands in its first comment, of JSON under ``_expect``."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.acquire.feeds.document import FeedDocument
from bot.acquire.feeds.parse import parse

DATA = Path(__file__).parents[2] / "data" / "feeds"
URL = "https://asked.example/feeds/all.xml"
_EXPECT = re.compile(rb"<!-- expect: (.*?) -->", re.DOTALL)


def expected(body: bytes) -> Any:
    """What a case expects."""
    found = _EXPECT.search(body)
    return json.loads(found[1]) if found else json.loads(body)["_expect"]


def read(body: bytes, limit: int = 500) -> FeedDocument:
    """Read a feed as if it had come from ``URL``."""
    return parse(body, "", None, "https://json.example/feed.json" if body.startswith(b"{") else URL, limit)


def differences(expectation: dict[str, Any], ours: Any, at: str = "") -> list[str]:
    """Where ``ours`` is not as expected; fields that are not named may be anything."""
    found = []
    for name, value in expectation.items():
        mine = getattr(ours, name)
        if name == "entries":
            if len(mine) != len(value):
                found.append(f"{len(mine)} entries")
            for number, (each, its) in enumerate(zip(value, mine, strict=False)):
                found += differences(each, its, f"entries.{number}.")
        elif name.endswith("_at") and value is not None:
            if mine != datetime.fromisoformat(value):
                found.append(f"{at}{name} is {mine}")
        elif mine != value:
            found.append(f"{at}{name} is {mine!r}")
    return found


def rss(*items: str, head: str = "<title>t</title>") -> bytes:
    """An RSS feed of ``items``, each the inside of one."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel>{head}{inside}</channel></rss>'.encode()
