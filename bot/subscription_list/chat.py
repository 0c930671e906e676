"""A rule in a few words, as a chat has it: "topic grain-corridor", "country UKR", "actor Amadou Keita", "black sea"."""

import re

from bot.subscription_list.known import Known
from bot.subscription_list.naming import MOST, NAMED
from bot.subscription_list.problems import Problem
from bot.types import Rule

_SINGULAR = {
    "word": "words",
    "actor": "actors",
    "country": "countries",
    "region": "regions",
    "feed": "feeds",
} | {
    "code": "codes",
    "topic": "topics",
}
_HELP = "Such as: topic NAME, country UKR, region Western Africa, actor NAME, code ASSAULT, words black sea, everything."
_ISO3 = re.compile(r"[A-Z]{3}")


def parse_rule(given: str, known: Known) -> Rule | Problem:
    """A rule of one condition; several values are parted by commas, and any of them is enough.

    Without a kind before them, words are the name of a topic if there is such; else of a country or a region; else words to
    look for. A country's code alone counts in capitals ("CAN", not "can").
    """
    line = " ".join(given.split()).strip('"“”')
    if not line:
        return Problem(f"no rule. {_HELP}")
    if line.lower() in {"everything", "all", "*"}:
        return Rule(everything=True)
    first, _, rest = line.partition(" ")
    word = first.lower().rstrip(":")
    kind = _SINGULAR.get(word, word)
    if kind in NAMED:
        return _of_kind(kind, rest, known)
    return _bare(line, known)


def _of_kind(kind: str, rest: str, known: Known) -> Rule | Problem:
    values = [value.strip().strip('"“”') for value in rest.split(",") if value.strip()]
    if not values:
        return Problem(f"{kind}: of what? {_HELP}")
    if len(values) > MOST:
        return Problem(f"{len(values)} {kind}. Give at most {MOST}.")
    read: list[str] = []
    for value in values:
        found = NAMED[kind](value, known)
        if isinstance(found, Problem):
            return found
        read.append(found)
    return rule_of(kind, tuple(dict.fromkeys(read)))


def _bare(line: str, known: Known) -> Rule | Problem:
    """Words without a kind. Never a problem for want of a meaning: they are looked for as they stand."""
    for kind in ("topics", "countries", "regions"):
        found = NAMED[kind](line, known)
        is_common = kind == "countries" and found == line.upper() and not _ISO3.fullmatch(line)
        if isinstance(found, str) and not is_common:
            return rule_of(kind, (found,))
    return _of_kind("words", line, known)


def rule_of(kind: str, values: tuple[str, ...]) -> Rule:
    """A rule of one condition: ``kind`` is the name of a field of `Rule` that takes names."""
    return Rule(**{kind: values})  # type: ignore[arg-type]  # every kind of `NAMED` holds text
