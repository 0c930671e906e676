"""Words: the examples of its docstring, and offsets on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran's U.N.'s it’s", ["Iran", "'s", "U.N.", "'s", "it", "’s"]),
        ("don't O'Neill they’ve", ["don't", "O'Neill", "they’ve"]),
        ("the allies' aims", ["the", "allies", "aims"]),
        ("al-Assad 20-year U.S.-led", ["al-Assad", "20-year", "U.S.-led"]),
        ("war — peace, north–south", ["war", "peace", "north", "south"]),
        ("one--two and/or", ["one", "two", "and", "or"]),
        ("$1,200.50 at 11:30, 2.5% up.", ["1,200.50", "at", "11:30", "2.5", "up"]),
        ("In 2019, 40 fell.", ["In", "2019", "40", "fell"]),
        ("at 5 a.m. in the U.S.", ["at", "5", "a.m.", "in", "the", "U.S."]),
        ("Gen. George W. Hale", ["Gen", "George", "W", "Hale"]),
        ("AT&T, the 20th", ["AT&T", "the", "20th"]),
        ("'quoted' “words”", ["quoted", "words"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("-- … !", []),
    ],
)
def test_examples(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text)] == expected


@given(st.text() | st.text(st.sampled_from("aB1.-'’&, s")))
def test_words_are_in_order_and_hold_every_letter_and_digit(text: str) -> None:
    spans = words(text)
    edges = [at for span in spans for at in span]
    assert edges == sorted(edges)
    assert all(start < end and not any(c.isspace() for c in text[start:end]) for start, end in spans)
    inside = {at for start, end in spans for at in range(start, end)}
    # The one exception is the s of a bare clitic: "'s" with nothing before it is read as the word "s".
    assert all(at in inside for at, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize("unit", ["a.", "a-", "'s", "1,", "A&", "\u0301", "’", "a'"])
def test_a_megabyte_of_one_thing_is_read_to_its_end(unit: str) -> None:
    """Quadratic patterns would need hours here, so that this test ends is what it tests."""
    text = unit * (1_000_000 // len(unit))
    assert all(start < end for start, end in words(text))
