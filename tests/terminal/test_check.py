"""``brief check`` from outside: what it tells of good and bad tables, where, and its exit codes."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from adapters.terminal import check
from adapters.terminal.cli import SUBJECTS as WORDS
from adapters.terminal.cli import Checking
from bot.config_folder import ConfigFolder
from tests.terminal.command import EXAMPLE, ROOT, brief

CONFIG = ROOT / "config"
ACTORS = sorted(CONFIG.glob("actors*.yaml"))


def folder(at: Path, **changes: tuple[str, str]) -> Path:
    """A configuration folder: the settings, and the shipped tables named with one thing changed in each."""
    shutil.copy(CONFIG / "settings.yaml", at)
    for name, (old, new) in changes.items():
        text = (CONFIG / f"{name}.yaml").read_text("utf-8")
        assert old in text
        (at / f"{name}.yaml").write_text(text.replace(old, new, 1), "utf-8")
    return at


def test_the_shipped_tables_are_reported_with_source_date_and_counts() -> None:
    done = brief("check", "actors")
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert text.startswith(f"Actors: no faults in {len(ACTORS)} files.\n")
    for kind in ("states and territories", "bodies", "organs of states", "armed groups", "given names"):
        assert f"  {kind}\n" in text
    for kind in ("heads of state and government", "other officials", "agencies and outlets"):
        assert f"  {kind}\n" in text
    for file in ACTORS:
        assert f"{file}  20" in text
    assert "(The World Factbook, CC0-1.0)" in text
    assert f"{CONFIG}/actors-given.yaml  2017-01-01  (the file)" in text.partition("Older than a year")[2]


def test_one_subject_is_told_as_json_too(tmp_path: Path) -> None:
    (good,) = map(json.loads, brief("check", "actors", "--json").stdout.splitlines())
    assert (good["row"], good["ok"], good["level"]) == ("actors", True, "note")
    at = folder(tmp_path, actors=("swallow: [", "swallow: [Norway, "))
    done = brief("check", "actors", "--json", "--config", at)
    (bad,) = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr, bad["ok"]) == (7, b"", False)
    assert (bad["file"], bad["key"]) == (f"{at}/actors.yaml", "swallow")
    assert bad["line"] > 1


@pytest.mark.parametrize(("today", "old"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_officials_grow_old_by_the_clock(today: date, old: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(Checking("actors", None), ConfigFolder(CONFIG), today) == 0
    text = capsys.readouterr().out
    assert f"Older than a year on {today}" in text
    assert ("  2025-12-31  RUS  Foreign Minister  Sergei Lavrov\n" in text) is old


def test_nothing_is_old_while_every_table_is_young(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    young = ("date: 2017-01-01", "date: 2026-01-01")
    at = folder(tmp_path, **{"actors-given": young, "actors-served": young})
    assert check.run(Checking("actors", None), ConfigFolder(at), date(2026, 12, 1)) == 0
    assert capsys.readouterr().out.endswith("\nNothing is older than a year on 2026-12-01.\n")


def test_every_fault_of_every_file_is_told_on_a_line_of_its_own(tmp_path: Path) -> None:
    at = folder(tmp_path, actors=("swallow: [", "swallow: [Norway, "))
    (at / "actors-mine.yaml").write_text(
        "source: me\ndate: 3000-01-01\nbodys: {}\nagencies: [NATO]\n", "utf-8"
    )
    done = brief("check", "actors", "--config", at)
    told = done.stderr.decode().splitlines()
    assert (done.returncode, done.stdout) == (7, b"")
    assert len(told) == 4
    assert told[0].startswith(f"brief: {at}/actors.yaml:")
    assert "swallow: 'Norway' hides that name of NOR" in told[0]
    mine = f"brief: {at}/actors-mine.yaml"
    assert told[1] == f"{mine}:2: date: 3000-01-01 lies in the future. Write the day that the rows are of."
    assert told[2].startswith(f"{mine}:3: bodys: unknown key. Known here: source, ")
    assert told[3].startswith(f"{mine}:4: agencies: 'NATO' is an actor too, NATO in {CONFIG}/")


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    at = folder(tmp_path)
    (at / "actors-mine.yaml").write_text("source: me\ngiven: [Zoe\n", "utf-8")
    (at / "actors-yours.yaml").write_bytes(b"source: \xff")
    done = brief("check", "actors", "--config", at)
    told = done.stderr.decode().splitlines()
    assert (done.returncode, len(told)) == (7, 2)
    assert told[0].startswith(f"brief: {at}/actors-mine.yaml:3:1: not valid YAML")
    assert told[1] == f"brief: {at}/actors-yours.yaml: not UTF-8 at byte 8. Save it as UTF-8."


def test_a_table_of_ones_own_is_checked_and_read_on_top(tmp_path: Path) -> None:
    at = folder(tmp_path)
    rows = "groups: {Putumayo Boatmen: River Boatmen}\nstates: {TUR: {name: Türkiye}}"
    (at / "actors-mine.yaml").write_text(f"source: made up\ndate: 2026-01-01\n{rows}\n", "utf-8")
    assert f"no faults in {len(ACTORS) + 1} files" in brief("check", "actors", "--config", at).stdout.decode()
    story = (
        b"ANKARA - Turkey accused the River Boatmen of an attack on Tuesday. The River Boatmen denied it. "
        * 3
    )
    ours, mine = (brief("-", "--json", *more, stdin=story) for more in ((), ("--config", at)))
    assert ("Turkey", "state") in actors(ours)
    assert actors(mine) == {("Türkiye", "state"), ("Putumayo Boatmen", "armed_group")}


def actors(done: subprocess.CompletedProcess[bytes]) -> set[tuple[str, str]]:
    """Name and kind of each actor of a briefing in JSON."""
    return {(one["name"], one["kind"]) for one in json.loads(done.stdout)["actors"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["check", "nonsense"],
            "There is no 'nonsense' to check. What can be checked: actors; or, without a subject, everything.",
        ),
        (["check", "\x1b[31m"], r"There is no '\x1b[31m' to check."),
        (["check", "actors", "feeds"], "unexpected extra argument"),
        (["check", "actors", "--yaml"], "No such option"),
        (["check", "--data", ""], "--data: it is empty."),
        (
            ["--json", "check", "actors"],
            "Put 'check' first: brief check [SUBJECT]. A file of that name is ./check.",
        ),
    ],
)
def test_wrong_usage_says_what_can_be_checked(arguments: list[str], words: str) -> None:
    done = brief(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


def test_every_subject_has_its_check_and_stands_in_the_help() -> None:
    assert check.SUBJECTS.keys() == WORDS.keys()
    told = brief("check", "--help").stdout.decode()
    assert all(f"  {word} " in told for word in WORDS)
    assert "./check" in told
    assert "./check" in brief("--help").stdout.decode()


def test_a_file_of_the_name_is_briefed_by_its_path(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "check")
    assert brief("./check", cwd=tmp_path).stdout == brief(EXAMPLE).stdout
    assert brief("check", "nonsense", cwd=tmp_path).returncode == 2


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = brief("check", "actors", "--config", tmp_path / "nowhere")
    assert (done.returncode, done.stdout) == (7, b"")
    assert b"no folder with a settings.yaml in it (named by --config)" in done.stderr


def test_a_closed_output_is_told() -> None:
    command = f"{sys.executable} -m adapters check actors >&-"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (8, b"brief: standard output is closed\n")


def test_checking_loads_nothing_heavy_and_starts_no_process() -> None:
    code = (
        "import sys, os, subprocess; sys.argv = ['brief', 'check', 'actors']\n"
        "def no(*_, **__): raise AssertionError('a process')\n"
        "os.fork = os.posix_spawn = subprocess.Popen.__init__ = no\n"
        "from adapters.__main__ import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    exit_code, *loaded = done.stdout.split(b"\n")[-2].split()
    tops = {name.partition(b".")[0] for name in loaded}
    assert exit_code == b"0"
    assert b"yaml" in tops
    heavy = {
        "aiohttp",
        "asyncio",
        "lxml",
        "nltk",
        "numpy",
        "onnxruntime",
        "rich",
        "sumy",
        "torch",
        "trafilatura",
    }
    assert not tops & {name.encode() for name in heavy}
    assert b"bot.worker" not in loaded
