"""Actors and named places of articles, those that matter most first."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.analyse import actors, places, salience
from bot.analysis import Tables
from bot.text import Offsets, sentences
from bot.types import Actor, ActorKind, Article
from tests.quality.runners.gold import as_article, shipped

NAME = "key-actors"
HELP = "who matters: {id, actors: [{name, aliases, type, key}, ...]}, the foremost first"

TYPES = {
    ActorKind.PERSON: "person",
    ActorKind.ORGANIZATION: "organization",
    ActorKind.ARMED_GROUP: "organization",
}
"""To these sets a state is a place."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor or a place, as ranking reads it."""

    key: str
    name: str
    kind: ActorKind
    role: str | None
    places: list[Offsets] = field(default_factory=list)


def run(gold: Path, pred: Path) -> None:
    """Rank whoever and whatever is named in every row of ``gold`` (``id``, ``title``, ``text``); one row each."""
    tables, _ = shipped()
    with pred.open("w", encoding="utf-8") as out:
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            out.write(json.dumps({"id": row["id"], "actors": ranked(row_article(row), tables)}) + "\n")


def row_article(row: dict[str, Any]) -> Article:
    """A row as an article; the set counts the title as the first line of the text, and so does its body."""
    return as_article({"headline": row["title"] or "", "body": row["text"]})


def ranked(article: Article, tables: Tables) -> list[dict[str, Any]]:
    """Everybody and every place, by falling salience, in the scorer's format."""
    order = salience.rank(article, sentences(article.body), candidates(article, tables))
    return [
        {
            "name": one.name,
            "aliases": list(dict.fromkeys(article.body[start:end] for start, end in one.places)),
            "type": TYPES.get(one.kind, "place"),
            "key": place < salience.KEY,
        }
        for place, (one, _) in enumerate(order)
    ]


def candidates(article: Article, tables: Tables) -> list[Candidate]:
    """The actors of an article, each with the mentions that only place something in it, and its other places."""
    offsets = sentences(article.body)
    perusal = tables.perusal(offsets)
    reading = actors.find(article, offsets, tables.roster, perusal)
    found = {one.key: candidate(one) for one in reading.actors}
    for place in places.named(article, offsets, reading, tables.roster, perusal):
        one = found.setdefault(place.key, Candidate(place.key, place.name, ActorKind.STATE, None))
        one.places.extend(place.mentions)
        one.places.sort()
    return list(found.values())


def candidate(one: Actor) -> Candidate:
    """An actor as ranking reads it."""
    return Candidate(one.key, one.name, one.kind, one.role, [(m.start, m.end) for m in one.mentions])
