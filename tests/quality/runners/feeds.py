"""Feeds: 51 real ones, and the case files of feedparser, gofeed, fastfeedparser, reader and listparser."""

import ast
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median
from typing import Any

import listparser

from bot.acquire.charsets import codec_for
from bot.acquire.feeds import opml
from bot.acquire.feeds.document import FeedDocument
from bot.acquire.feeds.parse import parse
from bot.errors import InputError
from tests.quality import feed_cases as cases

NAME = "feeds"
HELP = "feeds and OPML: folder with real/, feedparser-tests/ and so on → one row for each file, totals in the terminal"

URL = "http://127.0.0.1:8097/feed.xml"
_RUNS = 3  # the quickest of so many counts: what else the machine does is not ours
_START = re.compile(rb"(?i)<(?:[\w.-]+:)?(?:item|entry)(?=[\s/>])")
_EVAL = re.compile(r"Eval:\s*(.*?)\s*\n")
_XML_URL = re.compile(r"""(?i)\sxmlUrl\s*=\s*["']\s*(https?://[^"']+?)\s*["']""")


@dataclass(slots=True)
class Row:
    """One file.

    Attributes:
        id: Its path below the folder.
        set: The folder it lies in.
        found: Entries read; ``None`` if it was refused.
        expected: Entries that it holds; ``None`` where it is to be refused.
        claims: Fields of ours that its expectation concerns.
        wrong: Those of them that we have otherwise, as text.
        ms: Processor time; 0 where it was not measured.
        error: What the refusal says.
    """

    id: str
    set: str
    found: int | None
    expected: int | None
    claims: int = 0
    wrong: list[str] = field(default_factory=list)
    ms: float = 0.0
    error: str = ""


def run(gold: Path, pred: Path) -> None:
    """Write a row for each file below ``gold``, and print totals."""
    rows = list(read_all(gold))
    with pred.open("w", encoding="utf-8") as out:
        for row in rows:
            fields = {name: getattr(row, name) for name in Row.__slots__}
            out.write(json.dumps(fields, ensure_ascii=False) + "\n")
    for name in dict.fromkeys(row.set for row in rows):
        print(summary(name, [row for row in rows if row.set == name]))
    print(summary("all", rows))
    times = [row.ms for row in rows if row.set == "real"]
    if times:
        print(
            f"processor time of {len(times)} real feeds: median {median(times):.2f} ms, mean {mean(times):.2f} ms"
        )


def summary(name: str, rows: list[Row]) -> str:
    """Totals of a set in one line."""
    read = sum(row.found is not None or row.expected is None for row in rows)
    counted = sum(row.found == row.expected for row in rows)
    concerned = [row for row in rows if row.claims]
    right = sum(not row.wrong for row in concerned)
    claims, wrong = sum(row.claims for row in rows), sum(len(row.wrong) for row in rows)
    return (
        f"{name:22} {len(rows):5} files  parse {share(read, len(rows))}  right count {share(counted, len(rows))}"
        f"  concern us {len(concerned):5}, right {share(right, len(concerned))}"
        f"  fields {claims:5}, right {share(claims - wrong, claims)}"
    )


def share(part: int, whole: int) -> str:
    """A percentage, ``-`` of nothing."""
    return f"{100 * part / whole:6.2f} %" if whole else "       -"


def read_all(gold: Path) -> Iterator[Row]:
    """A row for each file that is there."""
    yield from map(real, _files(gold, "real"))
    yield from map(feedparser_case, _files(gold, "feedparser-tests"))
    for folder in ("gofeed", "fastfeedparser-tests"):
        yield from (paired(file) for file in _files(gold, folder) if file.suffix == ".xml")
    yield from map(json_feed, _files(gold, "gofeed-json"))
    yield from map(reader_case, _files(gold, "reader-tests"))
    yield from map(listparser_case, _files(gold, "listparser-tests"))
    yield from map(opml_list, _files(gold, "awesome-opml"))


def _files(gold: Path, folder: str) -> list[Path]:
    return sorted(
        file
        for file in (gold / folder).rglob("*")
        if file.is_file() and not file.name.endswith("_expected.json")
    )


def _named(file: Path) -> tuple[str, str]:
    parts = file.parts
    at = max(parts.index(name) for name in parts if name == "real" or name.startswith(_SETS))
    return "/".join(parts[at:]), parts[at]


_SETS = (
    "feedparser-tests",
    "gofeed",
    "fastfeedparser-tests",
    "reader-tests",
    "listparser-tests",
    "awesome-opml",
)


def _try(body: bytes, codec: str | None = None, url: str = URL) -> tuple[FeedDocument | None, str]:
    try:
        return parse(body, "", codec, url, limit=10_000), ""
    except InputError as error:
        return None, str(error)


def _count(body: bytes, found: Any) -> int:
    """What feedparser counts; starts in the bytes where it finds none at all."""
    return len(found["entries"]) or len(_START.findall(body))


