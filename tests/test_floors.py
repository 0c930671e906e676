"""The floors of the house: imports point down, and what is not allowed here is denied.

Floor 0: types, errors, text, threads, worker, jobs. 1: the rooms acquire, analyse, brief, deliver; a file may use its own room
and floor 0, never another room. 2: config, store. 3: engine, analysis, intake, outgoing. 4: commands. 5: adapters, which never
meet; the composition root alone knows them all.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("acquire", "analyse", "brief", "deliver")
FLOOR = {
    **dict.fromkeys(("bot.types", "bot.errors", "bot.text", "bot.threads", "bot.worker", "bot.jobs"), 0),
    **{f"bot.{room}": 1 for room in ROOMS},
    **dict.fromkeys(
        ("bot.config", "bot.config_folder", "bot.feed_list", "bot.subscription_list", "bot.store"), 2
    ),
    **dict.fromkeys(("bot.engine", "bot.analysis", "bot.intake", "bot.outgoing"), 3),
    "bot.commands": 4,
    "adapters": 5,
}
THIRD_PARTY = {
    "aiohttp": ("bot.acquire.fetcher", "bot.acquire.guards", "bot.acquire.failures"),
    "yarl": ("bot.acquire",),
    "idna": ("bot.acquire",),
    "trafilatura": ("bot.acquire",),
    "lxml": ("bot.acquire",),
    "sumy": ("bot.brief",),
    "numpy": ("bot.brief", "bot.analyse.encoder", "bot.analyse.training", "bot.analyse.stories"),
    "onnxruntime": ("bot.analyse.encoder.weights", "bot.analyse.training.export"),
    "torch": ("bot.analyse.training",),
    "yaml": ("bot.config",),
    "msgspec": ("bot", "adapters"),
    "click": ("adapters.terminal",),
    "fastfeedparser": ("bot.acquire.feeds",),
    "feedparser": ("bot.acquire.feeds",),
    "listparser": ("bot.acquire.feeds",),
    "protego": ("bot.acquire.robots",),
    "snowballstemmer": ("bot.store.stems",),
    "sqlalchemy": ("bot.store",),
    "alembic": ("bot.store",),
    "psycopg": ("bot.store",),
    "platformdirs": ("adapters",),
    "apscheduler": ("bot.outgoing",),
    "matplotlib": ("bot.brief.chart",),
    "rapidfuzz": ("bot.commands", "bot.subscription_list"),
    "tzdata": ("bot.deliver.schedule",),
    "rich": ("adapters.terminal",),
}
"""Who may use what from outside; nobody else may use anything else."""

PURE = frozenset(
    [
        "zoneinfo",  # tables of the system or of tzdata, whose version is reported
        "abc",
        "array",
        "bisect",
        "calendar",
        "collections",
        "contextlib",
        "csv",
        "dataclasses",
        "datetime",
        "email.utils",
        "enum",
        "functools",
        "hashlib",
        "html",
        "io",
        "ipaddress",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "string",
        "struct",
        "textwrap",
        "types",
        "typing",
        "unicodedata",
        "urllib.parse",
        "zlib",
    ]
)
"""Parts of the standard library that anybody may use: they reach for nothing outside and give the same every time."""

DOORS = {
    "argparse": ("bot.analyse.training",),
    "asyncio": (
        "bot.acquire.fetcher",
        "bot.acquire.guards",
        "bot.acquire.politeness",
        "bot.engine",
        "bot.deliver.courier",
        "bot.threads",
        "bot.intake",
        "bot.outgoing",
        "bot.commands",
        "adapters",
    ),
    "concurrent.futures": ("adapters",),
    "gc": ("bot.worker",),
    "importlib": (
        "bot.brief.light_sumy",
        "bot.worker",
        "bot.analyse.training.sources",
        "adapters.terminal.news.commands",
    ),
    "importlib.metadata": ("bot.acquire.fetcher", "bot.analyse.training.export"),
    "os": ("bot.brief.chart", "bot.config_folder", "bot.store", "bot.worker", "adapters"),
    "logging": ("bot.outgoing.press",),  # to silence what a library says by itself
    "pathlib": (
        "bot.acquire.sources",
        "bot.analyse.training",
        "bot.analysis",
        "bot.config",
        "bot.config_folder",
        "bot.feed_list",
        "bot.subscription_list",
        "bot.store",
        "bot.worker",
        "adapters",
    ),
    "random": (
        "bot.analyse.training",
        "bot.intake",
        "bot.deliver",
        "bot.outgoing",
        "adapters",
    ),  # seeded by the recipe; jitter
    "resource": ("bot.worker",),
    "secrets": ("adapters",),
    "shutil": ("bot.analyse.training.export",),
    "signal": ("bot.worker", "adapters"),
    "socket": (
        "bot.acquire.guards",
        "bot.acquire.networks",
        "adapters.__main__",
    ),  # the last: the host's name
    "sqlite3": ("bot.store",),
    "ssl": ("bot.acquire.fetcher", "bot.acquire.failures"),
    "subprocess": ("bot.worker",),
    "sys": ("bot.brief.light_sumy", "bot.analyse.training", "bot.worker", "adapters"),
    "tempfile": ("bot.brief.chart", "bot.analyse.training.export"),
    "threading": ("bot.acquire.guards", "bot.store", "bot.worker", "adapters"),
    "time": ("bot.acquire.fetcher", "bot.commands.run", "bot.store", "adapters"),
}
"""Parts that reach outside, or that differ from run to run, and who may use them; the rest nobody may."""


def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    files = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/**/*.py")]
    return {".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): f for f in files}


def imports(file: Path) -> Iterator[str]:
    """Every dotted name that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def floor(name: str) -> int | None:
    return next((level for place, level in FLOOR.items() if within(name, (place,))), None)


