"""Who somebody is whom the text names without a word of office, and then takes up by it.

As in "'We have reached the end,' Anna Holm said. The secretary-general …": the office is that of the one named before.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.analyse import lexicon as lex
from bot.analyse.names import Name
from bot.analyse.parties import LINKS
from bot.analyse.phrases import NEAR, Phrases
from bot.analyse.standing import Standing
from bot.analyse.tokens import Line
from bot.analyse.vocabulary import vocabulary
from bot.types import ActorKind

LINES = 2
"""Sentences behind the one that names somebody in which an office still means them: further on another is meant as often."""

_DOES = vocabulary("has had is was will would may might can could did does also then later now who")
_AUXILIARIES = vocabulary(
    "has had will would may might can could did does also told took came began led kept gave"
)
_CLOSES = frozenset(",.")
_SOON = 3
"""Words that may stand before a subject at the head of a sentence: "By evening the minister", "For its part the"."""

_OPENS = frozenset([",", '"', "“", "”", "but", "and", ";", "—", "–"])


class Later:
    """Finds the offices that take up a name.

    Args:
        lines: The article's sentences.
        names: Its people and bodies, in order.
    """

    def __init__(self, lines: Sequence[Line], names: Sequence[Name]) -> None:
        self._lines = lines
        people = [name for name in names if name.kind is ActorKind.PERSON]
        self._next = {one.start: after for one, after in pairwise(people)}
        self._phrases: dict[
            int, Phrases
        ] = {}  # of each line once, else a line with many articles takes quadratic time
        self._bodies: dict[int, list[Name]] = {name.line.number: [] for name in names}
        for name in names:
            if name.kind is not ActorKind.PERSON:
                self._bodies[name.line.number].append(name)

    def standing(self, name: Name) -> Standing | None:
        """The office by which the next sentences take up somebody; none if they name another person first."""
        if not _speaks(name):
            return None
        after = self._next.get(name.start)
        number = name.line.number
        for line in self._lines[number : number + LINES + 1]:
            begin = name.last if line is name.line else 0
            end = len(line.tokens)
            if after is not None and after.line is line:
                end = after.first
            found = self._in(line, begin, end)
            if found or end < len(line.tokens):
                return found
        return None

    def _in(self, line: Line, begin: int, end: int) -> Standing | None:
        for at in range(begin, end):
            if line.lower(at) == "the" and self._may_open(line, at):
                found = self._office(line, at + 1, end)
                if found:
                    return found
        return None

    @staticmethod
    def _may_open(line: Line, at: int) -> bool:
        """Does a subject begin here: with the sentence or a clause of it, or behind a verb ("said the mayor")?"""
        before = line.lower(at - 1)
        return (at <= _SOON and before not in LINKS) or before in _OPENS or before in lex.SPEECH

    def _office(self, line: Line, first: int, end: int) -> Standing | None:
        """The phrase from ``first`` on, if it is an office of one person who then does something."""
        phrases = self._phrases.get(line.number)
        if phrases is None:
            phrases = self._phrases[line.number] = Phrases(line, self._bodies.get(line.number, ()))
        head = first
        while head < min(first + NEAR, end) and not phrases.is_role(head):
            if not line.text(head)[:1].isalpha() or line.lower(head) in lex.FUNCTION:
                return None
            head += 1
        while head + 1 < end and phrases.is_role(head + 1):
            head += 1
        if head >= min(first + NEAR, end) or line.tokens[head].possessive:
            return None
        last = phrases.end(head + 1, head=True)
        named = line.text(last) == "," and line.text(last + 1)[:1].isupper()
        if last >= end or named or not _acts(line.text(last)):
            return None
        found = phrases.described(first, last, head=head)
        return replace(found, bare=False, inferred=found.party is not None)


def _speaks(name: Name) -> bool:
    """Is somebody the subject of a verb in the active voice, or of one that stands before them ("said X")?"""
    line, verb = name.line, name.line.text(name.last)
    if line.tokens[name.last - 1].possessive:
        return False
    acting = verb in {"is", "was"} and line.text(name.last + 1).endswith("ing")
    active = verb.islower() and (verb.endswith(("ed", "s")) or verb in lex.SPEECH or verb in _AUXILIARIES)
    return acting or (active and verb not in {"is", "was"}) or line.lower(name.first - 1) in lex.SPEECH


def _acts(word: str) -> bool:
    """Is the word behind an office a verb, or the end of what it says ("the Saudi minister, a slight man,")?"""
    return (
        word in lex.SPEECH
        or word in _DOES
        or word in _CLOSES
        or (word.islower() and word.endswith(("ed", "s")) and not word.endswith("ss"))
    )
