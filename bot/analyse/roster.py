"""Tables of states, bodies and armed groups → a matcher of their names in text.

The tables are ``config/actors*.yaml``, decoded by the caller; which words of an article are actors at all (a
capital may be a place, a surname may be a country) is decided in ``bot.analyse.actors``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from bot.analyse.actor_tables import Official, Tables, amended, decode, families, listed, officials
from bot.analyse.served import Served
from bot.analyse.spelling import fold, unaccented
from bot.errors import ConfigError
from bot.types import ActorKind


class Form(StrEnum):
    """How an alias names its actor."""

    NAME = "name"
    DEMONYM = "demonym"
    METONYM = "metonym"
    ABBREVIATION = "abbreviation"


class Entry(msgspec.Struct, frozen=True):
    """One known actor.

    Attributes:
        key: ISO 3166 alpha-3 for a state, else kind and name ("organization:NATO").
        name: The usual English name.
        kind: State, organisation or armed group.
        party: Whom it acts as, in the events' terms: a code for a state and its organs, else a name.
        affiliation: Its state or the body it belongs to; a state's own code; ``None`` if it stands alone.
    """

    key: str
    name: str
    kind: ActorKind
    party: str
    affiliation: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` names ``entry``; a possessive "'s" is not part of it."""

    start: int
    end: int
    entry: Entry
    form: Form

    @property
    def key(self) -> str:
        """The entry's key."""
        return self.entry.key

    @property
    def name(self) -> str:
        """The entry's name."""
        return self.entry.name

    @property
    def kind(self) -> ActorKind:
        """The entry's kind."""
        return self.entry.kind

    @property
    def party(self) -> str:
        """The entry's party."""
        return self.entry.party


SPOKEN = 4
"""Letters from which British papers write an acronym as a word: Nato and Isis, but EU, UN and WHO."""

_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.?){2,}\+?|[A-Z]\d+")


class Roster:
    """Finds the known actors in a text, longest alias first.

    Args:
        aliases: Alias → its entry and form; ``None`` swallows a longer name that means something else.
        needs: Alias → companion words, one of which must stand somewhere in the text.
        agencies: Names of news agencies and outlets: they report and are not actors.
        given: Given names of people.
        leaders: Family name without accents and case → the states that somebody of that name led.
        officials: Who holds which office, as far as the tables know.
        cities: Name of a large city without accents → its state.
        served: Party → people who held office for it, parted by semicolons.
    """

    def __init__(
        self,
        aliases: Mapping[str, tuple[Entry, Form] | None],
        needs: Mapping[str, Sequence[str]],
        agencies: frozenset[str],
        given: frozenset[str] = frozenset(),
        leaders: Mapping[str, frozenset[str]] | None = None,
        officials: Sequence[Official] = (),
        cities: Mapping[str, str] | None = None,
        served: Mapping[str, str] | None = None,
    ) -> None:
        self.cities = cities or {}
        self.dated = {fold(name): code for name, code in self.cities.items()}
        self.served = Served(served or {})
        self.leaders = leaders or {}
        self.officials = officials
        self.agencies = agencies
        self.given = given
        self.entries = {found[0].key: found[0] for found in aliases.values() if found}
        self.state_names = {e.key: e.name for e in self.entries.values() if e.kind is ActorKind.STATE}
        self._needs = needs
        self._by_first: dict[str, list[tuple[str, tuple[Entry, Form] | None]]] = {}
        for alias, found in aliases.items():
            word = alias.partition(" ")[0]
            first = word if word.isalnum() else _first_word(alias)
            if first:
                self._by_first.setdefault(first, []).append((alias, found))
        for candidates in self._by_first.values():
            if len(candidates) > 1:
                candidates.sort(key=lambda pair: (-len(pair[0]), pair[0]))

    def find(self, text: str) -> tuple[Hit, ...]:
        """Every known actor named in ``text``, in order, without overlap. Case counts ("US", never "us")."""
        plain = text.replace("’", "'")
        return tuple(self._hits(plain))

    def _hits(self, plain: str) -> Iterator[Hit]:
        past = 0
        met: dict[str, bool] = {}  # once an alias, else a text that repeats it takes quadratic time
        for word in _WORD.finditer(plain):
            candidates = self._by_first.get(word.group())
            if candidates is None or word.start() < past:
                continue
            for alias, found in candidates:
                end = word.start() + len(alias)
                if not plain.startswith(alias, word.start()) or plain[end : end + 1].isalnum():
                    continue
                if alias in self._needs and alias not in met:
                    met[alias] = any(need in plain for need in self._needs[alias])
                if not met.get(alias, True):
                    continue
                past = end
                if found:
                    yield Hit(word.start(), end, found[0], found[1])
                break


