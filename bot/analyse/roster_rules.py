"""The rules that tables of actors must keep, one function each: all tables → faults, each with its remedy."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from bot.analyse.actor_tables import Body, Official, families, official, rows
from bot.analyse.roster import findable, spellings
from bot.analyse.roster_book import Alias, Book, Fault, Path, Place, Read, entered
from bot.analyse.spelling import fold
from bot.errors import ConfigError
from bot.types import ActorKind

_WORD = re.compile(r"[^\W_]+")


def sources(book: Book) -> Iterator[Fault]:
    """Every row rests on a source, its own or the file's."""
    for read in book.reads:
        if read.table.source.strip():
            continue
        bare: list[Path] = [
            (key, name)
            for key, bodies in (("bodies", read.table.bodies), ("groups", read.table.groups))
            for name, body in bodies.items()
            if not body.source.strip()
        ]
        for path in bare or [("source",)]:
            yield read.fault(path, "lacks a source. Give it one, or name one for the file in its first key.")


def dates(book: Book) -> Iterator[Fault]:
    """No file is of a day to come."""
    for read in book.reads:
        if read.table.date > book.today:
            yield read.fault(
                ("date",), f"{read.table.date} lies in the future. Write the day that the rows are of."
            )


def states(book: Book) -> Iterator[Fault]:
    """A state is entered under a code of three capitals, and some file names it."""
    for read in book.reads:
        for code in read.table.states:
            path = ("states", code)
            if not re.fullmatch(r"[A-Z]{3}", code):
                yield read.fault(path, "no code of a state. Write three capitals, as in ISO 3166-1 alpha-3.")
            elif not book.states[code].name.strip():
                yield read.fault(path, "no table names this state. Correct the code, or give it a name.")


def drops(book: Book) -> Iterator[Fault]:
    """What is dropped is there to be dropped."""
    known = {(alias.owner, alias.text) for alias in book.written}
    for read in book.reads:
        for code, state in read.table.states.items():
            for text in state.drop:
                if (code, text) not in known:
                    yield read.fault(("states", code, "drop"), f"{text!r} is no name of {code}. Take it out.")


def entries(book: Book) -> Iterator[Fault]:
    """A body is entered once, in one file."""
    seen: dict[str, Place] = {}
    for read in book.reads:
        for name, path in entered(read):
            place = read.place(path)
            if name in seen:
                yield Fault(place, f"{name!r} is entered already, in {seen[name]}. Keep one of them.")
            seen.setdefault(name, place)


def ties(book: Book) -> Iterator[Fault]:
    """What a body belongs to, and what it acts as, is known."""
    for read in book.reads:
        for key, bodies in (("bodies", read.table.bodies), ("groups", read.table.groups)):
            for name, body in bodies.items():
                yield from (read.fault((key, name, field), words) for field, words in _ties(body, book))


def _ties(body: Body, book: Book) -> Iterator[tuple[str, str]]:
    if body.state is not None and body.state not in book.states:
        yield "state", _no_state(body.state)
    for field, party in (("of", body.of), ("party", body.party)):
        if party is not None and body.state is not None:
            yield field, "to no use beside state. Keep one of them."
        elif party is not None and not _is_party(party, book):
            yield field, _no_party(party, book)
    if body.kind not in {ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP}:
        yield "kind", f"a body is no {body.kind}. Write organization or armed_group."


def parties(book: Book) -> Iterator[Fault]:
    """Whose organs, leaders and officials they are is known."""
    for read in book.reads:
        table = read.table
        tied = {
            "organs": table.organs,
            "members": table.members,
            "leaders": table.leaders,
            "heads": table.heads,
            "cities": table.cities,
        }
        for key, codes in tied.items():
            yield from (read.fault((key, code), _no_state(code)) for code in codes if code not in book.states)
        for key, of in {"officials": table.officials, "served": table.served}.items():
            for party in of:
                if not _is_party(party, book):
                    yield read.fault((key, party), _no_party(party, book))


def _is_party(party: str, book: Book) -> bool:
    return party in book.states or party in book.bodies


