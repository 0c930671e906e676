"""Names of people and bodies that no table knows, by how they are written and what stands beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.analyse import lexicon as lex
from bot.analyse.roster import Form, Roster
from bot.analyse.tokens import Line
from bot.types import ActorKind

MAX_NAME = 6
"""Words in a person's name; longer runs of capitals are headlines or lists (the longest in the Factbook is 6)."""

MAX_BODY = 8
"""Words behind the head of a body's name; the longest in the dev articles has five."""

MAX_RUN = 40
"""Capitalised words read as one stretch: a headline has fewer, a list without end has more."""

_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_INNER_CAPITAL = re.compile(r"[A-Z][a-z]+[A-Z]")
_GIVEN_SYLLABLE = re.compile(r"[A-Z][a-z]+-[a-z]+")
_ARTICLED = re.compile(r"(?:al|el|ul|as|ad|an|ar|ash|at|az)-[A-ZÀ-Þ]", re.IGNORECASE)
_NOT_BEFORE_PEOPLE = frozenset({"the", "plays", "played", "portrays", "portrayed", "playing"})
"""What stands before a thing, or a character."""

_ORGANISATION_LINKS = frozenset({"of", "for", "against", "on", "in"})


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens ``first`` to ``last`` (exclusive) of a line name somebody."""

    line: Line
    first: int
    last: int
    kind: ActorKind

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.line.tokens[self.first].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.line.tokens[self.last - 1].end

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(token.text for token in self.line.tokens[self.first : self.last])


class Finder:
    """Finds names, line by line.

    Args:
        roster: The known actors; its given names mark people, its agencies are nobody.
        plain_words: Words that the article also writes with a small letter: at the head of a sentence their
            capital means nothing.
        lines: The article's sentences: a name whose last word alone says or does something in them is likely a person's.
    """

    def __init__(self, roster: Roster, plain_words: frozenset[str], lines: Sequence[Line] = ()) -> None:
        self._roster = roster
        self._plain = plain_words
        self._alone = self._speaking(lines)

    def _speaking(self, lines: Sequence[Line]) -> frozenset[str]:
        """Lone capitals that say or do something; one that ever takes "the" is a thing ("the Cubs won")."""
        alone, things = set(), set()
        for line in lines:
            for first, last in self._runs(line):
                if line.lower(first - 1) == "the":
                    things.add(line.text(last - 1))
                elif last - first == 1 and line.hits[first] is None and line.text(last) in lex.SPEECH:
                    alone.add(line.text(first))
        return frozenset(alone - things)

    def names(self, line: Line) -> tuple[Name, ...]:
        """The names in a line, in order, without overlap."""
        found: list[Name] = []
        past = 0
        for first, last in self._runs(line):
            if last > past:
                found.extend(self._split(line, max(first, past), last))
            past = max([past, *(name.last for name in found[-1:])])
        return tuple(found)

    def _runs(self, line: Line) -> Iterator[tuple[int, int]]:
        """Longest stretches of capitalised tokens; a possessive ends one, particles may stand inside."""
        at = 0
        while at < len(line.tokens):
            if not self._capital(line, at):
                at += 1
                continue
            first = at
            while at < len(line.tokens) and at - first < MAX_RUN:
                possessive = line.tokens[at].possessive
                at += 1
                if possessive:
                    break
                ahead = at
                while ahead < at + 2 and line.text(ahead) in lex.PARTICLES:
                    ahead += 1
                if not (ahead < len(line.tokens) and self._capital(line, ahead)):
                    break
                at = ahead
            yield first, at

    def _capital(self, line: Line, at: int) -> bool:
        token = line.tokens[at]
        lower = token.text.lower()
        if not token.capital or (lower in lex.CALENDAR and not self._named_like_a_month(line, at)):
            return False
        if at and line.text(at - 1) not in {'"', "“", "‘", "'", "-", "—"}:
            return lower not in lex.FUNCTION or lower in lex.INSIDE_NAMES
        return lower not in lex.FUNCTION and (
            lower not in self._plain or token.text in self._roster.given or lower in lex.OFFICES
        )

    def _named_like_a_month(self, line: Line, at: int) -> bool:
        """'Mohammad Jan', 'Jan Egeland', 'April Glaspie'."""
        if line.text(at - 1) in self._roster.given:
            return True
        behind = line.text(at + 1)
        return line.text(at) in self._roster.given and behind[:1].isupper() and line.hit(at + 1) is None

    def _split(self, line: Line, first: int, last: int) -> Iterator[Name]:
        """Bodies first, for their names hold titles and demonyms; then the people between what is left."""
        head = self._body_head(line, first, last)
        if head is not None:
            start, end = self._body_start(line, first, head), self._body_end(line, head, last)
            yield from self._split(line, first, start) if start > first else ()
            if not any(line.hits[start : head + 1]) or self._own_body(line, start, head + 1):
                yield Name(line, start, end, ActorKind.ORGANIZATION)
            yield from self._split(line, end, last) if end < last else ()
            return
        yield from self._people(line, first, last)

    def _people(self, line: Line, first: int, last: int) -> Iterator[Name]:
        at = first
        while at < last:
            at += self._ministry_words(line, at, last)
            stop = at
            while stop < last and self._personal(line, stop, at):
                stop += 1
            if stop == at:
                at += 1
                continue
            kind = self._kind(line, at, stop)
            # "New York Yankees": an adjective without an office behind it belongs to the name of a thing.
            adjective = (
                at > first
                and line.hits[at - 1] is None
                and line.lower(at - 1) in lex.MODIFIERS
                and line.lower(at - 1) not in lex.ROLES
            )
            if kind and not (adjective and line.lower(at - 2) != "of"):
                yield Name(line, at, stop, kind)
            at = stop

    def _ministry_words(self, line: Line, at: int, last: int) -> int:
        """How many words of "minister of Antiquities Karim Nasr" still belong to the office: 1 or 0."""
        held = line.text(at - 1) == "of" and line.lower(at - 2) in lex.ROLES and line.hits[at] is None
        given = self._roster.given
        return int(held and at + 2 < last and line.text(at) not in given and line.text(at + 1) in given)

    def _own_body(self, line: Line, start: int, end: int) -> bool:
        """A body whose name begins with a state ("American Legion", "Malaysia Airlines"), and no alias alone."""
        return end - start > 1 and self._opens_body(line, start, end - 1)

    def _opens_body(self, line: Line, at: int, head: int) -> bool:
        hit = line.hits[at]
        if hit is None or hit.kind is not ActorKind.STATE or line.lower(head) in lex.ORGANS:
            return False
        return hit.form in {Form.DEMONYM, Form.NAME} and not line.tokens[at].possessive

    def _body_head(self, line: Line, first: int, last: int) -> int | None:
        for at in range(last - 1, first - 1, -1):
            if line.lower(at) in lex.BODY_HEADS and line.hits[at] is None:
                linked = line.text(at + 1) in _ORGANISATION_LINKS and self._capital_at(line, at + 2)
                if (at > first or linked) and line.text(at - 1) not in self._roster.given:
                    return at
        return None

    def _capital_at(self, line: Line, at: int) -> bool:
        return at < len(line.tokens) and self._capital(line, at)

    def _body_start(self, line: Line, first: int, head: int) -> int:
        """Behind the last known actor or office before the head, unless that is a demonym."""
        start = head
        while start > first:
            if line.hits[start - 1] and not self._opens_body(line, start - 1, head):
                break
            if line.lower(start - 1) in lex.HONORIFICS:
                break
            start -= 1
        return start

    def _body_end(self, line: Line, head: int, last: int) -> int:
        """Behind "of …", "for …", and an "and" that goes on with a capital."""
        end = head + 1
        if end < last:
            return end
        while line.text(end) in _ORGANISATION_LINKS and self._capital_at(line, end + 1):
            if end - head > MAX_BODY or (line.hits[end + 1] and line.lower(end) in {"in", "on", "against"}):
                break
            end = self._capitals_end(line, end + 1)
            if line.text(end) == "and" and self._capital_at(line, end + 1) and self._one_body(line, end):
                end = self._capitals_end(line, end + 1)
        return end

    def _capitals_end(self, line: Line, at: int) -> int:
        """Behind a stretch of capitals; a possessive closes it."""
        stop = at + MAX_BODY
        while at < stop and self._capital_at(line, at):
            at += 1
            if line.tokens[at - 1].possessive:
                break
        return at

    def _one_body(self, line: Line, at: int) -> bool:
        """Does "and" join two words of one name ("Intelligence and Security"), not two actors?"""
        return line.hits[at + 1] is None and line.hits[at - 1] is None

    def _personal(self, line: Line, at: int, first: int) -> bool:
        """Can the token be a word of a person's name that begins at ``first``?"""
        word = line.text(at)
        lower = word.lower()
        if at > first and word in lex.PARTICLES:
            return True
        if line.hits[at] is not None:
            return self._surname_of_a_state(line, at, first)
        if lower in lex.HONORIFICS or lower in lex.RANKS:
            return False
        if at > first:
            return lower not in lex.ROLES or at + 1 == len(line.tokens) or not line.text(at + 1)[:1].isupper()
        return lower not in lex.ROLES and lower not in lex.MODIFIERS and not _ACRONYM.fullmatch(word)

    def _surname_of_a_state(self, line: Line, at: int, first: int) -> bool:
        """'Michael Jordan', 'Israel Katz', 'Mohammed Ali al-Houthi': a known name inside a person's."""
        hit, token = line.hits[at], line.tokens[at]
        if hit is None or hit.end - hit.start > len(token.text):
            return False
        if hit.start != token.start:
            return bool(_ARTICLED.match(token.text))
        if hit.form in {Form.DEMONYM, Form.ABBREVIATION}:
            return False
        if at == first:
            following = line.text(at + 1)
            return (
                token.text in self._roster.given
                and not token.possessive
                and following[:1].isupper()
                and line.hit(at + 1) is None
                and not _is_office(following)
            )
        return (
            at == first + 1
            and (line.text(first) in self._roster.given or _before(line, first) in lex.ROLES)
            and not line.tokens[first].possessive
        )

    def _kind(self, line: Line, first: int, last: int) -> ActorKind | None:
        words = [token.text for token in line.tokens[first:last]]
        name = " ".join(words)
        if last - first > MAX_NAME or name in self._roster.agencies or words[-1] in lex.PARTICLES:
            return None
        if self._is_person(line, first, last, words):
            return ActorKind.PERSON
        tail = words[-1].lower()
        if tail in lex.THING_HEADS:
            return None
        if self._speaks(line, first, last):
            return ActorKind.ORGANIZATION
        return None

    def _is_person(self, line: Line, first: int, last: int, words: list[str]) -> bool:
        before, two = _before(line, first), line.text(first - 2).lower()
        officed = before in lex.HONORIFICS or before in lex.RANKS or before in lex.ROLES
        officed = officed and not line.tokens[first - 1].possessive  # "Prime Minister's Questions"
        if before in lex.TITLE_OBJECTS and two == "of":
            officed = True
        if officed:
            return words[-1].lower() not in lex.THING_HEADS
        if len(words) == 1:
            return bool(_ARTICLED.match(words[0])) and len(words[0]) > 5  # noqa: PLR2004 - "al-X" alone
        tail = words[-1].lower()
        if tail in lex.THING_HEADS and not (
            tail in lex.SURNAMES_TOO and words[0] in self._roster.given and len(words) == 2  # noqa: PLR2004
        ):
            return False
        if before in _NOT_BEFORE_PEOPLE:
            return False
        return (
            words[0] in self._roster.given
            or any(_is_mark(word) for word in words)
            or any(word in lex.PARTICLES for word in words[1:-1])
            or words[-1] in self._alone
            or self._described(line, first, last)
            or self._of_state(line, last)
        )

    def _of_state(self, line: Line, last: int) -> bool:
        """'Zoran Xx of Serbia': two plain words and then a state."""
        hit = line.hit(last + 1)
        return line.text(last) == "of" and hit is not None and hit.kind is ActorKind.STATE

    def _described(self, line: Line, first: int, last: int) -> bool:
        """Said to be somebody: ", who …", ", the … minister", "…, 42," or "minister, …"."""
        after = line.text(last)
        if after == "who" or (after == "," and line.text(last + 1) in {"who", "whose"}):
            return after == "who" or line.text(last + 1) == "who"
        if after == "," and line.text(last + 1).isdigit() and line.text(last + 2) == ",":
            return True
        if after == "," and _role_ahead(line, last + 1):
            return True
        at = first - 1
        while at >= 0 and _is_honour(line.text(at)):
            at -= 1
        if line.text(at) != ",":
            return False
        return line.lower(at - 1) in lex.ROLES or (
            line.text(last) in {",", "."} and any(line.text(i) == "who" for i in range(max(at - 5, 0), at))
        )

    def _speaks(self, line: Line, first: int, last: int) -> bool:
        """A name unlike a person's that says or does something ("PepsiCo said", "Foro Penal, a … group")."""
        if line.tokens[last - 1].possessive:
            return False
        word = line.text(last)
        lone = last - first == 1 and not _INNER_CAPITAL.match(line.text(first))
        if lone and line.lower(first) in lex.BODY_HEADS:  # "the Council": a short form
            return False
        if lone and first == 0 and word != ",":  # the capital of a sentence's first word says nothing
            return False
        if len(line.tokens[first].text) < 3:  # noqa: PLR2004 - an initial or a slip
            return False
        if word in lex.SPEECH:
            return True
        return word == "," and (line.text(last + 1) == "whose" or _body_ahead(line, last + 1))


