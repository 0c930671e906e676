"""Who does it to whom: the references around a trigger that are its subject and its object.

Subjects are those of ``bot.analyse.subjects``; objects stand to the right, up to the end of the clause, or else are
told by whom the sentence speaks to, or of whose act it gives as the reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.memory import STATE
from bot.analyse.patterns import Frame
from bot.analyse.refs import UNKNOWN, Kind, Ref
from bot.analyse.subjects import MAX_HOPS, governed, governor, own_end, row, subject
from bot.analyse.triggers import Trigger
from bot.analyse.vocabulary import vocabulary
from bot.types import Direction, Root

_LOCATIVE = vocabulary("in across near over around inside throughout off")
_TELLS = vocabulary("tell tells told telling warn warns warned warning notify notified inform informed")
_PRIVATE = vocabulary(
    "chef singer actor actress director skier cyclist swimmer footballer player players coach striker bank company firm firms airline retailer "
    "businessman tycoon tourist student professor scientist novelist artist dancer painter museum university carmaker brewer shop "
    "restaurant hotel investor trader rancher climber jockey boxer runner sprinter bowler batsman goalkeeper champion driver"
)
"""Who acts for himself, not for his country."""
_HELP = vocabulary(
    "help aid support backing assistance intervention protection troops weapons arms mediation"
)
_REASONS = vocabulary("unless if until after because since when")


@dataclass(frozen=True, slots=True)
class Arguments:
    """References that are the sources and the targets; empty where the sentence does not say."""

    sources: tuple[Ref, ...]
    targets: tuple[Ref, ...]


def find(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> Arguments:
    """Sources and targets of one trigger; a private person's country is no source."""
    if trigger.form is None and (
        clauses.tag(trigger.first) is not Tag.NOT or trigger.sense.frame is Frame.SAID
    ):
        found = _of_noun(clauses, refs, trigger)
    else:
        found = _of_verb(clauses, refs, trigger)
    if trigger.sense.root is Root.REQUEST and (asked := _helper(clauses, refs, trigger, found.sources)):
        found = replace(found, targets=asked)
    if trigger.sense.root is Root.PROTEST:
        return found
    return replace(found, sources=tuple(r for r in found.sources if not _is_private(clauses, r)))


def _helper(
    clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, sources: Sequence[Ref]
) -> tuple[Ref, ...]:
    """Whose help is wanted: "a plea for stronger Russian backing" is one to Russia."""
    if clauses.lower(trigger.last) != "for":
        return ()
    near = range(trigger.last + 1, trigger.last + 5)
    return tuple(r for r in _minus(refs, sources) if r.first in near and clauses.lower(r.last + 1) in _HELP)


def _is_private(clauses: Clauses, ref: Ref) -> bool:
    """Whether a name of a country only says where a private person or firm is from: "a Lebanese chef"."""
    if ref.kind is not Kind.NAME or not STATE.fullmatch(ref.party or ""):
        return False
    near = {clauses.lower(ref.last), clauses.lower(ref.last + 1)}
    if clauses.tag(ref.last + 1) is Tag.WORD:
        near.add(clauses.lower(ref.last + 2))
    return not _PRIVATE.isdisjoint(near)


