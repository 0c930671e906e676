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
from bot.analyse.memory import Memory, Party
from bot.analyse.modality import Judgement
from bot.analyse.refs import UNKNOWN, Ref
from bot.analyse.triggers import Trigger
from bot.types import Article, Basis, Direction, Event, Modality, Root, Severity

Offsets = tuple[int, int]

_SWALLOWS = frozenset(
    {Root.REQUEST, Root.THREATEN, Root.AGREE, Root.CONCEDE, Root.REJECT, Root.ACCUSE, Root.SUPPORT}
)
_FORCE = frozenset({Root.ASSAULT, Root.COERCE})
_VERBAL = frozenset({Root.ACCUSE, Root.THREATEN, Root.REJECT, Root.REQUEST})


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
    memory = Memory()
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
        background = bool(found) and all(d.judgement.modality is Modality.HISTORICAL for d in found)
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
    found = triggers.find(sentence, codebook.patterns)
    cues = modality.cues(body, sentence, today)
    place = [(t.start, t.end) for t in sentence.tokens]
    drafts: list[_Draft] = []
    for trigger in found:
        said = arguments.find(sentence, references, trigger)
        sources, targets = _parties(trigger, said, memory, place)
        if not _stands(sentence, trigger, sources, targets, codebook):
            continue
        judged = modality.judge(sentence, trigger, cues, background=background)
        draft = _Draft(trigger, sentence, trigger.sense.root, trigger.sense.mode, sources, targets, judged)
        drafts.append(_as_threat(draft))
    drafts = list(_outer(drafts))
    for draft in drafts:
        live = draft.judgement.modality not in escalation.NOT_LIVE
        weighty = live and draft.trigger.sense.direction is not Direction.NEUTRAL
        memory.follow(draft.sources, draft.targets, weighty=weighty)
    memory.subject = _subject(sentence, references, memory, place) or memory.subject
    yield from drafts


def _subject(
    sentence: Clauses, references: tuple[Ref, ...], memory: Memory, place: Sequence[Offsets]
) -> tuple[Party, ...]:
    """Parties of the sentence's first verb: the next sentence's "he" and "the army"."""
    verb = next((i for i, tag in enumerate(sentence.tags) if tag is Tag.VERB), None)
    if verb is None:
        return ()
    found, _ = arguments.subject(sentence, references, verb)
    return memory.resolve(found, place)


def _parties(
    trigger: Trigger, said: arguments.Arguments, memory: Memory, place: Sequence[Offsets]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    sources = memory.resolve(said.sources, place)
    targets = memory.resolve(said.targets, place)
    names = {p.name for p in sources}
    targets = tuple(p for p in targets if p.name not in names)
    if trigger.sense.frame is Frame.WITH and not targets and len(sources) > 1:
        sources, targets = sources[:1], sources[1:]
    if not targets and trigger.sense.root in _VERBAL:
        targets = memory.counterpart(sources)
    return sources, targets


def _stands(
    sentence: Clauses,
    trigger: Trigger,
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
    if sense.weak:
        armed = any(token.lower in codebook.arms for token in sentence.tokens)
        return bool(targets) and (armed if trigger.form is None or not sources else True)
    return bool(targets) or sense.root not in {Root.SUPPORT, Root.ACCUSE, Root.AID, Root.COERCE, Root.ASSAULT}


def _as_threat(draft: _Draft) -> _Draft:
    """An act of force that is announced, not done, is a threat."""
    if draft.code is Root.ASSAULT and draft.judgement.modality is Modality.PLANNED:
        judged = replace(draft.judgement, modality=Modality.THREATENED)
        return replace(draft, code=Root.THREATEN, mode="violence", judgement=judged)
    return draft


def _outer(drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """Without what only fills another event's content: "demanded that Iraq withdraw" is one demand."""
    kept: list[_Draft] = []
    for draft in drafts:
        outer = next((k for k in reversed(kept) if _fills(k, draft)), None)
        if outer is None:
            kept.append(draft)
        elif outer.code is Root.ACCUSE and outer.mode == "allege" and draft.code in _FORCE:
            kept[kept.index(outer)] = replace(outer, blames_force=True)
    yield from kept


def _fills(outer: _Draft, inner: _Draft) -> bool:
    if outer.code not in _SWALLOWS or outer.trigger.form is None:
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
    case = escalation.Case(
        draft.code,
        draft.mode,
        draft.judgement.modality,
        Direction.UP if lift else sense.direction,
        Severity.MEDIUM if lift else sense.severity,
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
    if not set(known.sources) & set(event.sources):
        return False
    if known.span == event.span:
        return set(known.sources) >= set(event.sources) and set(known.targets) >= set(event.targets)
    alike = set(event.targets) <= set(known.targets) and set(event.sources) <= set(known.sources)
    nominal = draft.trigger.form is None or first.trigger.sense is draft.trigger.sense
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
