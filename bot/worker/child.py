"""The child's side: load the target, keep the limits, answer jobs until the parent closes the pipe."""

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Callable

from bot.errors import ConfigError, InputError, NotAnArticle
from bot.worker.frames import READY, REPLY, Fault, receive, send, send_fault


def main(target: str, memory_bytes: int, cpu_s: int) -> None:
    """Run the child. The limits of memory hold from the start, the audit hook once the target has returned."""
    gc.disable()  # what a target imports and builds stays: collecting it in between costs a tenth of the start
    jobs, replies = _take_pipes()
    _limit_memory(memory_bytes)
    try:
        _, _, setup = receive(jobs, sys.maxsize)
        handler = _load(target)(setup)
    except ConfigError as error:
        send_fault(replies, 0, Fault("ConfigError", str(error)))
        return
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent has to hear why there is no worker
        send_fault(replies, 0, Fault("WorkerError", f"cannot start {target}: {_describe(error)}"))
        return
    gc.freeze()
    gc.enable()
    sys.addaudithook(_bar)
    send(replies, READY, 0, b"")
    with contextlib.suppress(EOFError, BrokenPipeError):
        while _answer(jobs, replies, handler, cpu_s):
            pass


def _answer(jobs: int, replies: int, handler: Callable[[bytes], bytes], cpu_s: int) -> bool:
    """Do one job; False when the process is in no state for another."""
    _, number, payload = receive(jobs, sys.maxsize)
    _limit_cpu(cpu_s)
    try:
        reply = handler(payload)
    except NotAnArticle as error:
        fault = Fault("NotAnArticle", str(error), error.reason)
    except InputError as error:
        fault = Fault("InputError", str(error))
    except MemoryError:
        fault = Fault("WorkerError", "the job needed more memory than it may have")
    except Exception as error:  # noqa: BLE001 - a library's surprise costs one job, not the worker
        fault = Fault("WorkerError", f"the job failed: {_describe(error)}")
    else:
        send(replies, REPLY, number, reply)
        return True
    send_fault(replies, number, fault)
    return fault.kind != "WorkerError"


def _take_pipes() -> tuple[int, int]:
    """Keep the pipes to ourselves: what a library reads or prints must not touch the frames."""
    jobs, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    return jobs, replies


def _load(target: str) -> Callable[[bytes], Callable[[bytes], bytes]]:
    module, _, name = target.partition(":")
    loaded: Callable[[bytes], Callable[[bytes], bytes]] = getattr(importlib.import_module(module), name)
    return loaded


def _limit_memory(memory_bytes: int) -> None:
    """Cap the address space, where that exists: Windows has no ``resource``, macOS refuses RLIMIT_AS."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


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
    *("socket.", "urllib.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser."),
    *(
        "subprocess.",
        "pty.",
        "os.system",
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.kill",
    ),
    *("shutil.", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown"),
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


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
