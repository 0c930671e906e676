"""What is checked in files: settings, feeds, subscriptions, tables. Another row is a function, and a line in `ROWS`."""

from collections.abc import Iterator, Mapping

from adapters.terminal.check import actors as check_actors
from adapters.terminal.checks.findings import Finding, Level, Row, Site, faults, note
from bot.analyse import codebook
from bot.config import load_settings, load_yaml
from bot.deliver.schedule import tz_version
from bot.errors import ConfigError
from bot.feed_list import load_feeds
from bot.subscription_list import check_subscriptions, load_known


def settings(site: Site) -> Iterator[Finding]:
    """``settings.yaml``."""
    load_settings(site.folder)
    yield note("settings", f"{site.folder.file('settings.yaml')}: no faults")


def feeds(site: Site) -> Iterator[Finding]:
    """``feeds.yaml``."""
    file = site.folder.file("feeds.yaml")
    yield note("feeds", f"{file}: {len(load_feeds(file))} feeds, no faults")


def subscriptions(site: Site) -> Iterator[Finding]:
    """``subscriptions.yaml``, and the tables of regions and codes that it speaks of."""
    file = site.folder.file("subscriptions.yaml")
    try:
        known_feeds = [feed.url for feed in load_feeds(site.folder.file("feeds.yaml"))]
    except ConfigError:  # told by its own row; here no feed is doubted
        known_feeds = []
    listed, wrong = check_subscriptions(file, load_known(site.folder, known_feeds))
    for fault in wrong:
        yield Finding("subscriptions", Level.FAULT, fault.what, fault.file, fault.line, fault.key)
    for odd in listed.warnings:
        yield Finding("subscriptions", Level.WARNING, odd.what, odd.file, odd.line, odd.key)
    if not wrong:
        counts = f"{len(listed.subscriptions)} subscriptions, {len(listed.topics)} topics"
        yield note("subscriptions", f"{file}: {counts}, no faults")


def actors(site: Site) -> Iterator[Finding]:
    """``actors*.yaml``."""
    wrong, report = check_actors(site.folder, site.today)
    if wrong:
        yield from faults("actors", ConfigError("\n".join(wrong)))
    else:
        yield note("actors", f"{report.partition(chr(10))[0]} Sources and ages: brief check actors")


def codes(site: Site) -> Iterator[Finding]:
    """``plover.yaml``."""
    file = site.folder.file("plover.yaml")
    codebook.build(load_yaml(file))
    yield note("codes", f"{file}: no faults")


def zones(_: Site) -> Iterator[Finding]:
    """Which tables tell the time zones."""
    version = tz_version()
    if version == "none":
        raise ConfigError("There are no time zone tables on this machine. Install them: pip install tzdata")
    yield note("zones", f"time zones: {version}")


ROWS: Mapping[str, Row] = {
    "settings": settings,
    "feeds": feeds,
    "subscriptions": subscriptions,
    "actors": actors,
    "codes": codes,
    "zones": zones,
}
"""By name, in the order in which they are told."""


def look(site: Site) -> Iterator[Finding]:
    """Every finding of every row; a row that cannot go on does not keep the others from being told."""
    for name, row in ROWS.items():
        try:
            yield from row(site)
        except ConfigError as error:
            yield from faults(name, error)
