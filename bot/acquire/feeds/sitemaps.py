"""News sitemaps (Google's ``sitemap-news`` 0.9) → entries."""

from typing import Any

from lxml import etree

from bot.acquire.feeds.document import LIMIT, FeedDocument, NotAFeed
from bot.acquire.feeds.markup import Markup, is_cut
from bot.acquire.feeds.raw import RawEntry
from bot.acquire.feeds.sanitise import Kind
from bot.acquire.feeds.tidy import newest, tidy

_NEWS, _END = b":news>", b"</url>"


def news(markup: Markup, limit: int = LIMIT) -> FeedDocument:
    """Read a sitemap; of its entries only those that are news.

    Raises:
        NotAFeed: It lists pages, none of them as news.
    """
    raw, languages, names = [], set(), []
    listed = _children(_root(markup.text), "url")
    for each in listed:
        about = _fields(each)
        if "title" in about or "publication_date" in about:
            location, date = about.get("loc", ""), about.get("publication_date", "")
            raw.append(RawEntry(location, location, about.get("title", ""), Kind.TITLE, published=date))
            languages.add(about.get("language", "").strip())
            names.append(about.get("name", ""))
    if listed and not raw:
        raise NotAFeed("This is a sitemap without news. Give the address of a feed or of a news sitemap.")
    total, was_cut = len(raw), is_cut(markup)
    if raw and was_cut and _END not in markup.shown[markup.shown.rfind(_NEWS) :]:
        raw.pop()
    return FeedDocument(
        title=names[0].strip() if names else "",
        lang=languages.pop() if len(languages) == 1 else "",
        site_url="",
        entries=tuple(tidy(each, "") for each in newest(raw, limit)),
        total=total,
        is_cut=was_cut,
    )


def _root(markup: bytes) -> Any:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise NotAFeed("This sitemap cannot be read: its XML is broken. Tell its publisher.")
    return root


def _children(root: Any, name: str) -> list[Any]:
    return [each for each in root if _name(each) == name]


def _fields(parent: Any) -> dict[str, str]:
    """Texts below ``parent`` by local name, the first of each."""
    found: dict[str, str] = {}
    for each in parent.iter():
        if (name := _name(each)) and each.text:
            found.setdefault(name, each.text)
    return found


def _name(element: Any) -> str:
    """Its name without a namespace, declared or not; ``""`` for a comment."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""
