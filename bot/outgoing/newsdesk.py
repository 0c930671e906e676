"""The parts that make digests and alerts, wired by plain arguments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.brief import digest as digests
from bot.brief.temperature import Series
from bot.brief.watches import Tables
from bot.outgoing.alerts import AlertRounds
from bot.outgoing.charts import Charts
from bot.outgoing.editor import Editor
from bot.outgoing.library import Library
from bot.outgoing.matching import Matcher
from bot.outgoing.rounds import Rounds
from bot.store.store import Store
from bot.types import Digest, Image


@dataclass(frozen=True, slots=True)
class NewsDesk:
    """What one process makes digests and alerts with."""

    library: Library
    editor: Editor
    rounds: Rounds
    alerts: AlertRounds


def make_newsdesk(
    store: Store,
    tables: Tables,
    weights: digests.Weights,
    *,
    owner: str,
    draw: Callable[[Sequence[Series]], bytes] | None,
    tell: Callable[[str], None],
) -> NewsDesk:
    """The desk of one process.

    Args:
        store: What is known.
        tables: What the names in rules stand for.
        weights: By which stories are ranked.
        owner: Names the process; at most 64 characters.
        draw: Series → PNG, see `bot.brief.chart.draw`; ``None``: digests go without charts.
        tell: Hears of what goes wrong, a line each.
    """
    library = Library(store)
    charts = Charts(store, draw, tell) if draw else _no_chart
    editor = Editor(store, library, Matcher(tables), weights, charts, tell)
    return NewsDesk(
        library,
        editor,
        Rounds(store, editor, owner=owner, tell=tell),
        AlertRounds(store, library, editor, weights, tell),
    )


def _no_chart(_: Digest) -> Image | None:
    return None
