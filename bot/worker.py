"""Killable worker processes: a job that hangs, bloats, crashes or lies costs one job and nothing else.

A *target* is a function, named ``"package.module:function"``, that the child calls once with the ``setup``
bytes and that gives back the handler, called once per job:

    def serve(setup: bytes) -> Callable[[bytes], bytes]:
        import heavy_library            # paid in the child, while the parent does something else
        return lambda payload: heavy_library.work(payload)

    with Worker("bot.acquire.parsing:serve") as worker:
        worker.start()                                   # does not wait for the child's imports
        reply = worker.call(payload, deadline_s=10.0)    # from asyncio: await asyncio.to_thread(worker.call, ...)

A handler raises ``InputError`` or ``NotAnArticle`` for what it expects, a target ``ConfigError``; the parent raises
the same. Frames are one byte of kind, four bytes of length, and bytes or JSON: never pickle, so that a child taken
over by its input has no way to run code in the parent. The audit hook keeps honest libraries from reaching out by
mistake; it is not a sandbox against native code.
"""

import contextlib
import os
import struct
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Never, Self

from bot.errors import ConfigError, InputError, NotAnArticle, Reason, WorkerError, WorkerTimeout

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

_MAX_LINE, _MAX_FAULTS = 300, 100
"""Characters of an error's line, and lines of a ConfigError: a subverted child must not flood a terminal."""

_HEAD = struct.Struct(">BI")
_JOB, _READY, _REPLY, _FAULT = range(4)
_ROOT = str(Path(__file__).resolve().parent.parent)
_BOOT = """
import sys
target, memory_bytes, cpu_s, *folders = sys.argv[1:]
sys.path[:0] = [folder for folder in folders if folder not in sys.path]
from bot.worker import child_main
child_main(target, int(memory_bytes), int(cpu_s))
"""
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TZ")
"""All that a child sees of our environment: tokens and passwords stay out of reach of foreign bytes."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """How a child says that a job failed. After a ``WorkerError`` it exits, for its state is unknown."""

    kind: Literal["InputError", "NotAnArticle", "ConfigError", "WorkerError"]
    message: str
    reason: Reason | None = None

    def to_error(self) -> InputError | NotAnArticle | ConfigError | WorkerError:
        """The same error, in the parent, as one line; only a ConfigError lists its faults in lines of their own."""
        if self.kind == "ConfigError":
            return ConfigError("\n".join(_one_line(line) for line in self.message.splitlines()[:_MAX_FAULTS]))
        message = _one_line(self.message)
        if self.kind == "NotAnArticle":
            return NotAnArticle(message, reason=self.reason or Reason.NOT_AN_ARTICLE)
        return InputError(message) if self.kind == "InputError" else WorkerError(message)


class Worker:
    """One child process that answers one job at a time. Safe to share between threads; jobs queue.

    Args:
        target: ``"package.module:function"``; see the module's docstring.
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
                    self._expect(process, None, _READY, self._start_s)
                    self._ready = True
                reply = self._expect(process, payload, _REPLY, deadline_s)
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
        if self._closed:
            raise WorkerError(f"the worker for {self._target} is closed")
        if self._process is not None and self._process.poll() is not None:
            self._discard()
        if self._process is None:
            self._process = self._spawn()
            with contextlib.suppress(BrokenPipeError):  # it died at once: waiting for READY will tell
                _send(_fileno(self._process.stdin), _JOB, self._setup)
        return self._process

    def _spawn(self) -> "subprocess.Popen[bytes]":
        import subprocess  # noqa: PLC0415 - 7 ms that `import bot.worker` need not cost

        self._ready, self._jobs = False, 0
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-I", "-c", _BOOT, self._target, *self._limits, _ROOT, *self._path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            start_new_session=True,  # Ctrl-C is the parent's affair; and a group can be killed as one
        )

    def _expect(
        self, process: "subprocess.Popen[bytes]", payload: bytes | None, kind: int, deadline_s: float
    ) -> bytes:
        """Send a job, if any, and read the frame of that ``kind``; the child dies when time is up."""
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
                _send(_fileno(process.stdin), _JOB, payload)
            got, data = _receive(_fileno(process.stdout), self._max_reply_bytes)
        except (EOFError, OSError) as error:
            self._raise_end(process, expired.is_set(), deadline_s, error)
        finally:
            watchdog.cancel()
        if expired.is_set():
            raise WorkerTimeout(f"the job was stopped after {deadline_s:g} s")
        if got == _FAULT:
            raise _to_fault(data).to_error()
        if got != kind:
            raise WorkerError("the worker process sent something unexpected and was replaced; try again")
        return data

    def _raise_end(
        self, process: "subprocess.Popen[bytes]", expired: bool, deadline_s: float, cause: Exception
    ) -> Never:
        _kill(process)
        code = process.wait()
        if expired:
            raise WorkerTimeout(f"the job was stopped after {deadline_s:g} s") from cause
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


