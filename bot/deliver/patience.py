"""How long to wait before something is tried again."""

import math
import random

BASE_S = 2.0
"""Our own first wait is drawn from up to so much: most refusals without a term are a burst that is over in a second."""

LEAST_S = 1.0
"""No wait is shorter: Slack asks for no more than about a message a second for a channel."""

CAP_S = 900.0
"""Nor, of our own choosing, longer: after an outage of hours the first message comes within a quarter of an hour."""

MOST_S = 21_600.0
"""What a platform may ask for (6 h): longer than any limit that either documents, shorter than a digest's day."""


def backoff_s(tries: int, dice: random.Random) -> float:
    """How long to wait after so many tries in vain (1 or more): doubling, with full jitter, from `LEAST_S` to `CAP_S`."""
    most = min(CAP_S, BASE_S * 2.0 ** min(max(tries, 1) - 1, 32))
    return max(LEAST_S, dice.uniform(0.0, most))


def wait_s(after_s: float | None, tries: int, dice: random.Random) -> float:
    """What a platform asked for, as far as it makes sense; our own back-off where it does not."""
    if after_s is None or not math.isfinite(after_s) or after_s < 0.0:
        return backoff_s(tries, dice)
    return min(max(after_s, LEAST_S), MOST_S)
