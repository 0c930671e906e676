"""Labelled sentences for the names head: other people's sets, and our own."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.analyse.encoder.wordpiece import words

_KINDS = {
    **dict.fromkeys(("PER", "person", "politician"), "PER"),
    **dict.fromkeys(("ORG", "organisation", "politicalparty"), "ORG"),
    **dict.fromkeys(("LOC", "location", "country"), "LOC"),
    **dict.fromkeys(("election", "event", "misc"), "MISC"),
    "ARM": "ARM",
}

UNMARKED = {
    "own": {"MISC": "O"},
    "crossner": {"ARM": "ORG"},
    "gum": {"ARM": "ORG", "MISC": "O"},
    "uner": {"ARM": "ORG", "MISC": "O"},
}
"""What each set does not tell apart: kind → what it is marked as there."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence.

    Attributes:
        words: Its words.
        spans: ``(first, last exclusive, kind)`` in words.
        source: ``"own"`` or the name of a set in ``sources``.
        document: Sentences of one document never stand on both sides of a split.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int, str], ...]
    source: str
    document: str


BLOCK = 25
"""Sentences of CrossNER taken as one document: it names none, and neighbours may share one."""


def read_set(source: str, file: Path) -> list[Example]:
    """A file of token-span JSON lines, each ``{"id", "tokens", "entities": [[start, end, type], …]}``."""
    found = []
    for number, row in enumerate(json.loads(line) for line in file.read_text("utf-8").splitlines()):
        spans = tuple((a, b, _KINDS[kind]) for a, b, kind in row["entities"] if kind in _KINDS)
        name = str(number // BLOCK) if source == "crossner" else row["id"].rpartition("-")[0]
        found.append(Example(tuple(row["tokens"]), spans, source, f"{source}:{name}"))
    return found


_MARK = re.compile(r"\[(PER|ORG|LOC|ARM) ([^\[\]]+)\]")


def plain(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """``"[PER Ann Lee] said"`` → ``"Ann Lee said"`` and its spans in characters."""
    text, spans, past = "", [], 0
    for match in _MARK.finditer(line):
        text += line[past : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        past = match.end()
    return text + line[past:], spans


def read_own(files: Sequence[Path]) -> list[Example]:
    """Our own sentences, one on a line; a blank line parts passages."""
    return [example for file in files for example in _own(file)]


def _own(file: Path) -> Iterator[Example]:
    for number, passage in enumerate(re.split(r"\n\s*\n", file.read_text("utf-8"))):
        for line in passage.strip().splitlines():
            text, spans = plain(line.strip())
            tokens = words(text, 0, len(text))
            if tokens:
                found = tuple(_in_words(tokens, span) for span in spans)
                yield Example(tuple(t.text for t in tokens), found, "own", f"own:{file.stem}:{number}")


def _in_words(tokens: Sequence[tuple[int, int, str]], span: tuple[int, int, str]) -> tuple[int, int, str]:
    start, end, kind = span
    inside = [number for number, token in enumerate(tokens) if token[0] < end and token[1] > start]
    return inside[0], inside[-1] + 1, kind
