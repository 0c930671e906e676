"""The log of a long run: a line at a time, no floods, and nobody who waits for it."""

import threading
from datetime import UTC, datetime

from adapters.terminal.desk.log import MOST, SAME_S, WAITING, Log

NOW = datetime(2026, 5, 12, 8, tzinfo=UTC)


class Ticks:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def log(lines: list[str], ticks: Ticks, *, quiet: bool = False) -> Log:
    return Log(lines.append, quiet=quiet, clock=ticks, now=lambda: NOW)


def test_a_line_has_its_time_and_is_one_line() -> None:
    lines: list[str] = []
    made = log(lines, Ticks())
    made.trouble("first\nsecond \x1b[31m")
    made.close()
    assert lines == ["brief: 2026-05-12T08:00:00Z first\\nsecond \\x1b[31m\n"]


def test_the_same_line_comes_once_a_minute_with_its_number() -> None:
    lines: list[str] = []
    ticks = Ticks()
    made = log(lines, ticks)
    for _ in range(1_000):
        made.trouble("the disk is full")
    ticks.at = SAME_S
    made.trouble("the disk is full")
    made.close()
    assert [line.partition("Z ")[2] for line in lines] == [
        "the disk is full\n",
        "the disk is full (and 999 times since it was last said)\n",
    ]


def test_a_flood_of_different_lines_is_cut_and_counted() -> None:
    lines: list[str] = []
    ticks = Ticks()
    made = log(lines, ticks)
    for number in range(3 * MOST):
        made.trouble(f"line {number}")
    ticks.at = SAME_S
    made.trouble("later")
    made.close()
    assert len(lines) <= MOST + 2
    assert lines[-2].endswith(" lines were left out\n")
    assert lines[-1].endswith("later\n")


def test_quiet_leaves_out_what_is_no_trouble() -> None:
    lines: list[str] = []
    made = log(lines, Ticks(), quiet=True)
    made.note("posted")
    made.trouble("not posted")
    made.close()
    assert len(lines) == 1
    assert "not posted" in lines[0]


def test_a_log_that_hangs_holds_nobody_up() -> None:
    stuck = threading.Event()
    ticks = Ticks()

    def put(_: str) -> None:
        stuck.wait()

    made = Log(put, clock=ticks, now=lambda: NOW)
    for number in range(2 * WAITING):
        ticks.at += SAME_S
        made.trouble(f"line {number}")
    made.close(within_s=0.01)
    assert len(made._lines) <= WAITING + 1
    stuck.set()


def test_a_line_that_could_not_be_written_is_counted_in_the_next_one() -> None:
    lines: list[str] = []
    failed = threading.Event()

    def put(line: str) -> None:
        if "lost" in line:
            failed.set()
            raise OSError(28, "No space left on device")
        lines.append(line)

    made = Log(put, clock=Ticks(), now=lambda: NOW)
    made.trouble("lost")
    assert failed.wait(10)
    while not made._lost:  # the thread counts it now
        pass
    made.trouble("written")
    made.close()
    assert [line.partition("Z ")[2] for line in lines] == ["1 lines were left out\n", "written\n"]
