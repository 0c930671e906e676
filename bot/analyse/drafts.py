"""A sentence → what happens in it, before it is weighed and before repeats are joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.analyse import arguments, circumstances, modality, sides, triggers
from bot.analyse.arguments import Arguments
from bot.analyse.clauses import Clauses, Tag
from bot.analyse.codebook import Codebook
from bot.analyse.dates import Cue
from bot.analyse.inflect import Form
from bot.analyse.memory import Memory, Party, Subjects, first_verb
from bot.analyse.modality import Judgement
from bot.analyse.patterns import Frame
from bot.analyse.refs import GENERIC, Ref
from bot.analyse.subjects import subject
from bot.analyse.triggers import Trigger
from bot.types import Direction, Modality, Root

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
    """One sentence as far as it is read before its events."""

    sentence: Clauses
    refs: tuple[Ref, ...]
    cues: tuple[Cue, ...]
    background: bool


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
    verb = first_verb(sentence)
    before = _subjects(told, memory, verb)
    found = triggers.find(sentence, codebook.patterns)
    armed = any(token.lower in codebook.arms for token in sentence.tokens)
    mishap = any(token.lower in codebook.accidents for token in sentence.tokens)
    drafts: list[Draft] = []
    for trigger in found:
        judged = modality.judge(sentence, trigger, told.cues, background=told.background)
        if circumstances.is_nobodys(sentence, trigger, codebook.relief, codebook.nature):
            continue
        said = _teller(told, trigger, judged, arguments.find(sentence, told.refs, trigger))
        for sources, targets in sides.find(sentence, trigger, said, memory, before):
            if mishap and not sources and trigger.sense.root is Root.ASSAULT:
                continue
            if sides.stand(trigger, said, sources, targets, armed=armed):
                blames = _blames_force(trigger, found, told.sentence) and not memory.is_known(targets)
                own = _own_words(told, trigger, sources, memory, before)
                coded = circumstances.recode(
                    sentence, trigger, (sources, targets), judged, memory, own_words=own
                )
                drafts.append(
                    Draft(trigger, sentence, coded[0], coded[1], sources, targets, coded[2], blames)
                )
                _learn(memory, drafts[-1])
    kept = _share_targets(_outermost(drafts))
    if before and any(p.name not in GENERIC for p in before[0][1]):
        memory.subject = before[0][1]
    return kept


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


def _blames_force(outer: Trigger, found: Sequence[Trigger], sentence: Clauses) -> bool:
    """Whether an accusation is of force: its pattern says so, or the act stands close behind the verb.

    What follows in another limb ("accused Chad of smuggling and denied that shots had been fired") is no blame.
    """
    if outer.sense.mode != "allege":
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
    attack ("35 people were killed when soldiers stormed the camp") are its toll.
    """
    kept: list[Draft] = []
    for draft in drafts:
        if not any(_is_content(draft, of=outer) for outer in kept):
            kept.append(draft)
    told = any(d.judgement.modality is Modality.DENIED and not _denies(d) for d in kept)
    blamed = any(d.code is Root.ASSAULT and d.sources for d in kept)
    return tuple(
        d
        for d in kept
        if not (told and _denies(d)) and not (blamed and d.code is Root.ASSAULT and not d.sources)
    )


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
