"""A sentence → what happens in it, before it is weighed and before repeats are joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.analyse import arguments, assent, circumstances, modality, sides
from bot.analyse.arguments import Arguments
from bot.analyse.clauses import Clauses, Tag
from bot.analyse.codebook import Codebook
from bot.analyse.dates import Cue, When
from bot.analyse.inflect import Form
from bot.analyse.memory import Memory, Party, Subjects, first_verb
from bot.analyse.modality import Judgement
from bot.analyse.patterns import Frame
from bot.analyse.refs import GENERIC, UNKNOWN, Ref
from bot.analyse.sights import Sight
from bot.analyse.subjects import subject
from bot.analyse.triggers import Trigger
from bot.types import Direction, Modality, Root

Pair = tuple[tuple[Party, ...], tuple[Party, ...]]
"""Sources and targets."""

_SWALLOWS = frozenset(
    {Root.REQUEST, Root.THREATEN, Root.AGREE, Root.CONCEDE, Root.REJECT, Root.ACCUSE, Root.SUPPORT}
)
"""Roots of words that have another act for their content."""

_ROW = frozenset({Root.SANCTION, Root.MOBILIZE, Root.THREATEN})
"""Roots of acts that take their target from the same row of verbs; coercion and refusals often have others."""

BLAME_REACH = 12
"""Tokens behind "accused" within which a word of force is what the blame is for. Swept 4…16 on the annotated articles
without a change; about the length of a clause."""


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence as far as it is read before its events.

    Attributes:
        sentence: Its clauses.
        refs: Who is referred to.
        cues: Of time.
        background: The text before already speaks of the past.
        triggers: Words of the table that signal events.
        sights: What the model sees; ``None`` where it has not read.
        armed: A word of arms stands in it.
        mishap: One of accidents.
    """

    sentence: Clauses
    refs: tuple[Ref, ...]
    cues: tuple[Cue, ...]
    background: bool
    triggers: tuple[Trigger, ...]
    sights: tuple[Sight, ...] | None
    armed: bool
    mishap: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is weighed.

    Attributes:
        trigger: The words that signal it.
        sentence: Where they stand.
        code: PLOVER root; differs from the trigger's where the circumstances change it.
        mode: PLOVER mode, likewise.
        sources: Who.
        targets: To whom.
        judgement: Did it happen?
        blames_force: A first accusation of an act of force, which is graver than routine condemnation.
    """

    trigger: Trigger
    sentence: Clauses
    code: Root
    mode: str | None
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    judgement: Judgement
    blames_force: bool


def find(told: Told, memory: Memory, codebook: Codebook) -> tuple[Draft, ...]:
    """What happens in a sentence, in its order; ``memory`` learns from it."""
    sentence = told.sentence
    memory.read(sentence, told.refs)
    before = _subjects(told, memory, first_verb(sentence))
    pairs: list[assent.Pair] = [(trigger, None) for trigger in told.triggers]
    if told.sights is not None:
        pairs = assent.agreed(sentence, told.triggers, told.sights, codebook)
    found = tuple(trigger for trigger, _ in pairs)
    drafts: list[Draft] = []
    for trigger, sight in pairs:
        if circumstances.is_nobodys(sentence, trigger, codebook.relief, codebook.nature):
            continue
        judged = modality.judge(sentence, trigger, told.cues, background=told.background)
        judged = assent.judged(judged, sight, trigger)
        said = _teller(told, trigger, judged, arguments.find(sentence, told.refs, trigger))
        said = assent.sides(said, sight, is_ruled=trigger in told.triggers)
        said = _denier(told, trigger, judged, said)
        for parties in _parties(told, trigger, judged, said, memory, before):
            blames = _blames_force(told, trigger, found) and not memory.is_known(parties[1])
            own = _own_words(told, trigger, parties[0], memory, before)
            code, mode, judgement = circumstances.recode(
                sentence, trigger, parties, judged, memory, own_words=own
            )
            drafts.append(Draft(trigger, sentence, code, mode, *parties, judgement, blames))
            _learn(memory, drafts[-1])
    if before and any(p.name not in GENERIC for p in before[0][1]):
        memory.subject = before[0][1]
    return _share_targets(_outermost(drafts))


def _parties(
    told: Told, trigger: Trigger, judged: Judgement, said: Arguments, memory: Memory, before: Subjects
) -> Iterator[Pair]:
    """Pairs of sources and targets about which enough is known to call it an event."""
    is_ruled, denied = trigger in told.triggers, judged.modality is Modality.DENIED
    if denied and not is_ruled and trigger.sense.root is Root.REJECT:
        return  # "stopped short of outlining": what is not refused is nothing
    for sources, targets in sides.find(told.sentence, trigger, said, memory, before):
        pair = (sources, targets)
        if told.sights is not None and not (sources or targets) and _is_accord(trigger):
            pair = (memory.doers, memory.others)
        if told.mishap and not pair[0] and trigger.sense.root is Root.ASSAULT:
            continue
        if (is_ruled or denied or _has_two_sides(*pair)) and sides.stand(
            trigger, said, *pair, armed=told.armed
        ):
            yield pair


def _is_accord(trigger: Trigger) -> bool:
    """A noun that stands for what the leading pair of the article does: "the ceasefire took effect"."""
    return trigger.form is None and trigger.sense.root in {Root.AGREE, Root.CONSULT, Root.RETREAT}


def _has_two_sides(sources: tuple[Party, ...], targets: tuple[Party, ...]) -> bool:
    return bool(targets) and any(party.name != UNKNOWN for party in sources)


def _subjects(told: Told, memory: Memory, first: int | None) -> Subjects:
    """Whom pronouns can mean: the subject of the first verb, and of each verb of saying behind it."""
    if first is None:
        return ()
    found: list[tuple[int, tuple[Party, ...]]] = []
    for at in (
        first,
        *(i for i in range(first + 1, len(told.sentence.tokens)) if told.sentence.is_speech(i)),
    ):
        found.append((at, memory.resolve(told.sentence, subject(told.sentence, told.refs, at), found)))
    return tuple(found)


def _teller(told: Told, trigger: Trigger, judged: Judgement, said: Arguments) -> Arguments:
    """Who denies or announces an act that names nobody is who does it.

    "Denied any part in the attack"; "said that any aircraft would be shot down".
    """
    planned = judged.modality is Modality.PLANNED and trigger.sense.root in sides.FORCE
    announced = trigger.passive and (planned or trigger.sense.root is Root.MOBILIZE)
    denied = trigger.form is None and judged.modality is Modality.DENIED
    if said.sources or not (announced or denied):
        return said
    at = trigger.first
    if announced:
        at = next((i for i in range(at - 1, -1, -1) if told.sentence.is_speech(i)), at)
    elif judged.where:
        at = next(i for i, token in enumerate(told.sentence.tokens) if token.end > judged.where[0])
    if told.sentence.tag(at) is not Tag.VERB or at == trigger.first:
        return said
    return replace(said, sources=subject(told.sentence, told.refs, at))


def _denier(told: Told, trigger: Trigger, judged: Judgement, said: Arguments) -> Arguments:
    """Who denies an act of somebody without a name speaks for him: "denied that its fighters had opened fire"."""
    if judged.modality is not Modality.DENIED or any(
        ref.party not in {None, UNKNOWN} for ref in said.sources
    ):
        return said
    verb = modality.denial(told.sentence, trigger.first)
    denier = subject(told.sentence, told.refs, verb) if verb is not None else ()
    return replace(said, sources=denier) if denier else said


def _share_targets(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """In a row of hostile acts the target may be named once: "halted visas, recalled its envoy from Canada"."""
    shared = []
    for draft in drafts:
        if draft.targets or draft.code not in _ROW or draft.trigger.sense.direction is not Direction.UP:
            shared.append(draft)
            continue
        beside = (d for d in drafts if d.targets and d.code in _ROW and d.sources == draft.sources)
        named = next((d for d in beside if d.trigger.sense.direction is Direction.UP), None)
        shared.append(replace(draft, targets=named.targets) if named else draft)
    return tuple(shared)


def _own_words(
    told: Told,
    trigger: Trigger,
    sources: tuple[Party, ...],
    memory: Memory,
    before: Subjects,
) -> bool:
    """Whether nobody but the source itself says so: what others expect of it is no threat."""
    said = [
        i for i in range(len(told.sentence.tokens)) if told.sentence.is_speech(i) and i not in trigger.used
    ]
    if not said:
        return True
    nearest = min(said, key=lambda i: abs(i - trigger.first))
    speaker = memory.resolve(told.sentence, subject(told.sentence, told.refs, nearest), before)
    return bool({p.name for p in speaker} & {p.name for p in sources})


def _blames_force(told: Told, outer: Trigger, found: Sequence[Trigger]) -> bool:
    """Whether an accusation is of force: its pattern says so, or the act stands close behind the verb.

    What follows in another limb ("accused Chad of smuggling and denied that shots had been fired") is no blame, and
    blame for a deed of long ago is no news.
    """
    sentence = told.sentence
    behind = sentence.tokens[outer.first].start
    if outer.sense.mode != "allege" or any(c.when is When.PAST and c.start > behind for c in told.cues):
        return False
    end = outer.last + 1 + BLAME_REACH
    limb = (i for i in range(outer.last + 1, min(end, len(sentence.tokens))) if sentence.tag(i) is Tag.AND)
    reach = range(outer.last + 1, next((i for i in limb if sentence.tag(i + 1) is Tag.VERB), end))
    near = any(t.sense.root in sides.FORCE and t.first in reach for t in found)
    return near or outer.sense.direction is Direction.UP


def _learn(memory: Memory, draft: Draft) -> None:
    if draft.judgement.modality in {Modality.HISTORICAL, Modality.DENIED, Modality.HYPOTHETICAL}:
        return
    if draft.blames_force:
        memory.follow(draft.targets, draft.sources)
    elif draft.trigger.sense.direction is not Direction.NEUTRAL and draft.code is not Root.REQUEST:
        memory.follow(draft.sources, draft.targets)


def _outermost(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Without what only fills another event's content: "demanded that Iraq withdraw" is one demand.

    A denial is told by its content where that is an event of its own, else by the verb of denying. Deaths beside an
    attack ("35 people were killed when soldiers stormed the camp") are its toll; what is sent to bomb is no aid.
    """
    kept: list[Draft] = []
    for draft in drafts:
        denied = _denies(draft) and all(draft.sources != outer.sources for outer in kept)
        if denied or not any(_is_content(draft, of=outer) for outer in kept):
            kept.append(draft)
    told = any(d.judgement.modality is Modality.DENIED and not _denies(d) for d in kept)
    blows = [d for d in kept if d.code is Root.ASSAULT and d.sources]
    return tuple(
        d
        for d in kept
        if not (told and _denies(d))
        and not (blows and d.code is Root.ASSAULT and not d.sources)
        and not (d.code is Root.AID and any(_sides(d) == _sides(blow) for blow in blows))
    )


