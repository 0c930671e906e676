"""Articles with everyone in them: text and labels, for the weights of affiliations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "people"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A person of an article: the answers that are right for role and affiliation, ``NONE`` among them where none is."""

    name: str
    roles: tuple[str, ...]
    affiliations: tuple[str, ...]

    @property
    def may_be_open(self) -> bool:
        """Is no affiliation right?"""
        return NONE in self.affiliations

    def belongs_to(self, party: str) -> bool:
        """Is it one of the affiliations? The article and the apostrophe do not count."""
        return plain(party) in {plain(one) for one in self.affiliations}


@dataclass(frozen=True, slots=True)
class Labels:
    """An article and its people."""

    title: str
    body: str
    people: tuple[Labelled, ...]

    def person(self, name: str) -> Labelled | None:
        """The person of a name, which may lack the title that the label writes before it."""
        return next((one for one in self.people if f" {one.name}".endswith(f" {name}")), None)


NONE = "-"
"""No role, or no affiliation."""


def articles(folder: Path = FOLDER) -> Iterator[Labels]:
    """The articles of all files, in order."""
    for file in sorted(folder.glob("people-*.txt")):
        for part in f"\n{file.read_text('utf-8')}".split("\n## ")[1:]:
            title, *lines = part.strip().splitlines()
            body = "\n".join(line for line in lines if not line.startswith("= "))
            yield Labels(title, body, tuple(_person(line[2:]) for line in lines if line.startswith("= ")))


def _person(row: str) -> Labelled:
    name, _, role, affiliation = (field.strip() for field in row.split("|"))
    return Labelled(name, tuple(role.split(" / ")), tuple(affiliation.split(" / ")))


def plain(party: str) -> str:
    """A party's name as it is compared."""
    return re.sub(r"^the ", "", party.lower().replace("’", "'"))
