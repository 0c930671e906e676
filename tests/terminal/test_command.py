"""The `brief` command from outside: what it prints, where, and its exit codes."""

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.command import EXAMPLE, ROOT, brief


def test_a_page_becomes_a_briefing_with_every_part() -> None:
    done = brief(EXAMPLE)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert done.stderr == b""
    assert text.startswith(
        "Peru orders troops to the Putumayo after Ecuador seizes patrol boat\nExample Wire\n"
    )
    parts = ["Summary", "Key actors", "Escalations", "De-escalations", "Also said and done", "Background"]
    assert [line for line in text.splitlines() if line in parts] == parts
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_standard_input_and_a_file_give_the_same_briefing() -> None:
    assert brief("-", stdin=EXAMPLE.read_bytes()).stdout == brief(EXAMPLE).stdout


def test_output_is_the_same_whatever_the_hash_seed() -> None:
    runs = [
        brief(EXAMPLE, "--markdown", "--evidence", environment={"PYTHONHASHSEED": seed}) for seed in "012"
    ]
    assert len({run.stdout for run in runs}) == 1
    assert runs[0].stdout


def test_the_summary_keeps_to_its_budget() -> None:
    record = json.loads(brief(EXAMPLE, "--json", "--sentences", "1").stdout)
    assert len(record["summary"]) == 1
    record = json.loads(brief(EXAMPLE, "--json", "--words", "40").stdout)
    assert sum(len(span["text"].split()) for span in record["summary"]) <= 40


def test_evidence_shows_what_the_labels_rest_on() -> None:
    assert "source:ECU ← “Ecuadorian" in brief(EXAMPLE, "--evidence").stdout.decode()


def test_several_sources_are_briefed_in_order_with_progress_and_one_failure(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    done = brief(EXAMPLE, missing, EXAMPLE, "--json")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["schema"] for record in records] == [
        "sitrep.briefing/1",
        "sitrep.error/1",
        "sitrep.briefing/1",
    ]
    assert [record["input"] for record in records] == [str(EXAMPLE), str(missing), str(EXAMPLE)]
    assert done.returncode == records[1]["exit_code"] == 3
    assert done.stderr.decode().splitlines() == [
        f"brief: 1 of 3: {EXAMPLE}",
        f"brief: 2 of 3: {missing}",
        f"brief: {missing}: there is no such file.",
        f"brief: 3 of 3: {EXAMPLE}",
    ]


def test_quiet_leaves_errors_and_nothing_else_on_standard_error(tmp_path: Path) -> None:
    done = brief("-q", EXAMPLE, tmp_path / "missing.txt")
    assert done.stderr.decode().count("\n") == 1


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m adapters {EXAMPLE} {EXAMPLE} {EXAMPLE} -q | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, cwd=ROOT
    )
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


@pytest.mark.parametrize("no_color", [None, "1"])
def test_a_terminal_gets_colour_unless_no_color_is_set(no_color: str | None) -> None:
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", **({"NO_COLOR": no_color} if no_color else {})}
    with subprocess.Popen(
        [sys.executable, "-m", "adapters", str(EXAMPLE)], stdout=slave, cwd=ROOT, env=environment
    ) as run:
        os.close(slave)
        text = b""
        while select.select([master], [], [], 60)[0]:
            try:
                text += os.read(master, 65536)
            except OSError:  # how Linux says that the other side of a terminal is closed
                break
        assert run.wait(60) == 0
    os.close(master)
    assert (b"\x1b[31m" in text) is (no_color is None)
    assert "▲".encode() in text


def test_usage_faults_exit_with_2() -> None:
    for arguments in (["--sentences", "0", str(EXAMPLE)], ["--nonsense"], ["run", "slack"], ["-q"]):
        done = brief(*arguments)
        assert done.returncode == 2, arguments
        assert b"Traceback" not in done.stderr


def test_help_and_version_load_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['brief', '--help']\nfrom adapters.__main__ import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    loaded = {name.partition(b".")[0] for name in done.stdout.split()}
    assert b"click" in loaded
    assert not loaded & {
        b"aiohttp",
        b"asyncio",
        b"lxml",
        b"msgspec",
        b"nltk",
        b"numpy",
        b"rich",
        b"sumy",
        b"trafilatura",
        b"yaml",
    }


def test_a_local_file_loads_no_network_and_no_analysis_into_the_command() -> None:
    code = f"import sys; sys.argv = ['brief', {str(EXAMPLE)!r}, '-q']\nfrom adapters.__main__ import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    loaded = {name.partition(b".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert not loaded & {b"aiohttp", b"lxml", b"nltk", b"numpy", b"sumy", b"trafilatura"}


def test_a_faulty_settings_file_is_named_with_every_fault_and_line(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text(
        "sitrep: 1\nsummary: {sentences: many, words: 90}\nfetch: 3\nspeed: 9\n"
    )
    done = brief("--config", tmp_path, EXAMPLE)
    assert done.returncode == 7
    text = done.stderr.decode()
    assert f"{tmp_path}/settings.yaml:2: summary.sentences:" in text
    assert f"{tmp_path}/settings.yaml:3: fetch: expected a mapping" in text
    assert f"{tmp_path}/settings.yaml:4: speed: unknown key" in text
    assert "deadlines: missing" in text


def test_an_analysis_that_takes_too_long_is_stopped_and_told(tmp_path: Path) -> None:
    shipped = (ROOT / "config" / "settings.yaml").read_text("utf-8")
    (tmp_path / "settings.yaml").write_text(shipped.replace("analyse_s: 20", "analyse_s: 0.0001"), "utf-8")
    done = brief("--config", tmp_path, EXAMPLE)
    assert (done.returncode, done.stdout) == (6, b"")
    assert done.stderr.decode() == f"brief: {EXAMPLE}: it took longer than 0.0001 s and was stopped\n"


def test_json_is_the_same_from_run_to_run_but_for_the_time_of_reading() -> None:
    first, second = (json.loads(brief(EXAMPLE, "--json").stdout) for _ in range(2))
    for record in (first, second):
        assert record["articles"][0].pop("fetched_at")
    assert first == second
