"""Where a sentence holds words that signal events: the longest patterns of the codebook, without overlap."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.inflect import Form
from bot.analyse.patterns import PEOPLE, Frame, Pattern, Patterns, Sense
from bot.analyse.vocabulary import vocabulary
from bot.types import Root

GAP_WORDS = 7
"""Longest gap inside a pattern, in tokens. Swept 3…10 on the annotated articles: event F1 .738 at 3, .762 at 6, .766
from 7 on, so the smallest that gives the most."""

SUBJECT_WORDS = 12
"""Tokens before a passive within which its subject is looked for; no subject of our own cases is longer, chosen
without a sweep."""

_UNDOING = frozenset({Root.CONCEDE, Root.RETREAT})
_PENALTIES = frozenset({Root.SANCTION, Root.COERCE})

_OF_COUNTRIES = ("ans", "ese", "men", "women", "israelis", "iraqis", "pakistanis", "saudis")
"""Ends of the words for people of a country in the plural, with the commonest that need the whole word."""

_VERBAL_BEFORE = {Tag.TO, Tag.PRONOUN, Tag.RELATIVE, Tag.NOT, Tag.AUXILIARY, Tag.ADVERB}
_NO_SUBJECT = {Tag.DETERMINER, Tag.PREPOSITION, Tag.POSSESSIVE, Tag.STOP, Tag.VERB, Tag.SUBORDINATOR}
_NOMINAL_AFTER = vocabulary(
    "on of against by in at from over were was have has had near inside across into that killed hit"
)
_NO_OBJECT = {Tag.COMMA, Tag.STOP, Tag.MARK, Tag.QUOTE}
_NUMERALS = vocabulary(
    "two three four five six seven eight nine ten eleven twelve dozen dozens several many some"
)
_BE = vocabulary("is are was were be been being am get got gets")
_BREAKS = {Tag.STOP, Tag.SUBORDINATOR, Tag.RELATIVE}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern found: tokens ``first…last``; ``used`` are those that match its words.

    Attributes:
        sense: What it signals.
        first: Index of the anchor.
        last: Index of its last word.
        used: Indices of its words, without the gaps.
        form: Form of the verb, ``None`` for a noun.
        passive: The subject suffers it.
    """

    sense: Sense
    first: int
    last: int
    used: tuple[int, ...]
    form: Form | None
    passive: bool


class Signals(NamedTuple):
    """The triggers of a sentence, in order, and the tokens of its idioms, which signal nothing."""

    triggers: tuple[Trigger, ...]
    idle: frozenset[int]


def find(clauses: Clauses, patterns: Patterns) -> Signals:
    """Every trigger of a sentence; an idiom of the table silences the words it covers."""
    found: list[Trigger] = []
    idle: set[int] = set()
    candidates = _candidates(clauses, patterns)
    undoing = (c for c in candidates if c[1].form and c[1].sense and c[1].sense.root in _UNDOING)
    undone = {index for _, _, used in undoing for index in used[1:]}
    taken: set[int] = set()
    for _, pattern, used in sorted(candidates, key=lambda c: (-c[0], c[2])):
        if taken.isdisjoint(used) and not _is_undone(pattern, used, undone):
            taken.update(used)
            if pattern.sense is None:
                idle.update(used)
            else:
                found.append(_trigger(clauses, pattern.sense, pattern.form, used))
    return Signals(tuple(sorted(found, key=lambda t: t.first)), frozenset(idle))


def _is_undone(pattern: Pattern, used: tuple[int, ...], undone: set[int]) -> bool:
    """Whether a noun names a penalty that a verb before it takes back: "lifted a ban on wine" is no ban."""
    penalty = pattern.form is None and pattern.sense is not None and pattern.sense.root in _PENALTIES
    return penalty and used[0] in undone


def _candidates(clauses: Clauses, patterns: Patterns) -> list[tuple[int, Pattern, tuple[int, ...]]]:
    found = []
    words = {token.lower for token in clauses.tokens}
    for at, token in enumerate(clauses.tokens):
        verbs: dict[Form, bool] = {}  # the same few forms for hundreds of patterns
        for pattern in patterns.starting(token.lower):
            form = pattern.form
            if form is not None and not (
                verbs[form] if form in verbs else verbs.setdefault(form, _is_verb(clauses, at, form))
            ):
                continue
            if not pattern.may_stand_in(words):
                continue  # four of five end here, before the search for the gaps
            used = _match(clauses, pattern, at)
            if used:
                found.append((pattern.size, pattern, used))
                break  # the first that fits is the largest
    return found


def _match(clauses: Clauses, pattern: Pattern, at: int) -> tuple[int, ...]:
    """Indices of a pattern's words, the anchor first; the object of a passive stands before it."""
    used, last = [at], at
    gap = False
    say = pattern.sense is not None and pattern.sense.frame is Frame.SAY
    for part in pattern.rest:
        if part is None:
            gap = True
            continue
        found = _next(clauses, part, last + 1, GAP_WORDS if gap else 0, over_verbs=say)
        if found is not None:
            used.append(found)
            last = found
        elif not (gap and _suffers(clauses, pattern, at) and _stands_before(clauses, part, at)):
            return ()
        gap = False
    return tuple(used)


