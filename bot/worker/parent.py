"""The parent's side: start, ask, watch the clock, kill, replace."""

import contextlib
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Never, Self

from bot.errors import InputError, NotAnArticle, WorkerError, WorkerTimeout
from bot.worker.frames import FAULT, JOB, READY, REPLY, receive, send, to_fault

if TYPE_CHECKING:
    import subprocess

MEMORY_BYTES = 512 * 1024 * 1024
CPU_S = 5
"""Both from faults-and-safety, "Parsers": RLIMIT_AS 512 MB and RLIMIT_CPU 5 s for each job."""

MAX_REPLY_BYTES = 8 * 1024 * 1024
"""A 200,000-character text is at most 1.2 MB of escaped JSON; the rest is room for fields and spans."""

MAX_JOBS = 1_000
"""Jobs before a child is replaced: it bounds how long a subverted one could meddle, and sheds what odd pages leave
on the heap (1,000 ordinary ones leave nothing: 48 MB throughout). At 12 ms a page and 0.3 s a start the
replacement costs about 2 %."""

START_S = 30.0
"""How long a child may take to import. The parser takes 0.3 s; the rest is for cold disks and loaded machines."""

_ROOT = str(Path(__file__).resolve().parents[2])
_BOOT = """
import sys
target, memory_bytes, cpu_s, *folders = sys.argv[1:]
sys.path[:0] = [folder for folder in folders if folder not in sys.path]
from bot.worker.child import main
main(target, int(memory_bytes), int(cpu_s))
"""
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
"""All that a child sees of our environment: tokens and passwords stay out of reach of foreign bytes."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""numpy would start a thread a core, each with a stack in the child's address space; our matrices are too small to
gain by it (measured: 30 ms of processor time a start saved, no wall time lost)."""


