"""The conditions of a compiled rule: does each hold for a story, and on which words does that rest?

``holds`` is asked of every subscription for every story, ``found`` only where the rule as a whole holds. What rests on no
words of a body (a feed, a headline, ``everything``) holds all the same, and has no ground to show.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.brief.watches.facts import Facts
from bot.brief.watches.phrases import Phrase
from bot.types import Basis, Span


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a rule asks: whether it is so, and on what that rests."""

    holds: Callable[[Facts], bool]
    found: Callable[[Facts], Iterator[Basis]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An actor as given, casefolded for a key, and the folded words of a name."""

    text: str
    key: str
    name: tuple[str, ...]


def _nothing(facts: Facts) -> Iterator[Basis]:
    del facts
    return iter(())


NEVER = Condition(lambda _: False, _nothing)
"""What could not be checked."""

EVERYTHING = Condition(lambda _: True, _nothing)


def words(phrases: tuple[Phrase, ...]) -> Condition:
    """One of these phrases."""

    def holds(facts: Facts) -> bool:
        held = facts.index.holds
        for each in phrases:  # noqa: SIM110 - asked millions of times: a plain loop takes half the time of any()
            if held(each):
                return True
        return False

    return Condition(holds, lambda facts: _bases("words", ((p.text, facts.index.span(p)) for p in phrases)))


def actors(wanted: tuple[Wanted, ...]) -> Condition:
    """One of these actors, by key or by whole words of a name or an alias."""

    def spans(facts: Facts) -> Iterator[tuple[str, Span | None]]:
        return ((one.text, facts.actor(one.key, one.name)) for one in wanted)

    return Condition(
        lambda facts: any(span for _, span in spans(facts)), lambda facts: _bases("actor", spans(facts))
    )


def countries(codes: frozenset[str]) -> Condition:
    """One of these states, by ISO 3166-1 alpha-3 in capitals."""
    return Condition(
        lambda facts: not codes.isdisjoint(facts.countries),
        lambda facts: _bases(
            "country", ((code, facts.countries[code]) for code in facts.countries if code in codes)
        ),
    )


def region(name: str, codes: frozenset[str]) -> Condition:
    """One of the states of a region; the first found is its ground."""

    def found(facts: Facts) -> Iterator[Basis]:
        first = next(code for code in facts.countries if code in codes)
        return _bases("region", ((f"{name} ({first})", facts.countries[first]),))

    return Condition(lambda facts: not codes.isdisjoint(facts.countries), found)


def codes(wanted: tuple[str, ...]) -> Condition:
    """One of these PLOVER codes, ``ROOT`` or ``ROOT.mode``."""
    known = frozenset(wanted)
    return Condition(
        lambda facts: not known.isdisjoint(facts.codes),
        lambda facts: _bases("code", ((code, facts.codes.get(code)) for code in wanted)),
    )


def feeds(urls: frozenset[str]) -> Condition:
    """Shown by one of these feeds."""
    return Condition(lambda facts: not urls.isdisjoint(facts.feeds), _nothing)


def topic(name: str, rule: Condition) -> Condition:
    """The rule of a topic: its grounds follow its name, which rests on the first of them."""

    def found(facts: Facts) -> Iterator[Basis]:
        inner = tuple(rule.found(facts))
        yield from (Basis(f"topic: {name}", one.span) for one in inner[:1])
        yield from inner

    return Condition(rule.holds, found)


def one_of(parts: tuple[Condition, ...]) -> Condition:
    """One of these is enough; grounds of each that holds."""
    asked = tuple(part.holds for part in parts)

    def holds(facts: Facts) -> bool:
        for each in asked:  # noqa: SIM110 - as above
            if each(facts):
                return True
        return False

    def found(facts: Facts) -> Iterator[Basis]:
        for part in parts:
            if part.holds(facts):
                yield from part.found(facts)

    return Condition(holds, found)


def all_of(parts: tuple[Condition, ...], barred: tuple[Condition, ...]) -> Condition:
    """All of ``parts`` hold, and none of ``barred``."""
    musts, must_nots = tuple(part.holds for part in parts), tuple(part.holds for part in barred)

    def holds(facts: Facts) -> bool:
        for each in musts:
            if not each(facts):
                return False
        for each in must_nots:  # noqa: SIM110 - as above
            if each(facts):
                return False
        return True

    def found(facts: Facts) -> Iterator[Basis]:
        for part in parts:
            yield from part.found(facts)

    return Condition(holds, found)


def _bases(kind: str, pairs: Iterable[tuple[str, Span | None]]) -> Iterator[Basis]:
    return (Basis(f"{kind}: {text}", span) for text, span in pairs if span)
