"""Words as the index has them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.store.search import snippet
from bot.store.stems import stem
from bot.store.terms import MAX_ASKED, asked, folded_name, terms


@pytest.mark.parametrize(
    ("forms", "others"),
    [
        ("strike strikes striking", "stripe"),
        ("killed kills killing", "kiln"),
        ("negotiations negotiation", "negate"),
        ("generals general", "generous"),
        ("policies policy", "police"),
    ],
)
def test_forms_of_a_word_are_one_and_other_words_are_not(forms: str, others: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1
    assert stem(forms.split(maxsplit=1)[0]) not in {stem(word) for word in others.split()}


def test_many_threads_stem_as_one_does() -> None:
    words = [
        f"{word}{ending}"
        for word in ("march", "protest", "bomb", "seiz")
        for ending in ("es", "ed", "ing", "")
    ]
    alone = [stem.__wrapped__(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        for together in threads.map(lambda _: [stem.__wrapped__(word) for word in words], range(200)):
            assert together == alone


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
