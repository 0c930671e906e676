"""What happened: a text's triggers with their parties, modality, direction and severity → Events.

::

    sentence → clauses → references, triggers → who to whom → did it happen → how bad → the same event told again?

Repeated mentions are one Event with several spans. An event without a party is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.analyse import arguments, clauses, escalation, lookalike, modality, refs, triggers
from bot.analyse.actors import ActorReading, Mention
from bot.analyse.clauses import Clauses, Tag
from bot.analyse.codebook import Codebook, Frame
from bot.analyse.memory import Memory, Party, first_verb
from bot.analyse.modality import Judgement
from bot.analyse.refs import CIVILIANS, PROTESTERS, UNKNOWN, Kind, Ref
from bot.analyse.triggers import Trigger
from bot.types import ActorKind, Article, Basis, Direction, Event, Modality, Root, Severity

Offsets = tuple[int, int]

_SWALLOWS = frozenset(
    {Root.REQUEST, Root.THREATEN, Root.AGREE, Root.CONCEDE, Root.REJECT, Root.ACCUSE, Root.SUPPORT}
)
_FORCE = frozenset({Root.ASSAULT, Root.COERCE})
_VERBAL = frozenset({Root.ACCUSE, Root.THREATEN, Root.REJECT, Root.REQUEST})
_ANSWERS = _VERBAL | _FORCE | {Root.MOBILIZE, Root.SANCTION, Root.CONCEDE, Root.RETREAT}
"""Roots whose target, where it is not named, is the other side of the article's leading pair."""

BLAME_REACH = 12
"""Tokens behind "accused" within which a word of force is what the blame is for; the longest such complement in
the development articles has nine."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An event before it is weighed."""

    trigger: Trigger
    sentence: Clauses
    code: Root
    mode: str | None
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    judgement: Judgement
    blames_force: bool = False


def find(
    article: Article, sentences: Sequence[Offsets], reading: ActorReading, codebook: Codebook
) -> tuple[Event, ...]:
    """The events of an article, in order of their first telling.

    Args:
        article: Its ``published_at`` tells news from background; without it only stated years do.
        sentences: Offsets into the body, in order.
        reading: Who is mentioned where, as whom.
        codebook: Triggers, scores and look-alikes.
    """
    read = _read(article.body, sentences, reading.mentions)
    topic = lookalike.survey([c for c, _ in read], codebook.contexts).article
    today = article.published_at.date() if article.published_at else None
    memory = Memory({a.key: a.name for a in reading.actors if a.kind is ActorKind.PERSON})
    drafts: list[_Draft] = []
    background = False
    for at, (sentence, references) in enumerate(read):
        joined = at > 0 and "\n" not in article.body[read[at - 1][0].end : sentence.start]
        found = list(
            _code(article.body, sentence, references, memory, codebook, today, background and joined)
        )
        if topic or lookalike.is_unfit(sentence, codebook.contexts):
            found = [d for d in found if d.judgement.modality is Modality.HISTORICAL]
        drafts += found
        background = modality.opens_background(article.body, sentence, today, before=background and joined)
    return _merge(article, [(d, _weighed(article, d, codebook)) for d in drafts])


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


def _code(
    body: str,
    sentence: Clauses,
    references: tuple[Ref, ...],
    memory: Memory,
    codebook: Codebook,
    today: date | None,
    background: bool,
) -> Iterator[_Draft]:
    memory.read(sentence, references)
    verb = first_verb(sentence)
    subject = arguments.subject(sentence, references, verb) if verb is not None else ()
    before = (verb or 0, memory.resolve(sentence, subject))
    cues = modality.cues(body, sentence, today)
    found = triggers.find(sentence, codebook.patterns)
    drafts: list[_Draft] = []
    for trigger in found:
        judged = modality.judge(sentence, trigger, cues, background=background)
        said = arguments.find(sentence, references, trigger)
        for sources, targets in _sides(sentence, trigger, said, memory, before):
            if _stands(sentence, trigger, said, sources, targets, codebook):
                sense = trigger.sense
                blames = sense.mode == "allege" and _blames(trigger, found) and not memory.is_known(targets)
                draft = _Draft(trigger, sentence, sense.root, sense.mode, sources, targets, judged, blames)
                drafts.append(_recoded(draft))
    drafts = list(_outer(drafts))
    for draft in drafts:
        _follow(memory, draft)
    memory.subject = before[1] or memory.subject
    yield from drafts


def _blames(outer: Trigger, found: Sequence[Trigger]) -> bool:
    """Whether an accusation is of force: the act stands close behind the verb."""
    reach = range(outer.last + 1, outer.last + 1 + BLAME_REACH)
    return outer.sense.direction is Direction.UP or any(
        t.sense.root in _FORCE and t.first in reach for t in found
    )


