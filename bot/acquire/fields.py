"""What a page says about its article beside the text: headline, byline, outlet, dates, language, kind.

Read from the parsed tree in this order of trust: JSON-LD, meta elements, visible marks. Entities are decoded once,
by the HTML parser, and never again.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from bot.acquire.dates import parse_date
from bot.acquire.elements import words_of
from bot.text.clean import one_line

_MAX_SCRIPT = 500_000
_MAX_NODES = 2_000
"""Bounds on JSON-LD: the largest block on the dev pages has 30,000 characters, the most on one page 56 nodes."""

_MAX_URL = 2_048  # faults-and-safety, safe fetching, layer 1
_LONG, _SHORT = 300, 120
_MAX_AUTHORS = 6

_SECTION_WORDS = 2  # "| World News"

_SEPARATOR = re.compile(r"\s+[|–—·»:-]+\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Fields:
    """``""`` or None: the page does not say. ``kinds``: schema.org and Open Graph types, lower case.

    ``free``: schema.org isAccessibleForFree, where stated.
    """

    headline: str
    byline: str | None
    outlet: str
    lang: str | None
    published_at: datetime | None
    canonical_url: str
    kinds: frozenset[str]
    free: bool | None
    title: str


def read_fields(tree: HtmlElement, url: str, fetched_at: datetime) -> Fields:
    """Read the fields of a parsed page that came from ``url`` ("" when unknown).

    A date later than ``fetched_at`` becomes ``fetched_at``: it is a wrong clock or an embargo, and a story must not
    begin after it was read.
    """
    meta = _meta(tree)
    nodes = list(_json_ld(tree))
    article = next((node for node in nodes if _is_article(node)), {})
    canonical = _canonical(tree, meta)
    title = _line(tree.findtext(".//title"), _LONG)
    outlet = _outlet(meta, article, nodes, title, url or canonical)
    published = _published(tree, meta, article, nodes, url or canonical)
    return Fields(
        headline=strip_outlet(_headline(tree, meta, article, title), outlet, url or canonical),
        byline=_byline(tree, meta, article),
        outlet=outlet,
        lang=_line(tree.get("lang") or meta.get("content-language") or meta.get("og:locale"), 35) or None,
        published_at=min(published, fetched_at.astimezone(UTC)) if published else None,
        canonical_url=canonical,
        kinds=frozenset(
            {*(kind for node in nodes for kind in _kinds(node)), meta.get("og:type", "").lower()} - {""}
        ),
        free=_free(nodes),
        title=title,
    )


def is_article_kind(kind: str) -> bool:
    """Whether a schema.org or Open Graph type names an article ("newsarticle", "blogposting", "article")."""
    return kind.endswith(("article", "posting"))


def strip_outlet(headline: str, outlet: str, url: str) -> str:
    """Take " - Outlet" and " | Section | Outlet" off the end of a headline, and "Outlet | " off its beginning."""
    host = _host(url)
    own = {_letters(outlet), _letters(host), _letters(host.split(".")[0])} - {""}
    named = False
    while parts := [match.span() for match in _SEPARATOR.finditer(headline)]:
        (first, after_first), (last, after_last) = parts[0], parts[-1]
        tail = headline[after_last:]
        if _letters(tail) in own:
            headline, named = headline[:last], True
        elif _letters(headline[:first]) in own:
            headline, named = headline[after_first:], True
        elif (
            "|" in headline[last:after_last]
            and len(tail.split()) <= _SECTION_WORDS
            and (named or len(parts) > 1)
        ):
            headline = headline[:last]
        else:
            break
    return headline.strip()


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Meta elements by lower-case name, property, itemprop or http-equiv; the first of each wins."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content:
                for name in (element.get(key) or "").lower().split():
                    found.setdefault(name, content)
    return found


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first."""
    count = 0
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            # strict=False: raw line breaks inside strings are common and harmless
            queue: list[Any] = [json.loads((script.text or "")[:_MAX_SCRIPT], strict=False)]
        except (ValueError, RecursionError):
            continue
        while queue and count < _MAX_NODES:
            node = queue.pop(0)
            count += 1
            if isinstance(node, dict):
                yield node
                queue += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                queue += [value for value in node if isinstance(value, dict | list)]


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind.lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(node: dict[str, Any]) -> bool:
    return any(map(is_article_kind, _kinds(node))) and bool(node.get("headline") or node.get("datePublished"))


def _headline(tree: HtmlElement, meta: dict[str, str], article: dict[str, Any], title: str) -> str:
    """Prefer the visible heading if it is about what the metadata says; a logo or a section is often an ``<h1>``."""
    stated = _line(article.get("headline"), _LONG) or _line(meta.get("og:title"), _LONG) or title
    visible = [heading for h1 in tree.iter("h1") if (heading := _line(words_of(h1, apart=True), _LONG))]
    vouched = set(_words(stated))
    for heading in visible:
        words = set(_words(heading))
        if 2 * len(words & vouched) >= max(len(words), len(vouched)) > 0:
            return heading
    return stated or next(iter(visible), "")


