"""Who does it to whom: the references around a trigger that are its subject and its object.

The walk is by rules over the tags of ``bot.analyse.clauses``: to the left up to the boundary of the clause, past
insertions between commas, over to the subject of the verb before in a row of verbs ("rejected the plan, broke off
talks and called …"); to the right up to the end of the clause.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.codebook import Frame
from bot.analyse.refs import UNKNOWN, Kind, Ref
from bot.analyse.triggers import Trigger
from bot.analyse.vocabulary import vocabulary
from bot.types import Root

_EDGES = {Tag.STOP, Tag.SUBORDINATOR, Tag.THAT}
_SKIPPED = {Tag.AUXILIARY, Tag.ADVERB, Tag.NOT}
_LOCATIVE = vocabulary("in across near over around inside throughout off")
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
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_CAMP = vocabulary("joined backed supported followed accompanied")


@dataclass(frozen=True, slots=True)
class Arguments:
    """References that are the sources and the targets; empty where the sentence does not say."""

    sources: tuple[Ref, ...]
    targets: tuple[Ref, ...]


def find(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> Arguments:
    """Sources and targets of one trigger."""
    if trigger.form is None and clauses.tag(trigger.first) is not Tag.NOT:
        return _of_noun(clauses, refs, trigger)
    left = subject(clauses, refs, trigger.first)
    if trigger.passive and not left:
        left = _place_before(clauses, refs, trigger.first)
    if trigger.passive:
        return Arguments(_agents(clauses, refs, trigger.last), left)
    if trigger.sense.frame is Frame.WITH and len(left) > 1:
        return Arguments(left[:1], left[1:])
    return Arguments(left, objects(clauses, refs, trigger, left))


def subject(clauses: Clauses, refs: Sequence[Ref], at: int) -> tuple[Ref, ...]:
    """References of the subject of the verb at a token; empty where it names nobody."""
    for _ in range(MAX_HOPS):
        end = _own_end(clauses, at)
        if clauses.tag(end) is Tag.RELATIVE or (
            clauses.tag(end) is Tag.THAT and clauses.tag(end - 1) is Tag.WORD
        ):
            return _antecedent(refs, end)
        if end >= 0 and clauses.tag(end) not in _BORROWS:
            return _region(clauses, refs, end)
        before = _verb_before(clauses, at, end)
        if before is None:
            return ()
        at = before
    return ()


def _place_before(clauses: Clauses, refs: Sequence[Ref], at: int) -> tuple[Ref, ...]:
    """What is hit where only its place is named: "Villages in Lebanon were struck"."""
    end = _own_end(clauses, at)
    return tuple(r for r in refs if r.last == end and r.first > 1 and _locative(clauses, r))


def _own_end(clauses: Clauses, at: int) -> int:
    """Step left over auxiliaries and a closed insertion to the last token of the subject."""
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
        if tag in _EDGES or tag is Tag.VERB or tag is Tag.RELATIVE:
            break
        if tag is Tag.COMMA and not (joint is not None and _listed(clauses, start)):
            break
        if tag is Tag.AND:
            joint = start
        start -= 1
    if clauses.tag(start) is Tag.VERB and joint is not None:
        start = min(i for i in range(start + 1, end + 1) if clauses.tags[i] in {Tag.AND, Tag.COMMA})
    inside = [r for r in refs if start < r.first and r.last <= end and r.kind is not Kind.ACT]
    head = next((r for r in inside if not governed(clauses, r)), None)
    if head is None:
        head = next((r for r in inside if _of_role(clauses, r, start)), None)
    if head is None:
        return _inserted(clauses, refs, end)
    return (*row(clauses, inside, head), *_camp(clauses, refs, end))


def _listed(clauses: Clauses, comma: int) -> bool:
    """Whether the comma parts two short items of a row ("warplanes, warships and submarines")."""
    item = [clauses.tag(i) for i in range(comma + 1, comma + 6)]
    joints = [i for i, tag in enumerate(item) if tag in {Tag.AND, Tag.COMMA}]
    return bool(joints) and _NOMINAL.issuperset(item[: joints[0]]) and clauses.tag(comma - 1) is Tag.WORD


def governed(clauses: Clauses, ref: Ref) -> bool:
    """Whether a preposition governs a reference ("in Iraq", "of the Soviet Union")."""
    return _governor(clauses, ref) is not None


def _governor(clauses: Clauses, ref: Ref) -> int | None:
    reach = 1 if ref.kind is Kind.PRONOUN else 6
    for at in range(ref.first - 1, max(ref.first - 1 - reach, -1), -1):
        tag = clauses.tag(at)
        if tag is Tag.PREPOSITION or tag is Tag.TO:
            return at
        if tag not in _NOMINAL or clauses.lower(at) in DAYS or _YEAR.fullmatch(clauses.lower(at)):
            return None
        if tag is Tag.DETERMINER and clauses.tag(at - 1) not in {Tag.PREPOSITION, Tag.TO, Tag.DETERMINER}:
            return None
    return None


def _of_role(clauses: Clauses, ref: Ref, start: int) -> bool:
    """Whether it says for whom one speaks ("Aides to Gen. Schwarzkopf"), not only where ("In Baghdad")."""
    at = _governor(clauses, ref)
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


def objects(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, left: Sequence[Ref]) -> tuple[Ref, ...]:
    """References after a verb, up to the end of its clause, that are not those of its subject."""
    stop = _reach(clauses, trigger, say=trigger.sense.frame is Frame.SAY)
    inside = [
        r
        for r in _minus(refs, left)
        if trigger.first < r.first < stop and _may_be_object(clauses, trigger, r)
    ]
    plain = [r for r in inside if not _locative(clauses, r)] or inside
    known = [r for r in plain if r.party != UNKNOWN]
    plain = known if known or trigger.sense.frame is Frame.SAY else plain
    head = next(iter(plain), None)
    if head is None:
        return ()
    if head.kind is Kind.PRONOUN:  # "condemned it": the act
        return (replace(head, kind=Kind.ACT),)
    if head.kind is Kind.ROLE:  # "telephoned the emir, Sheikh Tamim"
        head = next((r for r in inside if r.kind is Kind.NAME and head.last < r.first <= head.last + 4), head)
    return (
        (head, *(r for r in plain if r.kind is Kind.NAME))
        if head.kind is Kind.ACT
        else row(clauses, inside, head)
    )


def _may_be_object(clauses: Clauses, trigger: Trigger, ref: Ref) -> bool:
    if clauses.lower(ref.first - 1) == "by":
        return False
    if ref.kind is Kind.PRONOUN:
        return (
            clauses.lower(ref.first) == "it"
            and ref.first == trigger.last + 1
            and trigger.sense.root is Root.ACCUSE
        )
    return ref.kind is not Kind.ACT or (trigger.sense.frame is Frame.SAY and ref.first not in trigger.used)


def _locative(clauses: Clauses, ref: Ref) -> bool:
    at = _governor(clauses, ref)
    return at is not None and clauses.lower(at) in _LOCATIVE


def _reach(clauses: Clauses, trigger: Trigger, *, say: bool) -> int:
    """Index of the first token after the trigger that lies outside its clause."""
    for at in range(trigger.last + 1, len(clauses.tokens)):
        tag = clauses.tags[at]
        if tag is Tag.STOP or (
            tag is Tag.SUBORDINATOR and clauses.lower(at) not in {"as", "than", "so", "if"}
        ):
            return at
        if tag in {Tag.COMMA, Tag.AND} and _new_clause(clauses, at, say=say):
            return at
        if not say and (tag is Tag.RELATIVE or tag is Tag.THAT):
            return at
    return len(clauses.tokens)


def _new_clause(clauses: Clauses, at: int, *, say: bool) -> bool:
    """Whether a comma or "and" opens something new: a verb follows before the next joint."""
    if clauses.tags[at] is Tag.COMMA and clauses.tag(at + 1) is Tag.AND:
        return True
    if clauses.tags[at] is Tag.COMMA and (clauses.lower(at + 1).endswith("ing") or not say):
        return not any(clauses.tag(i) is Tag.AND for i in range(at + 1, at + 6)) or clauses.lower(
            at + 1
        ).endswith("ing")
    if clauses.tags[at] is Tag.AND:
        return any(clauses.tag(i) in {Tag.VERB, Tag.AUXILIARY} for i in range(at + 1, at + 5))
    return False


def _agents(clauses: Clauses, refs: Sequence[Ref], at: int) -> tuple[Ref, ...]:
    """Those after "by", which may stand a few words off."""
    for i in range(at + 1, min(at + 9, len(clauses.tokens))):
        if clauses.tags[i] in {Tag.STOP, Tag.COMMA, Tag.SUBORDINATOR, Tag.AND}:
            break
        if clauses.lower(i) == "by":
            return _after(clauses, refs, i, 6)
        if clauses.lower(i) == "in" and any(clauses.lower(k) in _COMBAT for k in range(i + 1, i + 6)):
            return _after(
                clauses, refs, i, 7
            )  # "killed in an Israeli raid", "in a clash with Chinese troops"
    return ()


def _after(clauses: Clauses, refs: Sequence[Ref], at: int, words: int) -> tuple[Ref, ...]:
    head = next(
        (r for r in refs if at < r.first <= at + words and r.kind not in {Kind.PRONOUN, Kind.ACT}), None
    )
    if head is None or any(
        clauses.tag(i) in {Tag.VERB, Tag.STOP, Tag.COMMA} for i in range(at + 1, head.first)
    ):
        return ()
    return row(clauses, refs, head)


_COMBAT = vocabulary(
    "strike strikes raid raids attack attacks clash clashes shelling bombing bombardment fire fighting ambush "
    "airstrike airstrikes offensive assault blast missile rocket drone"
)
_LIGHT = vocabulary(
    "directing ordering launching planning staging leading mounting committing backing sponsoring waging "
    "carrying wanted want wants wanting ordered directed planned led sought seeks issued made making"
)
_ON = vocabulary("on against at in near into targeting upon over of to with between")


def _of_noun(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> Arguments:
    """Of a noun: "the U.S. strikes on Iran", "an attack by A on B", "threats from A", "talks between A and B"."""
    if trigger.sense.frame is Frame.SAID:
        return _verdict(clauses, refs, trigger)
    held = [r for r in refs if r.last < trigger.first and _owns(clauses, r, trigger.first)]
    sources = tuple(held[-1:])
    targets: tuple[Ref, ...] = ()
    for at in range(trigger.last, min(trigger.last + 10, len(clauses.tokens))):
        word = clauses.lower(at)
        if at > trigger.last and clauses.tags[at] in {Tag.STOP, Tag.SUBORDINATOR, Tag.VERB, Tag.COMMA}:
            break
        if word in {"by", "from"}:
            sources = sources or _after(clauses, refs, at, 5)
        elif word in _ON:
            targets = targets or _after(clauses, refs, at, 6)
    if trigger.sense.frame is Frame.WITH and not sources and len(targets) > 1:
        sources, targets = targets[:1], targets[1:]
    sources = sources or _doer(clauses, refs, trigger)
    return Arguments(sources, tuple(_minus(targets, sources)))


def _verdict(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> Arguments:
    """Who says it and of whom: "she said that Russia was in breach of the treaty"."""
    verbs = [i for i in range(len(clauses.tokens)) if clauses.is_speech(i)]
    verb = next((i for i in reversed(verbs) if i < trigger.first), verbs[0] if verbs else None)
    if verb is None:
        return Arguments((), ())
    sources = subject(clauses, refs, verb)
    between = [r for r in _minus(refs, sources) if min(verb, 0) <= r.first < trigger.first]
    about = next((r for r in between if r.kind in {Kind.NAME, Kind.ACT}), None)
    return Arguments(sources, (about,) if about else ())


def _doer(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> tuple[Ref, ...]:
    """Who does what a noun names, by the verb that governs it: "denied directing attacks", "after talks with …"."""
    back = range(trigger.first - 1, max(trigger.first - 5, -1), -1)
    light = next((i for i in back if clauses.lower(i) in _LIGHT), None)
    if light is not None:
        return subject(clauses, refs, light)
    if trigger.sense.root not in {Root.AGREE, Root.CONSULT}:
        return ()
    verbs = [i for i, tag in enumerate(clauses.tags) if tag is Tag.VERB]
    nearest = sorted(verbs, key=lambda i: (abs(i - trigger.first), i))[:MAX_HOPS]
    return next((found for i in nearest if (found := subject(clauses, refs, i))), ())


def _minus(refs: Iterable[Ref], others: Sequence[Ref]) -> list[Ref]:
    parties = {r.party for r in others if r.party}
    return [r for r in refs if r not in others and (r.party is None or r.party not in parties)]


def _owns(clauses: Clauses, ref: Ref, noun: int) -> bool:
    between = range(ref.last + 1, noun)
    if ref.kind not in {Kind.NAME, Kind.GENERIC} or len(between) > 3:  # noqa: PLR2004
        return False
    return all(clauses.tags[i] in {Tag.POSSESSIVE, Tag.WORD, Tag.MARK, Tag.QUOTE} for i in between)