def build(raws: Iterable[Mapping[str, object]]) -> Roster:
    """A roster from the decoded tables; later ones amend the states of earlier ones.

    Raises:
        ConfigError: A table has a wrong shape, an unknown key, a wrong row, or one alias for two actors.
    """
    tables = [decode(raw) for raw in raws]
    aliases: dict[str, tuple[Entry, Form] | None] = {}
    for alias, entry, form in _aliases(tables):
        for spelling in spellings(alias):
            known = aliases.setdefault(spelling, (entry, form))
            if known and known[0].key != entry.key:
                raise ConfigError(
                    f"actors: {spelling!r} names both {known[0].key} and {entry.key}; drop it from one of them"
                )
    aliases.update({name: None for table in tables for name in table.swallow})
    agencies = frozenset(name for table in tables for name in table.agencies)
    aliases.update({name: None for name in agencies if " " in name})
    needs = {alias: words for table in tables for alias, words in table.needs.items()}
    given = frozenset(name for table in tables for name in table.given.split())
    known_officials = tuple(official for table in tables for official in officials(table))
    cities = {unaccented(n): code for t in tables for code, text in t.cities.items() for n in families(text)}
    served = {party: text for table in tables for party, text in table.served.items()}
    leaders = _leaders(tables, known_officials)
    return Roster(aliases, needs, agencies, given, leaders, known_officials, cities, served)


def _first_word(text: str) -> str:
    first = _WORD.match(text)
    return first.group() if first else ""


def spellings(alias: str) -> dict[str, None]:
    """With and without accents; an acronym that is spoken as a word also as British papers write it ("Nato")."""
    if alias.isascii() and not alias.isupper():
        return {alias: None}
    spoken = alias.capitalize() if alias.isupper() and alias.isalpha() and len(alias) >= SPOKEN else alias
    return dict.fromkeys((alias, unaccented(alias), spoken))


def findable(alias: str) -> bool:
    """Can ``Roster.find`` meet it? It begins with a word, and holds no curly apostrophe, odd space or mark of our tables."""
    return _first_word(alias) != "" and not set("’|;=") & set(alias) and alias == " ".join(alias.split())


def _leaders(tables: Sequence[Tables], known: Iterable[Official]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    past = ((code, name) for t in tables for code, text in t.leaders.items() for name in families(text))
    present = ((one.party, one.family) for one in known if one.is_head and one.family)
    for code, name in (*past, *present):
        family = fold(name)
        found[family] = found.get(family, frozenset()) | {code}
    return found


def _aliases(tables: Sequence[Tables]) -> Iterator[tuple[str, Entry, Form]]:
    for code, state in amended(tables).items():
        entry = Entry(code, state.name, ActorKind.STATE, code, code)
        dropped = set(state.drop)
        for names, form in (
            ([state.name, *state.also], Form.NAME),
            (state.demonyms, Form.DEMONYM),
            (state.seats, Form.METONYM),
        ):
            yield from ((alias, entry, _form(alias, form)) for alias in names if alias not in dropped)
    for table in tables:
        for name, body in {**table.bodies, **table.groups}.items():
            kind = ActorKind.ARMED_GROUP if name in table.groups else body.kind
            party = body.state or body.party or name
            entry = Entry(f"{kind}:{name}", name, kind, party, body.state or body.of or body.party)
            yield from ((alias, entry, _form(alias, Form.NAME)) for alias in [name, *body.also])
        for code, text in table.organs.items():
            yield from _listed(text, code, code)
        for code, text in table.members.items():
            yield from _listed(text, code, None)


def _listed(text: str, code: str, party: str | None) -> Iterator[tuple[str, Entry, Form]]:
    kind = ActorKind.ORGANIZATION
    for names in listed(text):
        entry = Entry(f"{kind}:{names[0]}", names[0], kind, party or names[0], code)
        yield from ((alias, entry, _form(alias, Form.NAME)) for alias in names)


def _form(alias: str, form: Form) -> Form:
    short = form is Form.NAME and alias.isupper() and _ABBREVIATION.fullmatch(alias)
    return Form.ABBREVIATION if short else form
