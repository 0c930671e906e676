"""Whom the words of a sentence refer to: names, generic parties, pronouns, role nouns, earlier acts."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.analyse.clauses import Clauses, Tag
from bot.analyse.vocabulary import vocabulary

PROTESTERS, CIVILIANS, SHIPPING, UNKNOWN = "protesters", "civilians", "commercial shipping", "unknown"


GENERIC = frozenset({PROTESTERS, CIVILIANS, SHIPPING, UNKNOWN})


class Kind(StrEnum):
    """How words refer."""

    NAME = "name"  # an actor, by name
    GENERIC = "generic"  # people of a kind: protesters, civilians, ships
    PRONOUN = "pronoun"  # he, it, they
    ROLE = "role"  # "the president", "the army": of a state named earlier
    BOTH = "both"  # "the two sides"
    ACT = "act"  # "the attack", "the decision": stands for whoever did it


class Named(Protocol):
    """A mention of an actor, as ``bot.analyse.actors`` gives them."""

    @property
    def start(self) -> int:
        """Offset into the body."""

    @property
    def end(self) -> int:
        """Offset into the body."""

    @property
    def party(self) -> str:
        """As whom it acts."""

    @property
    def actor_key(self) -> str:
        """Which actor it is."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Tokens ``first…last`` refer to ``party``, or to someone still to be found where that is ``None``."""

    first: int
    last: int
    kind: Kind
    party: str | None
    actor: str = ""
    people: str | None = None
    """The kind of people or things that the name only qualifies: "Ukrainian prisoners" are civilians, too."""


_GENERIC = {
    PROTESTERS: "protesters demonstrators marchers rioters crowds crowd sit-in rally strikers picketers hunger-strikers",
    CIVILIANS: (
        "civilians residents villagers families citizens people hostages refugees passengers worshippers commuters bystanders fishermen journalists workers farmers pilgrims tourists activists "
        "students children miners doctors youths traders merchants pensioners parents mothers widows relatives settlers tribesmen inmates veterans dockers teachers nurses unions railwaymen drivers truckers lawyers shopkeepers monks unionists peasants herders schoolgirls pupils mourners supporters opponents dissidents priests nuns missionaries nationals  townspeople shoppers migrants detainees aid-workers prisoners captives"
    ),
    SHIPPING: "ship vessel carrier trawler ships shipping vessels tankers freighters merchantmen tanker freighter",
    UNKNOWN: "sniper snipers militiamen mutineers raiders pirates bandits separatists gunman gunmen attackers assailants bombers hijackers kidnappers militants insurgents rebels guerrillas fighters men",
}
PEOPLE = frozenset(word for kind in (PROTESTERS, CIVILIANS, UNKNOWN) for word in _GENERIC[kind].split())
"""Several people of a kind: "protesters", "refugees", "gunmen"."""
_ROLE = (
    "government administration authorities army military troops police soldiers generals rulers leadership junta regime president "
    "premier chancellor minister ministry envoy ambassador officials spokesman spokeswoman forces navy "
    "capital emperor emir sultan king queen country chairman secretary state"
)
_ACT = (
    "incident move seizure shooting shelling ban closure bombings drills exercises arrest arrests ambush attack attacks strike strikes raid raids bombardment bombing shelling invasion assault offensive operation "
    "decision move step resolution deal accord agreement truce ceasefire exchange sanctions action actions "
    "measure embargo verdict vote expulsion visit violence crackdown killing killings force launch test"
)
ROLES = frozenset(_ROLE.split())
BODIES = vocabulary(
    "council agency group movement alliance union court party commission assembly senate committee bloc league "
    "opposition parliament congress organization organisation coalition"
)
"""Heads of the names of bodies: "the council" is the one named last."""
_PRONOUNS = vocabulary("he she it they him them we")
_Meaning = tuple[Kind, str | None]
_A_ROLE: _Meaning = (Kind.ROLE, None)
_AN_ACT: _Meaning = (Kind.ACT, None)
_COMMON: dict[str, _Meaning] = {
    **{word: (Kind.GENERIC, party) for party, text in _GENERIC.items() for word in text.split()},
    **dict.fromkeys((*_ROLE.split(), *BODIES), _A_ROLE),
    **dict.fromkeys(_ACT.split(), _AN_ACT),
}
_LINKED = (
    "-aligned",
    "-backed",
    "-born",
    "-based",
    "-made",
    "-occupied",
    "-brokered",
    "-style",
    "-speaking",
)
_BARE = vocabulary("forces police troops soldiers")
_BOTH = vocabulary("both two all the warring")
_DEFINITE = vocabulary("the its his her their this that such these those")
_MANY = vocabulary("thousands hundreds dozens scores")
GROUP_HEADS = vocabulary(
    "front movement army brigade brigades militia forces resistance guard guards rebels fighters battalion militias jihad"
)
"""Words that a name of an armed group or a movement holds."""
_HULLS = vocabulary("carrier ship ships vessel vessels boat boats")
_NAVAL = vocabulary("aircraft patrol naval survey guard landing missile supply spy research hospital")
"""Before a word for a ship: it is no merchantman."""
REBELS = vocabulary("rebels guerrillas insurgents militants fighters separatists mutineers militiamen")
"""Words that mean the armed group named last."""
_LOWER_HEADS = vocabulary("movement militia front rebels brigades")
_STATE_FORCES = vocabulary("armed defence defense security air ground special royal peacekeeping party")
"""A state's own troops, which act for it, and parties."""
_GROUP_JOINTS = vocabulary("of for the a and")
_SOFT = vocabulary("people men citizens")
_SIDES = vocabulary("sides parties countries neighbours neighbors governments nations armies camps")


