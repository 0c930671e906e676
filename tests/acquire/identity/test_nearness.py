"""The index of copies."""

import random
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.acquire.identity.fingerprints import fingerprint, likeness, unpack
from bot.acquire.identity.nearness import COPY, CROWD, KEYS, PLATED, Copies
from tests.acquire.identity.made import EDITS, PLATE, article, sentence

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)


def told(seed: int, sentences: int = 24) -> bytes:
    return fingerprint(" ".join(article(seed, sentences)))


def index(prints: list[bytes], outlet: str = "") -> Copies:
    copies = Copies()
    for doc_id, data in enumerate(prints):
        copies.add(doc_id, data, outlet=outlet, at=NOON + timedelta(minutes=doc_id))
    return copies


@pytest.mark.parametrize("kind", EDITS)
def test_copies_are_found_among_others_and_others_are_not(kind: str) -> None:
    """60 copies among 300 articles; one in 60 may be missed, as dice fall."""
    dice = random.Random(kind)  # noqa: S311 - wants to repeat
    copies = index([told(seed) for seed in range(300)])
    found = [copies.find(fingerprint(EDITS[kind](article(seed), dice))) for seed in range(60)]
    assert sum(hit is not None and hit[0] == seed for seed, hit in enumerate(found)) >= 59
    assert not [copies.find(told(seed)) for seed in range(1_000, 1_060) if copies.find(told(seed))]


def test_the_best_copy_is_found_and_among_equals_the_first() -> None:
    dice = random.Random(1)  # noqa: S311 - wants to repeat
    shorter = fingerprint(EDITS["shortened"](article(1), dice))
    copies = index([shorter, told(1), told(1), told(2)])
    assert copies.find(told(1)) == (1, 1.0)
    hit = copies.find(fingerprint(EDITS["plated"](article(1), dice)))
    assert hit is not None
    assert hit[0] == 1
    assert copies.find(told(1), but=1) == (2, 1.0)


def test_a_short_text_is_found_by_all_its_words_only() -> None:
    flash = "At least 12 people were killed in the raid, the ministry said on Friday."
    copies = index([fingerprint(flash)])
    assert copies.find(fingerprint(flash.upper())) == (0, 1.0)
    assert copies.find(fingerprint(flash.replace("12", "17"))) is None


def test_a_text_without_words_is_neither_held_nor_found() -> None:
    copies = index([b"", fingerprint("…")])
    assert len(copies) == 0
    assert copies.find(b"") is None


def test_a_document_is_held_once_with_its_latest_text() -> None:
    copies = index([told(1)])
    copies.add(0, told(2), outlet="", at=NOON)
    assert len(copies) == 1
    assert copies.find(told(1)) is None
    assert copies.find(told(2)) == (0, 1.0)


def test_what_came_before_the_window_is_let_go_of() -> None:
    copies = index([told(seed) for seed in range(10)])
    copies.expire(NOON + timedelta(minutes=4))
    assert [doc_id in copies for doc_id in range(10)] == [False] * 4 + [True] * 6
    assert copies.find(told(3)) is None
    assert copies.find(told(4)) == (4, 1.0)


def test_one_that_came_out_of_order_is_not_found_after_its_time_either() -> None:
    copies = index([told(1)])
    copies.add(7, told(2), outlet="", at=NOON - timedelta(days=1))
    copies.expire(NOON - timedelta(hours=1))
    assert copies.find(told(2)) is None
    copies.expire(NOON + timedelta(hours=1))
    assert len(copies) == 0


def test_a_new_version_lives_by_its_own_time() -> None:
    copies = index([told(1)])
    copies.add(0, told(1), outlet="", at=NOON + timedelta(hours=2))
    copies.expire(NOON + timedelta(hours=1))
    assert copies.find(told(1)) == (0, 1.0)


def test_an_emptied_index_holds_nothing_back() -> None:
    """Every table of it: what is forgotten there would grow for ever."""
    copies = index([told(seed % 5) for seed in range(2 * CROWD)], outlet="Daily")
    copies.remove(3)
    copies.remove(3)
    copies.expire(NOON + timedelta(days=1))
    assert not any((copies._held, copies._queue, copies._by_hash, copies._by_digest, copies._recent))


