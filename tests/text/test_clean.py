"""Cleaning: what goes, what stays, and that once is enough."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import clean
from bot.text.clean import MAX_CHARS, MAX_MARKS, one_line

ANY = st.text(
    st.characters() | st.sampled_from("\ud800\udfff\t\r\n\x85\u2028\u0301\u200d\ufeff\u202e\u0316 ")
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb", "a b"),
        ("a \t\u00a0\u3000 b", "a b"),
        ("one\r\ntwo\rthree\x85four\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("first\n\nsecond", "first\n\nsecond"),
        ("nul\x00 esc\x1b[0m del\x7f c1\x9b", "nul esc[0m del c1"),
        ("\u202eevil\u202c \u2066iso\u2069 \u200emark", "evil iso mark"),
        ("zero\u200bwidth\u200c soft\u00adhyphen \ufeffbom", "zerowidth softhyphen bom"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("no character \ufffe\U0001ffff\ufdd0.", "no character ."),
        ("e\u0301", "é"),
        ("q" + "\u0301" * 9, "q" + "\u0301" * MAX_MARKS),
        ("a \u200b b", "a b"),
    ],
)
def test_what_goes(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“Curly”, ‘single’, it’s — a dash – an ellipsis…",
        'Straight "quotes" and it\'s.',
        "José, Łódź, Việt Nam, Ελλάδα, Киев, القاهرة, 北京",
        "€5, £6, 7 °C, 50 %, ½, ²",
        "A flag 🇫🇷 and a 👍🏽",
        "Line one\nLine two\n\nParagraph two",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    assert clean(text) == text


@given(ANY)
def test_once_is_enough(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY)
def test_nothing_unseen_is_left(text: str) -> None:
    cleaned = clean(text)
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} for c in cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    cleaned.encode("utf-8")


@given(st.lists(st.sampled_from("ae\u0301\u0316\u0302\u05b0\u0e31"), max_size=30))
def test_no_base_carries_a_tower_of_marks(chars: list[str]) -> None:
    run = 0
    for char in clean("".join(chars)):
        run = run + 1 if unicodedata.category(char).startswith("M") else 0
        assert run <= MAX_MARKS


def test_a_long_text_is_cut() -> None:
    assert len(clean("word " * MAX_CHARS)) in range(MAX_CHARS - 1, MAX_CHARS + 1)


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0316\u0301\u05b0", "\u0301", "a\u0301\u0316"])
def test_towers_of_marks_are_cleaned_in_linear_time(marks: str) -> None:
    """Normalisation sorts the marks of one base, and these 200,000 on one would take it half a minute."""
    started = time.process_time()
    assert clean(marks * 100_000)
    assert time.process_time() - started < 2.0


@given(ANY)
def test_a_line_has_no_breaks_and_is_clean(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert clean(line) == line
