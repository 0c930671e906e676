"""url: the briefing of the article at an address, or in plain words why there is none."""

from collections import OrderedDict
from collections.abc import Callable

from bot.analyse.escalation import is_flag
from bot.brief.briefing import KEY_ACTORS
from bot.brief.message import of_briefing
from bot.commands.asking import Reply
from bot.commands.desk import BriefUrl, Call
from bot.commands.parse import address
from bot.commands.replies import reply, wrong_use
from bot.errors import (
    CrawlBarred,
    FetchError,
    FetchRefused,
    NotAnArticle,
    Reason,
    SitrepError,
    WorkerError,
)
from bot.types import Briefing, Button, Message, Para

KEPT_S = 300.0
"""How long a briefing is kept for those who ask again: a thread that talks about a link asks within minutes, and an article
may be edited after that. Chosen."""

KEPT = 200
"""Briefings that are kept, the last ones asked for; some 50 kB each."""

_WHY = {
    Reason.PAYWALL: "The page shows only the beginning of the article to those who do not pay.",
    Reason.CONSENT: "The page asks for consent before it shows the article.",
    Reason.CAPTCHA: "The page asks for proof that a person reads it.",
    Reason.NOT_AN_ARTICLE: "The page holds no article. Give the address of one article, not of a list or a front page.",
    Reason.TOO_SHORT: "The article is too short to be briefed.",
    Reason.LANGUAGE: "The article is in a language that is not read here. English is.",
}

_STATUS = {
    401: "The site shows this page to its subscribers only.",
    403: "The site does not show this page to us.",
    404: "There is no page at this address. Check it for a slip.",
    410: "The page was taken down.",
    429: "The site asks for a pause. Ask again in some minutes.",
    451: "The site may not show this page, for legal reasons.",
}


class Addresses:
    """Briefs addresses.

    What was briefed for a tenant is kept for that tenant alone: nobody can tell, not even by the time that an answer
    takes, what others asked for.

    Args:
        brief_url: Briefs the article at an address; ``None``: none is visited.
        monotonic: Seconds, never going back.
    """

    def __init__(self, brief_url: BriefUrl | None, monotonic: Callable[[], float]) -> None:
        self._brief_url = brief_url
        self._monotonic = monotonic
        self._kept: OrderedDict[tuple[str, str], tuple[float, Briefing]] = OrderedDict()

    async def url(self, call: Call) -> Reply:
        """Brief it."""
        url = address(call.args)
        if not url:
            return wrong_use(call, "give one address, with nothing before or after it.")
        if self._brief_url is None:
            return reply(
                call,
                "Addresses are not read here",
                (Para("The operator has switched it off. Search what the feeds told instead: search WORDS"),),
            )
        try:
            briefing = await self._briefing(self._brief_url, call.asker.tenant, url)
        except SitrepError as error:
            return reply(
                call, "That article could not be briefed", (Para(plain(error)), Button("Help", "help url"))
            )
        told = of_briefing(briefing, is_flag=is_flag, key_actors=KEY_ACTORS)
        return Reply(Message(call.key, told.blocks, told.fallback))

    async def _briefing(self, brief_url: BriefUrl, tenant: str, url: str) -> Briefing:
        now = self._monotonic()
        known = self._kept.get((tenant, url))
        if known and now < known[0] + KEPT_S:
            self._kept.move_to_end((tenant, url))
            return known[1]
        briefing = await brief_url(url)
        self._kept[tenant, url] = (now, briefing)
        self._kept.move_to_end((tenant, url))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return briefing


def plain(error: SitrepError) -> str:
    """Why there is no briefing, in words for a reader. Of addresses that are refused always the same ones."""
    match error:
        case FetchRefused() | CrawlBarred(retry_after_s=None):
            return (
                FetchRefused.TEXT
                if isinstance(error, FetchRefused)
                else "The site asks programs not to read that page."
            )
        case FetchError(status=status) if status in _STATUS:
            return _STATUS[status]
        case FetchError():
            return "The page could not be read now: its server did not answer as it should. Ask again later."
        case NotAnArticle(reason=reason):
            return _WHY[reason]
        case WorkerError():
            return "The page takes too much time or memory to read. Give another report of the same story."
    return FetchRefused.TEXT
