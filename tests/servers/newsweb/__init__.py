"""A stateful web of many feeds on loopback; see `tests.servers.newsweb.web`."""

from tests.servers.newsweb.model import Asked, Habits, Piece, Served, Source
from tests.servers.newsweb.names import NewsNames
from tests.servers.newsweb.web import NewsWeb

__all__ = ["Asked", "Habits", "NewsNames", "NewsWeb", "Piece", "Served", "Source"]
