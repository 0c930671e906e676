"""Did it happen? The state of an event's content from the words around its trigger.

Cues reach as far as their scope: a modal or a negation over the verb it precedes, a verb of denying over its
complement, "if" over its clause and the main clause that depends on it, a date over its own clause and what is
subordinate to it; one that opens the sentence reaches over all of it.
"""

from dataclasses import dataclass
from datetime import date

from bot.analyse import dates
from bot.analyse.clauses import Clauses, Tag
from bot.analyse.dates import Cue, When
from bot.analyse.inflect import Form
from bot.analyse.timing import begins_state, governing_date
from bot.analyse.triggers import Trigger
from bot.analyse.vocabulary import vocabulary
from bot.types import Modality, Root

_DENY = vocabulary(
    "deny denies denied denying baseless refute refuted refutes unfounded untrue falsely disproved disavowed"
)
_NEGATIVE = vocabulary("no not never n't cannot nobody none without neither nor")
_HYPOTHETICAL = vocabulary(
    "could might may should ought must possible possibly potential potentially risk risks risked risking fear fears feared fearing whether hypothetical "
    "hypothetically suppose imagine likely unlikely speculation if unless"
)
_FUTURE = vocabulary("will would shall 'll wo")
_PLANS = vocabulary(
    "planned intend intends intended expected due scheduled prepared preparing prepares ready going offered promised pledged agreed meant"
)
_ONGOING = vocabulary("continue continues continued continuing still keeps keep kept ongoing repeatedly")
_BEFORE_TO = vocabulary(
    "is are was were plan plans hope hopes aim aims want wants wanted hoped aimed about set"
)
_ASIDE = vocabulary("after while although though when")
_ORDINALS = vocabulary("second third fourth fifth sixth seventh eighth ninth tenth consecutive straight")
_SUPPOSITIONS = vocabulary(
    "fear fears feared fearing worry worries worried concern concerns risk risks danger possibility prospect chance speculation "
    "doubt doubts likelihood scenario suspicion rumours rumors"
)
"""Words whose "that" opens what nobody knows yet."""
_DISMISS = vocabulary(
    "dismiss dismisses dismissed dismissing reject rejects rejected rejecting rebut rebutted rebuts scoffed ridiculed played"
)
_REPORTS = vocabulary(
    "report reports claim claims suggestion suggestions allegation allegations accusation accusations rumour rumours rumor "
    "rumors talk charge charges speculation"
)
"""A verb of the first before a noun of the second denies what follows it."""
_RECALLS = vocabulary(
    "recall recalls recalled recalling remember remembers remembered tell tells recount recounts recounted relived relive"
)
_FOLLOWS = vocabulary("then later afterwards thereafter subsequently")
_PRESENT = vocabulary("have has is are")
_SAID_IS_DONE = frozenset({Root.REJECT, Root.ACCUSE})
"""Words that are acts by being said: "would not bow" is a refusal made, not one planned."""
ROW = 12
"""Tokens back from an "and" within which the verb before can share its "will"; about a clause, without a sweep."""
REACH = 7
"""Tokens to the left within which a modal, a negation or a plan governs a trigger. Swept 3…12 on the annotated
articles: 6 and 7 judge one event more rightly than any other; the end of the clause does most of the work."""


