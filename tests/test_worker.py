"""What a worker promises, shown with real child processes."""

import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigError, InputError, NotAnArticle, Reason, SitrepError, WorkerError, WorkerTimeout
from bot.worker import Worker

HERE = str(Path(__file__).parent)
AMPLE_S = 20.0


def worker(name: str, **options: object) -> Worker:
    return Worker(f"worker_targets:{name}", path=[HERE], **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def misbehaving() -> Iterator[Worker]:
    with worker("misbehaving") as shared:
        yield shared


@pytest.fixture(scope="module")
def echo() -> Iterator[Worker]:
    with worker("echo", setup=b">") as shared:
        yield shared


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=5_000))
def test_any_bytes_reach_the_handler_and_come_back(echo: Worker, payload: bytes) -> None:
    assert echo.call(payload, AMPLE_S) == b">" + payload


def test_payloads_larger_than_a_pipe_buffer_pass_both_ways(echo: Worker) -> None:
    payload = bytes(range(256)) * 20_000
    assert echo.call(payload, AMPLE_S) == b">" + payload


def test_threads_share_a_worker_and_each_gets_its_own_reply(echo: Worker) -> None:
    replies: dict[int, bytes] = {}

    def ask(number: int) -> None:
        replies[number] = echo.call(str(number).encode(), AMPLE_S)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == {n: f">{n}".encode() for n in range(20)}


def test_start_does_not_wait_for_the_child() -> None:
    with worker("slow_to_start", start_s=0.2) as slow:
        began = time.monotonic()
        slow.start()
        assert time.monotonic() - began < 5  # the target takes 60
        with pytest.raises(WorkerTimeout):
            slow.call(b"", AMPLE_S)


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        ("bloat", "more memory"),
        ("exit", "exit code 7"),
        ("abort", "Aborted"),
        ("recurse", "RecursionError"),
        ("open_socket", "may not do socket"),
        ("start_process", "may not do subprocess"),
        ("fork", "may not do os.fork"),
        ("write_file", "may not write"),
        ("surprise", "KeyError"),
    ],
)
def test_a_job_that_goes_wrong_costs_one_job(misbehaving: Worker, deed: str, says: str) -> None:
    if deed == "bloat" and sys.platform == "darwin":
        pytest.skip("macOS does not honour RLIMIT_AS")
    with pytest.raises(WorkerError, match=says) as caught:
        misbehaving.call(deed.encode(), AMPLE_S)
    assert "\n" not in str(caught.value)
    assert misbehaving.call(b"next", AMPLE_S) == b"next"
    assert not Path("written-by-a-worker").exists()


def test_a_job_that_hangs_is_killed_at_its_deadline(misbehaving: Worker) -> None:
    misbehaving.call(b"warm", AMPLE_S)
    began = time.monotonic()
    with pytest.raises(WorkerTimeout, match=r"longer than 0\.2 s"):
        misbehaving.call(b"hang", 0.2)
    assert time.monotonic() - began < 5  # against the 60 it would sleep
    assert misbehaving.call(b"next", AMPLE_S) == b"next"


def test_processor_time_is_limited_for_each_job_not_for_all() -> None:
    with worker("misbehaving", cpu_s=0) as limited:
        assert limited.call(b"fine", AMPLE_S) == b"fine"
        with pytest.raises(WorkerError, match="processor time"):
            limited.call(b"burn", AMPLE_S)
        assert limited.call(b"next", AMPLE_S) == b"next"


def test_reading_files_stays_possible(misbehaving: Worker) -> None:
    assert misbehaving.call(b"read_file", AMPLE_S) == b'"""'


def test_expected_errors_arrive_as_themselves_in_one_line(misbehaving: Worker) -> None:
    with pytest.raises(NotAnArticle, match="only a teaser") as caught:
        misbehaving.call(b"not_an_article", AMPLE_S)
    assert caught.value.reason is Reason.PAYWALL
    with pytest.raises(InputError, match="empty"):
        misbehaving.call(b"input_error", AMPLE_S)


def test_what_a_library_prints_or_reads_touches_no_frame() -> None:
    with worker("printing") as noisy:
        assert [noisy.call(b"a", AMPLE_S), noisy.call(b"b", AMPLE_S)] == [b"a", b"b"]


