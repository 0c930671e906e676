"""The tables that ship: who is in them, and that rules and tables fit. What is wrong with a table, test_roster_check tells."""

import re
from datetime import date
from functools import cache

from bot.analyse import lexicon, roster
from bot.config import load_yaml
from bot.types import ActorKind
from tests.analyse.actor_reading import TABLES, known

HISTORICAL = {"SUN", "YUG", "DDR", "CSK"}
"""ISO 3166-3 names for states that are no more."""
UN_MEMBERS = 193


def test_every_table_names_source_and_date() -> None:
    for file in TABLES:
        table = load_yaml(file)
        assert len(table["source"]) > 20, file.name
        assert date(2010, 1, 1) < table["date"] <= date.today(), file.name  # noqa: DTZ011 - days suffice


def test_states_carry_codes_and_are_all_there() -> None:
    states = [e for e in known().entries.values() if e.kind is ActorKind.STATE]
    assert all(re.fullmatch(r"[A-Z]{3}", e.key) and e.name and e.affiliation == e.key for e in states)
    assert len(states) >= UN_MEMBERS
    assert {e.key for e in states} >= HISTORICAL | {"USA", "RUS", "CHN", "PSE", "XKX", "TWN", "NLD", "ZAF"}


def test_every_state_is_found_by_its_own_name() -> None:
    lost = [
        e.name
        for e in known().entries.values()
        if e.kind is ActorKind.STATE
        and e.name not in _needing_company()
        and [h.key for h in known().find(e.name)] != [e.key]
    ]
    assert lost == []


@cache
def _needing_company() -> set[str]:
    return {alias for file in TABLES for alias in load_yaml(file).get("needs", {})}


def test_parties_and_leaders_point_at_known_actors() -> None:
    entries = known().entries.values()
    names = {e.name for e in entries} | {e.key for e in entries}
    assert {e.party for e in entries} <= names
    assert {e.affiliation for e in entries if e.affiliation} <= names
    codes = {e.key for e in entries if e.kind is ActorKind.STATE}
    assert {code for led in known().leaders.values() for code in led} <= codes


def test_a_seat_that_is_also_a_given_name_is_told_apart_by_rule() -> None:
    """'Sofia Xx said' is a person and 'Sofia said' a government: names.py decides by the next word."""
    seats = {h.name for name in known().given for h in known().find(name)}
    assert seats, "the rule has nothing to decide any more: take it out of names.py"


def test_words_that_need_company_are_aliases() -> None:
    tables = [load_yaml(file) for file in TABLES]
    without = roster.build([table | {"needs": {}} for table in tables])
    for alias in _needing_company():
        assert [without_hit.start for without_hit in without.find(alias)] == [0], alias


def test_no_given_name_is_a_title_or_an_office() -> None:
    offices = lexicon.ROLES | lexicon.HONORIFICS | lexicon.BODY_HEADS | lexicon.MODIFIERS
    assert {name for name in known().given if name.lower() in offices} <= {
        "Dean",
        "Son",
    }  # both are also names


def test_officials_name_their_office_source_and_day() -> None:
    officials = known().officials
    assert all(
        one.office and one.name and one.source and one.as_of >= date(2025, 12, 31) for one in officials
    )
    by_hand = [one for one in officials if one.by_hand]
    assert all(one.source.startswith("public record (") for one in by_hand)
    held = {(one.party, one.office): one.family for one in officials}
    assert held["FRA", "President"] == "Macron"
    assert held["USA", "Vice President"] == "Vance"
    assert held["RUS", "Foreign Minister"] == "Lavrov"
    assert held["NATO", "Secretary General"] == "Rutte"


def test_states_have_heads() -> None:
    led = {one.party for one in known().officials if one.is_head}
    assert led >= {"AFG", "BIH", "GBR", "IRN", "PSE", "SDN", "SYR", "USA", "XKX", "ZWE"}
    assert len(led) >= UN_MEMBERS


def test_ministers_do_not_tell_which_state_a_president_leads() -> None:
    """Only heads do: "Lavrov" is Russia's foreign minister, and some "President Cooper" is not of Britain."""
    heads = {one.family for one in known().officials if one.is_head}
    ministers = {one.family for one in known().officials if not one.is_head} - heads
    assert "Lavrov" in ministers
    assert "lavrov" not in known().leaders
    assert known().leaders["macron"] == {"FRA"}
