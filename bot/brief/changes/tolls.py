"""The casualty figures of one report: which are current and credible, whom they count, where, and how they read."""

import re
from dataclasses import dataclass

from bot.brief.changes.reports import Report
from bot.brief.changes.scenes import Scene, same_place, scene
from bot.types import Span, Toll

_UPPER = re.compile(r"\b(?:as many as|up to|at most|fewer than|less than|under)\b", re.IGNORECASE)
_DOUBTED = re.compile(
    r"\b(?:(?-i:may)|might|could|would|fears?|feared|presumed|unconfirmed|if)\b", re.IGNORECASE
)
_NEAR = 30
"""Characters before a figure in which a word of doubt is about it: "could have killed 500 people"."""
_ROUGHLY = re.compile(r"\b(an estimated|some|about|around|roughly|nearly|almost)\b", re.IGNORECASE)
_SHORT_BY_ONE = frozenset({"nearly", "almost"})
_AT_LEAST = re.compile(r"\b(at least|more than|no fewer than|over)\b", re.IGNORECASE)
_ROUND = re.compile(
    r"\b((?:tens|hundreds) of (?:thousands|millions)|dozens|scores|tens|hundreds|thousands|millions)\b",
    re.IGNORECASE,
)
SLACK = 0.05
"""Two figures of which one is rough are one within so much: "nearly 100" and 100. Chosen, not measured."""

_WHO = (
    ("forces", "soldiers? troops? servicem\\w+ marines? paratroopers? recruits? conscripts? cadets?"),
    ("police", "police policem\\w+ officers?"),
    (
        "fighters",
        "militants? rebels? insurgents? fighters? gunmen attackers? terrorists? militiam\\w+ extremists?",
    ),
    ("children", "children schoolchildren pupils? babies girls? boys?"),
    ("women", "women"),
    ("rescuers", "rescuers? firefighters? firemen"),
)
_COUNTED = tuple(
    (who, re.compile(rf"\b(?:{'|'.join(words.split())})\b", re.IGNORECASE)) for who, words in _WHO
)
"""Who is counted, where it is a part of all who came to harm: soldiers are never compared with rebels."""

_TOTAL = re.compile(r"\b(?:now|total|overall|altogether|in all|toll|so far)\b", re.IGNORECASE)
"""The sentence sums up: "at least 17 have now been killed"."""

_CLAUSE = re.compile(r"[;:]|\b(?:and|while|but|whereas)\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report, with its scene; ``who`` is counted, ``""`` for people in general."""

    toll: Toll
    report: Report
    scene: Scene
    sentence: str
    who: str

    @property
    def is_exact(self) -> bool:
        """Whether it is neither a lower bound nor a round word: only such a figure can take a higher one back."""
        return not any(p.search(self.toll.span.text) for p in (_AT_LEAST, _ROUND, _ROUGHLY))


def figures(report: Report) -> list[Figure]:
    """The credible current figures of a report; of those that count one thing the highest."""
    found = [figure for toll in report.briefing.tolls if (figure := _figure(report, toll))]
    return [
        figure
        for figure in found
        if not any(
            other.toll.harm is figure.toll.harm
            and other.who == figure.who
            and other.toll.least > figure.toll.least
            and same_place(other.scene, figure.scene, is_strict=True) is not False
            for other in found
        )
    ]


def said(toll: Toll) -> str:
    """A figure in a few words: "12", "at least 12", "dozens"."""
    text = toll.span.text
    if word := _ROUND.search(text):
        return word.group(1).lower()
    bound = _AT_LEAST.search(text) or _ROUGHLY.search(text)
    if bound is None:
        return f"{toll.least:,}"
    short = bound.group(1).lower() in _SHORT_BY_ONE
    return f"{bound.group(1).lower()} {toll.least + short:,}"


def is_about(one: Toll, other: Toll) -> bool:
    """Whether two figures are the same but for a rough word."""
    is_rough = any(_ROUGHLY.search(toll.span.text) for toll in (one, other))
    return is_rough and abs(one.least - other.least) <= SLACK * max(one.least, other.least)


def _figure(report: Report, toll: Toll) -> Figure | None:
    body, span = report.article.body, toll.span
    number = report.number(span.start)
    start, end = report.sentences[number] if report.sentences else (0, len(body))
    lead = body[max(start, span.start - _NEAR) : span.start]
    if toll.is_past or _UPPER.search(span.text) or _DOUBTED.search(lead) or _DOUBTED.search(span.text):
        return None
    who = next((who for who, pattern in _COUNTED if pattern.search(span.text)), "")
    return Figure(toll, report, _scene(report, span, number), body[start:end], who)


def _scene(report: Report, span: Span, number: int) -> Scene:
    """The scene of a figure: of its clause, else its sentence, else the nearest sentence before that has one.

    A total without a place of its own belongs to what the report is about: to its first sentence.
    """
    if not report.sentences:
        return scene(report, 0, len(report.article.body))
    start, end = report.sentences[number]
    first, last = _clause(report, span, start, end)
    close = scene(report, first, last)
    if close.words:
        return close
    whole = scene(report, start, end) if (first, last) != (start, end) else close
    if whole.words or whole.parties:
        return whole
    if _TOTAL.search(report.article.body, start, end):
        lede = scene(report, *report.sentences[0])
        if lede.words or lede.parties:
            return lede
    back = (scene(report, *report.sentences[at]) for at in range(number - 1, -1, -1))
    return next((one for one in back if one.words or one.parties), whole)


def _clause(report: Report, span: Span, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence that a figure has for itself, where other figures of the same harm stand in it, too."""
    inside = [t.span for t in report.briefing.tolls if start <= t.span.start and t.span.end <= end]
    before = max((s.end for s in inside if s.end <= span.start), default=None)
    behind = min((s.start for s in inside if s.start >= span.end), default=None)
    body = report.article.body
    first = start if before is None else _border(body, before, span.start)
    last = end if behind is None else _border(body, span.end, behind)
    return first, last


def _border(body: str, start: int, end: int) -> int:
    """Where one figure's part ends and the next one's begins: at the last joint between them, else the last comma."""
    joints = [m.start() for m in _CLAUSE.finditer(body, start, end)]
    comma = body.rfind(",", start, end)
    return joints[-1] if joints else comma if comma >= 0 else end
