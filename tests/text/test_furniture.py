"""Datelines, bylines and page furniture, told from prose by their form."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.furniture import byline, dateline, furniture

LEDE = "The two sides agreed on Monday to meet again."


@pytest.mark.parametrize(
    "mark",
    [
        "Moscow:",
        "New Delhi:",
        "Beijing —",
        "GENEVA, May 3 (Northline) -",
        "ADEN/WASHINGTON —",
        "ADEN/WASHINGTON, Jan. 12 (Meridian Newswire) -",
        "UNITED NATIONS, Nov. 29 —",
        "LYON, France (Atlas Radio News) —",
        "ST. PETERSBURG, Fla. (AN) —",
        "KYIV, Ukraine, 3 May 2024 --",
        "DUBAI, United Arab Emirates, Jan. 3 —",
        "SÃO PAULO –",
        "ISLAMABAD:",
        "RIO DE JANEIRO -",
        "WASHINGTON (Continental Press)",
        "Tehran, June 3, 2025 (IRNX) –",
        "May 3 (Northline) -",
        "(ANN)",
        "(Atlas News) --",
    ],
)
def test_a_dateline_is_found_with_its_mark(mark: str) -> None:
    body = f"{mark} {LEDE}\n\nNothing else was said. "
    found = dateline(body)
    assert found is not None
    assert body[slice(*found)] == mark


@pytest.mark.parametrize("mark", ["PARIS—", "(ANN)"])
def test_a_dateline_may_touch_the_first_sentence(mark: str) -> None:
    assert dateline(mark + LEDE) == (0, len(mark))


@pytest.mark.parametrize(
    "above", ["By Jane Doe", "By a Lantern Post correspondent", "Advertisement", "Photo: Jane Doe"]
)
def test_a_dateline_may_stand_below_a_byline_or_furniture(above: str) -> None:
    body = f"{above}\n\nKHARTOUM — {LEDE}"
    found = dateline(body)
    assert found is not None
    assert body[slice(*found)] == "KHARTOUM —"


@pytest.mark.parametrize(
    "body",
    [
        "",
        LEDE,
        f"Analysis: {LEDE}",
        f"BREAKING: {LEDE}",
        f"EXCLUSIVE - {LEDE}",
        f"Watch: {LEDE}",
        "NATO said on Monday - after talks in Brussels - that it would not.",
        "COVID-19 - what the numbers say about the year that has passed.",
        "U.S. officials - who asked not to be named - said it was over.",
        "CONGRESSIONAL RECORD — SENATE\n\nThe president took the floor.",
        "Status: Final.",
        f"Rossi: {LEDE}\n\nBauer: I am not so sure that they did that.",
        f"{LEDE}\n\nMOSCOW — {LEDE}",
    ],
)
def test_labels_speakers_and_dashes_in_a_sentence_are_no_dateline(body: str) -> None:
    assert dateline(body) is None


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "BY JANE DOE",
        "By Jane Doe and John Roe in Cairo",
        "By a Lantern Post correspondent",
        "By our correspondent",
        "By Abdel Fattah al-Burhan",
        "By Jane Doe, Staff Writer",
        "Reported by Jane Doe",
        "Jane Doe, Diplomatic Correspondent",
    ],
)
def test_a_byline(line: str) -> None:
    assert byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "By Monday, thirty people had left.",
        "By Monday",
        "By noon the city was quiet",
        "By The Numbers",
        "By contrast, Egypt said nothing.",
        "The correspondent",
        "Egypt said that the talks were over",
    ],
)
def test_no_byline(line: str) -> None:
    assert not byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Read more: What the strikes mean",
        "READ MORE",
        "Also read: Ten things about the talks",
        "Continue reading below",
        "Click here to see the map",
        "Scroll down for video.",
        "Advertisement",
        "ADVERTISEMENT - CONTINUE",
        "Share this article on Facebook",
        "Share",
        "Tweet",
        "Follow us on Instagram",
        "Follow Jane on Twitter",
        "Sign up for our morning newsletter",
        "Get the day's headlines in your inbox",
        "Subscribe now for £1",
        "Photo: Jane Doe/AN",
        "Image: Home Office",
        "A ship off the coast on Monday. Image: Home Office.",
        "Smoke over the port on Friday (Photo by Jane Doe)",
        "A crowd in the square. Getty Images",
        "© 2024 Harbour Media. All rights reserved.",
        "Copyright 2024 Harbour Media",
        "Reporting by Jane Doe; Editing by John Roe",
        "(With inputs from agencies)",
        "Published: 3 May 2024",
        "Updated 3 May 2024 at 15:30",
        "Follow Jane Doe on X",
        "Additional reporting by Jane Doe in Geneva",
        "Last updated 3 May 2024",
        "4 min read",
        "Related stories:",
        "We use cookies to improve this page.",
    ],
)
def test_furniture(line: str) -> None:
    assert furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        LEDE,
        "Read by millions, the paper was closed on Friday.",
        "Photographs taken by satellite show new trenches.",
        "Published figures show that trade fell by a third.",
        "Shares fell by 3% in Tokyo.",
        "Share prices rose.",
        "Images of the strike spread within the hour.",
        "Follow-up talks are planned for May.",
        "Printing presses stood still.",
        "Subscribers to the old treaty have left it one by one.",
        "Comments by the minister angered Ankara.",
        "Comments on the deal were muted.",
        "Copyright law was changed in the spring.",
        "Published on Monday, the report names nine officers.",
        "Reporting by the agency found that the boat had been empty.",
        "Like others on Facebook, he wrote that he had seen the boat.",
        "He gave them credit: nobody else would have paid.",
        "Email to the staff shows that he knew.",
        "Emails show that he knew.",
        "The images were sold by Getty Images for a large sum, the court heard.",
        "More: nobody had told the envoy. " * 20,
    ],
)
def test_prose_is_no_furniture(line: str) -> None:
    assert not furniture(line)


@given(st.text(max_size=600))
def test_no_text_upsets_the_recognisers(text: str) -> None:
    found = dateline(text)
    assert found is None or 0 <= found[0] < found[1] <= len(text)
    assert byline(text) in {True, False}
    assert furniture(text) in {True, False}


UNITS = [
    *("A", "Aa", "a an", "-", "A-", "A ", "AA ", "Aa ", "AA/", "AA and ", "Aa of ", "AA, "),
    *("A.", "Aa, Aa of ", "AA, Bb of Cc ", "(", "A (", "PARIS/", "Jane Doe ", "AA-", "By A ", "from "),
    *("get a ", "follow us ", "image: ", "photo by ", "- file photo ", "additional reporting by a"),
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("opening", ["", "By ", "from "])
def test_no_repetition_makes_them_slow(unit: str, opening: str) -> None:
    """Longest lines that are still looked at, with an end that nothing matches; each takes under a millisecond.

    A regular expression that backtracks without bounds would not come back from these within the suite's time.
    """
    started = time.process_time()
    credit = (opening + unit * 118)[:118]
    assert not byline(credit + " #")
    line = (opening + unit * 298)[:297]
    furniture(line + " #")
    dateline(line + " #")
    dateline(line[:290] + " — aa. b")
    assert time.process_time() - started < 1.0