_SAYS_WHO = _PRONOUNS | _SIDES | _MANY | _COMMON.keys() | {"both", "side", "protest"}
"""Words that may refer to somebody without a name."""


def find(clauses: Clauses, names: Sequence[Named]) -> tuple[Ref, ...]:
    """Everything in a sentence that refers to a party, in order; ``names`` are those of this sentence."""
    named = _names(clauses, names)
    covered = {at for ref in named for at in range(ref.first, ref.last + 1)}
    groups = [ref for ref in _groups(clauses) if _is_apart(clauses, ref, named)]
    within = {at for ref in groups for at in range(ref.first, ref.last + 1)}
    named = [*(ref for ref in named if ref.first not in within), *groups]
    covered |= within
    others = (
        _common(clauses, at)
        for at, token in enumerate(clauses.tokens)
        if token.lower in _SAYS_WHO and at not in covered
    )
    refs = [*named, *(ref for ref in others if ref)]
    return _merged(clauses, sorted(refs, key=lambda r: r.first))


def _names(clauses: Clauses, names: Sequence[Named]) -> list[Ref]:
    refs = []
    at = 0
    for name in names:
        while at < len(clauses.tokens) and clauses.tokens[at].end <= name.start:
            at += 1
        last = at
        while last + 1 < len(clauses.tokens) and clauses.tokens[last + 1].start < name.end:
            last += 1
        if at < len(clauses.tokens) and not clauses.tokens[last].lower.endswith(_LINKED):
            refs.append(Ref(at, last, Kind.NAME, name.party, name.actor_key))
    return refs


def _groups(clauses: Clauses) -> list[Ref]:
    """Armed groups and movements that no table knows, by their capitals: "the Movement for a Free Coast"."""
    found: list[Ref] = []
    at = 0
    while at < len(clauses.tokens):
        last = _run_of_capitals(clauses, at)
        words = [clauses.lower(i) for i in range(at, last + 1)] if last > at else []
        if GROUP_HEADS.intersection(words) and _STATE_FORCES.isdisjoint(words):
            first = _head_of_name(clauses, at, last)
            found.append(Ref(first, last, Kind.NAME, _text(clauses, first, last)))
        at = last + 1
    return found


def _head_of_name(clauses: Clauses, at: int, last: int) -> int:
    """Where a name begins in a run of capitals: behind an article, and behind "Guerrillas of the"."""
    if clauses.lower(at) in _COMMON and clauses.lower(at + 1) == "of":
        at += 2
    return min(at + (clauses.tags[at] is Tag.DETERMINER), last)


def _text(clauses: Clauses, first: int, last: int) -> str:
    tokens = clauses.tokens[first : last + 1]
    gaps = ("" if a.end == b.start else " " for a, b in itertools.pairwise(tokens))
    return tokens[0].text + "".join(gap + token.text for gap, token in zip(gaps, tokens[1:], strict=True))


def _is_apart(clauses: Clauses, group: Ref, named: Sequence[Ref]) -> bool:
    """Whether a group is nobody that the tables know; a country may stand at its end ("Army for a Free Chad")."""
    inside = [ref for ref in named if group.first <= ref.last and ref.first <= group.last]
    return all(ref.last == group.last and clauses.lower(ref.first - 1) in _GROUP_JOINTS for ref in inside)


