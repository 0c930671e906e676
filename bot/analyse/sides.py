"""Both sides of an act: the references around a trigger, resolved to parties by what the article has said so far."""

from dataclasses import replace

from bot.analyse.arguments import Arguments
from bot.analyse.clauses import Clauses
from bot.analyse.memory import STATE, Memory, Party, Subjects
from bot.analyse.patterns import Frame
from bot.analyse.refs import CIVILIANS, PROTESTERS, UNKNOWN, Kind, Ref
from bot.analyse.subjects import governed
from bot.analyse.triggers import Trigger
from bot.analyse.vocabulary import vocabulary
from bot.types import Root

Parties = tuple[Party, ...]

FORCE = frozenset({Root.ASSAULT, Root.COERCE})
VERBAL = frozenset({Root.ACCUSE, Root.THREATEN, Root.REJECT, Root.REQUEST})
_ANSWERS = VERBAL | FORCE | {Root.MOBILIZE, Root.SANCTION, Root.CONCEDE, Root.RETREAT}
"""Roots whose target, where it is not named, is the other side of the article's leading pair."""

_BY_OUTSIDERS = VERBAL | {Root.MOBILIZE}
"""Of these, the roots that states beside the pair direct at its doers: who else condemns, condemns them."""

_UNDERGONE = frozenset({Root.SANCTION, Root.RETREAT})
"""Beside force, the roots that a passive tells without who did it: "was expelled", "were freed"."""

_AT_SOMEONE = frozenset({Root.SUPPORT, Root.ACCUSE, Root.AID, Root.COERCE, Root.ASSAULT})
"""Roots that are nothing without a target."""

_CIVIL = vocabulary(
    "market marketplace school schools hospital hospitals clinic mosque church temple wedding funeral bus train village villages "
    "homes houses apartment apartments hotel bakery camp neighbourhood neighborhood suburb suburbs town towns city cities"
)
"""Places of civilians."""
_EXCHANGED = vocabulary("exchange exchanged exchanges exchanging trade traded trades trading swapped swap")
_OF_COUNTRIES = ("ans", "ese")
_AT_ALL = frozenset({"martial-law", "curfew", "restrict", "censor"})
"""Modes that hit a whole country, so that no target is named."""


def find(
    clauses: Clauses, trigger: Trigger, said: Arguments, memory: Memory, before: Subjects
) -> list[tuple[Parties, Parties]]:
    """Sources and targets; two pairs for "each side accused the other".

    Args:
        clauses: The sentence.
        trigger: In it.
        said: The trigger's references.
        memory: What was said before.
        before: The subjects of its verbs so far, the first verb first.
    """
    sense = trigger.sense
    sources = memory.resolve(clauses, said.sources, before)
    targets = _targets(clauses, trigger, said, memory, before)
    mutual = any(r.kind is Kind.BOTH for r in said.sources) or _each_other(clauses, trigger)
    peers = sense.frame is Frame.WITH and any(r.kind is Kind.BOTH for r in said.sources)
    if (peers or not targets) and len(sources) > 1 and mutual:
        halves = (sources[:1], sources[1:])
        return [halves] if sense.frame is Frame.WITH else [halves, halves[::-1]]
    if sense.frame is Frame.WITH and not targets and len(sources) > 1:
        return [(sources[:1], sources[1:])]
    if not sources and not said.sources:
        sources = _implied(trigger, memory, before[0][1] if before else ())
        targets = () if sense.mode in _AT_ALL else targets
    sources = sources or _opposite(trigger, targets, memory)
    if sense.root is Root.PROTEST:
        people = next((r for r in said.sources if _of_people(clauses, r)), None)
        if people and not targets and len(sources) == 1 and STATE.fullmatch(sources[0].name):
            sources, targets = (replace(sources[0], name=PROTESTERS),), sources
        sources = tuple(replace(p, name=PROTESTERS) if p.name in {UNKNOWN, CIVILIANS} else p for p in sources)
        targets = targets or tuple(p for p in memory.home if p.name not in {s.name for s in sources})
    targets = targets or _meant(trigger, sources, memory) or _other_side(trigger, sources, memory)
    targets = targets or _bystanders(clauses, trigger, sources)
    if (
        sources
        and targets
        and sense.root in FORCE
        and sense.frame is Frame.WITH
        and _exchanged(clauses, trigger)
    ):
        return [(sources, targets), (targets, sources)]
    return [(sources, targets)]


def _meant(trigger: Trigger, sources: Parties, memory: Memory) -> Parties:
    """Whom an act of its kind always meets: batons meet protesters, aid the country that the article is about."""
    if trigger.sense.mode == "crowd-control" and sources:
        return (replace(sources[0], name=PROTESTERS),)
    known = {p.name for p in sources}
    return tuple(p for p in memory.home if trigger.sense.root is Root.AID and p.name not in known)


