"""A story that a digest may tell, as its subscription and its channel see it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.types import Basis, Change, Dossier, Told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that changed since the last digest.

    Attributes:
        dossier: All that is known of it.
        grounds: What the subscription's rule found; ``None``: the rule does not hold for it.
        told: What the channel was last told of it; ``None``: it is new to the channel.
        new: So many of its articles were first stored since the last digest.
        is_muted: The channel does not want to hear of it.
        changes: What changed since ``told``; asked for only where it decides.
    """

    dossier: Dossier
    grounds: tuple[Basis, ...] | None
    told: Told | None
    new: int
    is_muted: bool
    changes: Callable[[], tuple[Change, ...]]