def test_a_report_that_everybody_prints_is_found_however_many_did() -> None:
    dice = random.Random(2)  # noqa: S311 - wants to repeat
    prints = [fingerprint(EDITS["shortened"](article(1), dice)) for _ in range(10 * CROWD)]
    copies = index(prints)
    assert all(copies.find(data, but=doc_id) for doc_id, data in enumerate(prints))
    copies.expire(NOON + timedelta(minutes=9 * CROWD))
    assert all(copies.find(data) for data in prints)


class TestPlates:
    """What an outlet prints on every page makes no copies."""

    def pages(self, sentences: int) -> list[bytes]:
        return [fingerprint(" ".join([*PLATE, *article(seed, sentences)])) for seed in range(60)]

    def test_a_plate_as_long_as_a_third_of_the_page_makes_none(self) -> None:
        """96 words of about 320."""
        copies = Copies()
        for doc_id, data in enumerate(self.pages(14)):
            assert copies.find(data, outlet="Daily") is None
            copies.add(doc_id, data, outlet="Daily", at=NOON)

    def test_a_plate_longer_than_the_report_makes_none_once_it_is_known(self) -> None:
        """96 words of about 150: so much that the first pages pass for copies."""
        copies = Copies()
        for doc_id, data in enumerate(self.pages(3)):
            if doc_id >= PLATED:
                assert copies.find(data, outlet="Daily") is None
            copies.add(doc_id, data, outlet="Daily", at=NOON)

    def test_a_copy_is_found_behind_the_plate(self) -> None:
        pages = self.pages(6)
        copies = index(pages, outlet="Daily")
        dice = random.Random(3)  # noqa: S311 - wants to repeat
        for seed in range(20):
            edited = " ".join([*PLATE, EDITS["shortened"](article(seed, 6), dice)])
            hit = copies.find(fingerprint(edited), outlet="Daily")
            assert hit is not None
            assert hit[0] == seed

    def test_what_others_of_the_outlet_say_all_of_is_still_a_copy(self) -> None:
        copies = index([told(1)] * (2 * PLATED), outlet="Daily")
        edited = fingerprint(EDITS["plated"](article(1), random.Random(4)))  # noqa: S311 - wants to repeat
        assert copies.find(told(1), outlet="Daily") == (0, 1.0)
        assert copies.find(edited, outlet="Weekly") is not None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "remove", "expire", "find"]), st.integers(0, 11)), max_size=40)
)
def test_the_index_says_what_comparing_with_every_document_says(steps: list[tuple[str, int]]) -> None:
    """Against a plain list of what is held: copies are found exactly where a likeness reaches ``COPY``."""
    copies, held, horizon = Copies(), dict[int, tuple[bytes, datetime]](), NOON
    dice = random.Random(5)  # noqa: S311 - wants to repeat
    for minute, (step, n) in enumerate(steps):
        at = NOON + timedelta(minutes=minute)
        data = fingerprint(" ".join([*article(n % 3, 10)[: 4 + n], *[sentence(dice) for _ in range(n)]]))
        if step == "add":
            copies.add(n, data, outlet="", at=at)
            held[n] = data, at
        elif step == "remove":
            copies.remove(n)
            held.pop(n, None)
        elif step == "expire":
            horizon = at - timedelta(minutes=n)
            copies.expire(horizon)
            held = {doc_id: pair for doc_id, pair in held.items() if pair[1] >= horizon}
        best = max((likeness(unpack(data), unpack(other)) for other, _ in held.values()), default=0.0)
        hit = copies.find(data)
        assert len(copies) == len(held)
        assert (hit[1] if hit else 0.0) == (best if best >= COPY else 0.0)


def test_memory_stays_within_its_bound() -> None:
    """A fingerprint, ``KEYS`` postings and change: under 3 KB a document."""
    prints = [told(seed, 8) for seed in range(400)]
    tracemalloc.start()
    copies = index(prints)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(copies) == 400
    assert len(copies._by_hash) <= 400 * KEYS
    assert size / 400 < 3_000
