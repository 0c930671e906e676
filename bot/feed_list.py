"""``feeds.yaml`` → the feeds an operator wants read; every fault at once, by file, line and key.

::

    feeds:
      https://wire.example/rss.xml: {outlet: Wire, family: Wire Group, lang: en, region: World, every_s: 900}
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bot.acquire.addresses import read_address
from bot.acquire.networks import public_only
from bot.config import keys, load_yaml
from bot.errors import ConfigError, FetchRefused
from bot.types import LEAST_EVERY_S, MOST_EVERY_S, Feed, FeedLabel

MAX_CHARS = 200
"""Of a name, a region or a label: no publication's name comes near."""

LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
"""BCP 47 as far as news needs it: a language, then script, region or variant ("en", "en-GB", "zh-Hans-CN")."""

_TOP = ("feeds", "source", "date")
KeyPath = tuple[str, ...]
Fault = tuple[KeyPath, str]


class _Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    source: str


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One feed; its address is the key above it."""

    outlet: str
    family: str
    lang: str = "en"
    every_s: float = 900.0
    region: str = ""
    labels: tuple[_Label, ...] = ()


_FIELDS = {field.name: field for field in msgspec.structs.fields(_Row)}


def load_feeds(file: Path) -> tuple[Feed, ...]:
    """Read a list of feeds, in its order.

    Raises:
        ConfigError: With every fault found, each by file, line and key.
    """
    raw = load_yaml(file)
    at = tuple(keys(file))
    faults = [*_repeated(at), *_top(raw), *_rows(raw.get("feeds"))]
    if faults:
        lines = dict(reversed(at))
        told = sorted({(_line(path, lines), _shown(path), what) for path, what in faults})
        raise ConfigError("\n".join(f"{file}:{line}: {key}: {what}" for line, key, what in told))
    return tuple(_feed(url, msgspec.convert(row, _Row)) for url, row in raw["feeds"].items())


def canonical(url: str) -> str | None:
    """What two spellings of one feed's address share; ``None`` for an address that is never visited.

    Scheme, ``www.`` and a closing slash do not make another feed.
    """
    try:
        plain = read_address(url, public_only).url
    except FetchRefused:
        return None
    return plain.partition("://")[2].removeprefix("www.").rstrip("/")


def _feed(url: str, row: _Row) -> Feed:
    labels = tuple(FeedLabel(label.text, label.source) for label in row.labels)
    return Feed(url, row.outlet, row.family, row.lang, float(row.every_s), row.region, labels)


def _line(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Line of a key, or for one that is missing of what should hold it."""
    return lines.get(path) or (_line(path[:-1], lines) if path else 1)


def _shown(path: KeyPath) -> str:
    """A dotted key, fit for one line."""
    key = ".".join(path)
    return key if key.isprintable() else repr(key)


def _repeated(at: Sequence[tuple[KeyPath, int]]) -> Iterator[Fault]:
    seen: dict[KeyPath, int] = {}
    for path, line in at:
        if path in seen:
            yield path, f"given twice, on lines {seen[path]} and {line}. Keep one."
        seen.setdefault(path, line)


def _top(raw: Mapping[Any, Any]) -> Iterator[Fault]:
    for key in raw:
        if key not in _TOP:
            yield (str(key),), f"unknown key. Known here: {', '.join(_TOP)}."
    if not isinstance(raw.get("feeds"), dict):  # an empty one is fine: all feeds are those that a user adds
        yield ("feeds",), "expected a mapping of addresses to what is known of each feed."


def _rows(feeds: object) -> Iterator[Fault]:
    if not isinstance(feeds, dict):
        return
    urls: dict[str, str] = {}
    families: dict[str, str] = {}
    for url, row in feeds.items():
        place = ("feeds", str(url))
        yield from ((place, what) for what in _address(str(url), urls))
        if not isinstance(row, dict):
            yield place, "expected a mapping with outlet and family."
            continue
        yield from (((*place, key), what) for key, what in _row(row))
        yield from (((*place, "family"), what) for what in _family(row, families))


def _address(url: str, seen: dict[str, str]) -> Iterator[str]:
    try:
        read_address(url, public_only)
    except FetchRefused as refused:
        yield f"not an address that Sitrep visits ({refused.detail}). Give a public http or https address."
        return
    plain = canonical(url) or url
    if seen.setdefault(plain, url) != url:
        yield f"the same feed as {seen[plain]}. Keep one."


def _row(row: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    for key in row:
        if key not in _FIELDS:
            yield str(key), f"unknown key. Known here: {', '.join(_FIELDS)}."
    for name, field in _FIELDS.items():
        if name not in row:
            if field.required:
                yield name, "missing."
        else:
            yield from ((name, what) for what in _value(name, row[name], field.type))


def _value(name: str, value: object, shape: Any) -> Iterator[str]:
    """What is wrong with one value."""
    try:
        read = msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        yield f"{error}."
        return
    if name == "every_s" and not LEAST_EVERY_S <= read <= MOST_EVERY_S:  # nan fails too
        yield f"{read:g} is out of range: expected {LEAST_EVERY_S} to {MOST_EVERY_S:,} seconds."
    elif name == "lang" and not LANG.fullmatch(read):
        yield f"{read!r} is no language tag. Write one such as en or en-GB."
    elif name in {"outlet", "family", "region"}:
        yield from _text(read, may_be_empty=name == "region")
    elif name == "labels":
        for label in read:
            yield from (f"text: {what}" for what in _text(label.text))
            yield from (f"source: {what}" for what in _text(label.source, most=4 * MAX_CHARS))


def _text(text: str, *, may_be_empty: bool = False, most: int = MAX_CHARS) -> Iterator[str]:
    if not text.strip() and not may_be_empty:
        yield "empty. Say what it is."
    if text and not text.isprintable():
        yield "expected one line of plain text."
    if len(text) > most:
        yield f"longer than {most} characters."


def _family(row: Mapping[Any, Any], families: dict[str, str]) -> Iterator[str]:
    """A publication belongs to one publisher: else one outlet would be two independent sources."""
    outlet, family = row.get("outlet"), row.get("family")
    if isinstance(outlet, str) and isinstance(family, str) and families.setdefault(outlet, family) != family:
        yield f"{family!r}, but {outlet} belongs to {families[outlet]!r} further up. Give it one family."
