"""What the parts of the store have in common."""

from bot.store.database import Database


class Part:
    """A part of `bot.store.store.Store`: methods over one database."""

    def __init__(self, database: Database) -> None:
        self._db = database
