"""The roster finds known actors by every alias, longest first, and nothing inside other words."""

import pytest

from bot.analyse import roster
from bot.errors import ConfigError
from tests.analyse.actor_reading import known

HEAD = {"source": "made up for this test", "date": "2026-01-01"}


def found(text: str) -> list[tuple[str, str, str]]:
    return [(text[h.start : h.end], h.key, h.form) for h in known().find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway waited.", [("Norway", "NOR", "name")]),
        ("the Norwegian fleet", [("Norwegian", "NOR", "demonym")]),
        ("Oslo objected", [("Oslo", "NOR", "metonym")]),
        ("the Élysée replied", [("Élysée", "FRA", "metonym")]),
        ("the Elysee replied", [("Elysee", "FRA", "metonym")]),
        ("the Quai d’Orsay replied", [("Quai d’Orsay", "FRA", "metonym")]),
        ("U.S. and US and USA", [("U.S.", "USA", "abbreviation"), ("US", "USA", "abbreviation"), ("USA", "USA", "abbreviation")]),
        ("a U.S.-Japan pact", [("U.S.", "USA", "abbreviation"), ("Japan", "JPN", "name")]),
        ("Chile’s offer", [("Chile", "CHL", "name")]),
        ("Soviet tanks", [("Soviet", "SUN", "demonym")]),
        ("South Korean and North Korean envoys", [("South Korean", "KOR", "demonym"), ("North Korean", "PRK", "demonym")]),
        ("the U.N. Security Council", [("U.N. Security Council", "organization:United Nations Security Council", "name")]),
        ("fighters of al-Shabab", [("al-Shabab", "armed_group:al-Shabaab", "name")]),
        ("Nato and Isis", [("Nato", "organization:NATO", "abbreviation"), ("Isis", "armed_group:Islamic State", "abbreviation")]),
        ("Papua New Guinea", [("Papua New Guinea", "PNG", "name")]),
    ],
)  # fmt: skip
def test_every_form_of_a_known_actor_is_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "they told us and left",  # case counts
        "a turkey and some china",
        "Iranology, Chinatown, Omanization",  # never inside a word
        "New Mexico, the Indian Ocean and the Korean War",  # a longer name that means something else
        "Georgia's peach growers",  # an alias that needs company
        "the Washington Post reported",
        "Echo of Moscow, the Times of India and Voice of America reported",
        "Law and Justice for All was their motto, and Golden Dawn the name of the boat",
        "Male voters, the Los Lobos concert and the Gulf cartel novel",
    ],
)
def test_what_only_looks_like_an_actor_is_none(text: str) -> None:
    assert found(text) == []


def test_an_alias_that_needs_company_counts_beside_it() -> None:
    assert ("Georgia", "GEO", "name") in found("Tbilisi said that Georgia would vote.")


def test_an_organ_of_state_acts_as_its_state_and_a_body_as_itself() -> None:
    gru, nato = known().find("GRU and NATO")
    assert (gru.party, gru.entry.affiliation) == ("RUS", "RUS")
    assert (nato.party, nato.entry.affiliation) == ("NATO", None)


@pytest.mark.parametrize(
    ("text", "name", "party", "affiliation"),
    [
        ("the Sejm voted", "Sejm", "POL", "POL"),
        ("the Bundeswehr and Germany", "Bundeswehr", "DEU", "DEU"),
        ("the Riigikogu voted", "Riigikogu", "EST", "EST"),
        ("Likud Party members", "Likud", "Likud", "ISR"),
        ("the UN Human Rights Council", "United Nations Human Rights Council", "United Nations Human Rights Council", "United Nations"),
        ("Bosnian Serb forces", "Republika Srpska", "Republika Srpska", "BIH"),
        ("the Royal Navy", "United Kingdom", "GBR", "GBR"),
        ("fighters of the Majeed Brigade", "Baloch Liberation Army", "Baloch Liberation Army", None),
        ("the Islamic Republic of Pakistan", "Pakistan", "PAK", "PAK"),
    ],
)  # fmt: skip
def test_who_an_actor_acts_as_and_belongs_to(
    text: str, name: str, party: str, affiliation: str | None
) -> None:
    hit = known().find(text)[0]
    assert (hit.name, hit.party, hit.entry.affiliation) == (name, party, affiliation)


def test_an_abbreviation_that_is_many_things_counts_beside_its_long_form() -> None:
    assert found("the NSA hall of fame") == []
    assert ("NSA", "organization:National Security Agency", "abbreviation") in found(
        "the National Security Agency (NSA)"
    )


def test_later_tables_amend_states_of_earlier_ones() -> None:
    first = HEAD | {"states": {"AAA": {"name": "Aland", "demonyms": ["Alish"], "seats": ["Atown"]}}}
    second = HEAD | {"states": {"AAA": {"name": "New Aland", "also": ["Alandia"], "drop": ["Atown"]}}}
    built = roster.build([first, second])
    hits = built.find("Aland, New Aland, Alandia, Alish, Atown")
    assert [(h.key, h.name) for h in hits] == [("AAA", "New Aland")] * 4


def test_what_a_string_tells_is_what_a_mapping_tells() -> None:
    mapping: dict[str, object] = {
        "states": {"AAA": {"name": "Aland", "also": ["A"], "seats": ["Atown", "Aburg"]}},
        "bodies": {"Union": {"also": ["U", "Onion"]}, "Court": {}},
    }
    string: dict[str, object] = {
        "states": {"AAA": "Aland | A | | Atown; Aburg"},
        "bodies": {"Union": "U; Onion", "Court": ""},
    }
    text = "Aland, A, Atown, Aburg, Union, U, Onion, Court"
    hits = [roster.build([{**HEAD, **rows}]).find(text) for rows in (mapping, string)]
    assert hits[0] == hits[1]
    assert len(hits[1]) == 8


def test_one_alias_for_two_actors_is_refused_by_name() -> None:
    table = HEAD | {"states": {"AAA": {"name": "Aland"}, "BBB": {"name": "Bland", "also": ["Aland"]}}}
    with pytest.raises(ConfigError, match="'Aland' names both AAA and BBB"):
        roster.build([table])


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (HEAD | {"stats": {}}, "stats"),
        (HEAD | {"states": {"AAA": {"name": 7}}}, r"\$\.states"),
        (HEAD | {"states": {"AAA": {"nam": "Aland"}}}, "nam"),
        ({"states": {}}, "source"),
        (HEAD | {"date": "soon"}, "date"),
    ],
)
def test_a_wrong_table_is_refused_with_the_key(table: dict[str, object], fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        roster.build([table])
