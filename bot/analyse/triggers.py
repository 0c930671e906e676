"""Where a sentence holds words that signal events: the longest patterns of the codebook, without overlap."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.codebook import Frame, Pattern, Sense
from bot.analyse.inflect import Form
from bot.analyse.vocabulary import vocabulary

GAP_WORDS = 7
"""Longest gap inside a pattern, in tokens. Swept 3…10 on the annotated articles: event F1 .738 at 3, .762 at 6, .766
from 7 on, so the smallest that gives the most."""

_VERBAL_BEFORE = {Tag.TO, Tag.PRONOUN, Tag.RELATIVE, Tag.NOT, Tag.AUXILIARY, Tag.ADVERB}
_NO_SUBJECT = {Tag.DETERMINER, Tag.PREPOSITION, Tag.POSSESSIVE, Tag.STOP, Tag.VERB, Tag.SUBORDINATOR}
_NOMINAL_AFTER = vocabulary(
    "on of against by in at from over were was have has had near inside across into that killed hit"
)
_NO_OBJECT = {Tag.COMMA, Tag.STOP, Tag.MARK, Tag.QUOTE}
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


def find(clauses: Clauses, patterns: Mapping[str, tuple[Pattern, ...]]) -> tuple[Trigger, ...]:
    """Every trigger of a sentence, in order; an idiom of the table silences the words it covers."""
    found: list[Trigger] = []
    candidates = _candidates(clauses, patterns)
    taken: set[int] = set()
    for _, pattern, used in sorted(candidates, key=lambda c: (-c[0], c[2])):
        if taken.isdisjoint(used):
            taken.update(used)
            if pattern.sense is not None:
                found.append(_trigger(clauses, pattern.sense, pattern.form, used))
    return tuple(sorted(found, key=lambda t: t.first))


def _candidates(
    clauses: Clauses, patterns: Mapping[str, tuple[Pattern, ...]]
) -> list[tuple[int, Pattern, tuple[int, ...]]]:
    found = []
    for at, token in enumerate(clauses.tokens):
        for pattern in patterns.get(token.lower, ()):
            if pattern.form is not None and not _is_verb(clauses, at, pattern.form):
                continue
            used = _match(clauses, pattern, at)
            if used:
                found.append((pattern.size, pattern, used))
                break  # the first that fits is the largest
    return found


def _match(clauses: Clauses, pattern: Pattern, at: int) -> tuple[int, ...]:
    used = [at]
    gap = False
    for part in pattern.rest:
        if part is None:
            gap = True
            continue
        say = pattern.sense is not None and pattern.sense.frame is Frame.SAY
        found = _next(clauses, part, used[-1] + 1, GAP_WORDS if gap else 0, over_verbs=say)
        if found is None:
            return ()
        used.append(found)
        gap = False
    return tuple(used)


def _next(clauses: Clauses, part: frozenset[str], start: int, gap: int, *, over_verbs: bool) -> int | None:
    for at in range(start, min(start + gap + 1, len(clauses.tokens))):
        if clauses.tokens[at].lower in part:
            return at
        tag = clauses.tags[at]
        if tag in _BREAKS or (tag is Tag.VERB and not over_verbs):
            return None
        if tag is Tag.AND and (clauses.tag(at + 1) is Tag.VERB or clauses.tag(at - 1) is Tag.COMMA):
            return None
    return None


def _is_verb(clauses: Clauses, at: int, form: Form) -> bool:
    """Whether the token at ``at`` is a verb here; "strikes" and "struck" can be other things."""
    before = clauses.tag(at - 1)
    if at and clauses.tokens[at].text[0].isupper():
        return False
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
    return Trigger(sense, used[0], used[-1], used, form, passive)


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