_JOINTS = {Tag.STOP, Tag.RELATIVE, Tag.THAT}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A modality and the words it rests on, as offsets into the body; ``None`` where nothing marks it."""

    modality: Modality
    where: tuple[int, int] | None = None


def judge(
    clauses: Clauses, trigger: Trigger, cues: tuple[Cue, ...], *, background: bool = False
) -> Judgement:
    """The modality of what a trigger signals.

    Args:
        clauses: The sentence.
        trigger: In it.
        cues: Its temporal cues (``bot.analyse.dates``).
        background: The text before already speaks of the past.
    """
    inside = next((i for i in clauses.insertions if trigger.first in i), range(0))
    own = _offsets(clauses, inside)
    cues = tuple(c for c in cues if (c.start in own if inside else _outside(clauses, c)))
    past = governing_date(clauses, trigger, tuple(c for c in cues if not begins_state(clauses, c)))
    if past and not any(clauses.lower(i) in _FUTURE for i in _left(clauses, trigger)):
        return Judgement(Modality.HISTORICAL, (past.start, past.end))
    if background and not any(cue.when is When.NOW for cue in cues) and _told_as_past(clauses, trigger):
        return Judgement(Modality.HISTORICAL)
    if _remembered(clauses, trigger) or _overtaken(clauses, trigger):
        return Judgement(Modality.HISTORICAL)
    if trigger.form is None and trigger.sense.root in _SAID_IS_DONE and not trigger.sense.modality:
        return Judgement(Modality.DONE)
    return _unreal(clauses, trigger) or _real(clauses, trigger)


def _remembered(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether somebody only tells of old times: "recalled how the soldiers fired"."""
    told = (i for i in range(trigger.first) if clauses.lower(i) in _RECALLS)
    return any(clauses.lower(i + 1) in {"how", "when"} for i in told)


def _overtaken(clauses: Clauses, trigger: Trigger) -> bool:
    """Whether a relative clause tells it in the pluperfect: "Hungary, which had threatened a veto, gave way"."""
    left = list(range(trigger.first - 1, max(trigger.first - 1 - REACH, -1), -1))
    had = next((i for i in left if clauses.lower(i) == "had"), None)
    return had is not None and clauses.tag(had - 1) is Tag.RELATIVE and trigger.form is not None


def _unreal(clauses: Clauses, trigger: Trigger) -> Judgement | None:
    denied = _denied(clauses, trigger)
    if denied is not None:
        return _resting(clauses, Modality.DENIED, denied)
    supposed = _hypothetical(clauses, trigger)
    if (
        supposed is not None
        and trigger.sense.modality is Modality.THREATENED
        and clauses.lower(supposed) == "if"
    ):
        return None  # a condition makes a threat
    return _resting(clauses, Modality.HYPOTHETICAL, supposed) if supposed is not None else None


def _real(clauses: Clauses, trigger: Trigger) -> Judgement:
    if trigger.sense.modality:
        return Judgement(trigger.sense.modality)
    if trigger.sense.root in _SAID_IS_DONE:
        return Judgement(Modality.DONE)
    planned = _planned(clauses, trigger)
    if planned is not None:
        return _resting(clauses, Modality.PLANNED, planned)
    ongoing = _ongoing(clauses, trigger)
    return _resting(clauses, Modality.ONGOING, ongoing) if ongoing is not None else Judgement(Modality.DONE)


def opens_background(clauses: Clauses, found: tuple[Cue, ...], *, before: bool) -> bool:
    """Whether a sentence speaks of the past as a whole, so that what follows it without a date does, too."""
    if any(cue.when is When.NOW for cue in found) or clauses.has_speech():
        return False
    verb = next((i for i, tag in enumerate(clauses.tags) if tag is Tag.VERB), None)
    if verb is None:
        return before
    joint = next(
        (i for i in range(verb, len(clauses.tags)) if clauses.tags[i] in _JOINTS), len(clauses.tags) - 1
    )
    past = [c for c in found if c.when is When.PAST]
    return any(c.start < clauses.tokens[joint].end for c in past) or (before and not found)


def goes_on(clauses: Clauses, found: tuple[Cue, ...]) -> bool:
    """Whether a sentence goes on with the time of the one before: "Russia responded then", "two weeks later"."""
    if any(cue.when is When.NOW for cue in found):
        return False
    return any(token.lower in _FOLLOWS for token in clauses.tokens)


def cues(body: str, clauses: Clauses, today: date | None) -> tuple[Cue, ...]:
    """Temporal cues of a sentence."""
    return dates.find(body, clauses.start, clauses.end, today)


def _outside(clauses: Clauses, cue: Cue) -> bool:
    return not any(cue.start in _offsets(clauses, insertion) for insertion in clauses.insertions)


