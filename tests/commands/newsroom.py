"""A small world of two stories in a real store, and people who ask for them."""

import asyncio
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.analyse.roster import Roster
from bot.commands import Asker, Commands, Limits, Reply, make_desk
from bot.commands.desk import BriefUrl, Desk
from bot.intake.read import kept
from bot.store.placing import Desk as PlacingDesk
from bot.store.records import Placement
from bot.store.store import Store
from bot.subscription_list import Known
from bot.types import (
    Article,
    Block,
    Briefing,
    Button,
    Channel,
    Direction,
    Event,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Message,
    Para,
    Quote,
    Severity,
    Time,
)
from tests.brief import dossiers
from tests.contracts.making import Clock, claim, feed, item, offer

DESK = Channel("slack", "T1", "C1")
OTHER_ROOM = Channel("slack", "T1", "C2")
ELSEWHERE = Channel("slack", "T2", "C1")

MEMBER = Asker(DESK, "U1", is_manager=False)
MANAGER = Asker(DESK, "U9", is_manager=True)
STRANGER = Asker(ELSEWHERE, "U1", is_manager=True)

GENEROUS = Limits(*(1_000_000,) * 6)

SHELLING = "Russia shelled the port of Odesa on Tuesday. Ada Roe said the grain corridor was closed."
RETALIATION = "Ukraine bombed a depot near Kursk on Wednesday. Nobody was hurt."
TALKS = "Japan and South Korea signed an accord on fisheries. Officials praised the calm talks."


class Monotonic:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


@dataclass
class Room:
    """``room(asker, text)`` is what that asker gets for that text."""

    commands: Commands
    store: Store
    clock: Clock
    monotonic: Monotonic

    def __call__(self, asker: Asker, text: str) -> Reply:
        return asyncio.run(self.commands.run(asker, text))

    def says(self, asker: Asker, text: str) -> str:
        """All that a reader sees of the answer, a line each."""
        return words(self(asker, text).message)


def make_room(
    store: Store,
    clock: Clock,
    known: Known,
    roster: Roster,
    *,
    limits: Limits = GENEROUS,
    brief_url: BriefUrl | None = None,
    change: Callable[[Desk], Desk] = lambda desk: desk,
) -> Room:
    monotonic = Monotonic()
    desk = change(make_desk(store, known, roster, brief_url=brief_url))
    return Room(Commands(desk, limits, monotonic=monotonic), store, clock, monotonic)


def shelling(text: Article) -> Briefing:
    attack = dossiers.event(
        text, "Russia shelled the port of Odesa on Tuesday.", ["RUS"], "ASSAULT.aerial", ["UKR"]
    )
    cast = [dossiers.state(text, "Russia", "RUS"), dossiers.actor(text, "Ada Roe")]
    return dossiers.briefing(text, actors=cast, events=[attack], names={"UKR": "Ukraine"})


def retaliation(text: Article) -> Briefing:
    strike = dossiers.event(
        text, "Ukraine bombed a depot near Kursk on Wednesday.", ["UKR"], "ASSAULT.aerial", ["RUS"]
    )
    return dossiers.briefing(text, events=[strike], names={"RUS": "Russia", "UKR": "Ukraine"})


def talks(text: Article) -> Briefing:
    accord: Event = dossiers.event(
        text,
        "Japan and South Korea signed an accord on fisheries.",
        ["JPN"],
        "AGREE",
        ["KOR"],
        direction=Direction.DOWN,
        severity=Severity.MEDIUM,
        score=6.0,
    )
    cast = [dossiers.state(text, "Japan", "JPN")]
    return dossiers.briefing(text, actors=cast, events=[accord], names={"KOR": "South Korea"})


def publish(
    store: Store,
    clock: Clock,
    name: str,
    body: str,
    headline: str,
    analyse: Callable[[Article], Briefing],
    story: str,
) -> None:
    """Bring an article into the store the whole way: feed, poll, claim, analysis, settling, place in a story."""
    offer(store, item(name), made=feed(name))
    (job,) = claim(store)
    text = Article(
        f"article-{name}",
        job.entry.url,
        job.feed.outlet,
        job.feed.family,
        headline,
        None,
        None,
        body,
        "en",
        clock.at - timedelta(minutes=30),
        clock.at,
    )
    settled = store.settle_entry("reader", job.id, kept(job, text, None, analyse(text)))
    assert settled.document_id is not None
    with store.placing() as desk:
        _place(desk, settled.document_id, story)


def _place(desk: PlacingDesk, document_id: int, story: str) -> None:
    desk.place(document_id, Placement(story))


def tell(store: Store, clock: Clock) -> None:
    """Two stories: ``war``, high and up; ``calm``, medium and down."""
    publish(store, clock, "odesa", SHELLING, "Port of Odesa shelled", shelling, "war")
    publish(store, clock, "accord", TALKS, "Accord on fisheries signed", talks, "calm")


def words(message: Message) -> str:
    """All that a reader sees, a line each; buttons with their commands."""
    return "\n".join(line for block in message.blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text) | Para(text) | Image(_, text):
            yield text
        case Quote(span):
            yield f"“{span.text}”"
        case Facts(rows):
            yield from map(_row, rows)
        case Link(label, url):
            yield f"{label} {url}"
        case Time(at):
            yield at.isoformat()
        case Button(label, command):
            yield f"[{label}: {command}]"


def _row(row: Fact) -> str:
    claim_ = f" “{row.claim.text}”" if row.claim else ""
    return f"{row.name}{claim_} · {row.note}"


def commands_of(message: Message) -> list[str]:
    """What its buttons do."""
    return [block.command for block in message.blocks if isinstance(block, Button)]


def private(asker: Asker) -> Asker:
    """The same one, in a conversation with us alone."""
    return replace(asker, is_private=True, channel=replace(asker.channel, id=f"D-{asker.user}"))


def seen(text: str) -> bool:
    """Whether there is no control, bidi, zero-width or private character, nor half a one, in it."""
    return not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"} for char in text)
