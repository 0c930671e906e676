"""Every store: search. The two databases find the same, in the same order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.store.records import Placement
from bot.store.store import Store
from tests.contracts.making import START, Clock, publish

TEXTS = (
    ("Talks in Geneva", "Negotiators met. Iran's foreign minister said the U.S. must lift sanctions."),
    (
        "Drone strikes hit Kyiv",
        "Two people were killed.\nAir defences shot down 1,200 drones, the mayor said.",
    ),
    ("Markets", "Striking workers returned to the café in São Paulo; al-Assad was not there."),
    ("Sanctions lifted", "NEAR the border, AND not OR."),
    ("Łódź and Zürich", "Straße, naïve, O'Neill, 北京, Москва, the 2.5 million and F-16s."),
)


@pytest.fixture
def news(store: Store, clock: Clock) -> Store:
    for n, (headline, body) in enumerate(TEXTS):
        publish(store, str(n), body, headline, published_at=clock())
        clock.forward(3600)
    return store


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("sanctions", [4, 1]),  # the headline first, though both hold it
        ("SANCTION", [4, 1]),
        ("lift sanctions", [4, 1]),
        ("sanctions negotiators", [1]),
        ("sanctions kyiv", []),
        ("strike", [2, 3]),
        ("US", [1]),
        ("U.S.", [1]),
        ("Iran", [1]),
        ("Iran’s", [1]),
        ("cafe", [3]),
        ("Sao Paulo", [3]),
        ("assad", [3]),
        ("al-Assad", [3]),
        ("1200 drones", [2]),
        ("1,200", [2]),
        ("Lodz", [5]),
        ("ŁÓDŹ", [5]),
        ("zurich", [5]),
        ("strasse", [5]),
        ("naive", [5]),
        ("oneill", [5]),
        ("O’Neill", [5]),
        ("北京", [5]),
        ("москва", [5]),
        ("f-16", []),  # "16s" is another word
        ("F-16s", [5]),
        ("near", [4]),
        ("NEAR(border, 2)", []),
        ("and", [5, 4]),
        ("border AND not OR", [4]),
        ('"sanctions', [4, 1]),
        ("sanctions*", [4, 1]),
        ("headline:sanctions", []),
        ("-sanctions", [4, 1]),
        ("^sanctions & !x", []),
        ("'; DROP TABLE documents; --", []),
        ("sanc", []),
        ("", []),
        ("   \t", []),
        ("\x00", []),
        ("\ud800", []),
        ("*", []),
        ('"', []),
        ("'", []),
        ("(", []),
        ("\\", []),
        (":", []),
        ("sanctions " * 500, [4, 1]),
        (" ".join(f"word{n}" for n in range(5000)), []),
        ("x" * 100_000, []),
    ],
)
def test_a_question_finds(news: Store, question: str, found: list[int]) -> None:
    assert [hit.document_id for hit in news.search(question)] == found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_text_is_syntax(request: pytest.FixtureRequest, clock: Clock, kind: str) -> None:
    from bot.store.open import open_store

    url = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")
    with open_store(url, clock=clock) as store:
        publish(store, "a", "Body of one.", "One")

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.text(max_size=30) | st.text(alphabet="\"'()*:^&|!<>-+\\ ANDORTE{},.~", max_size=30))
        @example("a' & 'b")
        @example("{headline body}: one")
        def check(question: str) -> None:
            assert len(store.search(question)) <= 1
            store.stories(words=question, actor=question)

        check()


def test_hits_carry_words_of_the_body_around_what_was_found(news: Store) -> None:
    (hit,) = news.search("drone mayor")
    body = TEXTS[1][1]
    assert hit.snippet is not None
    assert (hit.snippet.text, hit.snippet.article_id) == (
        body[hit.snippet.start : hit.snippet.end],
        hit.article_id,
    )
    assert hit.snippet.text == "Air defences shot down 1,200 drones, the mayor said."
    assert [body[slice(*mark)] for mark in hit.marks] == ["drones", "mayor"]
    (title_only,) = news.search("geneva")
    assert (title_only.rank, title_only.snippet, title_only.marks) == (0, None, ())


def test_hits_of_a_rank_come_newest_first_and_no_more_than_asked_for(store: Store, clock: Clock) -> None:
    for n in range(12):
        publish(store, str(n), "A harbour.", "Harbour" if n % 4 == 0 else "Other", published_at=clock())
        clock.forward(60)
    assert [hit.document_id for hit in store.search("harbour", limit=6)] == [9, 5, 1, 12, 11, 10]
    assert [hit.document_id for hit in store.search("harbour", limit=2)] == [9, 5]
    assert [hit.rank for hit in store.search("harbour", limit=5)] == [0, 0, 0, 1, 1]
    assert len(store.search("harbour", limit=99)) == 12
    assert store.search("harbour", limit=0) == ()
    since = START + timedelta(minutes=10)
    assert [hit.document_id for hit in store.search("harbour", since=since)] == [12, 11]
    assert store.search("harbour", since=clock()) == ()


def test_what_is_the_same_as_another_document_is_not_found_twice(store: Store) -> None:
    publish(store, "a", "One harbour.")
    publish(store, "b", "One harbour.")
    with store.placing() as desk:
        desk.place(1, Placement("s"))
        desk.place(2, Placement("s", same_as=1))
    (hit,) = store.search("harbour")
    assert (hit.document_id, hit.story_id) == (1, "s")
