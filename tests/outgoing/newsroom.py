"""A channel, a store and a clock; invented news that is analysed with the tables that ship and placed as the product does.

::

    with desk(url, clock) as one:
        one.subscribe("s1", "08:00")
        one.publish(SHELLING)
        one.tick(hours=20)
        one.sent()
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cache

from sqlalchemy import select

from bot.acquire.assembly import assemble
from bot.analysis import read
from bot.brief.digest import Weights
from bot.brief.temperature import Series
from bot.brief.watches import Tables
from bot.deliver.messenger import Scope
from bot.deliver.schedule import next_due
from bot.intake.place import Placer
from bot.intake.read import kept
from bot.outgoing.alerts import AlertRounds
from bot.outgoing.charts import Charts
from bot.outgoing.editor import Editor
from bot.outgoing.library import Library
from bot.outgoing.matching import Matcher
from bot.outgoing.rounds import Rounds
from bot.store.delivery_tables import deliveries
from bot.store.message_form import unpack
from bot.store.open import open_store
from bot.store.outbox_records import DeliveryRecord
from bot.store.store import Store
from bot.types import Article, Briefing, Channel, Digest, Image, Message, Rule, Subscription
from tests.contracts.making import Clock, claim, item, offer
from tests.quality.runners.gold import shipped

DESK = Channel("terminal", "local", "desk")
OTHER = Channel("terminal", "local", "other")


@dataclass(frozen=True)
class News:
    """A report: ``name`` is its address; ``body`` is invented (Apache-2.0), its places are real."""

    name: str
    headline: str
    body: str
    outlet: str = "Caspian Wire"


SHELLING = News(
    "shelling",
    "Shelling kills 12 in Armenian border village",
    "At least 12 people were killed when Azerbaijani artillery shelled the Armenian village of Sarnaghbyur on Monday "
    "evening, Armenia's defence ministry said.\n"
    "The ministry's spokesman, Hrant Vardumyan, told reporters that the shells hit a school and two houses.",
)
SEVENTEEN = News(
    "seventeen",
    "Death toll in Sarnaghbyur rises to 17",
    "At least 17 people were killed when Azerbaijani artillery shelled the Armenian village of Sarnaghbyur on Monday "
    "evening, Armenia's health minister, Lusine Petikyan, said.\n"
    "Rescuers had found five more bodies in the ruins of the school.",
    "Northern Herald",
)
NINETEEN = News(
    "nineteen",
    "Shelling of Sarnaghbyur killed 19",
    "At least 19 people were killed when Azerbaijani artillery shelled the Armenian village of Sarnaghbyur on Monday "
    "evening, Armenia's health minister, Lusine Petikyan, said.\n"
    "Two of the wounded died in a hospital in Yerevan.",
    "Northern Herald",
)
COPY = replace(SHELLING, name="copy", headline="Twelve dead in shelling of village", outlet="Morning Echo")
WAR = News(
    "war",
    "Azerbaijan declares war on Armenia",
    "Azerbaijan declared war on Armenia on Tuesday, a day after artillery shelled the Armenian village of Sarnaghbyur and "
    "killed at least 12 people.\n"
    "At least 120 people were killed when Azerbaijani missiles struck the Armenian capital, Yerevan.",
    "Channel Six",
)
TRUCE = News(
    "truce",
    "Ethiopia and Eritrea sign ceasefire after border clashes",
    "Ethiopia and Eritrea signed a ceasefire in Djibouti on Sunday, ending three weeks of clashes along their border near "
    "Zalambessa.\n"
    "Ethiopian Foreign Minister Selam Worku and her Eritrean counterpart, Yonas Habte, shook hands in front of the cameras.",
    "Red Sea Post",
)
THREAT = News(
    "threat",
    "North Korea threatens South Korea over loudspeakers",
    "North Korea threatened on Sunday to fire on South Korean loudspeakers along the border unless they fall silent within "
    "48 hours.\n"
    "In a statement carried by state media, General Ri Chol Gun said the broadcasts were an act of war.",
    "Pacific Standard Wire",
)
FERRY = News(
    "ferry",
    "Electric ferry starts work on Lake Titicaca",
    "An electric ferry with room for 120 passengers began to cross Lake Titicaca between Puno and Copacabana on Sunday.\n"
    "The boat was built in Chimbote and cost four million dollars, the owner, Nayra Flores, said.",
    "Lake Gazette",
)
ORCHESTRA = News(
    "orchestra",
    "Village orchestra wins prize in Cusco",
    "The orchestra of the village of Taquile won the national prize for young musicians in Cusco on Sunday.\n"
    "Its conductor, Wayra Huanca, said the prize money would buy two new violins.",
    "Lake Gazette",
)


def report(news: News, at: datetime) -> Article:
    """As the page of the report would be read at that time."""
    return assemble(
        url=f"https://site.example/{news.name}",
        outlet=news.outlet,
        headline=news.headline,
        byline=None,
        body=news.body,
        lang="en",
        published_at=at - timedelta(minutes=10),
        fetched_at=at,
    )


@cache
def analysed(article: Article) -> Briefing:
    """The analysis of a report."""
    tables, budget = shipped()
    return read(article, tables, budget)


@dataclass
class Desk:
    """One process that makes digests and alerts.

    Attributes:
        complaints: What went wrong, a line each.
    """

    store: Store
    clock: Clock
    owner: str = "one"
    draw: Callable[[Sequence[Series]], bytes] | None = None
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.library = Library(self.store)
        charts = Charts(self.store, self.draw, self.complaints.append) if self.draw else _no_chart
        self.editor = Editor(self.store, self.library, Matcher(Tables()), Weights(), charts)
        self.rounds = Rounds(self.store, self.editor, owner=self.owner, tell=self.complaints.append)
        self.alerts = AlertRounds(self.store, self.library, self.editor, Weights(), self.complaints.append)
        self._placer = Placer(self.store)

    def subscribe(
        self, name: str = "s1", *slots: str, channel: Channel = DESK, **also: object
    ) -> Subscription:
        """A subscription to everything; ``slots`` as ``"08:00"``."""
        times = tuple(time.fromisoformat(at) for at in slots)
        base = Subscription(name, channel, f"Title {name}", Rule(everything=True), times)
        one = replace(base, **also)  # type: ignore[arg-type]
        due = next_due(one, self.clock.at)
        self.store.put_subscription(one, due.at if due else None)
        return one

    def publish(self, *reports: News, is_baseline: bool = False, is_change: bool = False) -> None:
        """Bring reports into the store, and into stories."""
        for news in reports:
            at = self.clock.at
            digest = f"{news.headline} {news.body}"[:100]
            offer(self.store, item(news.name, digest=digest, is_change=is_change, is_baseline=is_baseline))
            (job,) = claim(self.store)
            article = report(news, at)
            self.store.settle_entry("reader", job.id, kept(job, article, None, analysed(article)))
        self._placer.place()

    def story(self, words: str) -> str:
        """The id of the story whose headline holds these words."""
        found = [one.id for one in self.store.stories(limit=999) if words in one.headline]
        assert len(found) == 1, found
        return found[0]

    def tick(self, **by: float) -> None:
        """Let time go by, then do what is due."""
        self.clock.at += timedelta(**by)
        self.rounds.once()
        self.alerts.once()

    def posts(self, channel: Channel | None = None) -> list[DeliveryRecord]:
        """Every message, first made first."""
        return list(reversed(self.store.deliveries(channel=channel, limit=9_999)))

    def sent(self, channel: Channel | None = None) -> list[str]:
        """Their keys."""
        return [one.key for one in self.posts(channel)]

    def lose(self, channel: Channel = DESK) -> None:
        """Let what waits for a channel be refused, as if it were gone; then it is there again."""
        self.store.pause_around(channel, Scope.CHANNEL, "it was deleted")
        self.store.resume_channel(channel)


def message(store: Store, key: str) -> Message:
    """What was written for a delivery."""
    wanted = select(deliveries.c.message).where(deliveries.c.key == key)
    return unpack(store._db.read(lambda c: c.execute(wanted).scalar_one()))


def _no_chart(_: Digest) -> Image | None:
    return None


@contextmanager
def desk(
    url: str, clock: Clock, owner: str = "one", draw: Callable[[Sequence[Series]], bytes] | None = None
) -> Iterator[Desk]:
    """A process of its own on a database."""
    with open_store(url, clock=clock) as store:
        yield Desk(store, clock, owner, draw)