def _run_of_capitals(clauses: Clauses, at: int) -> int:
    """Last token of the run of capitalised words that begins at a token; "of", "for" and "the" may join them."""
    last = at
    if not clauses.tokens[at].text[0].isupper():
        return last
    for i in range(at + 1, len(clauses.tokens)):
        if clauses.tokens[i].text[0].isupper():
            last = i
        elif clauses.lower(i) in _LOWER_HEADS and last == i - 1 and last and clauses.tags[last] is Tag.WORD:
            return i  # "the People's Dawn movement"
        elif clauses.tags[i] is Tag.POSSESSIVE:
            continue
        elif clauses.lower(i) not in _GROUP_JOINTS:
            break
    return last


def _common(clauses: Clauses, at: int) -> Ref | None:
    word = clauses.lower(at)
    if clauses.tags[at] is Tag.PRONOUN and word in _PRONOUNS:
        return Ref(at, at, Kind.PRONOUN, None)
    if _means_both(clauses, at):
        return Ref(at, at, Kind.BOTH, None)
    if word in _MANY and clauses.lower(at + 1) != "of":
        return Ref(at, at, Kind.GENERIC, UNKNOWN)  # "Thousands marched"
    if word == "protest" and clauses.tag(at + 1) is Tag.WORD:
        return Ref(at, at, Kind.GENERIC, PROTESTERS)
    kind, party = _COMMON.get(word, (None, None))
    if kind is None or _misleads(clauses, at, kind):
        return None
    return Ref(at, at, kind, party)


def _means_both(clauses: Clauses, at: int) -> bool:
    """Whether the token is the head of "both sides", "each side" or a bare "both"."""
    word, before = clauses.lower(at), clauses.lower(at - 1)
    if word == "both":
        return clauses.tag(at + 1) in {Tag.TO, Tag.STOP, Tag.MARK, Tag.COMMA, Tag.VERB, Tag.NOT}
    return (word in _SIDES and before in _BOTH) or (word == "side" and before == "each")


def _misleads(clauses: Clauses, at: int, kind: Kind) -> bool:
    """Whether a common noun is part of a name, an aircraft carrier, or a role of nobody in particular."""
    word = clauses.lower(at)
    opens = at == 0 or clauses.tags[at - 1] in {Tag.STOP, Tag.QUOTE}
    if clauses.tokens[at].text[0].isupper() and not opens and word not in BODIES:
        return True
    if word in _HULLS and clauses.lower(at - 1) in _NAVAL:
        return True
    return kind is Kind.ROLE and not _definite(clauses, at) and word not in _BARE


def _definite(clauses: Clauses, at: int) -> bool:
    near = range(at - 1, max(at - 4, -1), -1)
    return any(clauses.lower(back) in _DEFINITE for back in near)


def _merged(clauses: Clauses, refs: list[Ref]) -> tuple[Ref, ...]:
    """One reference for "Syrian protesters" (protesters) and for "the Russian president" (Russia)."""
    merged: list[Ref] = []
    for ref in refs:
        before = merged[-1] if merged else None
        if before and ref.kind is Kind.NAME and _of(clauses, before, ref):
            merged[-1] = Ref(before.first, ref.last, Kind.NAME, ref.party)
        elif (
            before
            and before.kind is Kind.NAME
            and ref.kind in {Kind.GENERIC, Kind.ROLE}
            and _adjoins(clauses, before, ref)
        ):
            party = ref.party if ref.party == PROTESTERS else before.party
            merged[-1] = Ref(before.first, ref.last, Kind.NAME, party, people=ref.party)
        else:
            merged.append(ref)
    return tuple(merged)


def _of(clauses: Clauses, left: Ref, right: Ref) -> bool:
    """Whether the second says whose the first are: "men of the Rapid Support Forces", "the government of Iran"."""
    loose = left.kind is Kind.ROLE or left.party == UNKNOWN or clauses.lower(left.last) in _SOFT
    between = range(left.last + 1, right.first)
    return loose and len(between) in {1, 2} and clauses.lower(left.last + 1) == "of"


def _adjoins(clauses: Clauses, left: Ref, right: Ref) -> bool:
    between = range(left.last + 1, right.first)
    return len(between) <= 2 and all(clauses.tags[at] in {Tag.WORD, Tag.POSSESSIVE} for at in between)  # noqa: PLR2004
