"""``brief run`` to standard output, beside another one, and told that its subscriptions changed."""

import signal
from pathlib import Path

from tests.scenarios.posting import PATIENCE_S, Desk, ended, until

WELL = """
subscriptions:
  {name}:
    channel: dir/local/desk
    everything: true
    at: ["08:00"]
"""


def test_standard_output_gets_every_post_of_every_platform(desk: Desk) -> None:
    desk.enqueue(3, channels=3, platform="slack")
    process = desk.start("--once", "--no-poll", to="-")
    out, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    told = out.decode()
    assert all(
        f"==> slack/local/desk{number} <==\n\nDigest {number}\nAll quiet.\n" in told for number in range(3)
    )
    assert desk.states() == {"sent": 3}


def test_a_reader_that_has_gone_ends_it_and_loses_nothing(desk: Desk) -> None:
    desk.enqueue(2)
    process = desk.start("--no-poll", to="-")
    assert process.stdout is not None
    process.stdout.close()
    assert ended(process) == 0
    assert desk.states() == {"pending": 2}


def test_two_processes_share_a_directory(desk: Desk) -> None:
    desk.enqueue(300, channels=30)
    both = [desk.start("--once", "--no-poll") for _ in range(2)]
    logs = [process.communicate(timeout=PATIENCE_S)[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], logs
    until(lambda: finished(desk))
    assert len(desk.files()) == 300
    posted = [line.split()[2] for log in logs for line in log.splitlines() if " posted to " in line]
    assert len(posted) == len(set(posted)), "no delivery was posted by both"


def finished(desk: Desk) -> bool:
    """Whether all is posted; what one process put off, another run takes up."""
    if desk.states() == {"sent": 300}:
        return True
    desk.once()
    return False


def test_changed_subscriptions_are_read_when_it_is_told_and_faulty_ones_change_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.subscribe(WELL.format(name="first"))
    log = tmp_path / "log.txt"
    with log.open("wb") as out:
        process = desk.start("--no-poll", stderr=out)
    until(lambda: names(desk) == ["first"])
    desk.enqueue(1)
    until(lambda: desk.states() == {"sent": 1})

    desk.subscribe(WELL.format(name="second").replace("everything", "everthing"))
    process.send_signal(signal.SIGHUP)
    until(lambda: "the subscriptions stay as they were" in log.read_text("utf-8"))
    assert "subscriptions.yaml:5: subscriptions.second.everthing: unknown key" in log.read_text("utf-8")
    assert names(desk) == ["first"]

    desk.subscribe(WELL.format(name="second"))
    process.send_signal(signal.SIGHUP)
    until(lambda: names(desk) == ["second"])
    until(lambda: "1 subscriptions read anew" in log.read_text("utf-8"))
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert ended(process) == 0


def names(desk: Desk) -> list[str]:
    """Subscriptions of the store."""
    return [row[0] for row in desk.ask("SELECT id FROM subscriptions WHERE NOT is_removed")]
