"""The temperatures of some pairs as a small PNG, drawn in a process that can be killed; this is both ends of the pipe.

The parent asks: ``draw``. The child answers: ``serve``, the target of the chart's ``Worker``; it alone loads matplotlib
(0.5 s and 75 MB that no digest without a chart shall pay). A job is a JSON list of Series, the reply is the picture.

A row for each pair, one bar a day: up from the line where the day escalated, down where it eased, so that no colour is
needed to tell them apart (the two are Okabe and Ito's vermilion and blue, safe for the colour-blind). All rows have one
scale. The day that stands out each way has its figure; a day whose events cancel out has a dot. Light ground, drawn to
the edge, so that the picture reads the same in a dark client. 960 pixels wide: on a phone (about 360 points wide, two or
three pixels a point) the smallest letters are 9 points high.

The same series give the same bytes in the same versions of matplotlib, Pillow and zlib: the fonts are matplotlib's own,
and no time or version is written into the file. Names are drawn as they are, never as formulas ("$" is a dollar).
"""

import io
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

import msgspec

from bot.brief.temperature import Series, degrees_text, drawable, shorten
from bot.errors import InputError, WorkerError
from bot.worker import Worker

if TYPE_CHECKING:
    from matplotlib.text import Text

CHART = "bot.brief.chart:serve"
"""Target of the chart's ``Worker``; its setup is empty."""

DEADLINE_S = 10.0
"""A warm child takes 0.1 s; the rest is for loaded machines. A digest waits no longer for its picture."""

MAX_DAYS = 62
"""Bars of one row that can be told apart, 15 pixels each."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DPI = 96
_WIDTH, _HEAD, _FOOT, _EDGE = 960, 74, 52, 36
_NAME, _FIGURE, _GAP = 46, 32, 12
"""Pixels: the picture, then what a row has above, beyond and below its bars."""
_BARS = {1: 190, 2: 150}
_BARS_OF_MANY = 120
"""Pixels of the tallest row's bars, by the number of rows. The others have one scale with it and are as tall as theirs."""
_LARGE, _SMALL = 22.0, 19.0
"""Points at 96 dpi."""
_LEAST = 4
"""Pixels of the shortest bar: a day on which something happened never looks like one on which nothing did."""
_UP, _DOWN, _GROUND, _INK, _FAINT = "#D55E00", "#0072B2", "#FCFCFA", "#1B1F24", "#5B6168"
_LINE, _GRID = "#A9AFB6", "#E3E6E9"
_LABELS = 4
"""Dates below the bars."""


def draw(worker: Worker, series: Sequence[Series], deadline_s: float = DEADLINE_S) -> bytes:
    """The chart of ``series`` as a PNG. Blocks: from asyncio, call it by ``asyncio.to_thread``.

    Raises:
        InputError: There is nothing to draw.
        WorkerError: The chart broke a limit of its process (``WorkerTimeout``: its deadline). The digest goes without.
    """
    shown = drawable(series)
    if not shown:
        raise InputError("There is nothing to draw: none of the pairs has an event.")
    reply = worker.call(msgspec.json.encode(shown), deadline_s)
    if not reply.startswith(_SIGNATURE):
        raise WorkerError("its reply is not a picture")
    return reply


def serve(_setup: bytes) -> Callable[[bytes], bytes]:
    """Target of the chart's ``Worker``."""
    _load()
    jobs = msgspec.json.Decoder(tuple[Series, ...])
    return lambda payload: _png(_checked(tuple(map(_rounded, jobs.decode(payload)))))


def _load() -> None:
    """Load matplotlib with its own fonts and settings, and nothing of the user's.

    While it loads, it writes a list of fonts where its settings lie; that is a folder that is gone when this returns.
    The fonts of the system are left out: reading them all takes seconds on some machines, and they differ.
    """
    with tempfile.TemporaryDirectory(prefix="sitrep-chart-") as folder:
        os.environ["MPLCONFIGDIR"] = folder
        os.environ["MPL_IGNORE_SYSTEM_FONTS"] = "1"
        import matplotlib as mpl  # noqa: PLC0415 - 0.5 s, which only the child shall pay
        from matplotlib.backends import backend_agg  # noqa: F401, PLC0415 - likewise

        mpl.rcdefaults()  # a matplotlibrc in the folder we run in is not for us


def _rounded(one: Series) -> Series:
    """To a thousandth: no bar shows less, and what is all but nothing has no scale."""
    return replace(one, values=tuple(round(value, 3) for value in one.values))


def _checked(series: tuple[Series, ...]) -> tuple[Series, ...]:
    lengths = {len(one.values) for one in series} | {len(one.counts) for one in series}
    if len(lengths) != 1 or not 0 < max(lengths) <= MAX_DAYS:
        raise InputError(f"A chart shows 1 to {MAX_DAYS} days, as many for each pair.")
    return series


