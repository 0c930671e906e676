"""Tags → spans: the heaviest path that is one."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.analyse.encoder.bio import TAGS, best_path, spans

OUT, B_PER, I_PER, B_ORG, I_ORG = range(5)


def allowed(path: tuple[int, ...]) -> bool:
    named = ["O", *(TAGS[tag] for tag in path)]
    return all(not to.startswith("I") or src[1:] == to[1:] for src, to in pairwise(named))


@given(st.integers(1, 3), st.randoms(use_true_random=False))
def test_no_allowed_path_is_heavier(length: int, chance: "np.random.Generator") -> None:
    weights = np.array([[chance.random() for _ in TAGS] for _ in range(length)])

    def weight(path: tuple[int, ...]) -> float:
        return float(sum(weights[at, tag] for at, tag in enumerate(path)))

    found = tuple(best_path(weights))
    assert allowed(found)
    best = max(weight(path) for path in product(range(len(TAGS)), repeat=length) if allowed(path))
    assert weight(found) == best


def test_a_name_that_begins_inside_is_mended() -> None:
    weights = np.full((3, len(TAGS)), -9.0)
    weights[0, OUT] = weights[1, I_PER] = weights[2, I_PER] = 0.0
    weights[1, B_PER] = -1.0
    assert best_path(weights) == [OUT, B_PER, I_PER]


def test_spans() -> None:
    assert spans([B_PER, I_PER, B_PER, OUT, B_ORG, I_ORG, B_ORG]) == [
        (0, 2, "PER"), (2, 3, "PER"), (4, 6, "ORG"), (6, 7, "ORG"),
    ]  # fmt: skip
    assert spans([OUT, I_PER, I_ORG]) == [(1, 2, "PER"), (2, 3, "ORG")]
    assert spans([]) == []
