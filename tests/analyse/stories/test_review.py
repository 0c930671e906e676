"""What should be one story and what two, and how it becomes so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyse.stories.identity import Standing
from bot.analyse.stories.review import Change, Member, Merge, Split, partition, plan

NEAR = st.integers(1, 12).flatmap(
    lambda size: st.lists(
        st.lists(
            st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.7, 0.7000001, 0.9, 1.1]), min_size=size, max_size=size
        ),
        min_size=size,
        max_size=size,
    )
)


def symmetric(rows: list[list[float]]) -> list[list[float]]:
    return [[rows[max(a, b)][min(a, b)] for b in range(len(rows))] for a in range(len(rows))]


def by_hand(near: list[list[float]], least: float) -> list[list[int]]:
    """Average linkage as it is defined: join the two nearest parts until none are near enough."""
    parts = [[one] for one in range(len(near))]
    while len(parts) > 1:
        mean, a, b = max(
            (sum(near[x][y] for x in one for y in other) / (len(one) * len(other)), a, b)
            for a, one in enumerate(parts)
            for b, other in enumerate(parts)
            if a < b
        )
        if mean < least:
            break
        parts[a] += parts.pop(b)
    return sorted(sorted(part) for part in parts)


def test_two_groups_are_two_parts() -> None:
    near = [[1, 0.9, 0.1, 0.2], [0.9, 1, 0.3, 0.1], [0.1, 0.3, 1, 0.8], [0.2, 0.1, 0.8, 1]]
    assert partition(near, 0.5) == [[0, 1], [2, 3]] == by_hand(near, 0.5)
    assert partition(near, 0.1) == [[0, 1, 2, 3]]
    assert partition(near, 0.95) == [[0], [1], [2], [3]]


@given(st.data(), st.integers(2, 9))
def test_the_chain_gives_what_the_definition_gives(data: st.DataObject, size: int) -> None:
    """No two averages of distinct powers of two are equal, so that the definition leaves no choice."""
    powers = data.draw(st.permutations(range(size * (size - 1) // 2)))
    near = [[0.0] * size for _ in range(size)]
    for number, power in enumerate(powers):
        a = next(row for row in range(1, size) if row * (row + 1) // 2 > number)
        b = number - a * (a - 1) // 2
        near[a][b] = near[b][a] = 2.0**-power
    assert partition(near, 2.0**-5) == by_hand(near, 2.0**-5)


@given(NEAR)
def test_any_table_is_parted_and_none_is_lost(rows: list[list[float]]) -> None:
    parts = partition(symmetric(rows), 0.5)
    assert sorted(one for part in parts for one in part) == list(range(len(rows)))


STANDINGS = {"a": Standing("a", 10), "b": Standing("b", 20), "p": Standing("p", 30, 99)}
LEADS = {"a": None, "b": None, "p": 6}
A1, A2, A3 = Member(1, "a", 10), Member(2, "a", 11), Member(3, "a", 12)
B4, P5, P6 = Member(4, "b", 20), Member(5, "p", 30), Member(6, "p", 31)


@pytest.mark.parametrize(
    ("parts", "changes"),
    [
        ([[A1, A2], [B4]], ()),
        ([[A1, B4]], (Merge("b", "a"),)),
        ([[A1, B4, P6]], (Merge("a", "p"), Merge("b", "p"))),
        ([[A1], [A2, A3]], (Split("a", (2, 3), "new-2", is_new=True),)),
        ([[A1, A2], [B4, A3]], (Split("a", (3,), "b", is_new=False),)),
        ([[P5], [P6]], (Split("p", (5,), "new-5", is_new=True),)),
        (
            [[A1], [P6], [A2, P5]],
            (Split("a", (2,), "new-2", is_new=True), Split("p", (5,), "new-2", is_new=False)),
        ),
        ([[A1, B4], [A2]], (Split("a", (2,), "new-2", is_new=True), Merge("b", "a"))),
    ],
    ids=["as-they-are", "one", "into-the-posted", "two", "over", "lead-stays", "third", "splits-first"],
)
def test_what_makes_the_parts_stories(parts: list[list[Member]], changes: tuple[Change, ...]) -> None:
    assert plan(parts, STANDINGS, LEADS, "new-{}".format) == changes