@settings(max_examples=8, deadline=None)
@given(st.binary(min_size=5, max_size=64))
def test_garbage_in_the_pipe_is_an_error_of_ours_or_a_reply(garbage: bytes) -> None:
    with worker("lying", max_reply_bytes=16) as liar:
        try:
            liar.call(garbage, 1.0)
        except SitrepError as error:
            assert str(error)  # noqa: PT017 - a reply would be as good


@pytest.mark.parametrize(
    "frame",
    [
        struct.pack(">BII", 9, 1, 0),
        struct.pack(">BII", 2, 7, 0),
        struct.pack(">BII", 3, 1, 2) + b"{}",
        struct.pack(">BII", 3, 1, 9) + b"not JSON!",
        struct.pack(">BII", 3, 1, 48) + b'{"kind":"SystemExit","message":"","reason":null}',
        struct.pack(">BII", 2, 1, 2**32 - 1),
    ],
)
def test_rubbish_frames_end_the_child(frame: bytes) -> None:
    with worker("lying") as liar:
        liar.start()
        child = liar._process
        with pytest.raises(WorkerError):
            liar.call(frame, AMPLE_S)
        assert child is not None
        assert child.poll() is not None


def test_a_frame_that_is_left_over_is_not_the_next_answer() -> None:
    with worker("lying") as liar:
        assert liar.call(struct.pack(">BII", 2, 1, 6) + b"forged", AMPLE_S) == b"forged"
        with pytest.raises(WorkerError, match="unexpected"):
            liar.call(b"", AMPLE_S)
        assert liar.call(b"", AMPLE_S) == b""


def test_a_process_that_cannot_be_started_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", f"{HERE}/no-such-python")
    with worker("echo") as hopeless, pytest.raises(WorkerError, match="No such file"):
        hopeless.start()


def test_a_reply_over_the_cap_is_not_read() -> None:
    with worker("echo", max_reply_bytes=100) as capped:
        with pytest.raises(WorkerError, match="longer than 100"):
            capped.call(bytes(101), AMPLE_S)
        assert capped.call(bytes(100), AMPLE_S) == bytes(100)


def test_a_child_is_replaced_after_its_last_job() -> None:
    with worker("process_id", max_jobs=2) as recycled:
        first, second, third = (recycled.call(b"", AMPLE_S) for _ in range(3))
    assert first == second != third


def test_a_child_that_ended_between_jobs_is_replaced_unnoticed() -> None:
    with worker("process_id") as bereft:
        first = int(bereft.call(b"", AMPLE_S))
        subprocess.run(["kill", "-9", str(first)], check=True)  # noqa: S607
        child = bereft._process
        assert child is not None
        child.wait()
        assert int(bereft.call(b"", AMPLE_S)) != first


def test_secrets_in_the_environment_do_not_reach_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_BOT_TOKEN", "secret")
    with worker("environment") as child:
        assert b"TOKEN" not in child.call(b"", AMPLE_S)


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("worker_targets:broken", "no tables"),
        ("worker_targets:missing", "cannot start worker_targets:missing"),
        ("no_such_module:serve", "No module named"),
        ("worker_targets:dying", "exit code 3"),
    ],
)
def test_a_target_that_cannot_start_says_why(target: str, says: str) -> None:
    with Worker(target, path=[HERE]) as stillborn, pytest.raises(WorkerError, match=says):
        stillborn.call(b"", AMPLE_S)


def test_faults_in_a_target_s_tables_arrive_line_by_line() -> None:
    with worker("misconfigured") as stillborn, pytest.raises(ConfigError) as caught:
        stillborn.call(b"", AMPLE_S)
    assert str(caught.value).splitlines() == ["actors.yaml:3: no name", "actors.yaml:9: no code"]


def test_close_ends_a_job_in_the_middle() -> None:
    busy = worker("misbehaving")
    busy.call(b"warm", AMPLE_S)
    outcome: list[BaseException] = []

    def hang() -> None:
        try:
            busy.call(b"hang", 60)
        except WorkerError as error:
            outcome.append(error)

    thread = threading.Thread(target=hang)
    thread.start()
    while not busy._lock.locked():
        pass
    busy.close()
    thread.join(AMPLE_S)
    assert len(outcome) == 1
    with pytest.raises(WorkerError, match="closed"):
        busy.call(b"", AMPLE_S)


def test_importing_the_module_loads_no_process_machinery() -> None:
    probe = "import sys; import bot.worker; print([m for m in ('subprocess', 'asyncio', 'multiprocessing', 'msgspec') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
