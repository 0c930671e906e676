"""Many products at once are the products one by one; what is compared is what shares most."""

from array import array

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.analyse.stories.index import COMPARED, SHARE, alike
from bot.analyse.stories.vectors import Multiplier, Vector, products_of_each

signs = st.dictionaries(st.integers(0, 60), st.integers(0, 2**15), max_size=40)


def vector(weights: dict[int, int]) -> Vector:
    ordered = sorted(weights)
    return Vector(
        np.array(ordered, np.uint32).tobytes(),
        np.array([weights[one] for one in ordered], np.uint16).tobytes(),
        1,
        0,
    )


@given(signs, st.lists(signs, max_size=6))
def test_the_products_are_those_of_the_shared_signs(
    one: dict[int, int], others: list[dict[int, int]]
) -> None:
    found = Multiplier(vector(one)).products([vector(other) for other in others])
    assert found == [sum(one.get(sign, 0) * other[sign] for sign in other) for other in others]


@given(st.lists(signs, min_size=2, max_size=7))
def test_the_products_of_each_with_each_are_the_same(those: list[dict[int, int]]) -> None:
    vectors = [vector(one) for one in those]
    table = products_of_each(vectors)
    for row, one in enumerate(vectors):
        others = vectors[:row] + vectors[row + 1 :]
        assert table[row][:row] + table[row][row + 1 :] == Multiplier(one).products(others)


@given(
    st.lists(st.tuples(st.sets(st.integers(1, 90)), st.integers(1, 2**30)), max_size=24), st.integers(1, 90)
)
def test_those_that_share_most_come_first(words: list[tuple[set[int], int]], but: int) -> None:
    shared: dict[int, int] = {}
    for docs, strength in words:
        for doc in docs - {but}:
            shared[doc] = shared.get(doc, 0) + strength
    least = SHARE * max(shared.values(), default=0)
    wanted = sorted((-strength, doc) for doc, strength in shared.items() if strength >= least)
    found = alike([array("q", sorted(docs)) for docs, _ in words], [strength for _, strength in words], but)
    assert found == [doc for _, doc in wanted[:COMPARED]]
