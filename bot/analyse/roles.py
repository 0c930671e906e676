"""What the text says a person is, and whom they speak for: titles, appositions, clauses of office.

Each rule reads one line around one name and returns spans of it; nothing is known from outside the line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.analyse import lexicon as lex
from bot.analyse.names import Name
from bot.analyse.roster import Form, Hit
from bot.analyse.tokens import Line, written
from bot.types import ActorKind

_CODE = re.compile(r"[A-Z]{3}")
_DETERMINERS = frozenset({"whose", "the", "a", "an", "his", "her", "its", "their", "our", "one"})
_PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on"})
_COPULAS = frozenset({"is", "was", "are", "were", "been", "now", "then", ",", "which", "group"})
_INSTALLED = frozenset(
    {"sworn", "in", "as", "named", "appointed", "elected", "re-elected", "installed", "inaugurated"}
)
"""Between "who was" and an office."""

_PHRASE_END = (
    frozenset({"who", "whose", "that", "which", "and", "but", "while", "as", "after", "when", "where"})
    | lex.SPEECH
)
_NOT_DESCRIBING = lex.FUNCTION | lex.SPEECH
_LOOSE = 4
"""Nouns before a role's head that need not be words of office; an owner stands before them, so one may be wrong."""

_NEAR = 8
"""Words between a comma and the head of an apposition; longer ones were lists or clauses in the dev articles."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whom somebody speaks for: a code or a name, and the words that say so."""

    name: str
    start: int
    end: int

    @property
    def is_state(self) -> bool:
        """Is the name a code?"""
        return bool(_CODE.fullmatch(self.name))


@dataclass(frozen=True, slots=True)
class Standing:
    """A role and its span, and a party; ``weak``: a rank or an honour that a fuller description replaces.

    ``bare``: a title that may share the state of the person listed before; ``office``: one held for a state, which
    the words around may name; ``relation``: what one is to another person.
    ``generic`` is a lower-case body ("the council's") or an owner ("its") to be looked up in what the article named
    before; ``inferred``: the party comes from there, and is not stated beside the name.
    """

    role: str | None = None
    start: int = 0
    end: int = 0
    party: Party | None = None
    weak: bool = False
    generic: str | None = None
    bare: bool = False
    office: bool = False
    relation: bool = False
    inferred: bool = False

    def speaking_for(self, party: Party | None) -> "Standing":
        """The same role for a party that the text states."""
        return replace(self, party=party)

    def lent(self, party: Party | None) -> "Standing":
        """The same role for a party that the context names."""
        return replace(self, party=party, inferred=True) if party else self


