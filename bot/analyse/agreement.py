"""One list of names from two readers: the rules with their tables, and the model.

The model knows what a name looks like in a sentence; the rules know the roster, the offices and what is nobody. Where
both see the same kind of name the wider bounds hold, without titles; where they see different kinds, the model's. What
only one of them sees needs the other's consent or to be seen clearly.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from bot.analyse import lexicon as lex
from bot.analyse import signs
from bot.analyse.encoder.tagger import Line as Told
from bot.analyse.encoder.tagger import Tagged
from bot.analyse.names import MAX_BODY, Finder, Name
from bot.analyse.roster import Form, Roster
from bot.analyse.spelling import fold
from bot.analyse.tokens import Line
from bot.analyse.vocabulary import vocabulary
from bot.types import ActorKind

SURE = 0.7
"""Weight from which a name that only the model sees is taken.

From .6 to .8 the F1 of actors moved by less than .005 on the development articles and on those written apart; likewise
for the two below.
"""

CERTAIN = 0.98
"""Weight from which a lone word is taken for a person whom the article names no other way."""

DOUBT = 0.02
"""Weight under which the model denies a name that only the rules see."""

_MEDIA = vocabulary(
    "radio tv television news post times herald tribune gazette mirror observer courier telegraph journal daily press "
    "wire agency guardian standard chronicle mail star sun echo monitor bulletin dispatch review magazine broadcaster"
)
_UNITS = vocabulary("fleet brigade division battalion regiment squadron corps platoon flotilla garrison")
"""Of a state's forces, unless the model says that they are not: they act as their state."""

_TOLD = vocabulary("told to by with in on from via quoted")
_REPORTS = vocabulary("reported reports quoted cited carried aired published broadcast showed")

KINDS = {"PER": ActorKind.PERSON, "ORG": ActorKind.ORGANIZATION, "ARM": ActorKind.ARMED_GROUP}


