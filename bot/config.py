"""YAML + environment → Settings and tables; every fault at once, by file, line and key."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.acquire.page import CONTACT
from bot.config_folder import ConfigFolder
from bot.errors import ConfigError
from bot.jobs import LEDE
from bot.types import LEAST_EVERY_S, MOST_EVERY_S

MAX_BYTES = 2_000_000
"""No file of ours comes near; a larger one is not a settings file (measured: plover.yaml < 100 kB)."""


SHAPE = 1
"""Version of the shape of settings.yaml that is read here."""

_RANGES = (
    ("feeds", "every_s", LEAST_EVERY_S, MOST_EVERY_S),
    ("feeds", "at_once", 1, 64),
    ("store", "text_days", 30, 90),
    *(("ranking", term, 0, 1) for term in ("severity", "novelty", "corroboration", "watch", "recency")),
    ("ranking", "half_life_h", 1, 336),
)
"""Section, key, least and most. Texts are kept 30 to 90 days (faults-and-safety, "Secrets, tenants, privacy")."""

MAX_NUMBER = 1_000_000
"""No budget or deadline of ours comes near; keeps out infinity and slips of the finger."""


class Summary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Budget of the summary."""

    sentences: int
    words: int


class Fetch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to introduce ourselves to other people's servers, and how long to wait for them."""

    contact: str
    deadline_s: float


class Deadlines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long one article may take in each worker process."""

    parse_s: float
    analyse_s: float


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of an article the model reads: so many characters."""

    lede: int = LEDE


class Feeds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How feeds are polled that do not say otherwise.

    Attributes:
        every_s: Seconds between two polls of a feed that ``feeds add`` or an OPML file names.
        first_items: Of a feed that is new to us, so many items of the last day are read; the rest counts as seen.
        at_once: Pages and feeds that are fetched side by side; one host never has more than two visitors.
    """

    every_s: float = 900.0
    first_items: int = 10
    at_once: int = 8


class Keeping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long the text and the analysis of an article are kept: days."""

    text_days: int = 60


