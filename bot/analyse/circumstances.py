"""What an act is in its circumstances: force that is announced is a threat, troops in a flood are help."""

from collections.abc import Sequence
from dataclasses import replace

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.memory import STATE, Memory, Party
from bot.analyse.modality import Judgement
from bot.analyse.refs import PROTESTERS
from bot.analyse.triggers import Trigger
from bot.analyse.vocabulary import vocabulary
from bot.types import Direction, Modality, Root

Coded = tuple[Root, str | None, Judgement]
"""Root, mode and modality."""

_WILL = vocabulary("will would shall 'll wo")
_UNLESS = vocabulary("unless if until should within")
_MEDIATORS = vocabulary(
    "mediator mediators negotiator negotiators intermediary intermediaries facilitator go-between"
)
_HARSH = frozenset({Root.SANCTION, Root.COERCE, Root.ASSAULT, Root.MOBILIZE})
_NATURAL = frozenset({"curfew", "restrict", "arrest", "discontinue"})
"""Modes of coercion and of penalties that also answer storms and epidemics."""
_CARRIERS = vocabulary(
    "ferry tanker freighter liner yacht ship boat trawler bus lorry truck train tram car van coach plane airliner helicopter taxi barge"
)
"""What runs into things by accident."""
_COLLIDES = frozenset({"ram", "rams", "rammed", "hit", "hits", "struck", "strikes", "sank", "sunk", "sinks"})


def recode(
    clauses: Clauses,
    trigger: Trigger,
    parties: tuple[Sequence[Party], Sequence[Party]],
    judged: Judgement,
    memory: Memory,
    *,
    own_words: bool,
) -> Coded:
    """Root, mode and modality of a trigger between these parties.

    Args:
        clauses: The sentence.
        trigger: In it.
        parties: Sources and targets.
        judged: Did it happen, by the words around it?
        memory: What was said before.
        own_words: Nobody but the source says so.
    """
    root, mode = trigger.sense.root, trigger.sense.mode
    if root is Root.ASSAULT and any(p.name == PROTESTERS for p in parties[0]):
        return Root.PROTEST, "riot", judged
    if root is Root.PROTEST and all(parties) and all(STATE.fullmatch(p.name) for p in parties[0]):
        return Root.ACCUSE, "disapprove", judged
    if root is Root.CONSULT and _mediates(clauses, trigger, parties, memory):
        return root, "third-party", judged
    if _threatens(clauses, trigger, judged, own_words=own_words):
        threat = "violence" if root is Root.ASSAULT else "relations"
        return Root.THREATEN, threat, replace(judged, modality=Modality.THREATENED)
    if root is Root.ASSAULT and judged.modality is Modality.PLANNED:
        return Root.THREATEN, "violence", replace(judged, modality=Modality.HYPOTHETICAL)
    return root, mode, judged


def _threatens(clauses: Clauses, trigger: Trigger, judged: Judgement, *, own_words: bool) -> bool:
    """Whether the source itself announces a hostile act: any force, or another act under a condition."""
    root = trigger.sense.root
    if root not in _HARSH or trigger.sense.direction is not Direction.UP or not own_words:
        return False
    if root is Root.ASSAULT and judged.modality is Modality.PLANNED:
        return True
    if judged.modality not in {Modality.PLANNED, Modality.HYPOTHETICAL}:
        return False
    willed = any(clauses.lower(i) in _WILL for i in range(max(trigger.first - 4, 0), trigger.first))
    after = range(trigger.last + 1, len(clauses.tokens))
    conditional = clauses.lower(0) == "unless" or any(clauses.lower(i) in _UNLESS for i in after)
    return willed and conditional and not _opens_with_if(clauses, trigger)


def _opens_with_if(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether the trigger itself is the condition: "if it would seize the port"."""
    for at in range(trigger.first - 1, -1, -1):
        if clauses.tags[at] in {Tag.STOP, Tag.COMMA, Tag.THAT, Tag.VERB}:
            return False
        if clauses.lower(at) in {"if", "unless"}:
            return True
    return False


def _mediates(
    clauses: Clauses, trigger: Trigger, parties: tuple[Sequence[Party], Sequence[Party]], memory: Memory
) -> bool:
    """Whether a third party speaks with both sides: it calls itself a mediator, or they are the leading pair."""
    sources, targets = ({p.name for p in side} for side in parties)
    if any(clauses.lower(i) in _MEDIATORS for i in range(max(trigger.first - 4, 0), trigger.first)):
        return True
    pair = {p.name for p in (*memory.doers, *memory.others)}
    return len(pair) > 1 and pair <= targets and not sources & pair


def is_nobodys(clauses: Clauses, trigger: Trigger, relief: frozenset[str], nature: frozenset[str]) -> bool:
    """Whether an act is against nobody: troops that help, a ban for a plant disease, a ferry that hits a pier."""
    sense = trigger.sense
    if sense.root is Root.ASSAULT and clauses.lower(trigger.first) in _COLLIDES:
        return clauses.lower(trigger.first - 1) in _CARRIERS
    if sense.root is Root.MOBILIZE:
        return any(token.lower in relief or token.lower in nature for token in clauses.tokens)
    fits = sense.root in {Root.COERCE, Root.SANCTION} and sense.mode in _NATURAL
    return fits and any(token.lower in nature for token in clauses.tokens)
