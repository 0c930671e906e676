"""Which sentences can stand in a summary on their own."""

import re
from collections.abc import Sequence
from enum import IntEnum

from bot.text import Offsets, paragraphs
from bot.text.furniture import byline, furniture
from bot.types import Article


class Fitness(IntEnum):
    """How well a sentence stands by itself; lower is better."""

    FIT = 0
    LEANING = 1  # fit after the sentence before it: "He …", "But …", '"…," she said'
    POOR = 2  # a heading, a question, a quotation without its speaker
    REPEAT = 3  # the headline again
    UNFIT = 4  # a byline, page furniture, no words at all: never shown


_LEANING_WORDS = frozenset(
    """
    he she they it others another his her hers their theirs its him them this that these those such both neither
    and but or nor so yet then thus hence also still too however meanwhile moreover instead therefore besides
    otherwise furthermore additionally similarly likewise nevertheless nonetheless afterwards consequently
    """.split()  # noqa: SIM905 - a list of one word a line is no easier to read
)
_LEANING_START = re.compile(
    r"(?i)(?:(?:the (?:two|three|pair|former|latter|same|move|decision|latest)|as a result|for example|for instance"
    r"|in (?:addition|response|contrast|turn)|at the same time|on the other hand|by contrast|among them)\b)"
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"[.!…][\"'”’»)\]]*(?:\[\d{1,3}\])*\Z")
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"”]")
_SINGLE_OPENS = re.compile(r"(?:^|(?<=[\s(—–]))['‘](?=\w)")
_SINGLE_CLOSES = re.compile(r"(?<=[\w,.!?…])['’](?=[\s,.;:)]|$)")
_SINGLE_ENDS = re.compile(r"[,.!?…]['’]$")
_PRONOUN_SPEAKER = re.compile(r"\b(?:he|she|they|it|i|we)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NAME = re.compile(r"\b[A-Z][\w.’'-]*")
_SPACES = re.compile(r"\W+")
_MIN_SPEAKER_WORDS = 2  # "Smith said" is the shortest attribution


def fitness(article: Article, sentences: Sequence[Offsets]) -> list[Fitness]:
    """How well each of ``sentences`` stands by itself. Linear in the body."""
    found: list[Fitness] = []
    lines = iter(paragraphs(article.body))
    start, end, open_quote, unfit_line = -1, -1, False, False
    headline = _folded(article.headline)
    for first, last in sentences:
        while first >= end:
            start, end = next(lines)
            line = article.body[start:end]
            open_quote, unfit_line = False, byline(line) or furniture(line)
        text = article.body[first:last]
        inside, open_quote = open_quote, _leaves_open(text, inside=open_quote)
        if unfit_line or not _LETTERS.search(text) or furniture(text) or byline(text):
            found.append(Fitness.UNFIT)
        elif headline and _folded(text) == headline:
            found.append(Fitness.REPEAT)
        else:
            found.append(_standing(text, torn=inside or open_quote))
    return found


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()


def _leaves_open(text: str, *, inside: bool) -> bool:
    """Is a quotation open after ``text``? Straight quotes take turns, curly ones say which they are."""
    for mark in re.findall(r"[\"“”]", text):
        inside = mark == "“" or (mark == '"' and not inside)
    return inside


def _standing(text: str, *, torn: bool) -> Fitness:
    """Fitness of a sentence of the report; ``torn`` when a quotation reaches over its edge."""
    if _SINGLE_OPENS.match(text) or _SINGLE_ENDS.search(text):
        torn = torn or not (_SINGLE_OPENS.search(text) and _SINGLE_CLOSES.search(text))
        text = _doubled(text)
    outside = _QUOTED.sub(" ", text)
    quotes = len(outside) < len(text)
    speaker = len(re.findall(r"\w+", outside)) >= _MIN_SPEAKER_WORDS
    if torn or (quotes and not speaker) or not _ENDING.search(text):
        return Fitness.POOR
    if _leans(text) or (text[0] in '"“' and _PRONOUN_SPEAKER.search(outside) and not _NAME.search(outside)):
        return Fitness.LEANING
    return Fitness.FIT


def _doubled(text: str) -> str:
    """A leading quotation in single marks (British use), in double ones. Apostrophes look alike, hence only there."""
    close = _SINGLE_CLOSES.search(text, 1) if _SINGLE_OPENS.match(text) else None
    return f'"{text[1 : close.start()]}"{text[close.end() :]}' if close else text


def _leans(text: str) -> bool:
    word = _FIRST_WORD.search(text)
    if word is None:
        return False
    return word.group().lower() in _LEANING_WORDS or _LEANING_START.match(text) is not None
