"""Feed documents and pages as bytes."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

from tests.servers.newsweb.model import Form, Piece, Source, Version

TYPES: dict[Form, str] = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "json": "application/feed+json",
}
_OLD = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a feed lists it."""

    guid: str
    url: str
    title: str
    teaser: str
    author: str
    date: datetime | None
    content: str


def document(source: Source, base: str) -> bytes:
    """Write the feed of ``source``; ``base`` is the scheme and authority of its links."""
    draw = Random(f"{source.number} {source.asked}")  # noqa: S311 - shuffles and churns
    pieces = source.listed()
    if source.habits.order == "oldest":
        pieces.reverse()
    if source.habits.order == "shuffled":
        draw.shuffle(pieces)
    items = [_item(source, piece, base) for piece in pieces]
    items += [_padding(source, number, base) for number in range(source.habits.padding)]
    if source.habits.doubled:
        items = [item for item in items for _ in range(2)]
    return WRITERS[source.form](source, items, f"{base}/f/{source.number}/")


def _item(source: Source, piece: Piece, base: str) -> Item:
    version, habits = piece.now, source.habits
    guid = {
        "stable": piece.guid,
        "churn": f"{piece.guid}-{source.asked}",
        "reused": f"item-{piece.number % 3}",
        "none": "",
    }[habits.guid]
    tracked = f"?utm_source=rss&utm_campaign=poll{source.asked}&fbclid=x{source.asked}"
    return Item(
        guid=guid,
        url=f"{base}{piece.path}{tracked if habits.link == 'tracked' else ''}",
        title=version.title,
        teaser=version.paragraphs[0],
        author=piece.author,
        date=_date(habits.dates, piece.published),
        content=_paragraphs(version) if habits.full_text else "",
    )


def _date(habit: str, published: datetime) -> datetime | None:
    return {
        "honest": published,
        "1970": datetime(1970, 1, 1, tzinfo=UTC),
        "9999": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        "future": published + timedelta(days=400),
        "zone": published + timedelta(hours=9),
        "none": None,
    }[habit]


def _padding(source: Source, number: int, base: str) -> Item:
    path = f"{base}/f/{source.number}/old/{number}"
    title = f"Old news number {number} from {source.title}"
    return Item(path, path, title, "Long ago.", "", _OLD + timedelta(hours=number), "")


def _rss(source: Source, items: list[Item], site: str) -> bytes:
    entries = "".join(
        "<item>"
        + _tag("title", item.title)
        + _tag("link", item.url)
        + (f'<guid isPermaLink="false">{escape(item.guid)}</guid>' if item.guid else "")
        + (_tag("pubDate", format_datetime(item.date)) if item.date else "")
        + _tag("dc:creator", item.author)
        + _tag("description", item.teaser)
        + _tag("content:encoded", item.content)
        + "</item>\n"
        for item in items
    )
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    head = f"{_tag('title', source.title)}{_tag('link', site)}<description>News</description><language>en</language>\n"
    return _xml(f'<rss version="2.0" {spaces}><channel>{head}{entries}</channel></rss>')


def _atom(source: Source, items: list[Item], site: str) -> bytes:
    entries = "".join(
        "<entry>"
        + _tag("title", item.title)
        + f'<link rel="alternate" href="{escape(item.url)}"/>'
        + _tag("id", item.guid)
        + (
            _tag("published", item.date.isoformat()) + _tag("updated", item.date.isoformat())
            if item.date
            else ""
        )
        + f"<author><name>{escape(item.author)}</name></author>"
        + _tag("summary", item.teaser)
        + (f'<content type="html">{escape(item.content)}</content>' if item.content else "")
        + "</entry>\n"
        for item in items
    )
    head = f'{_tag("title", source.title)}<link rel="alternate" href="{escape(site)}"/>{_tag("id", site)}\n'
    return _xml(f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{head}{entries}</feed>')


def _rdf(source: Source, items: list[Item], site: str) -> bytes:
    listed = "".join(f'<rdf:li rdf:resource="{escape(item.guid or item.url)}"/>' for item in items)
    entries = "".join(
        f'<item rdf:about="{escape(item.guid or item.url)}">'
        + _tag("title", item.title)
        + _tag("link", item.url)
        + (_tag("dc:date", item.date.isoformat()) if item.date else "")
        + _tag("dc:creator", item.author)
        + _tag("description", item.teaser)
        + _tag("content:encoded", item.content)
        + "</item>\n"
        for item in items
    )
    spaces = (
        'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    head = f"{_tag('title', source.title)}{_tag('link', site)}<description>News</description>"
    channel = (
        f'<channel rdf:about="{escape(site)}">{head}<items><rdf:Seq>{listed}</rdf:Seq></items></channel>\n'
    )
    return _xml(f"<rdf:RDF {spaces}>{channel}{entries}</rdf:RDF>")


def _json(source: Source, items: list[Item], site: str) -> bytes:
    entries = [
        {
            **({"id": item.guid} if item.guid else {}),
            "url": item.url,
            "title": item.title,
            "summary": item.teaser,
            "authors": [{"name": item.author}],
            **({"date_published": item.date.isoformat()} if item.date else {}),
            "content_html": item.content or f"<p>{escape(item.teaser)}</p>",
        }
        for item in items
    ]
    version = "https://jsonfeed.org/version/1.1"
    found = {
        "version": version,
        "title": source.title,
        "home_page_url": site,
        "language": "en",
        "items": entries,
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


WRITERS = {"rss": _rss, "atom": _atom, "rdf": _rdf, "json": _json}


def page(piece: Piece, outlet: str, url: str) -> bytes:
    """Write the page of an article."""
    version = piece.now
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(version.title)} | {escape(outlet)}</title>
<link rel="canonical" href="{escape(url)}"><meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(outlet)}"><meta property="og:title" content="{escape(version.title)}">
<meta property="article:published_time" content="{piece.published.isoformat()}"></head>
<body><header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>
<main><article><h1>{escape(version.title)}</h1><p class="byline">By {escape(piece.author)}</p>
{_paragraphs(version)}
</article></main><footer><p>All rights reserved.</p></footer></body></html>
""".encode()


def paywall(piece: Piece, outlet: str) -> bytes:
    """Write what a reader without a subscription sees: a beginning and an offer."""
    version = piece.now
    offer = '<div class="paywall"><p>Subscribe to continue reading this article.</p><a href="/subscribe">Subscribe</a></div>'
    return f"""<!doctype html><html lang="en"><head><title>{escape(version.title)} | {escape(outlet)}</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "isAccessibleForFree": false}}</script></head>
<body><article><h1>{escape(version.title)}</h1><p>{escape(version.paragraphs[0])}</p>{offer}</article></body></html>
""".encode()


def _paragraphs(version: Version) -> str:
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in version.paragraphs)


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>" if text else ""


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
