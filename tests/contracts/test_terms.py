"""Words as the index has them; stems beside those of SQLite's own Porter tokenizer."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.search import snippet
from bot.store.stems import stem
from bot.store.terms import MAX_ASKED, asked, folded_name, terms

ODD = {"eed", "ies", "sses", "humayyed", "sayyed", "seyyed"}
"""Where SQLite leaves Porter's paper: words that are nothing but an ending, and a y after a y."""


def test_stems_are_those_of_another_implementation() -> None:
    root = Path(__file__).parents[2]
    files = [*root.glob("bot/**/*.py"), root / "README.md", root / "config" / "plover.yaml"]
    words = sorted(
        set(re.findall("[a-z]{1,40}", " ".join(f.read_text("utf-8").lower() for f in files))) - ODD
    )
    assert len(words) > 8000
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter ascii')")
        other.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
        other.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(words))
        theirs = dict(other.execute("SELECT doc, term FROM v"))
    assert [w for n, w in enumerate(words) if theirs[n] != stem(w)] == []


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("The U.S.-led drones' strikes", "the us led drone strike"),
        ("Iran's and Iran’s", "iran and iran"),
        ("1,200 of 2.5 at 11:30", "1200 of 2 5 at 11 30"),
        ("snake_case AT&T don't", "snake case att dont"),
        ("École ﬁre Ærø", "ecol fire aero"),
        ("— … 🛰 _", ""),
    ],
)
def test_a_text_has_these_words(text: str, stems: str) -> None:
    assert " ".join(term.stem for term in terms(text)) == stems
    assert all(text[term.start : term.end].strip() for term in terms(text))


def test_of_a_question_each_word_counts_once_and_not_too_many() -> None:
    assert asked("Talks talk TALKING talks") == ("talk",)
    assert len(asked(" ".join(f"w{n}" for n in range(99)))) == MAX_ASKED


def test_names_keep_their_words_whole() -> None:
    assert folded_name("José O’Neill-Ruiz") == " jose oneill ruiz "
    assert folded_name("%_") == "  "


def test_a_snippet_stands_where_most_words_are_together() -> None:
    body = "Harbour first. " + "filler " * 60 + "then the harbour and its mayor met.\nNext paragraph."
    found = snippet(body, {"harbour", "mayor"})
    assert found is not None
    (start, end), marks = found
    assert "mayor met." in body[start:end]
    assert "\n" not in body[start:end]
    assert [body[slice(*mark)] for mark in marks] == ["harbour", "mayor"]
    assert not body[start - 1].isalnum()
    assert snippet(body, {"absent"}) is None
    assert snippet("x" * 5000 + " end", {"x" * 64}) == ((0, 5000), ((0, 5000),))
