"""Sources of a story: who tells it independently, who repeats it, and where to read them."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.types import Block, Item, Link, Para

LINKS = 5
"""At most so many links in a story; `sources` tells the rest."""

READ = "Read the article"

_ADDRESS = re.compile(r"(?i)://|\bwww\.|^\s*[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/:?#]\S*)?\s*$")
"""A label that a reader may take for an address: with a scheme, a "www.", or shaped like a host."""


def sources(item: Item) -> Iterable[Block]:
    """How many tell the story independently, and where to read one article of each; then who repeats them.

    The article that stands for the story comes first, then the others as they were told. Who is linked by name is not
    named once more.
    """
    dossier, lead = item.dossier, {span.article_id for span in item.briefing.summary}
    articles = sorted((b.articles[0] for b in dossier.briefings), key=lambda a: a.id not in lead)
    copies = [a for a in articles if a.id in dossier.copies]
    originals = [a for a in articles if a.id not in dossier.copies] or articles
    own = sorted({a.family: a for a in reversed(originals)}.values(), key=originals.index)
    shown = [a for a in own[:LINKS] if a.url]
    links = [Link(label(a.outlet, a.url) if len(shown) > 1 else READ, a.url) for a in shown]
    linked = {link.label for link in links}
    unlinked = _names(a.outlet for a in own if a.outlet not in linked)
    yield Para(f"{_count(len(own), len(articles))}: {unlinked}".rstrip())
    yield from links
    named = {a.outlet for a in own}
    if same := [a.outlet for a in originals if a.outlet not in named]:
        yield Para(f"Of the same publishers: {_names(same)}")
    if copied := [a.outlet for a in copies if a.outlet not in {*named, *same}]:
        yield Para(f"Same text, word for word: {_names(copied)}")


def _names(outlets: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(outlet or "unknown" for outlet in outlets))


def label(text: str, url: str) -> str:
    """``text`` as a label for a link to ``url``; what looks like an address is shown only where it is the link's own."""
    if not text.strip() or _ADDRESS.search(text):
        host = urlsplit(url).hostname or ""
        return text if text.strip().casefold() in {host, host.removeprefix("www.")} else READ
    return text


def _count(families: int, reports: int) -> str:
    if reports == 1:
        return "1 source"
    independent = f"{families} independent sources" if families > 1 else "1 independent source"
    if families == reports:
        return independent
    return f"{independent} ({reports} reports)"
