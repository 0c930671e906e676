"""Words of a rule: whole words next to each other in one headline or text, whatever their case, accents or number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.brief.watches import Tables, compile, facts  # noqa: A004 - see there
from bot.types import Rule
from tests.brief.dossiers import article, briefing, dossier, story_of

NONE = Tables()


def found(phrase: str, body: str, headline: str = "") -> bool:
    return compile(Rule(words=(phrase,)), NONE).holds(story_of(body, headline=headline))


@pytest.mark.parametrize(
    ("phrase", "body"),
    [
        ("grain corridor", "The Grain Corridors reopened."),
        ("Black Sea", "Ships left the black sea port."),
        ("black  sea", "On the Black\u00a0Sea."),
        ("cease-fire", "A cease fire holds."),
        ("cease fire", "A cease-fire holds."),
        ("Cote d'Ivoire", "In Côte d’Ivoire it rained."),
        ("Côte d’Ivoire", "In Cote d'Ivoire it rained."),
        ("Zelensky", "ZELENSKY's envoy spoke."),
        ("O'Neill", "Mr. O’Neill spoke."),
        ("U.S. Navy", "The US Navy sailed."),
        ("US Navy", "The U.S. Navy sailed."),
        ("St Petersburg", "In St. Petersburg it snowed."),
        ("Odesa, Ukraine", "In Odesa (Ukraine) it snowed."),
        ("city", "Two cities fell."),
        ("Gdansk", "Gdańsk’s harbour"),
        ("1,200 troops", "1200 troops left."),
        ("x", "x"),
    ],
)
def test_the_same_words_are_found_in_any_dress(phrase: str, body: str) -> None:
    assert found(phrase, body)
    assert found(phrase, "Nothing here.", headline=body)


@pytest.mark.parametrize(
    ("phrase", "body"),
    [
        ("oil", "The soil was turned, and oiled."),
        ("mali", "Somalia spoke."),
        ("Black Sea", "The sea was black."),
        ("Black Sea", "The sky was black. Sea birds cried."),
        ("Black Sea", "All black\nSea birds"),
        ("Black Sea", "Black and Sea"),
        ("ceasefire", "A cease-fire holds."),
        ("strike", "They struck."),
        ("US", "He told us so."),
        ("WHO", "The man who spoke."),
        ("2.5", "There were 25."),
        ("---", "--- and nothing else"),
        ("", "Nothing"),
    ],
)
def test_other_words_are_not(phrase: str, body: str) -> None:
    assert not found(phrase, body)


def test_a_word_in_capitals_of_four_letters_is_no_acronym() -> None:
    assert found("GAZA", "In Gaza it rained.")


def test_a_bird_is_found_by_the_word_and_not_by_the_country() -> None:
    """Words have no meaning to us; countries do. Who wants the state writes its code."""
    story = story_of("The turkey was roasted for two hours.")
    assert compile(Rule(words=("Turkey",)), NONE).holds(story)
    assert not compile(Rule(countries=("TUR",)), NONE).holds(story)


def test_a_phrase_does_not_run_from_a_headline_into_a_text_or_from_one_article_into_the_next() -> None:
    split = story_of("Sea birds cry.", headline="All black")
    two = dossier(
        briefing(article("The sky is black", id="a")),
        briefing(article("Sea birds cry", id="b", outlet="Post")),
    )
    watch = compile(Rule(words=("black sea",)), NONE)
    assert not watch.holds(split)
    assert not watch.holds(two)


def test_the_ground_is_the_first_place_in_a_body_verbatim() -> None:
    told = article("In Paris they met. The Black Sea’s ports and the black sea.", headline="Black Sea")
    [ground] = compile(Rule(words=("black sea",)), NONE).grounds(dossier(briefing(told))) or ()
    assert ground.label == "words: black sea"
    assert ground.span.text == told.body[ground.span.start : ground.span.end] == "Black Sea"


def test_what_only_a_headline_holds_has_no_words_of_a_body_to_show() -> None:
    watch = compile(Rule(words=("black sea",)), NONE)
    assert watch.grounds(story_of("Nothing.", headline="Black Sea")) == ()


WORD = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(WORD, max_size=12), st.integers(0, 11), st.integers(1, 3))
def test_whatever_stands_in_a_text_is_found_or_refused_and_never_raises(
    row: list[str], first: int, length: int
) -> None:
    body = " ".join(row)
    watch = compile(Rule(words=(" ".join(row[first : first + length]),)), NONE)
    grounds = watch.grounds(story_of(body))
    assert grounds is None or all(body[g.span.start : g.span.end] == g.span.text for g in grounds)


@given(
    st.lists(
        st.sampled_from(["grain", "Corridors", "U.S.", "d'Or", "Élan", "x-ray", "7"]), min_size=1, max_size=9
    )
)
def test_every_run_of_plain_words_is_found_where_it_stands(row: list[str]) -> None:
    known = facts(story_of(" ".join(row)))
    runs = {" ".join(row[a:b]) for a in range(len(row)) for b in range(a + 1, len(row) + 1)}
    assert all(compile(Rule(words=(run,)), NONE).holds(known) for run in runs)