class Ranking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much each term of a story's rank counts, against the others: see `bot.brief.digest.Weights`."""

    severity: float = 0.5
    novelty: float = 0.1
    corroboration: float = 0.15
    watch: float = 0.1
    recency: float = 0.15
    half_life_h: float = 12.0


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``settings.yaml``, checked."""

    sitrep: int
    summary: Summary
    fetch: Fetch
    deadlines: Deadlines
    model: Model = Model()
    feeds: Feeds = Feeds()
    store: Keeping = Keeping()
    ranking: Ranking = Ranking()


def load_yaml(file: Path) -> dict[str, Any]:
    """Read one YAML mapping; aliases are refused, for they can expand without end.

    Raises:
        ConfigError: Unreadable, too large, not YAML, not a mapping, or it uses aliases.
    """
    text = _text(file)
    try:
        if "*" in text and any(isinstance(e, yaml.AliasEvent) for e in yaml.parse(text, _LOADER)):
            msg = f"{file}: YAML aliases (*name) are not accepted. Write the value out."
            raise ConfigError(msg)
        value = yaml.load(text, _LOADER)  # noqa: S506 - a safe loader, the C one where libyaml is there
    except yaml.YAMLError as error:
        raise ConfigError(_yaml_fault(file, error)) from error
    except (ValueError, RecursionError) as error:
        msg = f"{file}: a value cannot be read ({error}). Put it in quotes."
        raise ConfigError(msg) from error
    if not isinstance(value, dict):
        msg = f"{file}: expected a mapping of keys to values at the top."
        raise ConfigError(msg)
    return value


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_BYTES:
            msg = f"{file}: larger than {MAX_BYTES:,} bytes, so not a settings file."
            raise ConfigError(msg)
        return file.read_text("utf-8")
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror})."
        raise ConfigError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{file}: not UTF-8 at byte {error.start}. Save it as UTF-8."
        raise ConfigError(msg) from error


def _yaml_fault(file: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else str(file)
    return f"{where}: not valid YAML ({getattr(error, 'problem', None) or error})."


def load_settings(folder: ConfigFolder) -> Settings:
    """Read ``settings.yaml``.

    Raises:
        ConfigError: With every fault found, each by file, line and key.
    """
    file = folder.file("settings.yaml")
    raw = load_yaml(file)
    lines = _lines(file)
    faults = [
        f"{file}:{_line_of(key, lines)}: {key}: {fault}"
        for key, fault in (*_duplicates(file), *_shape_faults(raw, Settings, ""), *_meaning_faults(raw))
    ]
    if faults:
        raise ConfigError("\n".join(faults))
    return msgspec.convert(raw, Settings)


def _shape_faults(
    raw: Mapping[str, Any], shape: type[msgspec.Struct], path: str
) -> Iterator[tuple[str, str]]:
    """Every key that is unknown, missing or of the wrong type, as (dotted key, what is wrong)."""
    fields = {field.name: field for field in msgspec.structs.fields(shape)}
    for key in raw:
        if key not in fields:
            yield f"{path}{key}", f"unknown key. Known here: {', '.join(fields)}."
    for name, field in fields.items():
        if name not in raw:
            if field.required:
                yield f"{path}{name}", "missing."
        elif isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            if isinstance(raw[name], dict):
                yield from _shape_faults(raw[name], field.type, f"{path}{name}.")
            else:
                yield f"{path}{name}", "expected a mapping of keys to values."
        else:
            yield from _value_faults(raw[name], field.type, f"{path}{name}")


def _meaning_faults(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with values of the right type."""
    if isinstance(raw.get("sitrep"), int) and raw["sitrep"] != SHAPE:
        yield "sitrep", f"this version of Sitrep reads shape {SHAPE}. Start from the settings.yaml it ships."
    fetch = raw.get("fetch")
    contact = fetch.get("contact") if isinstance(fetch, dict) else None
    if isinstance(contact, str) and contact and not CONTACT.fullmatch(contact):
        yield "fetch.contact", "expected one mail or web address: printable ASCII without spaces or brackets."
    for section, key, low, high in _RANGES:
        value = raw[section].get(key) if isinstance(raw.get(section), dict) else None
        if isinstance(value, int | float) and not low <= value <= high:
            yield f"{section}.{key}", f"expected {low} to {high}."


def _value_faults(value: object, shape: Any, key: str) -> Iterator[tuple[str, str]]:
    try:
        checked = msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        yield key, f"{error}."
        return
    if isinstance(checked, int | float) and not 0 < checked < MAX_NUMBER:  # nan fails too
        yield key, f"{checked} is out of range: expected a positive number."


def keys(file: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every key of a file that ``load_yaml`` reads, with the keys above it and its line, from 1; duplicates included.

    What stands in a list has its number there for a key, from 1.
    """

    def walk(node: yaml.Node | None, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int]]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = (*path, str(key.value))
                yield name, key.start_mark.line + 1
                yield from walk(value, name)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value, 1):
                yield (*path, str(number)), value.start_mark.line + 1
                yield from walk(value, (*path, str(number)))

    yield from walk(yaml.compose(_text(file), _LOADER), ())


def _nodes(file: Path) -> Iterator[tuple[str, int]]:
    """Every key of the file as (dotted path, line), duplicates included."""
    return ((".".join(path), line) for path, line in keys(file))


def _lines(file: Path) -> dict[str, int]:
    return dict(_nodes(file))


def _line_of(key: str, lines: Mapping[str, int]) -> int:
    """Line of a key, or for one that is missing of the mapping that should hold it."""
    return lines.get(key) or (_line_of(key.rpartition(".")[0], lines) if "." in key else 1)


def _duplicates(file: Path) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for key, line in _nodes(file):
        if key in seen:
            yield key, f"given twice, first on line {seen[key]}. Keep one."
        seen.setdefault(key, line)
