"""Whom a phrase of one line names: a state by code, a body or a group by name, one that the article named before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.analyse import lexicon as lex
from bot.analyse import offices, signs
from bot.analyse.names import Name
from bot.analyse.persons import is_person
from bot.analyse.roster import Form, Hit
from bot.analyse.tokens import Line, written
from bot.types import ActorKind

_CODE = re.compile(r"[A-Z]{3}")
_COMPOUND = re.compile(r".+-(?:based|born|bred|raised|trained|educated|wide|style|language|speaking)")
"""'Nairobi-based' says where, not for whom."""

LINKS = frozenset({"of", "for", "to", "at", "in", "on", "with", "from", "within", "inside"})
"""Prepositions that tie somebody to what they belong to, deal with or are found in."""

_AMID = 3
"""Lower-case words between a preposition's article and a name ("with the rail union CGSP")."""

_LONGEST = 6
"""Capitals of a body that stands where only a body can stand, though neither reader of names saw it."""


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


def party_of(hit: Hit) -> Party:
    """Whom officials of a known actor speak for: its state, if it is one or an organ that acts as one; else itself."""
    organ = hit.party == hit.entry.affiliation
    return Party(hit.party if organ else hit.name, hit.start, hit.end)


def is_common(body: Name) -> bool:
    """Is it a common noun: "central bank", or "Air force" at the head of a sentence?"""
    opens = body.first == 0 and len(body.words) > 1
    return body.text.islower() or (opens and body.text[1:].islower())


