"""What the commands have at hand, and what one command is about."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time

from bot.analyse.roster import Roster
from bot.brief.digest import Weights
from bot.commands.asking import Asker, Reply
from bot.commands.listing import Command
from bot.commands.parties import Parties
from bot.outgoing.library import Library
from bot.outgoing.matching import Matcher
from bot.store.store import Store
from bot.subscription_list import Known
from bot.types import Briefing

BriefUrl = Callable[[str], Awaitable[Briefing]]

MOST_SUBSCRIPTIONS = 10
"""Subscriptions and watches of one channel that chats asked for: a page of ``status``; more belong into the configuration.
Chosen, not measured."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """Of a channel's first subscription; later ones take the times of those that are there.

    Attributes:
        slots: Local times of its digests: before the working day. Chosen.
        tz: Where the platform does not tell the asker's zone.
        where: What an operator edits; answers about subscriptions that are not changed from a chat name it.
    """

    slots: tuple[time, ...] = (time(8),)
    tz: str = "UTC"
    where: str = "config/subscriptions.yaml"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the commands have at hand.

    Attributes:
        store: Everything that is remembered.
        known: What rules may speak of.
        parties: Names of states, bodies and armed groups.
        library: Dossiers, for those who hold the editors' lock; others read their own.
        matcher: Likewise, rules.
        weights: By which stories are ranked.
        brief_url: Briefs the article at an address; ``None``: this Sitrep does not visit addresses from chats.
        defaults: See there.
        most: Subscriptions of one channel that chats may ask for.
    """

    store: Store
    known: Known
    parties: Parties
    library: Library
    matcher: Matcher
    weights: Weights = field(default_factory=Weights)
    brief_url: BriefUrl | None = None
    defaults: Defaults = field(default_factory=Defaults)
    most: int = MOST_SUBSCRIPTIONS


@dataclass(frozen=True, slots=True)
class Call:
    """One command of one asker, at ``now`` by the store's clock."""

    asker: Asker
    command: Command
    args: str
    now: datetime
    near: str = ""

    @property
    def key(self) -> str:
        """Of the answer: the same question of the same channel at the same time has the same."""
        return f"reply/{self.asker.channel.key}/{self.command.name}/{self.now.isoformat()}"


Work = Callable[[Desk, Call], Reply]
"""Does a command. Blocks; runs in a thread of its own."""


def make_desk(
    store: Store,
    known: Known,
    roster: Roster,
    *,
    weights: Weights | None = None,
    brief_url: BriefUrl | None = None,
    defaults: Defaults | None = None,
    most: int = MOST_SUBSCRIPTIONS,
) -> Desk:
    """A desk with a library and a matcher of its own: those of the editors are theirs alone.

    Args:
        store: Everything that is remembered.
        known: What rules may speak of, the topics of the configuration among it.
        roster: Names of states, bodies and armed groups.
        weights: By which stories are ranked.
        brief_url: Briefs the article at an address.
        defaults: Of a channel's first subscription.
        most: Subscriptions of one channel that chats may ask for.
    """
    return Desk(
        store,
        known,
        Parties(roster),
        Library(store),
        Matcher(known.tables),
        weights or Weights(),
        brief_url,
        defaults or Defaults(),
        most,
    )
