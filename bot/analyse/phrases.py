"""A noun phrase that says what somebody is: where it begins and ends, its head, and whom it names.

"Russia's deputy envoy to the United Nations": the head is "envoy", the owner Russia, and what is behind "to" only
tells with whom they deal.
"""

import re
from collections.abc import Sequence

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.names import Name
from bot.analyse.parties import LINKS, Parties, Party
from bot.analyse.persons import is_person, stem
from bot.analyse.roster import Form
from bot.analyse.standing import Standing
from bot.analyse.tokens import Line, written
from bot.types import ActorKind

DETERMINERS = frozenset(
    ["whose", "the", "a", "an", "his", "her", "its", "their", "our", "one", "another", "own"]
)
ORDINALS = frozenset({"first", "second", "third"})
NOT_DESCRIBING = lex.FUNCTION | lex.SPEECH

LOOSE = 4
"""Nouns before a role's head that need not be words of office; an owner stands before them, so one may be wrong."""

NEAR = 8
"""Words between a comma and the head of an apposition; longer ones were lists or clauses in the dev articles."""

_PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on"})
_PHRASE_END = (
    frozenset(["who", "whose", "that", "which", "and", "but", "while", "as", "after", "when", "where"])
    | lex.SPEECH
)

_NOUN = re.compile(r"[^\W\d_][^\W\d_-]*(?<!ed)(?<!ing)(?<!ly)(?<![^s]s)")
"""A word that may stand before the noun it describes: no participle, adverb or plural."""


