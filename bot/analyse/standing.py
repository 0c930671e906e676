"""What somebody is said to be and whom they speak for, as one value."""

from dataclasses import dataclass, replace

from bot.analyse.parties import Party


@dataclass(frozen=True, slots=True)
class Standing:
    """A role and its span, and a party; ``weak``: a rank or an honour that a fuller description replaces.

    ``bare``: a title that may share the state of the person listed before; ``office``: one held for a state, which
    the words around may name; ``local``: for a part of one; ``relation``: what one is to another person.
    ``generic`` is a lower-case body ("the council's") or an owner ("its") to be looked up in what the article named
    before; ``kindred``: it only describes the role ("hospital director"), so a body of that word must be named;
    ``organ``: an organ of state that speaks for one which it does not name;
    ``claim``: an unknown owner ("Lumina's manager"), a body unless somebody is called so;
    ``inferred``: the party comes from there, and is not stated beside the name; ``guessed``: it is only the likeliest, and
    no act of theirs is the party's.
    """

    role: str | None = None
    start: int = 0
    end: int = 0
    party: Party | None = None
    weak: bool = False
    generic: str | None = None
    kindred: bool = False
    bare: bool = False
    office: bool = False
    local: bool = False
    relation: bool = False
    inferred: bool = False
    guessed: bool = False
    organ: Party | None = None
    claim: Party | None = None

    def speaking_for(self, party: Party | None) -> "Standing":
        """The same role for a party that the text states."""
        return replace(self, party=party)

    def lent(self, party: Party | None) -> "Standing":
        """The same role for a party that the context names."""
        return replace(self, party=party, inferred=True) if party else self


def better(old: Standing | None, new: Standing | None) -> Standing | None:
    """The first full description stays; a rank or a tie of blood gives way to an office.

    A party that is stated anywhere comes before one that the context lent.
    """
    if old is None or new is None:
        return old or new
    fuller = new.role and not new.weak and not new.relation
    kept = new if fuller and (old.weak or old.relation or old.role is None) else old
    other = old if kept is new else new
    if other.party and (kept.party is None or (kept.inferred and not other.inferred)):
        return replace(kept, party=other.party, inferred=other.inferred)
    return kept
