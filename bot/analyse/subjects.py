"""Whose verb it is: the references of a subject, by the tags of ``bot.analyse.clauses``.

To the left up to the boundary of the clause, past insertions between commas, over to the subject of the verb before
in a row of verbs ("rejected the plan, broke off talks and called …").
"""

import re
from collections.abc import Sequence

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.refs import Kind, Ref
from bot.analyse.vocabulary import vocabulary

_EDGES = {Tag.STOP, Tag.SUBORDINATOR, Tag.THAT}
_SKIPPED = {Tag.AUXILIARY, Tag.ADVERB, Tag.NOT}
_OF_ROLE = vocabulary("of for to at")
_NOMINAL = {Tag.WORD, Tag.DETERMINER, Tag.POSSESSIVE, Tag.MARK, Tag.QUOTE}
_CLAUSE_HEADS = {Tag.SUBORDINATOR, Tag.THAT, Tag.RELATIVE}
_BORROWS = {Tag.AND, Tag.COMMA, Tag.TO, Tag.VERB, Tag.PREPOSITION, Tag.SUBORDINATOR, Tag.THAT}
MAX_HOPS = 6
"""Longest row of verbs that is followed back to its subject; what is longer is a list, not a sentence."""
DAYS = vocabulary(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december"
)
_YEAR = re.compile(r"(?:1[5-9]\d\d|20\d\d)s?")
_CAMP = vocabulary("joined backed supported followed accompanied")


def subject(clauses: Clauses, refs: Sequence[Ref], at: int) -> tuple[Ref, ...]:
    """References of the subject of the verb at a token; empty where it names nobody."""
    for _ in range(MAX_HOPS):
        end = own_end(clauses, at)
        if clauses.tag(end) is Tag.RELATIVE or (
            clauses.tag(end) is Tag.THAT and clauses.tag(end - 1) is Tag.WORD
        ):
            return _antecedent(refs, end)
        if end >= 0 and clauses.tag(end) not in _BORROWS:
            return _region(clauses, refs, end)
        if end < 0 and clauses.tag(at) is Tag.AUXILIARY:
            return _inverted(clauses, refs, at)
        before = _verb_before(clauses, at, end)
        if before is None:
            return ()
        at = before
    return ()


def _inverted(clauses: Clauses, refs: Sequence[Ref], at: int) -> tuple[Ref, ...]:
    """The subject behind an auxiliary that opens the sentence: "Were Chad to attack, …"."""
    head = next((r for r in refs if at < r.first <= at + 3), None)
    return row(clauses, refs, head) if head else ()


def own_end(clauses: Clauses, at: int) -> int:
    """Index of the last token of the subject: left of the verb at ``at``, past auxiliaries and a closed insertion."""
    end = at - 1
    while end >= 0 and clauses.tags[end] in _SKIPPED:
        end -= 1
    if clauses.tag(end) is Tag.COMMA:
        opened = _opening(clauses, end)
        if opened is not None:
            return opened - 1
    return end


def _opening(clauses: Clauses, close: int) -> int | None:
    """The comma that opens the insertion closed at ``close``; ``None`` if that comma parts clauses."""
    nearest = None
    for at in range(close - 1, -1, -1):
        if clauses.tags[at] is Tag.COMMA:
            if nearest is None:
                nearest = at
            if clauses.tag(at + 1) is Tag.RELATIVE or clauses.lower(at + 1) in {"once", "joined"}:
                return at
        if clauses.tags[at] in {Tag.STOP, Tag.THAT} or (
            clauses.tags[at] is Tag.SUBORDINATOR and nearest is not None
        ):
            break
    if nearest is None or nearest == 0:
        return None
    inserted = range(nearest + 1, close)
    finite = any(clauses.tags[i] is Tag.VERB for i in inserted) and clauses.tag(nearest + 1) is not Tag.VERB
    return None if finite or clauses.tags[nearest - 1] is Tag.VERB or _adjunct(clauses, nearest) else nearest


def _adjunct(clauses: Clauses, comma: int) -> bool:
    """Whether all that stands before the comma is an adverbial ("In Baghdad,")."""
    return clauses.tags[0] is Tag.PREPOSITION and Tag.VERB not in clauses.tags[:comma]


def _verb_before(clauses: Clauses, at: int, end: int) -> int | None:
    """The verb whose subject a verb without one shares."""
    speech = clauses.is_speech(at) and clauses.tag(end) in {Tag.AND, Tag.COMMA}
    auxiliary = None
    for back in range(end, -1, -1):
        if clauses.tags[back] is Tag.VERB and (not speech or clauses.is_speech(back)):
            return back
        if clauses.tags[back] is Tag.AUXILIARY and auxiliary is None:
            auxiliary = back
        if clauses.tags[back] is Tag.STOP or (auxiliary is not None and clauses.tags[back] in _CLAUSE_HEADS):
            break
    if auxiliary is None and clauses.tag(end) is Tag.TO and clauses.tag(end - 1) is Tag.WORD:
        return end - 1  # "France plans to send"
    return _verb_before(clauses, -1, end) if speech else auxiliary


