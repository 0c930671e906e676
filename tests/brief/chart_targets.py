"""Targets for ``test_chart.py``: the real chart in a real child process, which goes wrong where a pair's name asks for it."""

import os
import time
from collections.abc import Callable

from bot.brief import chart


def troubled(setup: bytes) -> Callable[[bytes], bytes]:
    draw = chart.serve(setup)

    def handle(payload: bytes) -> bytes:
        if b"hang" in payload:
            time.sleep(60)
        if b"crash" in payload:
            os.abort()
        if b"bloat" in payload:
            bytearray(1 << 40)
        if b"spin" in payload:
            while True:
                pass
        if b"rubbish" in payload:
            return b"<svg onload=alert(1)>"
        return draw(payload)

    return handle
