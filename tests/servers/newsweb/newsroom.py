"""Who publishes what on a web of feeds, and what a perfect reader would have; no network."""

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.servers.newsweb.faults import FAULTS
from tests.servers.newsweb.model import FORMS, Asked, Fault, Habits, Piece, Served, Source, Version
from tests.servers.newsweb.prose import Happening, happening, tell, town

_TITLES = ("Courier", "Gazette", "Herald", "Observer", "Tribune", "Post", "Chronicle", "Mail")


class Newsroom:
    """Sources, their pieces, their faults, and a record of all that was asked and served.

    Args:
        feeds: How many sources, numbered from 0, in the four forms by turns.
        seed: Of all that is invented.
        articles: Pieces of each source to begin with.
        now: Aware UTC, for what is published.
    """

    def __init__(
        self,
        feeds: int = 1,
        *,
        seed: int = 0,
        articles: int = 3,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.sources = [self._source(number, seed) for number in range(feeds)]
        self.log: list[Asked] = []
        self.served: list[Served] = []
        self.bodies: dict[str, bytes] = {}
        self.robots: dict[str, str] = {}
        self.port = 0
        self._seed, self._now = seed, now
        for source in self.sources:
            for number in range(articles):
                self.publish(source.number, published=now() - timedelta(hours=articles - number))

    def url(self, feed: int) -> str:
        """Address of a feed."""
        return self.address(self.sources[feed], self.sources[feed].path)

    def address(self, source: Source, path: str) -> str:
        """Address of a path of a source."""
        return f"http://{source.host}:{self.port}{path}"

    def publish(
        self,
        feed: int,
        *,
        title: str | None = None,
        body: str | None = None,
        told: Happening | None = None,
        published: datetime | None = None,
        state: str = "live",
    ) -> Piece:
        """Publish an article: the given words (paragraphs parted by blank lines), or ``told``, or something new."""
        source = self.sources[feed]
        number = len(source.pieces)
        telling = tell(told or happening(f"{self._seed} {feed} {number}"), source.title)
        paragraphs = tuple(body.split("\n\n")) if body else telling.paragraphs
        at = published or self._now()
        path = f"/f/{feed}/a/{number}"
        guid = hashlib.sha256(f"{self._seed} {path}".encode()).hexdigest()[:16]
        version = Version(title or telling.title, paragraphs, at)
        piece = Piece(feed, number, path, guid, telling.author, at, [version], state)
        source.pieces.append(piece)
        return piece

    def edit(self, feed: int, number: int, *, title: str | None = None, body: str | None = None) -> Piece:
        """Correct an article: new words, or by default one more paragraph."""
        piece = self.sources[feed].pieces[number]
        old = piece.now
        count = len(piece.versions)
        more = (
            *old.paragraphs,
            f"Correction number {count}: an earlier version gave a wrong figure for {piece.guid[:4]}.",
        )
        paragraphs = tuple(body.split("\n\n")) if body else more
        piece.versions.append(Version(title or old.title, paragraphs, self._now()))
        return piece

    def fault(self, feed: int, name: str, *, times: int | None = None, **arguments: Any) -> None:
        """Let a feed fail for its next ``times`` requests, or until it is healed."""
        if name not in FAULTS:
            raise ValueError(f"no fault is called {name!r}")
        fault = Fault(name, arguments)
        if times is None:
            self.sources[feed].fault = fault
        else:
            self.sources[feed].planned.extend([fault] * times)

    def heal(self, feed: int) -> None:
        """Take back all faults of a feed; its habits stay."""
        self.sources[feed].fault, self.sources[feed].planned = None, deque()

    def habits(self, feed: int, **changed: Any) -> None:
        """Change how a source goes about its feed, see `Habits`."""
        self.sources[feed].habits = replace(self.sources[feed].habits, **changed)

    def final(self) -> dict[str, Any]:
        """Say what a perfect reader would have: every article that a whole document listed, in all its versions."""
        return {"feeds": [self._account(source) for source in self.sources], "requests": len(self.log)}

    def requests(self) -> list[dict[str, Any]]:
        """Every request so far, in order."""
        return [asdict(asked) for asked in tuple(self.log)]

    def _account(self, source: Source) -> dict[str, Any]:
        shown = [piece for piece in source.pieces if piece.shown_first is not None]
        return {
            "number": source.number,
            "url": self.url(source.number),
            "title": source.title,
            "documents": source.documents,
            "asked": source.asked,
            "articles": [
                {
                    "url": self.address(source, piece.path),
                    "guid": piece.guid,
                    "state": piece.state,
                    "shown_first": piece.shown_first,
                    "is_baseline": piece.shown_first == 1,
                    "versions": [
                        {"title": v.title, "text": v.text, "updated": v.updated.isoformat()}
                        for v in piece.versions
                    ],
                }
                for piece in shown
            ],
        }

    def _source(self, number: int, seed: int) -> Source:
        draw = Random(f"source {seed} {number}")  # noqa: S311 - made-up names
        title = f"The {town(draw)} {draw.choice(_TITLES)}"
        habits = Habits(
            full_text=number % 5 == 4
        )  # a fifth carries whole articles, as 10 of 51 real feeds do
        return Source(number, f"news{number}.example.org", FORMS[number % len(FORMS)], title, habits)
