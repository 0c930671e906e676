"""Made-up dossiers for tests: every span is quoted from the body it points into, so none can lie.

::

    text = article("Ruritania shelled Port Roe on Monday. Ada Roe wept.", headline="Shelling at Port Roe")
    told = briefing(
        text,
        actors=[actor(text, "Ada Roe"), state(text, "Ruritania", "RUR")],
        events=[event(text, "Ruritania shelled Port Roe on Monday.", ["RUR"], "ASSAULT.heavy-weapons")],
    )
    story = dossier(told)

`story_of` makes the simplest one in a line. Nothing comes from a clock or a counter: two calls with the same arguments are
equal. Articles of one dossier need an id each.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.analyse.escalation import RANK, weigh
from bot.text import sentences
from bot.types import (
    Actor,
    ActorKind,
    Article,
    Basis,
    Briefing,
    Direction,
    Dossier,
    Event,
    Harm,
    Modality,
    Root,
    Severity,
    Span,
    Story,
    Toll,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""A Monday morning: when everything was published that does not say otherwise."""


def article(
    body: str,
    *,
    headline: str = "",
    id: str = "a1",  # noqa: A002 - the noun's own name
    outlet: str = "Wire",
    family: str = "",
    url: str = "",
    at: datetime = NOW,
) -> Article:
    """An article of ``outlet`` (its own family unless one is named) at an address made of its id."""
    where = url or f"https://{outlet.replace(' ', '-').lower()}.example/{id}"
    return Article(id, where, outlet, family or outlet, headline, None, None, body, "en", at, at)


def quote(text: Article, words: str, after: int = 0) -> Span:
    """The first ``words`` of the body from ``after`` on.

    Raises:
        ValueError: The body does not hold them.
    """
    start = text.body.index(words, after)
    return text.span(start, start + len(words))


def actor(
    text: Article,
    name: str,
    *more: str,
    key: str = "",
    kind: ActorKind = ActorKind.PERSON,
    role: str = "",
    of: str = "",
    of_words: str = "",
    salience: float = 0.5,
) -> Actor:
    """Somebody named ``name`` in the body, there also called ``more``.

    ``role`` is quoted from the body; ``of`` is the affiliation, resting on ``of_words`` or else on the name.
    """
    mentions = tuple(sorted((quote(text, form) for form in (name, *more)), key=lambda span: span.start))
    return Actor(
        key or f"{kind}:{name}",
        name,
        kind,
        role or None,
        of or None,
        more,
        mentions,
        quote(text, role) if role else None,
        quote(text, of_words or name) if of else None,
        salience,
    )


def state(text: Article, name: str, code: str, words: str = "") -> Actor:
    """A state that the body calls ``words``, or by its name."""
    mention = quote(text, words or name)
    return Actor(code, name, ActorKind.STATE, None, code, (), (mention,), None, mention, 0.5)


def event(
    text: Article,
    sentence: str,
    sources: Sequence[str],
    code: str,
    targets: Sequence[str] = (),
    *,
    modality: Modality = Modality.DONE,
    direction: Direction = Direction.UP,
    severity: Severity = Severity.HIGH,
    score: float = -9.0,
    basis: Sequence[tuple[str, str]] = (),
) -> Event:
    """An event told by ``sentence``; ``code`` is a root or ``ROOT.mode``; ``basis``: (label, words), words in the sentence."""
    root, _, mode = code.partition(".")
    span = quote(text, sentence)
    held = tuple(Basis(label, quote(text, words, span.start)) for label, words in basis)
    return Event(
        tuple(sources),
        tuple(targets),
        Root(root),
        mode or None,
        modality,
        direction,
        severity,
        score,
        span,
        basis=held,
    )


def toll(text: Article, words: str, harm: Harm, least: int, *, is_past: bool = False) -> Toll:
    """A casualty figure that the body states in ``words``."""
    return Toll(harm, least, quote(text, words), is_past)


def briefing(
    text: Article,
    *,
    actors: Iterable[Actor] = (),
    events: Iterable[Event] = (),
    tolls: Iterable[Toll] = (),
    summary: Sequence[str] | None = None,
    names: dict[str, str] | None = None,
) -> Briefing:
    """What was found in one article; weighed as the product does. The summary is its first two sentences unless given.

    ``names`` are English names of state codes; those of states among the actors are known.
    """
    cast, happened = tuple(actors), tuple(events)
    at = text.published_at or text.fetched_at
    spans = [text.span(a, b) for a, b in sentences(text.body)[:2]]
    if summary is not None:
        spans = [quote(text, words) for words in summary]
    states = {one.key: one.name for one in cast if one.kind is ActorKind.STATE}
    return Briefing(
        Story(text.id, (text.id,), text.headline, at, at, (text.family,)),
        (text,),
        tuple(spans),
        cast,
        happened,
        weigh(happened),
        states | (names or {}),
        tolls=tuple(tolls),
    )


def dossier(
    *briefings: Briefing,
    id: str = "s1",  # noqa: A002 - the noun's own name
    headline: str = "",
    severity: Severity | None = None,
    direction: Direction | None = None,
    revision: int = 1,
    is_baseline: bool = False,
    copies: Iterable[str] = (),
    feeds: Iterable[str] = ("https://wire.example/rss.xml",),
) -> Dossier:
    """A story of these briefings: the gravest severity, the direction of all flags together, families of what is no copy."""
    texts = [one for each in briefings for one in each.articles]
    repeats = frozenset(copies)
    whole = weigh([happened for each in briefings for happened in each.events])
    times = sorted(one.published_at or one.fetched_at for one in texts)
    return Dossier(
        id,
        headline or texts[0].headline,
        times[0],
        times[-1],
        severity or max((each.escalation.severity for each in briefings), key=RANK.__getitem__),
        direction or whole.direction,
        tuple(dict.fromkeys(one.family for one in texts if one.id not in repeats)),
        revision,
        is_baseline,
        tuple(briefings),
        repeats,
        frozenset(feeds),
    )


def story_of(
    body: str, *, headline: str = "", feeds: Iterable[str] = ("https://wire.example/rss.xml",)
) -> Dossier:
    """A story of one article in which nothing was found but its words."""
    return dossier(briefing(article(body, headline=headline)), feeds=feeds)
