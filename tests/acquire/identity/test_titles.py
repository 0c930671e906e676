"""What a title says, whoever prints it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.identity.titles import title_key

KEY = "minister quits after vote"


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Minister quits after vote", ()),
        ("  MINISTER quits\tafter vote!  ", ()),
        ("“Minister quits” – after vote…", ()),
        ("Minister quits after vote - Reuters", ("Reuters",)),
        ("Minister quits after vote - Reuters", ("REUTERS.com",)),
        ("Minister quits after vote | BBC News", ("BBC News",)),
        ("Minister quits after vote | BBC News", ("BBC",)),
        ("Minister quits after vote — The Guardian", ("Guardian",)),
        ("Minister quits after vote · Radio One - World", ("", "Radio One - World")),
        ("Reuters: Minister quits after vote", ("Reuters",)),
        ("The Daily | Minister quits after vote | The Daily", ("The Daily", "News feed")),
        ("UPDATE 2-Minister quits after vote", ()),
        ("WRAPUP 3 - Minister quits after vote", ()),
        ("LIVE: Minister quits after vote", ()),
        ("Live updates: Minister quits after vote", ()),
        ("Exclusive: Minister quits after vote", ()),
        ("EXCLUSIVE-Minister quits after vote", ()),
        ("Breaking news | UPDATE 1-Minister quits after vote - Reuters", ("Reuters",)),
    ],
)
def test_one_title_has_one_key(title: str, names: tuple[str, ...]) -> None:
    assert title_key(title, *names) == KEY


@pytest.mark.parametrize(
    ("title", "names", "key"),
    [
        ("Minister quits after vote - Reuters", (), "minister quits after vote reuters"),
        ("Minister quits - again", ("Reuters",), "minister quits again"),
        ("Live-in carers strike", (), "live in carers strike"),
        ("Update on the strike", (), "update on the strike"),
        ("Exclusive club burns", (), "exclusive club burns"),
        ("Reuters", ("Reuters",), "reuters"),
        ("LIVE:", (), "live"),
        ("12 killed, 1,200 flee; 2.5% gone by 11:30", (), "12 killed 1200 flee 2.5 gone by 11:30"),
        ("U.S. and E.U. agree", (), "us and eu agree"),
        ("Iran’s ＯＩＬ — ﬁrst", (), "iran s oil first"),
        ("選挙 結果", (), "選挙 結果"),
        ("?!", (), ""),
        ("", ("Reuters",), ""),
    ],
)
def test_what_belongs_to_a_title_stays(title: str, names: tuple[str, ...], key: str) -> None:
    assert title_key(title, *names) == key


def test_a_title_of_a_thousand_parts_is_what_its_beginning_says() -> None:
    title = "a|" * 500 + "x|" * 499 + "x"
    assert title_key(title, "X") == title_key(title[:300], "X") == " ".join("a" * 150)


def test_names_are_looked_for_at_the_ends_of_a_title_only() -> None:
    assert title_key("One | Two | X: three | Four | Five", "One | Two | X") == "one two x three four five"
    assert title_key("Radio | One: Ship sinks", "Radio One") == "ship sinks"
    assert title_key("Ship sinks - Radio - One", "Radio One") == "ship sinks"


def test_no_more_than_three_names_and_labels_are_taken_off() -> None:
    assert title_key("X | LIVE: X | Ship sinks", "X") == "ship sinks"
    assert title_key("X | X | X | X | Ship sinks", "X") == "x ship sinks"


def test_another_figure_is_another_title() -> None:
    assert title_key("17 killed in raid") != title_key("12 killed in raid")


@given(st.text(), st.text(max_size=12))
def test_any_text_has_a_key_of_bare_words(title: str, name: str) -> None:
    key = title_key(title, name)
    assert key == " ".join(key.split())
    assert title_key(key) == key or not key.isascii()
