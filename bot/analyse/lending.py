"""What somebody's standing takes from the people and parties named before: a state, an office.

One ``Lender`` reads one article, name by name, in the order of the text. What is lent this way is marked as inferred.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.analyse import lexicon as lex
from bot.analyse import offices
from bot.analyse.around import Around
from bot.analyse.names import Name
from bot.analyse.parties import Party
from bot.analyse.people import Person, Register
from bot.analyse.spelling import fold
from bot.analyse.standing import Standing
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
        self._first_in: dict[int, Standing] = {}  # the first one with a party of each sentence
        self._held: Standing | None = None  # the last one with an office of its own

    def complete(self, person: Person, standing: Standing | None, name: Name) -> Standing | None:
        """A standing with what the words around lend it; call once for each name, in order."""
        if standing is None:
            return None
        standing = self._as_peer(standing, name)
        if standing.party is None and standing.generic and not standing.relation:
            standing = self._owned(standing, name)
        standing = self._listed(self._paired(self._of_bearer(standing, name), name), name)
        if standing.party is None:
            standing = self._of_post(standing)
        if (
            standing.party is None
            and standing.office
            and (standing.kindred or standing.generic not in lex.OF_BODIES)
        ):
            owned = standing.generic in lex.OWNERS
            state = (
                self._around.grounds.led(person)
                if owned
                else self._around.grounds.state(person, name, standing, self._held_near(name))
            )
            # "Senator Washington": the name itself is no ground
            own = state is not None and self._around.named.word(state) in person.words
            standing = standing if own else standing.lent(state)
        if (
            standing.party is None
            and standing.claim
            and not self._register.bearers(standing.claim.name.split()[-1])
        ):
            standing = standing.speaking_for(standing.claim)
        if standing.party is None and not standing.relation:
            standing = self._of_board(standing, name)
        if standing.party is None and standing.organ:
            standing = standing.speaking_for(standing.organ)
        if standing.party:
            self._before = standing
            self._first_in.setdefault(name.line.number, standing)
        if standing.role and not standing.relation:
            self._held = standing
        return standing

    def _as_peer(self, standing: Standing, name: Name) -> Standing:
        """As in "his counterparts, A of X and B of Y": they hold the office of the one named before."""
        line = name.line
        held = self._peer_of(standing, line) or self._held
        if held is None:
            return standing
        here = line.tokens[0].start <= held.start < name.start
        unsaid = standing.role is None and here and line.has(lex.SUCCESSIONS, held.end, name.start)
        if unsaid or _ends(standing, lex.PEERS):
            return replace(standing, role=held.role, start=held.start, end=held.end, relation=False)
        return standing

    def _peer_of(self, standing: Standing, line: Line) -> Standing | None:
        """The standing of the owner of a counterpart ("Holm's counterpart, X")."""
        owner = line.at(standing.start) - 1 if _ends(standing, lex.PEERS) else -1
        if owner < 0 or not line.tokens[owner].possessive:
            return None
        bearers = self._register.bearers(line.text(owner))
        return bearers[0].standing if len(bearers) == 1 else None

    def _owned(self, standing: Standing, name: Name) -> Standing:
        """As in "his defence minister": of the state of whoever was named before, in this sentence or the last."""
        if standing.generic in lex.OWNERS and not offices.PERSONAL.isdisjoint(
            (standing.role or "").lower().split()
        ):
            return replace(standing, office=False)
        if standing.generic not in {"his", "her"}:
            return self._around.body(standing, name)
        near = self._lines[max(0, name.line.number - 1)].tokens
        recent = self._before is not None and near and self._before.start >= near[0].start
        first = self._first_in.get(name.line.number)
        owner = first if first and first.start < standing.start else self._before
        return standing.lent(owner.party) if owner and (recent or owner is first) else standing

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

    def _held_near(self, name: Name) -> Party | None:
        """The state of whoever was introduced in this sentence or in the one before."""
        number = name.line.number
        first = self._first_in.get(number) or self._first_in.get(number - 1)
        return first.party if first and first.party and first.party.is_state else None

    def _of_post(self, standing: Standing) -> Standing:
        """As in "the embassy's counsellor", "embassy spokesman X": of the state whose ambassador was named before."""
        words = (standing.role or "").lower().split()
        held = (self._before.role or "").lower().split() if self._before else []
        if "embassy" not in words or self._before is None or offices.ABROAD.isdisjoint(held):
            return standing
        return standing.lent(self._before.party)

    def _of_board(self, standing: Standing, name: Name) -> Standing:
        """As in "Chief executive X", "Founder X": of the only company that the text is about so far."""
        words = (standing.role or "").lower().split()
        leads = bool(words) and (words[-1] in offices.BOARD or " ".join(words) in offices.CHIEFS)
        if not leads or standing.generic or name.line.lower(0) != words[0]:
            return standing
        return self._around.only_body(standing, name)

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
        posted = not offices.ABROAD.isdisjoint(standing.role.lower().split())
        listed = here and standing.bare and not posted and before.party.is_state and not self._leads(name)
        return standing.lent(before.party) if listed or _ends(standing, lex.SUCCESSIONS) else standing

    def _leads(self, name: Name) -> bool:
        return self._around.grounds.leads(fold(name.words[-1]))


def _ends(standing: Standing, words: frozenset[str]) -> bool:
    role = (standing.role or "").lower()
    return role in words or role.rpartition(" ")[2] in words