class _Sheet:
    """A picture of so many pixels, drawn on in pixels from its lower left corner."""

    def __init__(self, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loaded by _load
        from matplotlib.figure import Figure  # noqa: PLC0415 - likewise

        self.figure = Figure(figsize=(_WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=_GROUND)
        self.canvas = FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, _WIDTH), ylim=(0, height))
        self.axes.set_axis_off()

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded by _load

        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))

    def dot(self, x: float, y: float) -> None:
        from matplotlib.patches import Circle  # noqa: PLC0415 - loaded by _load

        self.axes.add_patch(Circle((x, y), 6, facecolor=_INK, linewidth=0))

    def text(
        self, x: float, y: float, text: str, *, size: float, colour: str = _INK, at: str = "left"
    ) -> float:
        """Write ``text`` on the line ``y``, smaller if it does not fit, never over the edge; gives its width."""
        drawn = self.axes.text(x, y, text, fontsize=size, color=colour, parse_math=False)
        while (width := self._width(drawn)) > _WIDTH - 2 * _EDGE:  # letters do not shrink evenly
            size *= 0.99 * (_WIDTH - 2 * _EDGE) / width
            drawn.set_fontsize(size)
        x -= {"left": 0.0, "center": width / 2, "right": width}[at]
        drawn.set_x(min(max(x, _EDGE), _WIDTH - _EDGE - width))
        return width

    def _width(self, drawn: "Text") -> float:
        renderer = self.canvas.get_renderer()  # type: ignore[no-untyped-call]
        return float(drawn.get_window_extent(renderer).width)

    def png(self) -> bytes:
        picture = io.BytesIO()
        self.figure.savefig(picture, format="png", metadata={"Software": None})
        return picture.getvalue()


def _png(series: tuple[Series, ...]) -> bytes:
    span = max(_up(one) + _down(one) for one in series)
    scale = _BARS.get(len(series), _BARS_OF_MANY) / (span or 1.0)
    rows = [_NAME + _above(one, scale) + _below(one, scale) + _GAP for one in series]
    top = _HEAD + sum(rows) + _FOOT
    sheet = _Sheet(top)
    _head(sheet, top - _HEAD + 24)
    top -= _HEAD
    for number, (one, row) in enumerate(zip(series, rows, strict=True)):
        sheet.text(_EDGE, top - _NAME + 16, _drawable_text(one.pair, number), size=_LARGE)
        _bars(sheet, one, top - _NAME - _above(one, scale), scale)
        top -= row
    _dates(sheet, series[0])
    return sheet.png()


def _up(one: Series) -> float:
    return max(0.0, *one.values)


def _down(one: Series) -> float:
    return max(0.0, *(-value for value in one.values))


def _above(one: Series, scale: float) -> int:
    """Pixels of a row between its name and its line."""
    return ceil(max(_up(one) * scale, _LEAST) + _FIGURE) if _up(one) else _GAP


def _below(one: Series, scale: float) -> int:
    """Pixels of a row below its line."""
    return ceil(max(_down(one) * scale, _LEAST) + _FIGURE) if _down(one) else _GAP


def _head(sheet: _Sheet, y: float) -> None:
    sheet.text(_EDGE, y, "Tension by day", size=_SMALL, colour=_FAINT)
    x = _WIDTH - _EDGE - sheet.text(_WIDTH - _EDGE, y, "eased", size=_SMALL, colour=_FAINT, at="right")
    x -= 10 + sheet.text(x - 10, y, "▼", size=_SMALL, colour=_DOWN, at="right")
    x -= 28 + sheet.text(x - 28, y, "escalated", size=_SMALL, colour=_FAINT, at="right")
    sheet.text(x - 10, y, "▲", size=_SMALL, colour=_UP, at="right")


def _middle(number: int, days: int) -> float:
    """Where the bar of a day stands."""
    return _EDGE + (number + 0.5) * (_WIDTH - 2 * _EDGE) / days


def _bars(sheet: _Sheet, one: Series, zero: float, scale: float) -> None:
    """A row's bars on the line ``zero``, ``scale`` pixels a degree, with the greatest figure each way."""
    days = len(one.values)
    width = 0.62 * (_WIDTH - 2 * _EDGE) / days
    above, below = _above(one, scale), _below(one, scale)
    for number in _dated(days):
        sheet.box(_middle(number, days) - 1, zero - below, 2, above + below, _GRID)
    sheet.box(_EDGE, zero - 1, _WIDTH - 2 * _EDGE, 2, _LINE)
    for number, value in enumerate(one.values):
        length = max(abs(value) * scale, _LEAST)
        if value:
            bottom, colour = (zero, _UP) if value > 0 else (zero - length, _DOWN)
            sheet.box(_middle(number, days) - width / 2, bottom, width, length, colour)
        elif one.counts[number]:
            sheet.dot(_middle(number, days), zero)
    for value, y in ((_up(one), zero + above - _FIGURE + 8), (-_down(one), zero - below + 8)):
        if value:
            middle = _middle(one.values.index(value), days)
            sheet.text(middle, y, degrees_text(value), size=_SMALL, at="center")


def _dated(days: int) -> range:
    """The days that have their date below them: the last, and some before it at equal distances."""
    return range(days - 1, -1, -ceil(days / _LABELS))


def _dates(sheet: _Sheet, one: Series) -> None:
    for number in _dated(len(one.values)):
        day = one.day(number)
        middle = _middle(number, len(one.values))
        sheet.text(middle, 22, f"{day.day} {day:%b}", size=_SMALL, colour=_FAINT, at="center")


def _drawable_text(pair: str, number: int) -> str:
    """``pair`` with "?" for what the font has no sign for; where no letter is left, its number."""
    from matplotlib import font_manager  # noqa: PLC0415 - loaded by _load

    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    known = font.get_charmap()
    groups = groupby(shorten(pair), lambda char: ord(char) in known)
    text = "".join("".join(run) if is_known else "?" for is_known, run in groups)
    return text if any(char.isalpha() for char in text) else f"Pair {number + 1}"