def _follow(memory: Memory, draft: _Draft) -> None:
    if draft.judgement.modality in escalation.NOT_LIVE:
        return
    if draft.blames_force:
        memory.follow(draft.targets, draft.sources)
    elif draft.trigger.sense.direction is not Direction.NEUTRAL and draft.code is not Root.REQUEST:
        memory.follow(draft.sources, draft.targets)


def _sides(
    sentence: Clauses,
    trigger: Trigger,
    said: arguments.Arguments,
    memory: Memory,
    before: tuple[int, tuple[Party, ...]],
) -> list[tuple[tuple[Party, ...], tuple[Party, ...]]]:
    """Sources and targets, resolved; "each side accused the other" is two events."""
    sense = trigger.sense
    sources = memory.resolve(sentence, said.sources, before)
    targets = memory.resolve(sentence, said.targets, before)
    names = {p.name for p in sources}
    if sense.root in _FORCE and targets and names.issuperset(p.name for p in targets):
        targets = memory.persons(sentence, said.targets)
    targets = tuple(p for p in targets if p.name not in names)
    if not targets and len(sources) > 1 and any(r.kind is Kind.BOTH for r in said.sources):
        halves = (sources[:1], sources[1:])
        return [halves] if sense.frame is Frame.WITH else [halves, halves[::-1]]
    if sense.frame is Frame.WITH and not targets and len(sources) > 1:
        sources, targets = sources[:1], sources[1:]
    if not sources and not said.sources:
        sources = _implied(trigger, memory, before[1])
    if sense.root is Root.PROTEST:
        sources = tuple(replace(p, name=PROTESTERS) if p.name in {UNKNOWN, CIVILIANS} else p for p in sources)
        targets = targets or memory.home
    if any(r.kind is Kind.ACT for r in said.targets):
        act = memory.resolve(sentence, [r for r in said.targets if r.kind is Kind.ACT], before)
        targets = tuple(p for p in act if p.name not in names) or targets
    known = {p.name for p in sources} - {UNKNOWN}
    if not targets and known and (sense.root in _ANSWERS or sense.mode == "third-party"):
        targets = memory.counterpart(sources)
    if not targets and known and trigger.form is None and sense.frame is Frame.WITH:
        targets = tuple(p for p in memory.subject if p.name not in known)
    return [(sources, targets)]