class Council:
    """Settles the names of one article.

    Args:
        roster: What it knows is read by the tables: neither reader may name it anew.
        finder: The rules; whom they call nobody the model cannot name.
        plain: Words that the article also writes with a small letter.
    """

    def __init__(self, roster: Roster, finder: Finder, plain: frozenset[str]) -> None:
        self._roster = roster
        self._finder = finder
        self._plain = plain

    def worth_reading(self, lines: Sequence[Line], ruled: Sequence[Sequence[Name]]) -> list[Line]:
        """The lines in which the model may find a name that the tables and the rules do not know.

        Passed over are those whose capitals all belong to the roster, the calendar, the beginning of the sentence, or
        to a person's surname that stands alone and whose bearer the rules name in full in another line.
        """
        full = [
            name for names in ruled for name in names if name.kind is ActorKind.PERSON and not _lone(name)
        ]
        surnames = {name.words[-1] for name in full}
        named = {name.line.number for name in full}
        return [line for line in lines if line.number in named or self._unknown(line, surnames)]

    def _unknown(self, line: Line, surnames: set[str]) -> bool:
        return any(
            token.capital
            and line.hits[at] is None
            and token.text.lower() not in lex.CALENDAR
            and not (at == 0 and (token.text.lower() in self._plain or token.text.lower() in lex.FUNCTION))
            and not (token.text in surnames and not _beside_capital(line, at))
            for at, token in enumerate(line.tokens)
        )

    def settle(
        self, lines: Sequence[Line], ruled: Sequence[Sequence[Name]], told: Sequence[Told | None]
    ) -> list[Name]:
        """The names of all lines, in order, without overlap.

        What the model did not read stands as the rules say. A lone word is a person's name only where no name of the
        article holds it: else it means the bearer, or another.
        """
        found = [self._names(*row) for row in zip(lines, ruled, told, strict=True)]
        borne = {form for names, _ in found for name in names for word in name.words for form in _forms(word)}
        named = [_in_order(names, lone, borne) for names, lone in found]
        found_bodies = (n for names in named for n in names if n.kind is not ActorKind.PERSON)
        bodies = {n.words: n.kind for n in found_bodies if n.last - n.first <= MAX_BODY}
        lengths = sorted({len(words) for words in bodies}, reverse=True)
        echoed = [self._echoes(line, bodies, lengths) for line in lines]
        return [
            name
            for names, echoes in zip(named, echoed, strict=True)
            for name in sorted([*names, *_apart(list(echoes), names)], key=lambda name: name.first)
        ]

    def _echoes(
        self, line: Line, bodies: Mapping[tuple[str, ...], ActorKind], lengths: Sequence[int]
    ) -> Iterator[Name]:
        """What another line calls a body: a reader that is sure of a name once is sure of it everywhere."""
        words = [token.text for token in line.tokens]
        past = 0
        for at, token in enumerate(line.tokens):
            if at < past or not token.capital or line.hits[at]:
                continue
            for length in lengths:
                kind = bodies.get(tuple(words[at : at + length])) if at + length <= len(words) else None
                if kind is not None and not self._finder.is_nobody(line, at, at + length):
                    yield Name(line, at, at + length, kind)
                    past = at + length
                    break

    def _names(self, line: Line, ruled: Sequence[Name], told: Told | None) -> tuple[list[Name], list[Name]]:
        """The names of a line, and lone words that may be people's."""
        if told is None:
            return list(ruled), []
        seen = [name for tagged in told.names if (name := self._name(line, tagged))]
        full = [name for name in seen if not _lone(name)]
        kept = [name for name in ruled if self._stands(name, full, told)]
        names = sorted([*kept, *_apart(full, kept)], key=lambda name: name.first)
        return names, _apart([name for name in seen if _lone(name)], names)

    def _stands(self, name: Name, seen: Sequence[Name], told: Told) -> bool:
        """Does a name of the rules hold against the names that the model sees?"""
        rivals = _overlapping(name, seen)
        if rivals:
            return all(other.kind is name.kind and _within(other, name) for other in rivals)
        weight = sum(told.weight(name.start, name.end, kind) for kind in KINDS)
        return weight >= DOUBT

    def _name(self, line: Line, tagged: Tagged) -> Name | None:
        """The model's name in whole tokens, without its title; ``None`` if it is nobody or the roster's."""
        kind = KINDS.get(tagged.kind)
        if kind is None or tagged.weight < SURE:
            return None
        first, last = line.at(tagged.start), line.at(tagged.end)
        if (
            first >= last
            or line.tokens[first].start != tagged.start
            or line.tokens[last - 1].end != tagged.end
        ):
            return None
        if _describes(line, last):
            return None
        first, last = _trimmed(line, first, last)
        if first == last or self._finder.is_nobody(line, first, last):
            return None
        if kind is ActorKind.PERSON:
            bare = _bare(line, first, last)
            return self._person(line, bare, last, tagged.weight) if line.tokens[bare].capital else None
        return self._body(line, first, last, kind)

    def _person(self, line: Line, first: int, last: int, weight: float) -> Name | None:
        if self._known(line, first, last):
            return None
        if last - first == 1:
            word = line.text(first)
            led = fold(word) in self._roster.leaders
            if weight < CERTAIN or "-" in word or signs.is_office(word) or signs.is_honour(word):
                return None
            if not led and word in self._roster.given:  # a source who gives no surname
                return None
        return Name(line, first, last, ActorKind.PERSON)

    def _body(self, line: Line, first: int, last: int, kind: ActorKind) -> Name | None:
        if self._generic(line, first, last) or any(line.text(at) == "." for at in range(first, last)):
            return None
        if kind is ActorKind.ARMED_GROUP:
            return None if any(line.hits[first:last]) else Name(line, first, last, kind)
        if line.hits[first] or self._known(line, first, last) or self._speaks_for_a_state(line, first, last):
            return None
        if _only_reports(line, first, last):
            return None
        return Name(line, first, last, signs.kind_of_body(line, first, last))

    def _speaks_for_a_state(self, line: Line, first: int, last: int) -> bool:
        """An organ of a state, or a unit of its forces: they are left to the state's mentions."""
        ends = {line.lower(first), line.lower(last - 1)}
        return not lex.ORGANS.isdisjoint(ends) or line.lower(last - 1) in _UNITS

    def _generic(self, line: Line, first: int, last: int) -> bool:
        """A lone word that is no name of its own: "the Council", "Minister for Fisheries"."""
        word = line.lower(first)
        common = word in lex.BODY_HEADS or word in lex.GENERIC_BODIES or word in self._plain
        held = line.lower(first - 1) in {"of", "for"} and line.lower(first - 2) in lex.ROLES
        return last - first == 1 and (common or held)

    def _known(self, line: Line, first: int, last: int) -> bool:
        """Is it wholly what the roster calls a state, a body or a group, or an agency?"""
        text = " ".join(t.text for t in line.tokens[first:last])
        hit = line.hits[first]
        whole = hit is not None and all(h is hit for h in line.hits[first:last])
        return text in self._roster.agencies or whole


