"""Flags on texts that are no news: the genres of GUM that are not about politics, and web English (Universal NER)."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.analyse import actors, escalation, events
from bot.analysis import Tables
from bot.text import Offsets
from bot.types import Event
from tests.quality.runners.gold import as_article

POLITICAL = ("GUM_news", "GUM_speech", "GUM_court")


def documents(file: Path) -> Iterator[list[str]]:
    """Sentences of each document, whose rows stand together, tokens parted by spaces."""
    found: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        if not row["id"].startswith(POLITICAL):
            found.setdefault(row["id"].rpartition("-")[0], []).append(" ".join(row["tokens"]))
    return iter(found.values())


def flags(file: Path, tables: Tables) -> tuple[list[Event], int]:
    """The flagged events of a file, and how many sentences it has."""
    flagged: list[Event] = []
    total = 0
    for lines in documents(file):
        article = as_article({"body": " ".join(lines)})
        offsets = list(_offsets(article.body, lines))
        perusal = tables.perusal(offsets)
        reading = actors.find(article, offsets, tables.roster, perusal)
        told = events.find(article, offsets, reading, tables.codebook, perusal).events
        flagged += filter(escalation.is_flag, told)
        total += len(lines)
    return flagged, total


def _offsets(body: str, lines: list[str]) -> Iterator[Offsets]:
    """Where each sentence stands in the text that cleaning made of them."""
    at = 0
    for line in lines:
        first = line.split(" ", 1)[0]
        start = body.find(first, at)
        end = min(start + len(line), len(body))
        if start >= 0 and end > at:
            yield start, end
            at = end
