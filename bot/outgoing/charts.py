"""The chart of a digest: how hot it was, day by day, between the parties that it tells of."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.brief.temperature import DAYS, Reading, Series, describe, is_worth_drawing, series
from bot.deliver.schedule import zone
from bot.errors import SitrepError, StoreError
from bot.store.articles import pair_of
from bot.store.delivery_records import FlagRow
from bot.types import Digest, Image

PAIRS = 4
"""At most so many in one picture: four rows are as much as a phone shows at once."""

REST = timedelta(minutes=10)
"""After a chart that could not be drawn none is tried for so long: each would cost its digest the whole deadline (10 s), and
a batch of digests its lease. Chosen, not measured."""

KEPT = 64
"""Pictures that a process remembers: channels that want the same get the same one."""


class Sources(Protocol):
    """What a chart needs of the store."""

    def flags(self, pairs: Sequence[str], since: datetime) -> tuple[FlagRow, ...]:
        """As `Store.flags`."""
        ...

    def put_picture(self, png: bytes) -> str:
        """As `Store.put_picture`."""
        ...


class Charts:
    """Draws the chart of a digest and keeps it in the store. One thread at a time.

    Args:
        store: What was told between whom; keeps the pictures.
        draw: Series → PNG; raises WorkerError.
        tell: Hears why there is no chart, a line each.
    """

    def __init__(
        self, store: Sources, draw: Callable[[Sequence[Series]], bytes], tell: Callable[[str], None]
    ) -> None:
        self._store = store
        self._draw = draw
        self._tell = tell
        self._failed_at: datetime | None = None
        self._drawn: OrderedDict[tuple[Series, ...], Image] = OrderedDict()

    def __call__(self, digest: Digest) -> Image | None:
        """The chart of the parties of a digest; ``None`` where there is too little to draw, or it cannot be drawn."""
        pairs = dict(_pairs(digest))
        shown = self._series(digest, dict(list(pairs.items())[:PAIRS]))
        if not is_worth_drawing(shown):
            return None
        if shown not in self._drawn:
            if self._failed_at and (digest.until - self._failed_at) < REST:
                return None
            try:
                png = self._draw(shown)
            except StoreError:
                raise
            except SitrepError as error:
                self._failed_at = digest.until
                self._tell(f"no chart for {digest.subscription.id}: {error}; none is tried for ten minutes")
                return None
            self._drawn[shown] = Image(self._store.put_picture(png), describe(shown))
            if len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return self._drawn[shown]

    def _series(self, digest: Digest, pairs: dict[str, str]) -> tuple[Series, ...]:
        if not pairs:
            return ()
        tz = zone(digest.subscription.tz)
        rows = self._store.flags(list(pairs), digest.until - timedelta(days=DAYS + 1))
        readings = [Reading(r.at, pairs[r.pair], r.direction, r.severity, r.score) for r in rows]
        return series(readings, list(pairs.values()), digest.until.astimezone(tz).date(), tz)


def _pairs(digest: Digest) -> Iterator[tuple[str, str]]:
    """Each pair of the digest's stories once, the first story's first: as the store calls it, and as a reader does."""
    for item in digest.items:
        names = item.briefing.state_names
        for dyad in item.briefing.escalation.dyads:
            one, other = sorted(dyad.parties)
            yield pair_of(one, other), f"{names.get(one, one)} / {names.get(other, other)}"
