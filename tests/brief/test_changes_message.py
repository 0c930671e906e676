"""How changes read."""

from bot.brief.message import change_line, of_changes
from bot.types import Change, ChangeKind, Heading, Para, Quote, Span

OLD, NOW = Span("a", 0, 16, "killed 12 people"), Span("b", 4, 20, "killed 17 people")
FIGURE = Change(ChangeKind.FIGURE, "killed: 12 → 17", (OLD,), (NOW,))
URLS = {"a": "https://wire.example/a", "b": "https://wire.example/b"}


def test_a_change_is_a_line_then_its_words_before_and_after() -> None:
    heading, line, *quotes = of_changes([FIGURE], URLS)
    assert heading == Heading("What is new")
    assert isinstance(line, Para)
    assert line.text == "Figures · killed: 12 → 17"
    assert quotes == [Quote(OLD, URLS["a"]), Quote(NOW, URLS["b"])]


def test_without_changes_there_is_no_heading() -> None:
    assert of_changes([], URLS) == ()


def test_what_was_taken_back_says_so() -> None:
    gone = Change(ChangeKind.SEVERITY, "high → none", (OLD,), ())
    assert change_line(gone) == "Moved · high → none · taken back"


def test_an_article_whose_address_is_not_known_is_quoted_without_one() -> None:
    assert of_changes([FIGURE], {})[2:] == (Quote(OLD, ""), Quote(NOW, ""))
