"""What happened: a text's triggers with their parties, modality, direction and severity → Events.

::

    sentence → clauses → references, triggers → who to whom → did it happen → how bad → the same event told again?

Repeated mentions are one Event with several spans. An event without a party is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.analyse import clauses, drafts, escalation, lookalike, refs, triggers
from bot.analyse.actors import ActorReading, Mention
from bot.analyse.clauses import Clauses
from bot.analyse.codebook import Codebook
from bot.analyse.drafts import Draft, Told
from bot.analyse.encoder.perusal import Perusal
from bot.analyse.lexicon import STATE_ORGANS
from bot.analyse.memory import STATE, Memory, Party
from bot.analyse.recall import Recall
from bot.analyse.refs import BODIES, GROUP_HEADS, UNKNOWN, Ref
from bot.analyse.sights import Sight, of_line
from bot.analyse.triggers import Signals
from bot.types import ActorKind, Article, Basis, Direction, Event, Modality, Root, Severity

Offsets = tuple[int, int]

MERGE_WINDOW = 50
"""Events of one code and modality that a new one is compared with; no article of the sets has half as many, and it
keeps a text of thousands of events linear."""

_PUBLIC = BODIES | GROUP_HEADS | STATE_ORGANS
"""Words of the names of bodies that wield force or speak for people."""

_TOLD_AGAIN = frozenset({Root.ASSAULT, Root.ACCUSE, Root.AGREE, Root.RETREAT, Root.SANCTION})
"""Roots whose acts are named again by a noun ("the strikes", "the deal"); talks and demands come anew each time."""


class Happened(NamedTuple):
    """What an article tells: its events, in order of their first telling, and where sentences begin that recall the past."""

    events: tuple[Event, ...]
    past: frozenset[int]


def find(
    article: Article,
    sentences: Sequence[Offsets],
    reading: ActorReading,
    codebook: Codebook,
    perusal: Perusal | None = None,
) -> Happened:
    """The events of an article.

    Args:
        article: Its ``published_at`` tells news from background; without it only stated years do.
        sentences: Offsets into the body, in order.
        reading: Who is mentioned where, as whom.
        codebook: Triggers, scores and look-alikes.
        perusal: The model's reading; without it the rules read alone.
    """
    named = sorted((*reading.mentions, *reading.places), key=lambda m: m.start)
    read = _read(article.body, sentences, named)
    unfit = lookalike.survey(article.body, [c for c, _ in read], codebook.contexts)
    memory = Memory(
        people={a.key: a.name for a in reading.actors if a.kind is ActorKind.PERSON},
        armed=frozenset(a.name for a in reading.actors if a.kind is ActorKind.ARMED_GROUP),
        home=_home(reading, sentences),
    )
    signalled = [triggers.find(sentence, codebook.patterns) for sentence, _ in read]
    sights = _sights(article.body, read, signalled, None if unfit else perusal)
    recall = Recall(article.body, article.published_at.date() if article.published_at else None)
    found: list[Draft] = []
    for (sentence, references), signals, seen in zip(read, signalled, sights, strict=True):
        cues, before = recall.read(sentence)
        words = {token.lower for token in sentence.tokens}
        armed, mishap = not words.isdisjoint(codebook.arms), not words.isdisjoint(codebook.accidents)
        read_so_far = Told(sentence, references, cues, before, signals.triggers, seen, armed, mishap)
        told = drafts.find(read_so_far, memory, codebook)
        if unfit or lookalike.is_unfit(sentence, codebook.contexts):
            told = tuple(d for d in told if d.judgement.modality is Modality.HISTORICAL)
        found += told
    private = _private(reading)
    told_once = _merge([(draft, _weighed(article, draft, codebook, private)) for draft in found])
    return Happened(told_once, _past(told_once, recall.starts))


def _past(told: Sequence[Event], recalled: set[int]) -> frozenset[int]:
    """Where sentences begin that recall the past: by their dates, or because all that they tell of is past."""
    now = {e.span.start for e in told if e.modality is not Modality.HISTORICAL}
    then = {e.span.start for e in told if e.modality is Modality.HISTORICAL}
    return frozenset((recalled | then) - now)


def _read(
    body: str, sentences: Sequence[Offsets], mentions: Sequence[Mention]
) -> list[tuple[Clauses, tuple[Ref, ...]]]:
    read = []
    at = 0
    for start, end in sentences:
        while at < len(mentions) and mentions[at].start < start:
            at += 1
        stop = at
        while stop < len(mentions) and mentions[stop].start < end:
            stop += 1
        named = mentions[at:stop]
        sentence = clauses.read(body, start, end, [(m.start, m.end) for m in named])
        read.append((sentence, refs.find(sentence, named)))
        at = stop
    return read


def _home(reading: ActorReading, sentences: Sequence[Offsets]) -> tuple[Party, ...]:
    """The dateline's state, unless the lede is about others: Dakar reports on a coup in Guinea-Bissau."""
    end = sentences[0][1] if sentences else 0
    lede = {
        m.party for m in (*reading.mentions, *reading.places) if m.end <= end and STATE.fullmatch(m.party)
    }
    return tuple(Party(m.party, m.start, m.end) for m in reading.home if m.party in lede or not lede)


