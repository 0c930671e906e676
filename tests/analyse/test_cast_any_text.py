"""On any text: nouns, entities, places and ties are verbatim, in order and apart, and time is linear."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyse import belonging, cast, nominals, places
from bot.text import sentences
from tests.analyse.actor_reading import article, known, read

_WORDS = st.sampled_from(
    [
        "the",
        "a",
        "its",
        "two",
        "thousands",
        "of",
        ",",
        ".",
        ";",
        "'",
        "’",
        "'s",
        "(",
        ")",
        "-",
        "—",
        '"',
        "and",
        "who",
        "from",
        "by",
        "in",
        "using",
        "includes",
        "has",
        "army",
        "rebels",
        "fighters",
        "he",
        "we",
        "city",
        "villages",
        "tank",
        "missiles",
        "government",
        "coalition",
        "members",
        "spokesman",
        "for",
        "President",
        "Syria",
        "Syrian",
        "Syrians",
        "Damascus",
        "ISIL",
        "ISIL-held",
        "United",
        "Nations",
        "Ada",
        "Roe",
        "Roe",
        "heavily",
        "armed",
        "group",
        "led",
        "said",
        "42",
        "3rd",
        "Battalion",
        "Yazidi",
        "Kurds",
        "to",
    ]
)


def assert_sound(body: str) -> None:
    text, split, reading = article(body), sentences(body), read(body)
    found = cast.find(text, split, reading, known())
    assert all(0 <= one.start < one.end <= len(body) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for one in found:
        assert one.start <= one.head <= one.end
        assert all(one.start <= name.start < name.end <= one.end for name in one.names)
    for tie in belonging.find(text, found, reading, known().state_names):
        assert tie.whole in body
        assert tie.member != tie.whole
    assert_places(body)


def assert_places(body: str) -> None:
    reading = read(body)
    found = places.named(article(body), sentences(body), reading, known())
    spans = sorted(
        [*(m for one in found for m in one.mentions), *((m.start, m.end) for m in reading.mentions)]
    )
    assert all(0 <= start < end <= len(body) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert len({one.key for one in found}) == len(found)


@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_any_row_of_words_is_read_soundly(body: str) -> None:
    assert_sound(body)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_unicode_is_read_soundly(body: str) -> None:
    assert_sound(body)


@settings(max_examples=100, deadline=None)
@given(st.lists(_WORDS, max_size=40).map(" ".join), st.data())
def test_no_noun_is_read_inside_a_name(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(body) - 1)))
    names = [(start, data.draw(st.integers(start + 1, len(body))))] if body else []
    found = nominals.find(body, sentences(body), names)
    assert not any(begin <= one.head < end for one in found for begin, end in names)


@pytest.mark.parametrize(
    "unit",
    [
        "the heavily armed ",
        "army ",
        "the army, ",
        "Syria and ",
        "thousands of ",
        "ISIL-held ",
        "the coalition, which includes France, ",
        "rebels from the group of ",
        "Syria's army's ",
        "he, the spokesman for the army, ",
        "Aa ",
        "'",
    ],
)
def test_time_is_linear(unit: str) -> None:
    body = unit * (30_000 // len(unit))
    text, split, reading = article(body), sentences(body), read(body)
    start = time.perf_counter()
    found = cast.find(text, split, reading, known())
    belonging.find(text, found, reading, known().state_names)
    places.named(text, split, reading, known())
    assert time.perf_counter() - start < 3
