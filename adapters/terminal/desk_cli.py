"""Arguments of the commands about digests: preview, digest, run, deliveries, resend, confirm, resume, ask. Light, like ``cli``."""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from adapters.terminal.news_cli import Asked, Place, Since

DESK = ("preview", "digest", "run", "deliveries", "resend", "confirm", "resume", "ask")
"""Words that are commands where they come first; a file of such a name is briefed as ./run and so on."""

FORMS = ("terminal", "markdown", "html", "json")
STATES = ("pending", "unsure", "sent", "refused", "expired", "unconfirmed")
HERE = "dir/local/desk"
"""The channel that is meant where none is named: that of the subscription that ships."""

MAX_WIDTH, PIPE_WIDTH = 100, 80
"""As for briefings: longer lines tire the eye; what a pipe gets does not depend on a window."""

_DAY_S = 86_400.0
_MOST_DAYS = 60
"""Texts are kept for 60 days unless the settings say otherwise; of what is gone no digest can be made."""


class Age(Since):
    """An age alone ("7d", "24h"), in seconds; a bare number is days."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Check the form.

        Raises:
            click.BadParameter: It is no age, or one of more than 60 days.
        """
        words = f"{value}d" if str(value).isdecimal() else value
        age = super().convert(words, param, ctx)
        if not isinstance(age, float) or not 0 < age <= _MOST_DAYS * _DAY_S:
            self.fail(f"{value!r}: give an age of at most {_MOST_DAYS} days, such as 7d.", param, ctx)
        return age


def _nonempty(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    words = value if isinstance(value, tuple) else (value,)
    if any(isinstance(word, str) and not word.strip() for word in words if word is not None):
        raise click.BadParameter("it is empty.", ctx, param)
    return value


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every one of these commands takes."""
    for option in (
        click.option(
            "-q", "--quiet", is_flag=True, help="No notes on standard error; what is wrong is said."
        ),
        click.option(
            "--data",
            metavar="FOLDER",
            callback=_nonempty,
            help="The database is there (else SITREP_DATA, or your data folder).",
        ),
        click.option("--config", metavar="FOLDER", help="Read settings and tables there."),
    ):
        command = option(command)
    return command


def _json(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(command)


def _backtest(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--backtest",
        type=Age(),
        metavar="AGE",
        help="What it would have sent since then: 7d, 24h; at most 60d.",
    )(command)


def _asked(
    words: str, config: str | None, data: str | None, quiet: bool, as_json: bool = False, **options: Any
) -> Asked:
    return Asked(words, Place(config, data, as_json, quiet), options)


def _screen() -> dict[str, Any]:
    """Width in cells and whether to use colour (https://no-color.org)."""
    if sys.stdout is None or not sys.stdout.isatty():
        return {"width": PIPE_WIDTH, "colour": False}
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    columns = os.get_terminal_size(sys.stdout.fileno()).columns or PIPE_WIDTH
    return {"width": min(columns, MAX_WIDTH), "colour": not plain}


def desk_command() -> click.Group:
    """``brief preview …`` and the others; called without standalone mode it gives the Asked."""

    @click.group(name="brief", context_settings={"help_option_names": ["-h", "--help"]})
    def brief() -> None:
        """Digests and alerts: look at them, post them, see what is on its way."""

    for command in (_preview, _digest, _run, _deliveries, _resend, _confirm, _resume, _ask):
        brief.add_command(command)
    return brief


@click.command("preview")
@click.argument("subscription", callback=_nonempty)
@click.option(
    "--as", "form", type=click.Choice(FORMS), default="terminal", show_default=True, help="In which form."
)
@click.option(
    "--at",
    metavar="TIME",
    callback=_nonempty,
    help="As it would be then (2026-05-12T08:00, in the subscription's zone).",
)
@_backtest
@click.option("--evidence", is_flag=True, help="Show the words that every label rests on.")
@_shared
def _preview(at: str | None, backtest: float | None, **given: Any) -> Asked:
    """The digest that SUBSCRIPTION would get now. Nothing is stored or posted."""
    if at is not None and backtest is not None:
        raise click.UsageError("Give --at or --backtest, not both.")
    return _asked("preview", at=at, backtest=backtest, **given, **_screen())


@click.command("digest")
@click.argument("subscriptions", nargs=-1, metavar="[SUBSCRIPTION]...", callback=_nonempty)
@click.option("--dry-run", is_flag=True, help="What the next digest of each would hold now, and why.")
@_backtest
@_json
@_shared
def _digest(dry_run: bool, backtest: float | None, **given: Any) -> Asked:
    """What digests would hold, of every subscription or of those named. Nothing is stored or posted."""
    if dry_run == (backtest is not None):
        raise click.UsageError(
            "Give --dry-run, or --backtest AGE. To make what is due and post it: brief run --once --to DIR"
        )
    return _asked("digest", backtest=backtest, **given)


@click.command("run")
@click.option(
    "--to",
    required=True,
    metavar="DIR",
    callback=_nonempty,
    help="Post everything there: a folder for each channel, a file for each message; - for standard output.",
)
@click.option("--once", is_flag=True, help="Make and post what is due, and end.")
@click.option("--no-poll", is_flag=True, help="Ask no feeds: another process does.")
@_shared
def _run(no_poll: bool, **given: Any) -> Asked:
    """Poll the feeds, make digests and alerts when they are due, and post them; until Ctrl-C, unless --once.

    SIGHUP reads subscriptions.yaml anew; where it is faulty the old one stays.
    """
    return _asked("run", poll=not no_poll, **given, **_screen())


@click.command("deliveries")
@click.option("--state", type=click.Choice(STATES), multiple=True, help="Only those; may be given again.")
@click.option("--channel", callback=_nonempty, help="Only those for this channel (dir/local/desk).")
@click.option(
    "--limit", type=click.IntRange(1, 1_000), default=20, show_default=True, help="At most so many."
)
@_json
@_shared
def _deliveries(**given: Any) -> Asked:
    """Messages that were made, newest first: where each stands, why, and how to go on."""
    return _asked("deliveries", **given)


@click.command("resend")
@click.argument("key", callback=_nonempty)
@_shared
def _resend(**given: Any) -> Asked:
    """Post the delivery KEY once more: it was refused, expired, or you looked and it is not there."""
    return _asked("resend", **given)


@click.command("confirm")
@click.argument("key", callback=_nonempty)
@_shared
def _confirm(**given: Any) -> Asked:
    """The unconfirmed delivery KEY is there: you looked."""
    return _asked("confirm", **given)


@click.command("resume")
@click.argument("channel", callback=_nonempty)
@_shared
def _resume(**given: Any) -> Asked:
    """Post to CHANNEL again, which was paused."""
    return _asked("resume", **given)


@click.command("ask")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--channel", default=HERE, show_default=True, callback=_nonempty, help="As if typed there.")
@click.option("--user", default="operator", show_default=True, callback=_nonempty, help="By this user.")
@_json
@_shared
def _ask(words: tuple[str, ...], **given: Any) -> Asked:
    """What a channel's chat would answer to WORDS: status, why, subscribe, schedule, help, …; you are its manager."""
    return _asked("ask", text=" ".join(words), **given, **_screen())
