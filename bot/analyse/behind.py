"""Standings by the words behind a name: ", the Houthis' spokesman,", ", who heads the IAEA", " of Armenia", " (Labour)"."""

import re

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.names import Name
from bot.analyse.parties import LINKS, Party
from bot.analyse.phrases import DETERMINERS, LOOSE, NEAR, NOT_DESCRIBING, ORDINALS, Phrases
from bot.analyse.standing import Standing
from bot.analyse.tokens import Line, written

_BECOMING = frozenset(["is", "was", "became", "becomes", "remains", "remained", "serves", "served"])
_INSTALLED = frozenset(
    ["sworn", "in", "as", "named", "appointed", "elected", "re-elected", "installed", "inaugurated"]
)
"""Between "who was" and an office."""

_OPENERS = frozenset({",", "(", "–", "—", "-"})
"""Between a name and its apposition."""

_LEADING = frozenset({"heads", "chairs", "runs", "leads", "commands", "directs"})
_AGED = re.compile(r"\d{1,3}-year-olds?")


class Behind:
    """Reads what stands behind names.

    Args:
        line: The line.
        phrases: Its phrases.
    """

    def __init__(self, line: Line, phrases: Phrases) -> None:
        self._line = line
        self._phrases = phrases
        self._parties = phrases.parties

    def standing(self, name: Name) -> Standing | None:
        """As in ", the Houthis' military spokesman,", ", who heads the IAEA", " of Armenia", " with the charity Y"."""
        at = name.last
        if self._line.tokens[name.last - 1].possessive:
            return None
        if self._line.text(at) in {"Jr.", "Sr.", "3d", "II", "III"}:
            at += 1
        party, at = self._linked(at)
        standing = self._described_behind(at)
        if standing and standing.party is None and not standing.relation:
            return standing.speaking_for(party)
        return standing or (Standing(party=party) if party else None)

    def _linked(self, at: int) -> tuple[Party | None, int]:
        """The party behind a name's preposition ("X of Armenia", "X from the Chamber of Builders")."""
        link = self._line.lower(at)
        if link not in {"of", "at", "with", "from"}:
            return None, at
        party, behind = self._parties.linked(at)
        if party is None or (link != "of" and party.is_state) or (link in {"at", "with"} and self._moves(at)):
            return None, at
        return party, behind

    def _moves(self, at: int) -> bool:
        """Is "with the company X" behind a name what a verb asks for, as in "signed by A with B"?"""
        return any(self._line.lower(i) in offices.DEALINGS for i in range(max(0, at - NEAR), at))

    def _described_behind(self, at: int) -> Standing | None:
        line = self._line
        if line.text(at) == "," and line.text(at + 1).isdigit() and line.text(at + 2) in {",", "."}:
            at += 2
        if line.lower(at) in _BECOMING and line.lower(at + 1) in {"the", "a", "an", "as"}:
            return self._apposition(at + 1 + (line.lower(at + 1) == "as"), sure=True)
        if line.lower(at) in _LEADING:
            return self._leading(at)
        if line.text(at) == "who":
            return self._clause(at + 1)
        return self._apart(at) if line.text(at) in _OPENERS else None

    def _apart(self, mark: int) -> Standing | None:
        """What a comma, a dash or a bracket sets apart."""
        line, at = self._line, mark + 1
        if line.lower(at) in lex.ALIASES:
            at = next((i + 1 for i in range(at, at + NEAR) if line.text(i) == ","), at)
        if line.text(at) == "who":
            return self._clause(at + 1)
        if line.text(mark) == "(" and self._parties.body(at):
            return Standing(party=self._parties.party(at))
        if line.lower(at) in offices.ACTING_FOR and line.lower(at + 1) in {"for", "on"}:
            party, _ = self._parties.linked(at + 1)
            return Standing(party=party) if party else None
        return self._member(at) or self._apposition(at)

    def _leading(self, verb: int) -> Standing | None:
        """The body of "X heads the Aid Council", "X runs the vaccine group at Imperial Medical School"."""
        last = self._phrases.end(verb + 1)
        party, _ = self._parties.within(verb + 1, last, lex.LEADS[self._line.lower(verb)].removesuffix(" of"))
        return Standing(party=party, weak=True) if party and not party.is_state else None

    def _member(self, at: int) -> Standing | None:
        """As in ", of the opposition Unity Party,", ", with the charity X,"."""
        if self._line.lower(at) not in {"of", "with", "from", "at"}:
            return None
        party, _ = self._parties.linked(at)
        fits = party is not None and (self._line.lower(at) == "of" or not party.is_state)
        return Standing(party=party) if fits else None

    def _clause(self, at: int) -> Standing | None:
        """As in "who heads …", "who speaks for …", "who is the …", "who teaches geology at …"."""
        while self._line.lower(at) in {"then", "now", "also", "once", "currently", "has", "had"}:
            at += 1
        verb = self._line.lower(at)
        if verb in _BECOMING:
            at += 1
            while self._line.lower(at) in _INSTALLED:
                at += 1
            return self._apposition(at)
        if verb in offices.SERVES:
            return self._serving(at)
        if verb in {"speaks", "spoke"} and self._line.lower(at + 1) == "for":
            office, first = "spokesperson for", at + 2
        elif verb in lex.LEADS:
            office, first = lex.LEADS[verb], at + 1
        else:
            return None
        last = self._phrases.end(first)
        if last == first:
            return None
        tokens = self._line.tokens
        held = f"{office} {written(tokens[first:last])}"
        weak = verb in {"represents", "represented"}
        party, generic = self._parties.within(first, last)
        if party is None and not generic:
            party = self._parties.slot_in(first, last)
        if party and self._parties.organ(party):
            return Standing(held, tokens[at].start, tokens[last - 1].end, weak=weak, office=True, organ=party)
        return Standing(held, tokens[at].start, tokens[last - 1].end, party, generic=generic, weak=weak)

    def _serving(self, verb: int) -> Standing | None:
        """The body behind "who works for", "who teaches geology at"."""
        for at in range(verb + 1, verb + LOOSE):
            if self._line.lower(at) in {"for", "at", "with"}:
                party, _ = self._parties.linked(at)
                return Standing(party=party) if party and not party.is_state else None
        return None

    def _apposition(self, at: int, *, sure: bool = False) -> Standing | None:
        first, line = at, self._line
        if line.lower(at) == "whose":
            return None
        if line.lower(at) in {"second", "third", "number"} and line.lower(at + 1) in {"in", "two"}:
            return self._phrases.described(
                at, self._phrases.end(at + 1), head=at + 1
            )  # "second in command of …"
        while line.lower(first) in DETERMINERS or line.lower(first) in {"then", "now"}:
            first += 1
        first += bool(_AGED.fullmatch(line.lower(first)))
        head = None
        for ahead in range(first, min(first + NEAR, len(line.tokens))):
            if self._phrases.is_role(ahead) and not line.tokens[ahead].possessive:
                head = ahead
            elif not self._may_describe(ahead) or (head is not None and not self._inside(ahead)):
                break
        if head is None or (line.text(head + 1)[:1].isupper() and line.hit(head + 1) is None):
            return None  # "…, Foreign Minister Y and": the next item of a list
        if sure and line.lower(head + 1) == "to":
            return None  # "was the first minister to"
        last = self._phrases.end(head + 1, head=True)
        if line.lower(last) in lex.SPEECH and line.lower(at) in lex.OWNERS:
            return None  # "…, his lawyer said": another speaks
        return self._phrases.described(first, last, head=head)

    def _inside(self, at: int) -> bool:
        """Does a word behind one office still belong to a longer one ("chief risk officer")?"""
        word = self._line.text(at)
        if self._line.hit(at) and word[:1].isupper():  # "the veteran Turkish leader"
            return self._phrases.is_role(self._line.hit_end(at))
        linking = word in LINKS or word in NOT_DESCRIBING or not word.islower()
        return word.lower() in lex.MODIFIERS or (not linking and self._phrases.is_role(at + 1))

    def _may_describe(self, at: int) -> bool:
        """May the token stand between an apposition's comma and its head?"""
        word = self._line.lower(at)
        if self._line.hit(at) or self._parties.body(at) is not None or self._line.tokens[at].possessive:
            return True
        if word == "under" and self._line.lower(at + 1) == "secretary":
            return True
        if word in ORDINALS:  # "second secretary", and not "the first minister to …"
            return self._phrases.is_role(at + 1) and self._line.lower(at + 2) != "to"
        plain = word not in NOT_DESCRIBING or (len(word) > 1 and self._line.text(at).isupper())  # "the WHO"
        return plain and bool(re.fullmatch(r"[^\W_][\w-]*", word))
