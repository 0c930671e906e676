"""How far the actors that are read agree with those of the case file, by their exact names."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.types import ActorKind
from tests.analyse.actor_cases import Case
from tests.analyse.actor_reading import read


@dataclass(slots=True)
class Agreement:
    """Counts over all cases.

    ``roles`` and ``affiliations`` are right ones among found people who have one; ``wrong``: affiliations given to
    found people who have another or none.
    """

    expected: int = 0
    got: int = 0
    found: int = 0
    with_role: int = 0
    roles: int = 0
    with_affiliation: int = 0
    affiliations: int = 0
    wrong: int = 0

    @property
    def f1(self) -> float:
        """Of actors, 0…1."""
        return 2 * self.found / (self.expected + self.got)


def agree(cases: Iterable[Case]) -> Agreement:
    """Read every case and count."""
    total = Agreement()
    for case in cases:
        got = {one.name: one for one in read(case.body).actors}
        total.expected += len(case.actors)
        total.got += len(got)
        for one in case.actors:
            other = got.get(one.name)
            if other is None or other.kind is not one.kind:
                continue
            total.found += 1
            if one.kind is not ActorKind.PERSON:
                continue
            total.with_role += one.role is not None
            total.roles += one.role is not None and (other.role or "").lower() == one.role.lower()
            total.with_affiliation += one.affiliation is not None
            total.affiliations += one.affiliation is not None and other.affiliation == one.affiliation
            total.wrong += other.affiliation not in {None, one.affiliation}
    return total