class Phrases:
    """The phrases of one line.

    Args:
        line: The line.
        bodies: The unknown bodies named in it.
    """

    def __init__(self, line: Line, bodies: Sequence[Name]) -> None:
        self._line = line
        self.parties = Parties(line, bodies)

    def described(self, first: int, last: int, *, head: int | None = None, bare: bool = False) -> Standing:
        """The role in tokens first…last: without the state, the party taken from it or from before it."""
        line, parties = self._line, self.parties
        if head is None:
            head = max((at for at in range(first, last) if self.is_role(at)), default=last - 1)
        noun = self._noun(head)
        party = parties.possessor(first, official=noun in offices.STATE_OFFICES or noun in offices.OFFICERS)
        party = party or self._of_holder(first)
        claim = parties.claimed(first, noun) if party is None else None
        generic = parties.generic(first - 1 - (line.lower(first - 1) == "own"))
        begin = first
        for at in range(first, head):
            if parties.at(at):
                party = party or parties.party(at)
                state = line.hit(at)
                if state and state.kind is ActorKind.STATE and state.form is not Form.METONYM and at == begin:
                    begin = line.hit_end(at)
            if line.hit(at) and not parties.at(at) and at == begin:
                begin = at + 1  # "Oslo-based"
            if line.tokens[at].possessive:
                generic = generic or parties.generic(at)
                begin = at + 1
        local = party is not None and noun in offices.TERRITORIAL and parties.body(line.at(party.start))
        party = None if local else party  # "Kharkiv governor X": a region that looks like a body
        party = self._of_club(self._owner_before(first, party), noun)
        words = line.tokens[begin : max(last, begin + 1)]
        text = written(words)
        relation = noun in lex.RELATIONS
        origin = party is not None and self._origin(party, noun, text)
        if party is None or origin:
            inside, other = parties.within(head + 1, last, noun)
            inside = inside or self._beyond(last, noun)
            party, origin = (inside, False) if inside else (party, origin)
            generic = generic or (other if inside is None else None)
        organ = party is not None and parties.organ(party)
        kindred = generic is None and party is None
        generic = self._describing(begin, head) if kindred else generic
        office = organ or generic in lex.STATE_ORGANS or self._official(noun, text)
        spoken_for = (noun in lex.PEERS if relation else not origin) and not organ
        return Standing(
            text, words[0].start, words[-1].end, party if spoken_for else None, generic=generic, kindred=kindred,
            bare=bare and not origin, office=office and not origin, local=self._is_local(begin, head, last), relation=relation,
            organ=party if organ else None, claim=claim,
        )  # fmt: skip

    def _of_holder(self, first: int) -> Party | None:
        """The state of the office that owns another ("the Qatari prime minister's adviser")."""
        if first < 1 or not self._line.tokens[first - 1].possessive or not self.is_role(first - 1):
            return None
        return self.parties.possessor(self.start(first - 1, grown=True), official=True)

    def _noun(self, head: int) -> str:
        """The office at a role's head, without its rank or end: "secretary-general" of "Deputy Secretary General"."""
        word, before = self._line.lower(head), self._line.lower(head - 1)
        joined = word == "general" and before in {"secretary", "director"}
        return f"{before}-{word}" if joined else stem(word)

    def _beyond(self, last: int, noun: str) -> Party | None:
        """The body behind a role's end ("an organiser with Coast Not Coal", "a lawmaker from the Homeland Party")."""
        if self._line.lower(last) not in {"with", "from", "within", "inside"}:
            return None
        stop = last + 1
        while stop < last + NEAR and self._line.text(stop)[:1].isalnum():
            stop += 1
        return self.parties.within(last, stop, noun)[0]

    def _describing(self, begin: int, head: int) -> str | None:
        """A body's noun before a role's head ("hospital director", "militia spokesman")."""
        words = [self._line.lower(at) for at in range(begin, head)]
        return next((w for w in words if w in lex.OF_BODIES or w in offices.HOSTS), None)

    def _is_local(self, begin: int, head: int, last: int) -> bool:
        """Is the office held for a part of a state ("mayor", "district police chief", "governor of Katala state")?"""
        words = {self._line.lower(at) for at in range(begin, head + 1)}
        behind = range(head + 2, last) if self._line.lower(head + 1) in {"of", "in"} else ()
        unknown = any(self._line.text(at)[:1].isupper() and not self.parties.at(at) for at in behind)
        return unknown or not words.isdisjoint(offices.LOCAL)

    def _owner_before(self, first: int, party: Party | None) -> Party | None:
        """The owner before an origin ("Dalby's Croatian goalkeeper")."""
        hit = self._line.hit(first - 1) if first > 1 else None
        if hit is None or hit.form is not Form.DEMONYM or not self._line.tokens[first - 2].possessive:
            return party
        return self.parties.party(first - 2) if self.parties.at(first - 2) else party

    def _of_club(self, party: Party | None, noun: str) -> Party | None:
        """A city before a player is a club, and not its state ("Tehran coach X")."""
        hit = self._line.hit(self._line.at(party.start)) if party and noun in lex.PLAYERS else None
        return None if hit is not None and hit.form is Form.METONYM else party

    def _official(self, noun: str, role: str) -> bool:
        """Is the role one that a state gives, so that one may be read from the words around?"""
        held = frozenset(role.lower().split())
        stately = noun in offices.STATE_OFFICES or (
            noun in offices.OFFICERS and not held.isdisjoint(offices.STATE_WORDS)
        )
        return stately and held.isdisjoint(offices.UNOFFICIAL) and held.isdisjoint(offices.UNOFFICIAL_BODIES)

    def _origin(self, party: Party, noun: str, role: str) -> bool:
        """Does the party only say where somebody comes from ("a German novelist")?"""
        hit = self._line.hit(self._line.at(party.start))
        if hit is None or hit.form is not Form.DEMONYM or party.start != hit.start:
            return False
        return not (noun in offices.OFFICERS or noun in offices.TEAM or self._official(noun, role))

    def is_role(self, at: int) -> bool:
        """Is the token a noun for a person, and not a name written like one?"""
        word = self._line.text(at)
        if not word:
            return False
        lower = word.lower()
        if lower in lex.ROLES or stem(lower) in lex.ROLES:
            return True
        if lower in lex.PLAYERS:
            return self.parties.at(at - 1)
        plain = (
            word.islower() or at == 0 or not self._line.text(at - 1)[:1].isalnum() or self._line.hit(at - 1)
        )
        return bool(plain) and self._line.hit(at) is None and is_person(lower)

    def start(self, last: int, *, grown: bool = False) -> int:
        """Walks left over modifiers, "X of Y" titles and known bodies before a role's head at ``last - 1``."""
        first, top = last, last + grown
        while first > 0:
            token = self._line.tokens[first - 1]
            if first < top and token.possessive:
                break
            if first - 2 > 0 and self.objects(first):
                first -= 2
            elif self.is_role(first - 1) or (first < top and self._modifies(first - 1)):
                first -= 1
            else:
                break
        return first

    def _modifies(self, at: int) -> bool:
        hit, word = self._line.hit(at), self._line.lower(at)
        if hit is not None:
            return hit.kind is not ActorKind.STATE or hit.form is Form.METONYM
        return word in lex.MODIFIERS or word in lex.ORGANS or self.parties.body(at) is not None

    def has_head(self, first: int, last: int) -> bool:
        """Is there a noun for a person among the tokens first…last?"""
        return any(self.is_role(at) for at in range(first, last))

    def objects(self, last: int) -> bool:
        """Do the two words before ``last`` go on a title ("of State", "of Antiquities")?"""
        if self._line.lower(last - 2) != "of":
            return False
        capital = self._line.text(last - 1)[:1].isupper() and self._line.hit(last - 1) is None
        return self._line.lower(last - 1) in lex.TITLE_OBJECTS or (
            capital and self._line.lower(last - 3) in lex.ROLES
        )

    def before_honours(self, at: int) -> int:
        """The first token of the ranks and forms of address before ``at``."""
        while at > 0 and self._is_honour(at - 1):
            at -= 1
        return at

    def _is_honour(self, at: int) -> bool:
        word = self._line.lower(at)
        if word == "captain" and self._line.text(at).islower() and self._line.text(at - 1)[:1].isupper():
            return False  # "Harwich Albion captain X"
        if word in {"vice", "rear", "detective"}:
            return self._line.lower(at + 1) in lex.RANKS
        return word in lex.HONORIFICS or word in lex.RANKS

    def end(self, at: int, *, head: bool = False) -> int:
        """The end of a noun phrase with its prepositions; behind a head a preposition must come first."""
        if head and self._line.lower(at) not in _PREPOSITIONS:
            return at
        stop = min(at + lex.LONG_ROLE, len(self._line.tokens))
        while at < stop:
            word = self._line.text(at)
            joined = word == "and" and self.parties.body(at) is not None
            if not joined and (not word[0].isalnum() or word.lower() in _PHRASE_END):
                break
            when = self._line.lower(at + 1)
            if word in _PREPOSITIONS and (when in lex.CALENDAR or when.isdigit()):
                break
            at += 1
        return at

    def owned_start(self, first: int) -> int:
        """Walks left over further nouns if an owner or an article stands before them ("Mali's junta leader")."""
        for at in range(first, max(first - LOOSE, 0), -1):
            if self._line.tokens[at - 1].possessive or self._line.lower(at - 1) in DETERMINERS:
                return at
            if not self._line.text(at - 1).islower() or self._line.lower(at - 1) in NOT_DESCRIBING:
                break
        return first

    def widened(self, first: int, last: int) -> int:
        """Walks left over further nouns to the beginning of the sentence or to an owner ("Space agency chief X")."""
        if first == last or not (self._line.text(last - 1).islower() or first == 0):
            return first
        for at in range(first, max(first - LOOSE, -1), -1):
            before = self._line.lower(at - 1)
            if (
                at == 0
                or self._line.tokens[at - 1].possessive
                or before in DETERMINERS
                or before in {",", '"', "“"}
            ):
                return at
            hit = self._line.hit(at - 1)
            if hit:
                return at if self.parties.possessor(at) else first
            plain = self._line.text(at - 1).islower() or at == 1
            if not plain or not _NOUN.fullmatch(before) or before in NOT_DESCRIBING or before in LINKS:
                return first
        return first
