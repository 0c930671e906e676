"""Dates as pages write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.dates import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-03", "2024-05-03T00:00:00"),
        ("2024-05-03T15:30:00+02:00", "2024-05-03T13:30:00"),
        ("2024-05-03T15:30:00.1234567Z", "2024-05-03T15:30:00.123456"),
        ("2024-05-03T15:30:00+0200", "2024-05-03T13:30:00"),
        ("2024-05-03 15:30:00 UTC", "2024-05-03T15:30:00"),
        ("2024-05-03 15:30:00 +0000", "2024-05-03T15:30:00"),
        ("2024-05-03T15:30", "2024-05-03T15:30:00"),
        ("20240503", "2024-05-03T00:00:00"),
        ("2024/5/3", "2024-05-03T00:00:00"),
        ("Fri, 03 May 2024 15:30:00 GMT", "2024-05-03T15:30:00"),
        ("Fri, 03 May 2024 15:30:00 -0400", "2024-05-03T19:30:00"),
        ("May 3, 2024", "2024-05-03T00:00:00"),
        ("3 May 2024", "2024-05-03T00:00:00"),
        ("Sept. 18, 2019, 4:06 p.m.", "2019-09-18T16:06:00"),
    ],
)
def test_a_date_becomes_aware_utc(text: str, expected: str) -> None:
    assert parse_date(text) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2024-13-45", "0", "9" * 50],
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=80) | st.text("0123456789-:TZ+., /MayprFi", max_size=40))
def test_any_text_is_a_date_in_utc_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC
