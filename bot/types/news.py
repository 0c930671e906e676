"""News: feeds, articles, who is named in them, what happened, and the briefing that tells it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANIZATION = "organization"
    ARMED_GROUP = "armed_group"


class Root(StrEnum):
    """The sixteen PLOVER event types (openeventdata/PLOVER manual, 2024-02; CC BY-SA 4.0)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Modality(StrEnum):
    """The state of an event's content: did it happen?"""

    DONE = "done"
    ONGOING = "ongoing"
    THREATENED = "threatened"
    PLANNED = "planned"
    CALLED_FOR = "called_for"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    HISTORICAL = "historical"


class Direction(StrEnum):
    """Effect on tension; ``MIXED`` and ``STEADY`` are for a whole story, never for one event."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"
    MIXED = "mixed"
    STEADY = "steady"


class Severity(StrEnum):
    """How grave. ``RANK`` in ``bot.analyse.escalation`` orders the levels."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class FeedLabel:
    """What a reader should know of an outlet ("state media", "opinion"), and where that can be looked up."""

    text: str
    source: str


LEAST_EVERY_S, MOST_EVERY_S = 300, 86_400
"""Seconds between two polls: five minutes, out of politeness to servers that are read for free, to a day, after which a
feed of news has dropped what it held."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A news feed that an operator asked for.

    Attributes:
        url: Address that was asked for; names the feed, also after it has moved.
        outlet: Name of the publication.
        family: Publisher group, for counting independent sources.
        lang: BCP 47.
        every_s: Seconds between two polls.
        region: Part of the world that it is listed under; ``""`` if none.
        labels: What is known of the outlet, each with its source.
    """

    url: str
    outlet: str
    family: str
    lang: str = "en"
    every_s: float = 900.0
    region: str = ""
    labels: tuple[FeedLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed, as plain text; nothing in it is trusted.

    Attributes:
        guid: As the feed gave it; ``""`` if it gave none. Feeds change and reuse them.
        url: Absolute http(s) address of the article; ``""`` if the item has none.
        title: One line.
        teaser: Plain text.
        published_at: Aware UTC as the feed gave it, however absurd; ``None`` if it gave none that can be read.
        updated_at: Likewise.
        content: HTML of the whole article where the feed carries it, else ``""``.
        author: One line; ``""`` if not given.
    """

    guid: str
    url: str
    title: str
    teaser: str
    published_at: datetime | None
    updated_at: datetime | None = None
    content: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article: ``text == body[start:end]``, always."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a page, a file or a feed entry said, as plain text.

    Attributes:
        id: Hex digest that names this text; spans carry it.
        url: Where it was read; ``""`` for a file or standard input without an address.
        outlet: Name of the publication; ``""`` when unknown.
        family: Publisher group, for counting independent sources; the outlet when unknown.
        headline: ``""`` when the text has none.
        byline: Who wrote it, verbatim.
        dateline: Place, date and agency before the first sentence, verbatim ("GENEVA, May 3 (Agency) -").
        body: Cleaned text; paragraphs are parted by line breaks. Spans point into it.
        lang: BCP 47.
        published_at: Aware UTC.
        fetched_at: Aware UTC.
        is_cut: The text was longer than ``MAX_CHARS`` (``bot.text.clean``); the body holds its beginning.
    """

    id: str
    url: str
    outlet: str
    family: str
    headline: str
    byline: str | None
    dateline: str | None
    body: str
    lang: str
    published_at: datetime | None
    fetched_at: datetime
    is_cut: bool = False

    def span(self, start: int, end: int) -> Span:
        """Quote ``body[start:end]``.

        Raises:
            ValueError: The offsets do not lie inside the body, or enclose nothing.
        """
        if not 0 <= start < end <= len(self.body):
            msg = f"span {start}:{end} does not lie inside a body of {len(self.body)} characters"
            raise ValueError(msg)
        return Span(self.id, start, end, self.body[start:end])


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts, speaks or is acted on.

    Attributes:
        key: Stable within an article: an ISO 3166-1 alpha-3 code for a state, else kind and name.
        name: Best form in the text for a person; the usual English name for a state or known body (a label).
        kind: Person, state, organisation or armed group.
        role: What the text says they are ("Foreign Minister"); ``role_span`` quotes it.
        affiliation: ISO 3166-1 alpha-3 of the state, or the name of the body, that they speak for. A state's
            own code. ``affiliation_span`` quotes the words it rests on.
        aliases: Further forms found in this text, in order of appearance.
        mentions: Where the actor is named, in order of appearance; never empty.
        role_span: The words that state the role.
        affiliation_span: The words the affiliation rests on.
        salience: 0…1, for ranking within one article.
        affiliation_inferred: The affiliation is not stated with the name: other words of the text lend it ("its
            foreign minister", a bare "the president").
    """

    key: str
    name: str
    kind: ActorKind
    role: str | None
    affiliation: str | None
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    role_span: Span | None
    affiliation_span: Span | None
    salience: float
    affiliation_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """One label of an event and the words it rests on ("source:USA" → "the U.S.")."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, PLOVER coded.

    Attributes:
        sources: Parties: ISO 3166-1 alpha-3 for a state, its government, organs and officials; else an actor's
            name; or ``protesters``, ``civilians``, ``commercial shipping``, ``unknown``.
        targets: Likewise; may be empty.
        code: PLOVER root.
        mode: PLOVER mode, where the root has modes.
        modality: Did it happen?
        direction: ``UP``, ``DOWN`` or ``NEUTRAL``.
        severity: How grave.
        score: PLOVER score of code and mode, −10…+10; orders events within one severity.
        span: The evidence: the sentence that tells it.
        also: Other sentences that tell the same event.
        basis: Each label with the words it rests on.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    code: Root
    mode: str | None
    modality: Modality
    direction: Direction
    severity: Severity
    score: float
    span: Span
    also: tuple[Span, ...] = ()
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two parties, the one that acted first before the other; where the flags between them point, and how gravely."""

    parties: tuple[str, str]
    direction: Direction
    severity: Severity


@dataclass(frozen=True, slots=True)
class Escalation:
    """Where a story points, and how gravely.

    Attributes:
        direction: ``UP``, ``DOWN``, ``MIXED`` or ``STEADY``.
        severity: That of the gravest flag.
        dyad: The pair of parties that leads it.
        events: The flagged ones.
        dyads: Every pair between which a flag is told, gravest first.
    """

    direction: Direction
    severity: Severity
    dyad: tuple[str, str] | None
    events: tuple[Event, ...]
    dyads: tuple[Dyad, ...] = ()


class Harm(StrEnum):
    """What befell the people that a casualty figure counts."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    DISPLACED = "displaced"


@dataclass(frozen=True, slots=True)
class Toll:
    """A casualty figure.

    Attributes:
        harm: What befell them.
        least: So many at least: "two dozen" is 24, "hundreds" 100.
        span: The words that say it.
        is_past: It belongs to what the text recalls from the past.
    """

    harm: Harm
    least: int
    span: Span
    is_past: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """One party says so, the other denies it: two events of the briefing."""

    claim: Event
    denial: Event


@dataclass(frozen=True, slots=True)
class Story:
    """One happening, told by one article or several."""

    id: str
    article_ids: tuple[str, ...]
    headline: str
    first_at: datetime
    last_at: datetime
    families: tuple[str, ...]


class ChangeKind(StrEnum):
    """What is new about a story."""

    ACTOR = "actor"
    EVENT = "event"
    SEVERITY = "severity"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is new about a story since it was last looked at.

    Attributes:
        kind: What is new.
        label: In a few words of ours: a name, who did what to whom, "killed: 12 → 17", "medium → high".
        before: What it rested on before; empty for what was not there.
        after: What it rests on now; empty for what was taken back.
    """

    kind: ChangeKind
    label: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a reader gets for one story.

    ``articles`` are its sources, first told first. ``state_names`` gives the usual English name of every state that
    an event or an affiliation names by its code. ``model`` is the version of the model that read along, ``""`` if
    rules read them alone; ``notes`` tell an operator what was missing.
    """

    story: Story
    articles: tuple[Article, ...]
    summary: tuple[Span, ...]
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    escalation: Escalation
    state_names: dict[str, str]
    changes: tuple[Change, ...] = ()
    model: str = ""
    notes: tuple[str, ...] = ()
    tolls: tuple[Toll, ...] = ()
    disputes: tuple[Dispute, ...] = ()
