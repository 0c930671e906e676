"""A small fixed world: eight happenings told by sixteen articles, all invented for this project (Apache-2.0).

Places are real, people and events are not. The articles are analysed with the tables that ship, so that the digests made of
them show what the product shows. Nothing comes from a clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from bot.analyse.escalation import RANK, weigh
from bot.analysis import read
from bot.brief.changes import changes
from bot.brief.digest import Candidate
from bot.types import (
    Article,
    Briefing,
    Change,
    Channel,
    Dossier,
    Policy,
    Rule,
    Severity,
    Slot,
    Subscription,
    Told,
)
from tests.quality.runners.gold import shipped

FILE = Path(__file__).parent.parent / "data" / "digests" / "world.txt"
UNTIL = datetime(2027, 5, 3, 5, tzinfo=UTC)
"""Monday, seven in the morning in Berlin."""
SINCE = UNTIL - timedelta(days=1)

MORNING = Subscription(
    id="morning",
    channel=Channel("terminal", "local", "desk"),
    title="Morning world",
    rule=Rule(everything=True),
    slots=(time(7),),
    tz="Europe/Berlin",
    nothing_new=Policy.EXPLAIN,
    stories=8,
)
SLOT = Slot("morning", date(2027, 5, 3), time(7))


def articles() -> dict[str, list[Article]]:
    """The articles of each happening, first told first; a name that ends in an asterisk marks a copy."""
    found: dict[str, list[Article]] = {}
    for number, part in enumerate(FILE.read_text("utf-8").split("\n## ")[1:], 1):
        head, _, body = part.partition("\n")
        story, hours, outlet, family, headline = (field.strip() for field in head.split("|"))
        at = UNTIL - timedelta(hours=float(hours))
        made = Article(
            id=f"article-{number:02}",
            url=f"https://{outlet.lower().replace(' ', '-')}.example/{story.removesuffix('*')}-{number}",
            outlet=outlet,
            family=family,
            headline=headline,
            byline=None,
            dateline=None,
            body=body.strip(),
            lang="en",
            published_at=at,
            fetched_at=at + timedelta(minutes=10),
        )
        found.setdefault(story.removesuffix("*"), []).append(made)
    return found


def copies() -> frozenset[str]:
    """Ids of the articles that repeat another's text."""
    texts: set[str] = set()
    found = set()
    for one in (article for of_story in articles().values() for article in of_story):
        sentence = one.body.partition("\n")[0].rpartition(") - ")[2]
        if sentence in texts:
            found.add(one.id)
        texts.add(sentence)
    return frozenset(found)


@cache
def briefings() -> dict[str, tuple[Briefing, ...]]:
    """The analysis of each happening's articles."""
    tables, budget = shipped()
    return {
        story: tuple(read(article, tables, budget) for article in told) for story, told in articles().items()
    }


def dossier(story: str, last: int | None = None) -> Dossier:
    """All that is known of a happening, or only its first ``last`` articles."""
    told = briefings()[story][:last]
    texts = [one.articles[0] for one in told]
    repeats = copies() & {text.id for text in texts}
    times = [text.published_at for text in texts if text.published_at]
    return Dossier(
        id=f"{sorted(briefings()).index(story) + 1:x}".rjust(2, "0") + "5eed",
        headline=texts[0].headline,
        first_at=min(times),
        last_at=max(times),
        severity=max((one.escalation.severity for one in told), key=RANK.__getitem__),
        direction=weigh([event for one in told for event in one.events]).direction,
        families=tuple(dict.fromkeys(text.family for text in texts if text.id not in repeats)),
        revision=len(texts),
        is_baseline=False,
        briefings=told,
        copies=repeats,
        feeds=frozenset({"https://wire.example/rss.xml"}),
    )


def candidate(story: str, *, told: int = 0, is_muted: bool = False) -> Candidate:
    """A happening of which the channel was told when ``told`` of its articles were known."""
    whole, before = dossier(story), briefings()[story][:told]

    def new() -> tuple[Change, ...]:
        return changes(before, whole.briefings)

    ids = tuple(one.articles[0].id for one in before)
    known = Told(whole.id, SINCE, told, Severity.HIGH, ids, 1, 1) if told else None
    return Candidate(whole, (), known, len(whole.briefings) - told, is_muted, new)


def candidates() -> list[Candidate]:
    """The whole world as the morning channel sees it: it was told of the shelling before."""
    return [candidate(story, told=2 if story == "shelling" else 0) for story in briefings()]
