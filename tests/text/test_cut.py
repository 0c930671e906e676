"""Cutting: within the limit, at a word, never inside a character as a reader sees it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import cut


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("hello there world", 12, "hello there…"),
        ("hello there world", 10, "hello…"),
        ("stop, then go", 8, "stop…"),
        ("a — b — c", 5, "a…"),
        ("incomprehensible", 6, "incom…"),
        ("first\nsecond", 9, "first…"),
        ("x", 1, "x"),
        ("xy", 1, "…"),
        ("🇫🇷🇩🇪🇫🇷", 4, "🇫🇷…"),
        ("abcde\u0301\u0302fgh", 7, "abcd…"),
        ("ab👍🏽cdef", 4, "ab…"),
        ("👩\u200d👩\u200d👧 family", 4, "…"),
    ],
)
def test_examples(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="limit of 1 or more"):
        cut("text", 0)


@given(st.text(), st.integers(1, 60))
def test_it_is_the_start_of_the_text_within_the_limit(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= limit
    assert text.startswith(short if len(text) <= limit else short.removesuffix("…"))


@given(st.text(st.sampled_from("ae\u0301🇫🇷👍\U0001f3fd\u200d "), min_size=2), st.integers(1, 20))
def test_no_mark_is_parted_from_its_base(text: str, limit: int) -> None:
    short = cut(text, limit)
    if len(short) < len(text) and short.endswith("…"):
        rest = text[len(short) - 1 :]
        assert not rest or short == "…" or not unicodedata.category(rest[0]).startswith("M")
