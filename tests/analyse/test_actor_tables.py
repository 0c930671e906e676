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