class Reader:
    """Reads standings in one line.

    Args:
        line: The line.
        bodies: The unknown bodies named in it.
    """

    def __init__(self, line: Line, bodies: Sequence[Name]) -> None:
        self._line = line
        self._body_at = {at: body for body in bodies for at in range(body.first, body.last)}

    def standing(self, name: Name) -> Standing | None:
        """The fullest description beside a name; ``None`` if the line gives none."""
        found = [s for s in (self._behind(name), self._before_comma(name), self._title(name)) if s]
        if not found:
            return None
        best = next((s for s in found if s.role and not s.weak and not s.relation), None)
        best = best or next((s for s in found if s.role), found[0])
        best = replace(best, office=best.office or any(s.office for s in found))
        if best.party is None:
            party = next((s.party for s in found if s.party and not s.relation), None)
            best = best.speaking_for(party)
        return best

    def _title(self, name: Name) -> Standing | None:
        """As in "Russian President X", "GRU intelligence chief X", "Secretary of State X", "Hamas leader X"."""
        last = self._skip_honours(name.first)
        ranked = last < name.first and self._line.lower(name.first - 1) in lex.RANKS
        if last == name.first or self._line.lower(last - 1) in lex.ROLES or self._objects(last):
            first = self._phrase_start(last)
            if first < last and self._has_head(first, last):
                return self._described(first, last, bare=True)
        party = self._possessor(last)
        if ranked:
            words = self._line.tokens[last : name.first]
            text = " ".join(lex.FULL_RANKS.get(t.text.lower(), t.text) for t in words)
            return Standing(text, words[0].start, words[-1].end, party, weak=True, bare=True, office=True)
        led = self._line.lower(last - 2)
        if self._line.lower(last - 1) == "by" and led in lex.LEADS:
            return self._leader_of(last - 2)
        return Standing(party=party) if party else None

    def _leader_of(self, verb: int) -> Standing | None:
        """As in "the RSF is commanded by X"."""
        at = verb - 1
        while self._line.lower(at) in _COPULAS:
            at -= 1
        if at < 0 or not self._actor_at(at):
            return None
        party, tokens = self._party(at), self._line.tokens
        held = f"{lex.LEADS[self._line.lower(verb)]} {tokens[at].text}"
        return Standing(held, tokens[verb].start, tokens[verb + 1].end, party, weak=True)

    def _before_comma(self, name: Name) -> Standing | None:
        """As in "China's Foreign Minister, X", "Iraq's envoy to the United Nations, X", "his father, X"."""
        comma = self._skip_honours(name.first) - 1
        if self._line.text(comma) != ",":
            return None
        for head in range(comma - 1, max(comma - _NEAR, -1), -1):
            word = self._line.lower(head)
            if word in lex.ROLES and (head == comma - 1 or self._line.lower(head + 1) in _PREPOSITIONS):
                first = self._owned_start(self._phrase_start(head + 1))
                opener = self._line.lower(first - 1)
                owned = first > 0 and self._line.tokens[first - 1].possessive
                if opener in _DETERMINERS or owned or self._possessor(first) or first == 0:
                    return self._described(first, comma, head=head)
                return None
            if not (word.isalnum() or "-" in word or self._line.hit(head)):
                return None
        return None

    def _owned_start(self, first: int) -> int:
        """Walks left over further nouns if an owner or an article stands before them ("Mali's junta leader")."""
        for at in range(first, max(first - _LOOSE, 0), -1):
            if self._line.tokens[at - 1].possessive or self._line.lower(at - 1) in _DETERMINERS:
                return at
            if not self._line.text(at - 1).islower() or self._line.lower(at - 1) in _NOT_DESCRIBING:
                break
        return first

    def _behind(self, name: Name) -> Standing | None:
        """As in ", the Houthis' military spokesman,", ", who heads the IAEA", " of Armenia"."""
        at = name.last
        if self._line.tokens[name.last - 1].possessive:
            return None
        if self._line.text(at) in {"Jr.", "Sr.", "3d", "II", "III"}:
            at += 1
        of = at + 1 + (self._line.text(at + 1) == "the")
        if self._line.text(at) == "of" and self._actor_at(of):
            return Standing(party=self._party(of))
        if (
            self._line.text(at) == ","
            and self._line.text(at + 1).isdigit()
            and self._line.text(at + 2) == ","
        ):
            at += 2
        if self._line.text(at) not in {",", "(", "–", "—"} and self._line.text(at) != "who":
            return None
        at += self._line.text(at) != "who"
        if self._line.lower(at) in lex.ALIASES:
            at = next((i + 1 for i in range(at, at + _NEAR) if self._line.text(i) == ","), at)
        if self._line.text(at) == "who":
            return self._clause(at + 1)
        return self._member(at) or self._apposition(at)

    def _member(self, at: int) -> Standing | None:
        """As in ", of the opposition Unity Party,"."""
        first = at + 1 + (self._line.lower(at + 1) == "the")
        while self._line.lower(first) in lex.MODIFIERS and not self._actor_at(first):
            first += 1
        member = self._line.lower(at) == "of" and first < len(self._line.tokens) and self._actor_at(first)
        return Standing(party=self._party(first)) if member else None

    def _clause(self, at: int) -> Standing | None:
        """As in "who heads …", "who speaks for …", "who is the …"."""
        while self._line.lower(at) in {"then", "now", "also", "once", "currently", "has", "had"}:
            at += 1
        verb = self._line.lower(at)
        if verb in {"is", "was", "serves", "served", "became"}:
            at += 1
            while self._line.lower(at) in _INSTALLED:
                at += 1
            return self._apposition(at)
        if verb in {"speaks", "spoke"} and self._line.lower(at + 1) == "for":
            office, first = "spokesperson for", at + 2
        elif verb in lex.LEADS:
            office, first = lex.LEADS[verb], at + 1
        else:
            return None
        last = self._phrase_end(first)
        if last == first:
            return None
        tokens = self._line.tokens
        held = f"{office} {written(tokens[first:last])}"
        party, generic = self._within(first, last)
        return Standing(held, tokens[at].start, tokens[last - 1].end, party, generic=generic)

    def _apposition(self, at: int) -> Standing | None:
        first = at
        while self._line.lower(first) in _DETERMINERS or self._line.lower(first) in {"then", "now"}:
            first += 1
        head = None
        for ahead in range(first, min(first + _NEAR, len(self._line.tokens))):
            word = self._line.lower(ahead)
            if word in lex.ROLES and not self._line.tokens[ahead].possessive:
                head = ahead
            elif not self._may_describe(ahead) or (head is not None and word not in lex.MODIFIERS):
                break
        if head is None or (self._line.text(head + 1)[:1].isupper() and self._line.hit(head + 1) is None):
            return None  # "…, Foreign Minister Y and": the next item of a list
        return self._described(first, self._phrase_end(head + 1, head=True), head=head)

    def _may_describe(self, at: int) -> bool:
        """May the token stand between an apposition's comma and its head?"""
        word = self._line.lower(at)
        if self._line.hit(at) or at in self._body_at or self._line.tokens[at].possessive:
            return True
        if word == "under" and self._line.lower(at + 1) == "secretary":
            return True
        return word not in _NOT_DESCRIBING and bool(re.fullmatch(r"[^\W_][\w-]*", word))

    def _described(self, first: int, last: int, *, head: int | None = None, bare: bool = False) -> Standing:
        """The role in tokens first…last: without the state, the party taken from it or from before it."""
        line = self._line
        party: Party | None = self._possessor(first)
        generic = self._generic(first - 1)
        if head is None:
            head = max((at for at in range(first, last) if line.lower(at) in lex.ROLES), default=last - 1)
        begin = first
        for at in range(first, head):
            if self._actor_at(at):
                party = party or self._party(at)
                state = line.hit(at)
                if state and state.kind is ActorKind.STATE and state.form is not Form.METONYM and at == begin:
                    begin = line.hit_end(at)
            if line.tokens[at].possessive:
                generic = generic or self._generic(at)
                begin = at + 1
        role_end = max(last, begin + 1)
        if party is None and generic is None:
            party, generic = self._within(head + 1, last, diplomatic=True)
        relation = line.lower(head) in lex.RELATIONS
        words = line.tokens[begin:role_end]
        text = written(words)
        organ = party is not None and self._organ(party)
        office = organ or generic in lex.STATE_ORGANS or self._official(head, text)
        party = None if organ else party
        spoken_for = line.lower(head) in lex.PEERS if relation else not self._origin(party, line.lower(head))
        return Standing(
            text, words[0].start, words[-1].end, party if spoken_for else None,
            generic=generic, bare=bare, office=office, relation=relation,
        )  # fmt: skip

    def _official(self, head: int, role: str) -> bool:
        """Is the role one that a state gives, so that one may be read from the words around?"""
        held = frozenset(role.lower().split())
        stately = self._line.lower(head) in lex.STATE_OFFICES or not held.isdisjoint(lex.STATE_WORDS)
        return stately and held.isdisjoint(lex.UNOFFICIAL)

    def _origin(self, party: Party | None, head: str) -> bool:
        """Does the party only say where somebody comes from ("a German novelist")?"""
        hit = self._line.hit(self._line.at(party.start)) if party and head in lex.PRIVATE else None
        return hit is not None and hit.form is Form.DEMONYM

    def _organ(self, party: Party) -> bool:
        """Is the party an organ of an unnamed state ("Foreign Office spokeswoman X")? Longer names say whose they are."""
        body = self._body_at.get(self._line.at(party.start))
        if body is None or body.kind is not ActorKind.ORGANIZATION or len(body.words) > 2:  # noqa: PLR2004
            return False
        return body.words[-1].lower() in lex.ORGANS

    def _within(self, first: int, last: int, *, diplomatic: bool = False) -> tuple[Party | None, str | None]:
        """The first actor in a phrase; "envoy to X" speaks to X, not for it."""
        generic = None
        for at in range(first, min(last, len(self._line.tokens))):
            if diplomatic and self._line.lower(at) == "to":
                return None, generic
            if self._actor_at(at):
                return self._party(at + self._owns_body(at)), None
            generic = generic or self._generic(at)
        return None, generic

    def _owns_body(self, at: int) -> bool:
        """Is the actor the owner of a body that is no organ of state ("Britain's Mammal Society")?"""
        body = self._body_at.get(at + 1)
        return (
            self._line.tokens[at].possessive and body is not None and body.words[-1].lower() not in lex.ORGANS
        )

    def _generic(self, at: int) -> str | None:
        word = self._line.lower(at)
        if word in lex.OWNERS:
            return word
        return word if self._line.text(at) in lex.GENERIC_BODIES else None

    def _possessor(self, at: int) -> Party | None:
        """The actor right before a phrase: "Iran's", "Iranian", "Hamas", "the Defence Ministry's"."""
        if self._line.lower(at - 1) == "whose":
            at -= 2  # "the council, whose president": the comma's other side
            return self._party(at - 1) if at > 0 and self._actor_at(at - 1) else None
        if at > 0 and self._actor_at(at - 1):
            hit = self._line.hit(at - 1)
            state = hit is not None and hit.kind is ActorKind.STATE and hit.form is Form.NAME
            team = state or at - 1 in self._body_at
            plain = team and self._line.lower(at) in lex.PLAYERS  # "Spain coach X"
            if (
                self._line.tokens[at - 1].possessive
                or plain
                or (hit and hit.form in {Form.DEMONYM, Form.ABBREVIATION})
            ):
                return self._party(at - 1)
        return None

    def _phrase_start(self, last: int) -> int:
        """Walks left over modifiers, "X of Y" titles and known bodies before a role's head at ``last - 1``."""
        first = last
        while first > 0:
            word = self._line.lower(first - 1)
            token = self._line.tokens[first - 1]
            if first < last and token.possessive:
                break
            if first - 2 > 0 and self._objects(first):
                first -= 2
            elif word in lex.ROLES or (first < last and self._modifies(first - 1)):
                first -= 1
            else:
                break
        return first

    def _modifies(self, at: int) -> bool:
        hit, word = self._line.hit(at), self._line.lower(at)
        if hit is not None:
            return hit.kind is not ActorKind.STATE or hit.form is Form.METONYM
        return word in lex.MODIFIERS or at in self._body_at

    def _has_head(self, first: int, last: int) -> bool:
        return any(self._line.lower(at) in lex.ROLES for at in range(first, last))

    def _objects(self, last: int) -> bool:
        if self._line.lower(last - 2) != "of":
            return False
        capital = self._line.text(last - 1)[:1].isupper() and self._line.hit(last - 1) is None
        return self._line.lower(last - 1) in lex.TITLE_OBJECTS or (
            capital and self._line.lower(last - 3) in lex.ROLES
        )

    def _skip_honours(self, at: int) -> int:
        while at > 0 and (
            self._line.lower(at - 1) in lex.HONORIFICS or self._line.lower(at - 1) in lex.RANKS
        ):
            at -= 1
        return at

    def _phrase_end(self, at: int, *, head: bool = False) -> int:
        """The end of a noun phrase with its prepositions; behind a head a preposition must come first."""
        if head and self._line.lower(at) not in _PREPOSITIONS:
            return at
        stop = min(at + lex.LONG_ROLE, len(self._line.tokens))
        while at < stop:
            word = self._line.text(at)
            joined = word == "and" and self._body_at.get(at) is not None
            if not joined and (not word[0].isalnum() or word.lower() in _PHRASE_END):
                break
            when = self._line.lower(at + 1)
            if word in _PREPOSITIONS and (when in lex.CALENDAR or when.isdigit()):
                break
            at += 1
        return at

    def _actor_at(self, at: int) -> bool:
        return self._line.hit(at) is not None or at in self._body_at

    def _party(self, at: int) -> Party:
        """Officials of a state and its organs speak for the state, others for the body that is named."""
        hit = self._line.hit(at)
        if at in self._body_at:
            body = self._body_at[at]
            return Party(body.text, body.start, body.end)
        assert hit is not None, "callers ask _actor_at first"  # noqa: S101
        return party_of(hit)


def party_of(hit: Hit) -> Party:
    """Whom officials of a known actor speak for: its state, if it is one or an organ that acts as one; else itself."""
    organ = hit.party == hit.entry.affiliation
    return Party(hit.party if organ else hit.name, hit.start, hit.end)


def better(old: Standing | None, new: Standing | None) -> Standing | None:
    """The first full description stays; a rank or a tie of blood gives way to an office.

    A party that is stated anywhere comes before one that the context lent.
    """
    if old is None or new is None:
        return old or new
    fuller = new.role and not new.weak and not new.relation
    kept = new if fuller and (old.weak or old.relation or old.role is None) else old
    other = old if kept is new else new
    if other.party and (kept.party is None or (kept.inferred and not other.inferred)):
        return replace(kept, party=other.party, inferred=other.inferred)
    return kept
