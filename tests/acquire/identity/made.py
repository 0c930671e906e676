"""Made-up articles, all different, and the edits that a copy goes through; everything comes from a seed."""

import random
from collections.abc import Callable

_SOUNDS = (
    "ba",
    "cor",
    "del",
    "fen",
    "gar",
    "hol",
    "is",
    "jun",
    "kel",
    "lor",
    "mar",
    "nev",
    "os",
    "pra",
    "sul",
)
WORDS = tuple(a + b for a in _SOUNDS for b in (*_SOUNDS, "den", "ton", "rick", "wood", "la", "mo", "ster"))
STOCK = (
    "a spokesman for the ministry said on",
    "at the end of the day the",
    "according to a statement issued by the office of the",
    "for the first time in more than a decade",
    "did not immediately respond to a request for comment",
    "people familiar with the matter said that the",
    "in the early hours of the morning local",
    "the united nations security council will meet on",
)
"""Phrases that unrelated reports share."""

PLATE = (
    "Sign up for our morning newsletter and never miss what matters in your region today.",
    "Follow us on every platform for updates, pictures, podcasts and much more from our reporters.",
    "This article is part of our coverage of the region, which is paid for by our readers alone.",
    "We believe that quality reporting should be open to all, and we need your help to keep it so.",
    "Our standards: the code of conduct that every reporter, editor and producer of ours has signed.",
    "All rights reserved; nothing on this page may be copied, rewritten or sold without our consent.",
)
"""What an outlet puts on every page: 96 words."""


def sentence(dice: random.Random) -> str:
    """Words of a skewed vocabulary, every third time around a stock phrase."""
    words = [WORDS[min(int(dice.expovariate(1 / 60)), len(WORDS) - 1)] for _ in range(dice.randint(9, 24))]
    if dice.random() < 1 / 3:
        words.insert(dice.randrange(len(words)), dice.choice(STOCK))
    return " ".join(words).capitalize() + "."


def article(seed: int, sentences: int = 24) -> list[str]:
    """An article as a list of its sentences."""
    dice = random.Random(seed)  # noqa: S311 - wants to repeat
    return [sentence(dice) for _ in range(sentences)]


def light(told: list[str], dice: random.Random) -> str:
    """Other white space, quotes and case."""
    words = " ".join(told).split()
    return "".join(word.upper() + dice.choice(["\n", "  ", "\t"]) for word in words).replace(".", "”. ")


def reworded(told: list[str], dice: random.Random) -> str:
    """Every tenth word another one."""
    words = [dice.choice(WORDS) if dice.random() < 0.1 else word for word in " ".join(told).split()]
    return " ".join(words)


def shortened(told: list[str], dice: random.Random) -> str:
    """A fifth of the sentences left out."""
    return " ".join(one for one in told if dice.random() >= 0.2)


def cut(told: list[str], dice: random.Random) -> str:
    """The beginning: 35 to 45 % of the sentences."""
    return " ".join(told[: int(len(told) * dice.uniform(0.35, 0.45))])


def swapped(told: list[str], dice: random.Random) -> str:
    """A third of the sentences are others."""
    return " ".join(sentence(dice) if dice.random() < 1 / 3 else one for one in told)


def plated(told: list[str], dice: random.Random) -> str:
    """With a plate before and after."""
    return " ".join([*dice.sample(PLATE, 2), *told, *dice.sample(PLATE, 2)])


EDITS: dict[str, Callable[[list[str], random.Random], str]] = {
    "light": light,
    "reworded": reworded,
    "shortened": shortened,
    "cut": cut,
    "swapped": swapped,
    "plated": plated,
}
