"""What somebody's standing takes from the people and parties named before: a state, an office.

One ``Lender`` reads one article, name by name, in the order of the text. What is lent this way is marked as inferred.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.analyse import lexicon as lex
from bot.analyse.around import Around
from bot.analyse.names import Name
from bot.analyse.people import Person, Register
from bot.analyse.roles import Standing
from bot.analyse.roster import fold
from bot.analyse.tokens import Line


class Lender:
    """Completes standings.

    Args:
        lines: The article's sentences.
        around: What the article named.
        register: Its people so far.
    """

    def __init__(self, lines: Sequence[Line], around: Around, register: Register) -> None:
        self._lines = lines
        self._around = around
        self._register = register
        self._before: Standing | None = None  # the last one with a party
        self._held: Standing | None = None  # the last one with an office of its own

    def complete(self, person: Person, standing: Standing | None, name: Name) -> Standing | None:
        """A standing with what the words around lend it; call once for each name, in order."""
        if standing is None:
            return None
        standing = self._as_peer(standing, name)
        if standing.party is None and standing.generic and not standing.relation:
            standing = self._owned(standing, name)
        standing = self._listed(self._paired(self._of_bearer(standing, name), name), name)
        if standing.party is None and standing.office and standing.generic not in lex.OF_BODIES:
            owned = standing.generic in lex.OWNERS
            titled = not standing.weak and not (standing.role or "").islower()
            state = self._around.led(person) if owned else self._around.state(person, name, titled=titled)
            standing = standing.lent(state)
        if standing.party:
            self._before = standing
        if standing.role and not standing.relation:
            self._held = standing
        return standing

    def _as_peer(self, standing: Standing, name: Name) -> Standing:
        """As in "his counterparts, A of X and B of Y": they hold the office of the one named before."""
        held, line = self._held, name.line
        if held is None:
            return standing
        here = line.tokens[0].start <= held.start < name.start
        unsaid = standing.role is None and here and line.has(lex.SUCCESSIONS, held.end, name.start)
        if unsaid or _ends(standing, lex.PEERS):
            return replace(standing, role=held.role, start=held.start, end=held.end, relation=False)
        return standing

    def _owned(self, standing: Standing, name: Name) -> Standing:
        """As in "his defence minister": of the state of whoever was named before, in this sentence or the last."""
        if standing.generic not in {"his", "her"}:
            return self._around.body(standing, name)
        near = self._lines[max(0, name.line.number - 1)].tokens
        recent = self._before is not None and near and self._before.start >= near[0].start
        return standing.lent(self._before.party) if self._before and recent else standing

    def _of_bearer(self, standing: Standing, name: Name) -> Standing:
        """As in "Holm's envoy, X": of Holm's state."""
        if standing.party or standing.role is None or standing.relation:
            return standing
        owner = name.line.at(standing.start) - 1
        if owner < 0 or not name.line.tokens[owner].possessive:
            return standing
        bearers = self._register.bearers(name.line.text(owner))
        held = bearers[0].standing if len(bearers) == 1 else None
        return standing.lent(held.party) if held and held.party else standing

    def _paired(self, standing: Standing, name: Name) -> Standing:
        """As in "Holm and Foreign Minister X": the surname before "and" lends its state to a bare title."""
        if standing.party or not standing.bare or self._leads(name):
            return standing
        line, title = name.line, name.line.at(standing.start)
        bearers = self._register.bearers(line.text(title - 2)) if line.lower(title - 1) == "and" else []
        held = bearers[0].standing if len(bearers) == 1 else None
        return standing.lent(held.party) if held and held.party and held.party.is_state else standing

    def _listed(self, standing: Standing, name: Name) -> Standing:
        """A list shares its state ("Foreign Minister A, adviser B"), and a successor speaks for the same party."""
        before = self._before
        if before is None or before.party is None or standing.party or standing.role is None:
            return standing
        here = name.line.tokens[0].start <= before.start < name.start
        listed = here and standing.bare and before.party.is_state and not self._leads(name)
        return standing.lent(before.party) if listed or _ends(standing, lex.SUCCESSIONS) else standing

    def _leads(self, name: Name) -> bool:
        return self._around.leads(fold(name.words[-1]))


def _ends(standing: Standing, words: frozenset[str]) -> bool:
    role = (standing.role or "").lower()
    return role in words or role.rpartition(" ")[2] in words
