"""Offices that take up somebody named without one."""

import pytest

from tests.analyse.actor_reading import actor


@pytest.mark.parametrize(
    ("text", "role", "span"),
    [
        ("“No,” Jon Berg said. The prime minister left for Oslo.", "prime minister", "prime minister"),
        ("Jon Berg left, and the president of the Norvik Council said so.", "president of the Norvik Council", None),
        ("Jon Berg left. It rained. The mayor also left.", "mayor", "mayor"),
        ("Jon Berg left. “No,” said the mayor.", "mayor", "mayor"),
        ("Jon Berg left. By evening the mayor was back.", "mayor", "mayor"),
        ("Jon Berg left. The Danish minister, a small man, wept.", "minister", "minister"),
    ],
)  # fmt: skip
def test_an_office_takes_up_who_was_named_without_one(text: str, role: str, span: str | None) -> None:
    one = actor(text, "Jon Berg")
    assert one.role == role
    assert one.role_span is not None
    assert one.role_span.text == (span or role)


@pytest.mark.parametrize(
    "text",
    [
        "Jon Berg left. The prime minister, Rosa Vidal, left.",
        "Jon Berg met Rosa Vidal. Rosa Vidal left. The prime minister left.",
        "Jon Berg left. Prices rose for the mayor of Orvik.",
        "Jon Berg left. It rained. It snowed. The mayor left.",
        "Jon Berg left. The mayor's car left.",
        "Jon Berg left. The mayor and two others left.",
        "The court jailed Jon Berg. The judge said he had lied.",
        "Jon Berg was shot dead on Monday. The gunman fled.",
        "Norway's prime minister, Rosa Vidal, stayed. Jon Berg left. The prime minister said so.",
    ],
)
def test_an_office_that_may_be_another_s_is_not_lent(text: str) -> None:
    assert actor(text, "Jon Berg").role is None


def test_a_counterpart_of_somebody_holds_their_office() -> None:
    text = "Norway's foreign minister, Jon Berg, left. Ambassador Ada Roe stayed. Berg's counterpart, Rosa Vidal, spoke."
    assert actor(text, "Rosa Vidal").role == "foreign minister"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("President Ada Roe left. One of her advisers, Jon Berg, spoke.", "adviser"),
        ("The first vice foreign minister, Jon Berg, spoke.", "first vice foreign minister"),
        ("Jon Berg, the veteran Turkish Cypriot leader, spoke.", "veteran Turkish Cypriot leader"),
        ("Major-General Jon Berg spoke.", "Major-General"),
    ],
)
def test_offices_beside_the_name(text: str, role: str) -> None:
    assert actor(text, "Jon Berg").role == role


def test_the_party_of_an_office_told_later_is_inferred_and_gives_way_to_one_beside_the_name() -> None:
    one = actor("Jon Berg left. The French minister said no.", "Jon Berg")
    assert (one.role, one.affiliation, one.affiliation_inferred) == ("minister", "FRA", True)
    one = actor("Jon Berg of Norway left. The French minister said no.", "Jon Berg")
    assert (one.affiliation, one.affiliation_inferred) == ("NOR", False)
