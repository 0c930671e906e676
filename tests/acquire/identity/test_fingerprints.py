"""Fingerprints: the same everywhere, small, and telling how much two texts share."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.identity.fingerprints import HASHES, MAX_BYTES, NOTHING, SHORT, fingerprint, likeness, unpack
from bot.acquire.identity.nearness import COPY
from tests.acquire.identity.made import EDITS, PLATE, article


def alike(one: str, other: str) -> float:
    return likeness(unpack(fingerprint(one)), unpack(fingerprint(other)))


def test_a_fingerprint_is_the_same_in_every_run_on_every_machine() -> None:
    """Written down once: what is stored today must be found by what runs tomorrow."""
    assert fingerprint("Ministers met in Geneva.").hex() == "010000006889fc6bf6264ea1"
    long = " ".join(f"word{n}" for n in range(60))
    assert fingerprint(long)[:20].hex() == "01000039d0c498cf2dc057160218c0e804d6173b"


@given(st.text())
def test_any_text_has_a_fingerprint_that_is_small_and_its_own(text: str) -> None:
    data = fingerprint(text)
    assert len(data) <= MAX_BYTES
    assert likeness(unpack(data), unpack(data)) == (1.0 if data else 0.0)


def test_a_long_text_fills_the_room_and_no_more() -> None:
    data = fingerprint(" ".join(article(1, 4_000)))
    assert len(data) == MAX_BYTES
    assert len(unpack(data).hashes) == HASHES


@pytest.mark.parametrize("kind", EDITS)
def test_an_edited_copy_is_like_its_original_and_like_no_other(kind: str) -> None:
    """Over 40 articles each; 3 of the 240 edits may fall short, as dice fall."""
    dice = random.Random(kind)  # noqa: S311 - wants to repeat
    prints = [unpack(fingerprint(" ".join(article(seed)))) for seed in range(40)]
    edits = [unpack(fingerprint(EDITS[kind](article(seed), dice))) for seed in range(40)]
    assert sum(likeness(*pair) >= COPY for pair in zip(prints, edits, strict=True)) >= 39
    others = [likeness(a, b) for i, a in enumerate(prints) for j, b in enumerate(edits) if i != j]
    assert max(others) < 0.15


def test_white_space_case_and_quotes_make_no_difference() -> None:
    told = " ".join(article(2))
    assert alike(told, told.upper().replace(" ", "\n\n").replace(".", " … ”")) == 1.0


def test_one_figure_makes_little_difference_to_a_report() -> None:
    told = " ".join([*article(3, 3), "At least 12 people were killed in the raid, the ministry said."])
    assert 0.85 < alike(told, told.replace("12", "17")) < 1.0


def test_a_short_text_is_like_nothing_but_its_own_words() -> None:
    told = "At least 12 people were killed in the raid, the ministry said on Friday."
    assert alike(told, told.upper()) == 1.0
    assert alike(told, told.replace("12", "17")) == 0.0
    assert alike(told, " ".join([told, *article(4)])) == 0.0


def test_from_fifty_words_on_a_text_is_known_by_a_part_of_it() -> None:
    words = " ".join(article(5)).split()
    assert not unpack(fingerprint(" ".join(words[: SHORT - 1]))).hashes
    assert len(unpack(fingerprint(" ".join(words[:SHORT]))).hashes) == SHORT - 3


def test_likeness_of_a_sample_is_near_that_of_the_whole() -> None:
    """900 of 1,500 sequences shared, by 125 of each: within .1."""
    words = [f"w{n}" for n in range(2_100)]
    assert alike(" ".join(words[:1_500]), " ".join(words[600:])) == pytest.approx(0.6, abs=0.1)


def test_a_part_counts_by_the_root_of_its_share() -> None:
    words = [f"w{n}" for n in range(2_000)]
    assert alike(" ".join(words), " ".join(words[:800])) == pytest.approx(0.4**0.5, abs=0.1)


def test_a_plate_does_not_count() -> None:
    one, other = ([*PLATE, *article(seed, 3)] for seed in (6, 7))
    plate = unpack(fingerprint(" ".join(PLATE))).hashes
    first, second = (unpack(fingerprint(" ".join(told))) for told in (one, other))
    assert likeness(first, second) > COPY
    assert likeness(first, second, plate) < 0.1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        b"\x02" + fingerprint("a b c")[1:],
        fingerprint(" ".join(article(8)))[:-4],
        fingerprint(" ".join(article(8)))[:-1],
        fingerprint(" ".join(article(8))) + b"\xff\xff\xff\xff",
        fingerprint(" ".join(article(8)))[:12] + bytes(500),
    ],
)
def test_bytes_that_are_no_fingerprint_are_like_nothing(data: bytes) -> None:
    assert unpack(data) is NOTHING
    assert likeness(unpack(data), unpack(data)) == 0.0
