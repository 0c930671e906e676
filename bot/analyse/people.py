"""Which mentions are one person: full names, surnames alone, other spellings. Never merged on a guess."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.analyse.names import Name
from bot.analyse.spelling import fold
from bot.analyse.standing import Standing

_ARTICLE = re.compile(r"(?:al|el|ul|as|ad|an|ar|ash|at|az)-(?=\w)", re.IGNORECASE)
_INITIAL = re.compile(r"[A-Z]\.?")

_FAMILY_NAMES = (
    "Bai Cai Cao Chen Cheng Choe Choi Chung Deng Ding Dong Du Fan Fang Feng Fu Gao Gong Gu Guo Han He Ho Hu Huang Hung "
    "Hwang Jang Jeon Jeong Ji Jia Jiang Jin Jo Jung Kang Kim Kong Kwon Lee Lei Li Liang Liao Lim Lin Ling Liu Lu Luo Ma "
    "Mao Meng Mun Moon Nguyen Nam No Oh Pak Pan Park Peng Pham Qian Qiao Qin Ri Roh Ryu Seo Shen Shi Shin Son Song Su "
    "Sun Tang Tian Tong Tran Tsai Wan Wang Wei Wen Wu Xi Xia Xiao Xie Xu Yan Yang Yao Ye Yi Yin Yoon Yu Yuan Yun Zeng "
    "Zhang Zhao Zheng Zhong Zhou Zhu"
)
EASTERN = frozenset(_FAMILY_NAMES.split())
"""Common family names of China, Korea and Vietnam, which stand before the given name."""

MANY = 20
"""Bearers of one surname that are told apart; more are a list of names, and comparing all takes quadratic time."""


@dataclass(slots=True)
class Person:
    """One person of one article, while it is read.

    Attributes:
        words: Their fullest name in the text.
        order: By first mention, from 0.
        names: Where they are named in full.
        places: Every mention as offsets.
        standing: The best description so far.
    """

    words: tuple[str, ...]
    order: int
    names: list[Name] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    standing: Standing | None = None

    @property
    def name(self) -> str:
        """The name in one string."""
        return " ".join(self.words)

    @property
    def families(self) -> tuple[str, ...]:
        """What may be the name that is used alone, folded: the last word with and without its article, the others."""
        last = self.words[-1]
        return tuple(fold(form) for form in (last, _ARTICLE.sub("", last), *self.words[:-1]))

    @property
    def first_at(self) -> int:
        """Offset of the first full name."""
        return self.names[0].start


class Register:
    """The people of one article."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_last: dict[str, list[Person]] = {}

    def enter(self, name: Name) -> Person:
        """The person a name means: one known by a form of it, else a new one."""
        person = self._known(name.words)
        if person is None:
            person = Person(name.words, len(self.people))
            self.people.append(person)
            self._by_last.setdefault(_family(name.words[-1]), []).append(person)
        elif len(name.words) > len(person.words):
            person.words = name.words
        person.names.append(name)
        person.places.append((name.start, name.end))
        return person

    def _known(self, words: Sequence[str]) -> Person | None:
        """A person of that surname whose given names do not clash; two such people: nobody."""
        same = [p for p in self._by_last.get(_family(words[-1]), [])[-MANY:] if _compatible(p.words, words)]
        return same[0] if len(same) == 1 else None

    def bearers(self, word: str) -> list[Person]:
        """People named so far whose last word it is."""
        return self._by_last.get(_family(word), [])

    def surnames(self) -> dict[str, tuple[Person, ...]]:
        """Each form that may stand alone for a person → whom it may mean.

        A surname first; a family name that stands in front, or one of several surnames, only where no surname
        is written so.
        """
        found: dict[str, list[Person]] = {}
        for person in self.people:
            for form in {person.words[-1]: 0, _ARTICLE.sub("", person.words[-1]): 0}:
                found.setdefault(fold(form), []).append(person)
        lesser: dict[str, list[Person]] = {}
        for person in self.people:
            for form in _lesser(person.words):
                if fold(form) not in found:
                    lesser.setdefault(fold(form), []).append(person)
        return {form: tuple(people) for form, people in {**lesser, **found}.items()}


def meant(candidates: Sequence[Person], at: int) -> Person | None:
    """Whom a surname alone means: the one bearer introduced before it, or the only one of the article."""
    if len(candidates) > MANY:
        return None
    before = [p for p in candidates if p.first_at < at]
    if len(before) == 1:
        return before[0]
    return candidates[0] if len(candidates) == 1 else None


def _family(word: str) -> str:
    """A family name as it is compared: without accents, case and the Arabic article, which papers leave out."""
    return fold(_ARTICLE.sub("", word))


def _compatible(known: Sequence[str], words: Sequence[str]) -> bool:
    """Same surname given: can the other words be one person's ("James A. Baker", "James Baker", "Baker")?"""
    shorter, longer = sorted(([fold(w) for w in known[:-1]], [fold(w) for w in words[:-1]]), key=len)
    rest = iter(longer)
    return all(any(_same(word, other) for other in rest) for word in shorter)


def _same(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    return one == other


def _lesser(words: Sequence[str]) -> Iterator[str]:
    if len(words) in {2, 3} and words[0] in EASTERN:
        yield words[0]
    if len(words) > 2:  # noqa: PLR2004 - given name, first surname, second surname
        yield from (word for word in words[1:-1] if len(word) > 3 and not _INITIAL.fullmatch(word))  # noqa: PLR2004
