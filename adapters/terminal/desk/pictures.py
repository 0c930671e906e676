"""Charts for a look: drawn, shown, and not stored."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2s

from bot.brief.temperature import Series
from bot.outgoing.charts import Charts
from bot.store.delivery_records import FlagRow
from bot.store.store import Store


class Sketches:
    """Stands in for the store where charts are drawn: it tells what was told, and keeps pictures in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, bytes] = {}

    def flags(self, pairs: Sequence[str], since: datetime) -> tuple[FlagRow, ...]:
        """As the store tells it."""
        return self._store.flags(pairs, since)

    def put_picture(self, png: bytes) -> str:
        """Keep it for now."""
        digest = blake2s(png, digest_size=16).hexdigest()
        self._kept[digest] = png
        return digest

    def picture(self, digest: str) -> bytes | None:
        """A picture of this look, or one of the store."""
        return self._kept.get(digest) or self._store.picture(digest)

    def charts(self, draw: Callable[[Sequence[Series]], bytes], tell: Callable[[str], None]) -> Charts:
        """What draws the chart of a digest."""
        return Charts(self, draw, tell)
