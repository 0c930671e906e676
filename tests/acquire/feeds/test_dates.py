"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.feeds.dates import read_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21"),
        ("Thu, 01 Jan 2004 19:48:21 +0530", "2004-01-01T14:18:21"),
        ("01 Jan 2004 19:48 EST", "2004-01-02T00:48"),
        ("Thursday, 1 January 2004 19:48:21 UT", "2004-01-01T19:48:21"),
        ("Thu 01 Jan 2004 19:48:21 Z", "2004-01-01T19:48:21"),
        ("Thu,01 Jan 04 19:48:21 PST", "2004-01-02T03:48:21"),
        ("Thu, 01 Jan 99 19:48:21 GMT", "1999-01-01T19:48:21"),
        ("Thu, 1 Sept 2004 00:00:00 GMT", "2004-09-01T00:00"),
        ("Fri, 31 Dec 2004 24:00:00 GMT", "2005-01-01T00:00"),
        ("Fri, 31 Dec 2016 23:59:60 GMT", "2017-01-01T00:00"),
        ("01-Jan-2004 10:00:00 GMT+1", "2004-01-01T09:00"),
        ("Thu, 01 Jan 2004 19:48:21 GMT+01:00", "2004-01-01T18:48:21"),
        ("Thu, 01 Jan 2004 10:00:00 +1", "2004-01-01T09:00"),
        ("Thu, 01 Jan 2004 10:00:00 CEST (Berlin)", "2004-01-01T08:00"),
        ("Thu, 01 Jan 2004 10:00:00 XYZ", "2004-01-01T10:00"),
        ("Thu, 01 Jan 2004", "2004-01-01T00:00"),
        ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21"),
        ("Thu Jan  1 19:48:21 UTC 2004", "2004-01-01T19:48:21"),
        ("2004-01-01T19:48:21Z", "2004-01-01T19:48:21"),
        ("2004-01-01T19:48:21.1234567+02:00", "2004-01-01T17:48:21.123456"),
        ("2004-01-01 19:48:21 -0500", "2004-01-02T00:48:21"),
        ("2004-01-01T19:48Z", "2004-01-01T19:48"),
        ("2004-01-01T24:00:00Z", "2004-01-02T00:00"),
        ("2004-01-01T10+01", "2004-01-01T09:00"),
        ("20040101T194821Z", "2004-01-01T19:48:21"),
        ("2004-06", "2004-06-01T00:00"),
        ("2004", "2004-01-01T00:00"),
        ("20040601", "2004-06-01T00:00"),
        ("May 3, 2024", "2024-05-03T00:00"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59"),
        ("\n Thu, 01 Jan 2004\t19:48:21 GMT ", "2004-01-01T19:48:21"),
    ],
)
def test_a_date_is_read(text: str, iso: str) -> None:
    assert read_date(text) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "yesterday",
            "10:30",
            "12",
            "2004-02-30",
            "Thu, 31 Feb 2004 10:00:00 GMT",
            "1 Foo 2004",
        ),
        *("2004-13-01", "2004-01-01T25:00:00Z", "2004-01-01T10:61:00Z", "0000-00-00T00:00:00Z", "1685000000"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "Thu, 01 Jan 2004 10:00:00 +9999"),
        *("1 janvier 2004", "2004年1月1日", "x" * 5_000, "9" * 60),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@given(
    st.text(max_size=80)
    | st.from_regex(r"[0-9A-Za-z:,+. /-]{1,40}", fullmatch=True)
    | st.datetimes().map(str)
)
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    found = read_date(text)
    assert found is None or found.tzinfo is UTC
