"""What the text says a person is, and whom they speak for: titles, appositions, clauses of office.

Each rule reads one line around one name and returns spans of it; nothing is known from outside the line.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.analyse import lexicon as lex
from bot.analyse.before import Before
from bot.analyse.behind import Behind
from bot.analyse.names import Name
from bot.analyse.phrases import Phrases
from bot.analyse.standing import Standing, better
from bot.analyse.tokens import Line

__all__ = ["Reader", "Standing", "better"]


class Reader:
    """Reads standings in one line, name by name in the order of the line.

    Args:
        line: The line.
        bodies: The unknown bodies named in it.
    """

    def __init__(self, line: Line, bodies: Sequence[Name]) -> None:
        phrases = Phrases(line, bodies)
        self._before, self._behind = Before(line, phrases), Behind(line, phrases)

    def standing(self, name: Name) -> Standing | None:
        """The fullest description beside a name; ``None`` if the line gives none."""
        behind = self._behind.standing(name)
        found = [*([behind] if behind else []), *self._before.standings(name)]
        if not found:
            return None
        full = [s for s in found if s.role and not s.weak and not s.relation]
        best = max(full, key=_said, default=None)
        best = best or next((s for s in found if s.role), found[0])
        best = replace(best, office=best.office or any(s.office for s in found))
        if best.party is None:
            party = next((s.party for s in found if s.party and not s.relation), None)
            best = best.speaking_for(party)
        return best


def _said(standing: Standing) -> int:
    """How much it says about whom somebody speaks for: a party, an owner, an office, nothing."""
    generic = None if standing.kindred else standing.generic
    if standing.party or (generic and generic not in lex.OF_BODIES):
        return 3
    if generic:
        return 3 - (not standing.bare and standing.role is not None and " of " in standing.role)
    return 2 * standing.bare + 1 if standing.office else 0
