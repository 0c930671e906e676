"""The summary: what it promises for any article, and what it does with hard ones."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.brief.fitness import Fitness, fitness
from bot.brief.summary import MAX_RANKED, Weights, summarize
from bot.text import sentences
from bot.text.furniture import byline, furniture
from bot.types import Article, Span
from tests.quality.runners.summaries import as_article

CASES = sorted((Path(__file__).parent.parent / "data" / "summaries").glob("*.json"))
LINES = st.sampled_from(
    [
        "Velia struck the port on Friday, killing four people, officials said.",
        "He said more would follow.",
        "But nobody believed it.",
        "“We won.”",
        '"They lost," said Ana Ruiz.',
        "By Mara Quill",
        "Read more: the war so far",
        "Photo: Agency",
        "Why?",
        "A heading",
        "12:30",
        "…",
        "Norland answered with a blockade of the strait and a call for talks.",
    ]
)
TEXTS = st.lists(LINES, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", " ", "\n\n"]).map(lambda gap: gap.join(lines))
)


def told(article: Article, max_sentences: int = 3, max_words: int = 80) -> tuple[Span, ...]:
    return summarize(article, sentences(article.body), max_sentences=max_sentences, max_words=max_words)


def load(file: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return case


@given(TEXTS | st.text(max_size=200), st.integers(1, 5), st.integers(1, 60))
def test_whole_sentences_in_order_within_the_budget(text: str, count: int, limit: int) -> None:
    article = as_article("Velia strikes a port", text)
    summary = told(article, max_sentences=count, max_words=limit)
    given_offsets = sentences(article.body)
    chosen = [given_offsets.index((span.start, span.end)) for span in summary]
    assert chosen == sorted(set(chosen))
    assert len(summary) <= count
    assert len(summary) <= 1 or sum(len(span.text.split()) for span in summary) <= limit
    assert all(span.text == article.body[span.start : span.end] for span in summary)


@given(TEXTS)
def test_page_furniture_is_never_shown(text: str) -> None:
    assert not any(furniture(span.text) or byline(span.text) for span in told(as_article("", text)))


@given(TEXTS)
def test_a_fit_sentence_means_no_poor_one(text: str) -> None:
    """Where one sentence can stand alone, no question, heading or quotation without a speaker is shown."""
    shown = [span.text for span in told(as_article("", text))]
    if any(line.startswith(("Velia", "Norland")) for line in shown):
        assert not {"Why?", "A heading", "“We won.”"} & set(shown)


@given(TEXTS)
def test_what_leans_follows_what_it_leans_on(text: str) -> None:
    """Where a sentence can stand alone, one that leans is shown only right behind the shown one before it."""
    article = as_article("", text)
    standing = fitness(article, sentences(article.body))
    shown = {(span.start, span.end) for span in told(article)}
    visible = [
        (s, fit) for s, fit in zip(sentences(article.body), standing, strict=True) if fit < Fitness.UNFIT
    ]
    if Fitness.FIT in standing:
        pairs = itertools.pairwise([((0, 0), Fitness.UNFIT), *visible])
        assert all(first in shown for (first, _), (s, fit) in pairs if s in shown and fit is Fitness.LEANING)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case_file(file: Path) -> None:
    case = load(file)
    shown = [span.text for span in told(as_article(case["headline"], case["body"]))]
    text = "\n".join(shown)
    assert [piece for piece in case["shows"] if piece not in text] == []
    assert [
        piece for piece in case["hides"] if any(line.startswith(piece) or piece in line for line in shown)
    ] == []


def test_one_sentence() -> None:
    article = as_article("", "The truce holds.")
    assert [span.text for span in told(article)] == ["The truce holds."]


@pytest.mark.parametrize("text", ["", "12:30 — 45 … !", "By Mara Quill", "***\n---\n***"])
def test_nothing_to_show(text: str) -> None:
    assert told(as_article("", text)) == ()


def test_identical_sentences_are_told_once() -> None:
    text = "\n".join(
        ["The army crossed the river at dawn."] * 9 + ["Talks begin in Geneva on Monday, the envoy said."]
    )
    assert len({span.text for span in told(as_article("", text), max_sentences=2)}) == 2


def test_sentences_without_a_common_word() -> None:
    """LexRank links nothing here; the lede still leads."""
    text = "Alpha bravo charlie. Delta echo foxtrot. Golf hotel india."
    assert told(as_article("", text), max_sentences=1)[0].text == "Alpha bravo charlie."


def test_two_thousand_sentences() -> None:
    text = "\n".join(
        f"Village {n} was shelled on day {n % 7} by unit {n % 11}, said officer {n}." for n in range(2000)
    )
    summary = told(as_article("", text))
    assert 1 <= len(summary) <= 3
    assert summary[-1].end <= sentences(text)[MAX_RANKED - 1][1]


def test_an_overlong_lede_is_given_alone() -> None:
    lede = "The council " + "and its many members " * 30 + "agreed on Friday."
    assert [span.text for span in told(as_article("", lede), max_words=20)] == [lede]


def test_a_filler_does_not_take_the_room_that_is_left() -> None:
    text = (
        "Velia and Norland agreed on Friday to stop shelling each other's ports along the strait, mediators said.\n"
        "Grain ships will leave the ports of Velia and Norland under the eyes of observers of the council.\n\n"
        "Norland keeps frigates at the mouth of the strait to shell the ports of Velia again if Velia stops ships.\n"
        "It rained. Rain fell."
    )
    article = as_article("Velia and Norland stop shelling ports", text)
    assert [len(span.text.split()) for span in told(article, max_words=40)] == [17, 20]  # 2 would fit
    assert len(told(article)) == 3


def test_the_headline_is_not_repeated() -> None:
    article = as_article(
        "Army takes the town.", "Army takes the town.\nSoldiers of Velia entered the town at dawn."
    )
    assert [span.text for span in told(article)] == ["Soldiers of Velia entered the town at dawn."]


def test_weights_decide() -> None:
    article = as_article("", "Rain fell in the north. The army of Velia crossed the river. It rained on.")
    last = Weights(central=0, lead=-1, title=0, length=0, opening=0, quoted=0)
    shown = summarize(article, sentences(article.body), max_sentences=1, weights=last)
    assert shown[0].text == "The army of Velia crossed the river."


@pytest.mark.parametrize("budget", [{"max_sentences": 0}, {"max_words": 0}])
def test_a_budget_below_one_is_refused(budget: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1 of each"):
        told(as_article("", "The truce holds."), **budget)


def test_hash_seed_does_not_matter() -> None:
    code = (
        "import json, sys\n"
        "from tests.brief.test_summary import CASES, as_article, load, told\n"
        "cases = map(load, CASES)\n"
        "print(json.dumps([[s.text for s in told(as_article(c['headline'], c['body']))] for c in cases]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