def room(name: str) -> str | None:
    return next((r for r in ROOMS if within(name, (f"bot.{r}",))), None)


def fault(user: str, used: str) -> str | None:
    """Why ``user`` may not import ``used``; None when it may."""
    if within(used, ("bot", "adapters")):
        return own_fault(user, used)
    top = used.partition(".")[0]
    if top not in sys.stdlib_module_names:
        return None if within(user, THIRD_PARTY.get(top, ())) else f"{top} is not for {user}"
    if any(within(used, (pure,)) for pure in PURE):
        return None
    door = max((door for door in DOORS if within(used, (door,))), key=len, default=None)
    return None if door and within(user, DOORS[door]) else f"{used} is a door that {user} may not open"


def own_fault(user: str, used: str) -> str | None:
    mine, its = floor(user), floor(used)
    if mine is None or its is None:
        return "stands on no floor"
    if its > mine:
        return f"points up, from floor {mine} to {its}"
    if room(user) and room(used) and room(user) != room(used):
        return "reaches into another room"
    faces = [name.split(".")[1] for name in (user, used) if name.startswith("adapters.") and name.count(".")]
    if len(faces) == 2 and user != "adapters.__main__" and faces[0] != faces[1]:
        return "one face reaches into another"
    return None


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_import_points_down(name: str) -> None:
    if name in ("bot", "adapters"):
        assert not modules()[name].read_text("utf-8").strip()
        return
    faults = {used: fault(name, used) for used in imports(modules()[name])}
    assert not {used: why for used, why in faults.items() if why}


@pytest.mark.parametrize(
    ("user", "used"),
    [
        ("bot.text.clean", "bot.config"),
        ("bot.analyse.events", "bot.acquire.articles"),
        ("bot.brief.summary", "bot.analyse.actors"),
        ("bot.engine", "adapters.terminal"),
        ("adapters.slack.app", "adapters.terminal.render"),
        ("bot.cellar", "bot.types"),
        ("bot.types", "bot.cellar"),
        ("bot.brief.message", "requests"),
        ("bot.acquire.articles", "subprocess"),
        ("bot.acquire.articles", "http.client"),
        ("bot.acquire.fields", "socket.socket"),
        ("bot.analyse.events", "random"),
        ("bot.analyse.encoder.tagger", "torch"),
        ("bot.analyse.actors", "onnxruntime"),
        ("bot.analyse.events", "time"),
        ("bot.analyse.actors", "pathlib.Path"),
        ("bot.brief.message", "sqlite3"),
    ],
)
def test_a_wrong_import_is_denied(user: str, used: str) -> None:
    assert fault(user, used)