def _in_order(names: list[Name], lone: list[Name], borne: set[str]) -> list[Name]:
    """The names, and the lone words that nobody bears."""
    fresh = [name for name in lone if borne.isdisjoint(_forms(name.words[0]))]
    return sorted([*names, *fresh], key=lambda name: name.first)


def _forms(word: str) -> tuple[str, str]:
    """A word of a name, and what is left of it behind a hyphen: "al-Assad", "Assad"."""
    return fold(word), fold(word.rpartition("-")[2])


def _trimmed(line: Line, first: int, last: int) -> tuple[int, int]:
    """Without small letters and marks at either end ("GERN party"); nothing is left of a name without a capital."""
    while first < last and not line.tokens[first].capital:
        first += 1
    while first < last and not line.tokens[last - 1].text[0].isupper():
        last -= 1
    return first, last


def _describes(line: Line, last: int) -> bool:
    """Does it only say what the name behind it is? "The West African bloc" in front of "ECOWAS"."""
    return line.lower(last - 1) in lex.GENERIC_BODIES and line.text(last)[:1].isupper()


def _only_reports(line: Line, first: int, last: int) -> bool:
    """Is it a paper or a station that is told something, or says it? Such are no actors."""
    if _MEDIA.isdisjoint((line.lower(first), line.lower(last - 1))):
        return False
    before = first - 1 - (line.lower(first - 1) == "the")
    return line.lower(before) in _TOLD or line.lower(last) in _REPORTS or line.lower(last) in lex.SPEECH


def _bare(line: Line, first: int, last: int) -> int:
    """Where a person's name begins behind titles, offices and the state they are held for."""
    at = first
    for place in range(first, last - 1):
        lower = line.lower(place)
        if signs.is_honour(line.text(place)) or lower in lex.OFFICES or _demonym(line, place):
            at = place + 1
    return at


def _demonym(line: Line, at: int) -> bool:
    hit = line.hits[at]
    return hit is not None and hit.form in {Form.DEMONYM, Form.ABBREVIATION}


def _within(one: Name, other: Name) -> bool:
    return other.first <= one.first and one.last <= other.last


def _beside_capital(line: Line, at: int) -> bool:
    return line.text(at - 1)[:1].isupper() or line.text(at + 1)[:1].isupper()


def _lone(name: Name) -> bool:
    return name.kind is ActorKind.PERSON and name.last - name.first == 1


def _overlapping(name: Name, others: Sequence[Name]) -> Sequence[Name]:
    """Those of ``others``, which are in order and apart, that share a token with the name."""
    first = bisect_right(others, name.first, key=lambda other: other.last)
    last = bisect_left(others, name.last, key=lambda other: other.first)
    return others[first:last]


def _apart(names: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """The names that share no token with any of the others."""
    return [name for name in names if not _overlapping(name, others)]
