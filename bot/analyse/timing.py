"""Which date of a sentence holds for an act in it: that of its own clause, of the clause above, or the one that opens it."""

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.dates import Cue, When
from bot.analyse.triggers import Trigger
from bot.analyse.vocabulary import vocabulary

_SOFT_JOINTS = vocabulary("since until before")


def governing_date(clauses: Clauses, trigger: Trigger, found: tuple[Cue, ...]) -> Cue | None:
    """The past date whose scope holds the trigger, unless a nearer cue says that it is news."""
    past = [cue for cue in found if cue.when is When.PAST]
    if not past:
        return None
    first, last = _clause(clauses, trigger)
    own = [c for c in found if first <= c.start < last]
    if any(c.when is When.NOW for c in own):
        return None
    held = next((c for c in own if c.when is When.PAST and not _modifies(clauses, c, trigger)), None)
    if held:
        return held
    beside = _date_above(clauses, trigger, past) or _joined_to(clauses, first, past)
    if beside:
        return beside
    opening = past[0]
    at = clauses.tokens[trigger.first].start
    if _before_verb(clauses, opening) or _opens(clauses, opening, at):
        now = any(c.when is When.NOW and opening.start < c.start for c in found)
        return None if now else opening
    return None


def _date_above(clauses: Clauses, trigger: Trigger, past: list[Cue]) -> Cue | None:
    """The past date of the clause that the trigger's own hangs on."""
    above = _clause_above(clauses, trigger)
    return next((c for c in past if above and above[0] <= c.start < above[1]), None)


def _joined_to(clauses: Clauses, first: int, past: list[Cue]) -> Cue | None:
    """The date of the main clause that "and" joins this one to: "… in 1990, and the Council imposed an embargo"."""
    joint = next((i for i, token in enumerate(clauses.tokens) if token.start >= first), 0) - 1
    if clauses.tag(joint) is not Tag.AND or clauses.tag(joint - 1) is not Tag.COMMA:
        return None
    before = clauses.tokens[joint].start
    return next((cue for cue in past if clauses.tokens[joint - 2].end <= cue.end <= before), None)


def _before_verb(clauses: Clauses, cue: Cue) -> bool:
    """Whether a date opens the sentence ("Twenty years ago this week …") and is no part of a name ("the 2015 deal")."""
    at = next((i for i, t in enumerate(clauses.tokens) if t.start >= cue.start), 0)
    after = next((i for i, t in enumerate(clauses.tokens) if t.start >= cue.end), at)
    if clauses.tag(at - 1) is Tag.DETERMINER or clauses.tag(after) is Tag.POSSESSIVE:
        return False
    return not {Tag.VERB, Tag.AUXILIARY, Tag.SUBORDINATOR, Tag.RELATIVE} & set(clauses.tags[:at])


def begins_state(clauses: Clauses, cue: Cue) -> bool:
    """Whether a date is where a state begins that lasts ("held since 2014"): it dates no act of its own clause."""
    at = next((i for i, t in enumerate(clauses.tokens) if t.start >= cue.start), 0)
    linked = any(clauses.tag(i) in {Tag.SUBORDINATOR, Tag.RELATIVE} for i in range(at + 1, at + 5))
    return clauses.lower(at - 1) == "since" and not linked


def _clause_above(clauses: Clauses, trigger: Trigger) -> tuple[int, int] | None:
    """Offsets of the clause that the trigger's own hangs on ("…, where soldiers massacred …")."""
    first = trigger.first
    while first > 0 and not _parts(clauses, first - 1, trigger.first):
        first -= 1
    if first < 2 or clauses.tags[first - 1] not in {Tag.RELATIVE, Tag.SUBORDINATOR}:  # noqa: PLR2004
        return None
    above = first - 2
    while above > 0 and not _parts(clauses, above - 1, above):
        above -= 1
    return clauses.tokens[above].start, clauses.tokens[first - 1].end


def _opens(clauses: Clauses, cue: Cue, at: int) -> bool:
    """Whether the trigger stands in a clause that hangs on the cue: "in 1980, when …", "in 2006 after …"."""
    after = [i for i, t in enumerate(clauses.tokens) if t.start >= cue.end]
    linked = next((i for i in after[:3] if clauses.tags[i] in {Tag.SUBORDINATOR, Tag.RELATIVE}), None)
    return linked is not None and clauses.tokens[linked].start < at


def _modifies(clauses: Clauses, cue: Cue, trigger: Trigger) -> bool:
    """Whether the date belongs to a noun beside the trigger: "over a July 15 assault", "the 2015 accord"."""
    at = next((i for i, t in enumerate(clauses.tokens) if t.start >= cue.start), None)
    if at is None or trigger.form is None:
        return False
    after = next((i for i, t in enumerate(clauses.tokens) if t.start >= cue.end), len(clauses.tokens))
    return clauses.tag(at - 1) in {Tag.DETERMINER, Tag.POSSESSIVE} or clauses.tag(after) is Tag.POSSESSIVE


def _clause(clauses: Clauses, trigger: Trigger) -> tuple[int, int]:
    """Offsets of the clause around a trigger: between subordinators, relatives, stops and joints of verbs."""
    first = trigger.first
    while first > 0 and not _parts(clauses, first - 1, trigger.first):
        first -= 1
    last = trigger.last
    while last + 1 < len(clauses.tokens) and not _parts(clauses, last + 1, last + 1):
        last += 1
    return clauses.tokens[first].start, clauses.tokens[last].end


def _parts(clauses: Clauses, at: int, verb: int) -> bool:
    tag = clauses.tags[at]
    if tag in {Tag.STOP, Tag.RELATIVE, Tag.SUBORDINATOR, Tag.THAT}:
        return tag is not Tag.SUBORDINATOR or not (clauses.lower(at) in _SOFT_JOINTS or _dated(clauses, at))
    if tag is Tag.AND:
        return any(clauses.tag(i) in {Tag.VERB, Tag.AUXILIARY} for i in range(at + 1, max(verb, at + 6)))
    return False


def _dated(clauses: Clauses, at: int) -> bool:
    """Whether a joint begins a date ("after 1937") and no clause ("after militants stormed it")."""
    return any(clauses.lower(i)[:1].isdigit() for i in (at + 1, at + 2))