def child_main(target: str, memory_bytes: int, cpu_s: int) -> None:
    """Run the child: load the target, then answer jobs until the parent closes the pipe."""
    jobs, replies = _take_pipes()
    _limit_memory(memory_bytes)
    try:
        _, setup = _receive(jobs, sys.maxsize)
        handler = _load(target)(setup)
    except ConfigError as error:
        _send_fault(replies, _Fault("ConfigError", str(error)))
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear why there is no worker
        _send_fault(replies, _Fault("WorkerError", f"cannot start {target}: {_describe(error)}"))
        return
    sys.addaudithook(_bar)
    _send(replies, _READY, b"")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while _answer(jobs, replies, handler, cpu_s):
            pass


def _answer(jobs: int, replies: int, handler: Callable[[bytes], bytes], cpu_s: int) -> bool:
    """Do one job; False when the process is in no state for another."""
    _, payload = _receive(jobs, sys.maxsize)
    _limit_cpu(cpu_s)
    try:
        reply = handler(payload)
    except NotAnArticle as error:
        fault = _Fault("NotAnArticle", str(error), error.reason)
    except InputError as error:
        fault = _Fault("InputError", str(error))
    except MemoryError:
        fault = _Fault("WorkerError", "the job needed more memory than it may have")
    except Exception as error:  # noqa: BLE001 - a library's surprise costs one job, not the worker
        fault = _Fault("WorkerError", f"the job failed: {_describe(error)}")
    else:
        _send(replies, _REPLY, reply)
        return True
    _send_fault(replies, fault)
    return fault.kind != "WorkerError"


def _take_pipes() -> tuple[int, int]:
    """Keep the pipes to ourselves: what a library reads or prints must not touch the frames."""
    jobs, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    return jobs, replies


def _load(target: str) -> Callable[[bytes], Callable[[bytes], bytes]]:
    import importlib  # noqa: PLC0415 - the child's business alone

    module, _, name = target.partition(":")
    loaded: Callable[[bytes], Callable[[bytes], bytes]] = getattr(importlib.import_module(module), name)
    return loaded


def _limit_memory(memory_bytes: int) -> None:
    """Cap the address space, where that exists: Windows has no ``resource``, macOS refuses RLIMIT_AS."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(cpu_s: int) -> None:
    """Cap the processor time of the coming job; the limit counts from the process's start, so add what was used.

    Only the soft limit moves: a hard one could not be raised again for the next job. The parent's deadline
    stands behind it.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + cpu_s
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


_BARRED = (
    *(
        "socket.",
        "subprocess.",
        "os.system",
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
    ),
    *(
        "pty.",
        "shutil.",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "os.truncate",
    ),
    *("os.chmod", "os.chown", "os.kill", "webbrowser.", "urllib.", "ftplib.", "smtplib.", "sqlite3."),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _bar(event: str, args: tuple[object, ...]) -> None:
    """Audit hook: no sockets, no processes, no writing. PermissionError, as the import system expects for .pyc."""
    if event == "open":
        flags = args[2]
        if isinstance(flags, int) and flags & _WRITING:
            raise PermissionError("a worker process may not write files")
    elif event.startswith(_BARRED):
        raise PermissionError(f"a worker process may not do {event}")


def _send(pipe: int, kind: int, payload: bytes) -> None:
    view = memoryview(_HEAD.pack(kind, len(payload)) + payload)
    while view:
        view = view[os.write(pipe, view) :]


def _send_fault(pipe: int, fault: _Fault) -> None:
    import msgspec  # noqa: PLC0415 - needed for faults only

    _send(pipe, _FAULT, msgspec.json.encode(fault))


def _receive(pipe: int, max_bytes: int) -> tuple[int, bytes]:
    kind, size = _HEAD.unpack(_read(pipe, _HEAD.size))
    if size > max_bytes:
        raise WorkerError(f"the worker's reply of {size} bytes is longer than {max_bytes}")
    return kind, _read(pipe, size)


def _read(pipe: int, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        chunk = os.read(pipe, min(size - len(data), 1 << 20))
        if not chunk:
            raise EOFError("the pipe was closed")
        data += chunk
    return bytes(data)


def _to_fault(data: bytes) -> _Fault:
    import msgspec  # noqa: PLC0415

    try:
        return msgspec.json.decode(data, type=_Fault)
    except msgspec.MsgspecError as error:
        raise WorkerError(
            "the worker process sent something unexpected and was replaced; try again"
        ) from error


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


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _one_line(text: str) -> str:
    """Words of one line, without control and bidi characters."""
    printable = (char if char.isprintable() else " " for char in text)
    return " ".join("".join(printable).split())[:_MAX_LINE]
