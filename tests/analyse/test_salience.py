"""What speaks for an actor, and who comes first."""

from dataclasses import dataclass, field

import pytest

from bot.analyse.salience import WEIGHTS, Signs, rank, signs
from bot.text import Offsets, sentences
from bot.types import ActorKind
from tests.analyse.actor_reading import article


@dataclass
class One:
    """An actor, as ranking reads it."""

    name: str
    kind: ActorKind = ActorKind.PERSON
    role: str | None = None
    places: list[Offsets] = field(default_factory=list)

    def within(self, body: str) -> "One":
        """The same, named wherever its name stands."""
        at, self.places = body.find(self.name), []
        while at >= 0:
            self.places.append((at, at + len(self.name)))
            at = body.find(self.name, at + 1)
        return self


def read(body: str, *ones: One, headline: str = "") -> list[Signs]:
    return signs(article(body, headline), sentences(body), [one.within(body) for one in ones])


def ranked(body: str, *ones: One, headline: str = "") -> list[str]:
    present = [one.within(body) for one in ones]
    return [one.name for one, _ in rank(article(body, headline), sentences(body), present)]


BODY = "Chad and Ada Roe spoke to the press in Fada about it. Chad left. Chad slept. Mali spoke as well, and left."


def test_who_is_named_more_and_earlier_comes_first() -> None:
    state = ActorKind.STATE
    assert ranked(BODY, One("Mali", state), One("Fada", state), One("Chad", state)) == [
        "Chad",
        "Fada",
        "Mali",
    ]


def test_people_come_first_among_equals() -> None:
    body = "Roe met Chad."
    assert ranked(body, One("Chad", ActorKind.STATE), One("Roe")) == ["Roe", "Chad"]
    equal = WEIGHTS._replace(person=0.0, early=0.0)
    both = [One("Chad", ActorKind.STATE).within(body), One("Roe").within(body)]
    assert [one.name for one, _ in rank(article(body), sentences(body), both, equal)] == ["Roe", "Chad"]


@pytest.mark.parametrize(
    ("headline", "named"),
    [("Roe leaves", True), ("Ada Roe leaves", True), ("Ada leaves", False), ("Roebuck leaves", False)],
)
def test_a_headline_names_by_the_surname_and_in_whole_words(headline: str, named: bool) -> None:
    assert read(BODY, One("Ada Roe"), headline=headline)[0].headline == named


def test_of_two_people_of_a_name_the_headline_means_the_first() -> None:
    body = "Ada Roe spoke. Her son Jim Roe left."
    assert [one.headline for one in read(body, One("Jim Roe"), One("Ada Roe"), headline="Roe speaks")] == [
        0,
        1,
    ]


def test_a_body_is_in_the_headline_only_in_full() -> None:
    bank = One("Bank of Chad", ActorKind.ORGANIZATION)
    assert read("The Bank of Chad closed.", bank, headline="Chad closes a bank")[0].headline == 0


def test_neither_a_repeated_headline_nor_a_date_is_the_lead() -> None:
    body = f"Chad shuts all its border crossings with Mali\nMay 3, 2026\n{BODY}"
    found = read(body, One("Ada Roe"), One("2026"), headline="Chad shuts all its border crossings with Mali")
    assert [one.lead for one in found] == [1, 0]


@pytest.mark.parametrize(
    ("role", "office"),
    [
        ("President", 1),
        ("Foreign Minister of Chad", 1),
        ("former president", 0),
        ("spokesman for the president", 0),
        ("envoy", 0),
        ("father", -1),
        (None, 0),
    ],
)
def test_offices(role: str | None, office: int) -> None:
    assert read(BODY, One("Ada Roe", role=role))[0].office == office


def test_spread_counts_tenths_of_the_text() -> None:
    body = "Chad" + " " * 96 + "Chad"
    assert read(body, One("Chad", ActorKind.STATE))[0].spread == pytest.approx(0.2)
