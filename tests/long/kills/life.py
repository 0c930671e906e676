"""What happens on a web of feeds while its readers are killed: articles come, are corrected, fail and recover."""

from dataclasses import dataclass, field
from random import Random

from tests.servers.newsweb import NewsWeb, Piece
from tests.servers.newsweb.prose import happening

EDITS = 2
"""Corrections of one article: fewer than a reader would follow (three), so that the last one must be found."""

PASSING = ("error", "missing", "cut")
"""States of a page that end."""

LASTING = ("paywall", "gone")
"""States in which a page never gives an article."""

FAULTS = ("status", "reset", "cut-body", "cut-item", "html", "slow", "empty")
"""Of feeds, for one or two requests."""


@dataclass
class Life:
    """Lets things happen, the same for the same seed.

    Attributes:
        web: Where.
        draw: Chance.
        tokens: (feed, number) → a made-up word for each edition of the title, in order; no other text has it.
    """

    web: NewsWeb
    draw: Random
    tokens: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    _ailing: list[tuple[int, Piece]] = field(default_factory=list)
    _step: int = 0

    def step(self) -> None:
        """One moment of it."""
        self._step += 1
        self._recover()
        for _ in range(self.draw.randint(1, 3)):
            self._publish()
        if self.draw.random() < 0.5:
            self._correct()
        if self.draw.random() < 0.4:
            self.web.fault(self._feed(), self.draw.choice(FAULTS), times=self.draw.randint(1, 2), delay_s=0.3)

    def heal(self) -> None:
        """Everything that can be read can be read from now on."""
        for _, piece in self._ailing:
            piece.state = "live"
        self._ailing.clear()
        for source in self.web.sources:
            self.web.heal(source.number)

    def _feed(self) -> int:
        return self.draw.randrange(len(self.web.sources))

    def _publish(self) -> None:
        told = happening(f"life {self.draw.randrange(10**9)}")
        for feed in self.draw.sample(range(len(self.web.sources)), self.draw.choice((1, 1, 2))):
            state = "live"
            if self.draw.random() < 0.15:
                # Where the feed carries the whole text nobody asks for the page, whatever became of it.
                lasting = () if self.web.sources[feed].habits.full_text else LASTING
                state = self.draw.choice((*PASSING, *lasting, "moved"))
            piece = self.web.publish(feed, told=told, state=state)
            if state in PASSING:
                self._ailing.append((self._step, piece))

    def _correct(self) -> None:
        """A new title and one more paragraph for an article that its feed still lists."""
        source = self.web.sources[self._feed()]
        able = [p for p in source.listed() if len(p.versions) <= EDITS and p.state == "live"]
        if not able:
            return
        piece = self.draw.choice(able)
        token = (
            "zq"
            + "".join(self.draw.choice("bdfglmnprtv") + self.draw.choice("aeiou") for _ in range(4))
            + "k"
        )
        self.tokens.setdefault((piece.feed, piece.number), []).append(token)
        title = f"{piece.versions[0].title} ({token})"
        self.web.edit(piece.feed, piece.number, title=title)

    def _recover(self) -> None:
        for begun, piece in [*self._ailing]:
            if self._step - begun >= 2:
                piece.state = "live"
                self._ailing.remove((begun, piece))
