"""What is kept of an article, and how it is stored."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.acquire.assembly import assemble
from bot.analyse.stories.sketch import MOST, TERMS, Named, Sketch, decode, sketch
from bot.analysis import read
from bot.errors import InputError
from bot.types import Article
from tests.analyse.stories.streams import own
from tests.quality.own_stories import rows
from tests.quality.runners.gold import shipped
from tests.quality.runners.stories import as_article

READ_AT = datetime(2030, 3, 1, 12, tzinfo=UTC)


def article(headline: str, body: str, published_at: datetime | None = None) -> Article:
    return assemble(
        url="",
        outlet="",
        headline=headline,
        byline=None,
        body=body,
        lang="en",
        published_at=published_at,
        fetched_at=READ_AT,
    )


def test_a_briefing_adds_who_and_what_happens() -> None:
    told = as_article(next(row for row in rows() if row["cluster"] == "strike-odresk"))
    tables, budget = shipped()
    made = sketch(told, read(told, tables, budget))
    assert "RUS" in {actor.name for actor in made.actors}
    assert {"RUS>ASSAULT", "ASSAULT>UKR"} <= set(made.events)
    assert sketch(told).terms == made.terms
    assert not sketch(told).actors
    assert not sketch(told).events


def test_a_person_goes_by_the_surname_and_a_state_by_its_code() -> None:
    told = article(
        "", "President Lucia Ferrand of Peru met the foreign minister of Chile, Tomas Rey, in Lima."
    )
    tables, budget = shipped()
    assert {actor.name for actor in sketch(told, read(told, tables, budget)).actors} >= {
        "ferrand",
        "rey",
        "PER",
        "CHL",
    }


def test_the_time_is_that_of_publication_if_known() -> None:
    published = datetime(2030, 2, 27, tzinfo=UTC)
    made = sketch(article("Quake", "A quake shook Sanduay.", published))
    assert (made.at, made.seen) == (int(published.timestamp()), int(READ_AT.timestamp()))
    assert sketch(article("Quake", "A quake shook Sanduay.")).at == int(READ_AT.timestamp())


def test_the_opening_weighs_in_the_opening_only() -> None:
    filler = " ".join(f"w{number}x" for number in range(80))
    terms = {term.stem: term for term in sketch(article("Quake", f"Sanduay {filler} later")).terms}
    assert terms["quak"].opening == terms["quak"].body > terms["sanduay"].opening > 0
    assert terms["w79x"].opening == 0 < terms["w79x"].body


@pytest.mark.parametrize("made", [made for _, made in own()[:5]], ids=range(5))
def test_what_is_encoded_is_decoded(made: Sketch) -> None:
    full = replace(
        made, actors=(Named("peña nieto", 32), Named("RUS", 1)), events=("RUS>ASSAULT", "ASSAULT>UKR")
    )
    assert decode(full.encode()) == full
    assert decode(made.encode()) == made


def test_an_empty_sketch_is_decoded() -> None:
    made = sketch(article("", "-"))
    assert decode(made.encode()) == made
    assert made.terms == ()


@settings(max_examples=30)
@given(st.text(max_size=3000), st.text(max_size=200))
def test_any_text_has_a_sketch_of_at_most_two_kilobytes(body: str, headline: str) -> None:
    made = sketch(article(headline, body))
    assert len(made.terms) <= TERMS
    assert decode(made.encode()) == made
    assert len(made.encode()) <= MOST


def test_endless_words_lose_the_lightest() -> None:
    dice = random.Random(3)  # noqa: S311 - wants to repeat
    body = " ".join("".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(60)) for _ in range(400))
    made = sketch(article("", body))
    assert 8 < len(made.terms) < TERMS
    assert len(made.encode()) <= MOST
    assert decode(made.encode()) == made


@pytest.mark.parametrize(
    "data", [b"", b"\x01", b"\x02" + bytes(20), own()[0][1].encode()[:-3], b"\x01" + bytes(40)]
)
def test_other_bytes_are_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(InputError, match="read the article again"):
        decode(data)
