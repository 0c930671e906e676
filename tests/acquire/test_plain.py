"""Plain text: what is headline, byline, dateline and body."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.plain import read_text
from bot.errors import NotAnArticle, Reason
from bot.types import Article

NOW = datetime(2024, 6, 1, tzinfo=UTC)
LEDE = "The governments of Norvia and Estland agreed on Friday to resume talks about the river border, ending a silence of nine months."
MORE = "Diplomats said that the question of who may fish in the lower river would be left for later, when the boats have been counted."


def read(text: str) -> Article:
    return read_text(text.encode("utf-8", "surrogatepass"), "", None, NOW)


@pytest.mark.parametrize(
    ("text", "headline", "byline", "dateline"),
    [
        (f"{LEDE}\n\n{MORE}", "", None, None),
        (f"{LEDE}\n{MORE}", "", None, None),
        (f"River talks to resume\n\n{LEDE}\n\n{MORE}", "River talks to resume", None, None),
        (f"River talks to resume\n{LEDE}\n{MORE}", "River talks to resume", None, None),
        (
            f"River talks to resume\n\nBy Jane Doe\n\n{LEDE}\n\n{MORE}",
            "River talks to resume",
            "By Jane Doe",
            None,
        ),
        (f"By Jane Doe\n\nGENEVA — {LEDE}\n\n{MORE}", "", "By Jane Doe", "GENEVA —"),
        (f"Moscow: {LEDE}\n{MORE}", "", None, "Moscow:"),
        (f"GENEVA, May 3 (Agency) - {LEDE}", "", None, "GENEVA, May 3 (Agency) -"),
        # a first sentence is no headline, however short
        (f"It is over.\n\n{LEDE}\n\n{MORE}", "", None, None),
        (f"Advertisement\n\n{LEDE}\n\n{MORE}", "", None, None),
        (f"What now?\n\n{LEDE}\n\n{MORE}", "What now?", None, None),
    ],
)
def test_parts(text: str, headline: str, byline: str | None, dateline: str | None) -> None:
    article = read(text)
    assert (article.headline, article.byline, article.dateline) == (headline, byline, dateline)
    assert article.body.endswith((LEDE, MORE))
    assert "By Jane" not in article.body


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert read(f"{LEDE}\r\n{MORE}\r\n\r\n\r\n{LEDE}").body == f"{LEDE}\n\n{MORE}\n\n{LEDE}"


def test_wrapped_lines_are_joined() -> None:
    wrapped = f"{LEDE[:50]}\n{LEDE[51:]}\n\n{MORE[:40]}\n{MORE[41:]}"
    assert read(wrapped).body.count("\n\n") == 1


def test_controls_bidi_and_lone_surrogates_are_taken_out() -> None:
    article = read(f"{LEDE[:20]}\u202e\x1b[31m\ud800{LEDE[20:]} “Müller” – “Łódź” – “Žižek”.")
    # a surrogate is no UTF-8: each of its three bytes is replaced
    assert article.body == f"{LEDE[:20]}[31m\ufffd\ufffd\ufffd{LEDE[20:]} “Müller” – “Łódź” – “Žižek”."


@pytest.mark.parametrize("text", ["", "  \n ", "Too short to brief."])
def test_too_short(text: str) -> None:
    with pytest.raises(NotAnArticle) as refused:
        read(text)
    assert refused.value.reason is Reason.TOO_SHORT


def test_the_id_names_the_text() -> None:
    assert read(LEDE).id == read(LEDE).id != read(MORE).id
    assert len(read(LEDE).id) == 32


def test_ten_megabytes_in_one_line_are_cut() -> None:
    assert len(read(f"{LEDE} " * 80_000).body) <= 200_000


@given(st.binary(max_size=1_000) | st.text(max_size=500).map(lambda text: f"{LEDE}\n{text}".encode()))
def test_any_bytes_give_an_article_or_a_reason(body: bytes) -> None:
    try:
        article = read_text(body, "", None, NOW)
    except NotAnArticle as refused:
        assert "\n" not in str(refused)  # noqa: PT017 - an article would be as good
    else:
        assert article.body
