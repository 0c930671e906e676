"""Casualty figures that were revised: the highest credible one of each harm and happening, before and now.

Figures of different happenings are never compared: the sentences must share a place, or parties, or tell one event.
"""

import re
from collections.abc import Iterator, Sequence

from bot.brief.changes.reports import Report
from bot.brief.changes.scenes import content, same_place
from bot.brief.changes.tolls import Figure, figures, is_about, said
from bot.types import Change, ChangeKind, Harm, Span

_REVISES = re.compile(
    r"\b(?:revis\w+|correct(?:ed|ing|ion)|lower(?:ed|ing) (?:the|its|their|an)|down from|earlier (?:count|figure|toll|report|estimate)\w*"
    r"|earlier (?:said|reported|put)|previous(?:ly)? (?:said|reported|put|count|figure|toll)|not \d|counted twice|instead of)\b",
    re.IGNORECASE,
)
"""The text says itself that an earlier figure was wrong."""

_ALIKE = 0.6
"""Share of the smaller sentence's words from which two sentences without a place say the same of the same."""
_FEW = 3
"""Words that they share at least."""


class Figures:
    """The current figures of two sets of reports."""

    def __init__(self, old: Sequence[Report], now: Sequence[Report]) -> None:
        self._old = [figure for report in old for figure in figures(report)]
        known = {report.article.id for report in old}
        self._fresh = [f for r in now if r.article.id not in known for f in figures(r)]
        self._standing = {report.article.id for report in now}
        self._reports = tuple(old)
        self._is_spread = _spread([*self._old, *self._fresh])

    def tells_again(self, report: Report, span: Span) -> bool:
        """Whether a sentence of a later report gives a figure of a happening for which an earlier one gives one."""
        inside = (
            f
            for f in self._fresh
            if f.report is report and span.start <= f.toll.span.start and f.toll.span.end <= span.end
        )
        return any(self._one(figure, earlier) for figure in inside for earlier in self._old)

    def revised(self, fresh: Sequence[Report]) -> Iterator[Change]:
        """The figures that were revised, or given for the first time; by harm, the highest first."""
        ids = {report.article.id for report in fresh}
        later = sorted(
            (figure for figure in self._fresh if figure.report.article.id in ids),
            key=lambda f: (-f.toll.least, f.report.at, f.report.article.id, f.toll.span.start),
        )
        for harm in Harm:
            of_harm = [figure for figure in later if figure.toll.harm is harm]
            yield from self._of_harm(harm, of_harm)

    def _of_harm(self, harm: Harm, later: Sequence[Figure]) -> Iterator[Change]:
        told: list[Figure] = []
        is_first = not any(figure.toll.harm is harm for figure in self._old)
        for figure in later:
            if any(self._one(figure, other) for other in told):
                continue
            earlier = [other for other in self._old if self._one(figure, other)]
            if earlier:
                last = _last(earlier, figure)
                is_new = self._rose(figure, last) or self._fell(figure, earlier)
                told.extend([figure] * (is_new or figure.toll.least >= last.toll.least))
                if is_new:
                    label = f"{harm}: {said(last.toll)} → {said(figure.toll)}"
                    yield Change(ChangeKind.FIGURE, label, (last.toll.span,), (figure.toll.span,))
            elif is_first and self._is_of_the_story(figure):
                told.append(figure)
                yield Change(ChangeKind.FIGURE, f"{harm}: {said(figure.toll)}", (), (figure.toll.span,))

    def _rose(self, figure: Figure, last: Figure) -> bool:
        return (
            figure.toll.least > last.toll.least
            and figure.report.follows(last.report)
            and not is_about(figure.toll, last.toll)
        )

    def _fell(self, figure: Figure, earlier: Sequence[Figure]) -> bool:
        """Whether a lower figure takes back every higher one: it replaced them, or says so."""
        higher = [f for f in (*earlier, *self._peers(figure)) if f.toll.least > figure.toll.least]
        return (
            bool(higher)
            and figure.is_exact
            and all(self._is_superseded(other, figure) for other in higher)
            and not is_about(figure.toll, max(higher, key=lambda f: f.toll.least).toll)
        )

    def _peers(self, figure: Figure) -> list[Figure]:
        return [other for other in self._fresh if other is not figure and self._one(figure, other)]

    def _is_superseded(self, higher: Figure, lower: Figure) -> bool:
        if not lower.report.follows(higher.report):
            return False
        one, other = lower.report.article, higher.report.article
        is_gone = other.id not in self._standing
        is_own = bool(one.outlet) and one.outlet == other.outlet
        return is_gone or is_own or bool(_REVISES.search(lower.sentence))

    def _one(self, one: Figure, other: Figure) -> bool:
        """Whether two figures count the same people of one happening."""
        if one.toll.harm is not other.toll.harm or one.who != other.who:
            return False
        place = same_place(one.scene, other.scene, is_strict=one.toll.harm in self._is_spread)
        if place is not None:
            return place
        return bool(one.scene.parties & other.scene.parties) or _alike(one.sentence, other.sentence)

    def _is_of_the_story(self, figure: Figure) -> bool:
        """Whether earlier reports speak of where, or between whom, the figure is told."""
        words = figure.scene.words
        return any(
            any(f" {word}" in report.article.body.casefold() for word in words)
            or bool(figure.scene.parties & {key for _, _, key in report.parties})
            for report in self._reports
        )


def _last(earlier: Sequence[Figure], figure: Figure) -> Figure:
    """The figure that a later one revises: the highest, in the same outlet's words where that gave it, too."""
    outlet = figure.report.article.outlet
    return max(earlier, key=lambda f: (f.toll.least, bool(outlet) and f.report.article.outlet == outlet))


def _alike(one: str, other: str) -> bool:
    some, others = content(one), content(other)
    shared = len(some & others)
    return shared >= _FEW and shared >= _ALIKE * min(len(some), len(others))


def _spread(told: Sequence[Figure]) -> set[Harm]:
    """The harms of which one report gives figures for two places."""
    return {
        one.toll.harm
        for at, one in enumerate(told)
        for other in told[at + 1 :]
        if one.report is other.report
        and one.toll.harm is other.toll.harm
        and same_place(one.scene, other.scene, is_strict=True) is False
    }
