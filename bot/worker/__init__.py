"""Killable worker processes: a job that hangs, bloats or crashes costs one job and nothing else.

A *target* is a function, named ``"package.module:function"``, that the child calls once with the ``setup``
bytes and that gives back the handler, called once per job:

    def serve(setup: bytes) -> Callable[[bytes], bytes]:
        import heavy_library            # paid in the child, while the parent does something else
        return lambda payload: heavy_library.work(payload)

    with Worker("bot.acquire.parsing:serve") as worker:
        worker.start()                                   # does not wait for the child's imports
        reply = worker.call(payload, deadline_s=10.0)    # from asyncio: await asyncio.to_thread(worker.call, ...)

A handler raises ``InputError`` or ``NotAnArticle`` for what it expects, a target ``ConfigError``; the parent raises
the same. Frames are a kind, the job's number, a length, and bytes or JSON: never pickle, so that a child taken over
by its input has no way to run code in the parent. A frame that is left over is never taken for the next job's answer;
but a child that was taken over can answer wrongly until it is replaced. The audit hook keeps honest libraries from
reaching out by mistake; it is not a sandbox against native code.
"""

from bot.worker.parent import Worker

__all__ = ["Worker"]
