"""How often commands may be used: by a user, by a tenant, and by all together. Counted in the store, for all processes.

Windows are fixed minutes, so that somebody who waits for the end of a minute gets twice the number in a moment: of no
harm at these numbers, and one row a scope and minute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands.asking import Asker
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Limits:
    """Uses in one window.

    Attributes:
        user: Commands of one user. A person who clicks through a digest sends one in three seconds at most; chosen.
        tenant: Commands of a workspace or server: ten such users at once; chosen.
        everyone: Commands in all: what one process answers in a second, forty, over a minute leaves room; chosen.
        url_user: Addresses of one user (faults-and-safety, safe fetching, layer 9: five a minute).
        url_tenant: Addresses of a tenant (likewise: thirty a minute).
        url_everyone: Addresses in all. One may take 20 s, and a second of a core; chosen.
        window_s: Length of a window.
    """

    user: int = 20
    tenant: int = 200
    everyone: int = 2_000
    url_user: int = 5
    url_tenant: int = 30
    url_everyone: int = 120
    window_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Full:
    """A limit is reached: whose (``user``, ``tenant``, ``all``), whether that of addresses, and until when."""

    whose: str
    is_of_urls: bool
    until: datetime


class Gate:
    """Lets a command pass, or says when to come back.

    A scope that is used up is remembered until its window ends, so that a flood costs no work in the database. The
    store's clock tells the windows; how long to remember is measured by a clock that never goes back.

    Args:
        store: Where uses are counted.
        limits: How many there may be.
        monotonic: Seconds, never going back.
    """

    def __init__(self, store: Store, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._limits = limits
        self._monotonic = monotonic
        self._closed: dict[str, tuple[float, datetime]] = {}

    def known(self, asker: Asker, *, is_url: bool) -> Full | None:
        """The limit that is known to be reached, without asking the store."""
        scopes = self._scopes(asker, is_url=is_url)
        now = self._monotonic()
        for scope in scopes:
            until = self._closed.get(scope)
            if until and now < until[0]:
                return _full(scope, until[1])
        return None

    def enter(self, asker: Asker, *, is_url: bool) -> Full | None:
        """Count a use; the limit that is reached, and then nothing is counted. Blocks.

        Raises:
            StoreError: Uses cannot be counted, so nothing is done.
        """
        window_s = self._limits.window_s
        full = self._store.use(self._scopes(asker, is_url=is_url), window_s=window_s)
        if full is None:
            return None
        now = self._store.now()
        left_s = window_s - now.timestamp() % window_s
        until = (now + timedelta(seconds=left_s)).replace(microsecond=0)
        moment = self._monotonic()
        self._closed = {scope: ends for scope, ends in self._closed.items() if moment < ends[0]}
        self._closed[full] = (moment + left_s, until)
        return _full(full, until)

    def _scopes(self, asker: Asker, *, is_url: bool) -> dict[str, int]:
        """The narrowest first, so that a user's flood is the user's own limit.

        Users are told apart within a tenant: nobody can use up the limit of somebody elsewhere.
        """
        most = self._limits
        user, tenant = f"{asker.tenant}/{asker.user}", asker.tenant
        scopes = {f"user:{user}": most.user}
        if is_url:
            scopes[f"url-user:{user}"] = most.url_user
        scopes[f"tenant:{tenant}"] = most.tenant
        if is_url:
            scopes[f"url-tenant:{tenant}"] = most.url_tenant
        scopes["all:"] = most.everyone
        if is_url:
            scopes["url-all:"] = most.url_everyone
        return scopes


def _full(scope: str, until: datetime) -> Full:
    kind = scope.partition(":")[0]
    return Full(kind.removeprefix("url-"), kind.startswith("url-"), until)