def _byline(tree: HtmlElement, meta: dict[str, str], article: dict[str, Any]) -> str | None:
    authors = article.get("author")
    names = [
        _name(_line(author.get("name") if isinstance(author, dict) else author, _SHORT))
        for author in (authors if isinstance(authors, list) else [authors])
    ]
    stated = list(dict.fromkeys(filter(None, names)))
    if stated:
        return ", ".join(stated[:_MAX_AUTHORS])
    for key in ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author"):
        name = _name(_line(meta.get(key), _SHORT))
        if name:
            return name
    for element in tree.xpath(
        "//*[@rel='author' or @itemprop='author' or contains(@class,'byline')][position() < 4]"
    ):
        name = _name(_line(words_of(element, apart=True), _SHORT))
        if name:
            return name
    return None


def _name(text: str) -> str:
    """The name in "By Jane Doe"; ``""`` for an address, markup or a sentence."""
    if len(text) >= _SHORT or re.search(r"https?:|www\.|[<>{}@]|\.[a-z]{2,4}/", text):
        return ""
    return re.sub(r"(?i)^(?:written )?by:? ", "", text)


def _outlet(
    meta: dict[str, str], article: dict[str, Any], nodes: list[dict[str, Any]], title: str, url: str
) -> str:
    publisher = article.get("publisher")
    names = (
        meta.get("og:site_name"),
        publisher.get("name") if isinstance(publisher, dict) else publisher,
        *(node.get("name") for node in nodes if "newsmediaorganization" in _kinds(node)),
        meta.get("application-name"),
        _behind(title, meta.get("og:title", "")),
    )
    stated = (_line(name, _SHORT) for name in names)
    return next((name for name in stated if name and "//" not in name), _host(url))


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _behind(title: str, headline: str) -> str:
    """What a title adds to the headline behind a separator: "Talks resume - The Harbour Gazette"."""
    rest = title.removeprefix(_line(headline, _LONG))
    found = _SEPARATOR.match(rest) if headline and rest != title else None
    return rest[found.end() :] if found else ""


def _published(
    tree: HtmlElement, meta: dict[str, str], article: dict[str, Any], nodes: list[dict[str, Any]], url: str
) -> datetime | None:
    stated = _dates(tree, meta, article, nodes, url)
    return next((date for text in stated if isinstance(text, str) and (date := parse_date(text))), None)


def _dates(
    tree: HtmlElement, meta: dict[str, str], article: dict[str, Any], nodes: list[dict[str, Any]], url: str
) -> Iterator[Any]:
    """What may be the date, most trusted first; lazily, for most pages say it in the first place."""
    yield article.get("datePublished")
    yield from (meta.get(key) for key in _DATE_KEYS)
    yield from (node.get("datePublished") for node in nodes)
    for element in tree.xpath("//*[@itemprop='datePublished'][position() < 3]"):
        yield element.get("content") or element.get("datetime")
    yield from tree.xpath("((//article//time | //time[@pubdate])/@datetime)[position() < 3]")
    yield from tree.xpath("((//header//time | //main//time)/@datetime)[1]")
    times = {time.get("datetime") for time in tree.iter("time")} - {None}
    # Anywhere else a time may be that of another story; but not if it is the only one.
    yield from times if len(times) == 1 else ()
    in_path = re.search(r"/(\d{4}/\d\d?/\d\d?)(?:/|$)", url)
    yield in_path[1] if in_path else None


_DATE_KEYS = (
    *(
        "article:published_time",
        "datepublished",
        "article:published",
        "og:article:published_time",
        "parsely-pub-date",
        "sailthru.date",
    ),
    *("pubdate", "publishdate", "publish-date", "publication_date", "dc.date.issued", "dcterms.issued"),
    *(
        "dc.date",
        "dcterms.created",
        "dc.date.created",
        "date",
        "article.published",
        "cxenseparse:recs:publishtime",
    ),
)


def _canonical(tree: HtmlElement, meta: dict[str, str]) -> str:
    """The address that the page gives itself: text to show, never to visit unchecked."""
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    for address in (*links, meta.get("og:url")):
        text = (address or "").strip()
        if len(text) <= _MAX_URL and re.fullmatch(
            r"https?://[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#][!-;=?-\[\]-~]*)?", text
        ):
            return text
    return ""


def _free(nodes: list[dict[str, Any]]) -> bool | None:
    for node in nodes:
        value = node.get("isAccessibleForFree")
        if value is not None and any(map(is_article_kind, _kinds(node))):
            return str(value).strip().lower() not in {"false", "no", "0"}
    return None


def _line(value: object, limit: int) -> str:
    return one_line(value[: 10 * limit])[:limit] if isinstance(value, str) else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