def _offsets(clauses: Clauses, tokens: range) -> range:
    return range(clauses.tokens[tokens[0]].start, clauses.tokens[tokens[-1]].end) if tokens else range(0)


def _resting(clauses: Clauses, modality: Modality, at: int) -> Judgement:
    return Judgement(modality, (clauses.tokens[at].start, clauses.tokens[at].end))


def _told_as_past(clauses: Clauses, trigger: Trigger) -> bool:
    """Simple past, a participle beside it or a noun, in a sentence that nobody says now."""
    left = [clauses.lower(i) for i in _left(clauses, trigger)]
    by = clauses.lower(trigger.first - 1) == "by"  # "Russia responded then by throwing them out"
    if clauses.has_speech() and "had" not in left and not by:
        return False
    if any(word in _PRESENT for word in left):
        return False
    return trigger.form is None or bool(trigger.form & (Form.PAST | Form.PARTICIPLE | Form.ING))


def _left(clauses: Clauses, trigger: Trigger) -> list[int]:
    """Tokens to the left that can govern the trigger, nearest first; a clause boundary ends them."""
    found = []
    for at in range(trigger.first - 1, max(trigger.first - 1 - REACH, -1), -1):
        tag = clauses.tags[at]
        if tag in {Tag.STOP, Tag.SUBORDINATOR, Tag.RELATIVE, Tag.THAT, Tag.COMMA}:
            break
        if tag is Tag.AND and clauses.lower(at) != "or" and _starts_verb(clauses, at, trigger):
            break
        found.append(at)
    return found


def _starts_verb(clauses: Clauses, joint: int, trigger: Trigger) -> bool:
    between = clauses.tags[joint + 1 : trigger.first]
    verbal = trigger.form is not None and all(t in {Tag.ADVERB, Tag.NOT} for t in between)
    return verbal or any(t in {Tag.VERB, Tag.AUXILIARY} for t in between)


def _denied(clauses: Clauses, trigger: Trigger) -> int | None:
    none = next((i for i in range(trigger.first + 1, trigger.last) if clauses.lower(i) == "no"), None)
    if none is not None:
        return none  # "sent no troops"
    row = False
    for at in _left(clauses, trigger):
        row = row or clauses.lower(at) == "or"  # "had not crossed the river or attacked the town"
        if (
            not row
            and clauses.tags[at] is Tag.VERB
            and clauses.lower(at) not in _DENY
            and trigger.form
            and not trigger.form & Form.ING
        ):
            break
        if clauses.lower(at) in _NEGATIVE or clauses.tags[at] is Tag.NOT:
            return at
    return next(
        (i for i in range(trigger.first) if _denies(clauses, i) and _complement(clauses, i, trigger)),
        None,
    )


def _denies(clauses: Clauses, at: int) -> bool:
    """Whether what follows the token is denied by it: "denied", "dismissed reports"."""
    word = clauses.lower(at)
    return word in _DENY or (
        word in _DISMISS and any(clauses.lower(i) in _REPORTS for i in range(at + 1, at + 4))
    )


def denial(clauses: Clauses, before: int) -> int | None:
    """The last verb of denying before a token."""
    return next((i for i in range(before - 1, -1, -1) if _denies(clauses, i)), None)


def _complement(clauses: Clauses, verb: int, trigger: Trigger) -> bool:
    """Whether the trigger lies in what the verb says: no joint to a new clause stands between."""
    that = False
    for at in range(verb + 1, trigger.first):
        tag, joined = clauses.tags[at], at + 1 == trigger.first and not that
        that = that or tag is Tag.THAT
        if tag is Tag.STOP or (tag is Tag.SUBORDINATOR and clauses.lower(at) in _ASIDE):
            return False
        if tag is Tag.AND and (clauses.is_speech(at + 1) or (joined and not _is_gerund(trigger))):
            return False
    return True


def _is_gerund(trigger: Trigger) -> bool:
    return trigger.form is not None and bool(trigger.form & Form.ING)