def _bystanders(clauses: Clauses, trigger: Trigger, sources: Parties) -> Parties:
    """Civilians, where only their place is named: "dropped bombs on a market"."""
    if trigger.sense.root is not Root.ASSAULT or not sources:
        return ()
    hit = (t for t in clauses.tokens[trigger.last + 1 : trigger.last + 9] if t.lower in _CIVIL)
    return tuple(Party(CIVILIANS, token.start, token.end) for token in hit)[:1]


def _of_people(clauses: Clauses, ref: Ref) -> bool:
    """Whether a state's name only says whose people they are: "Argentine unions", "thousands of Kenyans"."""
    people = ref.people in {CIVILIANS, PROTESTERS, UNKNOWN}
    return people or clauses.lower(ref.last).endswith(_OF_COUNTRIES) or governed(clauses, ref)


def _each_other(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether it is done both ways: "accused each other", "exchanged fire"."""
    return _exchanged(clauses, trigger) or any(
        clauses.lower(i) == "each" and clauses.lower(i + 1) == "other"
        for i in range(trigger.first, trigger.last + 9)
    )


def _exchanged(clauses: Clauses, trigger: Trigger) -> bool:
    near = (trigger.first - 2, trigger.first - 1, *trigger.used)  # "exchanged artillery fire"
    return any(clauses.lower(i) in _EXCHANGED for i in near)


def _targets(
    clauses: Clauses, trigger: Trigger, said: Arguments, memory: Memory, before: Subjects
) -> Parties:
    names = {p.name for p in memory.resolve(clauses, said.sources, before)}
    acts = [r for r in said.targets if r.kind is Kind.ACT]
    by_act = tuple(p for p in memory.resolve(clauses, acts, before) if p.name not in names)
    if by_act:
        return by_act
    targets = memory.resolve(clauses, said.targets, before)
    if trigger.sense.root in FORCE and targets and names.issuperset(p.name for p in targets):
        targets = memory.own_people(clauses, said.targets)
    return tuple(p for p in targets if p.name not in names)


def _implied(trigger: Trigger, memory: Memory, subject: Parties) -> Parties:
    """Who must be meant where the words name nobody: "the message was a plea", "749 people were arrested"."""
    if trigger.sense.mode == "arrest" and trigger.passive:
        return memory.home
    if trigger.form is None and trigger.sense.mode in _AT_ALL:
        return memory.home
    if trigger.form is None and trigger.sense.root in VERBAL:
        return subject or memory.subject
    return ()


def _opposite(trigger: Trigger, targets: Parties, memory: Memory) -> Parties:
    """Who must have done what a passive tells of one side of the leading pair: "two of its envoys were expelled"."""
    if not (trigger.passive and trigger.sense.root in _UNDERGONE):
        return ()
    return memory.counterpart(targets, outsiders=False)


def _other_side(trigger: Trigger, sources: Parties, memory: Memory) -> Parties:
    sense = trigger.sense
    known = {p.name for p in sources} - {UNKNOWN}
    if not known:
        return ()
    if sense.root in _ANSWERS and sense.mode not in _AT_ALL:
        return memory.counterpart(sources, outsiders=sense.root in _BY_OUTSIDERS)
    if sense.mode == "third-party":
        return (*memory.doers, *(p for p in memory.others if p.name not in known))
    if trigger.form is None and sense.frame is Frame.WITH:
        return tuple(p for p in memory.subject if p.name not in known)
    return ()


def stand(trigger: Trigger, said: Arguments, sources: Parties, targets: Parties, *, armed: bool) -> bool:
    """Whether enough is known about a trigger to call it an event.

    Args:
        trigger: What signals it.
        said: Its references.
        sources: Resolved.
        targets: Resolved.
        armed: A word of arms or war stands in the sentence.
    """
    sense = trigger.sense
    known = {p.name for p in (*sources, *targets)} - {UNKNOWN}
    alone = sense.root in {Root.RETREAT, Root.AGREE} and bool(sources)  # a truce that one side declares
    if not known or (sense.frame is Frame.WITH and not targets and not alone):
        return False
    if not sources and not _agentless(trigger, targets):
        return False
    if sense.weak:
        return bool(targets) and (armed or bool(sources))
    if sense.root is Root.ASSAULT and sources and all(p.name == CIVILIANS for p in sources):
        return False
    if sense.root is Root.PROTEST and any(r.kind is Kind.ROLE for r in said.sources):
        return False  # soldiers who block a road do not protest
    return bool(targets) or sense.mode in _AT_ALL or sense.root not in _AT_SOMEONE


def _agentless(trigger: Trigger, targets: Parties) -> bool:
    """Force may be told without who used it: "ten people were killed", "an air strike on Gaza"."""
    if not targets or trigger.sense.root not in FORCE | _UNDERGONE:
        return False
    return trigger.passive or (trigger.form is None and not trigger.sense.weak)
