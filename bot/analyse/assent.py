"""Triggers that the rules and the model agree on: the rules know the words of the table, the model any words.

What only the rules see needs the model's consent; what only the model sees must be seen clearly, and have two sides.
Where both see an event of another root the rules have the word: the other way round the annotated articles lost .03 F1.
"""

from collections.abc import Iterator, Sequence

from bot.analyse.arguments import Arguments
from bot.analyse.clauses import Clauses, Tag
from bot.analyse.codebook import Codebook
from bot.analyse.inflect import Form
from bot.analyse.modality import Judgement
from bot.analyse.sights import Sight
from bot.analyse.triggers import Trigger, is_passive
from bot.analyse.vocabulary import vocabulary
from bot.types import Direction, Modality, Root, Severity

CONSENT = 0.2
"""The least weight at which the model consents to a word of the table. Swept .1….5 on sixteen annotated articles that
no rule was written on: F1 within .01, and from .35 on main events are lost."""

CLEAR = 0.8
"""From here on the model needs no word of the table. Swept .6….9 there: F1 within .01, and at .6 a third more flags on
texts that are no news."""

LIKELY = 0.5
"""The least weight of the root itself: more likely than all others together. At .64 main events are lost."""

GRAVE = 0.8
"""The same of an act that may flag as an escalation. Swept .5….9: nothing is lost up to here, and a false alarm is the worst
that a briefing can do."""

MODAL = 0.5
"""From here on the model's word on whether it happened counts: more likely than not. At .9 it is .06 worse."""


ONGOING = 0.85
"""From here on it is believed that something still goes on: "strikes targeting sites" may be over. Swept .5….85: modality
.86 to .87 on the first articles, the same on the others."""

_BEFORE_BASE = vocabulary("to will would can could may might must shall should do does did not")

Pair = tuple[Trigger, Sight | None]


def agreed(
    clauses: Clauses, ruled: Sequence[Trigger], sights: Sequence[Sight], codebook: Codebook
) -> list[Pair]:
    """The triggers that stand, in order, each with what the model sees there."""
    pairs = [*_consented(ruled, sights), *_clear(clauses, ruled, sights, codebook)]
    return sorted(pairs, key=lambda pair: pair[0].first)


def _consented(ruled: Sequence[Trigger], sights: Sequence[Sight]) -> Iterator[Pair]:
    for trigger in ruled:
        beside = [sight for sight in sights if sight.covers(trigger.used)]
        sight = max(beside, key=lambda sight: sight.weight, default=None)
        if sight is None or sight.weight >= CONSENT:  # none: one of more than are asked for
            yield trigger, sight
        elif trigger.sense.modality is Modality.DENIED:
            yield trigger, None  # the model learnt a denial by what is denied, not by its verb


def _clear(
    clauses: Clauses, ruled: Sequence[Trigger], sights: Sequence[Sight], codebook: Codebook
) -> Iterator[Pair]:
    for sight in sights:
        if sight.weight < CLEAR or any(sight.covers(trigger.used) for trigger in ruled):
            continue
        sense = codebook.sense(sight.root, sight.answer.mode(sight.root))
        hostile = sense.direction is Direction.UP and sense.severity is not Severity.LOW
        if sight.answer.weight(sight.root) < (GRAVE if hostile else LIKELY):
            continue
        form = _form(clauses, sight.first)
        passive = form is not None and bool(form & Form.PARTICIPLE) and is_passive(clauses, sight.first)
        used = tuple(range(sight.first, sight.last + 1))
        yield Trigger(sense, sight.first, sight.last, used, form, passive), sight


def _form(clauses: Clauses, at: int) -> Form | None:
    """The form of a verb that no table holds; ``None`` for a noun. Without a sign of another it is the past."""
    if clauses.tag(at) is not Tag.VERB:
        return None
    word = clauses.lower(at)
    if word.endswith("ing"):
        return Form.ING
    if clauses.lower(at - 1) in _BEFORE_BASE:
        return Form.BASE
    return Form.PRESENT if word.endswith("s") and not word.endswith("ss") else Form.PAST | Form.PARTICIPLE


def sides(ruled: Arguments, sight: Sight | None, *, is_ruled: bool) -> Arguments:
    """Who does it to whom: the rules' references first where the word is of the table, else the model's."""
    if sight is None:
        return ruled
    if is_ruled:
        targets = ruled.targets or tuple(ref for ref in sight.targets if ref not in ruled.sources)
        return Arguments(ruled.sources or tuple(ref for ref in sight.sources if ref not in targets), targets)
    sources = sight.sources or ruled.sources
    return Arguments(sources, sight.targets or tuple(ref for ref in ruled.targets if ref not in sources))


def judged(ruled: Judgement, sight: Sight | None, trigger: Trigger) -> Judgement:
    """Did it happen: the rules know dates, background, denials and what a word means by itself, the model the rest."""
    told = trigger.sense.modality is not None or ruled.modality in {Modality.HISTORICAL, Modality.DENIED}
    if sight is None or told or trigger.sense.root in {Root.REQUEST, Root.THREATEN}:
        return ruled
    said = sight.modality(MODAL)
    if said is None or said is ruled.modality or said in {Modality.CALLED_FOR, Modality.THREATENED}:
        return ruled
    if said is Modality.ONGOING and sight.modality(ONGOING) is None:
        return ruled
    return Judgement(said, None)