class Worker:
    """One child process that answers one job at a time. Safe to share between threads; jobs queue.

    Args:
        target: ``"package.module:function"``; see the package's docstring.
        setup: Handed to the target once per start. Up to 16 KB keeps ``start`` from blocking (a pipe's buffer).
        memory_bytes: Address space of the child, libraries included, where the system honours such a limit.
        cpu_s: Processor seconds for one job, where the system has such a limit.
        max_reply_bytes: A longer reply is not read; its child is killed.
        max_jobs: Jobs after which the child is replaced.
        start_s: How long the child may take until its target has returned.
        path: Folders that the child imports from besides the standard ones and the one that holds ``bot``.
    """

    def __init__(
        self,
        target: str,
        *,
        setup: bytes = b"",
        memory_bytes: int = MEMORY_BYTES,
        cpu_s: int = CPU_S,
        max_reply_bytes: int = MAX_REPLY_BYTES,
        max_jobs: int = MAX_JOBS,
        start_s: float = START_S,
        path: Sequence[str] = (),
    ) -> None:
        self._target = target
        self._setup = setup
        self._limits = (str(memory_bytes), str(cpu_s))
        self._max_reply_bytes = max_reply_bytes
        self._max_jobs = max_jobs
        self._start_s = start_s
        self._path = tuple(path)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._jobs = 0
        self._closed = False

    def start(self) -> None:
        """Start the child unless one is running. Does not wait until it is ready."""
        with self._lock:
            self._running()

    def call(self, payload: bytes, deadline_s: float) -> bytes:
        """Have the child do one job.

        ``deadline_s`` counts from the moment the child takes this job: neither its imports nor the jobs of
        other threads count. After a failure the next call starts a fresh child.

        Raises:
            InputError, NotAnArticle: The handler raised it.
            ConfigError: The target raised it; the tables that it reads are wrong.
            WorkerTimeout: The deadline passed; the child was killed.
            WorkerError: The child crashed, broke a limit, sent rubbish, or its handler raised something else.
        """
        with self._lock:
            process = self._running()
            try:
                if not self._ready:
                    self._expect(process, None, READY, 0, self._start_s)
                    self._ready = True
                reply = self._expect(process, payload, REPLY, self._jobs + 1, deadline_s)
            except (InputError, NotAnArticle):
                self._count_job()
                raise
            except BaseException:
                # Also for KeyboardInterrupt: an answer left in the pipe would be taken for the next job's.
                self._discard()
                raise
            self._count_job()
            return reply

    def close(self) -> None:
        """End the child, in the middle of a job if need be; further calls raise ``WorkerError``."""
        self._closed = True
        process = self._process
        if process is not None:
            _kill(process)
        with self._lock:
            self._discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> "subprocess.Popen[bytes]":
        self._refuse_if_closed()
        if self._process is not None and self._process.poll() is not None:
            self._discard()
        if self._process is None:
            self._process = self._spawn()
            with contextlib.suppress(BrokenPipeError):  # it died at once: waiting for READY will tell
                send(_fileno(self._process.stdin), JOB, 0, self._setup)
            self._refuse_if_closed()  # once more: starting takes a while
        return self._process

    def _refuse_if_closed(self) -> None:
        if self._closed:
            self._discard()
            raise WorkerError(f"the worker for {self._target} is closed")

    def _spawn(self) -> "subprocess.Popen[bytes]":
        self._ready, self._jobs = False, 0
        try:
            return self._popen()
        except OSError as error:
            raise WorkerError(f"no worker process can be started: {error.strerror}") from error

    def _popen(self) -> "subprocess.Popen[bytes]":
        import subprocess  # noqa: PLC0415 - 7 ms that `import bot.worker` need not cost

        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-I", "-c", _BOOT, self._target, *self._limits, _ROOT, *self._path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | _ONE_THREAD,
            start_new_session=True,  # Ctrl-C is the parent's affair; and a group can be killed as one
        )

    def _expect(
        self,
        process: "subprocess.Popen[bytes]",
        payload: bytes | None,
        kind: int,
        number: int,
        deadline_s: float,
    ) -> bytes:
        """Send a job, if any, and read the frame of that ``kind`` and ``number``; the child dies when time is up."""
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            _kill(process)

        # A timer that kills ends a blocked read or write on every system; select() knows no pipes on Windows.
        watchdog = threading.Timer(deadline_s, expire)
        watchdog.daemon = True
        watchdog.start()
        try:
            if payload is not None:
                send(_fileno(process.stdin), JOB, number, payload)
            got, answered, data = receive(_fileno(process.stdout), self._max_reply_bytes)
        except (EOFError, OSError) as error:
            self._raise_end(process, expired.is_set(), deadline_s, error)
        finally:
            watchdog.cancel()
        if expired.is_set():
            raise WorkerTimeout(f"it took longer than {deadline_s:g} s and was stopped")
        if answered == number and got == FAULT:
            raise to_fault(data).to_error()
        if answered != number or got != kind:
            raise WorkerError("the worker process sent something unexpected and was replaced; try again")
        return data

    def _raise_end(
        self, process: "subprocess.Popen[bytes]", expired: bool, deadline_s: float, cause: Exception
    ) -> Never:
        _kill(process)
        code = process.wait()
        if expired:
            raise WorkerTimeout(f"it took longer than {deadline_s:g} s and was stopped") from cause
        if self._closed:
            raise WorkerError("the worker process was closed during the job") from cause
        raise WorkerError(f"the worker process ended during the job ({_ending(code)})") from cause

    def _count_job(self) -> None:
        self._jobs += 1
        if self._jobs >= self._max_jobs:
            self._discard()

    def _discard(self) -> None:
        """Kill and reap the child; the next job starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the child and whatever it may have started. Harmless when it is gone."""
    if process.poll() is not None:
        return
    if not hasattr(os, "killpg"):
        process.kill()
        return
    import signal  # noqa: PLC0415

    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for a group of zombies
        os.killpg(process.pid, signal.SIGKILL)


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    import signal  # noqa: PLC0415

    if code == -signal.SIGXCPU:
        return "out of processor time"
    return signal.strsignal(-code) or f"signal {-code}"


def _fileno(pipe: object) -> int:
    fileno: int = pipe.fileno()  # type: ignore[attr-defined]
    return fileno
