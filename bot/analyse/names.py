"""Names of people and bodies that no table knows, by how they are written and what stands beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.analyse import lexicon as lex
from bot.analyse import signs
from bot.analyse.roster import Form, Roster
from bot.analyse.tokens import Line, written
from bot.analyse.vocabulary import vocabulary
from bot.types import ActorKind

MAX_NAME = 6
"""Words in a person's name; longer runs of capitals are headlines or lists (the longest in the Factbook is 6)."""

MAX_BODY = 8
"""Words behind the head of a body's name; the longest in the dev articles has five."""

MAX_RUN = 40
"""Capitalised words read as one stretch: a headline has fewer, a list without end has more."""

_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_NOT_BEFORE_PEOPLE = {"the", "plays", "played", "portrays", "portrayed", "playing"} | lex.ALIASES
"""What stands before a thing, or a character."""

_SHIPS = vocabulary(
    "BRP HDMS HMAS HMCS HMNZS HMS HNLMS INS JDS KD KRI MS MT MV RFA ROKS RSS SS TCG USCGC USNS USS"
)
"""What navies and owners write before the name of a ship."""

_SENT = frozenset({"mission", "force"})
"""Bodies that are called after where they are sent ("Mission in Haiti")."""

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

    @property
    def text(self) -> str:
        """As it is written, without a possessive at its end: "Harbour Workers' Union"."""
        return written(self.line.tokens[self.first : self.last])


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
        self._stretches: dict[int, tuple[tuple[int, int], ...]] = {}
        self._alone = self._speaking(lines)
        self._ships = frozenset(
            line.text(last - 1)
            for line in lines
            for first, last in self._capitals(line)
            if signs.is_ship(line, first, last)
        )

    def _speaking(self, lines: Sequence[Line]) -> frozenset[str]:
        """Lone capitals that say or do something; one that ever takes "the" is a thing ("the Cubs won")."""
        alone, things = set(), set()
        for line in lines:
            for first, last in self._capitals(line):
                if line.lower(first - 1) == "the":
                    things.add(line.text(last - 1))
                elif last - first == 1 and line.hits[first] is None and line.text(last) in lex.SPEECH:
                    alone.add(line.text(first))
        return frozenset(alone - things)

    def names(self, line: Line) -> tuple[Name, ...]:
        """The names in a line, in order, without overlap."""
        found: list[Name] = []
        past = 0
        for first, last in self._capitals(line):
            if last > past:
                found.extend(self._split(line, max(first, past), last))
            past = max([past, *(name.last for name in found[-1:])])
        return tuple(found)

    def _capitals(self, line: Line) -> tuple[tuple[int, int], ...]:
        """The runs of a line; read three times, looked for once."""
        if line.number not in self._stretches:
            self._stretches[line.number] = tuple(self._runs(line))
        return self._stretches[line.number]

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
                if possessive and not self._owns_in_name(line, at - 1):
                    break
                ahead = at
                while ahead < at + 2 and line.text(ahead) in lex.PARTICLES:
                    ahead += 1
                if not (ahead < len(line.tokens) and self._capital(line, ahead)):
                    break
                at = ahead
            yield first, at

    def _owns_in_name(self, line: Line, at: int) -> bool:
        """Is the possessive part of a body's name ("Coastal Fishermen's Union", "Workers' Party")?"""
        word = line.lower(at)
        plural = word in lex.PLURALS or word.endswith(("men", "ers"))
        return plural and line.text(at + 1)[:1].isupper() and line.lower(at + 1) in lex.BODY_HEADS

    def _capital(self, line: Line, at: int) -> bool:
        token = line.tokens[at]
        lower = token.text.lower()
        if not token.capital or (lower in lex.CALENDAR and not self._named_like_a_month(line, at)):
            return False
        if at and line.text(at - 1) not in {'"', "“", "‘", "'", "-", "—"}:
            given = token.text in self._roster.given and signs.is_honour(line.text(at - 1))  # "Gen. Will …"
            return lower not in lex.FUNCTION or lower in lex.INSIDE_NAMES or given
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
                yield Name(line, start, end, signs.kind_of_body(line, start, end))
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
                if signs.is_acronym(line, at) and line.text(at) not in self._roster.agencies:
                    yield Name(line, at, at + 1, ActorKind.ORGANIZATION)
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
        if hit and hit.kind is ActorKind.ORGANIZATION and line.lower(head) in _SENT:
            return line.text(head + 1) in _ORGANISATION_LINKS
        if hit is None or hit.kind is not ActorKind.STATE or line.lower(head) in lex.ORGANS:
            return False
        return hit.form in {Form.DEMONYM, Form.NAME} and not line.tokens[at].possessive

    def _body_head(self, line: Line, first: int, last: int) -> int | None:
        for at in range(last - 1, first - 1, -1):
            if line.lower(at) in lex.BODY_HEADS and line.hits[at] is None:
                article = (
                    line.text(at + 1) == "of" and line.text(at + 2) == "the" and line.hit(at + 3) is None
                )
                linked = line.text(at + 1) in _ORGANISATION_LINKS and self._capital_at(line, at + 2 + article)
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
        while line.text(end) in _ORGANISATION_LINKS:
            article = line.text(end) == "of" and line.text(end + 1) == "the"
            if end - head > MAX_BODY or not self._capital_at(line, end + 1 + article):
                break
            abroad = line.lower(end) in {"in", "on", "against"} and line.lower(head) not in _SENT
            if line.hits[end + 1 + article] and (abroad or article):
                break
            end = self._capitals_end(line, end + 1 + article)
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
            return bool(signs.ARTICLED.match(token.text))
        if hit.form in {Form.DEMONYM, Form.ABBREVIATION}:
            return False
        if at == first:
            following = line.text(at + 1)
            return (
                token.text in self._roster.given
                and not token.possessive
                and following[:1].isupper()
                and line.hit(at + 1) is None
                and not signs.is_office(following)
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
        if self._is_thing(line, first, last):
            return None
        if not self._is_company(line, first, words):
            if self._is_person(line, first, last, words):
                return ActorKind.PERSON
            led = signs.has_officer(line, first, last) and not self._bears_given(words)
            thing = words[-1].lower() in lex.THING_HEADS
            if not led and (thing or not signs.acts(line, first, last)):
                return None
        return signs.kind_of_body(line, first, last)

    def is_nobody(self, line: Line, first: int, last: int) -> bool:
        """A ship, words of a title, or a character: no reader may take them for somebody."""
        played = _before(line, first) in _NOT_BEFORE_PEOPLE - {"the"}
        return played or self._is_thing(line, first, last)

    def _is_thing(self, line: Line, first: int, last: int) -> bool:
        """A ship wherever it is named, or words of a title."""
        if line.text(first) in _SHIPS or line.text(first - 1) in _SHIPS:
            return True
        tail = line.text(last - 1)
        ship = (tail in self._ships and tail not in self._alone) or signs.is_ship(line, first, last)
        return ship or signs.in_title(line, first, last)

    def _is_company(self, line: Line, first: int, words: list[str]) -> bool:
        company = words[-1].lower() in lex.COMPANY_TAILS and len(words) > 1
        return (company or line.lower(first - 1) in lex.BODY_NOUNS) and words[0] not in self._roster.given

    def _bears_given(self, words: list[str]) -> bool:
        return len(words) == 1 and words[0] in self._roster.given

    def _is_person(self, line: Line, first: int, last: int, words: list[str]) -> bool:
        before, two = _before(line, first), line.text(first - 2).lower()
        officed = before in lex.HONORIFICS or before in lex.RANKS or before in lex.ROLES
        officed = officed and not line.tokens[first - 1].possessive  # "Prime Minister's Questions"
        if before in lex.TITLE_OBJECTS and two == "of":
            officed = True
        if before == "st.":
            return False
        if officed:
            return words[-1].lower() not in lex.THING_HEADS
        if len(words) == 1:
            return bool(signs.ARTICLED.match(words[0])) and len(words[0]) > 5  # noqa: PLR2004 - "al-X" alone
        tail = words[-1].lower()
        if tail in lex.THING_HEADS and not (
            tail in lex.SURNAMES_TOO and words[0] in self._roster.given and len(words) == 2  # noqa: PLR2004
        ):
            return False
        body = signs.described_as_body(line, last)
        described = signs.described_as_person(line, first, last) and not body
        if before in _NOT_BEFORE_PEOPLE or (signs.is_place(line, first) and not described):
            return False
        return described or (
            not body
            and (
                words[0] in self._roster.given
                or any(signs.written_as_person(word) for word in words)
                or any(word in lex.PARTICLES for word in words[1:-1])
                or words[-1] in self._alone
                or signs.of_party(line, last)
            )
        )


def _before(line: Line, first: int) -> str:
    """The word before a name, with its dot if it is an abbreviation."""
    return line.lower(first - 1)