def _hypothetical(clauses: Clauses, trigger: Trigger) -> int | None:
    for at in _left(clauses, trigger):
        if clauses.lower(at) in _HYPOTHETICAL:
            return at
    if trigger.form is None:
        for at in range(trigger.last + 1, trigger.last + REACH):
            if clauses.tag(at) is Tag.STOP or clauses.tag(at) is Tag.COMMA:
                break
            if clauses.tag(at) is Tag.AUXILIARY and clauses.lower(at + 1) in _HYPOTHETICAL:
                return at + 1  # "sanctions on Chad were possible"
    return 0 if _inverted(clauses) else _supposed(clauses, trigger)


def _inverted(clauses: Clauses) -> bool:
    """Whether the sentence opens with a condition: "Should Chad attack, …"."""
    return clauses.lower(0) in {"should", "were", "had"} and clauses.tag(1) is not Tag.VERB


def _supposed(clauses: Clauses, trigger: Trigger) -> int | None:
    """The "if", "could" or fear whose clause holds the trigger, or the condition behind it."""
    first = trigger.first
    while first > 0 and clauses.tags[first - 1] not in {Tag.STOP, Tag.THAT, Tag.QUOTE}:
        first -= 1
        if clauses.tags[first] is Tag.AND and _starts_verb(clauses, first, trigger):
            return None
        if clauses.lower(first) in {"if", "unless", "whether"}:
            return first if clauses.lower(first) != "unless" else None
        if clauses.lower(first) in {"could", "might"} and not clauses.is_speech(trigger.first):
            return first
    if clauses.tag(first - 1) is Tag.THAT and clauses.lower(first - 2) in _SUPPOSITIONS:
        return first - 2
    return _conditional_after(clauses, trigger)


def _conditional_after(clauses: Clauses, trigger: Trigger) -> int | None:
    """The condition that follows: "would strike if …"."""
    after = range(trigger.last + 1, len(clauses.tokens))
    at = next((i for i in after if clauses.lower(i) == "if"), None)
    would = any(clauses.lower(i) in {"would", "could", "might"} for i in _left(clauses, trigger))
    return at if would else None


def _planned(clauses: Clauses, trigger: Trigger) -> int | None:
    left = _left(clauses, trigger)
    joint = (left[-1] if left else trigger.first) - 1
    bare = (
        trigger.form is not None
        and trigger.form & Form.BASE
        and all(clauses.tags[i] is Tag.ADVERB for i in left)
    )
    if bare and clauses.tag(joint) is Tag.AND:
        willed = range(joint - 1, max(joint - 1 - ROW, -1), -1)  # "will halt the plant and let in inspectors"
        shared = next((i for i in willed if clauses.lower(i) in _FUTURE), None)
        if shared is not None and Tag.STOP not in clauses.tags[shared:joint]:
            return shared
    for at in left:
        word = clauses.lower(at)
        if word in _FUTURE or word in _PLANS:
            return at
        before = at - 2 if clauses.tag(at - 1) is Tag.ADVERB else at - 1
        if clauses.tags[at] is Tag.TO and clauses.lower(before) in _BEFORE_TO:
            return before
        if word == "be" and clauses.tag(at - 1) is Tag.TO:
            return at
    return None


def _nth_day(clauses: Clauses, at: int) -> bool:
    """Whether "for a third day" begins here."""
    words = [clauses.lower(i) for i in range(at, at + 4)]
    return words[0] == "for" and words[2] in _ORDINALS and words[3] in {"day", "night", "week", "month"}


def _ongoing(clauses: Clauses, trigger: Trigger) -> int | None:
    left = _left(clauses, trigger)[:4]
    for at in left:
        if clauses.lower(at) in _ONGOING:
            return at
    if _is_gerund(trigger):
        return next((at for at in left if clauses.lower(at) in {"is", "are", "been"}), None)
    day = next((i for i in range(trigger.last, len(clauses.tokens)) if _nth_day(clauses, i)), None)
    if day is not None:
        return day
    being = next((at for at in left if clauses.lower(at) == "being"), None)
    since = next((at for at in left if clauses.lower(at) == "since"), None)
    return being if being is not None else since
