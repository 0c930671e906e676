"""From an address to a briefing: a real site on loopback, the real fetcher, both real processes."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits
from bot.acquire.sources import Source
from bot.config import load_settings
from bot.config_folder import ConfigFolder, environment_config
from bot.engine import Engine, start_workers
from bot.errors import FetchError, FetchRefused, NotAnArticle, Reason, SitrepError
from bot.types import Briefing, Direction, Root
from tests.servers.loopback import OnlySite, at_once
from tests.servers.misbehaviour import page, redirect, status
from tests.servers.site import Handler, Site

DATA = Path(__file__).parent.parent / "data"
EXAMPLE = (DATA / "articles" / "river-incident.html").read_bytes()


def visit(routes: Mapping[str, Handler], *paths: str) -> list[Briefing | SitrepError]:
    """Brief every path of a site at the same time, as the command does for several sources."""
    folder: ConfigFolder = environment_config(None)

    async def attempt(engine: Engine, url: str) -> Briefing | SitrepError:
        try:
            return await engine.brief_address(url)
        except SitrepError as error:
            return error

    async def all_of_them(site: Site) -> list[Briefing | SitrepError]:
        def make_fetcher() -> Fetcher:
            return Fetcher(policy=OnlySite(site.port), limits=Limits(total_s=5, grace_s=1), sleep=at_once)

        async with Engine(start_workers(folder), load_settings(folder), make_fetcher) as engine:
            return list(await asyncio.gather(*(attempt(engine, site.url(path)) for path in paths)))

    with Site(routes) as site:
        return asyncio.run(all_of_them(site))


def test_a_page_at_an_address_becomes_the_same_briefing_as_the_saved_file(engine: Engine) -> None:
    [found] = visit({"/story": page(EXAMPLE)}, "/story")
    saved = engine.brief_source(Source("text/html", EXAMPLE))
    assert isinstance(found, Briefing)
    assert [span.text for span in found.summary] == [span.text for span in saved.summary]
    assert [actor.name for actor in found.actors] == [actor.name for actor in saved.actors]
    assert len(found.events) == len(saved.events) > 5
    seizure = found.events[0]
    assert (seizure.sources, seizure.targets, seizure.code) == (("ECU",), ("PER",), Root.COERCE)
    assert found.escalation.direction is Direction.MIXED


def test_a_redirected_page_carries_its_last_address() -> None:
    [found] = visit({"/old": redirect("/new"), "/new": page(EXAMPLE)}, "/old")
    assert isinstance(found, Briefing)
    assert found.articles[0].url.endswith("/new")


def test_one_bad_address_costs_only_itself() -> None:
    routes = {"/story": page(EXAMPLE), "/gone": status(404), "/empty": page(b"<html><body></body></html>")}
    gone, good, empty = visit(routes, "/gone", "/story", "/empty")
    assert isinstance(good, Briefing)
    assert isinstance(gone, FetchError)
    assert gone.status == 404
    assert isinstance(empty, NotAnArticle)


def test_a_redirect_to_a_private_address_is_refused_like_any_other() -> None:
    [found] = visit({"/out": redirect("http://169.254.169.254/latest/meta-data/")}, "/out")
    assert isinstance(found, FetchRefused)
    assert str(found) == FetchRefused.TEXT


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("paywall-teaser.html", Reason.PAYWALL),
        ("consent.html", Reason.CONSENT),
        ("captcha.html", Reason.CAPTCHA),
    ],
)
def test_a_wall_before_the_article_is_named(file: str, reason: Reason) -> None:
    [found] = visit({"/story": page((DATA / "pages" / file).read_bytes())}, "/story")
    assert isinstance(found, NotAnArticle)
    assert found.reason is reason
