"""Casualty figures: how many a text says were killed, wounded, went missing or had to flee, in its own words.

A number counts where people, or nobody else, stand behind it and a word of harm is said of them: "12 people in the
village were killed", "30 wounded", "killing at least 40 soldiers and 2 nurses", "the death toll rose to 90".
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.analyse.clauses import Token
from bot.analyse.counts import Count, count, lower, tokens
from bot.analyse.vocabulary import vocabulary
from bot.types import Article, Harm, Toll

Offsets = tuple[int, int]

_SUFFERED = {
    **dict.fromkeys(vocabulary("killed dead massacred slaughtered slain"), Harm.KILLED),
    **dict.fromkeys(vocabulary("wounded injured hurt"), Harm.WOUNDED),
    "missing": Harm.MISSING,
    **dict.fromkeys(vocabulary("displaced uprooted homeless"), Harm.DISPLACED),
}
"""Said of those who came to harm."""

_DID = {
    **dict.fromkeys(vocabulary("died perished deaths"), Harm.KILLED),
    **dict.fromkeys(vocabulary("fled evacuated"), Harm.DISPLACED),
}
"""What they did themselves; nobody else can have."""

_INFLICTED = {
    **dict.fromkeys(
        vocabulary("kill kills killed killing massacred massacring slaughtered slaughtering"), Harm.KILLED
    ),
    **dict.fromkeys(
        vocabulary("wound wounds wounded wounding injure injures injured injuring hurt hurting"), Harm.WOUNDED
    ),
    **dict.fromkeys(vocabulary("displace displaces displaced displacing uprooted uprooting"), Harm.DISPLACED),
}
"""Said of whoever did it to them."""

_PEOPLE = vocabulary(
    "people persons civilians men women children boys girls troops police others lives servicemen crew militia dead "
    "inmates nationals refugees students patients monks nuns priests recruits cadets conscripts peasants migrants"
)
_OF_PEOPLE = (
    "ers",
    "ors",
    "men",
    "ists",
    "ians",
    "ees",
    "ants",
    "women",
    "ists",
    "ans",
    "ese",
)
"""Ends of the words for people of a trade or a country in the plural."""

_THINGS = vocabulary(
    "rockets helicopters tankers bombers launchers trailers bunkers containers computers towers servers carriers boosters "
    "houses homes buildings vehicles cars drones jets animals cattle sheep cows attacks strikes raids plants "
    "quarters numbers papers letters centers orders borders others' sensors reactors motors doors floors restaurants"
)
_IS = vocabulary("is are was were be been being has have had")
_SAID = vocabulary(
    "shot feared reported believed confirmed left also still now made more presumed found officially then either"
)
_BEHIND = vocabulary(
    "and or in on at near as when after before during from by since while across inside outside over with so"
)
_TO = vocabulary("to at of is was were passed reached exceeded stood topped above surpassed hit past")
_ENDS = frozenset(".,;:!?)–—-\"”’'")

NOUN_WORDS = 4
"""Words of those who are counted, the noun last: "eight Congolese army soldiers"."""

REACH = 10
"""Words between people and the verb said of them: "people, including 12 children, were killed"."""

LONGEST = 400
"""Words of a sentence that are read: what is longer is no sentence of a report."""


class Figure(NamedTuple):
    """``text[start:end]`` says that at least so many came to harm."""

    start: int
    end: int
    harm: Harm
    least: int


def find(
    article: Article, sentences: Sequence[Offsets], past: Collection[int] = frozenset()
) -> tuple[Toll, ...]:
    """The figures of an article, in its order; one that is told again is given once.

    Args:
        article: What was written.
        sentences: Offsets into its body, in order.
        past: Where the sentences begin that recall the past.
    """
    found: dict[tuple[Harm, int, bool], Toll] = {}
    for start, end in sentences:
        for figure in figures(article.body[start:end]):
            span = article.span(start + figure.start, start + figure.end)
            toll = Toll(figure.harm, figure.least, span, start in past)
            found.setdefault((toll.harm, toll.least, toll.is_past), toll)
    return tuple(found.values())


def figures(text: str) -> list[Figure]:
    """The figures of a sentence, in order, without overlap."""
    if not any(stem in text.lower() for stem in _STEMS):
        return []
    words = tokens(text, LONGEST)
    kept: list[Figure] = []
    for figure in sorted(_figures(words), key=lambda f: (f.start, -f.end)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


_STEMS = (
    *(
        "kill",
        "dead",
        "died",
        "death",
        "massacr",
        "slaughter",
        "slain",
        "perish",
        "lives",
        "wound",
        "injur",
        "hurt",
    ),
    *("missing", "displac", "uproot", "homeless", "fled", "evacuated"),
)


def _figures(words: Sequence[Token]) -> Iterator[Figure]:
    at = 0
    while at < len(words):
        counted = count(words, at)
        if counted is None:
            at += 1
            continue
        yield from _of_count(words, counted)
        at = counted.last + 1


def _of_count(words: Sequence[Token], counted: Count) -> Iterator[Figure]:
    """The figure of one number: by the verb in front of it, by the death toll, or by what is said behind it."""
    noun = _noun(words, counted.last + 1)
    inflicted = _inflicted(words, counted, noun)
    if inflicted is not None:
        first, harm = inflicted
        last = noun if noun is not None else counted.last
        yield Figure(words[first].start, words[last].end, harm, counted.least)
        return
    begin = _toll(words, counted)
    if begin is not None:
        yield Figure(words[begin].start, words[counted.last].end, Harm.KILLED, counted.least)
        return
    suffered = _suffered(words, counted.last if noun is None else noun, is_people=noun is not None)
    if suffered is not None:
        last, harm = suffered
        yield Figure(words[counted.first].start, words[last].end, harm, counted.least)


def _noun(words: Sequence[Token], at: int) -> int | None:
    """Index of the noun that says who is counted, behind a number; ``None`` if none of people stands there."""
    at += 2 * (lower(words, at) == "of" and lower(words, at + 1) in {"the", "them", "whom", "its", "their"})
    at += lower(words, at) == "of"
    found = None
    for place in range(at, min(at + NOUN_WORDS, len(words))):
        word = words[place]
        if not word.text[0].isalpha() or word.lower in _STOPS or word.lower in _THINGS:
            break
        if _is_people(word) or (word.text[0].isupper() and found is None and _ends(words, place + 1)):
            found = place
    return found


_STOPS = (
    _IS
    | _BEHIND
    | _SUFFERED.keys()
    | _DID.keys()
    | _INFLICTED.keys()
    | vocabulary("to that which who it they he she")
)


def _is_people(word: Token) -> bool:
    return word.lower in _PEOPLE or (word.lower.endswith(_OF_PEOPLE) and word.lower not in _THINGS)


def _ends(words: Sequence[Token], at: int) -> bool:
    """Whether no further noun stands at a place: a mark, a preposition, a joint, the end."""
    return at >= len(words) or words[at].text in _ENDS or words[at].lower in _STOPS


def _inflicted(words: Sequence[Token], counted: Count, noun: int | None) -> tuple[int, Harm] | None:
    """Where the verb stands that was done to them: "killing at least 40 soldiers", "claimed 3 lives"."""
    before = counted.first - 1
    if noun is None and not _ends(words, counted.last + 1):
        return None
    harm = _INFLICTED.get(lower(words, before))
    if harm is not None:
        return before, harm
    lives = noun is not None and words[noun].lower == "lives"
    if lower(words, before).startswith("claim") and lives:
        return before, Harm.KILLED
    back = [lower(words, i) for i in range(before - 3, before + 1)]
    if back[0].startswith("claim") and back[1:] == ["the", "lives", "of"]:
        return before - 3, Harm.KILLED
    if noun is None or lower(words, before) not in {"and", ","}:
        return None
    return _shared(words, before - 1)


def _shared(words: Sequence[Token], at: int) -> tuple[int, Harm] | None:
    """The verb that two numbers share: "killed 649 Argentine and 255 British servicemen"; the first is behind it."""
    for place in range(at, max(at - NOUN_WORDS - 2, -1), -1):
        harm = _INFLICTED.get(words[place].lower)
        if harm is not None and count(words, place + 1) is not None:
            return at + 2, harm
    return None


def _toll(words: Sequence[Token], counted: Count) -> int | None:
    """Where "death toll" stands whose number it is: "the death toll from the raid rose to 90"."""
    if lower(words, counted.first - 1) not in _TO:
        return None
    back = range(counted.first - 2, max(counted.first - REACH, 0), -1)
    return next((i - 1 for i in back if words[i].lower == "toll" and words[i - 1].lower == "death"), None)


def _suffered(words: Sequence[Token], at: int, *, is_people: bool) -> tuple[int, Harm] | None:
    """Where the word of harm stands that is said of those counted up to a place."""
    place, helped = at + 1, False
    if is_people and (lower(words, place) not in (_IS | _SAID | _SUFFERED.keys() | _DID.keys())):
        place = _past_insertion(words, place)
        if lower(words, place) not in _IS:
            return None
    while lower(words, place) in _IS or lower(words, place) in _SAID:
        helped = helped or lower(words, place) in _IS or lower(words, place) in {"left", "feared", "presumed"}
        place += 1
    word = lower(words, place)
    if word in _DID:
        return place, _DID[word]
    harm = _SUFFERED.get(word)
    if harm and not is_people and place + 1 < len(words) and _is_people(words[place + 1]):
        return place + 1, harm  # "three injured sailors"
    if harm is None or not (helped or word in {"dead", "homeless"} or _ends(words, place + 1)):
        return None  # "two jets killed 150 villagers"
    if harm is Harm.MISSING and lower(words, place + 1) in {"their", "its", "his", "her", "the", "a", "an"}:
        return None
    return place, harm


def _past_insertion(words: Sequence[Token], at: int) -> int:
    """Behind ", including 12 children," or "in the village"; the same place if another clause or number begins."""
    if lower(words, at) == ",":
        close = next((i for i in range(at + 1, min(at + REACH, len(words))) if words[i].text == ","), None)
        return at if close is None else close + 1
    for place in range(at, min(at + REACH, len(words))):
        if words[place].lower in _IS:
            return place
        if not words[place].text[0].isalpha() or words[place].lower in _STOPS - _PLACES:
            return at
    return at


_PLACES = vocabulary("in on at near from across inside outside with of")