def _sides(draft: Draft) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(party.name for party in side) for side in (draft.sources, draft.targets))


def _denies(draft: Draft) -> bool:
    return draft.trigger.sense.modality is Modality.DENIED


def _is_content(inner: Draft, *, of: Draft) -> bool:
    trigger = of.trigger
    if of.code not in _SWALLOWS or trigger is inner.trigger or _denies(of):
        return False
    if trigger.form is None and trigger.sense.frame is not Frame.SAID:
        return False
    told_by_name = inner.trigger.form is None and bool(inner.sources)
    if told_by_name and of.code in {Root.ACCUSE, Root.SUPPORT}:
        return False  # "denounced the U.S. strikes": they happened
    between = range(trigger.last + 1, inner.trigger.first)
    return not any(_leaves(inner.sentence, at, inner.trigger) for at in between)


def _leaves(sentence: Clauses, at: int, inner: Trigger) -> bool:
    """Whether the token leads out of the content of the verb before."""
    tag = sentence.tags[at]
    if tag is Tag.STOP or (tag is Tag.SUBORDINATOR and sentence.lower(at) not in {"if", "unless"}):
        return True
    if tag not in {Tag.AND, Tag.COMMA}:
        return False
    if tag is Tag.AND and inner.form == Form.ING:
        return False  # "accused it of crossing the border and attacking …"
    return at + 1 == inner.first or sentence.tag(at - 1) is Tag.COMMA
