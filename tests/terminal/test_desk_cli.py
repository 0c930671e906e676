"""The commands about digests from outside: what is wrong usage, and what they say of a desk that has nothing yet."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest

from adapters.terminal.desk_cli import DESK, STATES, desk_command
from bot.deliver.outbox import Change
from bot.store.open import open_store
from bot.types import Channel, Delivery, Heading, Kind, Message, State
from tests.terminal.command import ROOT, brief

ONE = """
subscriptions:
  morning:
    channel: dir/local/desk
    title: Morning
    everything: true
    at: ["08:00"]
    tz: Europe/Kyiv
    nothing_new: {policy}
"""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A desk with one subscription and no feeds."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.yaml").write_text((ROOT / "config" / "settings.yaml").read_text("utf-8"), "utf-8")
    (config / "feeds.yaml").write_text("feeds: {}\n", "utf-8")
    (config / "subscriptions.yaml").write_text(ONE.format(policy="line"), "utf-8")
    return {"SITREP_CONFIG": str(config), "SITREP_DATA": str(tmp_path / "data")}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("preview",), "Missing argument 'SUBSCRIPTION'"),
        (("preview", "x", "--as", "pdf"), "'pdf' is not one of"),
        (("preview", "x", "--at", ""), "it is empty"),
        (("preview", "x", "--at", "2026-05-12", "--backtest", "7d"), "not both"),
        (("digest",), "Give --dry-run, or --backtest AGE"),
        (("digest", "--dry-run", "--backtest", "7d"), "Give --dry-run, or --backtest AGE"),
        (("digest", "--backtest", "yesterday"), "'yesterday': give an age"),
        (("digest", "--backtest", "61d"), "at most 60 days"),
        (("digest", "--backtest", "2026-05-12"), "at most 60 days"),
        (("run",), "Missing option '--to'"),
        (("run", "--to", ""), "it is empty"),
        (("deliveries", "--state", "lost"), "'lost' is not one of"),
        (("-q", "run"), "Put 'run' first"),
    ],
)
def test_wrong_usage_says_what_is_right(words: tuple[str, ...], told: str) -> None:
    done = brief(*words)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_every_command_is_there_and_every_state() -> None:
    group = desk_command()
    assert isinstance(group, click.Group)
    assert tuple(group.commands) == DESK
    assert tuple(State) == STATES
    told = brief("--help").stdout.decode()
    assert all(word in told for word in DESK)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['brief', 'run', '--help']\n"
        "from adapters.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.decode().splitlines()[-1].split())
    assert not loaded & {"yaml", "sqlalchemy", "rich", "asyncio", "msgspec", "apscheduler", "bot.types"}


def test_a_name_that_nobody_bears_is_told_with_the_near_one(place: dict[str, str]) -> None:
    done = brief("preview", "mornin", environment=place)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"Did you mean morning?" in done.stderr


def test_a_look_at_an_empty_desk_in_every_form(place: dict[str, str]) -> None:
    forms = {
        form: brief("preview", "morning", "--as", form, environment=place)
        for form in ("terminal", "markdown", "html", "json")
    }
    assert all((done.returncode, done.stderr) == (0, b"") for done in forms.values())
    assert b"nothing new" in forms["terminal"].stdout
    assert b"nothing new" in forms["markdown"].stdout
    assert forms["html"].stdout.startswith(b"<!doctype html>")
    record = json.loads(forms["json"].stdout)
    assert (record["schema"], record["told"], record["is_posted"]) == ("sitrep.digest/1", 0, True)
    with sqlite3.connect(f"{place['SITREP_DATA']}/sitrep.db") as connection:
        for table in ("subscriptions", "deliveries", "slots", "pictures"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own
    connection.close()


def test_a_silent_policy_is_said_to_be_one(place: dict[str, str]) -> None:
    file = Path(place["SITREP_CONFIG"]) / "subscriptions.yaml"
    file.write_text(ONE.format(policy="silent"), "utf-8")
    done = brief("preview", "morning", environment=place)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"nothing would be posted" in done.stderr
    assert b"nothing would be posted" in brief("digest", "--dry-run", environment=place).stdout


def test_a_time_that_is_none_is_told_and_one_to_come_is_told_in_the_zone(place: dict[str, str]) -> None:
    done = brief("preview", "morning", "--at", "tomorrow", environment=place)
    assert done.returncode == 3
    assert b"Europe/Kyiv" in done.stderr
    done = brief("preview", "morning", "--at", "2099-05-12T08:00", "--as", "json", environment=place)
    assert json.loads(done.stdout)["slot"] == "morning/2099-05-12/08:00"
    assert json.loads(done.stdout)["until"] == "2099-05-12T05:00:00Z"


def test_faulty_subscriptions_stop_a_run_and_are_told_by_line(place: dict[str, str], tmp_path: Path) -> None:
    (Path(place["SITREP_CONFIG"]) / "subscriptions.yaml").write_text("subscriptions: {a: {at: 8}}\n", "utf-8")
    done = brief("run", "--once", "--to", tmp_path / "posts", environment=place)
    assert done.returncode == 7
    assert b"subscriptions.yaml:1:" in done.stderr


def test_a_directory_that_cannot_be_made_is_told(place: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = brief("run", "--once", "--to", tmp_path / "file" / "posts", environment=place)
    assert done.returncode == 8
    assert b"Name another one: --to DIR" in done.stderr


def test_an_operator_sees_what_is_on_its_way_and_decides(place: dict[str, str]) -> None:
    Path(place["SITREP_DATA"]).mkdir()
    here = Channel("dir", "local", "desk")
    with open_store(f"sqlite:///{place['SITREP_DATA']}/sitrep.db") as store:
        for key in ("one", "two"):
            store.enqueue(Delivery(key, here, Kind.DIGEST, Message(key, (Heading(key),), key)))
            (job,) = store.claim_deliveries("test", platforms=["dir"], limit=1, lease_s=60)
            store.freeze_parts("test", job.id, ["part"], lease_s=60)
            store.begin_part("test", job.id, 0, lease_s=60)
            store.apply_change("test", job.id, Change(State.UNCONFIRMED, "nobody knows"), lease_s=60)
        store.pause_channel(here, "by hand")
    listed = brief("deliveries", "--state", "unconfirmed", environment=place).stdout.decode()
    assert "brief confirm one" in listed
    assert "nobody knows" in listed
    assert brief("confirm", "one", environment=place).returncode == 0
    assert brief("resend", "two", environment=place).returncode == 0
    again = brief("confirm", "one", environment=place)
    assert again.returncode == 3
    assert b"See brief deliveries" in again.stderr
    rows = brief("deliveries", "--json", environment=place).stdout.splitlines()
    assert {row["key"]: row["state"] for row in map(json.loads, rows)} == {"one": "sent", "two": "pending"}
    assert b"is posted to again" in brief("resume", "dir/local/desk", environment=place).stdout
    assert b"was not paused" in brief("resume", "dir/local/desk", environment=place).stdout
    assert brief("resume", "desk", environment=place).returncode == 3


def test_a_chat_command_is_answered_without_any_platform(place: dict[str, str]) -> None:
    done = brief("ask", "status", environment=place)
    assert done.returncode == 0
    assert b"Morning" in done.stdout
    (reply,) = map(json.loads, brief("ask", "help", "--json", environment=place).stdout.splitlines())
    assert (reply["schema"], reply["blocks"][0]["block"]) == ("sitrep.reply/1", "Heading")
    changed = brief("ask", "subscribe", "country", "UKR", environment=place)
    assert changed.returncode == 0, changed.stderr
    names = [
        row["subscription"]
        for row in map(
            json.loads, brief("digest", "--dry-run", "--json", environment=place).stdout.splitlines()
        )
    ]
    assert len(names) == 2
    assert "morning" in names
