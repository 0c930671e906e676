"""Every state and body that an article names, and the cities it places things in: where its people may belong."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.analyse import cities
from bot.analyse.names import Name
from bot.analyse.parties import Parties, is_common, party_of
from bot.analyse.roster import Hit, Roster
from bot.analyse.spelling import fold
from bot.analyse.tokens import Line


class Mention(NamedTuple):
    """``body[start:end]`` names a party; ``placed``: it only says where."""

    party: str
    start: int
    end: int
    line: int
    is_state: bool = True
    placed: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article names, for people to be placed in.

    Attributes:
        body: Its text.
        lines: Its sentences.
        mentions: The parties named, in order; those of the dateline have line -1.
        roster: Knows who led and who served whom.
    """

    body: str
    lines: Sequence[Line]
    mentions: Sequence[Mention]
    roster: Roster


_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sources:
    """What mentions are gathered from.

    Attributes:
        hits: The known actors behind the dateline, outside the names of others.
        placed: Starts of those that only say where.
        dateline: The states of the dateline's cities.
        bodies: The unknown bodies, in order.
        full: Short form of a body → its name.
        taken: Starts of the words of names.
    """

    hits: Sequence[Hit]
    placed: Collection[int]
    dateline: Sequence[Hit]
    bodies: Sequence[Name]
    full: Mapping[str, str]
    taken: Mapping[int, object]


def scene(body: str, begin: int, lines: Sequence[Line], roster: Roster, sources: Sources) -> Scene:
    """The mentions of an article whose text behind the dateline begins at ``begin``, in order."""
    ends = [line.tokens[-1].end if line.tokens else 0 for line in lines]
    found = [
        *(Mention(party_of(h).name, h.start, h.end, -1) for h in sources.dateline),
        *_dated(body[:begin], roster, sources),
        *_known(sources, ends),
        *_bodies(sources),
        *(
            Mention(code, start, end, line.number)
            for line in lines
            for start, end, code in cities.placed(line, roster.cities, sources.taken)
        ),
    ]
    return Scene(body, lines, sorted(found, key=lambda m: (m.line >= 0, m.start)), roster)


def _dated(dateline: str, roster: Roster, sources: Sources) -> Iterator[Mention]:
    """The city that a dateline names alone ("ELDORET (Agency) -", "RIO DE JANEIRO, May 3 -")."""
    words = list(_WORD.finditer(dateline))[: cities.LONGEST] if not sources.dateline else []
    for last in range(len(words), 0, -1):
        end = words[last - 1].end()
        code = roster.dated.get(fold(dateline[:end]))
        if code and not dateline[: words[0].start()]:
            yield Mention(code, 0, end, -1)
            return


def _known(sources: Sources, ends: Sequence[int]) -> Iterator[Mention]:
    for hit in sources.hits:
        party, line = party_of(hit), bisect_left(ends, hit.start + 1)
        if line < len(ends):
            yield Mention(party.name, hit.start, hit.end, line, party.is_state, hit.start in sources.placed)


def _bodies(sources: Sources) -> Iterator[Mention]:
    for body in sources.bodies:
        parties = Parties(body.line, [body])
        party = parties.party(body.first)
        if not is_common(body) and (party.is_state or not parties.is_organ(body)):
            name = sources.full.get(party.name, party.name)
            yield Mention(name, party.start, party.end, body.line.number, party.is_state, placed=False)
