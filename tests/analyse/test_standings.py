"""What people are and whom they speak for, over the ways in which English news says so; floors on our own texts."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.types import ActorKind
from tests.analyse.actor_reading import actor, read
from tests.analyse.standing_cases import Said, cases


@dataclass(frozen=True)
class Figures:
    """Shares of found people: roles right, affiliations right, and how many were given a wrong one."""

    role: float
    affiliation: float
    wrong: int


def _met(file: str) -> Iterator[tuple[Said, str | None, str | None]]:
    for body, people in cases(file):
        found = {one.name: one for one in read(body).actors if one.kind is ActorKind.PERSON}
        for said in people:
            if said.name in found:
                yield said, found[said.name].role, found[said.name].affiliation


def _figures(file: str) -> Figures:
    met = list(_met(file))
    with_role = [(said, role) for said, role, _ in met if None not in said.roles]
    bound = [(said, party) for said, _, party in met if None not in said.affiliations]
    wrong = sum(party is not None and not said.is_affiliation(party) for said, _, party in met)
    return Figures(
        sum(said.is_role(role) for said, role in with_role) / len(with_role),
        sum(said.is_affiliation(party) for said, party in bound) / len(bound),
        wrong,
    )


@pytest.mark.parametrize(
    ("file", "floor"),
    [
        # Role, affiliation, wrong affiliations. At first sight, before any rule was changed for the file: .81 .47 17; .95
        # .58 9; .96 .55 5. Now .99 .88 2; .98 .82 1; .99 .74 0. New text gives what these gave at first sight; the
        # margin is two or three people. With the model's three layers six of the first are wrong, with six it was two.
        ("cases-2.txt", Figures(0.97, 0.86, 6)),
        ("cases-3.txt", Figures(0.96, 0.79, 3)),
        ("cases-4.txt", Figures(0.95, 0.68, 2)),
    ],
)
def test_roles_and_affiliations_of_our_own_texts(file: str, floor: Figures) -> None:
    """A wrong affiliation is worse than none."""
    got = _figures(file)
    assert got.role >= floor.role
    assert got.affiliation >= floor.affiliation
    assert got.wrong <= floor.wrong


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        # Nouns for people that no list holds, told by their ending and their place.
        ("Village glassblower Jon Berg wept.", "Jon Berg", "Village glassblower", None),
        ("Jon Berg, a glaciologist, wept.", "Jon Berg", "glaciologist", None),
        ("Peru's beachcomber-in-chief, Ana Gil, laughed.", "Ana Gil", "beachcomber-in-chief", "PER"),
        # The preposition says whether they speak for what is behind it.
        ("Ana Gil, an economist at Fairway Partners, spoke.", "Ana Gil", "economist at Fairway Partners", "Fairway Partners"),
        ("Ana Gil, country director in Chad, spoke.", "Ana Gil", "country director in Chad", None),
        ("Ana Gil, an expert on Iran, spoke.", "Ana Gil", "expert on Iran", None),
        ("Ana Gil, an adviser to the Danish prime minister, spoke.", "Ana Gil", "adviser to the Danish prime minister", "DNK"),
        ("Ana Gil, second secretary at the Danish embassy in Quito, spoke.", "Ana Gil", "second secretary at the Danish embassy in Quito", "DNK"),
        # Origins are nobody's office.
        ("Danish anthropologist Ana Gil spoke.", "Ana Gil", "anthropologist", None),
        ("Danish diplomat Ana Gil spoke.", "Ana Gil", "diplomat", "DNK"),
        ("An Oslo-based lawyer, Ana Gil, spoke.", "Ana Gil", "lawyer", None),
        # An owner's owner.
        ("The Danish prime minister's adviser, Ana Gil, spoke.", "Ana Gil", "adviser", "DNK"),
        # "His lawyer" is the man's, not his country's.
        ("Danish Prime Minister Jon Berg left. His lawyer, Ana Gil, stayed.", "Ana Gil", "lawyer", None),
        ("Danish Prime Minister Jon Berg left. His aide, Ana Gil, stayed.", "Ana Gil", "aide", "DNK"),
        ("The Danish government of Jon Berg fell.", "Jon Berg", "leader", "DNK"),
        # Offices of several words, with what they are for before the name.
        ("U.S. special envoy for maritime affairs Ana Gil spoke.", "Ana Gil", "special envoy for maritime affairs", "USA"),
        ("Ana Gil, the former chief risk officer of Norvik Bank, spoke.", "Ana Gil", "former chief risk officer of Norvik Bank", "Norvik Bank"),
        ("Norway waited. Space agency chief Ana Gil spoke.", "Ana Gil", "Space agency chief", "NOR"),
        # The body that a sentence named before.
        ("The Harbour Workers Union struck. Union president Ana Gil spoke.", "Ana Gil", "Union president", "Harbour Workers Union"),
        ("Speaking for the Harbour Workers Union, Ana Gil said no.", "Ana Gil", None, "Harbour Workers Union"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name(text: str, name: str, role: str | None, affiliation: str | None) -> None:
    one = actor(text, name)
    assert (one.role, one.affiliation) == (role, affiliation)
    assert (one.affiliation_span is None) == (affiliation is None)


def test_a_plural_title_is_held_by_each_name_behind_it() -> None:
    text = "Foreign Ministers Jon Berg of Denmark and Ana Gil of Peru met."
    assert [(actor(text, n).role, actor(text, n).affiliation) for n in ("Jon Berg", "Ana Gil")] == [
        ("Foreign Minister", "DNK"),
        ("Foreign Minister", "PER"),
    ]


def test_a_local_office_takes_the_only_state_that_the_text_names_and_no_other() -> None:
    assert (
        actor(
            "Floods cut off towns in eastern Romania. Jon Berg, mayor of Galbeni, spoke.", "Jon Berg"
        ).affiliation
        == "ROU"
    )
    assert actor("The bridge will close. Mayor Jon Berg spoke.", "Jon Berg").affiliation is None


def test_where_the_dateline_and_the_sentence_before_disagree_an_office_has_no_state() -> None:
    text = "OSLO, May 3 (Agency) - Norway protested. Denmark hit back. Foreign Minister Jon Berg spoke."
    assert actor(text, "Jon Berg").affiliation is None