def _no_state(code: str) -> str:
    return f"{code!r} is the code of no state in these tables. Correct it, or add the state."


def _no_party(party: str, book: Book) -> str:
    known = book.bearers.get(party)
    remedy = f"Write {known.said!r}." if known else "Correct it, or add it."
    return f"{party!r} is neither the code of a state nor the name of a body in these tables. {remedy}"


def forms(book: Book) -> Iterator[Fault]:
    """No name is blank, and each can be met in a text."""
    for alias in book.written:
        if not alias.text.strip():
            yield Fault(alias.place, "a blank name. Take it out.")
        elif not findable(alias.text):
            yield Fault(
                alias.place,
                f"{alias.text!r} is never found. Begin it with a letter or digit, with single spaces and straight "
                "apostrophes, and without the marks | ; and =.",
            )


def owners(book: Book) -> Iterator[Fault]:
    """No name is that of two actors."""
    told = set()
    for alias in book.aliases:
        for spelling in spellings(alias.text):
            first = book.bearers[spelling]
            if alias.is_entry and first.is_entry and alias.said == first.said:
                continue  # one body entered twice
            pair = (fold(alias.text), first.owner, alias.owner)
            if first.owner != alias.owner and pair not in told:
                told.add(pair)
                also = f"{spelling!r} names {first.said} too, in {first.place}."
                yield Fault(alias.place, f"{also} Drop it from one of them.")


def repeated(book: Book) -> Iterator[Fault]:
    """No name is given to one actor twice, nor in a spelling that is looked for anyhow."""
    seen: dict[str, Alias] = {}
    for alias in book.aliases:
        first = seen.setdefault(alias.text, alias)
        if first is alias or first.owner != alias.owner:
            continue
        # A later table may choose the state's name from the others, or make a name of a demonym.
        if alias.rank >= first.rank and not alias.is_entry:
            yield Fault(
                alias.place, f"{alias.text!r} is a name of {alias.said} already, in {first.place}. Keep one."
            )
    for alias in book.aliases:
        for spelling in (s for s in spellings(alias.text) if s != alias.text):
            same = seen.get(spelling)
            if same and same.owner == alias.owner and not same.is_entry:
                yield Fault(
                    same.place, f"{spelling!r} is found anyhow, as a spelling of {alias.text!r}. Take it out."
                )


def idle(book: Book) -> Iterator[Fault]:
    """No name only adds small words to a shorter one of the same actor, which is found in it anyhow."""
    needy = {alias for read in book.reads for alias in read.table.needs}
    for alias in book.aliases:
        words = alias.text.split(" ")
        for end in range(1, len(words)):
            shorter = book.bearers.get(" ".join(words[:end]))
            same = shorter and shorter.owner == alias.owner and shorter.text not in needy
            if shorter and same and " ".join(words[end:]).islower():
                yield Fault(
                    alias.place, f"{alias.text!r} adds nothing to {shorter.text!r}, found in it. Take it out."
                )
                break


def agencies(book: Book) -> Iterator[Fault]:
    """An agency reports: it is no actor too."""
    for read in book.reads:
        for name in read.table.agencies:
            known = book.bearers.get(name)
            if known:
                words = f"{name!r} is an actor too, {known.said} in {known.place}. Drop it from one of them."
                yield read.fault(("agencies",), words)


def swallowed(book: Book) -> Iterator[Fault]:
    """What is swallowed holds a name, and is none."""
    for read in book.reads:
        for text in read.table.swallow:
            known = book.bearers.get(text)
            if known:
                words = f"{text!r} hides that name of {known.said} in {known.place}. Take one of them out."
                yield read.fault(("swallow",), words)
            elif text.strip() and not any(part in book.bearers for part in _parts(text)):
                yield read.fault(("swallow",), f"{text!r} holds no name that it could swallow. Take it out.")


def _parts(text: str) -> Iterator[str]:
    marks = [match.span() for match in _WORD.finditer(text)]
    ends = {end + more for _, end in marks for more in (0, 1)}  # "U.S." ends behind its dot
    yield from (text[start:end] for start, _ in marks for end in ends if start < end)


