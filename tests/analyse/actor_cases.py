"""Reads the case file of actors: short texts, each followed by everyone who is in them.

``## title``, the text, then a line ``= name | kind | role | affiliation`` for each actor; "-" or nothing: the text
does not say.
"""

from dataclasses import dataclass
from pathlib import Path

from bot.types import ActorKind

FILE = Path(__file__).parent.parent / "data" / "actors" / "own.txt"
_KINDS = {
    "person": ActorKind.PERSON,
    "state": ActorKind.STATE,
    "body": ActorKind.ORGANIZATION,
    "group": ActorKind.ARMED_GROUP,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One actor of a case."""

    name: str
    kind: ActorKind
    role: str | None
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A text and everyone in it."""

    title: str
    body: str
    actors: tuple[Expected, ...]


def cases() -> tuple[Case, ...]:
    """The cases of the file, in its order."""
    return tuple(_case(part) for part in FILE.read_text("utf-8").split("\n## ")[1:])


def _case(part: str) -> Case:
    title, *lines = part.strip().splitlines()
    body = "\n".join(line for line in lines if not line.startswith("= "))
    return Case(title, body, tuple(_expected(line[2:]) for line in lines if line.startswith("= ")))


def _expected(line: str) -> Expected:
    name, kind, role, affiliation = [*(field.strip() for field in line.split("|")), "", ""][:4]
    said = [None if field in {"", "-"} else field for field in (role, affiliation)]
    return Expected(name, _KINDS[kind], *said)
