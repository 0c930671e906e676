"""Reads the case files of standings: short texts and what is said of each person in them.

Like ``actor_cases``, with people only, and with " / " between answers that are as good; "-": the text does not say.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "actors"
_SMALL = frozenset(
    {"the", "a", "an", "of", "for", "in", "at", "to", "and", "s", "his", "her", "its", "their"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of one person: the roles and the affiliations that are right, ``None`` for an open one."""

    name: str
    roles: tuple[str | None, ...]
    affiliations: tuple[str | None, ...]

    def is_role(self, role: str | None) -> bool:
        """Is a role right: do its words hold those of one that is, or the other way round?"""
        got = _words(role or "")
        wanted = [_words(one or "") for one in self.roles]
        return any(got <= one or one <= got if got and one else got == one for one in wanted)

    def is_affiliation(self, affiliation: str | None) -> bool:
        """Is an affiliation right, but for case and the article?"""
        return _plain(affiliation) in {_plain(one) for one in self.affiliations}


def cases(name: str) -> list[tuple[str, list[Said]]]:
    """The texts of a file, each with its people."""
    parts = (FOLDER / name).read_text("utf-8").split("\n## ")[1:]
    return [_case(part) for part in parts]


def _case(part: str) -> tuple[str, list[Said]]:
    _, *lines = part.strip().splitlines()
    body = "\n".join(line for line in lines if not line.startswith("= "))
    return body, [_said(line[2:]) for line in lines if line.startswith("= ")]


def _said(line: str) -> Said:
    name, _, role, affiliation = (field.strip() for field in line.split("|"))
    return Said(name, _options(role), _options(affiliation))


def _options(field: str) -> tuple[str | None, ...]:
    return tuple(None if one.strip() == "-" else one.strip() for one in field.split(" / "))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower())) - _SMALL


def _plain(text: str | None) -> str:
    return re.sub(r"^the ", "", (text or "").lower())