def real(file: Path) -> Row:
    """A real feed against feedparser: entries, their titles, links and guids."""
    body = file.read_bytes()
    found = cases.reference(body, {})
    times = []
    for _ in range(_RUNS):
        started = time.process_time()
        document, error = _try(body)
        times.append((time.process_time() - started) * 1e3)
    row = Row(
        *_named(file), document.total if document else None, _count(body, found), ms=min(times), error=error
    )
    if document is None or len(document.entries) != len(found["entries"]):
        return row
    base = document.site_url or URL
    for at, theirs in enumerate(found["entries"]):
        for claim in _like_feedparser(at, theirs):
            _check(row, claim, document, base)
    return row


def _like_feedparser(at: int, theirs: Any) -> Iterator[cases.Claim]:
    for name, ours, kind in (
        ("title", "title", ""),
        ("link", "url", "url"),
        ("id", "guid", "text"),
        ("published_parsed", "published_at", "date"),
    ):
        if (value := dict.get(theirs, name)) is not None:
            yield cases.Claim(("entries", at, ours), value, kind or cases.kind_of(ours, theirs))


def _check(row: Row, claim: cases.Claim, document: FeedDocument | None, url: str) -> None:
    row.claims += 1
    if document is None or not cases.is_right(claim, document, url):
        row.wrong.append(f"{'.'.join(map(str, claim.path))} is not {str(claim.value)[:200]!r}")


def feedparser_case(file: Path) -> Row:
    """A case of feedparser's own tests: the expectation in its first comment, as far as it concerns us."""
    body = file.read_bytes()
    expression, headers = cases.comment_of(body)
    found = cases.reference(body, headers)
    url = headers.get("content-location", "")
    url = url if url.startswith("http") else URL
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", headers.get("content-type", ""))
    document, error = _try(body, codec_for(charset[1]) if charset else None, url)
    row = Row(*_named(file), document.total if document else None, _count(body, found), error=error)
    for claim in cases.claims_of(expression, found):
        _check(row, claim, document, url)
    return row


def paired(file: Path) -> Row:
    """A case whose expectation is a JSON file of the same name."""
    body, expected = file.read_bytes(), file.with_suffix(".json")
    found = cases.reference(body, {})
    document, error = _try(body)
    row = Row(*_named(file), document.total if document else None, _count(body, found), error=error)
    if not expected.exists():
        row.expected = None if document is None and not found["entries"] else row.expected
        return row
    for claim in cases.gofeed_claims(expected.read_text("utf-8"), found):
        if row.set == "gofeed" or claim.path[-1] in ("entries", "title", "url", "published_at"):
            _check(row, claim, document, URL)
    return row


def json_feed(file: Path) -> Row:
    """A JSON Feed: as many entries as it has items, with their addresses and titles."""
    body = file.read_bytes()
    document, error = _try(body)
    items = [item for item in json.loads(body).get("items") or [] if isinstance(item, dict)]
    row = Row(*_named(file), document.total if document else None, len(items), error=error)
    for at, item in enumerate(items):
        for name, ours, kind in (
            ("title", "title", "text"),
            ("url", "url", "url"),
            ("id", "guid", "text"),
            ("date_published", "published_at", "date"),
        ):
            if isinstance(item.get(name), str):
                _check(row, cases.Claim(("entries", at, ours), item[name], kind), document, URL)
    return row


def reader_case(file: Path) -> Row:
    """A case of the reader library; its "invalid" and "empty" ones hold nothing to read."""
    body = file.read_bytes()
    document, error = _try(body)
    expected: int | None
    if body.lstrip().startswith(b"{"):
        expected = len([item for item in json.loads(body).get("items") or [] if isinstance(item, dict)])
    else:
        expected = len(cases.reference(body, {})["entries"])
        expected = expected if body.lstrip().startswith(b"<") else None
    return Row(*_named(file), document.total if document else None, expected, error=error)


def listparser_case(file: Path) -> Row:
    """A case of listparser's own tests: feeds with an address of the web, and what its comment expects of them."""
    body = file.read_bytes()
    feeds, error = _try_list(body)
    known = {each["url"] for each in listparser.parse(body)["feeds"] if each["url"].startswith("http")}
    row = Row(*_named(file), None if feeds is None else len(feeds), len(known), error=error)
    if feeds is None and not known:
        row.expected = None
    for expression in _EVAL.findall(body.decode("utf-8", "replace")):
        found = re.fullmatch(r"result\['feeds'\]\[(\d)\]\['(url|title)'\] == (.+)", expression)
        if found and row.expected:
            row.claims += 1
            value, at = str(ast.literal_eval(found[3])), int(found[1])
            ours = feeds[at].url if found[2] == "url" else feeds[at].outlet
            if ours != value and not (found[2] == "title" and not value):
                row.wrong.append(f"feeds.{at}.{found[2]} is {ours!r}, not {value!r}")
    return row


def _try_list(body: bytes) -> tuple[Any, str]:
    try:
        return opml.read(body), ""
    except InputError as error:
        return None, str(error)


def opml_list(file: Path) -> Row:
    """A public list of feeds: as many as it has different addresses of the web."""
    body = file.read_bytes()
    feeds, error = _try_list(body)
    known = Counter(_XML_URL.findall(body.decode("utf-8", "replace")))
    return Row(*_named(file), None if feeds is None else len(feeds), len(known), error=error)
