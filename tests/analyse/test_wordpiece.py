"""Words and subwords: nothing of a text is lost, and case is kept as a shape."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyse.encoder.wordpiece import (
    EDGE,
    LOWER,
    MARK,
    MIXED,
    NUMBER,
    TITLE,
    UPPER,
    WordPiece,
    shape,
    words,
)

PIECES = WordPiece(
    ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lu", "##la", "##las", "said", "al", "-", ".", "u", "s"]
)
UNK, CLS, SEP, LU, LA, LAS, SAID, AL, DASH, DOT, U, S = range(1, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lula's aide", ["Lula", "'s", "aide"]),
        ("the U.S. Navy", ["the", "U.S.", "Navy"]),
        ("Gen. Ann B. Lee", ["Gen.", "Ann", "B.", "Lee"]),
        ("Tehran-backed al-Sadr", ["Tehran", "-", "backed", "al", "-", "Sadr"]),
        ("O’Leary paid $1,200.50.", ["O’Leary", "paid", "$", "1,200.50", "."]),
        ("_x_ 東京", ["_", "x", "_", "東京"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text, 0, len(text))] == expected


@given(st.text(), st.text(), st.text())
def test_every_visible_character_is_in_one_word(before: str, text: str, after: str) -> None:
    body = before + text + after
    found = words(body, len(before), len(before) + len(text))
    assert all(body[word.start : word.end] == word.text for word in found)
    covered = {at for word in found for at in range(word.start, word.end)}
    visible = {len(before) + m.start() for m in re.finditer(r"\S", text)}
    assert covered == visible


@pytest.mark.parametrize(
    ("word", "expected"),
    [("said", LOWER), ("Lula", TITLE), ("NATO", UPPER), ("U.S.", UPPER), ("McCain", MIXED), ("1,200", NUMBER), ("—", MARK)],
)  # fmt: skip
def test_shape(word: str, expected: int) -> None:
    assert shape(word) == expected


def test_longest_piece_first_and_shapes_beside() -> None:
    encoded = PIECES.encode(["Lulas", "said", "Lula"])
    assert encoded.ids == [CLS, LU, LAS, SAID, LU, LA, SEP]
    assert encoded.types == [EDGE, TITLE, TITLE, LOWER, TITLE, TITLE, EDGE]
    assert encoded.firsts == [1, 3, 4]


@pytest.mark.parametrize(
    ("word", "ids"),
    [("LÚLA", [LU, LA]), ("al-U.S.", [AL, DASH, U, DOT, S, DOT]), ("Zzz", [UNK]), ("\u0301", [UNK]), ("x" * 5000, [UNK])],
)  # fmt: skip
def test_odd_words(word: str, ids: list[int]) -> None:
    assert PIECES.encode([word]).ids[1:-1] == ids
    assert PIECES.length(word) == len(ids)


@given(st.lists(st.text(min_size=1)))
def test_each_word_has_a_place(parts: list[str]) -> None:
    encoded = PIECES.encode(parts)
    assert len(encoded.ids) == len(encoded.types)
    assert len(encoded.firsts) == len(parts)
    assert encoded.firsts == sorted(set(encoded.firsts))
    assert len(encoded.ids) == 2 + sum(PIECES.length(part) for part in parts)
