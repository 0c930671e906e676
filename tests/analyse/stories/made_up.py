"""News that nobody reported: articles in any number, no two alike, near each other as news of one day is.

Sentences are our own labelled ones (``names-*.txt``); the people, bodies and places in them are replaced by an
article's own cast. Casts are drawn so that few are in much of the news and most in little of it; a third of the places
are states.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from bot.acquire.assembly import assemble
from bot.analyse.stories.sketch import Named, Sketch, sketch
from bot.analyse.training.sources import SENTENCES
from bot.types import Article

START = datetime(2030, 3, 1, tzinfo=UTC)
_MARK = re.compile(r"\[(PER|ORG|ARM|LOC) ([^\[\]]+)\]")
_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS = ["a", "ai", "e", "ea", "i", "ie", "o", "ou", "u"]
_CODAS = ["l", "ll", "m", "n", "nd", "nt", "r", "rd", "rk", "s", "sk", "st", "t", "x"]
_FIRST = [
    "Ana",
    "Ben",
    "Carla",
    "Dan",
    "Elif",
    "Farid",
    "Grace",
    "Hugo",
    "Ines",
    "Jan",
    "Karim",
    "Lena",
    "Marc",
    "Nadia",
    "Omar",
    "Paula",
    "Rosa",
    "Sam",
    "Tara",
    "Wei",
]
_STATES = [
    "France",
    "Germany",
    "Italy",
    "Spain",
    "Poland",
    "Turkey",
    "Egypt",
    "Kenya",
    "Nigeria",
    "Ghana",
    "India",
    "China",
    "Japan",
    "Vietnam",
    "Peru",
    "Chile",
    "Mexico",
    "Brazil",
    "Canada",
    "Russia",
    "Ukraine",
    "Iran",
    "Iraq",
    "Israel",
    "Jordan",
    "Norway",
    "Sweden",
    "Greece",
    "Serbia",
    "Cuba",
]
_BODIES = [
    "Union",
    "Party",
    "Group",
    "Bank",
    "Council",
    "Front",
    "Agency",
    "Court",
    "Institute",
    "Airlines",
    "Rovers",
    "Holdings",
]


@cache
def passages() -> list[list[str]]:
    """Our labelled passages of at least three sentences."""
    found = []
    for file in sorted(SENTENCES.glob("names-*.txt")):
        for part in file.read_text("utf-8").split("\n\n"):
            lines = [line for line in part.splitlines() if line and line[0] not in "#>="]
            if len(lines) >= 3:
                found.append(lines)
    return found


def coined(number: int) -> str:
    """A name for each number."""
    rng = Random(number)  # noqa: S311 - wants to repeat
    parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(2)]
    return "".join(parts).capitalize()


def _drawn(rng: Random, size: int) -> int:
    """A number below ``size``; a tenth of the numbers are drawn nearly half of the time."""
    return int(size * rng.random() ** 3)


def _named(rng: Random, kind: str) -> str:
    if kind == "PER":
        return f"{rng.choice(_FIRST)} {coined(_drawn(rng, 30_000))}"
    if kind == "LOC":
        return rng.choice(_STATES) if rng.random() < 1 / 3 else coined(50_000 + _drawn(rng, 6_000))
    return f"{coined(70_000 + _drawn(rng, 6_000))} {rng.choice(_BODIES)}"


def background(
    count: int, seed: int = 1, within: timedelta = timedelta(hours=72)
) -> Iterator[tuple[Article, Sketch]]:
    """So many articles with their sketches, in order of time, spread evenly over ``within``."""
    rng = Random(seed)  # noqa: S311 - wants to repeat
    for number in range(count):
        yield _made(rng, START + within * (number / count), number)


def _made(rng: Random, at: datetime, number: int) -> tuple[Article, Sketch]:
    cast: dict[str, str] = {}

    def put(mark: re.Match[str]) -> str:
        return cast.setdefault(mark[2], _named(rng, mark[1]))

    topic, other = rng.choice(passages()), rng.choice(passages())
    told = [*rng.sample(topic, min(len(topic), 4)), *rng.sample(other, 3)]
    lines = [_MARK.sub(put, line) for line in told]
    figure = f"The count stood at {rng.randrange(2, 9000):,} on the {rng.randrange(1, 29)}th."
    article = assemble(
        url=f"https://news.example/{number}",
        outlet=f"Outlet {number % 40}",
        headline=" ".join(lines[0].split()[:9]),
        byline=None,
        body="\n".join([*lines, figure]),
        lang="en",
        published_at=at,
        fetched_at=at,
    )
    called = list(dict.fromkeys(name.lower().split()[-1] for name in cast.values()))
    actors = tuple(Named(name, max(1, 32 - 4 * place)) for place, name in enumerate(called))
    made = sketch(article)
    return article, Sketch(made.terms, actors[:12], (), made.at, made.seen)
