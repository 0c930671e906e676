"""Sentences: where they end, and that their offsets can be trusted on any text."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import paragraphs, sentences
from tests.quality.boundaries import Labelled, read_marked

CASES = tuple(read_marked(Path(__file__).parent.parent / "data" / "sentences" / "english.txt"))
PIECES = st.sampled_from([*"aZé1 .!?…\"'“”’()[]-—\n\t", "Gen.", "U.S.", " The "])
PROSE = st.lists(PIECES, max_size=60).map("".join)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case_file(case: Labelled) -> None:
    found = [case.text[start:end] for start, end in sentences(case.text)]
    assert found == [case.text[start:end] for start, end in case.sentences]


@given(PROSE | st.text())
def test_sentences_tile_the_text(text: str) -> None:
    """In order, without overlap, trimmed, never empty, and only white space lies between them."""
    at = 0
    for start, end in sentences(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@given(PROSE)
def test_no_sentence_crosses_a_line_break(text: str) -> None:
    assert all("\n" not in text[start:end] for start, end in sentences(text))


@given(PROSE)
def test_paragraphs_hold_the_sentences(text: str) -> None:
    spans = sentences(text)
    for start, end in paragraphs(text):
        inside = [s for s in spans if start <= s[0] and s[1] <= end]
        assert (inside[0][0], inside[-1][1]) == (start, end)


def test_nothing_in_nothing() -> None:
    assert sentences("") == sentences(" \n\t\n ") == ()


def calls(work: Callable[[], object]) -> int:
    """Calls made by ``work``, of Python and of C: a count, so that a busy machine does not matter."""
    count = 0

    def tally(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


HOSTILE = [
    ". ",
    ".",
    '"',
    '." ',
    "U.S. A",
    "a. A",
    "1. ",
    "Gen. ",
    ".\n",
    "?” Al Bo ",
    "Aa" * 50 + ". ",
    "… ",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_calls(unit: str) -> None:
    once, twice = "A" + unit * 500, "A" + unit * 1000
    assert calls(lambda: sentences(twice)) <= 2.1 * calls(lambda: sentences(once)) + 20


@pytest.mark.parametrize("unit", [".", '"', " ", ". ", "((", "“”", "A.", "\u0301", "!?"])
def test_a_megabyte_of_one_thing_is_read_to_its_end(unit: str) -> None:
    """Quadratic patterns would need hours here, so that this test ends is what it tests."""
    text = "A" + unit * (1_000_000 // len(unit))
    spans = sentences(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text.rstrip())
