"""Whom and what a text tells of by noun, with the name beside it, and who belongs to whom."""

import pytest

from bot.analyse import belonging, cast, places
from bot.analyse.cast import Sort
from bot.text import sentences
from tests.analyse.actor_reading import article, known, read


def entities(body: str) -> list[tuple[str, Sort]]:
    found = cast.find(article(body), sentences(body), read(body), known())
    return [(body[one.start : one.end], one.sort) for one in found]


def ties(body: str) -> set[tuple[str, str]]:
    found = cast.find(article(body), sentences(body), read(body), known())
    return set(belonging.find(article(body), found, read(body), known().state_names))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("The Syrian army withdrew.", [("The Syrian army", Sort.GROUP)]),
        ("The army chief of staff slept.", [("The army chief", Sort.PERSON)]),
        ("A government-run factory closed.", [("A government-run factory", Sort.PLACE)]),
        ("Thousands of refugees came.", [("Thousands of refugees", Sort.GROUP)]),
        ("He met them.", [("He", Sort.PERSON), ("them", Sort.GROUP)]),
        ("The threat they pose grew.", [("they", Sort.GROUP)]),
        ("Israeli missiles fell.", [("Israeli", Sort.ORIGIN), ("missiles", Sort.WEAPON)]),
        ("Israeli jets flew.", [("Israeli jets", Sort.PLATFORM)]),
        ("Syrians fled.", [("Syrians", Sort.GROUP)]),
        ("They fled to Turkey.", [("They", Sort.GROUP), ("Turkey", Sort.PLACE)]),
        ("Turkey said no.", [("Turkey", Sort.GROUP)]),
        ("The people of Iraq voted.", [("The people of Iraq", Sort.GROUP)]),
        ("President Ada Roe said no.", [("President Ada Roe", Sort.PERSON)]),
        ("Spokesmen slept.", [("Spokesmen", Sort.GROUP)]),
        ("Its army doctrine changed.", []),
    ],
)
def test_entities(body: str, told: list[tuple[str, Sort]]) -> None:
    assert entities(body) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Fighters from Hezbollah came.", {("Fighters", "Hezbollah")}),
        ("Hezbollah's brigade came.", {("brigade", "Hezbollah")}),
        ("Hezbollah-held villages burnt.", {("Hezbollah-held villages", "Hezbollah")}),
        ("The town was seized by Hezbollah.", {("The town", "Hezbollah")}),
        ("Hezbollah used rockets and drones.", {("rockets", "Hezbollah"), ("drones", "Hezbollah")}),
        ("He was a member of Hezbollah.", {("He", "Hezbollah")}),
        ("A group of fighters came.", set()),
        ("The alliance includes France and Spain.", {("France", "The alliance"), ("Spain", "The alliance")}),
        ("President Emmanuel Macron of France spoke.", set()),
        ("Rebels left. Hezbollah came.", set()),
    ],
)
def test_ties(body: str, told: set[tuple[str, str]]) -> None:
    assert ties(body) == told


def test_places_are_grouped_by_state_and_people() -> None:
    body = "Talks were held in Syria. A Syrian tanker passed. Kurdish villages burnt and Kurds fled."
    found = places.named(article(body), sentences(body), read(body), known())
    assert {one.name: [body[slice(*m)] for m in one.mentions] for one in found} == {
        "Syria": ["Syria", "Syrian"],
        "Kurds": ["Kurdish", "Kurds"],
    }


def test_what_names_an_actor_is_no_further_place() -> None:
    body = "Syria said no. Talks were held in Syria."
    reading = read(body)
    named = {(m.start, m.end) for m in reading.mentions}
    found = places.named(article(body), sentences(body), reading, known())
    assert not named & {mention for one in found for mention in one.mentions}
