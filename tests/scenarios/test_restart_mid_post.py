"""A process dies between the post and the note that it was posted: after a restart the post is there once (row P1)."""

import pytest

from tests.scenarios.posting import Desk, killed


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_post_is_there_once_whenever_the_process_died(desk: Desk, moment: str) -> None:
    (key,) = desk.enqueue(1)
    assert desk.once(killed(moment)).returncode == -9
    left = {file: file.stat() for file in desk.files()}
    assert len(left) == (moment == "after")
    assert desk.states() == {"unsure": 1}

    assert desk.once().returncode == 0
    assert desk.states() == {"unsure": 1}, "it is the dead process's until its lease is over"

    desk.let_leases_run_out()
    told = desk.once().stderr.decode()
    while desk.states() != {"sent": 1}:  # one that was not there is tried again in a second or two
        told = desk.once().stderr.decode()
    assert f"{key} posted to dir/local/desk0" in told
    (file,) = desk.files()
    assert file.read_text("utf-8").startswith("# Digest 0\n")
    assert desk.states() == {"sent": 1}
    if moment == "after":
        assert (file.stat().st_ino, file.stat().st_mtime_ns) == (left[file].st_ino, left[file].st_mtime_ns)
    assert not list(desk.posts.rglob("*.part")) or moment == "before"