def _implied(trigger: Trigger, memory: Memory, subject: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who must be meant where the words name nobody: "the message was a plea", "749 people were arrested"."""
    sense = trigger.sense
    if sense.mode == "arrest" and trigger.passive:
        return memory.home
    if trigger.form is None and sense.root in _VERBAL:
        return subject or memory.subject
    return ()


def _stands(
    sentence: Clauses,
    trigger: Trigger,
    said: arguments.Arguments,
    sources: tuple[Party, ...],
    targets: tuple[Party, ...],
    codebook: Codebook,
) -> bool:
    """Whether enough is known about a trigger to call it an event."""
    sense = trigger.sense
    if not sources and not (targets and (sense.root in _FORCE) and (trigger.passive or trigger.form is None)):
        return False
    if sense.frame is Frame.WITH and not targets:
        return False
    if not {p.name for p in (*sources, *targets)} - {UNKNOWN}:
        return False
    if trigger.form is None and sense.root in _FORCE and not sources and sense.weak:
        return False
    if trigger.passive and not sources and sense.root not in _FORCE:
        return False
    if sense.weak:
        armed = any(token.lower in codebook.arms for token in sentence.tokens)
        return bool(targets) and (armed or (bool(sources) and trigger.form is not None))
    if sense.mode in {"martial-law", "curfew"}:
        return True
    if sense.root is Root.PROTEST and any(r.kind is Kind.ROLE for r in said.sources):
        return False
    return bool(targets) or sense.root not in {Root.SUPPORT, Root.ACCUSE, Root.AID, Root.COERCE, Root.ASSAULT}


def _recoded(draft: _Draft) -> _Draft:
    """An act of force that is announced, not done, is a threat; one by protesters is a riot."""
    if draft.code is Root.ASSAULT and any(p.name == PROTESTERS for p in draft.sources):
        return replace(draft, code=Root.PROTEST, mode="riot")
    if draft.code is Root.ASSAULT and draft.judgement.modality is Modality.PLANNED:
        judged = replace(draft.judgement, modality=Modality.THREATENED)
        return replace(draft, code=Root.THREATEN, mode="violence", judgement=judged)
    return draft


def _outer(drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """Without what only fills another event's content: "demanded that Iraq withdraw" is one demand."""
    kept: list[_Draft] = []
    for draft in drafts:
        if not any(_fills(k, draft) for k in kept):
            kept.append(draft)
    silent = any(d.judgement.modality is Modality.DENIED and not d.trigger.sense.modality for d in kept)
    yield from (d for d in kept if not (silent and d.trigger.sense.modality is Modality.DENIED))


def _fills(outer: _Draft, inner: _Draft) -> bool:
    said = outer.trigger.sense.frame is Frame.SAID
    if outer.trigger.sense.modality is Modality.DENIED:
        return False
    if (
        outer.code not in _SWALLOWS
        or outer.trigger is inner.trigger
        or (outer.trigger.form is None and not said)
    ):
        return False
    if inner.trigger.form is None and inner.sources and outer.code in {Root.ACCUSE, Root.SUPPORT}:
        return False
    sentence = inner.sentence
    for at in range(outer.trigger.last + 1, inner.trigger.first):
        tag = sentence.tags[at]
        if tag is Tag.STOP or (
            tag is Tag.SUBORDINATOR and sentence.lower(at) not in {"as", "if", "than", "so", "unless"}
        ):
            return False
        if tag is Tag.AND and sentence.tag(at - 1) is Tag.COMMA:
            return False
        if tag in {Tag.AND, Tag.COMMA} and at + 1 == inner.trigger.first:
            return False
    return True


def _weighed(article: Article, draft: _Draft, codebook: Codebook) -> Event:
    sense = draft.trigger.sense
    span = article.span(draft.sentence.start, draft.sentence.end)
    sources = tuple(p.name for p in draft.sources) or (UNKNOWN,)
    targets = tuple(p.name for p in draft.targets)
    lift = draft.blames_force
    routine = draft.code is Root.ACCUSE and not lift
    case = escalation.Case(
        draft.code,
        draft.mode,
        draft.judgement.modality,
        Direction.UP if lift else Direction.NEUTRAL if routine else sense.direction,
        Severity.MEDIUM if lift else Severity.LOW if routine else sense.severity,
        sources,
        targets,
        span.text,
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


def _basis(article: Article, draft: _Draft) -> Iterator[Basis]:
    tokens = draft.sentence.tokens
    words = article.span(tokens[draft.trigger.first].start, tokens[draft.trigger.last].end)
    yield Basis("code", words)
    for side, parties in (("source", draft.sources), ("target", draft.targets)):
        for party in parties:
            yield Basis(f"{side}:{party.name}", article.span(party.start, party.end))
    judged = draft.judgement
    marked = judged.start is not None and judged.end is not None
    yield Basis("modality", article.span(judged.start, judged.end) if marked else words)
    yield Basis("severity", words)


def _merge(article: Article, weighed: Sequence[tuple[_Draft, Event]]) -> tuple[Event, ...]:
    """One Event for what is told more than once; the first telling leads."""
    kept: list[tuple[_Draft, Event]] = []
    for draft, event in weighed:
        for at, (first, known) in enumerate(kept):
            if _same(first, known, draft, event):
                kept[at] = (first, _joined(known, event))
                break
        else:
            kept.append((draft, event))
    return tuple(event for _, event in kept)


def _same(first: _Draft, known: Event, draft: _Draft, event: Event) -> bool:
    if known.code is not event.code or known.modality is not event.modality:
        return False
    if event.sources == (UNKNOWN,) and event.code is Root.ASSAULT and draft.trigger.passive:
        return event.modality in escalation.LIVE[Direction.UP]
    if not set(known.sources) & set(event.sources):
        return False
    if known.span == event.span and known.sources == event.sources and event.code is Root.ASSAULT:
        return True
    if known.span == event.span:
        return set(known.sources) >= set(event.sources) and set(known.targets) >= set(event.targets)
    alike = set(event.targets) <= set(known.targets) and set(event.sources) <= set(known.sources)
    again = event.code is Root.ACCUSE and first.trigger.sense is draft.trigger.sense
    nominal = draft.trigger.form is None or again
    return (
        alike
        and nominal
        and event.code in {Root.ASSAULT, Root.ACCUSE, Root.AGREE, Root.RETREAT, Root.SANCTION}
    )


def _joined(known: Event, event: Event) -> Event:
    also = known.also if event.span in (known.span, *known.also) else (*known.also, event.span)
    graver = escalation.RANK[event.severity] > escalation.RANK[known.severity]
    return replace(
        known,
        also=also,
        severity=event.severity if graver else known.severity,
        direction=event.direction if graver else known.direction,
    )