def _before(line: Line, first: int) -> str:
    """The word before a name, with its dot if it is an abbreviation."""
    return line.lower(first - 1)


def _is_office(word: str) -> bool:
    lower = word.lower()
    return lower in lex.ROLES or lower in lex.MODIFIERS or lower in lex.RANKS or lower in lex.BODY_HEADS


def _is_honour(word: str) -> bool:
    return word.lower() in lex.HONORIFICS or word.lower() in lex.RANKS


def _is_mark(word: str) -> bool:
    """Written as only people's names are: 'J.', 'al-Sabah', 'Moo-hyun'."""
    return bool(re.fullmatch(r"[A-Z]\.", word) or _ARTICLED.match(word) or _GIVEN_SYLLABLE.fullmatch(word))


def _role_ahead(line: Line, at: int) -> bool:
    """A noun phrase of an office within a few words: ", the Houthis' military spokesman"."""
    for ahead in range(at, min(at + 8, len(line.tokens))):
        word = line.lower(ahead)
        if word in lex.ROLES:
            return True
        if not (word in {"the", "a", "an", "his", "her", "its", "their"} or _may_modify(line, ahead)):
            return False
    return False


def _may_modify(line: Line, at: int) -> bool:
    word = line.lower(at)
    return line.hit(at) is not None or word in lex.MODIFIERS or line.tokens[at].possessive or "-" in word


def _body_ahead(line: Line, at: int) -> bool:
    """As in ", a local rights group": an article and then the head of a body."""
    if line.text(at) not in {"a", "an", "the"}:
        return False
    for ahead in range(at + 1, min(at + 7, len(line.tokens))):
        if line.lower(ahead) in lex.BODY_HEADS:
            return True
        if not line.text(ahead)[0].isalnum() or line.lower(ahead) in lex.FUNCTION:
            return False
    return False