def needs(book: Book) -> Iterator[Fault]:
    """What needs company is a name, and its company is not there anyhow."""
    for read in book.reads:
        for alias, words in read.table.needs.items():
            path = ("needs", alias)
            if alias not in book.bearers:
                yield read.fault(path, f"{alias!r} is no name in these tables. Correct it, or take it out.")
            if not words:
                yield read.fault(path, "without company it is never found. Name some words, or take it out.")
            for word in words:
                if word.strip() and word in alias:
                    yield read.fault(path, f"{word!r} stands in the name itself. Take it out.")


def lists(book: Book) -> Iterator[Fault]:
    """Nothing stands twice in a list, or blank."""
    seen: dict[tuple[Path, str], Place] = {}
    for read in book.reads:
        for path, text in _listed(read):
            place = read.place(path)
            if not text.strip():
                yield Fault(place, "a blank entry. Take it out.")
            elif (path, text) in seen:
                yield Fault(place, f"{text!r} stands there already, in {seen[path, text]}. Keep one of them.")
            seen.setdefault((path, text), place)


def _listed(read: Read) -> Iterator[tuple[Path, str]]:
    """Entries of lists, each with the list that it stands in."""
    table = read.table
    plain = {"agencies": table.agencies, "swallow": table.swallow, "given": table.given.split()}
    for key, texts in plain.items():
        yield from (((key,), text) for text in texts)
    for key, of in {"leaders": table.leaders, "cities": table.cities, "served": table.served}.items():
        for party, text in of.items():
            yield from (((key, party), fold(name)) for name in families(text))
    for alias, words in table.needs.items():
        yield from ((("needs", alias), word) for word in words)


def officials(book: Book) -> Iterator[Fault]:
    """Rows of officials are whole, of days gone by, and there once."""
    seen: dict[tuple[str, ...], Place] = {}
    for read in book.reads:
        for path, row, is_head in _rows(read):
            try:
                one = official(row, path[1], read.table, is_head=is_head)
            except ConfigError as error:
                yield read.fault(path, str(error).removeprefix(f"actors: {path[1]}: "))
                continue
            who = (one.party, fold(one.office), fold(one.name))
            if who in seen:
                yield read.fault(
                    path, f"{row.strip()!r} stands there already, in {seen[who]}. Keep one of them."
                )
            seen.setdefault(who, read.place(path))
            has_source = bool("".join(row.split("|")[_SOURCE:]).strip()) or not read.table.by_hand
            for words in _row_faults(one, read.table.date, book.today, has_source=has_source):
                yield read.fault(path, f"{row.strip()!r}: {words}")


_SOURCE = 5
"""Bars before the source in a row."""


def _rows(read: Read) -> Iterator[tuple[Path, str, bool]]:
    for key, rows_of in (("heads", read.table.heads), ("officials", read.table.officials)):
        for party, text in rows_of.items():
            yield from (((key, party), row, key == "heads") for row in rows(text))


def _row_faults(one: Official, filed: date, today: date, *, has_source: bool) -> Iterator[str]:
    if not one.office or not one.name:
        yield "the office or the name is blank. Fill it in, or take the row out."
    if not set(_WORD.findall(fold(one.family))) <= set(_WORD.findall(fold(one.name))):
        yield f"{one.family!r} is no part of the name. Write it as in the name."
    if one.since[:10] > str(one.as_of)[: len(one.since)]:
        yield f"in office from a later day than {one.as_of}, whose knowledge it is. Correct one of them."
    if one.as_of > today and one.as_of != filed:  # the file's own day is told once
        yield f"{one.as_of} lies in the future. Write the day whose knowledge it is."
    if not has_source or not one.source.strip():
        yield "lacks a source. Rows made by hand name their own, in the sixth field."


RULES: Iterable[Callable[[Book], Iterator[Fault]]] = (
    sources,
    dates,
    states,
    drops,
    entries,
    ties,
    parties,
    forms,
    owners,
    repeated,
    idle,
    agencies,
    swallowed,
    needs,
    lists,
    officials,
)
"""All of them."""
