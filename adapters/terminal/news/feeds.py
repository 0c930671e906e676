"""``brief feeds …``: which feeds there are, how each is doing, and changes to the list."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from adapters.terminal import interrupts
from adapters.terminal.errors import complain, exit_code
from adapters.terminal.news.desk import Desk, clock_time, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, tell, write
from bot.acquire.addresses import MAX_URL_LENGTH
from bot.acquire.feeds import opml
from bot.acquire.parsing import FeedJob, read_opml
from bot.acquire.sources import Source, read_file, read_stream
from bot.engine import Engine
from bot.errors import InputError, SitrepError
from bot.feed_list import canonical, load_feeds
from bot.intake import finding
from bot.store.records import FeedRecord
from bot.store.store import Store
from bot.types import Feed

FEEDS = "feeds.yaml"
EXIT_FEED = 4
NAMES = ("outlet", "family", "region")


def add(asked: Asked, desk: Desk) -> int:
    """Add each address that is a feed, or a page that names one."""
    return interrupts.run(_add(asked, desk))


async def _add(asked: Asked, desk: Desk) -> int:
    code = 0
    with opened(desk) as store:
        async with desk.open_engine() as engine:
            for url in asked.options["urls"]:
                try:
                    found = await finding.find(engine, url)
                    names = {name: asked.options[name] for name in NAMES}
                    write(_added(store, _feed(found, desk, **names), names))
                except SitrepError as error:
                    code = code or exit_code(error)
                    complain(url, error)
    return code


def _feed(found: finding.Found, desk: Desk, *, outlet: str, family: str, region: str) -> Feed:
    """A feed as the user names it, else as it names itself."""
    name = outlet or found.document.title or found.url
    lang = found.document.lang or "en"
    return Feed(found.url.partition("#")[0], name, family or name, lang, desk.settings.feeds.every_s, region)


def _added(store: Store, feed: Feed, names: Mapping[str, str]) -> str:
    if store.add_feed(feed):
        return f"Added: {printable(feed.outlet)}  {feed.url}\n"
    store.revive_feed(feed.url)  # it may have been given up
    given = {name: value for name, value in names.items() if value}
    record = store.rename_feed(feed.url, **given)
    there = record.feed if record else feed
    if given.items() <= asdict(there).items():
        return f"Already there, to be asked again: {printable(there.outlet)}  {feed.url}\n"
    return (
        f"Already there, to be asked again, by the names it has in {FEEDS}; change them there: {feed.url}\n"
    )


def remove(asked: Asked, desk: Desk) -> int:
    """Poll these no more."""
    code = 0
    with opened(desk) as store:
        for url in asked.options["urls"]:
            if store.remove_feed(url):
                write(f"Removed: {printable(url)}\n")
            else:
                tell(f"{url}: there is no such feed. See brief feeds list.")
                code = EXIT_FEED
    return code


def show(asked: Asked, desk: Desk) -> int:
    """Every feed with its health."""
    with opened(desk) as store:
        records = store.feeds()
    if asked.place.as_json:
        write_json(map(row, records))
    else:
        write("".join(_lines(records)) or "No feeds. Add one: brief feeds add URL\n")
    return 0


def row(record: FeedRecord) -> dict[str, Any]:
    """A feed as JSON."""
    feed, state = record.feed, record.state
    return {
        "schema": "sitrep.feed/1",
        "url": feed.url,
        "outlet": feed.outlet,
        "family": feed.family,
        "lang": feed.lang,
        "region": feed.region,
        "labels": [{"text": label.text, "source": label.source} for label in feed.labels],
        "every_s": feed.every_s,
        "origin": record.origin,
        "status": state.status,
        "asked_at": state.fetch_url,
        "polled_at": state.polled_at,
        "succeeded_at": state.succeeded_at,
        "error": state.error,
        "error_at": state.error_at,
        "failures": state.failures,
        "next_poll_at": state.next_poll_at,
        "items_a_day": round(record.items_a_day, 1),
    }


def _lines(records: Sequence[FeedRecord]) -> Iterator[str]:
    region = None
    for record in sorted(records, key=lambda one: (one.feed.region, one.feed.outlet, one.feed.url)):
        if record.feed.region != region:
            region = record.feed.region
            yield f"{printable(region or 'Elsewhere')}\n"
        yield from _told(record)


def _told(record: FeedRecord) -> Iterator[str]:
    feed, state = record.feed, record.state
    labels = "".join(f" · {printable(label.text)}" for label in feed.labels)
    yield f"  {printable(feed.outlet)} · {state.status}{labels}\n    {feed.url}\n"
    due = clock_time(state.next_poll_at) if state.next_poll_at else "not until it is added again"
    yield (
        f"    last success {clock_time(state.succeeded_at)} · next poll {due}"
        f" · {record.items_a_day:.1f} items a day\n"
    )
    if state.fetch_url != feed.url:
        yield f"    moved to {printable(state.fetch_url)}\n"
    if state.error:
        yield f"    last error {clock_time(state.error_at)}: {printable(state.error)}\n"


def take_in(asked: Asked, desk: Desk) -> int:
    """Add every feed of an OPML file."""
    file = asked.options["file"]
    source = read_stream(sys.stdin.buffer) if file == "-" else read_file(Path(file))
    listed = interrupts.run(_listed(desk, source))
    feeds = [feed for feed in listed if canonical(feed.url) and len(feed.url.encode()) <= MAX_URL_LENGTH]
    for feed in listed:
        if feed not in feeds:
            tell(f"{feed.url}: not an address that Sitrep visits; it was left out.")
    if not feeds:
        raise InputError(f"{file}: no feed stands in it. Give an OPML file with xmlUrl attributes.")
    every_s = desk.settings.feeds.every_s
    with opened(desk) as store:
        new = sum(store.add_feed(replace(feed, every_s=feed.every_s or every_s)) for feed in feeds)
    write(f"{len(feeds)} feeds read, {new} of them new.\n")
    return 0


async def _listed(desk: Desk, source: Source) -> tuple[Feed, ...]:
    async with desk.open_engine() as engine:
        return await engine.parse(lambda parser, s: read_opml(parser, FeedJob(""), source.body, s))


def hand_out(_: Asked, desk: Desk) -> int:
    """Every feed as OPML."""
    with opened(desk) as store:
        write(opml.write(tuple(record.feed for record in store.feeds())).decode("utf-8"))
    return 0


def check(asked: Asked, desk: Desk) -> int:
    """The form of feeds.yaml, then one visit to each feed or to those named."""
    with opened(desk) as store:
        urls = asked.options["urls"] or tuple(record.feed.url for record in store.feeds())
    if not urls:
        write("No feeds. Add one: brief feeds add URL\n")
    return interrupts.run(_check(asked, desk, urls))


async def _check(asked: Asked, desk: Desk, urls: Sequence[str]) -> int:
    room = asyncio.Semaphore(desk.settings.feeds.at_once)
    code = 0

    async with desk.open_engine() as engine:

        async def visit(url: str) -> dict[str, Any]:
            async with room:
                return await _tried(engine, url)

        tasks = [asyncio.create_task(visit(url)) for url in urls]
        for task in tasks:
            result = await task
            code = code or (EXIT_FEED if result["error"] else 0)
            if asked.place.as_json:
                write_json([result])
            else:
                write(_checked(result))
    return code


async def _tried(engine: Engine, url: str) -> dict[str, Any]:
    """What a feed answers, as JSON."""
    told = {"schema": "sitrep.visit/1", "url": url, "title": "", "entries": 0, "moved_to": "", "error": ""}
    try:
        found = await finding.read(engine, url)
    except SitrepError as error:
        return told | {"error": str(error)}
    return told | {"title": found.document.title, "entries": found.document.total, "moved_to": found.moved_to}


def _checked(result: dict[str, Any]) -> str:
    if result["error"]:
        return f"✗ {result['url']}\n    {printable(result['error'])}\n"
    moved = f"\n    moved for good to {printable(result['moved_to'])}" if result["moved_to"] else ""
    return f"✓ {result['url']}\n    {printable(result['title'])} · {result['entries']} entries{moved}\n"


def opened(desk: Desk) -> Store:
    """The store, with the feeds that the configuration lists.

    Raises:
        ConfigError: ``feeds.yaml`` is wrong.
        StoreError: The database cannot be used.
    """
    feeds = load_feeds(desk.folder.file(FEEDS))
    store = desk.open_store()
    store.sync_feeds(feeds)
    return store
