"""Casualty figures: what counts people, and what only looks like it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyse import casualties
from bot.text import sentences
from bot.types import Harm
from tests.analyse.coding import article


def told(text: str) -> list[tuple[str, Harm, int]]:
    return [(text[f.start : f.end], f.harm, f.least) for f in casualties.figures(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("At least 12 people were killed.", [("At least 12 people were killed", Harm.KILLED, 12)]),
        ("12 were killed and 30 wounded.", [("12 were killed", Harm.KILLED, 12), ("30 wounded", Harm.WOUNDED, 30)]),
        ("It killed two soldiers and injured 14 others.", [("killed two soldiers", Harm.KILLED, 2), ("injured 14 others", Harm.WOUNDED, 14)]),
        ("The death toll from the raid rose to 1,240.", [("death toll from the raid rose to 1,240", Harm.KILLED, 1240)]),
        ("Two dozen children died.", [("Two dozen children died", Harm.KILLED, 24)]),
        ("More than two million people have fled.", [("More than two million people have fled", Harm.DISPLACED, 2_000_000)]),
        ("A hundred are missing.", [("A hundred are missing", Harm.MISSING, 100)]),
        ("He said 54 people, including 12 children, were killed.", [("54 people, including 12 children, were killed", Harm.KILLED, 54)]),
        ("Five people in the village were killed.", [("Five people in the village were killed", Harm.KILLED, 5)]),
        ("Two Kenyan jets killed 150 villagers.", [("killed 150 villagers", Harm.KILLED, 150)]),
        ("Two were killed and three others were injured.", [("Two were killed", Harm.KILLED, 2), ("three others were injured", Harm.WOUNDED, 3)]),
        ("It killed 649 Argentine and 255 British servicemen.", [("killed 649 Argentine", Harm.KILLED, 649), ("255 British servicemen", Harm.KILLED, 255)]),
        ("Fewer than 100 people were killed.", [("Fewer than 100 people were killed", Harm.KILLED, 1)]),
        ("They freed three injured sailors on Friday.", [("three injured sailors", Harm.WOUNDED, 3)]),
        ("Nearly 100 people died.", [("Nearly 100 people died", Harm.KILLED, 99)]),
        ("Tens of thousands have fled.", [("Tens of thousands have fled", Harm.DISPLACED, 20_000)]),
        ("It displaced 1.2 million people.", [("displaced 1.2 million people", Harm.DISPLACED, 1_200_000)]),
        ("On May 9 soldiers killed three people.", [("killed three people", Harm.KILLED, 3)]),
        ("The death toll from the 12 May attack reached 40.", [("death toll from the 12 May attack reached 40", Harm.KILLED, 40)]),
        ("It claimed the lives of 23 men.", [("claimed the lives of 23 men", Harm.KILLED, 23)]),
        ("Hundreds were slaughtered.", [("Hundreds were slaughtered", Harm.KILLED, 100)]),
        ("The war killed more than 58,000 Americans.", [("killed more than 58,000 Americans", Harm.KILLED, 58_000)]),
    ],
)  # fmt: skip
def test_figures(text: str, wanted: list[tuple[str, Harm, int]]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Twelve years after his father was killed he returned.",
        "He was killed two days later.",
        "No one was hurt.",
        "The attack in 2014 killed a guard.",
        "Police fired 12 rockets that killed a man.",
        "The 9/11 attacks killed many.",
        "The firm said profits of $40 died away.",
        "One of those killed was a nurse.",
        "The flood killed 40 cattle.",
        "It killed 12-year-old Ali.",
        "It killed 30 percent of the herd.",
        "The party claimed 120 seats.",
        "They claimed 120 square miles.",
        "After 2023 militants killed villagers.",
        "Its gunners killed 5 drones.",
        "The storm left 200 houses missing their roofs.",
    ],
)
def test_what_counts_nobody(text: str) -> None:
    assert told(text) == []


def test_an_article_tells_each_figure_once_and_which_are_past() -> None:
    read = article(
        "A raid killed 12 people. The 12 people killed were miners. In 1994, 300 people died there."
    )
    offsets = sentences(read.body)
    tolls = casualties.find(read, offsets, {offsets[2][0]})
    assert [(t.harm, t.least, t.is_past, t.span.text) for t in tolls] == [
        (Harm.KILLED, 12, False, "killed 12 people"),
        (Harm.KILLED, 300, True, "300 people died"),
    ]


@given(st.text(alphabet="1 ,.killed people and the of", max_size=300))
def test_any_text(text: str) -> None:
    past = 0
    for figure in casualties.figures(text):
        assert past <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end].strip() == text[figure.start : figure.end]
        assert figure.least > 0
        past = figure.end


@pytest.mark.parametrize("unit", ["12 ", "killed ", "1 people ", "death toll ", "1,", "12 a b c people d "])
def test_a_text_made_to_hurt_is_read_in_a_moment(unit: str) -> None:
    lines = [unit * 50_000 + " killed", *[unit * 20 + " killed"] * 300]
    start = time.process_time()
    for line in lines:
        casualties.figures(line)
    assert time.process_time() - start < 3


def test_a_number_without_end_is_none() -> None:
    assert told("killed " + "1" * 4300) == []
