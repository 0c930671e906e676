"""Words as stories compare them."""

import time

import pytest

from bot.analyse.stories.common import ROWS
from bot.analyse.stories.rarity import OF_A_STRANGER, in_window, rarity
from bot.analyse.stories.terms import bag, is_title_case, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("strike", "strikes"),
        ("strike", "striking"),
        ("resigns", "resigned"),
        ("party", "parties"),
        ("stopped", "stopping"),
        ("2,000", "2000"),
        ("loss", "losses"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bus", "bush"), ("gas", "gash"), ("paris", "pari"), ("4.5", "45")]
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_capital_is_a_name_only_inside_a_sentence() -> None:
    told = words('Bush fires burn. "Rain is no help," said Mayor Bush; Iran\'s rain is far away.', 99)
    marks = {(word.stem, word.is_name) for word in told}
    assert {("bush", False), ("bush", True), ("rain", False), ("mayor", True), ("iran", True)} <= marks
    assert bag([], told).names >= {"mayor", "iran", "bush"}
    assert "rain" not in bag([], told).names


def test_a_headline_in_title_case_names_nobody() -> None:
    title, plain = (
        words("Storm Batters Coastal Towns", 9),
        words("Storm batters coastal towns near Odresk", 9),
    )
    assert is_title_case(title)
    assert not is_title_case(plain)
    assert not bag(title, []).names
    assert bag(plain, []).names == {"odresk"}


def test_a_word_of_the_headline_counts_twice() -> None:
    assert bag(words("Quake", 9), words("quake shakes", 9)).counts == {"quak": 3, "shak": 1}


def test_only_the_first_words_are_read() -> None:
    assert [word.stem for word in words("alpha the beta gamma", 3)] == ["alpha", "beta"]


@pytest.mark.parametrize("unit", [". ", "'", "“", "a.", "1,", "-", "\n.", "É"])
def test_any_text_is_read_in_linear_time(unit: str) -> None:
    def spent(size: int) -> float:
        start = time.process_time()
        words(unit * size, size)
        return time.process_time() - start

    assert spent(100_000) < 60 * max(spent(10_000), 0.002)


def test_common_words_tell_little_and_the_window_can_only_take_away() -> None:
    assert rarity("polic", OF_A_STRANGER) < 1.5
    assert rarity("zorblat", OF_A_STRANGER) == OF_A_STRANGER
    assert rarity("zorblat", in_window(50_000)(25_000)) == pytest.approx(0.7, abs=0.1)
    assert rarity("polic", in_window(50_000)(1)) < 1.5


def test_the_list_of_common_stems_is_sound() -> None:
    listed = [one for row in ROWS.values() for one in row.split()]
    assert len(listed) == len(set(listed)) > 3000
    assert all(0 < log < OF_A_STRANGER for log in ROWS)
    assert {"minist", "polic", "attack"} <= set(listed)
