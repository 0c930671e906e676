"""What sites say to crawlers: RFC 9309, through the real fetcher and a site on loopback."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from itertools import pairwise
from typing import TypeVar

import pytest

from bot.acquire import robots
from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Page
from bot.acquire.politeness import MAX_APART_S
from bot.acquire.robots import ASK_AGAIN_S, KEEP_S, MAX_BYTES, STALE_S, Robots, Verdict
from bot.errors import FetchRefused
from tests.servers.loopback import OnlySite, at_once
from tests.servers.misbehaviour import page, redirect, reset, status
from tests.servers.site import Handler, Request, Site, Wire

Result = TypeVar("Result")
YES = Verdict(allowed=True)
NO = Verdict(allowed=False)


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def ask(
    answer: Handler | dict[str, Handler],
    act: Callable[[Robots, Callable[[str], str], Clock], Awaitable[Result]],
) -> tuple[Result, list[str]]:
    """Let ``act`` ask about pages of a site; what it found, and what the site was asked for."""

    async def run(site: Site) -> Result:
        clock = Clock()
        async with Fetcher(policy=OnlySite(site.port), sleep=at_once) as fetcher:
            return await act(Robots(fetcher.fetch, clock), site.url, clock)

    with Site(answer if isinstance(answer, dict) else {"/robots.txt": answer}) as site:
        result = asyncio.run(run(site))
    return result, [request.target for request in site.requests]


def verdict(answer: Handler | dict[str, Handler], path: str = "/news/story") -> Verdict:
    return ask(answer, lambda rules, url, _: rules.allowed(url(path)))[0]


def text(content: str | bytes, content_type: str | None = "text/plain") -> Handler:
    return page(content if isinstance(content, bytes) else content.encode(), content_type=content_type)


class TestRules:
    @pytest.mark.parametrize(
        ("content", "path", "expected"),
        [
            ("", "/a", YES),
            ("User-agent: *\nDisallow: /a", "/a/b", NO),
            ("User-agent: *\nDisallow: /a", "/b", YES),
            ("User-agent: *\nDisallow: /\nAllow: /a", "/a/b", YES),  # 2.2.2: the longest match counts
            ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", NO),
            ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf.html", YES),
            ("user-AGENT: sitREP\nDisallow: /", "/a", NO),
            ("User-agent: Sitrep/1.0\nDisallow: /", "/a", NO),
            (
                "User-agent: *\nDisallow: /\n\nUser-agent: sitrep\nDisallow:",
                "/a",
                YES,
            ),  # 2.2.1: our group outranks
            (
                "User-agent: sitrep\nDisallow: /a\n\nUser-agent: sitrep\nDisallow: /b",
                "/b",
                NO,
            ),  # … and is merged
            ("User-agent: other\nUser-agent: sitrep\nDisallow: /", "/a", NO),
            ("User-agent: other\nDisallow: /", "/a", YES),
            ("User-agent: s\nDisallow: /", "/a", YES),
            ("User-agent: sit\nDisallow: /", "/a", YES),
            ("User-agent: sitrep-news\nDisallow: /", "/a", YES),
            ("User-agent: sitrepbot\nDisallow: /", "/a", YES),
            ("\ufeffUser-agent: *\r\nDisallow: /a # the archive\r\n", "/a", NO),
            ("User-agent: * # all\rDisallow: /a", "/a", NO),
            ("<html><p>not found</p></html>", "/a", YES),
            (b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /a", "/a", NO),
        ],
    )
    def test_they_are_read_as_the_standard_says(
        self, content: str | bytes, path: str, expected: Verdict
    ) -> None:
        assert verdict(text(content), path) == expected

    @pytest.mark.parametrize(
        "content_type", ["text/plain; charset=utf-8", "text/html", "application/octet-stream", None]
    )
    def test_a_careless_label_makes_them_no_less_valid(self, content_type: str | None) -> None:
        assert verdict(text("User-agent: *\nDisallow: /", content_type)) == NO

    @pytest.mark.parametrize(
        ("line", "delay_s"),
        [("5", 5.0), ("0.5", 0.5), ("600", MAX_APART_S), ("inf", None), ("-1", None), ("soon", None)],
    )
    def test_a_delay_is_passed_on_up_to_half_a_minute(self, line: str, delay_s: float | None) -> None:
        assert verdict(text(f"User-agent: *\nCrawl-delay: {line}")) == Verdict(
            allowed=True, crawl_delay_s=delay_s
        )

    def test_what_stands_behind_the_limit_is_not_read(self) -> None:
        """RFC 9309, 2.5."""
        filler = "# nothing\n" * (MAX_BYTES // 10)
        assert verdict(text(f"User-agent: *\n{filler}Disallow: /")) == YES
        assert verdict(text(f"User-agent: *\n{filler[:-100]}Disallow: /")) == NO

    def test_many_names_over_many_rules_take_no_longer_than_their_length(self) -> None:
        """20,000 names times 10,000 rules would be 200 million."""
        lines = [
            *(f"User-agent:b{number}" for number in range(20_000)),
            *("Disallow:/x" for _ in range(10_000)),
        ]
        started = time.process_time()
        assert verdict(text("\n".join([*lines, "User-agent: *", "Disallow: /news"]))) == NO
        assert time.process_time() - started < 5.0


class TestNoRules:
    @pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
    def test_a_site_that_says_it_has_none_allows_all(self, code: int) -> None:
        """RFC 9309, 2.3.1.3."""
        assert verdict(status(code)) == YES

    def test_so_does_one_with_more_than_five_redirects(self) -> None:
        """RFC 9309, 2.3.1.2."""
        assert verdict({"/robots.txt": redirect("/robots.txt", 301)}) == YES

    def test_five_redirects_are_followed(self) -> None:
        steps = ["/robots.txt", *(f"/{number}" for number in range(5))]
        routes = {path: redirect(to) for path, to in pairwise(steps)}
        assert verdict({**routes, steps[-1]: text("User-agent: *\nDisallow: /")}) == NO

    def test_a_document_of_another_kind_is_none(self) -> None:
        assert verdict(text(b"%PDF-1.7", "application/pdf")) == YES
        assert verdict(text(b"\x00\x00")) == YES

    @pytest.mark.parametrize(
        "answer", [status(500), status(503), status(429), reset(b"")], ids=["500", "503", "429", "reset"]
    )
    def test_one_that_cannot_be_asked_allows_nothing_for_now(self, answer: Handler) -> None:
        """RFC 9309, 2.3.1.4; a 429 asks to be left alone, which is no "all allowed"."""
        assert verdict(answer) == Verdict(allowed=False, ask_again_s=ASK_AGAIN_S)

    def test_retry_after_is_obeyed(self) -> None:
        assert verdict(status(503, b"Retry-After: 7200\r\n")).ask_again_s == 7_200.0

    def test_a_redirect_to_a_private_place_is_not_followed(self) -> None:
        assert not verdict(redirect("http://10.0.0.1/robots.txt")).allowed

    @pytest.mark.parametrize("url", ["", "story", "http://[::1/", "//example.org"])
    def test_what_is_no_url_is_refused(self, url: str) -> None:
        async def never(url: str, *, types: Collection[str]) -> Page:
            raise AssertionError(url, types)

        with pytest.raises(FetchRefused):
            asyncio.run(Robots(never, Clock()).allowed(url))


class TestMemory:
    def test_a_site_is_asked_once_a_day(self) -> None:
        async def act(rules: Robots, url: Callable[[str], str], clock: Clock) -> None:
            await rules.allowed(url("/a"))
            await asyncio.gather(*(rules.allowed(url(f"/{number}")) for number in range(5)))
            clock.now += KEEP_S
            await rules.allowed(url("/a"))

        assert ask(text(""), act)[1] == ["/robots.txt"] * 2

    def test_pages_that_come_together_ask_once(self) -> None:
        async def act(rules: Robots, url: Callable[[str], str], _: Clock) -> list[Verdict]:
            return await asyncio.gather(*(rules.allowed(url(f"/{number}")) for number in range(5)))

        assert ask(text("User-agent: *\nDisallow: /3"), act) == ([YES, YES, YES, NO, YES], ["/robots.txt"])

    def test_a_site_has_rules_per_scheme_name_and_port(self) -> None:
        async def act(rules: Robots, url: Callable[[str], str], _: Clock) -> list[str]:
            await rules.allowed(url("/a"))
            await rules.allowed(url("/a").replace("http:", "https:"))
            return list(rules._rules)

        kept = ask(text(""), act)[0]
        assert [site.partition(":")[0] for site in kept] == ["http", "https"]

    def test_old_rules_stand_in_for_a_month_while_new_ones_cannot_be_read(self) -> None:
        """RFC 9309, 2.4 and 2.3.1.4."""
        asked = 0

        async def answer(request: Request, wire: Wire) -> None:
            nonlocal asked
            asked += 1
            await (text("User-agent: *\nDisallow: /a") if asked == 1 else status(503))(request, wire)

        async def act(rules: Robots, url: Callable[[str], str], clock: Clock) -> list[Verdict]:
            found = [await rules.allowed(url("/a"))]
            for later_s in (KEEP_S, ASK_AGAIN_S, STALE_S):
                clock.now += later_s
                found.append(await rules.allowed(url("/b")))
            return found

        verdicts, targets = ask(answer, act)
        assert verdicts == [NO, YES, YES, Verdict(allowed=False, ask_again_s=ASK_AGAIN_S)]
        assert len(targets) == 4

    def test_unreadable_rules_are_asked_for_again_soon_and_then_count(self) -> None:
        asked = 0

        async def answer(request: Request, wire: Wire) -> None:
            nonlocal asked
            asked += 1
            await (status(503) if asked == 1 else text(""))(request, wire)

        async def act(rules: Robots, url: Callable[[str], str], clock: Clock) -> list[bool]:
            found = []
            for later_s in (0.0, ASK_AGAIN_S - 1, 1.0):
                clock.now += later_s
                found.append((await rules.allowed(url("/a"))).allowed)
            return found

        assert ask(answer, act) == ([False, False, True], ["/robots.txt"] * 2)

    @pytest.mark.parametrize(("limit", "value", "kept"), [("_MAX_SITES", 3, 3), ("_MAX_CHARS", 100, 2)])
    def test_it_keeps_the_sites_that_were_asked_about_last(
        self, limit: str, value: int, kept: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(robots, limit, value)

        async def act(rules: Robots, url: Callable[[str], str], _: Clock) -> list[str]:
            for number in range(9):
                await rules.allowed(url("/a").replace("127.0.0.1", f"site{number}.example.org"))
            return list(rules._rules)

        async def run(site: Site) -> list[str]:
            async def lookup(_: str) -> list[str]:
                return ["127.0.0.1"]

            async with Fetcher(policy=OnlySite(site.port), sleep=at_once, lookup=lookup) as fetcher:
                return await act(Robots(fetcher.fetch, Clock()), site.url, Clock())

        with Site({"/robots.txt": text("# " + "x" * 48)}) as site:
            sites = asyncio.run(run(site))
        assert [name.split(".")[0] for name in sites] == [f"http://site{n}" for n in range(9 - kept, 9)]
