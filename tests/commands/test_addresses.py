"""url: what a reader gets for the address of an article."""

from dataclasses import replace

import pytest

from bot.analyse.roster import Roster
from bot.errors import (
    CrawlBarred,
    FetchError,
    FetchRefused,
    InputError,
    NotAnArticle,
    Reason,
    SitrepError,
    WorkerTimeout,
)
from bot.store.store import Store
from bot.subscription_list import Known
from bot.types import Briefing, Quote
from tests.brief import dossiers
from tests.commands.newsroom import MEMBER, STRANGER, TALKS, Room, make_room, talks, words
from tests.contracts.making import Clock

URL = "https://news.example/a"


class Site:
    """Answers each address as it was told to, else with an article."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.error: SitrepError | None = None

    async def __call__(self, url: str) -> Briefing:
        self.asked.append(url)
        if self.error:
            raise self.error
        return talks(dossiers.article(TALKS, headline="Accord on fisheries signed", url=url))


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def reading(store: Store, clock: Clock, known: Known, roster: Roster, site: Site) -> Room:
    return make_room(store, clock, known, roster, brief_url=site)


def test_an_address_is_briefed_with_its_sentences(reading: Room) -> None:
    for text in (URL, f"url {URL}", f"<{URL}|read this>"):
        reply = reading(MEMBER, text)
        assert "De-escalation · medium" in words(reply.message)
        assert {b.url for b in reply.message.blocks if isinstance(b, Quote)} == {URL}
        assert reply.is_private


def test_who_asks_again_within_minutes_gets_what_was_read(reading: Room, site: Site) -> None:
    reading(MEMBER, URL)
    reading(replace(MEMBER, user="U2"), URL)
    assert len(site.asked) == 1
    reading.monotonic.s += 301
    reading(MEMBER, URL)
    assert len(site.asked) == 2


def test_another_tenant_cannot_tell_what_was_asked_for_here(reading: Room, site: Site) -> None:
    reading(MEMBER, URL)
    reading(STRANGER, URL)
    assert len(site.asked) == 2


def test_errors_are_not_kept(reading: Room, site: Site) -> None:
    site.error = FetchError("no", url=URL)
    reading(MEMBER, URL)
    site.error = None
    assert "De-escalation" in reading.says(MEMBER, URL)


REFUSED = ["a private address", "a port that is not for the web", "a host that names no host"]


def test_all_refusals_read_the_same(reading: Room, site: Site) -> None:
    said = set()
    for detail in REFUSED:
        site.error = FetchRefused(url=URL, detail=detail)
        said.add(reading.says(MEMBER, URL))
    site.error = InputError("built to hurt parsers")
    said.add(reading.says(MEMBER, URL))
    (one,) = said
    assert FetchRefused.TEXT in one


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (FetchError("x", url=URL, status=404), "There is no page at this address."),
        (FetchError("x", url=URL, status=403), "does not show this page to us"),
        (FetchError("x", url=URL, status=500), "did not answer as it should"),
        (FetchError("connect 10.0.0.1:443 refused", url=URL), "did not answer as it should"),
        (CrawlBarred(url=URL), "asks programs not to read that page"),
        (NotAnArticle("x", reason=Reason.PAYWALL), "to those who do not pay"),
        (WorkerTimeout("x"), "too much time or memory"),
    ],
)
def test_errors_are_told_in_plain_words(error: SitrepError, why: str, reading: Room, site: Site) -> None:
    site.error = error
    said = reading.says(MEMBER, URL)
    assert why in said
    assert "10.0.0.1" not in said


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_why_a_page_is_no_article_has_words(reason: Reason, reading: Room, site: Site) -> None:
    site.error = NotAnArticle("raw", reason=reason)
    said = reading.says(MEMBER, URL)
    assert "raw" not in said
    assert reason not in said


def test_what_is_no_address_is_not_visited(reading: Room, site: Site) -> None:
    for text in ("url", "url oil", f"url {URL} please"):
        assert "Use: url URL" in reading.says(MEMBER, text)
    assert not site.asked


def test_where_addresses_are_not_read_the_answer_says_what_else_there_is(room: Room) -> None:
    assert "search WORDS" in room.says(MEMBER, URL)
