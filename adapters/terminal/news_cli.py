"""Arguments of the commands about news that flows in: feeds, poll, stories, search, why, export. Light, like ``cli``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from datetime import datetime

NEWS = ("feeds", "poll", "stories", "search", "why", "export")
"""Words that are commands where they come first; a file of such a name is briefed as ./feeds and so on."""

SEVERITIES = ("low", "medium", "high", "critical")

_AGE = re.compile(r"(\d{1,4})\s*([mhdw])")
_UNIT_S = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


@dataclass(frozen=True, slots=True)
class Place:
    """Where settings and data are, and how output shall look."""

    config: str | None = None
    data: str | None = None
    as_json: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One command about the news: ``words`` names it ("feeds add"), ``options`` holds what was given, by name."""

    words: str
    place: Place
    options: dict[str, Any] = field(default_factory=dict)


class Since(click.ParamType["float | datetime"]):
    """An age ("90m", "24h", "7d", "2w") in seconds; or a day or an instant in ISO 8601, the user's own zone by default."""

    name = "since"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "float | datetime":
        """Check the form.

        Raises:
            click.BadParameter: It is none of these.
        """
        from datetime import UTC, datetime  # noqa: PLC0415 - for this option only

        if age := _AGE.fullmatch(str(value)):
            return float(age[1]) * _UNIT_S[age[2]]
        try:
            return datetime.fromisoformat(str(value)).astimezone(UTC)
        except (ValueError, OverflowError):  # no date, or one that lies beyond the calendar in UTC
            self.fail(
                f"{value!r}: give an age (90m, 24h, 7d, 2w) or a date (2026-05-12, 2026-05-12T08:00Z).",
                param,
                ctx,
            )


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every one of these commands takes."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="No progress and no notes on standard error."),
        click.option(
            "--data",
            metavar="FOLDER",
            callback=_nonempty,
            help="Keep the database there (else SITREP_DATA, or your data folder).",
        ),
        click.option("--config", metavar="FOLDER", help="Read settings and tables there."),
    ):
        command = option(command)
    return command


def _json(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(command)


def _nonempty(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """A variable that a script forgot to set must not choose another folder, or every story."""
    words = value if isinstance(value, tuple) else (value,)
    if any(isinstance(word, str) and not word.strip() for word in words if word is not None):
        raise click.BadParameter("it is empty.", ctx, param)
    return value


def _asked(
    words: str, config: str | None, data: str | None, quiet: bool, as_json: bool = False, **options: Any
) -> Asked:
    return Asked(words, Place(config, data, as_json, quiet), options)


def news_command() -> click.Group:
    """``brief feeds …`` and the others; called without standalone mode it gives the Asked."""

    @click.group(name="brief", context_settings={"help_option_names": ["-h", "--help"]})
    def brief() -> None:
        """Brief news articles, and news that flows in."""

    brief.add_command(_feeds())
    for command in (_poll, _stories, _search, _why, _export):
        brief.add_command(command)
    return brief


def _feeds() -> click.Group:
    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    def feeds() -> None:
        """The feeds that are polled: those of feeds.yaml, and those that you add."""

    for command in (_add, _remove, _list, _import, _export_feeds, _check):
        feeds.add_command(command)
    return feeds


@click.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--outlet", default="", help="Name of the publication (else what the feed says of itself).")
@click.option(
    "--family", default="", help="Publisher group, for counting independent sources (else the outlet)."
)
@click.option("--region", default="", help="Where to list it.")
@_shared
def _add(urls: tuple[str, ...], **given: Any) -> Asked:
    """Poll a feed from now on. URL is a feed, or a page that names one."""
    return _asked("feeds add", urls=urls, **given)


@click.command("remove")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@_shared
def _remove(urls: tuple[str, ...], **given: Any) -> Asked:
    """Poll a feed no more. What was read of it stays."""
    return _asked("feeds remove", urls=urls, **given)


@click.command("list")
@_json
@_shared
def _list(**given: Any) -> Asked:
    """Every feed with its health: last success, last error, next poll, items a day."""
    return _asked("feeds list", **given)


@click.command("import")
@click.argument("file", metavar="FILE")
@_shared
def _import(file: str, **given: Any) -> Asked:
    """Add every feed of an OPML file (- for standard input)."""
    return _asked("feeds import", file=file, **given)


@click.command("export")
@_shared
def _export_feeds(**given: Any) -> Asked:
    """Print every feed as OPML."""
    return _asked("feeds export", **given)


@click.command("check")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@_json
@_shared
def _check(urls: tuple[str, ...], **given: Any) -> Asked:
    """Check feeds.yaml, then ask every feed (or those named) once. Nothing is stored."""
    return _asked("feeds check", urls=urls, **given)


@click.command("poll")
@click.option("--once", is_flag=True, help="Ask what is due, read what is new, and end.")
@click.option("--now", is_flag=True, help="With --once: ask every feed that is well, due or not.")
@_json
@_shared
def _poll(once: bool, now: bool, **given: Any) -> Asked:
    """Poll the feeds, read what is new, and sort it into stories; until Ctrl-C, unless --once."""
    if now and not once:
        raise click.UsageError("--now needs --once: a poll that goes on asks each feed when it is due.")
    return _asked("poll", once=once, now=now, **given)


@click.command("stories")
@click.option(
    "--since",
    type=Since(),
    default="24h",
    show_default=True,
    help="Told since then: 90m, 24h, 7d, or a date.",
)
@click.option("--topic", callback=_nonempty, help="Stories with an article that holds these words.")
@click.option(
    "--actor", callback=_nonempty, help="Stories that name this person, state (name or ISO code) or body."
)
@click.option("--min-severity", type=click.Choice(SEVERITIES), help="Stories with a flag at least as grave.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help="At most so many."
)
@click.option("--changes", is_flag=True, help="Under each story, what is new since then.")
@_json
@_shared
def _stories(**given: Any) -> Asked:
    """The stories of late, gravest first: headline, sources, severity, and when they were told."""
    return _asked("stories", **given)


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...", callback=_nonempty)
@click.option("--since", type=Since(), help="Told since then: 90m, 24h, 7d, or a date.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help="At most so many."
)
@_json
@_shared
def _search(words: tuple[str, ...], **given: Any) -> Asked:
    """Articles that hold all of these words, best first."""
    return _asked("search", query=" ".join(words), **given)


@click.command("why")
@click.argument("url", metavar="[URL]", required=False, callback=_nonempty)
@click.option("--dropped", is_flag=True, help="Instead of one address: all that were dropped or put off.")
@click.option(
    "--since", type=Since(), default="24h", show_default=True, help="With --dropped: first seen since."
)
@_json
@_shared
def _why(url: str | None, dropped: bool, **given: Any) -> Asked:
    """What became of an address, stage by stage: why it was kept, dropped or merged."""
    if dropped == (url is not None):
        raise click.UsageError("Give one address, or --dropped.")
    return _asked("why", url=url, dropped=dropped, **given)


@click.command("export")
@click.option("--json", "form", flag_value="json", help="One JSON object an article, one a line.")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated, with a head line.")
@click.option("--since", type=Since(), help="First seen since then: 90m, 24h, 7d, or a date.")
@_shared
def _export(form: str | None, **given: Any) -> Asked:
    """Every article with its story, for other programs."""
    if form is None:
        raise click.UsageError("Which form? Give --json or --csv.")
    return _asked("export", form=form, **given)
