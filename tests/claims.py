"""Reads the claims back out of each output format, so that a test can hold them against the article."""

import json
import re
from collections.abc import Iterator

Claim = tuple[int, int, str]
"""Start, end, and the words shown."""

_AT = r"\[(\d+):(\d+)\]"


def of_json(text: str) -> Iterator[Claim]:
    """Every span anywhere in a record; each must be of the record's only article."""

    def walk(value: object) -> Iterator[Claim]:
        if isinstance(value, dict):
            if {"article_id", "start", "end", "text"} <= value.keys():
                assert value["article_id"] == record["articles"][0]["id"]
                yield value["start"], value["end"], value["text"]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    record = json.loads(text)
    yield from walk(record)


def of_terminal(text: str) -> Iterator[Claim]:
    """Claims behind a bar, wrapped or not, and in curly quotes; white space as the wrapping left it."""
    barred = "\n".join(line.strip().removeprefix("│").strip() for line in text.splitlines() if "│" in line)
    for found in re.finditer(rf"(.*?)\s+{_AT}(?:\n|$)", barred, re.DOTALL):
        yield int(found[2]), int(found[3]), " ".join(found[1].split())
    plain = "\n".join(line for line in text.splitlines() if "│" not in line)
    for found in re.finditer(rf"“([^\[\]]*?)”\s+{_AT}", plain):
        yield int(found[2]), int(found[3]), " ".join(found[1].split())


def of_markdown(text: str) -> Iterator[Claim]:
    """Block quotes and curly quotes, with the escapes undone."""
    unescaped = re.sub(r"\\(.)", r"\1", text)
    for line in unescaped.splitlines():
        quote = re.match(rf"> (.*) \[?{_AT}", line)
        found = [quote] if quote else list(re.finditer(rf"“(.*?)” {_AT}", line))
        for match in found:
            yield int(match[2]), int(match[3]), match[1]