def _sights(
    body: str,
    read: Sequence[tuple[Clauses, tuple[Ref, ...]]],
    signalled: Sequence[Signals],
    perusal: Perusal | None,
) -> list[tuple[Sight, ...] | None]:
    """What the model sees in each sentence; ``None`` where it does not read."""
    found: list[tuple[Sight, ...] | None] = [None] * len(read)
    if perusal is None:
        return found
    # An event needs a party; where nobody is told of, the heads are not asked.
    about = [n for n, (_, references) in enumerate(read) if references or signalled[n].triggers]
    spans = [(read[n][0].start, read[n][0].end) for n in about]
    also = [[_at(read[n][0], trigger.first) for trigger in signalled[n].triggers] for n in about]
    for n, told in zip(about, perusal.events(body, spans, also), strict=True):
        if told:
            found[n] = tuple(s for s in of_line(*read[n], *told) if not s.covers(signalled[n].idle))
    return found


def _at(sentence: Clauses, token: int) -> Offsets:
    return sentence.tokens[token].start, sentence.tokens[token].end


def _private(reading: ActorReading) -> frozenset[str]:
    """Bodies that no table knows and that are not called a council, a front, a union: companies, mostly."""
    return frozenset(
        actor.name
        for actor in reading.actors
        if actor.kind is ActorKind.ORGANIZATION
        and actor.name not in reading.known
        and _PUBLIC.isdisjoint(actor.name.lower().split())
    )


def _weighed(article: Article, draft: Draft, codebook: Codebook, private: frozenset[str]) -> Event:
    span = article.span(draft.sentence.start, draft.sentence.end)
    sources = tuple(p.name for p in draft.sources) or (UNKNOWN,)
    targets = tuple(p.name for p in draft.targets)
    case = escalation.Case(
        draft.code,
        draft.mode,
        draft.judgement.modality,
        *_start(draft),
        sources,
        targets,
        span.text,
        is_private=private.issuperset(sources),
    )
    direction, severity = escalation.weigh_event(case)
    return Event(
        sources=sources,
        targets=targets,
        code=draft.code,
        mode=draft.mode,
        modality=draft.judgement.modality,
        direction=direction,
        severity=severity,
        score=codebook.score(draft.code, draft.mode),
        span=span,
        basis=tuple(_basis(article, draft)),
    )


def _start(draft: Draft) -> tuple[Direction, Severity]:
    """Where direction and severity start: blame for force is graver than routine condemnation."""
    if draft.code is Root.CONSULT and draft.mode == "third-party":
        return Direction.DOWN, draft.trigger.sense.severity
    if draft.code is Root.THREATEN:
        return Direction.UP, draft.trigger.sense.severity
    if draft.code is not Root.ACCUSE:
        return draft.trigger.sense.direction, draft.trigger.sense.severity
    return (Direction.UP, Severity.MEDIUM) if draft.blames_force else (Direction.NEUTRAL, Severity.LOW)


def _basis(article: Article, draft: Draft) -> Iterator[Basis]:
    tokens = draft.sentence.tokens
    words = article.span(tokens[draft.trigger.first].start, tokens[draft.trigger.last].end)
    yield Basis("code", words)
    for side, parties in (("source", draft.sources), ("target", draft.targets)):
        for party in parties:
            yield Basis(f"{side}:{party.name}", article.span(party.start, party.end))
    where = draft.judgement.where
    yield Basis("modality", article.span(*where) if where else words)
    yield Basis("severity", words)


def _merge(weighed: Sequence[tuple[Draft, Event]]) -> tuple[Event, ...]:
    """One Event for what is told more than once; the first telling leads."""
    kept: list[Event] = []
    alike: dict[tuple[Root, Modality], list[int]] = {}
    for draft, event in weighed:
        known = alike.setdefault((event.code, event.modality), [])
        at = next((i for i in known[-MERGE_WINDOW:] if _same(kept[i], draft, event)), None)
        if at is None:
            known.append(len(kept))
            kept.append(event)
        else:
            kept[at] = _joined(kept[at], event)
    return tuple(kept)


def _same(known: Event, draft: Draft, event: Event) -> bool:
    """Whether two events of one code and modality are one event told twice."""
    if event.sources == (UNKNOWN,) and event.code is Root.ASSAULT and draft.trigger.passive:
        return event.modality in escalation.LIVE[Direction.UP]  # a toll belongs to the attack told before
    within = set(event.sources) <= set(known.sources) and set(event.targets) <= set(known.targets)
    if event.span in (known.span, *known.also):
        return within or (known.sources == event.sources and event.code is Root.ASSAULT)
    again = event.code is Root.ACCUSE and known.mode == event.mode
    return within and event.code in _TOLD_AGAIN and (again or draft.trigger.form is None)


def _joined(known: Event, event: Event) -> Event:
    also = known.also if event.span in (known.span, *known.also) else (*known.also, event.span)
    graver = escalation.RANK[event.severity] > escalation.RANK[known.severity]
    return replace(
        known,
        also=also,
        severity=event.severity if graver else known.severity,
        direction=event.direction if graver else known.direction,
    )
