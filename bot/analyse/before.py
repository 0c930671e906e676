"""Standings by the words before a name: "Russian President X", "his aide, X", "Foreign Ministers X of A and Y of B"."""

from dataclasses import replace

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.names import Name
from bot.analyse.parties import LINKS, Party
from bot.analyse.persons import singular
from bot.analyse.phrases import DETERMINERS, NEAR, NOT_DESCRIBING, ORDINALS, Phrases
from bot.analyse.roster import Form
from bot.analyse.standing import Standing
from bot.analyse.tokens import Line, written

_BELONGING = frozenset(["of", "at", "with", "from", "for", "in", "within", "inside", "to"])
"""Behind a title they go on to what it is held for ("special envoy for the Horn of Africa X")."""

_COPULAS = frozenset({"is", "was", "are", "were", "been", "now", "then", ",", "which", "group"})


_RULE = frozenset({"government", "regime", "administration", "presidency"})
"""Before "of" and a name they say who leads one ("the regime of X")."""


class Before:
    """Reads what stands before names, name by name in the order of the line.

    Args:
        line: The line.
        phrases: Its phrases.
    """

    def __init__(self, line: Line, phrases: Phrases) -> None:
        self._line = line
        self._phrases = phrases
        self._parties = phrases.parties
        self._shared: Standing | None = None  # what a plural title gives to all it stands before
        self._past = 0

    def standings(self, name: Name) -> list[Standing]:
        """Each description before a name."""
        found = [self._before_comma(name), self._title(name), self._called(name)]
        self._past = name.last
        return [standing for standing in found if standing]

    def _title(self, name: Name) -> Standing | None:
        """As in "Russian President X", "GRU intelligence chief X", "Secretary of State X", "Hamas leader X"."""
        last = self._phrases.before_honours(name.first)
        ranked = last < name.first and self._line.lower(name.first - 1) in lex.RANKS
        if last == name.first or self._phrases.is_role(last - 1) or self._phrases.objects(last):
            first = self._phrases.widened(self._phrases.start(last), last)
            if first < last and self._phrases.has_head(first, last):
                return self._phrases.described(first, last, bare=True)
        shared = self._plural(name, last) or self._long_title(name, last)
        if shared:
            return shared
        party = self._parties.possessor(last)
        if ranked:
            words = self._line.tokens[last : name.first]
            text = " ".join(lex.FULL_RANKS.get(t.text.lower(), t.text) for t in words)
            return Standing(text, words[0].start, words[-1].end, party, weak=True, bare=True, office=True)
        led = self._line.lower(last - 2)
        if self._line.lower(last - 1) == "of" and led in _RULE:
            rule = self._line.tokens[last - 2]
            return Standing(
                "leader", rule.start, rule.end, self._parties.possessor(last - 2), weak=True, office=True
            )
        if self._line.lower(last - 1) == "by" and led in lex.LEADS:
            return self._leader_of(last - 2)
        origin = party is not None and self._is_origin(last)
        return Standing(party=party) if party and not origin else self._honoured(name)

    def _is_origin(self, last: int) -> bool:
        """Is it a people's name alone before a person's ("Pole Marek X")?"""
        hit = self._line.hit(last - 1)
        return hit is not None and hit.form is Form.DEMONYM and not self._line.tokens[last - 1].possessive

    def _honoured(self, name: Name) -> Standing | None:
        """An address that is an office too ("imam X", "Father X")."""
        at = name.first - 1
        if self._line.lower(at) not in lex.HONORIFICS & lex.ROLES:
            return None
        token = self._line.tokens[at]
        return Standing(token.text, token.start, token.end, weak=True)

    def _plural(self, name: Name, last: int) -> Standing | None:
        """As in "Foreign Ministers A of X and B of Y", "U.S. Senators A and B": each holds the office."""
        one = singular(self._line.text(last - 1))
        if one:
            first = self._phrases.start(last - 1, grown=True)
            shared = self._phrases.described(first, last, bare=True)
            head, _, tail = (shared.role or "").rpartition(" ")
            self._shared = replace(shared, role=f"{head} {one}".strip() if tail else one)
            return self._shared if shared.party else self._shared.speaking_for(self._all_of(name.last))
        between = [self._line.lower(at) for at in range(self._past, last)]
        joined = 0 < len(between) <= NEAR and all(
            word in {"and", ",", "of", "the"} or self._line.hit(self._past + i)
            for i, word in enumerate(between)
        )
        self._shared = self._shared if joined and between[-1] in {"and", ","} else None
        return self._shared

    def _all_of(self, at: int) -> Party | None:
        """The body behind the last of several names: "Deputies A and B of the Civic Party"."""
        stop = at + NEAR
        while at < stop and (self._line.text(at) in {"and", ","} or self._line.text(at)[:1].isupper()):
            at += 1
        return self._parties.linked(at)[0] if self._line.lower(at) == "of" else None

    def _long_title(self, name: Name, last: int) -> Standing | None:
        """As in "Adviser to the interior ministry X", "special envoy for the Horn of Africa X"."""
        if name.last - name.first < 2 or self._line.lower(last - 1) in NOT_DESCRIBING:  # noqa: PLR2004
            return None
        for head in range(last - 2, max(last - NEAR, 0) - 1, -1):
            word = self._line.text(head)
            if not (word[0].isalnum() and word.lower() not in lex.SPEECH):
                return None
            if self._phrases.is_role(head) and self._line.lower(head + 1) in _BELONGING | {"to"}:
                first = self._phrases.start(head + 1)
                before = self._line.lower(first - 1)
                opened = first == 0 or not before[:1].isalnum() or self._parties.possessor(first)
                return self._phrases.described(first, last, head=head, bare=True) if opened else None
        return None

    def _leader_of(self, verb: int) -> Standing | None:
        """As in "the RSF is commanded by X"."""
        at = verb - 1
        while self._line.lower(at) in _COPULAS:
            at -= 1
        if at < 0 or not self._parties.at(at):
            return None
        party, tokens = self._parties.party(at), self._line.tokens
        held = f"{lex.LEADS[self._line.lower(verb)]} {tokens[at].text}"
        return Standing(held, tokens[verb].start, tokens[verb + 1].end, party, weak=True)

    def _called(self, name: Name) -> Standing | None:
        """As in "his successor is X", "whose secretary-general is the jurist X"."""
        at = self._phrases.before_honours(name.first)
        while at > 0 and (
            self._line.hit(at - 1)
            or self._phrases.is_role(at - 1)
            or self._line.lower(at - 1) in {"the", "a"}
        ):
            at -= 1
        if self._line.lower(at - 1) not in {"is", "was"} or not self._phrases.is_role(at - 2):
            return None
        first = self._phrases.owned_start(self._phrases.start(at - 1))
        owned = first > 0 and (
            self._line.lower(first - 1) in DETERMINERS or self._line.tokens[first - 1].possessive
        )
        return self._phrases.described(first, at - 1) if owned else None

    def _before_comma(self, name: Name) -> Standing | None:
        """As in "China's Foreign Minister, X", "Iraq's envoy to the United Nations, X", "his father, X"."""
        comma = self._phrases.before_honours(name.first) - 1
        return (self._one_of(comma) or self._alone(comma)) if self._line.text(comma) == "," else None

    def _alone(self, comma: int) -> Standing | None:
        """The phrase of one office before a comma, by its head."""
        for head in range(comma - 1, max(comma - NEAR - 2, -1), -1):
            word = self._line.lower(head)
            if word in offices.ACTING_FOR and self._line.lower(head + 1) in {"for", "on"}:
                party, _ = self._parties.within(head + 1, comma)
                return Standing(party=party) if party else None
            if word == "who" and self._line.lower(head + 1) in lex.LEADS:
                return self._who_leads(head + 1, comma)
            if self._phrases.is_role(head) and (head == comma - 1 or self._line.lower(head + 1) in LINKS):
                return self._opened(head, comma)
            if not (
                word.isalnum() or "-" in word or self._line.hit(head) or self._line.tokens[head].possessive
            ):
                return None
        return None

    def _one_of(self, comma: int) -> Standing | None:
        """As in "One of his advisers, X"."""
        one = singular(self._line.text(comma - 1))
        before = range(comma - 2, max(comma - NEAR, 0), -1) if one else ()
        first = next((at + 1 for at in before if self._line.lower(at) == "of"), None)
        if one is None or first is None or self._line.lower(first - 2) != "one":
            return None
        first += self._line.lower(first) in DETERMINERS
        shared = self._phrases.described(first, comma, head=comma - 1)
        return replace(shared, role=" ".join([*(shared.role or "").split()[:-1], one]))

    def _opened(self, head: int, comma: int) -> Standing | None:
        """The phrase of a head before a comma, if an article, an owner or the sentence opens it."""
        first = self._phrases.owned_start(self._phrases.start(head + 1))
        first -= self._line.lower(first - 1) in ORDINALS
        owned = first > 0 and self._line.tokens[first - 1].possessive
        opened = first == 0 or owned or self._line.lower(first - 1) in DETERMINERS
        if opened or self._parties.possessor(first, official=True):
            return self._phrases.described(first, comma, head=head)
        return None

    def _who_leads(self, verb: int, comma: int) -> Standing | None:
        """As in "the man who runs it, X", "the general who commands the garrison, X"."""
        office, tokens = lex.LEADS[self._line.lower(verb)], self._line.tokens
        if self._line.lower(verb + 1) in {"it", "them"} and verb + 2 == comma:
            held = office.removesuffix(" of")
            return Standing(held, tokens[verb].start, tokens[verb].end, generic="it")
        party, generic = self._parties.within(verb + 1, comma)
        held = f"{office} {written(tokens[verb + 1 : comma])}"
        return Standing(held, tokens[verb].start, tokens[comma - 1].end, party, generic=generic)