def _of_verb(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> Arguments:
    left = subject(clauses, refs, trigger.first)
    if trigger.passive and not left:
        left = _place_before(clauses, refs, trigger.first)
    if trigger.passive and trigger.sense.root is Root.MOBILIZE and not _agents(clauses, refs, trigger):
        return Arguments(left, objects(clauses, refs, trigger, left))  # "troops were sent to the border"
    if trigger.passive and not left:
        left = objects(clauses, refs, trigger, ())  # "water cannon were turned on the boats"
    if trigger.passive:
        return Arguments(_agents(clauses, refs, trigger), left)
    if trigger.sense.frame is Frame.WITH and len(left) > 1:
        return Arguments(left[:1], left[1:])
    return Arguments(left, objects(clauses, refs, trigger, left))


def _place_before(clauses: Clauses, refs: Sequence[Ref], at: int) -> tuple[Ref, ...]:
    """What is hit where only its place is named: "Villages in Lebanon were struck"."""
    end = own_end(clauses, at)
    return tuple(r for r in refs if r.last == end and r.first > 1 and _locative(clauses, r))


def objects(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, left: Sequence[Ref]) -> tuple[Ref, ...]:
    """References after a verb, up to the end of its clause, that are not those of its subject."""
    stop = _reach(clauses, trigger, say=trigger.sense.frame is Frame.SAY)
    inside = [
        r
        for r in _minus(refs, left)
        if trigger.first < r.first < stop and _may_be_object(clauses, refs, trigger, r)
    ]
    plain = [r for r in inside if not _locative(clauses, r)] or inside
    if not plain and trigger.sense.direction is Direction.UP:
        return (
            _speaker(clauses, refs, trigger, left)
            or _addressee(clauses, refs, trigger, left)
            or _provoker(clauses, refs, trigger, left)
        )
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


def _speaker(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, left: Sequence[Ref]) -> tuple[Ref, ...]:
    """Whose things "its" are, in what somebody says of another: "Armenia said Azerbaijan had shelled its villages"."""
    near = range(trigger.last + 1, trigger.last + 4)
    verb = next((i for i in range(trigger.first - 1, -1, -1) if clauses.is_speech(i)), None)
    if verb is None or not any(clauses.lower(i) in {"its", "their"} for i in near):
        return ()
    return tuple(_minus(subject(clauses, refs, verb), left))


def _addressee(
    clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, left: Sequence[Ref]
) -> tuple[Ref, ...]:
    """Who is told so: "told Chad that its patience was running out"."""
    told = [i for i in range(len(clauses.tokens)) if clauses.lower(i) in _TELLS and i not in trigger.used]
    named = (r for r in _minus(refs, left) if told and r.first - 1 in {told[-1], told[-1] + 1})
    found = next((r for r in named if r.kind is Kind.NAME), None)
    return (found,) if found else ()


def _provoker(
    clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, left: Sequence[Ref]
) -> tuple[Ref, ...]:
    """Whose act is the reason or the condition: "… unless Somalia yields", "… after Poland closed the port"."""
    places = (0, *range(trigger.last + 1, len(clauses.tokens)))
    reasons = (i for i in places if clauses.lower(i) in _REASONS)
    at = next(reasons, None)
    if at is None:
        return ()
    named = (r for r in _minus(refs, left) if at < r.first <= at + 3 and r.kind is Kind.NAME)
    return tuple(r for r in named if not governed(clauses, r))[:1]


def _may_be_object(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger, ref: Ref) -> bool:
    if clauses.lower(ref.first - 1) == "by" and ref.first - 1 not in trigger.used:
        return ref.kind is Kind.NAME and any(r.kind is Kind.ACT and r.last == ref.first - 2 for r in refs)
    if ref.kind is Kind.PRONOUN:
        return (
            clauses.lower(ref.first) == "it"
            and ref.first == trigger.last + 1
            and trigger.sense.root is Root.ACCUSE
        )
    return ref.kind is not Kind.ACT or (trigger.sense.frame is Frame.SAY and ref.first not in trigger.used)


def _locative(clauses: Clauses, ref: Ref) -> bool:
    at = governor(clauses, ref)
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


def _agents(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> tuple[Ref, ...]:
    """Those after "by", which may stand a few words off."""
    at = trigger.first
    for i in range(at + 1, min(at + 9, len(clauses.tokens))):
        if clauses.tags[i] in {Tag.STOP, Tag.COMMA, Tag.SUBORDINATOR, Tag.AND}:
            break
        if clauses.lower(i) == "by" or (trigger.sense.frame is Frame.SUFFER and clauses.lower(i) in _FROM):
            found = _after(clauses, refs, i, 6)
            return () if found and _placed(clauses, range(i + 1, found[0].first)) else found
        if clauses.lower(i) == "in" and any(clauses.lower(k) in _COMBAT for k in range(i + 1, i + 6)):
            return _after(
                clauses, refs, i, 7
            )  # "killed in an Israeli raid", "in a clash with Chinese troops"
    return ()


def _placed(clauses: Clauses, between: range) -> bool:
    """Whether a name behind "by" only tells where: "detained by fog in Finland"."""
    return any(clauses.lower(i) in _LOCATIVE for i in between)


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
_FROM = vocabulary("by from to")
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
    origin = next(
        (i for i in range(trigger.first + 1, trigger.last) if clauses.lower(i) in {"by", "from"}), None
    )
    if origin is not None:  # "a rocket fired from Chad hit …"
        sources = sources or _after(clauses, refs, origin, 5)
    for at in range(trigger.last, min(trigger.last + 10, len(clauses.tokens))):
        word = clauses.lower(at)
        if at > trigger.last and clauses.tags[at] in {Tag.STOP, Tag.SUBORDINATOR, Tag.VERB, Tag.COMMA}:
            break
        if word in {"by", "from"}:
            sources = sources or _after(clauses, refs, at, 5)
        elif word in _ON or (at == trigger.last and at != trigger.first and clauses.tags[at] is Tag.VERB):
            targets = targets or _after(clauses, refs, at, 6)
    if trigger.sense.frame is Frame.WITH and not sources and len(targets) > 1:
        sources, targets = targets[:1], targets[1:]
    sources = sources or _doer(clauses, refs, trigger)
    if not targets and trigger.sense.root is Root.THREATEN:
        targets = _addressee(clauses, refs, trigger, sources) or _provoker(clauses, refs, trigger, sources)
    return Arguments(sources, tuple(_minus(targets, sources)))


def _verdict(clauses: Clauses, refs: Sequence[Ref], trigger: Trigger) -> Arguments:
    """Who says it and of whom: "she said that Russia was in breach of the treaty"."""
    verbs = [i for i in range(len(clauses.tokens)) if clauses.is_speech(i)]
    verb = next((i for i in reversed(verbs) if i < trigger.first), verbs[0] if verbs else None)
    if verb is None:
        return Arguments((), ())
    sources = subject(clauses, refs, verb)
    begin = verb if verb < trigger.first else 0
    between = [r for r in _minus(refs, sources) if begin <= r.first < trigger.first]
    about = next((r for r in between if r.kind in {Kind.NAME, Kind.ACT}), None)
    if about is None or (about.kind is Kind.ACT and trigger.sense.root is Root.THREATEN):
        return Arguments(sources, _addressee(clauses, refs, trigger, sources))
    return Arguments(sources, (about,))


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
