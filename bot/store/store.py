"""The store: everything that is remembered, in one database."""

from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import text

from bot.errors import StoreError
from bot.store.audit import AuditPart
from bot.store.channel_memory import ChannelMemory
from bot.store.database import Database
from bot.store.dossiers import DossierPart
from bot.store.entries import EntryPart
from bot.store.export import ExportPart
from bot.store.feeds import FeedPart
from bot.store.items import ItemPart
from bot.store.outbox import OutboxPart
from bot.store.pictures import PicturePart
from bot.store.placing import PlacingPart
from bot.store.retention import RetentionPart
from bot.store.search import SearchPart
from bot.store.shape import lacking
from bot.store.slots import SlotPart
from bot.store.subscriptions import SubscriptionPart
from bot.store.tellings import StoryPart
from bot.store.why import WhyPart


class Store(
    FeedPart,
    ItemPart,
    EntryPart,
    PlacingPart,
    StoryPart,
    SearchPart,
    WhyPart,
    ExportPart,
    RetentionPart,
    DossierPart,
    SubscriptionPart,
    SlotPart,
    ChannelMemory,
    OutboxPart,
    PicturePart,
    AuditPart,
):
    """One database of feeds, entries, articles, stories, subscriptions and deliveries; made by `bot.store.open.open_store`.

    Any thread may call any method; each call is one transaction unless its text says otherwise. Any number of processes
    may share a database. Methods block: an event loop calls them in a thread.

    Every method may raise StoreError, or StoreUnavailable where trying again later makes sense.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.place = database.place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back. The store must not be used afterwards."""
        self._db.engine.dispose()

    def now(self) -> datetime:
        """The store's clock, aware UTC: PostgreSQL's own, this machine's for SQLite, or the one it was opened with."""
        return self._db.read(self._db.now)

    def check(self) -> None:
        """Read the whole database and compare it with itself; minutes for gigabytes.

        Raises:
            StoreError: It is damaged.
        """
        self._db.read(lambda c: lacking(c, self.place))
        if not self._db.is_sqlite:
            return
        faults = self._db.read(lambda c: c.scalars(text("PRAGMA integrity_check(5)")).all())
        crossed = self._db.read(lambda c: c.execute(text("PRAGMA foreign_key_check")).all())
        if list(faults) != ["ok"] or crossed:
            raise StoreError(f"The database {self.place} is damaged. Restore a backup; nothing was changed.")