def _region(clauses: Clauses, refs: Sequence[Ref], end: int) -> tuple[Ref, ...]:
    """The references of the noun phrase that ends at ``end``: the first that no preposition governs, and its row."""
    start, joint = end, None
    while start >= 0:
        tag = clauses.tags[start]
        if tag in _EDGES or tag is Tag.RELATIVE or (tag is Tag.VERB and not _reduced(clauses, start)):
            break
        if tag is Tag.COMMA and not (joint is not None and _listed(clauses, start)):
            break
        if tag is Tag.AND and clauses.tag(start - 1) is Tag.COMMA and Tag.VERB in clauses.tags[:start]:
            break  # "…, and the United States said"
        if tag is Tag.AND:
            joint = start
        start -= 1
    if clauses.tag(start) is Tag.VERB and joint is not None:
        start = min(i for i in range(start + 1, end + 1) if clauses.tags[i] in {Tag.AND, Tag.COMMA})
    inside = [r for r in refs if start < r.first and r.last <= end and r.kind is not Kind.ACT]
    head = next((r for r in inside if not governed(clauses, r)), None)
    if head is None:
        head = next((r for r in inside if _of_role(clauses, r, start)), None)
    if head is None and clauses.tag(start) is Tag.RELATIVE:
        return _antecedent(refs, start)  # "Chad, which on Friday closed …"
    if head is None:
        return _inserted(clauses, refs, end)
    return (*row(clauses, inside, head), *_camp(clauses, refs, end))


def _reduced(clauses: Clauses, at: int) -> bool:
    """Whether a participle only qualifies the noun before it: "sailors held by Iran were freed"."""
    return clauses.lower(at + 1) == "by" and clauses.tag(at - 1) is Tag.WORD


def _listed(clauses: Clauses, comma: int) -> bool:
    """Whether the comma parts two short items of a row ("warplanes, warships and submarines")."""
    item = [clauses.tag(i) for i in range(comma + 1, comma + 6)]
    joints = [i for i, tag in enumerate(item) if tag in {Tag.AND, Tag.COMMA}]
    return bool(joints) and _NOMINAL.issuperset(item[: joints[0]]) and clauses.tag(comma - 1) is Tag.WORD


def governed(clauses: Clauses, ref: Ref) -> bool:
    """Whether a preposition governs a reference ("in Iraq", "of the Soviet Union")."""
    return governor(clauses, ref) is not None


def governor(clauses: Clauses, ref: Ref) -> int | None:
    """Index of the preposition that governs a reference."""
    reach = 1 if ref.kind is Kind.PRONOUN else 6
    for at in range(ref.first - 1, max(ref.first - 1 - reach, -1), -1):
        tag = clauses.tag(at)
        if tag is Tag.PREPOSITION or tag is Tag.TO:
            return at
        if tag is Tag.AND and clauses.lower(at - 2) == "of":
            return at - 2  # "the leaders of India and Pakistan"
        if tag not in _NOMINAL or clauses.lower(at) in DAYS or _YEAR.fullmatch(clauses.lower(at)):
            return None
        if tag is Tag.DETERMINER and clauses.tag(at - 1) not in {Tag.PREPOSITION, Tag.TO, Tag.DETERMINER}:
            return None
    return None


def _of_role(clauses: Clauses, ref: Ref, start: int) -> bool:
    """Whether it says for whom one speaks ("Aides to Gen. Schwarzkopf"), not only where ("In Baghdad")."""
    at = governor(clauses, ref)
    if at is None or clauses.lower(at) == "with":  # "with Britain accusing France"
        return at is not None
    return clauses.lower(at) in _OF_ROLE and at > start + 1


def _inserted(clauses: Clauses, refs: Sequence[Ref], end: int) -> tuple[Ref, ...]:
    """The name in an insertion after a bare role ("The foreign minister, Yvan Gil, announced")."""
    if clauses.tag(end + 1) is not Tag.COMMA:
        return ()
    head = next((r for r in refs if r.first > end and not governed(clauses, r)), None)
    return (head,) if head and head.kind is Kind.NAME and head.first <= end + 4 else ()


def _camp(clauses: Clauses, refs: Sequence[Ref], end: int) -> tuple[Ref, ...]:
    """Those in "…, joined by China and Pakistan,"."""
    if clauses.tag(end + 1) is not Tag.COMMA or clauses.lower(end + 2) not in _CAMP:
        return ()
    stop = next((i for i in range(end + 2, len(clauses.tokens)) if clauses.tags[i] is Tag.COMMA), end)
    return tuple(r for r in refs if end + 2 < r.first < stop and r.kind is Kind.NAME)


def row(clauses: Clauses, refs: Sequence[Ref], head: Ref) -> tuple[Ref, ...]:
    """``head`` and what is coordinated with it: "Britain, France and the United States"."""
    found = [head]
    for ref in refs:
        if ref.first <= found[-1].last or ref.kind not in {head.kind, Kind.NAME, Kind.GENERIC}:
            continue
        between = range(found[-1].last + 1, ref.first)
        if not _joins(clauses, between):
            break
        found.append(ref)
    return tuple(found)


def _joins(clauses: Clauses, between: range) -> bool:
    tags = [clauses.tags[i] for i in between]
    small = {Tag.COMMA, Tag.AND, Tag.DETERMINER, Tag.WORD, Tag.MARK}
    if not tags or len(tags) > 5 or not small.issuperset(tags):  # noqa: PLR2004
        return False
    return tags[0] in {Tag.AND, Tag.COMMA} or clauses.lower(between[0]) == "/"


def _antecedent(refs: Sequence[Ref], relative: int) -> tuple[Ref, ...]:
    before = [r for r in refs if r.last < relative and r.kind in {Kind.NAME, Kind.GENERIC, Kind.ROLE}]
    return (before[-1],) if before and relative - before[-1].last <= 5 else ()  # noqa: PLR2004
