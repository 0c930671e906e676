"""How much a stem tells: little if every article has it, much if hardly one does."""

import math
from collections.abc import Callable

from bot.analyse.stories.common import ROWS

OF_A_STRANGER = math.log(1000)
"""What a stem tells that nobody has seen: one article in 1,000 has it. 300 to 3,000 give the same stories."""

BEFOREHAND = 1000
"""Articles that count beside those of the window, so that the first ones are not taken for all the news."""

_COMMON = {one: log for log, row in ROWS.items() for one in row.split()}


def rarity(stem: str, in_window: float) -> float:
    """The lesser of what it tells in English at large and in the window."""
    return min(_COMMON.get(stem, OF_A_STRANGER), in_window)


def in_window(articles: int) -> Callable[[int], float]:
    """What a sign tells that so many of the window's articles have, by how many have it."""

    def tells(having: int) -> float:
        return min(OF_A_STRANGER, math.log((articles + BEFOREHAND) / having)) if having else OF_A_STRANGER

    return tells