class Parties:
    """The parties of one line.

    Args:
        line: The line.
        bodies: The unknown bodies named in it.
    """

    def __init__(self, line: Line, bodies: Sequence[Name]) -> None:
        self._line = line
        named = [body for body in bodies if not is_common(body)]
        self._body_at = {at: body for body in named for at in range(body.first, body.last)}

    def at(self, at: int) -> bool:
        """Does the token name a party?"""
        return at in self._body_at or self._hit(at) is not None

    def body(self, at: int) -> Name | None:
        """The unknown body that the token belongs to."""
        return self._body_at.get(at)

    def party(self, at: int) -> Party:
        """Officials of a state and its organs speak for the state, others for the body that is named."""
        body, hit = self._body_at.get(at), self._hit(at)
        run = self._run(at, body)
        if run:
            return run
        if body:
            owner = self._state_of(body) if self.is_organ(body) else None
            return owner or self._numbered(body)
        assert hit is not None, "callers ask at() first"  # noqa: S101
        return party_of(hit)

    def _numbered(self, body: Name) -> Party:
        """The body, with the number before it ("3rd Mountain Battalion")."""
        before = self._line.text(body.first - 1)
        if not re.fullmatch(r"\d+(?:st|nd|rd|th)", before):
            return Party(body.text, body.start, body.end)
        return Party(f"{before} {body.text}", self._line.tokens[body.first - 1].start, body.end)

    def organ(self, party: Party) -> bool:
        """Is it an organ of a state that it does not name ("Foreign Office", "Ministry of Health")?"""
        body = self._body_at.get(self._line.at(party.start))
        return body is not None and party.name == body.text and self.is_organ(body)

    def is_organ(self, body: Name) -> bool:
        """Is a body an organ of state by its name?"""
        if body.kind is not ActorKind.ORGANIZATION:
            return False
        words = [word.lower() for word in body.words]
        ends = {words[0], words[-1], words[words.index("of") - 1] if "of" in words else ""}
        if not ends.isdisjoint(offices.MINISTRIES) or body.words[-1].lower() in offices.UNITS:
            return True
        if not ends.isdisjoint(offices.BOARDS_OF_STATE) and not offices.STATELY_WORDS.isdisjoint(words):
            return True
        return len(body.words) <= 2 and body.words[-1].lower() in lex.ORGANS  # noqa: PLR2004

    def _state_of(self, body: Name) -> Party | None:
        """The state in an organ's name ("Finance Ministry of Latvia") or before it ("Britain's Foreign Office")."""
        inside = (
            self._line.hit(at) for at in range(body.first, body.last) if self._line.lower(at - 1) != "in"
        )
        own = next((h for h in inside if h and h.kind is ActorKind.STATE), None)
        before = self._hit(body.first - 1)
        if before and before.kind is ActorKind.STATE and self._owns(body.first - 1, before):
            own = own or before
        return party_of(own) if own else None

    def _owns(self, at: int, hit: Hit) -> bool:
        return self._line.tokens[at].possessive or hit.form in {Form.DEMONYM, Form.ABBREVIATION}

    def _hit(self, at: int) -> Hit | None:
        hit = self._line.hit(at)
        return None if hit is None or _COMPOUND.fullmatch(self._line.text(at)) else hit

    def _run(self, at: int, body: Name | None) -> Party | None:
        """A longer name that goes on behind a state or a body ("Sweden Forward", "Shelter Now Nepal")."""
        hit = self._hit(at)
        if body is None and (hit is None or hit.kind is not ActorKind.STATE or hit.form is not Form.NAME):
            return None
        end = body.last if body else self._line.hit_end(at)
        first = body.first if body else at
        if end < 1 or self._line.tokens[end - 1].possessive:
            return None
        last = end
        while last < first + _LONGEST and self._goes_on(last):
            last += 1
        return self._named(first, last) if last > end else None

    def _goes_on(self, at: int) -> bool:
        text, hit = self._line.text(at), self._line.hit(at)
        office = signs.is_office(text) and not hit and self._line.text(at + 1) not in lex.MOVEMENTS
        if not text[:1].isupper() or at in self._body_at or office:
            return False
        if hit and hit.form in {Form.DEMONYM, Form.ABBREVIATION}:
            return False
        person = is_person(text.lower()) and self._line.text(at + 1) not in lex.MOVEMENTS
        return text.lower() not in lex.CALENDAR and not signs.is_honour(text) and not person

    def _named(self, first: int, last: int) -> Party:
        words = self._line.tokens[first:last]
        return Party(written(words), words[0].start, words[-1].end)

    def slot(self, at: int, stop: int, least: int = 2) -> Party | None:
        """An unseen body of two capitals and more where a body must stand ("a nurse at Quiet River Clinic")."""
        last = at
        while last < min(at + _LONGEST, stop, len(self._line.tokens)) and (
            self._line.text(last)[:1].isupper() or (self._line.text(last) == "&" and last > at)
        ):
            last += 1
            if self._line.tokens[last - 1].possessive and not self._line.text(last)[:1].isupper():
                return None
        if last - at < least or any(self._line.hits[at:last]):  # a lone capital may be a town
            return None
        place = self._line.text(at) in lex.PLACE_OPENERS or self._line.lower(last - 1) in lex.PLACE_HEADS
        dated = self._line.lower(at) in lex.CALENDAR
        return None if place or dated else self._named(at, last)

    def slot_in(self, first: int, last: int) -> Party | None:
        """The first such body between two tokens ("who heads the think tank Caucasus Horizon")."""
        starts = (at for at in range(first, last) if self._line.text(at)[:1].isupper())
        at = next(starts, None)
        return None if at is None else self.slot(at, last)

    def linked(self, at: int) -> tuple[Party | None, int]:
        """The party that a preposition at ``at`` leads to, over an article and a few nouns, and the token behind it."""
        first = at + 1 + (self._line.lower(at + 1) in {"the", "a", "an", "its", "their"})
        for place in range(first, first + _AMID + 1):
            if self.at(place):
                named = place + self.owns_body(place)
                return self.party(named), self.behind(named)
            unseen = self.slot(place, len(self._line.tokens))
            if unseen and self._said_body(place, unseen):
                return unseen, self._line.at(unseen.end)
            word = self._line.text(place)
            if not re.fullmatch(r"[a-z-]+", word) or word in LINKS or word in lex.FUNCTION:
                break
        return None, at

    def _said_body(self, at: int, party: Party) -> bool:
        """Do the words around a capitalised phrase say that it is a body ("the White Lance militia", "the charity X Y")?"""
        behind = self._line.text(self._line.at(party.end))
        words = {word.lower() for word in party.name.split()}
        if not words.isdisjoint(lex.BODY_HEADS) or "&" in words:
            return True
        return behind in lex.MOVEMENTS or self._line.text(at - 1) in lex.BODY_NOUNS

    def behind(self, at: int) -> int:
        """The first token behind the party at ``at``."""
        end = self.party(at).end
        return max(at + 1, self._line.at(end))

    def owns_body(self, at: int) -> bool:
        """Is the actor the owner of a body that is no organ of state ("Britain's Mammal Society")?"""
        body = self._body_at.get(at + 1)
        return self._line.tokens[at].possessive and body is not None and not self.is_organ(body)

    def within(self, first: int, last: int, head: str = "") -> tuple[Party | None, str | None]:
        """The first party that a person of ``head`` belongs to in the complement first…last, or a generic body.

        "Envoy to X" speaks to X and a "director in X" sits there; neither speaks for it.
        """
        generic, link = None, ""
        for at in range(first, min(last, len(self._line.tokens))):
            word = self._line.lower(at)
            if word in LINKS and self._line.text(at).islower():
                if word == "to" and head and head not in offices.SERVANTS:
                    return None, generic
                link = word
            elif self.at(at):
                fresh = self._owned_slot(at, last, head)
                if fresh:
                    return fresh, None
                at += self.owns_body(at)  # noqa: PLW2901 - the body that it owns stands for it
                if self._fits(link, at, head):
                    return self.party(at), None
            elif self._is_slot(at, link, head):
                party = self.slot(at, last, least=1 if link == "at" and head in offices.DESK else 2)
                if party:
                    return party, None
            generic = generic or self.generic(at)
        return None, generic

    def _owned_slot(self, at: int, last: int, head: str) -> Party | None:
        """An unseen body of a state ("operating officer of Botswana's Kgalagadi Diamonds")."""
        owned = self._line.tokens[at].possessive and head in offices.BOARDROOM and not self.at(at + 1)
        return self.slot(at + 1, last) if owned else None

    def _is_slot(self, at: int, link: str, head: str) -> bool:
        fresh = self._line.text(at)[:1].isupper() and not self._line.text(at - 1)[:1].isupper()
        if not fresh or not head or head in offices.TERRITORIAL or head in offices.AGAINST:
            return False
        return link in {"at", "with"} or (link in {"of", "for"} and head in offices.BOARDROOM)

    def _fits(self, link: str, at: int, head: str) -> bool:
        """Does a preposition before a party make it the one that ``head`` speaks for?"""
        if not head or not link:
            return True
        hit = self._hit(at)
        city = (
            hit is not None
            and hit.form is Form.METONYM
            and head in offices.TERRITORIAL - offices.STATE_OFFICES
        )
        state = at not in self._body_at and hit is not None and hit.kind is ActorKind.STATE
        about = link == "on" or (link == "with" and head in offices.PARLEYERS)
        suffered = head in offices.AGAINST and link in {"of", "for", "with", "from"}
        if city or about or suffered:  # "bishop of Managua", "expert on Iran", "negotiator with Hamas"
            return False
        if not state or link in {"of", "to"}:
            return True
        spoken_for = link == "for" and (head in lex.SPOKESPEOPLE or head in lex.PLAYERS)
        return spoken_for or self._governs(at)

    def _governs(self, at: int) -> bool:
        """Is it a state's own body that is meant ("at the Norwegian embassy", "in Israel's army")?"""
        hit = self._hit(at)
        if hit is None or not self._owns(at, hit):
            return False
        end = self._line.hit_end(at)
        return any(self._line.lower(i) in lex.ORGANS | offices.GOVERNING for i in range(end, end + _AMID))

    def claimed(self, first: int, head: str) -> Party | None:
        """An unknown name that owns an officer of a company ("Lumina's country manager", "Clean Water Now's chairman")."""
        last = first
        if head not in offices.BOARDROOM | {"coach"} or last < 1:
            return None
        start = last
        while (
            start > max(0, last - _LONGEST)
            and self._line.text(start - 1)[:1].isupper()
            and not self.at(start - 1)
        ):
            start -= 1
        start += start == 0 and self._line.lower(0) in lex.FUNCTION
        words = range(start, last)
        owned = bool(words) and self._line.tokens[last - 1].possessive
        plain = len(words) > 1 and not any(signs.is_office(self._line.text(at)) for at in words)
        return self._named(start, last) if owned or plain else None

    def generic(self, at: int) -> str | None:
        """A lower-case body or owner to be looked up in what the article named before."""
        word = self._line.lower(at)
        if word in lex.OWNERS:
            return word
        text = self._line.text(at)
        if word == "bank" and self._line.lower(at - 1) in {"central", "reserve", "national"}:
            return None
        return word if text in lex.GENERIC_BODIES or text in offices.HOSTS else None

    def possessor(self, at: int, *, official: bool = False) -> Party | None:
        """The actor right before a phrase: "Iran's", "Iranian", "Hamas", "the Defence Ministry's"."""
        line = self._line
        if line.lower(at - 1) == "whose":
            at -= 2  # "the council, whose president": the comma's other side
            return self.party(at - 1) if at > 0 and self.at(at - 1) else None
        if at <= 0 or not self.at(at - 1):
            return None
        hit, body = self._hit(at - 1), self._body_at.get(at - 1)
        if line.tokens[at - 1].possessive or body or (hit and hit.form in {Form.DEMONYM, Form.ABBREVIATION}):
            return self.party(at - 1)
        if (
            hit and hit.kind is ActorKind.STATE and hit.form is Form.NAME
        ):  # "Spain coach X", "Kenya police chief X"
            return self.party(at - 1) if official or line.lower(at) in lex.PLAYERS else None
        return None