def _suffers(clauses: Clauses, pattern: Pattern, at: int) -> bool:
    return pattern.form is not None and bool(pattern.form & Form.PARTICIPLE) and is_passive(clauses, at)


def _is_in(clauses: Clauses, at: int, part: frozenset[str]) -> bool:
    """Whether a token is one of a pattern's words; "%" among them stands for people by their country."""
    token = clauses.tokens[at]
    return token.lower in part or (
        PEOPLE in part and token.text[0].isupper() and token.lower.endswith(_OF_COUNTRIES)
    )


def _stands_before(clauses: Clauses, part: frozenset[str], anchor: int) -> bool:
    """Whether the subject of a passive holds a pattern's object: "the sailors, who had been released"."""
    for at in range(anchor - 1, max(anchor - 1 - SUBJECT_WORDS, -1), -1):
        if clauses.tags[at] in {Tag.STOP, Tag.SUBORDINATOR, Tag.THAT}:
            return False
        if _is_in(clauses, at, part):
            return True
    return False


def _next(clauses: Clauses, part: frozenset[str], start: int, gap: int, *, over_verbs: bool) -> int | None:
    for at in range(start, min(start + gap + 1, len(clauses.tokens))):
        if _is_in(clauses, at, part):
            return at
        tag = clauses.tags[at]
        if tag in _BREAKS or (tag is Tag.VERB and not over_verbs and not _describes(clauses, at)):
            return None
        if tag is Tag.AND and (_begins_clause(clauses, at + 1) or clauses.tag(at - 1) is Tag.COMMA):
            return None
    return None


def _describes(clauses: Clauses, at: int) -> bool:
    """Whether a participle stands within a noun phrase: "freed three wounded sailors", "the captured boats"."""
    before = clauses.tokens[at - 1].lower
    opened = clauses.tag(at - 1) is Tag.DETERMINER or before in _NUMERALS or before[:1].isdigit()
    return opened and clauses.tag(at + 1) is Tag.WORD


def _begins_clause(clauses: Clauses, at: int) -> bool:
    """Whether a verb, or a name and its verb, begin here: "appealed for calm and Chad proposed talks"."""
    subject = clauses.tag(at) is Tag.WORD and clauses.tokens[at].text[0].isupper()
    return clauses.tag(at + subject) is Tag.VERB


def _is_verb(clauses: Clauses, at: int, form: Form) -> bool:
    """Whether the token at ``at`` is a verb here; "strikes" and "struck" can be other things."""
    before = clauses.tag(at - 1)
    if at and clauses.tokens[at].text[0].isupper():
        return False
    if clauses.tags[at] is Tag.AUXILIARY or (form & Form.BASE and clauses.lower(0) == "should"):
        return True  # "Should China attack Taiwan, …"
    if form & (Form.PAST | Form.PARTICIPLE | Form.ING):
        return before is not Tag.DETERMINER and before is not Tag.POSSESSIVE
    if before in _VERBAL_BEFORE:
        return True
    return not _is_noun(clauses, at, form)


def _is_noun(clauses: Clauses, at: int, form: Form) -> bool:
    """Whether a form that nothing marks as a verb is a noun: "following the U.S. strikes", "stray shells land"."""
    before = clauses.tag(at - 1)
    if clauses.tag(at + 1) in _NO_OBJECT or clauses.lower(at + 1) in _NOMINAL_AFTER or before in _NO_SUBJECT:
        return True
    if before is Tag.WORD and clauses.tokens[at - 1].text.islower() and not _has_object(clauses, at + 1):
        return True
    many = before is Tag.WORD and clauses.lower(at - 1).endswith("s")
    return bool(form & Form.BASE) and not many


def _has_object(clauses: Clauses, at: int) -> bool:
    tag = clauses.tag(at)
    named = tag is Tag.WORD and clauses.tokens[at].text[0].isupper()
    return named or tag in {Tag.DETERMINER, Tag.PRONOUN, Tag.PREPOSITION, Tag.THAT, Tag.TO}


def _trigger(clauses: Clauses, sense: Sense, form: Form | None, used: tuple[int, ...]) -> Trigger:
    passive = form is not None and bool(form & Form.PARTICIPLE) and is_passive(clauses, used[0])
    return Trigger(sense, used[0], used[-1], used, form, passive or sense.frame is Frame.SUFFER)


def is_passive(clauses: Clauses, at: int) -> bool:
    """Whether the participle at ``at`` is passive: a form of "be" before it, or "by" right after it."""
    if clauses.lower(at + 1) == "by":
        return True
    for back in range(at - 1, max(at - 4, -1), -1):
        if clauses.lower(back) in _BE:
            return True
        if clauses.tag(back) not in {Tag.ADVERB, Tag.NOT, Tag.AUXILIARY}:
            return False
    return False
