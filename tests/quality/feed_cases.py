"""What case files of feeds expect → claims about the fields that we have, each right or wrong.

A claim is a path (``title``, ``entries.0.url``) and the value that is expected there. Values are turned into our
terms by other means than the engine's: markup to text by lxml, dates by feedparser's tuples.
"""

import ast
import json
import re
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import html

from bot.acquire.feeds.document import FeedDocument
from bot.text.clean import one_line

Path = tuple[str | int, ...]

_FEED = {"title": "title", "link": "site_url", "language": "lang"}
_ENTRY = {
    "title": "title",
    "link": "url",
    "id": "guid",
    "guid": "guid",
    "author": "author",
    "summary": "teaser",
    "description": "teaser",
    "published_parsed": "published_at",
    "updated_parsed": "updated_at",
}
_EXPECT = re.compile(r"Expect:\s*(.*?)\s*(?:-->|\r?\n)")
_HEADER = re.compile(r"Header:\s*([\w-]+):\s*(.*?)\s*\r?\n")


@dataclass(frozen=True, slots=True)
class Claim:
    """``value`` is expected at ``path`` of a ``FeedDocument``; ``kind`` says how the two are compared."""

    path: Path
    value: Any
    kind: str  # text, html, url, date, count


def comment_of(body: bytes) -> tuple[str, dict[str, str]]:
    """The expression that a feedparser case expects, and the headers it is served with."""
    text = body.replace(b"\0", b"").decode("utf-8", "replace")
    found = _EXPECT.search(text)
    return (found[1] if found else ""), {name.lower(): value for name, value in _HEADER.findall(text)}


def reference(body: bytes, headers: dict[str, str]) -> Any:
    """What feedparser makes of a case."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(BytesIO(body), response_headers=headers)


def claims_of(expression: str, found: Any) -> list[Claim]:
    """The claims in ``expression`` that concern our fields; ``found`` tells which texts are HTML."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return []
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    claims = (_claim(part, found) for part in parts)
    return [claim for claim in claims if claim is not None]


def _claim(part: ast.expr, found: Any) -> Claim | None:
    if not (isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.Eq)):
        return None
    try:
        value = ast.literal_eval(part.comparators[0])
    except ValueError:
        return None
    if ast.unparse(part.left) == "len(entries)":
        return Claim(("entries",), value, "count")
    path = _path(part.left)
    if path is None:
        return None
    of_entry = path[0] == "entries" and len(path) >= 3
    names, rest = (_ENTRY, path[2:]) if of_entry else (_FEED, path[1:])
    holder = (
        found.get("entries", [])[path[1]] if of_entry and path[1] < len(found["entries"]) else found["feed"]
    )
    if of_entry and rest in (("content", 0, "value"), ("content", 0)) and "summary" not in holder:
        rest = ("summary",)
    elif len(rest) == 2 and rest[0] in ("title_detail", "summary_detail") and rest[1] == "value":
        rest = (rest[0].removesuffix("_detail"),)
    if len(rest) != 1 or rest[0] not in names or not (of_entry or path[0] == "feed"):
        return None
    field = names[rest[0]]
    kind = kind_of(field, holder)
    return Claim((*(path[:2] if of_entry else ()), field), value, kind)


def _path(node: ast.expr) -> Any:
    """``entries[0]['title']`` or ``entries[0].title`` → its parts."""
    parts: list[str | int] = []
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            parts.append(node.slice.value)  # type: ignore[arg-type]  # text or a number in these files
            node = node.value
        elif isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        else:
            return None
    return (node.id, *reversed(parts))


def kind_of(field: str, holder: Any) -> str:
    """How a field of ours is compared; ``holder``: what feedparser made of the same entry or feed."""
    if field.endswith("_at"):
        return "date"
    if field.endswith("url"):
        return "url"
    detail = dict.get(holder, {"title": "title_detail", "teaser": "summary_detail"}.get(field, ""))
    if detail is None and field == "teaser":  # feedparser's summary is then the content
        detail = next(iter(dict.get(holder, "content") or [{}]))
    return "text" if (detail or {}).get("type", "text/plain") == "text/plain" else "html"


def is_right(claim: Claim, document: FeedDocument, url: str) -> bool:
    """Whether ``document``, read at ``url``, bears out ``claim``."""
    if claim.kind == "count":
        return bool(document.total == claim.value)
    ours: Any = document
    for step in claim.path:
        if isinstance(step, int):
            if step >= len(ours):
                return False
            ours = ours[step]
        else:
            ours = getattr(ours, step)
    return same(claim.kind, claim.value, ours, url)


def same(kind: str, expected: Any, ours: Any, url: str) -> bool:
    """Whether our value of a field is the one that is expected, in our terms."""
    if kind == "date":
        theirs = _instant(expected)
        return _whole(theirs) == _whole(ours)
    if kind == "url":
        return bool(ours == resolved(str(expected), url))
    text = text_of(str(expected)) if kind == "html" else one_line(str(expected))
    return _bare(text) == _bare(str(ours))


def resolved(link: str, url: str) -> str:
    """The address that ``link`` names; ``""`` for a scheme that no article has."""
    joined = urljoin(url, link.strip()).replace(" ", "%20") if link.strip() else ""
    return joined if joined.startswith(("http://", "https://")) else ""


def text_of(markup: str) -> str:
    """The text that a reader sees, by lxml."""
    if not markup.strip():
        return ""
    tree = html.fromstring(f"<div>{one_line(markup)}</div>")
    for hidden in tree.xpath("//script|//style|//comment()"):
        hidden.drop_tree()
    return one_line(tree.text_content())


def _bare(text: str) -> str:
    """``text`` without white space: whether a tag parts two words is for each reader to say."""
    return "".join(one_line(text).split())


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC)
    year, month, day, hour, minute, second = value[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _whole(date: datetime | None) -> datetime | None:
    """``date`` to the second, which is all that some expectations have."""
    return date.replace(microsecond=0) if date else None


def gofeed_claims(expected: str, found: Any) -> list[Claim]:
    """Claims of a gofeed case: its own JSON of a feed, RSS or Atom as they are or translated."""
    feed = json.loads(expected)
    items = feed.get("items", feed.get("entries", []))
    claims = [Claim(("entries",), len(items), "count")]
    if "title" in feed:
        claims.append(Claim(("title",), feed["title"], kind_of("title", found["feed"])))
    for at, item in enumerate(items):
        holder = found["entries"][at] if at < len(found["entries"]) else {}
        claims += _item_claims(at, item, holder)
    return claims


def _item_claims(at: int, item: dict[str, Any], holder: Any) -> list[Claim]:
    guid = item.get("guid", item.get("id"))
    fields = {
        "title": item.get("title"),
        "url": item.get("link"),
        "guid": guid.get("value") if isinstance(guid, dict) else guid,
        "teaser": item.get("description", item.get("summary")),
        "published_at": item.get("publishedParsed", item.get("pubDateParsed")),
        "updated_at": item.get("updatedParsed"),
    }
    return [
        Claim(("entries", at, field), value, kind_of(field, holder))
        for field, value in fields.items()
        if value
    ]
