"""The README tells the truth: its example is what the command prints, its codes and options are the command's."""

import json
import re

import click

from adapters.__main__ import EXIT_INTERRUPTED, EXIT_OUTPUT
from adapters.terminal.cli import check_command, command
from adapters.terminal.desk_cli import DESK, desk_command
from adapters.terminal.errors import EXIT, EXIT_FAULT
from adapters.terminal.news_cli import NEWS, news_command
from tests.terminal.command import EXAMPLE, ROOT, brief

README = (ROOT / "README.md").read_text("utf-8")


def block(mark: str) -> str:
    """The fenced block that follows ``<!-- mark -->``."""
    found = re.search(rf"<!-- {mark} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert found, mark
    return found[1]


def test_the_example_is_what_the_command_prints() -> None:
    assert block("example") == brief(EXAMPLE).stdout.decode()


def test_both_commands_can_be_found_by_a_program() -> None:
    assert "pip install" in block("first-command")
    assert block("first-command").rstrip().endswith(f"brief {EXAMPLE.relative_to(ROOT).as_posix()}")
    assert "-m pytest" in block("test-command")


def test_every_exit_code_is_documented() -> None:
    table = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert table == {0, 2, EXIT_FAULT, EXIT_OUTPUT, EXIT_INTERRUPTED, *EXIT.values()}


def test_every_option_is_documented() -> None:
    options = [*command().params, *check_command().params]
    known = {name for option in options for name in option.opts if name.startswith("-")}
    assert not {name for name in known if f"`{name}" not in README}


def test_every_command_about_news_and_its_options_are_documented() -> None:
    group = news_command()
    feeds = group.commands["feeds"]
    assert isinstance(feeds, click.Group)
    assert set(group.commands) == set(NEWS)
    for name in set(NEWS) - {"feeds"}:
        assert f"brief {name}" in README
    for name in feeds.commands:
        assert re.search(rf"brief feeds .*\b{name}\b", README), name
    commands = [*feeds.commands.values(), *(one for one in group.commands.values() if one is not feeds)]
    known = {name for one in commands for option in one.params for name in option.opts if name[:2] == "--"}
    assert not {name for name in known if name not in README}


def test_every_key_of_the_json_is_documented() -> None:
    record = json.loads(brief(EXAMPLE, "--json").stdout)
    keys = {
        *record,
        *record["articles"][0],
        *record["story"],
        *record["actors"][0],
        *record["events"][0],
        *record["escalation"],
    }
    assert not {key for key in keys if f"`{key}`" not in README}


def test_every_command_about_digests_and_its_options_are_documented() -> None:
    group = desk_command()
    assert set(group.commands) == set(DESK)
    assert not {name for name in group.commands if f"brief {name}" not in README}
    known = {
        name
        for one in group.commands.values()
        for option in one.params
        for name in option.opts
        if name.startswith("--")
    }
    assert not {name for name in known if name not in README}
