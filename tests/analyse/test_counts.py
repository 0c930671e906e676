"""Numbers in words and figures, and what only looks like one."""

import pytest

from bot.analyse.counts import count, tokens


def least(text: str) -> int | None:
    found = count(tokens(text, 50), 0)
    return found.least if found else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12", 12),
        ("1,240 people", 1240),
        ("two dozen", 24),
        ("a hundred", 100),
        ("five hundred thousand", 500_000),
        ("hundreds of thousands", 100_000),
        ("1.5 million", 1_500_000),
        ("forty-two", 42),
        ("at least 30", 30),
        ("almost 30", 29),
        ("up to 30", 1),
        ("as many as 30", 1),
        ("12 may have died", 12),
        ("2023 people", 2023),
    ],
)
def test_the_least_that_it_can_mean(text: str, wanted: int) -> None:
    assert least(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["12-year-old", "12 May", "30 percent", "three days", "1.5", "people", "a man", "1234567890123", ""],
)
def test_no_count(text: str) -> None:
    assert least(text) is None


@pytest.mark.parametrize("text", ["in 2014", "May 9", "no one", "$ 40"])
def test_a_year_a_day_and_money_count_nobody(text: str) -> None:
    assert count(tokens(text, 50), 1) is None
