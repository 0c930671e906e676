"""Arguments of the `brief` command. Light on purpose: nothing heavy loads before it is needed."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from adapters.terminal.desk_cli import DESK, desk_command
from adapters.terminal.news_cli import NEWS, Asked, news_command
from adapters.terminal.streams import output_error

FACES = ("init",)
"""Words that later versions give a meaning; a file of that name is read as ./init and so on."""

CHECK = "check"
SUBJECTS = {
    "actors": "states, bodies, armed groups, officials, agencies and given names (actors*.yaml)",
}
"""What ``brief check`` knows, and what it is; ``adapters.terminal.check`` does it."""

MAX_WIDTH = 100
"""Longer lines tire the eye; a wider terminal stays empty at the right."""

PIPE_WIDTH = 80
"""What a pipe or a file gets: the classical terminal, so that output does not depend on the window."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the user typed, checked for form."""

    sources: tuple[str, ...]
    form: str
    sentences: int | None
    words: int | None
    evidence: bool
    quiet: bool
    config: str | None
    width: int
    colour: bool


@dataclass(frozen=True, slots=True)
class Checking:
    """``brief check [SUBJECT]``: one of ``SUBJECTS``, or everything."""

    subject: str | None
    config: str | None
    data: str | None = None
    as_json: bool = False


def run(start: Callable[[Arguments | Checking | Asked], int], argv: Sequence[str] | None = None) -> int:
    """Parse ``argv`` (that of the process unless given) and ``start``, which does the work; the exit code.

    Raises:
        OutputError: Standard output takes no more.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        if words[:1] == [CHECK]:
            parsed = check_command().main(words[1:], prog_name="brief check", standalone_mode=False)
        elif words and words[0] in NEWS:
            parsed = news_command().main(words, prog_name="brief", standalone_mode=False)
        elif words and words[0] in DESK:
            parsed = desk_command().main(words, prog_name="brief", standalone_mode=False)
        else:
            parsed = command().main(words, standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OSError as error:
        raise output_error(error) from error  # of --help or --version, which click prints
    return start(parsed) if isinstance(parsed, Arguments | Checking | Asked) else parsed or 0


def check_command() -> click.Command:
    """The command behind ``brief check``; called without standalone mode it gives the Checking."""
    lines = "\n".join(f"{name:8}  {what}" for name, what in SUBJECTS.items())

    @click.command(
        name=CHECK,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Check the settings, feeds, subscriptions and tables: every fault with its remedy; then, from the database, "
        "the next digests, and what is stuck or paused and why. Nothing is changed.\n\nSUBJECT: only this, with what it "
        f"holds and what of it is more than a year old:\n\n\b\n{lines}\n\n"
        f"A file of the name {CHECK!r} is briefed as ./{CHECK}.",
    )
    @click.argument("subject", required=False)
    @click.option("--json", "as_json", is_flag=True, help="One JSON object for each finding, one per line.")
    @click.option("--config", metavar="FOLDER", help="Check the files there.")
    @click.option(
        "--data", metavar="FOLDER", help="The database is there (else SITREP_DATA, or your data folder)."
    )
    def check(subject: str | None, config: str | None, data: str | None, as_json: bool) -> Checking:
        if subject is not None and subject not in SUBJECTS:
            known = f"What can be checked: {', '.join(SUBJECTS)}; or, without a subject, everything."
            raise click.UsageError(
                f"There is no {subject!r} to check. {known} A file of the name '{CHECK}' is briefed as ./{CHECK}."
            )
        if data is not None and not data.strip():
            raise click.UsageError("--data: it is empty.")
        return Checking(subject, config, data, as_json)

    return check


def command() -> click.Command:
    """The command; called without standalone mode it gives the Arguments, or an exit code after --help."""

    @click.command(
        name="brief", context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True
    )
    @click.argument("sources", nargs=-1, metavar="SOURCE...")
    @click.option("--json", "form", flag_value="json", help="One JSON object per source, one per line.")
    @click.option("--markdown", "form", flag_value="markdown", help="Markdown.")
    @click.option("--sentences", type=click.IntRange(1, 100), help="At most so many sentences of summary.")
    @click.option("--words", type=click.IntRange(1, 10_000), help="At most so many words of summary.")
    @click.option("--evidence", is_flag=True, help="Show the words that every label rests on.")
    @click.option("-q", "--quiet", is_flag=True, help="No progress and no notes on standard error.")
    @click.option("--config", metavar="FOLDER", help="Read settings and tables there.")
    @click.version_option(package_name="sitrep", prog_name="Sitrep")
    def brief(sources: tuple[str, ...], form: str | None, **given: Any) -> Arguments:
        """Brief news articles: what happened, who acts, what escalates and what calms, with evidence.

        SOURCE is an http(s) address, a file (HTML or plain text), or - for standard input.

        "brief check" checks settings, subscriptions and tables instead (see brief check --help).

        News that flows in: brief feeds, poll, stories, search, why, export (each with --help).

        Digests and alerts: brief run, preview, digest, deliveries, resend, confirm, resume, ask.

        A file whose name is one of these words is briefed as ./check and so on.
        """
        if not sources:
            raise click.UsageError("No source. Give an address, a file, or - for standard input.")
        if sources[0] in FACES and not os.path.exists(sources[0]):  # noqa: PTH110 - pathlib costs 10 ms here
            raise click.UsageError(
                f"This version has no '{sources[0]}': it briefs addresses, files and standard input."
            )
        if sources[0] in (CHECK, *NEWS, *DESK):
            usage = f"{sources[0]}{' [SUBJECT]' * (sources[0] == CHECK)}"
            raise click.UsageError(
                f"Put '{sources[0]}' first: brief {usage}. A file of that name is ./{sources[0]}."
            )
        if sources.count("-") > 1:
            raise click.UsageError("Standard input can be read once only.")
        width, colour = _screen()
        return Arguments(sources, form or "terminal", width=width, colour=colour, **given)

    return brief


def _screen() -> tuple[int, bool]:
    """Width in cells and whether to use colour (https://no-color.org)."""
    if sys.stdout is None or not sys.stdout.isatty():
        return PIPE_WIDTH, False
    dumb = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return min(os.get_terminal_size(sys.stdout.fileno()).columns or PIPE_WIDTH, MAX_WIDTH), not dumb
